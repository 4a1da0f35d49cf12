//! The chat widget.
//!
//! [`state`] knows and decides, [`wire`] reads and writes frames,
//! [`messages`] puts texts together; all of it is plain Rust. The rest needs a
//! browser: `transport` carries frames, `components` shows the state, `dom`
//! and `storage` touch what the browser has, and `embed` is what the host page
//! may call.

pub mod messages;
pub mod state;
pub mod wire;

#[cfg(feature = "browser")]
mod app;
#[cfg(feature = "browser")]
mod components;
#[cfg(feature = "browser")]
mod dom;
#[cfg(feature = "browser")]
mod embed;
#[cfg(feature = "browser")]
mod intl;
#[cfg(feature = "browser")]
mod storage;
#[cfg(feature = "browser")]
mod transport;

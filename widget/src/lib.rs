//! The chat widget.
//!
//! [`state`] knows and decides, [`wire`] reads and writes frames,
//! [`messages`] puts texts together; all of it is plain Rust. The rest needs a
//! browser: `transport` carries frames, `components` shows the state, `files`
//! is the way to `files.js`, `dom` and `storage` touch what the browser has, and `embed` is what the host page
//! may call. [`inbox`] is what agents use, an application of its own.

pub mod inbox;
pub mod messages;
pub mod state;
pub mod wire;

#[cfg(feature = "widget")]
mod app;
#[cfg(feature = "widget")]
mod components;
#[cfg(feature = "browser")]
mod dom;
#[cfg(feature = "widget")]
mod element;
#[cfg(feature = "widget")]
mod embed;
#[cfg(feature = "browser")]
mod files;
#[cfg(feature = "browser")]
mod intl;
#[cfg(any(feature = "browser", feature = "proactive"))]
mod js;
#[cfg(feature = "proactive")]
mod proactive;
#[cfg(feature = "kb")]
mod reading;
#[cfg(feature = "widget")]
mod storage;
#[cfg(feature = "browser")]
mod transport;

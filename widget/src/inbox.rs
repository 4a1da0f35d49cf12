//! The agents' inbox: an application of its own, built beside the widget.
//!
//! [`state`] knows and decides, in plain Rust. The rest is compiled with the
//! feature `inbox` only, so the widget carries none of it: `link` carries
//! frames, `http` reads, `keep` stores drafts, `alert` calls the agent,
//! `format` writes moments, `room` is what an agent does, and `components`
//! shows the state.

pub mod state;

#[cfg(feature = "inbox")]
mod alert;
#[cfg(feature = "inbox")]
mod components;
#[cfg(feature = "inbox")]
mod format;
#[cfg(feature = "inbox")]
mod http;
#[cfg(feature = "inbox")]
mod keep;
#[cfg(feature = "inbox")]
mod link;
#[cfg(feature = "inbox")]
mod page;
#[cfg(feature = "inbox")]
mod room;

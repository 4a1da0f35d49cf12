//! The agents' inbox: an application of its own, built beside the widget.
//!
//! [`state`] knows and decides, in plain Rust. `browser` carries frames, reads
//! over HTTP and keeps drafts; `components` shows the state. Both are compiled
//! with the feature `inbox` only, so the widget carries none of it.

pub mod state;

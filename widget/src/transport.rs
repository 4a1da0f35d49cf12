//! Carries frames: over a socket, over plain requests where sockets are
//! blocked, and between the tabs of one visitor.

#[cfg(feature = "widget")]
mod http;
#[cfg(feature = "widget")]
mod link;
mod socket;
#[cfg(feature = "widget")]
mod tabs;

#[cfg(feature = "widget")]
pub(crate) use link::{Address, Link, LinkState};
#[cfg(feature = "inbox")]
pub(crate) use socket::{Heard, Socket};

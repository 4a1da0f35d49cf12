//! Carries frames: over a socket, over plain requests where sockets are
//! blocked, and between the tabs of one visitor.

mod http;
mod link;
mod socket;
mod tabs;

pub(crate) use link::{Address, Link, LinkState};

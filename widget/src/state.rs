//! What the widget knows and decides, in plain Rust: no DOM, no network, no
//! clock. Everything from outside is passed in, so that tests on any machine
//! can put it through what browsers and networks do.

mod backoff;
mod chat;
mod conversation;
mod grouping;
mod library;
mod links;
mod markup;
mod outbox;
#[cfg(test)]
mod resume_test;
mod timeline;

pub use backoff::delay_ms;
pub use chat::{Chat, Effect};
pub use conversation::Conversation;
pub(crate) use grouping::Grouping;
pub use library::{
    Asked, Document, Entry, Found, Hit, Home, Library, Search, SearchFiles, Spot, nearest_locale,
};
pub use links::{Piece, pieces};
pub use markup::{Element, Markup, read_markup};
pub use outbox::{Outbox, Pending, PendingKind, PendingState};
pub use timeline::{Mark, Notice, Row, timeline};

//! What the inbox knows and decides, in plain Rust: no DOM, no network, no
//! clock. Everything from outside is passed in.

mod desk;
mod drafts;
mod lists;
mod open_conversation;
mod outbox;
#[cfg(test)]
mod samples;
mod shortcut;
mod snooze;
mod timeline;
mod typing;

pub use desk::{Colleague, Desk, Effect, Link, Notice};
pub use drafts::{Draft, Drafts, Mode};
pub use lists::{Lists, VIEWS, is_unread};
pub use open_conversation::{Load, OpenConversation};
pub use outbox::{Outbox, Pending, PendingState};
pub use shortcut::{Pressed, Shortcut, shortcut};
pub use snooze::{Preset, presets};
pub use timeline::{Mark, Quiet, Row, Side, timeline};
pub use typing::TypingSignal;

#[cfg(test)]
mod desk_test;

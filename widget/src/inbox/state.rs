//! What the inbox knows and decides, in plain Rust: no DOM, no network, no
//! clock. Everything from outside is passed in.

mod address;
mod alerts;
mod attendance;
mod counts;
mod desk;
mod drafts;
mod lists;
mod notifications;
mod open_conversation;
mod outbox;
mod palette;
mod reports;
#[cfg(test)]
mod samples;
mod search;
mod shortcut;
mod snooze;
mod timeline;
mod typing;

pub use address::Target;
pub use alerts::{Alert, AlertSettings, Ways, ways};
pub use attendance::{Attendance, Whereabouts, ago};
pub use counts::Counts;
pub use desk::{Desk, Effect, Link, Notice};
pub use drafts::{Draft, Drafts, Mode, Then};
pub use lists::{Lists, VIEWS, is_unread};
pub use notifications::{Choices, Said};
pub use open_conversation::{Load, OpenConversation};
pub use outbox::{Outbox, Outgoing, Pending, PendingState};
pub use palette::{
    Articles, Library, Offer, Query, article_locales, in_locale, query_at, units_of,
};
pub use reports::{
    Data, Figures, Line, Offered, Offers, Page, Place, RANGES, Range, Reading, Received, Replay,
    Searches, Sent, Share, Steps, Table, Votes,
};
pub use search::{Hit, Search, SearchState};
pub use shortcut::{Pressed, Shortcut, shortcut};
pub use snooze::{Preset, presets};
pub use timeline::{Mark, Quiet, Row, Side, timeline};
pub use typing::TypingSignal;

#[cfg(test)]
mod desk_test;

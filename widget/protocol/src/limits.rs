//! Sizes that both sides keep: the browser to help, the server to decide.

/// Longest message, in characters (Unicode scalar values).
pub const MESSAGE_CHARS: usize = 10_000;

/// Longest internal note, in characters.
pub const NOTE_CHARS: usize = 10_000;

/// Largest frame in either direction, in bytes of UTF-8: the longest message,
/// every character of it escaped, and what stands around it.
pub const FRAME_BYTES: usize = 128 * 1024;

/// Most entries in one page of a history.
pub const HISTORY_PAGE: usize = 50;

/// Most events in one page of a history.
pub const HISTORY_EVENTS: usize = 500;

/// Up to this many conversations of a list are counted.
pub const COUNTED: usize = 1_000;

/// Longest search, in characters.
pub const SEARCH_CHARS: usize = 200;

/// Most conversations whose position a browser may name when it comes back.
pub const POSITIONS: usize = 50;

/// Longest code of a locale, in bytes (BCP 47, RFC 5646, 4.4.1).
pub const LOCALE_BYTES: usize = 35;

/// Longest address of a page, in bytes.
pub const PAGE_BYTES: usize = 2_048;

/// Most tags of one conversation.
pub const TAGS: usize = 20;

/// Longest tag, in characters.
pub const TAG_CHARS: usize = 40;

/// How often the server says that it is there, in milliseconds.
pub const BEAT_MS: u32 = 12_000;

/// Silence after which either side takes the connection for dead, in
/// milliseconds: two beats and a slow network.
pub const SILENCE_MS: u32 = 27_000;

//! Sizes that both sides keep: the browser to help, the server to decide.

/// Longest message, in characters (Unicode scalar values).
pub const MESSAGE_CHARS: usize = 10_000;

/// Longest internal note, in characters.
pub const NOTE_CHARS: usize = 10_000;

/// Largest file, in bytes, unless the server is set to less.
pub const FILE_BYTES: u64 = 5 * 1024 * 1024;

/// Most bytes of all files of one message together, unless set to less.
pub const MESSAGE_FILES_BYTES: u64 = 19 * 512 * 1024;

/// Most files of one message, unless set to less.
pub const MESSAGE_FILES: usize = 10;

/// Longest name of a file, in characters.
pub const FILE_NAME_CHARS: usize = 120;

/// Most pixels of an image: more than any camera of a phone makes, less than
/// what fills a browser's memory.
pub const IMAGE_PIXELS: u64 = 50_000_000;

/// Largest frame in either direction, in bytes of UTF-8: the longest message,
/// every character of it escaped, and what stands around it.
pub const FRAME_BYTES: usize = 128 * 1024;

/// Most entries in one page of a history.
pub const HISTORY_PAGE: usize = 50;

/// Most events in one page of a history.
pub const HISTORY_EVENTS: usize = 500;

/// Up to this many conversations of a list are counted.
pub const COUNTED: usize = 1_000;

/// Most subjects in a table of what is counted.
pub const COUNTED_ROWS: usize = 100;

/// Most votes with words beside those tables.
pub const COUNTED_WORDS: usize = 50;

/// Most other conversations of a customer beside one.
pub const OTHER_CONVERSATIONS: usize = 20;

/// Most customers of whom one inbox is told whether they are there.
pub const FOLLOWED: usize = 200;

/// Most customers among whom another one is looked for.
pub const MERGE_CANDIDATES: usize = 8;

/// Longest search, in characters.
pub const SEARCH_CHARS: usize = 200;

/// Most conversations whose position a browser may name when it comes back.
pub const POSITIONS: usize = 50;

/// Longest code of a locale, in bytes (BCP 47, RFC 5646, 4.4.1).
pub const LOCALE_BYTES: usize = 35;

/// Longest address of a page, in bytes.
pub const PAGE_BYTES: usize = 2_048;

/// Longest e-mail address, in bytes (RFC 5321, 4.5.3.1.3, without brackets).
pub const EMAIL_BYTES: usize = 254;

/// Longest name of a visitor, in characters.
pub const NAME_CHARS: usize = 100;

/// Most tags of one conversation.
pub const TAGS: usize = 20;

/// Longest tag, in characters.
pub const TAG_CHARS: usize = 40;

/// How often the server says that it is there, in milliseconds.
pub const BEAT_MS: u32 = 12_000;

/// Silence after which either side takes the connection for dead, in
/// milliseconds: two beats and a slow network.
pub const SILENCE_MS: u32 = 27_000;

/// Longest answer in one line of a form, in characters.
pub const FIELD_CHARS: usize = 500;

/// Most characters of all answers of a form together.
pub const FORM_CHARS: usize = 50_000;

/// Largest body of a form hook, in bytes.
pub const HOOK_BYTES: usize = 400_000;

/// Most articles of one offer.
pub const OFFERED: usize = 3;

/// Most records in one request.
pub const RECORDS: usize = 50;

/// Longest comment on an article, in characters.
pub const VOTE_CHARS: usize = 1_000;

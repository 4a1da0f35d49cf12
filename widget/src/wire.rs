//! Frames as JSON, read and written by hand.
//!
//! The browser parses; this reads the fields of what it parsed. Serde's code
//! for the same types is larger than the rest of the widget's own. The types
//! are kb-protocol's all the same, and tests compare every frame with what
//! serde makes of it.

mod content;
mod read;
mod rules;
#[cfg(test)]
mod tests;
mod write;

pub use content::{read_document, read_found, read_home};
pub use read::{Json, code, read_files, read_frame, read_pending, wait};
pub use rules::{read_literal, read_rule, read_shown, read_times};
pub use write::{Writer, write_exchange, write_files, write_frame, write_pending, write_summary};

//! Files that people send: what they are, what they are called, who may have
//! them.
//!
//! An upload is examined whole before anything of it is kept: its content says
//! what it is, its name has to agree, an image is measured without decoding
//! it, and the brand's scanner may have the last word. Then it lies in the
//! database under a random id, which only its uploader can attach, and which
//! opens nothing by itself: each download asks who is there. No address that
//! opens a file exists, signed or not, so none can be guessed, logged or
//! passed on.

mod archive;
mod attach;
mod kind;
mod name;
mod scan;
mod upload;

pub(crate) use attach::attachable;
pub use kind::{KINDS, Kind};
pub(crate) use upload::{Inspected, Room, discard, inspect, keep, new_file_id, upload};

use kb_protocol::chat::Code;

use crate::config::FilesConfig;

/// What is known of a file before it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Examined {
    /// What its content is.
    pub kind: Kind,
    /// Cleaned, with an extension of this kind.
    pub name: String,
    /// Width and height in pixels, of an image.
    pub pixels: Option<(u32, u32)>,
}

/// Looks at a file that a stranger calls `name`.
///
/// # Errors
///
/// What is wrong with it: [`Code::Empty`], [`Code::FileTooLarge`],
/// [`Code::FileNotAllowed`], [`Code::FileMismatch`], [`Code::ImageTooLarge`].
pub fn examine(name: &str, bytes: &[u8], rules: &FilesConfig) -> Result<Examined, Code> {
    if bytes.is_empty() {
        return Err(Code::Empty);
    }
    if bytes.len() as u64 > rules.file_bytes {
        return Err(Code::FileTooLarge);
    }
    let name = name::Name::clean(name);
    let named = match name.extension() {
        Some(extension) => Some(Kind::of_extension(extension).ok_or(Code::FileNotAllowed)?),
        None => None,
    };
    let content = kind::sniff(bytes).ok_or(Code::FileNotAllowed)?;
    let kind = match named {
        Some(named) => content.called(named).ok_or(Code::FileMismatch)?,
        None => content,
    };
    if !rules.kinds.contains(&kind) {
        return Err(Code::FileNotAllowed);
    }
    let pixels = match kind.is_image() {
        true => Some(kind::pixels(bytes).ok_or(Code::FileNotAllowed)?),
        false => None,
    };
    let count = pixels.map_or(0, |(width, height)| u64::from(width) * u64::from(height));
    if count > rules.image_megapixels * 1_000_000 {
        return Err(Code::ImageTooLarge);
    }
    Ok(Examined { kind, name: name.with(kind), pixels })
}

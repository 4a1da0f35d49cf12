//! Documents and passages files: text with control characters between the pieces.

use super::{DOCUMENTS_PER_FILE, FormatError};

/// Between the documents of one file.
const DOCUMENT_END: char = '\u{1d}';
/// Between the sections of one document.
const SECTION_END: char = '\u{1e}';
/// Between the fields of a section or a description of a document.
const FIELD_END: char = '\u{1f}';

/// Address, title, category and name for programs of `document`, out of its
/// documents file.
///
/// # Errors
///
/// [`FormatError::Damaged`] if the file does not hold it.
pub(crate) fn read_document(data: &[u8], document: u32) -> Result<[&str; 4], FormatError> {
    let text = core::str::from_utf8(data).map_err(|_| FormatError::Damaged)?;
    let position = (document % DOCUMENTS_PER_FILE) as usize;
    let mut fields =
        text.split(DOCUMENT_END).nth(position).ok_or(FormatError::Damaged)?.split(FIELD_END);
    let mut field = || fields.next().ok_or(FormatError::Damaged);
    Ok([field()?, field()?, field()?, field()?])
}

/// A section, or the part of one that stands in this passage file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PassageSection<'a> {
    /// Fragment of the heading; empty before the first one.
    pub(crate) anchor: &'a str,
    /// Text of the heading.
    pub(crate) heading: &'a str,
    /// Text below it.
    pub(crate) text: &'a str,
}

/// Calls `visit` with every section of `document` in a passages file.
///
/// # Errors
///
/// [`FormatError::Damaged`] if the file is not text.
pub(crate) fn each_section<'a>(
    data: &'a [u8],
    document: u32,
    visit: &mut dyn FnMut(PassageSection<'a>),
) -> Result<(), FormatError> {
    let text = core::str::from_utf8(data).map_err(|_| FormatError::Damaged)?;
    for part in text.split(DOCUMENT_END) {
        let mut sections = part.split(SECTION_END);
        if sections.next().and_then(parse_decimal) != Some(document) {
            continue;
        }
        for section in sections {
            let mut fields = section.splitn(3, FIELD_END);
            if let (Some(anchor), Some(heading), Some(text)) =
                (fields.next(), fields.next(), fields.next())
            {
                visit(PassageSection { anchor, heading, text });
            }
        }
    }
    Ok(())
}

/// A decimal number, without the parsing machinery of the standard library.
fn parse_decimal(text: &str) -> Option<u32> {
    let mut number = 0u32;
    for byte in text.bytes() {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        number = number.checked_mul(10)?.checked_add(u32::from(digit))?;
    }
    (!text.is_empty()).then_some(number)
}

/// Appends one document to a documents file; fields hold no control characters.
#[cfg(feature = "write")]
pub(crate) fn write_document(fields: [&str; 4], out: &mut String) {
    if !out.is_empty() {
        out.push(DOCUMENT_END);
    }
    for (position, field) in fields.into_iter().enumerate() {
        if position > 0 {
            out.push(FIELD_END);
        }
        out.push_str(field);
    }
}

/// Begins a document, or a part of it, in a passages file.
#[cfg(feature = "write")]
pub(crate) fn write_part(document: u32, out: &mut String) {
    if !out.is_empty() {
        out.push(DOCUMENT_END);
    }
    super::push_decimal(document, out);
}

/// Appends a section to the part begun last; fields hold no control characters.
#[cfg(feature = "write")]
pub(crate) fn write_section(section: PassageSection<'_>, out: &mut String) {
    out.push(SECTION_END);
    out.push_str(section.anchor);
    out.push(FIELD_END);
    out.push_str(section.heading);
    out.push(FIELD_END);
    out.push_str(section.text);
}

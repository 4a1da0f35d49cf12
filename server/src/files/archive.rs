//! What lies in a ZIP archive, by its list of contents; nothing is unpacked.
//!
//! Source: PKWARE, "APPNOTE.TXT - .ZIP File Format Specification", 4.3.

use super::Kind;

/// Length of the record at the end of an archive, without its comment.
const END: usize = 22;
/// Longest comment in that record.
const COMMENT: usize = u16::MAX as usize;
/// Length of an entry of the list, without its texts.
const ENTRY: usize = 46;

/// An archive, or the office file that it is; `None` if it is cut off or holds
/// macros, which run when somebody opens it.
pub(super) fn kind(bytes: &[u8]) -> Option<Kind> {
    let end = end_record(bytes)?;
    let start = number(bytes, end + 16, 4)?;
    let names = Names { rest: bytes.get(start..end).unwrap_or_default() };
    let (mut has_types, mut found) = (false, None);
    for name in names {
        if name.to_ascii_lowercase().ends_with(b"vbaproject.bin") {
            return None;
        }
        has_types |= name == b"[Content_Types].xml";
        if name == b"word/document.xml" {
            found = Some(Kind::Docx);
        } else if name == b"xl/workbook.xml" || name == b"xl/workbook.bin" {
            found = Some(Kind::Xlsx);
        }
    }
    Some(found.filter(|_| has_types).unwrap_or(Kind::Zip))
}

/// Where the last record begins: it ends with the file.
fn end_record(bytes: &[u8]) -> Option<usize> {
    let last = bytes.len().checked_sub(END)?;
    (last.saturating_sub(COMMENT)..=last).rev().find(|at| {
        bytes[*at..].starts_with(b"PK\x05\x06")
            && number(bytes, at + 20, 2).is_some_and(|comment| at + END + comment == bytes.len())
    })
}

/// The names in the list of contents.
struct Names<'a> {
    rest: &'a [u8],
}

impl<'a> Iterator for Names<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        if !self.rest.starts_with(b"PK\x01\x02") {
            return None;
        }
        let length = number(self.rest, 28, 2)?;
        let texts = length + number(self.rest, 30, 2)? + number(self.rest, 32, 2)?;
        let name = self.rest.get(ENTRY..ENTRY + length)?;
        self.rest = self.rest.get(ENTRY + texts..).unwrap_or_default();
        Some(name)
    }
}

/// A number of `length` bytes, the lowest first.
fn number(bytes: &[u8], at: usize, length: usize) -> Option<usize> {
    let bytes = bytes.get(at..at.checked_add(length)?)?;
    Some(bytes.iter().rev().fold(0, |number, byte| number << 8 | usize::from(*byte)))
}

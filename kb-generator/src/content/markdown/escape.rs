//! Escaping of text for HTML.

/// Marks the places that are filled in later: U+FDD0, which Unicode reserves
/// for use inside a program.
pub(super) const HOLE: char = '\u{FDD0}';

/// [`HOLE`] in UTF-8.
pub(super) const HOLE_BYTES: &[u8] = "\u{FDD0}".as_bytes();

/// Appends `text`, safe inside elements and double-quoted attributes.
///
/// The two noncharacters that mark holes (see `sink`) are dropped: no text of
/// an author can forge one.
pub(super) fn escape_into(out: &mut String, text: &str) {
    let bytes = text.as_bytes();
    let mut start = 0;
    for (at, &byte) in bytes.iter().enumerate() {
        let replacement = match byte {
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'&' => "&amp;",
            b'"' => "&quot;",
            0xEF if is_hole(&bytes[at..]) => "",
            0..=8 | 11 | 12 | 14..=31 | 127 => "",
            _ => continue,
        };
        out.push_str(&text[start..at]);
        out.push_str(replacement);
        start = at + if byte == 0xEF { 3 } else { 1 };
    }
    out.push_str(&text[start..]);
}

/// Whether the bytes begin with U+FDD0 to U+FDEF, which Unicode reserves for
/// use inside a program.
fn is_hole(bytes: &[u8]) -> bool {
    matches!(bytes, [0xEF, 0xB7, 0x90..=0xAF, ..])
}

#[cfg(test)]
mod tests {
    use super::escape_into;

    #[test]
    fn markup_and_holes_are_disarmed() {
        let mut out = String::new();
        escape_into(&mut out, "a<b>&\"c\"\u{FDD0}1\u{FDD1}，\u{FDF0}\u{0}");
        assert_eq!(out, "a&lt;b&gt;&amp;&quot;c&quot;1，\u{FDF0}");
    }
}

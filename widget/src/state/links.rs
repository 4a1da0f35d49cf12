//! Finds addresses in the plain text of messages.

/// A part of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Shown as it is.
    Text(&'a str),
    /// An address that begins with `http://` or `https://`, shown as it is and
    /// opened on a click.
    Link(&'a str),
}

/// Cuts a message into text and links; together they are the message.
///
/// Only `http` and `https` become links: no other scheme is safe to click in a
/// text that a stranger wrote. Punctuation after an address belongs to the
/// sentence, and so does a bracket that was opened before it.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((start, end)) = next_link(rest) {
        if start > 0 {
            pieces.push(Piece::Text(&rest[..start]));
        }
        pieces.push(Piece::Link(&rest[start..end]));
        rest = &rest[end..];
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest));
    }
    pieces
}

fn next_link(text: &str) -> Option<(usize, usize)> {
    let mut from = 0;
    // Searched by bytes: for texts the standard library has a longer way.
    while let Some(found) = text.as_bytes()[from..].windows(3).position(|sign| sign == b"://") {
        let colon = from + found;
        from = colon + 3;
        let Some(start) = scheme_start(&text[..colon]) else { continue };
        let length = text[from..].find(is_boundary).unwrap_or(text.len() - from);
        let address = trimmed(&text[start..from + length]);
        if start + address.len() > from {
            return Some((start, start + address.len()));
        }
    }
    None
}

/// Where the scheme that ends here begins, if it is one of ours and a word.
fn scheme_start(before: &str) -> Option<usize> {
    ["https", "http"].into_iter().find_map(|scheme| {
        let start = before.len().checked_sub(scheme.len())?;
        let is_scheme = before.get(start..)?.eq_ignore_ascii_case(scheme);
        let is_word =
            !before[..start].ends_with(|c: char| c.is_ascii_alphanumeric() || "+-.".contains(c));
        (is_scheme && is_word).then_some(start)
    })
}

fn is_boundary(c: char) -> bool {
    // Full-width signs end an address in texts without spaces.
    c.is_whitespace() || c.is_control() || "<>\"“”«»。、，）」』".contains(c)
}

fn trimmed(mut address: &str) -> &str {
    loop {
        let Some(last) = address.chars().next_back() else { return address };
        let is_closing = match last {
            ')' => count(address, ')') > count(address, '('),
            ']' => count(address, ']') > count(address, '['),
            _ => ".,;:!?'’…*_".contains(last),
        };
        if !is_closing {
            return address;
        }
        address = &address[..address.len() - last.len_utf8()];
    }
}

fn count(text: &str, wanted: char) -> usize {
    text.chars().filter(|c| *c == wanted).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(text: &str) -> Vec<&str> {
        let pieces = pieces(text);
        let whole: String =
            pieces.iter().map(|(Piece::Text(part) | Piece::Link(part))| *part).collect();
        assert_eq!(whole, text, "nothing is lost");
        pieces
            .into_iter()
            .filter_map(|piece| match piece {
                Piece::Link(link) => Some(link),
                Piece::Text(_) => None,
            })
            .collect()
    }

    #[test]
    fn addresses_end_where_the_sentence_goes_on() {
        for (text, wanted) in [
            ("see https://example.com/a.", "https://example.com/a"),
            ("(https://example.com/a_(b))", "https://example.com/a_(b)"),
            ("HTTPS://Example.com/?q=1&r=2#x!", "HTTPS://Example.com/?q=1&r=2#x"),
            ("“http://example.com”", "http://example.com"),
            ("见https://example.com/a。谢谢", "https://example.com/a"),
            ("https://example.com/ü\nnext", "https://example.com/ü"),
        ] {
            assert_eq!(links(text), [wanted], "{text}");
        }
        assert_eq!(links("http://a http://b"), ["http://a", "http://b"]);
    }

    #[test]
    fn nothing_else_is_a_link() {
        for text in [
            "",
            "example.com",
            "javascript://alert(1)",
            "xhttps://example.com",
            "https://",
            "https://...",
            "data:text/html,http:",
            "ftp://example.com",
            "ü://x",
        ] {
            assert_eq!(links(text), [""; 0], "{text}");
        }
    }
}

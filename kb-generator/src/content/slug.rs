//! Names that stand in addresses.

/// Longest slug in characters.
const MAX_SLUG_CHARS: usize = 80;

/// Makes the readable part of an address from a name: letters and digits of
/// every script in lower case, with single hyphens between them.
pub fn slugify(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    for c in name.chars().flat_map(char::to_lowercase).take(MAX_SLUG_CHARS) {
        if c.is_alphanumeric() || is_mark(c) {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// Combining marks belong to the letter before them: Arabic vowels, Hebrew
/// points, Devanagari signs, accents written apart.
fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{64b}'..='\u{65f}' | '\u{670}'
        | '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}' | '\u{3099}' | '\u{309a}')
}

/// Characters that no address and no file name on any system should carry:
/// reserved ones, controls, and marks that change the reading direction.
pub fn is_unsafe_in_name(c: char) -> bool {
    c.is_control()
        || matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*' | '\\' | '%' | '#')
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Eight lower-case letters and digits for a name: the id of an article whose
/// author gave none.
///
/// Source of the alphabet: Crockford's base 32, without letters that are
/// mistaken for digits.
pub fn derived_id(name: &str) -> String {
    const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let hash = blake3::hash(name.as_bytes());
    let bytes = hash.as_bytes().first_chunk::<8>().expect("a hash has 32 bytes");
    let bits = u64::from_le_bytes(*bytes);
    (0..8).map(|place| char::from(ALPHABET[(bits >> (place * 5) & 31) as usize])).collect()
}

/// Percent-encodes a path for an `href`: everything but unreserved
/// characters and the delimiters that paths may hold (RFC 3986, 3.3).
pub fn encode_path(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric()
            || matches!(
                byte,
                b'-' | b'.'
                    | b'_'
                    | b'~'
                    | b'/'
                    | b'!'
                    | b'$'
                    | b'('
                    | b')'
                    | b'+'
                    | b','
                    | b';'
                    | b'='
                    | b':'
                    | b'@'
            )
        {
            encoded.push(char::from(byte));
        } else {
            const HEX: &[u8; 16] = b"0123456789ABCDEF";
            encoded.push('%');
            encoded.push(char::from(HEX[usize::from(byte >> 4)]));
            encoded.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
    encoded
}

/// An address of the site as an author may write it, for an `href`: whatever
/// is encoded already stays so, and a query or fragment is left alone.
pub fn encode_address(address: &str) -> String {
    let end = address.find(['?', '#']).unwrap_or(address.len());
    let (path, rest) = address.split_at(end);
    format!("{}{rest}", encode_path(&decode_path(path)))
}

/// The name of a tag in addresses. `C`, `C++` and `C#` are three tags.
pub fn tag_slug(tag: &str) -> String {
    let mut words = String::with_capacity(tag.len());
    let mut is_first = true;
    for c in tag.trim().chars() {
        match c {
            '+' if !is_first => words.push_str("-plus"),
            '#' if !is_first => words.push_str("-sharp"),
            _ => words.push(c),
        }
        is_first = false;
    }
    let slug = slugify(&words);
    if slug.is_empty() { derived_id(tag) } else { slug }
}

/// Undoes percent-encoding where it gives valid UTF-8.
pub fn decode_path(path: &str) -> String {
    if !path.contains('%') {
        return path.to_owned();
    }
    let bytes = path.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = (bytes[at] == b'%')
            .then(|| path.get(at + 1..at + 3))
            .flatten()
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match hex {
            Some(byte) => {
                decoded.push(byte);
                at += 3;
            }
            None => {
                decoded.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_keep_letters_of_every_script() {
        assert_eq!(slugify("Lost your keys?"), "lost-your-keys");
        assert_eq!(slugify("Über – Größe"), "über-größe");
        assert_eq!(slugify("自転車の返却"), "自転車の返却");
        assert_eq!(slugify("\u{202e}exe.gnp"), "exe-gnp");
        assert_eq!(slugify("../../etc"), "etc");
        assert_eq!(slugify("???"), "");
    }

    #[test]
    fn paths_survive_the_encoding() {
        for path in ["en/articles/über größe/", "a%b", "日本/?x#y"] {
            assert_eq!(decode_path(&encode_path(path)), path);
        }
        assert_eq!(encode_path("a b/ü"), "a%20b/%C3%BC");
        assert_eq!(decode_path("%zz%4"), "%zz%4");
    }

    #[test]
    fn addresses_are_encoded_once() {
        assert_eq!(encode_address("/my cart?a=b c#d"), "/my%20cart?a=b c#d");
        assert_eq!(encode_address("/my%20cart?a=%26"), "/my%20cart?a=%26");
        assert_eq!(encode_address("/100%/ü"), "/100%25/%C3%BC");
    }

    #[test]
    fn tags_that_differ_in_signs_have_other_slugs() {
        assert_eq!(
            ["C", "C++", "C#", "#bikes"].map(tag_slug),
            ["c", "c-plus-plus", "c-sharp", "bikes"]
        );
        assert_eq!(tag_slug("???").len(), 8);
    }

    #[test]
    fn derived_ids_are_stable() {
        assert_eq!(derived_id("getting-started/unlock"), derived_id("getting-started/unlock"));
        assert_ne!(derived_id("a"), derived_id("b"));
        assert_eq!(derived_id("a").len(), 8);
    }
}

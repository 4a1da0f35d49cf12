//! Which addresses are allowed, and which belong to the site.

use super::types::ReferenceKind;

/// What an address of an author is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Address {
    /// Belongs to the site; only the page can tell where it leads.
    Internal(ReferenceKind),
    /// Elsewhere on the web.
    External,
    /// Mail, telephone and the like.
    Other,
    /// Could run something; the scheme is named.
    Unsafe(String),
}

const DOWNLOADS: &[&str] = &[
    "7z", "avi", "csv", "dmg", "doc", "docx", "epub", "exe", "gz", "jpeg", "jpg", "json", "mp3",
    "mp4", "msi", "ods", "odt", "pdf", "pkg", "png", "ppt", "pptx", "svg", "tar", "tgz", "txt",
    "wav", "webm", "webp", "xls", "xlsx", "xml", "yaml", "yml", "zip",
];

/// Looks at the target of a link.
pub(super) fn classify(target: &str) -> Address {
    let trimmed = target.trim_start_matches(|c: char| c.is_whitespace() || c.is_control());
    if trimmed.starts_with("//") || trimmed.starts_with("\\\\") {
        return Address::External;
    }
    if let Some(scheme) = scheme(trimmed) {
        return match scheme.as_str() {
            "http" | "https" | "ftp" | "ftps" => Address::External,
            "mailto" | "tel" | "sms" | "xmpp" | "matrix" | "geo" | "irc" | "ircs" => Address::Other,
            _ => Address::Unsafe(scheme),
        };
    }
    let path = trimmed.split(['?', '#']).next().unwrap_or_default();
    let extension = path.rsplit('/').next().and_then(|name| name.rsplit_once('.'));
    let extension = extension.map(|(_, extension)| extension.to_lowercase());
    let is_download = extension.is_some_and(|known| DOWNLOADS.contains(&known.as_str()));
    Address::Internal(if is_download { ReferenceKind::Download } else { ReferenceKind::Link })
}

/// The scheme as a browser would see it, blanks and controls left out.
fn scheme(target: &str) -> Option<String> {
    let mut scheme = String::new();
    for c in target.chars().take(200) {
        match c {
            ':' => return (!scheme.is_empty()).then_some(scheme),
            '/' | '?' | '#' => return None,
            c if c.is_whitespace() || c.is_control() => {}
            c => scheme.extend(c.to_lowercase()),
        }
    }
    None
}

/// An address of elsewhere, ready for an attribute except for `&`.
pub(super) fn encode(target: &str) -> String {
    let mut out = String::with_capacity(target.len());
    for c in target.trim().chars() {
        match c {
            ' ' => out.push_str("%20"),
            '"' => out.push_str("%22"),
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '\\' => out.push_str("%5C"),
            '^' => out.push_str("%5E"),
            '`' => out.push_str("%60"),
            '{' => out.push_str("%7B"),
            '|' => out.push_str("%7C"),
            '}' => out.push_str("%7D"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Address, ReferenceKind, classify};

    #[test]
    fn disguised_schemes_are_seen() {
        assert_eq!(classify("java\tscript:alert(1)"), Address::Unsafe("javascript".to_owned()));
        assert_eq!(classify(" JavaScript:x"), Address::Unsafe("javascript".to_owned()));
        assert_eq!(classify("../a.md#b:c"), Address::Internal(ReferenceKind::Link));
        assert_eq!(classify("a.pdf"), Address::Internal(ReferenceKind::Download));
        assert_eq!(classify("mailto:a@b.c"), Address::Other);
    }
}

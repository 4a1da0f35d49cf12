//! Names of files: what a stranger wrote, made safe on every system and for
//! every eye.
//!
//! Sources: Microsoft, "Naming Files, Paths, and Namespaces"; Unicode UTS 39,
//! 3, and UAX 9 for characters that hide or turn around a part of a name, such
//! as an extension.

use kb_protocol::limits::FILE_NAME_CHARS;

use super::Kind;

/// Longest extension, in characters.
const EXTENSION_CHARS: usize = 10;
/// Longest name, in bytes of UTF-8: file systems take 255.
const NAME_BYTES: usize = 240;

/// Extensions that make a system run a file. `invoice.exe.pdf` is a PDF, but
/// nobody should see the first of them, nor some old server act upon it.
const BLOCKED: [&str; 64] = [
    "app", "appx", "asp", "aspx", "bat", "cgi", "chm", "cmd", "com", "cpl", "dll", "dmg", "docm",
    "dotm", "exe", "gadget", "hta", "htaccess", "htm", "html", "inf", "iso", "jar", "js", "jse",
    "jsp", "lnk", "mht", "mhtml", "mjs", "msc", "msi", "msix", "msp", "mst", "phar", "php", "php3",
    "php4", "php5", "php7", "phtml", "pif", "pl", "ps1", "psm1", "py", "rb", "reg", "scf", "scr",
    "sh", "shtml", "svg", "svgz", "swf", "url", "vb", "vbe", "vbs", "wsf", "xhtml", "xlsm", "xml",
];

/// Names that Windows keeps for devices.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// A cleaned name in its two parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    stem: String,
    extension: Option<String>,
}

impl Name {
    /// Cleans what a browser sent.
    pub(super) fn clean(raw: &str) -> Self {
        let last = raw.rsplit(['/', '\\']).next().unwrap_or_default();
        let mut clean = String::new();
        for c in last.chars().filter(|c| !is_hidden(*c)) {
            match c {
                _ if c.is_whitespace() => {
                    if !clean.ends_with(' ') {
                        clean.push(' ');
                    }
                }
                '<' | '>' | ':' | '"' | '|' | '?' | '*' => clean.push('_'),
                _ => clean.push(c),
            }
        }
        // A dot in front hides a file, one at the end is lost on Windows.
        let clean = clean.trim_matches(['.', ' ']);
        let (stem, extension) = match clean.rsplit_once('.') {
            Some((stem, extension)) if is_extension(extension) => {
                (stem, Some(extension.to_lowercase()))
            }
            _ => (clean, None),
        };
        Self { stem: stem.to_owned(), extension }
    }

    /// The extension in lower case.
    pub(super) fn extension(&self) -> Option<&str> {
        self.extension.as_deref()
    }

    /// The whole name of a file of this kind. A name that came from here is
    /// its own clean form.
    pub(super) fn with(&self, kind: Kind) -> String {
        let extension = self.extension.as_deref().unwrap_or(kind.extension());
        let mut stem = self.stem.clone();
        // Cutting a long name can end it with `.exe`, and what is written in
        // front of a device's name can make it too long: either calls for the
        // other once more.
        loop {
            let safe = safe_stem(&cut(&stem, extension));
            if safe == stem {
                return format!("{stem}.{extension}");
            }
            stem = safe;
        }
    }
}

/// As much of the part before the extension as there is room for.
fn cut(stem: &str, extension: &str) -> String {
    let mut cut: String =
        stem.chars().take(FILE_NAME_CHARS - 1 - extension.chars().count()).collect();
    while cut.len() + 1 + extension.len() > NAME_BYTES {
        cut.pop();
    }
    cut
}

/// The part before the extension, with no extension in it that is blocked.
fn safe_stem(stem: &str) -> String {
    let stem = stem.trim_matches(['.', ' ']);
    let mut safe = String::new();
    for (index, part) in stem.split('.').enumerate() {
        if index > 0 {
            let is_blocked = BLOCKED.contains(&part.trim().to_lowercase().as_str());
            safe.push(if is_blocked { '_' } else { '.' });
        }
        safe.push_str(part);
    }
    let first = safe.split('.').next().unwrap_or_default().trim().to_lowercase();
    let is_port = |prefix: &str| {
        first.strip_prefix(prefix).is_some_and(|rest| {
            rest.chars().count() == 1 && rest.contains(|c: char| "123456789¹²³".contains(c))
        })
    };
    if DEVICES.contains(&first.as_str()) || is_port("com") || is_port("lpt") {
        safe.insert(0, '_');
    }
    if safe.is_empty() { "file".to_owned() } else { safe }
}

fn is_extension(text: &str) -> bool {
    (1..=EXTENSION_CHARS).contains(&text.chars().count()) && text.chars().all(char::is_alphanumeric)
}

/// Characters that are not seen, or that change how others are seen.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{34f}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}'
            | '\u{70f}' | '\u{890}'..='\u{891}' | '\u{8e2}' | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
            | '\u{fdd0}'..='\u{fdef}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff0}'..='\u{ffff}' | '\u{110bd}' | '\u{110cd}' | '\u{13430}'..='\u{1343f}'
            | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}'
            | '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(raw: &str, clean: &str) {
        assert_eq!(Name::clean(raw).with(Kind::Pdf), clean, "{raw:?}");
    }

    #[test]
    fn what_cannot_be_seen_is_taken_out() {
        check("bill\u{200b}.pdf", "bill.pdf");
        check("bill.p\u{200d}df", "bill.pdf");
        check("bill.pdf\u{feff}", "bill.pdf");
        check("\u{202e}fdp.bill.pdf", "fdp.bill.pdf");
        check("a\u{0}b\nc\u{7f}.pdf", "abc.pdf");
        check("a\u{3000}\u{a0} b .pdf", "a b.pdf");
        check("\u{200b}", "file.pdf");
    }

    #[test]
    fn no_path_is_left() {
        check("../../etc/passwd.pdf", "passwd.pdf");
        check("C:\\Users\\kim\\bill.pdf", "bill.pdf");
        check("bill.pdf/", "file.pdf");
        check("..", "file.pdf");
        check("a:b*c?.pdf", "a_b_c_.pdf");
    }

    #[test]
    fn a_second_extension_that_runs_is_none_any_more() {
        check("bill.exe.pdf", "bill_exe.pdf");
        check("bill.PHP .pdf", "bill_PHP.pdf");
        check("bill.p\u{200b}hp.pdf", "bill_php.pdf");
        check("v1.2.notes.pdf", "v1.2.notes.pdf");
    }

    #[test]
    fn a_name_is_usable_on_every_system() {
        check(".htaccess", "htaccess.pdf");
        check("con.pdf", "_con.pdf");
        check("LPT1.old.pdf", "_LPT1.old.pdf");
        check("rechnung-größe.PDF", "rechnung-größe.pdf");
        check("فاتورة.pdf", "فاتورة.pdf");
        check("no extension at all", "no extension at all.pdf");
    }

    #[test]
    fn a_long_name_keeps_its_extension() {
        let name = Name::clean(&format!("{}.pdf", "x".repeat(500))).with(Kind::Pdf);
        assert_eq!((name.chars().count(), name.ends_with("x.pdf")), (FILE_NAME_CHARS, true));
        let name = Name::clean(&format!("{}.pdf", "𝔵".repeat(500))).with(Kind::Pdf);
        assert!(name.len() <= NAME_BYTES && name.ends_with("𝔵.pdf"), "{name}");
        let long = format!("{}.exe", "x".repeat(FILE_NAME_CHARS - 4 - ".exe".len()));
        check(&format!("{long}cute.pdf"), &format!("{}.pdf", long.replace('.', "_")));
        let device = format!("con.{}", "x".repeat(500));
        let once = Name::clean(&device).with(Kind::Pdf);
        assert_eq!(Name::clean(&once).with(Kind::Pdf), once);
    }
}

//! What a file is: its content decides, whatever its name and the browser say.
//!
//! Sources: WHATWG, "MIME Sniffing", sections 3 and 7; \[MS-CFB\] 2.6.1 for
//! the directory of old office files; ISO/IEC 14496-12, 4.3 for the brands of
//! films; Apple, "QuickTime File Format", for films without a brand.

use serde::Deserialize;

use super::archive;

/// Kinds of files that can be taken. Nothing that a browser runs is among
/// them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// JPEG image.
    Jpg,
    /// PNG image.
    Png,
    /// GIF image.
    Gif,
    /// WebP image.
    Webp,
    /// PDF document.
    Pdf,
    /// Word document up to 2003.
    Doc,
    /// Word document, without macros.
    Docx,
    /// Excel workbook up to 2003.
    Xls,
    /// Excel workbook, without macros.
    Xlsx,
    /// ZIP archive.
    Zip,
    /// Plain text.
    Txt,
    /// QuickTime film.
    Mov,
    /// MP4 film.
    Mp4,
}

/// All of them.
pub const KINDS: [Kind; 13] = [
    Kind::Jpg,
    Kind::Png,
    Kind::Gif,
    Kind::Webp,
    Kind::Pdf,
    Kind::Doc,
    Kind::Docx,
    Kind::Xls,
    Kind::Xlsx,
    Kind::Zip,
    Kind::Txt,
    Kind::Mov,
    Kind::Mp4,
];

impl Kind {
    /// Its usual extension, which is also its name in `server.toml`.
    pub fn extension(self) -> &'static str {
        self.extensions()[0]
    }

    /// Every extension in lower case that promises this kind.
    pub fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Jpg => &["jpg", "jpeg", "jpe", "jfif"],
            Self::Png => &["png"],
            Self::Gif => &["gif"],
            Self::Webp => &["webp"],
            Self::Pdf => &["pdf"],
            Self::Doc => &["doc"],
            Self::Docx => &["docx"],
            Self::Xls => &["xls"],
            Self::Xlsx => &["xlsx"],
            Self::Zip => &["zip"],
            Self::Txt => &["txt"],
            Self::Mov => &["mov"],
            Self::Mp4 => &["mp4"],
        }
    }

    /// The kind that an extension in lower case promises.
    pub fn of_extension(extension: &str) -> Option<Self> {
        KINDS.into_iter().find(|kind| kind.extensions().contains(&extension))
    }

    /// As browsers are told.
    pub fn mime(self) -> &'static str {
        match self {
            Self::Jpg => "image/jpeg",
            Self::Png => "image/png",
            Self::Gif => "image/gif",
            Self::Webp => "image/webp",
            Self::Pdf => "application/pdf",
            Self::Doc => "application/msword",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xls => "application/vnd.ms-excel",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Zip => "application/zip",
            Self::Txt => "text/plain",
            Self::Mov => "video/quicktime",
            Self::Mp4 => "video/mp4",
        }
    }

    /// Whether browsers show it as an image.
    pub fn is_image(self) -> bool {
        matches!(self, Self::Jpg | Self::Png | Self::Gif | Self::Webp)
    }

    /// What content of this kind is under a name that promises `named`;
    /// `None` if the two do not agree.
    pub(super) fn called(self, named: Self) -> Option<Self> {
        match (self, named) {
            // Every new office file is an archive, and may be sent as one.
            (Self::Docx | Self::Xlsx, Self::Zip) => Some(Self::Zip),
            // Cameras write one container under both names.
            (Self::Mov | Self::Mp4, Self::Mov | Self::Mp4) => Some(self),
            _ => (self == named).then_some(self),
        }
    }
}

/// What the content is; `None` if it is nothing that is taken.
pub(super) fn sniff(bytes: &[u8]) -> Option<Kind> {
    const OLD_OFFICE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
    let begins = |signature: &[u8]| bytes.starts_with(signature);
    if begins(b"\xff\xd8\xff") {
        Some(Kind::Jpg)
    } else if begins(b"\x89PNG\r\n\x1a\n") {
        Some(Kind::Png)
    } else if begins(b"GIF87a") || begins(b"GIF89a") {
        Some(Kind::Gif)
    } else if begins(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        Some(Kind::Webp)
    } else if begins(b"%PDF-") {
        Some(Kind::Pdf)
    } else if begins(OLD_OFFICE) {
        old_office(bytes)
    } else if begins(b"PK\x03\x04") || begins(b"PK\x05\x06") {
        archive::kind(bytes)
    } else {
        film(bytes).or_else(|| is_text(bytes).then_some(Kind::Txt))
    }
}

/// Width and height of an image, from its first bytes: it is not decoded.
pub(super) fn pixels(bytes: &[u8]) -> Option<(u32, u32)> {
    let size = imagesize::blob_size(bytes).ok()?;
    let (width, height) = (u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?);
    (width > 0 && height > 0).then_some((width, height))
}

/// An old office file is a small file system; its directory has an entry of
/// 128 bytes for every stream, and the main stream tells the program.
fn old_office(bytes: &[u8]) -> Option<Kind> {
    const STREAM: u8 = 2;
    bytes.chunks_exact(128).skip(4).find_map(|entry| {
        let length = usize::from(u16::from_le_bytes([entry[64], entry[65]]));
        if entry[66] != STREAM || !(2..=64).contains(&length) {
            return None;
        }
        let units = entry[..length - 2].chunks_exact(2);
        let name: String =
            char::decode_utf16(units.map(|unit| u16::from_le_bytes([unit[0], unit[1]])))
                .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
                .collect();
        match name.as_str() {
            "WordDocument" => Some(Kind::Doc),
            "Workbook" | "Book" => Some(Kind::Xls),
            _ => None,
        }
    })
}

/// A film begins with a box: four bytes of length, four of type.
fn film(bytes: &[u8]) -> Option<Kind> {
    let length = u32::from_be_bytes(bytes.get(..4)?.try_into().ok()?) as usize;
    let is_inside = length == 1 || (8..=bytes.len()).contains(&length);
    match bytes.get(4..8)? {
        b"ftyp" if is_inside => match bytes.get(8..12)? {
            b"qt  " => Some(Kind::Mov),
            b"isom" | b"iso2" | b"iso3" | b"iso4" | b"iso5" | b"iso6" | b"iso7" | b"iso8"
            | b"iso9" | b"mp41" | b"mp42" | b"mp71" | b"avc1" | b"M4V " | b"M4VH" | b"M4VP"
            | b"MSNV" | b"dash" | b"XAVC" => Some(Kind::Mp4),
            _ => None,
        },
        b"moov" | b"mdat" | b"wide" | b"free" | b"skip" | b"pnot" if is_inside => Some(Kind::Mov),
        _ => None,
    }
}

/// Text in any encoding: no byte that only binary data has, and nothing that a
/// browser would take for markup.
fn is_text(bytes: &[u8]) -> bool {
    let is_utf16 = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    let is_binary =
        |byte: &u8| matches!(byte, 0x01..=0x08 | 0x0b | 0x0e..=0x1a | 0x1c..=0x1f | 0x7f);
    if bytes.iter().any(|byte| is_binary(byte) || (*byte == 0 && !is_utf16)) {
        return false;
    }
    let mut visible = bytes.iter().copied().filter(|byte| {
        !byte.is_ascii_whitespace() && !matches!(byte, 0 | 0xef | 0xbb | 0xbf | 0xfe | 0xff)
    });
    let is_markup = visible.next() == Some(b'<')
        && visible.next().is_some_and(|next| next.is_ascii_alphabetic() || b"!?/".contains(&next));
    !is_markup
}

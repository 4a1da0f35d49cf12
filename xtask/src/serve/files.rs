//! Which file answers which address.

use std::collections::HashMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::answer::{Answer, Request};
use super::rules;

/// Below this many bytes gzip only adds.
const GZIP_FROM: usize = 600;

/// The files of one site.
pub(super) struct Files {
    folder: PathBuf,
    prefix: String,
    /// Compressed bodies by the hash of what they compress: a browser test
    /// asks for the same stylesheet thousands of times.
    compressed: Mutex<HashMap<blake3::Hash, Vec<u8>>>,
}

impl Files {
    pub(super) fn new(folder: PathBuf, prefix: &str) -> Self {
        Self { folder, prefix: prefix.to_owned(), compressed: Mutex::default() }
    }

    pub(super) fn answer(&self, request: &Request) -> Answer {
        let Some(relative) = request.path.strip_prefix(&self.prefix).and_then(decode) else {
            return Answer::text(404, "this server has nothing outside its site");
        };
        let is_inside =
            relative.split('/').all(|part| part != ".." && !part.contains(['\\', '\0']));
        if !is_inside {
            return Answer::text(404, "this server has nothing outside its site");
        }
        let path = self.folder.join(&relative);
        if path.is_dir() && !relative.is_empty() && !relative.ends_with('/') {
            return Answer::new(301)
                .header("Location", format!("{}/{}", request.path, request.query));
        }
        let path = if path.is_dir() { path.join("index.html") } else { path };
        if let Ok(bytes) = fs::read(&path) {
            return self.file(200, &path, bytes, request);
        }
        let from = format!("{}{relative}", self.prefix);
        if let Some((to, status)) = rules::redirect(&self.rules("_redirects"), &from) {
            return Answer::new(status).header("Location", to);
        }
        self.not_found(&relative, request)
    }

    fn file(&self, status: u16, path: &Path, bytes: Vec<u8>, request: &Request) -> Answer {
        let hash = blake3::hash(&bytes);
        let media_type = media_type(path);
        let tag = format!("\"{}\"", &hash.to_hex()[..16]);
        let caching = if status == 200 && is_hashed(path) {
            "public, max-age=31536000, immutable"
        } else {
            "no-cache"
        };
        let is_known = status == 200 && request.if_none_match.as_deref() == Some(&tag);
        let mut answer = Answer::new(if is_known { 304 } else { status })
            .header("Content-Type", media_type)
            .header("Cache-Control", caching);
        // Who may read it is said with what has not changed, too.
        for (name, value) in rules::headers(&self.rules("_headers"), &request.path) {
            answer = answer.header(&name, value);
        }
        if status == 200 {
            answer = answer.header("ETag", tag);
        }
        if is_known {
            return answer;
        }
        let is_compressible = bytes.len() >= GZIP_FROM && is_text(media_type);
        if is_compressible {
            answer = answer.header("Vary", "Accept-Encoding");
        }
        if is_compressible && request.accepts_gzip {
            return answer.header("Content-Encoding", "gzip").body(self.gzip(hash, &bytes));
        }
        answer.body(bytes)
    }

    fn gzip(&self, hash: blake3::Hash, bytes: &[u8]) -> Vec<u8> {
        let mut compressed = self.compressed.lock().expect("no thread panics with this lock");
        compressed
            .entry(hash)
            .or_insert_with(|| {
                let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
                encoder.write_all(bytes).expect("memory takes every byte");
                encoder.finish().expect("memory takes every byte")
            })
            .clone()
    }

    /// The nearest `404.html` on the way up, as static hosts do.
    fn not_found(&self, relative: &str, request: &Request) -> Answer {
        let mut folder = Some(Path::new(relative));
        while let Some(at) = folder {
            let path = self.folder.join(at).join("404.html");
            if let Ok(bytes) = fs::read(&path) {
                return self.file(404, &path, bytes, request);
            }
            folder = at.parent();
        }
        Answer::text(404, "not found")
    }

    /// The text of a file that tells hosts what to do.
    fn rules(&self, name: &str) -> String {
        fs::read_to_string(self.folder.join(name)).unwrap_or_default()
    }
}

/// Whether the name carries a content hash: `search.1a2b3c4d.wasm`.
fn is_hashed(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    name.split('.').skip(1).any(|part| {
        part.len() >= 8 && part.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    })
}

fn media_type(path: &Path) -> &'static str {
    let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("json" | "map") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("webp") => "image/webp",
        Some("avif") => "image/avif",
        Some("gif") => "image/gif",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("wasm") => "application/wasm",
        Some("xml") => "application/xml; charset=utf-8",
        Some("txt") => "text/plain; charset=utf-8",
        Some("md") => "text/markdown; charset=utf-8",
        Some("pdf") => "application/pdf",
        Some("mp4") => "video/mp4",
        _ => "application/octet-stream",
    }
}

fn is_text(media_type: &str) -> bool {
    media_type.starts_with("text/")
        || ["json", "xml", "wasm"].iter().any(|word| media_type.contains(word))
}

/// Percent-decoding; `None` for what is not UTF-8.
fn decode(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            let digits = std::str::from_utf8(&digits).ok()?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encoded_paths_are_decoded() {
        assert_eq!(decode("caf%C3%A9/").as_deref(), Some("café/"));
        assert_eq!(decode("%C3"), None);
        assert_eq!(decode("a%2"), None);
    }

    #[test]
    fn only_content_hashes_count_as_hashed() {
        assert!(is_hashed(Path::new("theme.0123abcd.css")));
        assert!(!is_hashed(Path::new("theme.css")));
        assert!(!is_hashed(Path::new("deadbeef.css")));
        assert!(!is_hashed(Path::new("a.template.css")));
    }
}

//! Files for browsers: the widget, as `cargo xtask wasm` leaves it.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// How long a browser uses a file without asking: short, as the names stay
/// the same from one version to the next. Asking again costs no bytes.
const MAX_AGE: &str = "public, max-age=300, stale-while-revalidate=86400";

/// All files of a folder, in memory.
#[derive(Debug, Default)]
pub struct Assets {
    files: HashMap<String, Asset>,
}

#[derive(Debug)]
struct Asset {
    bytes: Bytes,
    /// The same after brotli, from a file beside it that ends with `.br`.
    brotli: Option<Bytes>,
    kind: &'static str,
    etag: HeaderValue,
}

impl Assets {
    /// Reads the folders `parts` below `folder`, as far as they are there.
    ///
    /// # Errors
    ///
    /// If `folder` is not there, or one of the files cannot be read.
    pub fn load(folder: &Path, parts: &[&str]) -> io::Result<Self> {
        folder.metadata()?;
        let mut files: HashMap<String, Bytes> = HashMap::new();
        let mut folders: Vec<PathBuf> =
            parts.iter().map(|part| folder.join(part)).filter(|part| part.is_dir()).collect();
        while let Some(at) = folders.pop() {
            for entry in std::fs::read_dir(&at)? {
                let path = entry?.path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let name = path.strip_prefix(folder).unwrap_or(&path);
                let name = name.to_string_lossy().replace('\\', "/");
                files.insert(name, std::fs::read(&path)?.into());
            }
        }
        let plain: Vec<String> =
            files.keys().filter(|name| !name.ends_with(".br")).cloned().collect();
        let files = plain
            .into_iter()
            .filter_map(|name| {
                let bytes = files.get(&name)?.clone();
                let etag = format!("\"{}\"", &blake3::hash(&bytes).to_hex()[..32]);
                let asset = Asset {
                    brotli: files.get(&format!("{name}.br")).cloned(),
                    kind: kind(&name),
                    etag: etag.parse().expect("hexadecimal digits are a header"),
                    bytes,
                };
                Some((name, asset))
            })
            .collect();
        Ok(Self { files })
    }

    /// Answers with a file, or that there is none.
    pub(crate) fn answer(&self, name: &str, request: &HeaderMap) -> Response {
        let Some(asset) = self.files.get(name) else {
            return StatusCode::NOT_FOUND.into_response();
        };
        let mut response = if request.get(header::IF_NONE_MATCH) == Some(&asset.etag) {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            let accepts = request.get(header::ACCEPT_ENCODING).and_then(|text| text.to_str().ok());
            let takes_brotli = accepts
                .is_some_and(|text| text.split(',').any(|name| name.trim().starts_with("br")));
            match asset.brotli.as_ref().filter(|_| takes_brotli) {
                Some(bytes) => {
                    let encoding = (header::CONTENT_ENCODING, HeaderValue::from_static("br"));
                    ([encoding], bytes.clone()).into_response()
                }
                None => asset.bytes.clone().into_response(),
            }
        };
        let headers = response.headers_mut();
        headers.insert(header::ETAG, asset.etag.clone());
        for (name, value) in [
            (header::CONTENT_TYPE, asset.kind),
            (header::CACHE_CONTROL, MAX_AGE),
            (header::VARY, "accept-encoding"),
            // Any page may embed the widget; which pages may chat is decided
            // where a session begins.
            (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
            (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
        ] {
            headers.insert(name, HeaderValue::from_static(value));
        }
        response
    }
}

fn kind(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json") => "application/json",
        Some("wasm") => "application/wasm",
        Some("html") => "text/html; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("mp3") => "audio/mpeg",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_sent_once_and_compressed_where_that_is_understood() {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, text) in [
            ("w/widget.js", "plain"),
            ("w/widget.js.br", "packed"),
            ("w/m/en.json", "{}"),
            ("other/secret.txt", "not asked for"),
        ] {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().expect("a parent")).expect("create");
            #[expect(clippy::disallowed_methods, reason = "a fixture in a temporary folder")]
            std::fs::write(path, text).expect("write");
        }
        let assets = Assets::load(folder.path(), &["w", "missing"]).expect("readable");
        let mut request = HeaderMap::new();
        let plain = assets.answer("w/widget.js", &request);
        assert_eq!(plain.headers()[header::CONTENT_TYPE], "text/javascript; charset=utf-8");
        assert!(plain.headers().get(header::CONTENT_ENCODING).is_none());
        request.insert(header::ACCEPT_ENCODING, HeaderValue::from_static("gzip, br"));
        let packed = assets.answer("w/widget.js", &request);
        assert_eq!(packed.headers()[header::CONTENT_ENCODING], "br");
        request.insert(header::IF_NONE_MATCH, packed.headers()[header::ETAG].clone());
        assert_eq!(assets.answer("w/widget.js", &request).status(), StatusCode::NOT_MODIFIED);
        assert_eq!(assets.answer("w/m/en.json", &request).status(), StatusCode::OK);
        for name in ["w/widget.js.br", "other/secret.txt", "../Cargo.toml", ""] {
            assert_eq!(assets.answer(name, &request).status(), StatusCode::NOT_FOUND, "{name}");
        }
    }
}

//! Compressed siblings of a site's text files, for hosts that serve them.

use std::io::{self, Write as _};

use flate2::Compression;
use flate2::write::GzEncoder;
use rayon::prelude::*;

use crate::publish::{PublishError, Staging};

/// What shrinks: text, and WASM, which is not compressed in itself.
const EXTENSIONS: [&str; 10] =
    ["css", "html", "js", "json", "md", "svg", "txt", "wasm", "webmanifest", "xml"];
/// Below this a response fits into one packet in any case.
const LEAST_BYTES: usize = 1024;
/// The best that brotli has.
const BROTLI_QUALITY: i32 = 11;
/// Log2 of brotli's window in bytes; the largest that every browser takes.
const BROTLI_WINDOW: i32 = 24;

/// Writes `.gz` and `.br` beside every text file for which they are smaller.
/// Siblings that authors put there themselves stay.
///
/// # Errors
///
/// The disk refuses.
pub(crate) fn add_siblings(staging: &Staging) -> Result<(), PublishError> {
    let paths = staging.paths();
    paths.par_iter().filter(|path| is_text(path)).try_for_each(|path| {
        let bytes = staging.read(path)?;
        if bytes.len() < LEAST_BYTES {
            return Ok(());
        }
        for (extension, compressed) in [("gz", gzip(&bytes)), ("br", brotli(&bytes))] {
            let sibling = format!("{path}.{extension}");
            let compressed = compressed.expect("writing to memory cannot fail");
            if compressed.len() < bytes.len() && paths.binary_search(&sibling).is_err() {
                staging.write(&sibling, &compressed)?;
            }
        }
        Ok(())
    })
}

fn is_text(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, extension)| EXTENSIONS.contains(&extension))
}

fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}

fn brotli(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: BROTLI_QUALITY,
        lgwin: BROTLI_WINDOW,
        size_hint: bytes.len(),
        ..Default::default()
    };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut compressed, &parameters)?;
    Ok(compressed)
}

//! Smaller copies of the images that articles show, so that phones load less.
//!
//! Copies depend on nothing but the image, so they are made once and kept in
//! the folder `.kb/images` of the site directory from build to build.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngDecoder, PngEncoder};
use image::codecs::webp::{WebPDecoder, WebPEncoder};
use image::metadata::Orientation;
use image::{
    DynamicImage, ImageDecoder, ImageEncoder, ImageFormat, ImageReader, ImageResult, imageops,
};

use crate::publish;
use crate::render::AssetSource;

/// Where copies are kept, relative to the site directory.
pub const CACHE_DIR: &str = ".kb/images";

/// Images up to this width in pixels are published as they are.
const WIDE: u32 = 800;
/// Widths of the copies in pixels.
const WIDTHS: [u32; 3] = [480, 800, 1200];
/// Of 100. Above it, photographs grow without looking better.
const JPEG_QUALITY: u8 = 82;
/// A copy that would be larger than the image itself is remembered as this.
const NOT_WORTH_IT: &str = "none";
const EXTENSIONS: [&str; 4] = ["webp", "png", "jpg", NOT_WORTH_IT];

/// One smaller copy.
#[derive(Clone, Debug)]
pub struct SmallerImage {
    /// In pixels.
    pub width: u32,
    /// `webp`, `png` or `jpg`.
    pub extension: &'static str,
    /// Its bytes.
    pub source: AssetSource,
    /// Hash of its bytes.
    pub hash: blake3::Hash,
}

type Copies = Arc<[SmallerImage]>;

/// Makes smaller copies, each once however many articles show the image.
#[derive(Debug, Default)]
pub struct SmallerImages {
    /// `None` where none are wanted.
    cache: Option<PathBuf>,
    by_file: Mutex<HashMap<PathBuf, Arc<OnceLock<Copies>>>>,
    /// Names of the kept files that this build has needed.
    used: Mutex<BTreeSet<String>>,
}

impl SmallerImages {
    /// Makes copies and keeps them in the site directory.
    pub fn new(site_dir: &Path) -> Self {
        Self { cache: Some(site_dir.join(CACHE_DIR)), ..Self::default() }
    }

    /// Makes none.
    pub fn none() -> Self {
        Self::default()
    }

    /// The copies of an image, narrowest first. They are made now if nobody
    /// has asked before, else they are there.
    pub fn of(&self, file: &Path) -> Copies {
        let Some(cache) = &self.cache else { return Copies::default() };
        let slot = {
            let mut by_file = self.by_file.lock().unwrap_or_else(PoisonError::into_inner);
            by_file.entry(file.to_owned()).or_default().clone()
        };
        // Outside the lock: other threads make other images meanwhile.
        slot.get_or_init(|| self.make_all(cache, file).unwrap_or_default().into()).clone()
    }

    /// The copies of an image as far as an article shows it.
    pub fn made(&self, file: &Path) -> Copies {
        let by_file = self.by_file.lock().unwrap_or_else(PoisonError::into_inner);
        by_file.get(file).and_then(|slot| slot.get()).cloned().unwrap_or_default()
    }

    /// Removes kept copies of images that no article shows any more.
    pub fn forget_unused(&self) {
        let Some(cache) = &self.cache else { return };
        let used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        for entry in fs::read_dir(cache).into_iter().flatten().flatten() {
            if !entry.file_name().to_str().is_some_and(|name| used.contains(name)) {
                // What stays is removed by the next build.
                let _ = fs::remove_file(entry.path());
            }
        }
    }

    /// `None` where the file is no image that can be made smaller.
    fn make_all(&self, cache: &Path, file: &Path) -> Option<Vec<SmallerImage>> {
        let extension = file.extension()?.to_str()?.to_ascii_lowercase();
        if !["png", "jpg", "jpeg", "webp"].contains(&extension.as_str()) {
            return None;
        }
        let bytes = fs::read(file).ok()?;
        let width = u32::try_from(imagesize::blob_size(&bytes).ok()?.width).ok()?;
        if width <= WIDE {
            return None;
        }
        let mut hasher = blake3::Hasher::new();
        // Another version may make other copies.
        hasher.update(env!("CARGO_PKG_VERSION").as_bytes()).update(&bytes);
        let key = hasher.finalize().to_hex();
        let mut picture = None;
        let mut copies = Vec::new();
        for wanted in WIDTHS.into_iter().filter(|wanted| *wanted < width) {
            let name = |extension: &str| format!("{}-{wanted}.{extension}", &key[..32]);
            let kept = EXTENSIONS.into_iter().find_map(|extension| {
                Some((extension, fs::read(cache.join(name(extension))).ok()?))
            });
            let (extension, copy) = match kept {
                Some(kept) => kept,
                None => {
                    if picture.is_none() {
                        picture = Some(Picture::read(&bytes)?);
                    }
                    let made = picture.as_ref()?.smallest_copy(wanted).ok()?;
                    if made.1.len() < bytes.len() { made } else { (NOT_WORTH_IT, Vec::new()) }
                }
            };
            let is_kept = keep(cache, &name(extension), &copy);
            if is_kept {
                let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
                used.insert(name(extension));
            }
            if extension != NOT_WORTH_IT {
                let hash = blake3::hash(&copy);
                let source = if is_kept {
                    AssetSource::File(cache.join(name(extension)))
                } else {
                    AssetSource::Bytes(copy)
                };
                copies.push(SmallerImage { width: wanted, extension, source, hash });
            }
        }
        Some(copies)
    }
}

/// Keeps a copy for the next build; `false` where the disk refuses, which
/// costs time but nothing else.
fn keep(cache: &Path, name: &str, bytes: &[u8]) -> bool {
    let file = cache.join(name);
    if file.is_file() {
        return true;
    }
    if fs::create_dir_all(cache).is_err() {
        return false;
    }
    // Nobody wants these files under version control.
    if let Some(ignore) = cache.parent().map(|dir| dir.join(".gitignore"))
        && !ignore.exists()
    {
        let _ = publish::replace_file(&ignore, "*\n");
    }
    publish::replace_file(&file, bytes).is_ok()
}

/// An image, decoded.
struct Picture {
    pixels: DynamicImage,
    format: ImageFormat,
    /// The colour profile goes with every copy: without it colours shift.
    profile: Option<Vec<u8>>,
}

impl Picture {
    /// `None` where the image moves, stands on its side or cannot be read.
    fn read(bytes: &[u8]) -> Option<Self> {
        let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
        let format = reader.format()?;
        let moves = match format {
            ImageFormat::Png => PngDecoder::new(Cursor::new(bytes)).ok()?.is_apng().ok()?,
            ImageFormat::WebP => WebPDecoder::new(Cursor::new(bytes)).ok()?.has_animation(),
            ImageFormat::Jpeg => false,
            _ => return None,
        };
        let mut decoder = reader.into_decoder().ok()?;
        let is_upright = decoder.orientation().ok()? == Orientation::NoTransforms;
        if moves || !is_upright {
            return None;
        }
        let profile = decoder.icc_profile().ok()?;
        let decoded = DynamicImage::from_decoder(decoder).ok()?;
        let has_alpha = decoded.color().has_alpha()
            && decoded.to_rgba8().pixels().any(|pixel| pixel.0[3] != u8::MAX);
        let pixels: DynamicImage = match (has_alpha, decoded.color().has_color()) {
            (true, _) => decoded.into_rgba8().into(),
            (false, true) => decoded.into_rgb8().into(),
            (false, false) => decoded.into_luma8().into(),
        };
        Some(Self { pixels, format, profile })
    }

    /// The copy of a width in the format in which it is smallest, and that
    /// format's extension. WebP is written without loss, so photographs are
    /// usually smaller as JPEG.
    fn smallest_copy(&self, width: u32) -> ImageResult<(&'static str, Vec<u8>)> {
        let height = u64::from(self.pixels.height()) * u64::from(width)
            / u64::from(self.pixels.width().max(1));
        let height = u32::try_from(height).unwrap_or(u32::MAX).max(1);
        let copy = self.pixels.resize_exact(width, height, imageops::FilterType::Lanczos3);
        let mut webp = Vec::new();
        self.encode(WebPEncoder::new_lossless(&mut webp), &copy)?;
        let (extension, other) = if self.format == ImageFormat::Png {
            let mut png = Vec::new();
            let encoder =
                PngEncoder::new_with_quality(&mut png, CompressionType::Best, FilterType::Adaptive);
            self.encode(encoder, &copy)?;
            ("png", png)
        } else if copy.color().has_alpha() {
            return Ok(("webp", webp));
        } else {
            let mut jpeg = Vec::new();
            self.encode(JpegEncoder::new_with_quality(&mut jpeg, JPEG_QUALITY), &copy)?;
            ("jpg", jpeg)
        };
        Ok(if webp.len() < other.len() { ("webp", webp) } else { (extension, other) })
    }

    fn encode(&self, mut encoder: impl ImageEncoder, copy: &DynamicImage) -> ImageResult<()> {
        if let Some(profile) = &self.profile {
            encoder.set_icc_profile(profile.clone()).map_err(image::ImageError::Unsupported)?;
        }
        copy.write_with_encoder(encoder)
    }
}

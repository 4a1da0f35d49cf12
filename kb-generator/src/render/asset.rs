//! Files beside the pages: styles, scripts, images, under names that change
//! with their content, so that browsers keep them for ever.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use crate::content::slug::{encode_path, slugify};
use crate::smaller_images::SmallerImage;
use crate::social_image::SocialImage;

/// Where a published file comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AssetSource {
    /// Made by the build.
    Bytes(Vec<u8>),
    /// Copied as it is.
    File(PathBuf),
    /// Drawn when it is wanted.
    Drawing(Box<SocialImage>),
}

/// The files beside the pages of one site.
#[derive(Clone, Debug, Default)]
pub struct Assets {
    base_path: String,
    files: BTreeMap<String, AssetSource>,
    /// Addresses by the name under which pages ask for them.
    addresses: HashMap<String, String>,
    /// Locales of a widget that is published with the site, the default first.
    pub(super) widget_locales: Vec<kb_locales::Locale>,
}

/// The search module, built for browsers beforehand.
#[derive(Clone, Debug, Default)]
pub struct SearchAssets {
    /// The driver, a JavaScript module.
    pub script: Vec<u8>,
    /// The reader.
    pub wasm: Vec<u8>,
}

/// What a form's page loads when somebody begins to fill it in, built for
/// browsers beforehand.
#[derive(Clone, Debug, Default)]
pub struct FormAssets {
    /// The script that follows the answers.
    pub script: Vec<u8>,
    /// The check of forms.
    pub wasm: Vec<u8>,
    /// The script that keeps votes and records until the relay has them.
    pub records: Vec<u8>,
    /// The tag that shows a form on pages of others.
    pub tag: Vec<u8>,
}

/// Name of the tag at the root of a site: pages of others name it, so it never
/// changes.
pub(crate) const FORM_TAG: &str = "form-tag.js";

impl Assets {
    /// Starts with no file; `base_path` is the site's, with slashes around it.
    pub fn new(base_path: &str) -> Self {
        Self { base_path: base_path.to_owned(), ..Self::default() }
    }

    /// Adds a file under a name made from `name` and its content; `folder`
    /// ends without a slash. Answers the address.
    pub fn add(&mut self, folder: &str, name: &str, bytes: Vec<u8>) -> String {
        let path = fingerprinted(folder, name, &blake3::hash(&bytes));
        self.insert(name.to_owned(), path, AssetSource::Bytes(bytes))
    }

    /// Adds a file of the site directory that is copied as it is, known to
    /// pages by `key`.
    pub fn add_file(
        &mut self,
        folder: &str,
        key: &str,
        file: PathBuf,
        hash: &blake3::Hash,
    ) -> String {
        let name = key.rsplit('/').next().unwrap_or(key);
        let path = fingerprinted(folder, name, hash);
        self.insert(key.to_owned(), path, AssetSource::File(file))
    }

    /// Adds an image's smaller copy, known to pages by `key`.
    pub fn add_copy(
        &mut self,
        folder: &str,
        key: &str,
        image: &str,
        copy: &SmallerImage,
    ) -> String {
        let name = image.rsplit('/').next().unwrap_or(image);
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let name = format!("{stem}-{}.{}", copy.width, copy.extension);
        let path = fingerprinted(folder, &name, &copy.hash);
        self.insert(key.to_owned(), path, copy.source.clone())
    }

    /// Adds a picture for social networks, known to pages by `key`.
    pub fn add_drawing(
        &mut self,
        folder: &str,
        key: &str,
        name: &str,
        image: SocialImage,
    ) -> String {
        let path = fingerprinted(folder, name, &image.hash());
        self.insert(key.to_owned(), path, AssetSource::Drawing(Box::new(image)))
    }

    /// Adds a file under exactly this path. Answers the address.
    pub fn add_at(&mut self, path: &str, source: AssetSource) -> String {
        self.insert(path.to_owned(), path.to_owned(), source)
    }

    /// Adds a file under exactly this path, known to pages by `key`.
    pub fn add_known(&mut self, key: &str, path: &str, source: AssetSource) -> String {
        self.insert(key.to_owned(), path.to_owned(), source)
    }

    fn insert(&mut self, key: String, path: String, source: AssetSource) -> String {
        let address = format!("{}{}", self.base_path, encode_path(&path));
        self.files.insert(path, source);
        self.addresses.insert(key, address.clone());
        address
    }

    /// The address of a file by the name under which it was added.
    pub fn address(&self, key: &str) -> Option<&str> {
        self.addresses.get(key).map(String::as_str)
    }

    /// Names of all scripts without extension.
    pub(super) fn script_names(&self) -> impl Iterator<Item = &str> {
        self.addresses.keys().filter_map(|name| name.strip_suffix(".js"))
    }

    /// Every file with its path from the site's root.
    pub fn files(&self) -> &BTreeMap<String, AssetSource> {
        &self.files
    }
}

/// Name of a page's picture for social networks among the assets: of an
/// article by its position, or of the site.
pub fn social_key(locale: &str, article: Option<usize>) -> String {
    article.map_or_else(|| format!("social:{locale}"), |index| format!("social:{locale}:{index}"))
}

fn fingerprinted(folder: &str, name: &str, hash: &blake3::Hash) -> String {
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let stem = slugify(stem);
    let stem = if stem.is_empty() { "file" } else { &stem };
    let dot = if extension.is_empty() { "" } else { "." };
    let extension = slugify(extension);
    format!("{folder}/{stem}.{}{dot}{extension}", &hash.to_hex()[..10])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_change_with_the_content_only() {
        let mut assets = Assets::new("/help/");
        let first = assets.add("assets", "site.js", b"1".to_vec());
        let again = assets.add("assets", "site.js", b"1".to_vec());
        let other = assets.add("assets", "site.js", b"2".to_vec());
        assert_eq!(first, again);
        assert_ne!(first, other);
        assert!(first.starts_with("/help/assets/site.") && first.ends_with(".js"), "{first}");
        assert_eq!(assets.address("site.js"), Some(other.as_str()));
    }
}

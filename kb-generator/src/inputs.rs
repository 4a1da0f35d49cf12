//! What a site is made from, as one hash: when it has not changed, neither
//! has the site, and a build has nothing to do.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::build::BuildOptions;
use crate::config::{CONFIG_FILE, SiteConfig};
use crate::content::date::Date;
use crate::content::form::FORMS_DIR;
use crate::content::proactive::PROACTIVE_DIR;
use crate::memory::hash_of;
use crate::site::LEDGER_FILE;

/// A hash over every input but the time and the recorded addresses: a build
/// adds to those itself, which must not make the next one due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Inputs {
    hash: String,
}

/// Content of the marker file: what the site was made from, and the span of
/// time in which the same inputs make the same site.
#[derive(Serialize, Deserialize)]
struct Marker {
    made_by: String,
    inputs: String,
    /// Fingerprints of the brand's recorded addresses, before the build and
    /// with its own.
    #[serde(default)]
    addresses: [String; 2],
    /// Seconds since 1970-01-01.
    since: Option<i64>,
    /// Seconds since 1970-01-01.
    until: Option<i64>,
}

impl Inputs {
    /// Reads and hashes all inputs. What cannot be read counts as empty.
    pub(crate) fn collect(config: &SiteConfig, options: &BuildOptions) -> Self {
        let files = input_files(config);
        let hashes: Vec<[u8; 32]> = files
            .par_iter()
            .map(|file| std::fs::read(file).map_or([0; 32], |b| *blake3::hash(&b).as_bytes()))
            .collect();
        let mut hasher = blake3::Hasher::new();
        let mut add = |bytes: &[u8]| {
            hasher.update(&(bytes.len() as u64).to_le_bytes());
            hasher.update(bytes);
        };
        add(env!("CARGO_PKG_VERSION").as_bytes());
        add(config.source.as_bytes());
        for brand in &config.brands {
            add(brand.base_url.as_bytes());
            let relay = brand.widget.as_ref().and_then(|widget| widget.relay.as_ref());
            add(relay.map_or("", |relay| &relay.origin).as_bytes());
            if let Ok((theme, _)) = kb_themes::Theme::open(&brand.theme, None) {
                add(&theme.content_hash());
            }
        }
        for code in kb_locales::embedded_locales() {
            if let Ok(locale) = kb_locales::Locale::parse(code) {
                add(kb_locales::default_messages(&locale).unwrap_or_default().as_bytes());
            }
        }
        add(&[u8::from(options.with_internal)]);
        if let Some(assets) = &options.search_assets {
            add(&assets.script);
            add(&assets.wasm);
        }
        if let Some(assets) = &options.form_assets {
            add(&assets.script);
            add(&assets.wasm);
            add(&assets.records);
            add(&assets.tag);
        }
        for (name, bytes) in options.widget_assets.iter().flat_map(|files| &files.0) {
            add(name.as_bytes());
            add(bytes);
        }
        add(options.diagram_script.as_deref().unwrap_or_default());
        for (file, hash) in files.iter().zip(&hashes) {
            let shown = file.strip_prefix(&config.dir).unwrap_or(file);
            add(shown.to_string_lossy().as_bytes());
            add(hash);
        }
        Self { hash: hasher.finalize().to_hex().to_string() }
    }

    /// The marker of a site made from these inputs. `boundaries` are the
    /// moments at which it changes by itself, sorted.
    pub(crate) fn marker(
        &self,
        addresses: &[String; 2],
        boundaries: &[Date],
        as_of: Date,
    ) -> String {
        let after = boundaries.partition_point(|date| *date <= as_of);
        let marker = Marker {
            made_by: format!("kb {}", env!("CARGO_PKG_VERSION")),
            inputs: self.hash.clone(),
            addresses: addresses.clone(),
            since: after.checked_sub(1).map(|at| boundaries[at].unix_seconds()),
            until: boundaries.get(after).map(|date| date.unix_seconds()),
        };
        serde_json::to_string_pretty(&marker).expect("texts and numbers only") + "\n"
    }

    /// Whether a site with this marker is what these inputs would make now.
    /// `addresses` is the fingerprint of those recorded by now.
    pub(crate) fn is_current(&self, marker: &str, addresses: &str, options: &BuildOptions) -> bool {
        let as_of = options.as_of;
        serde_json::from_str::<Marker>(marker).is_ok_and(|marker| {
            let [before, after] = &marker.addresses;
            marker.inputs == self.hash
                && (after == addresses || (options.locked && before == addresses))
                && marker.since.is_none_or(|since| since <= as_of.unix_seconds())
                && marker.until.is_none_or(|until| as_of.unix_seconds() < until)
        })
    }
}

/// A hash of what texts are rendered with beside their own words: settings,
/// messages, images, as far as the size and time of their files tell.
pub(crate) fn surroundings(config: &SiteConfig) -> blake3::Hash {
    let is_text = |file: &Path| file.extension().is_some_and(|e| e == "md" || e == "markdown");
    let files = input_files(config).into_iter().filter(|file| !is_text(file));
    let seen = files.map(|file| {
        let state = std::fs::metadata(&file).map(|data| (data.len(), data.modified().ok()));
        format!("{} {:?}", file.display(), state.ok())
    });
    let seen: Vec<String> = std::iter::once(config.source.clone()).chain(seen).collect();
    hash_of(seen.iter().map(String::as_bytes))
}

/// Every input by its path from the site's folder, with `/` between its parts.
pub(crate) fn paths(config: &SiteConfig) -> BTreeSet<String> {
    let single = [CONFIG_FILE, LEDGER_FILE].map(|name| config.dir.join(name));
    let below =
        |file: PathBuf| Some(file.strip_prefix(&config.dir).ok()?.to_str()?.replace('\\', "/"));
    input_files(config).into_iter().chain(single).filter_map(below).collect()
}

fn input_files(config: &SiteConfig) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = Vec::new();
    let folders = ["static", "theme", "locales", FORMS_DIR, PROACTIVE_DIR, &config.content.dir];
    for folder in folders.into_iter().chain(config.content.dirs.values().map(String::as_str)) {
        files.extend(files_below(&config.dir.join(folder)));
    }
    let brand_files = config.brands.iter().flat_map(|brand| {
        let logo = brand.logo.iter().flat_map(|l| std::iter::once(&l.light).chain(&l.dark));
        logo.chain(&brand.icon)
    });
    let single = config.search.synonyms.iter().chain(brand_files);
    files.extend(single.map(|path| config.dir.join(path)));
    files.sort();
    files.dedup();
    files
}

fn files_below(dir: &Path) -> impl Iterator<Item = PathBuf> {
    ignore::WalkBuilder::new(dir)
        .standard_filters(false)
        .build()
        .flatten()
        .filter(|entry| entry.file_type().is_some_and(|kind| !kind.is_dir()))
        .map(ignore::DirEntry::into_path)
}

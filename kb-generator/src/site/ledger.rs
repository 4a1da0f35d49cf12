//! `addresses.json`: which address an article had before its slug changed.
//!
//! It stands beside `kb.toml`, belongs into version control, and is an input
//! like any other: the same ledger and content give the same redirects.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Presence, Site};
use crate::config::ONLY_BRAND;

/// Name of the file in the site's directory.
pub const LEDGER_FILE: &str = "addresses.json";

/// Every address that an article or category had, by brand, by `locale id`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Ledger {
    brands: BTreeMap<String, BTreeMap<String, BTreeSet<String>>>,
}

impl Ledger {
    /// Reads the file's text.
    ///
    /// # Errors
    ///
    /// It is not the JSON that [`Ledger::to_json`] writes.
    pub fn parse(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// The file's text: sorted, a line an address, so that changes merge well.
    pub fn to_json(&self) -> String {
        let mut json = serde_json::to_string_pretty(self).unwrap_or_default();
        json.push('\n');
        json
    }

    /// A brand's entries; those of the time before there were brands, where it
    /// has none of its own.
    fn entries(&self, brand: &str) -> Option<&BTreeMap<String, BTreeSet<String>>> {
        self.brands.get(brand).or_else(|| self.brands.get(ONLY_BRAND))
    }

    /// Hash over the addresses of one brand.
    pub fn fingerprint(&self, brand: &str) -> String {
        let addresses = serde_json::to_vec(&self.entries(brand)).unwrap_or_default();
        blake3::hash(&addresses).to_hex()[..16].to_owned()
    }

    /// Adds the addresses of a site. Articles whose id is made from their
    /// path are left out: when the path changes, so does the id.
    pub fn record(&mut self, site: &Site<'_>) {
        let before = self.entries(&site.brand.name).cloned().unwrap_or_default();
        let entries = self.brands.entry(site.brand.name.clone()).or_insert(before);
        for locale in &site.locales {
            for (index, page) in locale.articles.iter().enumerate() {
                let article = &site.prepared.content.articles[index];
                if let Some(page) = page
                    && page.presence == Presence::Own
                    && !article.id_is_derived
                {
                    let name = format!("{} {}", locale.locale.code(), article.id);
                    entries.entry(name).or_default().insert(page.url.clone());
                }
            }
            for (key, page) in &locale.categories {
                let category = &site.prepared.content.categories[key];
                if category.front.id.is_some() {
                    let name = format!("{} {}", locale.locale.code(), category.id);
                    entries.entry(name).or_default().insert(page.url.clone());
                }
            }
        }
    }

    /// Old addresses of a site and where they lead now, both from the root.
    pub fn moved(&self, site: &Site<'_>) -> Vec<(String, String)> {
        let Some(entries) = self.entries(&site.brand.name) else { return Vec::new() };
        let mut moved = Vec::new();
        for locale in &site.locales {
            let articles = locale.articles.iter().enumerate().filter_map(|(index, page)| {
                Some((site.prepared.content.articles[index].id.as_str(), &page.as_ref()?.url))
            });
            let categories = locale
                .categories
                .iter()
                .map(|(key, page)| (site.prepared.content.categories[key].id.as_str(), &page.url));
            for (id, url) in articles.chain(categories) {
                let old = entries.get(&format!("{} {id}", locale.locale.code()));
                for old in old.into_iter().flatten().filter(|old| *old != url) {
                    moved.push((old.clone(), url.clone()));
                }
            }
        }
        moved
    }
}

//! The model of one brand's site: which pages there are, in which locale,
//! at which address, in which order. Knows nothing of HTML.
//!
//! [`Prepared`] is what all brands share: content read, text rendered.
//! [`Site`] is one brand's view of it.

mod address;
mod body;
mod check;
mod ledger;
mod locale_site;
mod redirect;

use std::collections::BTreeMap;
use std::sync::Arc;

use kb_locales::{Catalog, Locale};

use crate::config::{Brand, SiteConfig};
use crate::content::article::Article;
use crate::content::date::Date;
use crate::content::form::FormSource;
use crate::content::load::Content;
use crate::diagnostic::Diagnostic;
use crate::memory::Memory;
use crate::smaller_images::SmallerImages;

pub use address::Addresses;
pub use body::{Bodies, Body, BodyRenderer, Images, copy_key};
pub use check::{check_orphans, check_references};
pub use ledger::{LEDGER_FILE, Ledger};
pub use locale_site::{ArticlePage, CategoryPage, LocaleSite, Presence, TagPage};
pub use redirect::{Redirect, redirects};

/// What all brands share.
pub struct Prepared<'a> {
    /// The settings.
    pub config: &'a SiteConfig,
    /// What the authors wrote.
    pub content: &'a Content,
    /// Forms, sorted by id.
    pub forms: &'a [FormSource],
    /// Their texts as HTML.
    pub bodies: Bodies,
    /// Smaller copies of the images that the texts show.
    pub smaller_images: SmallerImages,
    /// Messages by locale, of every locale of any brand.
    pub catalogs: BTreeMap<Locale, Arc<Catalog>>,
    /// The moment for which the site is built.
    pub as_of: Date,
    /// Whether articles for `internal` readers belong to the site.
    pub with_internal: bool,
    /// Files below `static/`, sorted.
    pub static_files: Vec<String>,
    /// What was made before from the same.
    pub memory: &'a Memory,
}

/// One brand's site.
pub struct Site<'a> {
    /// What all brands share.
    pub prepared: &'a Prepared<'a>,
    /// The brand.
    pub brand: &'a Brand,
    /// The brand's locales, in the order of the language menu.
    pub locales: Vec<LocaleSite<'a>>,
    /// The brand's forms that are published, sorted by id.
    pub forms: Vec<&'a FormSource>,
}

impl<'a> Site<'a> {
    /// Chooses the brand's articles and gives every page its address.
    pub fn new(
        prepared: &'a Prepared<'a>,
        brand: &'a Brand,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let locales = brand
            .locales
            .iter()
            .map(|locale| LocaleSite::new(prepared, brand, locale, diagnostics))
            .collect();
        // A form that nobody would receive is refused, which the build tells.
        let has_receiver = brand.relay.is_some() || brand.form_fallback.is_some();
        let is_published =
            |form: &&FormSource| has_receiver && !form.is_draft() && form.is_of(&brand.name);
        let forms = prepared.forms.iter().filter(is_published).collect();
        let mut site = Self { prepared, brand, locales, forms };
        site.point_links_to_their_locale();
        site
    }

    /// The site in the brand's default locale.
    pub fn default_locale(&self) -> &LocaleSite<'a> {
        self.locale(&self.brand.default_locale).expect("checked when the settings were read")
    }

    /// The site in one locale.
    pub fn locale(&self, locale: &Locale) -> Option<&LocaleSite<'a>> {
        self.locales.iter().find(|site| site.locale == *locale)
    }

    /// An address on this site for an `href`.
    pub fn href(&self, url: &str) -> String {
        format!("{}{}", self.brand.base_path(), crate::content::slug::encode_path(url))
    }

    /// A full address; the path alone where the site's own is not known.
    pub fn absolute(&self, url: &str) -> String {
        if self.brand.base_url.is_empty() {
            return self.href(url);
        }
        format!("{}{}", self.brand.base_url, crate::content::slug::encode_path(url))
    }

    /// Entries that only link to another locale lead to that locale's page.
    fn point_links_to_their_locale(&mut self) {
        let mut moves: Vec<(usize, usize, String, String)> = Vec::new();
        for (at, site) in self.locales.iter().enumerate() {
            for (index, page) in site.articles.iter().enumerate() {
                let Some(ArticlePage { presence: Presence::Link, shown, .. }) = page else {
                    continue;
                };
                if let Some(Some(target)) = self.locale(shown).map(|other| &other.articles[index]) {
                    moves.push((at, index, target.url.clone(), target.href.clone()));
                }
            }
        }
        for (at, index, url, href) in moves {
            if let Some(page) = &mut self.locales[at].articles[index] {
                page.url = url;
                page.href = href;
            }
        }
    }
}

/// Whether an article belongs to a brand at all.
pub(crate) fn belongs(prepared: &Prepared<'_>, brand: &Brand, article: &Article) -> bool {
    if article.front.internal && !prepared.with_internal {
        return false;
    }
    if !article.front.brands.is_empty() {
        return article.front.brands.contains(&brand.name);
    }
    brand.selection.includes(&format!("{}.md", article.key), &article.front.tags)
        || (article.categories.len() > 1
            && article.categories[1..].iter().any(|category| {
                brand.selection.includes(&format!("{category}/x.md"), &article.front.tags)
            }))
}

//! One brand's site in one locale: its pages, their order and addresses.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use kb_locales::{Catalog, Locale};

use super::address::{Addresses, Names};
use super::{Body, Prepared, belongs};
use crate::config::{Brand, MissingTranslation};
use crate::content::article::{Article, Freshness, State, Version};
use crate::content::category::Category;
use crate::content::slug::{encode_path, tag_slug};
use crate::diagnostic::Diagnostic;

/// Whose text a page shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// The locale's own.
    Own,
    /// Another locale's, with a notice.
    Fallback,
    /// None: entries lead to the page in another locale.
    Link,
}

/// An article's place in one locale.
#[derive(Clone, Debug)]
pub struct ArticlePage {
    /// Path from the site's root, not encoded: `en/articles/keys-1a/`.
    pub url: String,
    /// The same for an `href`.
    pub href: String,
    /// Whose text it is.
    pub presence: Presence,
    /// The locale of the text.
    pub shown: Locale,
    /// Keys of the categories on this site that hold it, the primary one first.
    pub categories: Vec<String>,
}

/// A category's place in one locale.
#[derive(Clone, Debug)]
pub struct CategoryPage {
    /// Path from the site's root, not encoded.
    pub url: String,
    /// The same for an `href`.
    pub href: String,
    /// Title.
    pub title: String,
    /// One sentence; may be empty.
    pub description: String,
    /// Locale of the introduction, where there is one.
    pub shown: Option<Locale>,
    /// Positions of its own articles, in order.
    pub articles: Vec<usize>,
    /// Keys of the categories in it that show something, in order.
    pub children: Vec<String>,
    /// Number of articles in it and below it.
    pub count: usize,
    /// Key of the category around it.
    pub parent: Option<String>,
}

/// All articles with one tag.
#[derive(Clone, Debug)]
pub struct TagPage {
    /// Path from the site's root, not encoded.
    pub url: String,
    /// The same for an `href`.
    pub href: String,
    /// The tag as its authors write it.
    pub title: String,
    /// Positions of the articles, by title.
    pub articles: Vec<usize>,
}

/// One brand's site in one locale.
pub struct LocaleSite<'a> {
    /// The locale.
    pub locale: Locale,
    /// Its messages.
    pub catalog: Arc<Catalog>,
    /// Locales whose text stands in for a missing one.
    pub chain: Vec<Locale>,
    /// By position in the content; `None` for what is not shown here.
    pub articles: Vec<Option<ArticlePage>>,
    /// By key; only categories that show something. The root has the key "".
    pub categories: BTreeMap<String, CategoryPage>,
    /// By slug.
    pub tags: BTreeMap<String, TagPage>,
    /// Positions of all articles with a page here, by title.
    pub by_title: Vec<usize>,
    prepared: &'a Prepared<'a>,
}

impl<'a> LocaleSite<'a> {
    pub(super) fn new(
        prepared: &'a Prepared<'a>,
        brand: &Brand,
        locale: &Locale,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let catalog = prepared.catalogs.get(locale).cloned().expect("loaded for every locale");
        let mut site = Self {
            locale: locale.clone(),
            catalog,
            chain: prepared.config.fallback_chain(locale),
            articles: Vec::new(),
            categories: BTreeMap::new(),
            tags: BTreeMap::new(),
            by_title: Vec::new(),
            prepared,
        };
        site.place_articles(brand, diagnostics);
        site.place_categories(brand, diagnostics);
        site.place_tags(brand);
        site
    }

    /// The text that an article shows here.
    pub fn body(&self, index: usize) -> Option<&Arc<Body>> {
        self.prepared.bodies.article(index, &self.articles[index].as_ref()?.shown)
    }

    /// The version that an article shows here.
    pub fn version(&self, index: usize) -> Option<&'a Version> {
        let shown = &self.articles[index].as_ref()?.shown;
        let read = || self.prepared.content.articles[index].versions.get(shown);
        self.prepared.bodies.edited_version(index, shown).or_else(read)
    }

    /// Whether the article has a page of its own here, and not only a link.
    pub fn has_page(&self, index: usize) -> bool {
        self.articles[index].as_ref().is_some_and(|page| page.presence != Presence::Link)
    }

    /// Positions of the articles with a page here.
    pub fn pages(&self) -> impl Iterator<Item = usize> {
        (0..self.articles.len()).filter(|index| self.has_page(*index))
    }

    /// Positions of featured articles, in order, then those of the root.
    pub fn featured(&self) -> Vec<usize> {
        let articles = &self.prepared.content.articles;
        let mut featured: Vec<usize> = (0..articles.len())
            .filter(|index| self.articles[*index].is_some() && articles[*index].front.featured)
            .collect();
        featured.sort_by(|a, b| self.compare(*a, *b));
        for index in self.categories.get("").iter().flat_map(|root| &root.articles) {
            if !featured.contains(index) {
                featured.push(*index);
            }
        }
        featured
    }

    /// Positions of the articles changed last, newest first.
    pub fn recent(&self) -> Vec<usize> {
        let articles = &self.prepared.content.articles;
        let mut dated: Vec<_> = (0..articles.len())
            .filter(|index| self.articles[*index].is_some())
            .filter_map(|index| {
                Some((self.version(index)?.updated(&articles[index].front)?, index))
            })
            .collect();
        dated.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| articles[a.1].key.cmp(&articles[b.1].key)));
        dated.into_iter().map(|(_, index)| index).collect()
    }

    /// Categories from the top level down to a key, the root left out.
    pub fn trail(&self, key: &str) -> Vec<(&str, &CategoryPage)> {
        let mut trail = Vec::new();
        let mut next = Some(key);
        while let Some(key) = next {
            let Some((key, page)) = self.categories.get_key_value(key) else { break };
            if !key.is_empty() {
                trail.push((key.as_str(), page));
            }
            next = page.parent.as_deref();
        }
        trail.reverse();
        trail
    }

    /// Whether the shown text is older than its source.
    pub fn is_stale(&self, index: usize) -> bool {
        self.articles[index].as_ref().is_some_and(|page| {
            page.presence == Presence::Own
                && self.prepared.content.articles[index].freshness(&page.shown) == Freshness::Stale
        })
    }

    fn place_articles(&mut self, brand: &Brand, diagnostics: &mut Vec<Diagnostic>) {
        let addresses = Addresses::new(&self.prepared.config.urls);
        let mut taken: HashMap<String, usize> = HashMap::new();
        let articles = &self.prepared.content.articles;
        for (index, article) in articles.iter().enumerate() {
            let page = self.place_article(brand, article, &addresses);
            let Some(mut page) = page else {
                self.articles.push(None);
                continue;
            };
            if let Some(free) = off_reserved(&page.url, self.locale.code()) {
                diagnostics.push(reserved(
                    &self.version_path(article),
                    "article",
                    &page.url,
                    &free,
                ));
                page.href = format!("{}{}", brand.base_path(), encode_path(&free));
                page.url = free;
            }
            if page.presence != Presence::Link {
                // Hosts with case-insensitive disks would mix them up.
                let address = page.url.to_lowercase();
                if let Some(other) = taken.get(&address) {
                    let path = &self.version_path(article);
                    let other = self.version_path(&articles[*other]);
                    diagnostics.push(
                        Diagnostic::error(
                            "duplicate-address",
                            path.as_str(),
                            format!("`/{}` is also the address of `{other}`", page.url),
                        )
                        .with_help("give one of them another `slug`; this one is left out"),
                    );
                    self.articles.push(None);
                    continue;
                }
                taken.insert(address, index);
            }
            self.articles.push(Some(page));
        }
    }

    fn version_path(&self, article: &Article) -> String {
        article.versions.get(&self.locale).unwrap_or_else(|| article.source_version()).path.clone()
    }

    fn place_article(
        &self,
        brand: &Brand,
        article: &Article,
        addresses: &Addresses<'_>,
    ) -> Option<ArticlePage> {
        if !belongs(self.prepared, brand, article) {
            return None;
        }
        let as_of = self.prepared.as_of;
        let (shown, presence) = if article.is_visible(&self.locale, as_of) {
            (self.locale.clone(), Presence::Own)
        } else {
            let shown = self
                .chain
                .iter()
                .chain(std::iter::once(&article.source))
                .find(|locale| article.is_visible(locale, as_of))?
                .clone();
            let presence = match self.prepared.config.translations.missing {
                MissingTranslation::Hide => return None,
                MissingTranslation::Link if brand.locales.contains(&shown) => Presence::Link,
                MissingTranslation::Link | MissingTranslation::Render => Presence::Fallback,
            };
            (shown, presence)
        };
        let url = addresses.article(&Names {
            locale: &self.locale,
            slug: article.versions[&shown].front.slug.as_deref().or(article.front.slug.as_deref()),
            id: &article.id,
            key: &article.key,
        });
        Some(ArticlePage {
            href: format!("{}{}", brand.base_path(), encode_path(&url)),
            url,
            presence,
            shown,
            categories: categories_on(brand, article),
        })
    }

    fn place_categories(&mut self, brand: &Brand, diagnostics: &mut Vec<Diagnostic>) {
        let content = self.prepared.content;
        let addresses = Addresses::new(&self.prepared.config.urls);
        let mut own: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (index, page) in self.articles.iter().enumerate() {
            for key in page.iter().flat_map(|page| &page.categories) {
                if let Some((key, _)) = content.categories.get_key_value(key) {
                    own.entry(key).or_default().push(index);
                }
            }
        }
        if self.prepared.config.content.show_empty_categories {
            for category in content.categories.values() {
                let folder = format!("{}/x.md", category.key);
                let is_visible = category.front.state(self.prepared.as_of) == State::Published
                    && (self.prepared.with_internal || !category.front.internal);
                if is_visible && !category.key.is_empty() && brand.selection.includes(&folder, &[])
                {
                    own.entry(&category.key).or_default();
                }
            }
        }
        let mut pages: BTreeMap<String, CategoryPage> = BTreeMap::new();
        for key in own.keys() {
            let mut next = Some((*key).to_owned());
            while let Some(key) = next.take() {
                let Some(category) = content.categories.get(&key) else { break };
                next = category.parent.clone();
                if pages.contains_key(&key) {
                    break;
                }
                let shown = std::iter::once(&self.locale)
                    .chain(&self.chain)
                    .find(|locale| category.versions.contains_key(locale))
                    .or_else(|| category.versions.keys().next());
                let version = shown.map(|locale| &category.versions[locale]);
                let url = if key.is_empty() {
                    format!("{}/", self.locale.code())
                } else {
                    addresses.category(&Names {
                        locale: &self.locale,
                        slug: version
                            .and_then(|v| v.front.slug.as_deref())
                            .or(category.front.slug.as_deref()),
                        id: &category.id,
                        key: &category.key,
                    })
                };
                let url = match off_reserved(&url, self.locale.code()) {
                    Some(free) => {
                        diagnostics.push(reserved(
                            &category_path(category),
                            "category",
                            &url,
                            &free,
                        ));
                        free
                    }
                    None => url,
                };
                let page = CategoryPage {
                    href: format!("{}{}", brand.base_path(), encode_path(&url)),
                    url,
                    title: category.title(&self.locale, &self.chain),
                    description: version.map_or(String::new(), |v| v.description.clone()),
                    shown: shown.cloned(),
                    articles: Vec::new(),
                    children: Vec::new(),
                    count: 0,
                    parent: category.parent.clone(),
                };
                pages.insert(key, page);
            }
        }
        self.move_colliding_categories(brand, &mut pages, diagnostics);
        for (key, mut articles) in own {
            articles.sort_by(|a, b| self.compare(*a, *b));
            if let Some(page) = pages.get_mut(key) {
                page.articles = articles;
            }
        }
        let mut children: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (key, page) in &pages {
            if let Some(parent) = &page.parent {
                children.entry(parent.clone()).or_default().push(key.clone());
            }
        }
        for (parent, mut keys) in children {
            keys.sort_by(|a, b| {
                let order = |key: &String| content.categories[key].front.order.unwrap_or(f64::MAX);
                order(a)
                    .total_cmp(&order(b))
                    .then_with(|| self.catalog.compare(&pages[a].title, &pages[b].title))
                    .then_with(|| a.cmp(b))
            });
            if let Some(page) = pages.get_mut(&parent) {
                page.children = keys;
            }
        }
        let keys: Vec<String> = pages.keys().cloned().collect();
        for key in &keys {
            let count = pages[key].articles.len();
            let mut next = Some(key.clone());
            while let Some(key) = next {
                let Some(page) = pages.get_mut(&key) else { break };
                page.count += count;
                next = page.parent.clone();
            }
        }
        self.categories = pages;
    }

    /// With the tree's shape as addresses, a category and an article can want
    /// the same one: the article of Hugo's page bundles. The article keeps it.
    fn move_colliding_categories(
        &self,
        brand: &Brand,
        pages: &mut BTreeMap<String, CategoryPage>,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let taken: HashMap<&str, usize> = self
            .pages()
            .filter_map(|index| Some((self.articles[index].as_ref()?.url.as_str(), index)))
            .collect();
        for (key, page) in pages {
            let Some(index) = taken.get(page.url.as_str()) else { continue };
            let category = &self.prepared.content.categories[key];
            let path = self.version_path(&self.prepared.content.articles[*index]);
            if !category.versions.is_empty() {
                diagnostics.push(
                    Diagnostic::warning(
                        "duplicate-address",
                        path,
                        format!("`/{}` is also the address of category `{key}`", page.url),
                    )
                    .with_help(
                        "give one of them another `slug`; the category's now ends in its id",
                    ),
                );
            }
            page.url = format!("{}-{}/", page.url.trim_end_matches('/'), category.id);
            page.href = format!("{}{}", brand.base_path(), encode_path(&page.url));
        }
    }

    fn place_tags(&mut self, brand: &Brand) {
        let mut tags: BTreeMap<String, TagPage> = BTreeMap::new();
        let articles = self.pages().filter_map(|index| Some(&self.articles[index].as_ref()?.url));
        let categories = self.categories.values().map(|page| &page.url);
        let taken: HashSet<String> = articles.chain(categories).cloned().collect();
        for index in self.pages().collect::<Vec<_>>() {
            for title in self.tags_of(index) {
                let slug = tag_slug(title);
                let url = format!("{}/tags/{slug}/", self.locale.code());
                let url = if taken.contains(&url) {
                    format!("{}-tag/", url.trim_end_matches('/'))
                } else {
                    url
                };
                let page = tags.entry(slug).or_insert_with(|| TagPage {
                    href: format!("{}{}", brand.base_path(), encode_path(&url)),
                    url,
                    title: title.clone(),
                    articles: Vec::new(),
                });
                if page.articles.last() != Some(&index) {
                    page.articles.push(index);
                }
            }
        }
        let mut by_title: Vec<usize> = self.pages().collect();
        by_title.sort_by(|a, b| self.compare_titles(*a, *b));
        let mut rank = vec![0; self.articles.len()];
        for (place, index) in by_title.iter().enumerate() {
            rank[*index] = place;
        }
        for tag in tags.values_mut() {
            tag.articles.sort_by_key(|index| rank[*index]);
        }
        self.tags = tags;
        self.by_title = by_title;
    }

    /// An article's tags in the words of the text that is shown.
    pub fn tags_of(&self, index: usize) -> &'a [String] {
        let article = &self.prepared.content.articles[index];
        match self.version(index) {
            Some(version) if !version.front.tags.is_empty() => &version.front.tags,
            _ => &article.front.tags,
        }
    }

    /// The order of articles in a list: `order`, then title.
    fn compare(&self, a: usize, b: usize) -> Ordering {
        let articles = &self.prepared.content.articles;
        let order = |index: usize| articles[index].front.order.unwrap_or(f64::MAX);
        order(a).total_cmp(&order(b)).then_with(|| self.compare_titles(a, b))
    }

    fn compare_titles(&self, a: usize, b: usize) -> Ordering {
        let title = |index: usize| self.version(index).map_or("", |version| version.title.as_str());
        self.catalog.compare(title(a), title(b)).then_with(|| {
            self.prepared.content.articles[a].key.cmp(&self.prepared.content.articles[b].key)
        })
    }
}

/// Keys of an article's categories that the brand has; all of them where the
/// article was put on its site by name.
fn categories_on(brand: &Brand, article: &Article) -> Vec<String> {
    let is_chosen =
        |key: &&String| brand.selection.includes(&format!("{key}/x.md"), &article.front.tags);
    let chosen: Vec<String> = article.categories.iter().filter(is_chosen).cloned().collect();
    if chosen.is_empty() { article.categories.clone() } else { chosen }
}

fn category_path(category: &Category) -> String {
    category.versions.values().next().map_or_else(|| category.key.clone(), |v| v.path.clone())
}

fn reserved(path: &str, what: &str, url: &str, free: &str) -> Diagnostic {
    let message = format!("`/{url}` is an address that every site needs itself");
    let help = format!("give the {what} another `slug`; until then it is at `/{free}`");
    Diagnostic::warning("reserved-address", path, message).with_help(help)
}

/// Another address for one that would lie over a file of the site itself.
fn off_reserved(url: &str, locale: &str) -> Option<String> {
    const FILES: [&str; 15] = [
        "404.html",
        "_headers",
        "_redirects",
        "feed.xml",
        "index.html",
        "index.md",
        "llms-full.txt",
        "llms.txt",
        "manifest.webmanifest",
        "offline.html",
        "redirects.json",
        "robots.txt",
        "sitemap.xml",
        "sw.js",
        ".helpwright",
    ];
    let parts: Vec<&str> = url.split('/').filter(|part| !part.is_empty()).collect();
    let is_page = matches!(parts.as_slice(), [first, "search" | "articles"] if *first == locale);
    let last = parts.len().saturating_sub(1);
    let free: Vec<String> = parts
        .iter()
        .enumerate()
        .map(|(at, part)| {
            let is_folder = at == 0 && ["assets", "media"].contains(part);
            let is_taken = FILES.contains(part) || is_folder || (is_page && at == last);
            if is_taken { format!("{part}-page") } else { (*part).to_owned() }
        })
        .collect();
    let free = format!("{}/", free.join("/"));
    (free != url).then_some(free)
}

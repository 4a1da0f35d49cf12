//! What the pages of one brand share, and the list of its files.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use kb_protocol::form::FORMS_FILE;
use kb_themes::Theme;
use minijinja::{Environment, Value, context};

use super::asset::Assets;
use super::context::{
    AnnouncementContext, LinkContext, LocaleContext, LogoContext, RelayContext, SiteContext,
};
use super::links::Addressing;
use super::policy::meta_policy;
use super::route::{form_url, list_pages};
use super::template::{environment, value};
use super::{RenderError, Route, feed, host_files, llms, sitemap};
use super::{article_page, category_page, content_json, form, page};
use crate::config::LinkConfig;
use crate::content::image_size::image_size;
use crate::content::links::{From, Links, Target};
use crate::content::slug::encode_address;
use crate::site::{Body, LocaleSite, Redirect, Site};

/// Renders the files of one brand's site.
pub struct Renderer<'a> {
    pub(super) site: &'a Site<'a>,
    pub(super) links: &'a Links<'a>,
    pub(super) assets: &'a Assets,
    pub(super) redirects: &'a [Redirect],
    pub(super) locales: Vec<LocaleRenderer>,
}

/// What the pages of one locale share.
pub(super) struct LocaleRenderer {
    pub(super) environment: Environment<'static>,
    pub(super) site: Value,
    pub(super) settings: Value,
    pub(super) locale: Value,
    pub(super) assets: Value,
    pub(super) contact: Option<LinkContext>,
    /// Entries of lists, by position of the article.
    pub(super) entries: Vec<Option<Value>>,
    /// File name of the root of the search index.
    pub(super) search_root: Option<String>,
    /// Nearest articles of an article, by position.
    pub(super) related: Arc<Vec<Vec<usize>>>,
}

/// What one locale's search index gave.
#[derive(Clone, Debug, Default)]
pub struct SearchOutcome {
    /// File name of the index' root, below `<locale>/search/`.
    pub root: Option<String>,
    /// Nearest articles of an article, by position in the content.
    pub related: Arc<Vec<Vec<usize>>>,
}

/// What a renderer is made from.
pub struct Parts<'a> {
    /// The model.
    pub site: &'a Site<'a>,
    /// Resolver of the content's links.
    pub links: &'a Links<'a>,
    /// Files beside the pages.
    pub assets: &'a Assets,
    /// Old addresses.
    pub redirects: &'a [Redirect],
    /// The theme.
    pub theme: &'a Arc<Theme>,
    /// Values of the theme's variables, checked.
    pub settings: &'a BTreeMap<String, serde_json::Value>,
    /// By position of the locale.
    pub search: Vec<SearchOutcome>,
}

impl<'a> Renderer<'a> {
    /// Prepares the templates and everything that all pages of a locale share.
    pub fn new(parts: Parts<'a>) -> Self {
        let Parts { site, links, assets, redirects, theme, settings, search } = parts;
        let locales = site
            .locales
            .iter()
            .zip(search)
            .map(|(locale, search)| {
                let contact = link(site, links, locale, site.brand.contact.as_ref());
                let codes: Vec<&str> = std::iter::once(locale.locale.code())
                    .chain(locale.chain.iter().map(kb_locales::Locale::code))
                    .collect();
                LocaleRenderer {
                    environment: environment(theme.clone(), locale.catalog.clone()),
                    site: value(site_context(site, links, assets, locale, &contact)),
                    settings: value(theme.settings_in_locale(settings, &codes)),
                    locale: value(LocaleContext {
                        code: locale.locale.code().to_owned(),
                        dir: locale.locale.direction(),
                        name: locale.locale.native_name(),
                        cjk: locale.locale.uses_cjk(),
                    }),
                    assets: asset_context(site, assets, locale, search.root.as_deref()),
                    contact,
                    entries: super::lists::entries(site, locale),
                    search_root: search.root,
                    related: search.related,
                }
            })
            .collect();
        Self { site, links, assets, redirects, locales }
    }

    /// Every file that the renderer makes, with its path from the site's root.
    pub fn routes(&self) -> BTreeMap<String, Route> {
        let site = self.site;
        let features = &site.prepared.config.features;
        let has_address = !site.brand.base_url.is_empty();
        let mut routes = BTreeMap::from([
            ("index.html".to_owned(), Route::Root),
            ("404.html".to_owned(), Route::RootNotFound),
            ("robots.txt".to_owned(), Route::Robots),
            ("_headers".to_owned(), Route::Headers),
        ]);
        let mut add = |path: String, route: Route| {
            routes.insert(path, route);
        };
        if has_address {
            add("sitemap.xml".into(), Route::SitemapIndex);
        }
        if features.json_api {
            add("api/site.json".into(), Route::SiteJson);
        }
        if features.llms_txt {
            add("llms.txt".into(), Route::RootLlms);
            add("llms-full.txt".into(), Route::RootLlmsFull);
        }
        if features.service_worker {
            add("sw.js".into(), Route::ServiceWorker);
        }
        if !self.redirects.is_empty() {
            add("_redirects".into(), Route::Redirects);
            add("redirects.json".into(), Route::RedirectsJson);
        }
        for (index, redirect) in self.redirects.iter().enumerate() {
            add(file_of(&redirect.from), Route::RedirectPage(index));
        }
        if !site.forms.is_empty() {
            add(FORMS_FILE.into(), Route::FormsJson);
        }
        for (at, locale) in site.locales.iter().enumerate() {
            let code = locale.locale.code();
            add(format!("{code}/index.html"), Route::Home(at));
            add(format!("{code}/404.html"), Route::NotFound(at));
            add(format!("{code}/manifest.webmanifest"), Route::Manifest(at));
            if site.prepared.config.search.enabled {
                add(format!("{code}/search/index.html"), Route::Search(at));
            }
            if has_address {
                add(format!("{code}/sitemap.xml"), Route::Sitemap(at));
            }
            if features.feeds {
                add(format!("{code}/feed.xml"), Route::Feed(at));
            }
            if features.service_worker {
                add(format!("{code}/offline.html"), Route::Offline(at));
            }
            if features.llms_txt {
                add(format!("{code}/llms.txt"), Route::Llms(at));
                add(format!("{code}/llms-full.txt"), Route::LlmsFull(at));
            }
            if features.json_api {
                add(format!("{code}/api/content.json"), Route::ContentJson(at));
                add(format!("{code}/api/home.json"), Route::HomeJson(at));
            }
            for number in 1..=list_pages(locale.by_title.len()) {
                let url = super::route::articles_url(code, number);
                add(format!("{url}index.html"), Route::Articles(at, number));
            }
            for (index, form) in site.forms.iter().enumerate() {
                let url = form_url(code, form.slug());
                add(format!("{url}index.html"), Route::Form(at, index));
                let document = form::document_path(code, form.id.as_str());
                add(document, Route::FormJson(at, index));
            }
            for (key, category) in locale.categories.iter().filter(|(key, _)| !key.is_empty()) {
                add(format!("{}index.html", category.url), Route::Category(at, key.clone()));
                if features.feeds {
                    let route = Route::CategoryFeed(at, key.clone());
                    add(format!("{}feed.xml", category.url), route);
                }
                if features.json_api {
                    let page = category_page(&site.prepared.content.categories[key].id);
                    let route = Route::CategoryJson(at, key.clone());
                    add(format!("{code}/api/{page}.json"), route);
                }
            }
            for (slug, tag) in &locale.tags {
                add(format!("{}index.html", tag.url), Route::Tag(at, slug.clone()));
            }
            for index in locale.pages() {
                let page = locale.articles[index].as_ref().expect("only pages are listed");
                add(format!("{}index.html", page.url), Route::Article(at, index));
                if features.llms_txt {
                    add(format!("{}index.md", page.url), Route::Markdown(at, index));
                }
                if features.json_api {
                    let page = article_page(&site.prepared.content.articles[index].id);
                    add(format!("{code}/api/{page}.json"), Route::ArticleJson(at, index));
                }
            }
        }
        routes
    }

    /// Makes one file.
    ///
    /// # Errors
    ///
    /// A template of the site or theme cannot be used.
    pub fn render(&self, route: &Route) -> Result<String, RenderError> {
        Ok(match route {
            Route::Root => page::root(self)?,
            Route::RootNotFound => page::not_found(self, self.default_position(), true)?,
            Route::Home(at) => page::home(self, *at, false)?,
            Route::Category(at, key) => page::category(self, *at, key)?,
            Route::Article(at, index) => page::article(self, *at, *index)?,
            Route::Tag(at, slug) => page::tag(self, *at, slug)?,
            Route::Search(at) => page::search(self, *at)?,
            Route::Articles(at, number) => page::articles(self, *at, *number)?,
            Route::NotFound(at) => page::not_found(self, *at, false)?,
            Route::Offline(at) => page::offline(self, *at)?,
            Route::Form(at, index) => page::form(self, *at, *index)?,
            Route::FormJson(at, index) => form::document(self, *at, *index),
            Route::FormsJson => form::documents(self),
            Route::Markdown(at, index) => llms::markdown(self, *at, *index),
            Route::Feed(at) => feed::site(self, *at),
            Route::CategoryFeed(at, key) => feed::category(self, *at, key),
            Route::Sitemap(at) => sitemap::locale(self, *at),
            Route::SitemapIndex => sitemap::index(self),
            Route::Manifest(at) => host_files::manifest(self, *at),
            Route::Llms(at) => llms::index(self, *at),
            Route::LlmsFull(at) => llms::full(self, *at),
            Route::RootLlms => llms::index(self, self.default_position()),
            Route::RootLlmsFull => llms::full(self, self.default_position()),
            Route::SiteJson => content_json::site(self),
            Route::ContentJson(at) => content_json::index(self, *at),
            Route::HomeJson(at) => content_json::home(self, *at),
            Route::CategoryJson(at, key) => content_json::category(self, *at, key),
            Route::ArticleJson(at, index) => content_json::article(self, *at, *index),
            Route::Robots => host_files::robots(self),
            Route::Headers => host_files::headers(self),
            Route::Redirects => host_files::redirects(self),
            Route::RedirectsJson => host_files::redirects_json(self),
            Route::RedirectPage(index) => host_files::redirect_page(self, *index),
            Route::ServiceWorker => host_files::service_worker(self),
        })
    }

    /// Position of the default locale.
    pub(super) fn default_position(&self) -> usize {
        let default = &self.site.brand.default_locale;
        self.site.locales.iter().position(|locale| locale.locale == *default).unwrap_or(0)
    }

    pub(super) fn addressing(&self) -> Addressing<'_> {
        Addressing { site: self.site, links: self.links, assets: self.assets }
    }

    /// The finished HTML of an article's text in a locale.
    pub(super) fn article_html(&self, locale: &LocaleSite<'_>, index: usize) -> String {
        self.article_text(locale, index).map_or_else(String::new, |(body, from)| {
            self.addressing().html(&body.rendered.html, from, locale)
        })
    }

    /// The finished HTML of a category's introduction in a locale.
    pub(super) fn category_html(&self, locale: &LocaleSite<'_>, key: &str) -> String {
        self.category_text(locale, key).map_or_else(String::new, |(body, from)| {
            self.addressing().html(&body.rendered.html, from, locale)
        })
    }

    /// An article's text in a locale, and where its links stand.
    pub(super) fn article_text(
        &self,
        locale: &'a LocaleSite<'_>,
        index: usize,
    ) -> Option<(&'a Body, From<'a>)> {
        let (body, version) = (locale.body(index)?, locale.version(index)?);
        let article = &self.site.prepared.content.articles[index];
        let source_path = &article.source_version().path;
        Some((body, From { path: &version.path, key: &article.key, source_path }))
    }

    /// A category's introduction in a locale, and where its links stand.
    pub(super) fn category_text(
        &self,
        locale: &LocaleSite<'_>,
        key: &'a str,
    ) -> Option<(&'a Body, From<'a>)> {
        let shown = locale.categories.get(key)?.shown.as_ref()?;
        let body = self.site.prepared.bodies.category(key, shown)?;
        let path = &self.site.prepared.content.categories[key].versions[shown].path;
        Some((body, From { path, key, source_path: path }))
    }
}

/// The file behind an address: `a/` is `a/index.html`.
pub(super) fn file_of(url: &str) -> String {
    let path = url.split(['#', '?']).next().unwrap_or(url);
    if path.is_empty() || path.ends_with('/') {
        format!("{path}index.html")
    } else {
        path.to_owned()
    }
}

/// Begins configured links to forms, before the form's id.
pub const FORM_LINK: &str = "form:";

/// A configured link in one locale. Addresses that name a file of the content
/// lead to its page, those that begin with a slash to the site, those with
/// [`FORM_LINK`] to a form.
fn link(
    site: &Site<'_>,
    links: &Links<'_>,
    locale: &LocaleSite<'_>,
    config: Option<&LinkConfig>,
) -> Option<LinkContext> {
    let config = config?;
    let default = &site.brand.default_locale;
    let root = format!("{}/kb.toml", site.prepared.config.content.dir);
    let from = From { path: &root, key: "", source_path: &root };
    if let Some(id) = config.url.strip_prefix(FORM_LINK) {
        let form = site.forms.iter().find(|form| form.id.as_str() == id)?;
        let url = site.href(&form_url(locale.locale.code(), form.slug()));
        return Some(LinkContext {
            label: config.label.get(&locale.locale, default).to_owned(),
            url,
        });
    }
    let has_scheme = config.url.split_once(':').is_some_and(|(scheme, _)| {
        !scheme.is_empty() && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    });
    let url = if has_scheme {
        config.url.clone()
    } else {
        match links.resolve(from, &config.url) {
            Target::Article(index, fragment) => {
                format!("{}{fragment}", locale.articles.get(index)?.as_ref()?.href)
            }
            Target::Category(key, fragment) => {
                format!("{}{fragment}", locale.categories.get(&key)?.href)
            }
            _ => {
                let base = site.brand.base_path();
                format!("{base}{}", encode_address(config.url.trim_start_matches('/')))
            }
        }
    };
    Some(LinkContext { label: config.label.get(&locale.locale, default).to_owned(), url })
}

fn site_context(
    site: &Site<'_>,
    links: &Links<'_>,
    assets: &Assets,
    locale: &LocaleSite<'_>,
    contact: &Option<LinkContext>,
) -> SiteContext {
    let brand = site.brand;
    let config = site.prepared.config;
    let default = &brand.default_locale;
    let code = locale.locale.code();
    let all = |configs: &[LinkConfig]| {
        configs.iter().filter_map(|config| link(site, links, locale, Some(config))).collect()
    };
    let logo = brand.logo.as_ref().and_then(|logo| {
        let light_url = assets.address(&logo.light)?.to_owned();
        let dark = logo.dark.as_deref().and_then(|dark| assets.address(dark));
        let size = image_size(&config.dir.join(&logo.light));
        Some(LogoContext {
            dark_url: dark.unwrap_or(&light_url).to_owned(),
            light_url,
            width: size.map(|(width, _)| width),
            height: size.map(|(_, height)| height),
        })
    });
    let announcement = brand.announcement.as_ref().and_then(|announcement| {
        let begun = announcement.from.is_none_or(|from| from <= site.prepared.as_of);
        let ended =
            announcement.until.is_some_and(|until| until.end_of_day() <= site.prepared.as_of);
        let text = announcement.text.get(&locale.locale, default).to_owned();
        (begun && !ended).then(|| AnnouncementContext {
            id: blake3::hash(text.as_bytes()).to_hex()[..8].to_owned(),
            text,
            url: announcement.url.clone(),
        })
    });
    SiteContext {
        name: brand.title.get(&locale.locale, default).to_owned(),
        description: brand
            .description
            .as_ref()
            .map_or(String::new(), |text| text.get(&locale.locale, default).to_owned()),
        root: brand.base_path().to_owned(),
        home_url: site.href(&format!("{code}/")),
        search_url: config.search.enabled.then(|| site.href(&format!("{code}/search/"))),
        articles_url: site.href(&format!("{code}/articles/")),
        feed_url: config.features.feeds.then(|| site.href(&format!("{code}/feed.xml"))),
        manifest_url: site.href(&format!("{code}/manifest.webmanifest")),
        icon_url: brand.icon.as_deref().and_then(|icon| assets.address(icon)).map(str::to_owned),
        logo,
        contact: contact.clone(),
        header_links: all(&brand.header_links),
        footer_links: all(&brand.footer_links),
        announcement,
        copyright_year: None,
        relay: brand
            .relay
            .as_ref()
            .map(|relay| RelayContext { origin: relay.origin.clone(), key: relay.key.clone() }),
        search_records: brand.search_records,
        service_worker_url: config.features.service_worker.then(|| site.href("sw.js")),
    }
}

fn asset_context(
    site: &Site<'_>,
    assets: &Assets,
    locale: &LocaleSite<'_>,
    search_root: Option<&str>,
) -> Value {
    let scripts: BTreeMap<String, String> = assets
        .script_names()
        .map(|name| {
            (name.to_owned(), assets.address(&format!("{name}.js")).unwrap_or_default().to_owned())
        })
        .collect();
    let address = |name: &str| assets.address(name).map(str::to_owned);
    context! {
        css => address("theme.css"),
        icons => address("icons.svg"),
        boot_js => address("boot.js"),
        site_js => address("site.js"),
        js => scripts,
        form_css => address("form.css"),
        vote_css => address("vote.css"),
        form_js => address("form.js"),
        form_wasm => address("form.wasm"),
        records_js => address("records.js"),
        search_js => address("search.js"),
        search_wasm => address("search.wasm"),
        search_base => site.href(&format!("{}/search/", locale.locale.code())),
        search_root => search_root,
        mermaid_js => address("mermaid.js"),
        csp => meta_policy(site),
        widget => value(super::widget::tag(site, assets, &locale.locale)),
    }
}

/// Addresses that pages can have, to tell pages from old addresses.
pub fn page_addresses(site: &Site<'_>) -> BTreeSet<String> {
    super::route::page_addresses(site)
}

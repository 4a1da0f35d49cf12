//! One brand's site, ready to be rendered: model, theme, assets, index.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use kb_locales::Locale;
use kb_protocol::form::FieldKind;
use kb_protocol::proactive::PROACTIVE_FILE;
use kb_themes::Theme;
use rayon::prelude::*;

use crate::build::{BuildError, BuildOptions};
use crate::config::{Brand, CONFIG_FILE, FormFallback, SiteConfig};
use crate::content::form::{FORMS_DIR, FormSource};
use crate::content::links::{From, Links, Target};
use crate::content::markdown::ReferenceKind;
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::index::{self, LocaleIndex};
use crate::render::{
    AssetSource, Assets, FORM_LINK, FORM_TAG, Parts, Redirect, Renderer, page_addresses,
    publish_widget, social_key,
};
use crate::site::{Body, LocaleSite, Prepared, Site, copy_key, redirects};
use crate::social_image::{Logo, SocialImage, without_font};
use crate::sources::{Sources, files_below};

/// The script that draws diagrams, where a site's theme brings it.
const DIAGRAM_SCRIPT: &str = "custom/mermaid.js";

/// One brand's site, ready to be rendered.
pub struct PreparedSite<'a> {
    /// The model.
    pub site: Site<'a>,
    /// Files beside the pages.
    pub assets: Assets,
    /// Old addresses.
    pub redirects: Vec<Redirect>,
    theme: Arc<Theme>,
    settings: BTreeMap<String, serde_json::Value>,
    /// By position of the locale.
    indexes: Vec<Arc<LocaleIndex>>,
}

impl<'a> PreparedSite<'a> {
    /// Makes the model, the assets and the search index of a brand's site.
    ///
    /// # Errors
    ///
    /// The theme cannot be opened or the index not be built.
    pub fn new(
        prepared: &'a Prepared<'a>,
        brand: &'a Brand,
        sources: &Sources,
        links: &Links<'_>,
        options: &BuildOptions,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Result<Self, BuildError> {
        let config = prepared.config;
        let site = Site::new(prepared, brand, diagnostics);
        let (theme, problems) = Theme::open(&brand.theme, Some(&config.dir.join("theme")))?;
        let (settings, setting_problems) = theme.settings(&brand.theme_settings);
        let mut assets = Assets::new(brand.base_path());
        let (css, css_problems) = theme.stylesheet(&settings);
        for problem in problems.into_iter().chain(setting_problems).chain(css_problems) {
            diagnostics.push(theme_diagnostic(problem));
        }
        assets.add("assets", "theme.css", css.into_bytes());
        add_diagram_script(&site, &theme, options, &mut assets, diagnostics);
        for name in theme.static_files().iter().filter(|name| *name != DIAGRAM_SCRIPT) {
            if let Some(bytes) = theme.static_file(name) {
                assets.add("assets", name, bytes.into_owned());
            }
        }
        if let Some(search) = options.search_assets.as_ref().filter(|_| config.search.enabled) {
            assets.add("assets", "search.js", search.script.clone());
            assets.add("assets", "search.wasm", search.wasm.clone());
        }
        add_form_assets(&site, options, &mut assets);
        add_widget(&site, &settings, options, &mut assets, diagnostics);
        add_rules(&site, sources, &mut assets);
        add_brand_files(config, brand, &mut assets, diagnostics);
        add_media(&site, links, &mut assets);
        check_leaving_links(&site, links, diagnostics);
        check_forms(&site, diagnostics);
        if config.features.social_images {
            add_social_images(&site, &settings, &mut assets, diagnostics);
        }
        let indexes = search_indexes(&site, sources)?;
        let redirects = redirects(&site, &sources.ledger, &page_addresses(&site), diagnostics);
        Ok(Self { site, assets, redirects, theme: Arc::new(theme), settings, indexes })
    }

    /// Prepares the templates.
    pub fn renderer<'b>(&'b self, links: &'b Links<'b>) -> Renderer<'b>
    where
        'a: 'b,
    {
        Renderer::new(Parts {
            site: &self.site,
            links,
            assets: &self.assets,
            redirects: &self.redirects,
            theme: &self.theme,
            settings: &self.settings,
            search: self.indexes.iter().map(|index| index.outcome.clone()).collect(),
        })
    }

    /// The search indexes by locale code.
    pub fn indexes(&self) -> Vec<(String, Arc<LocaleIndex>)> {
        let codes = self.site.locales.iter().map(|locale| locale.locale.code().to_owned());
        codes.zip(self.indexes.iter().cloned()).collect()
    }

    /// Files of the search index with their paths from the site's root.
    pub fn index_files(&self) -> impl Iterator<Item = (String, &[u8])> {
        self.site.locales.iter().zip(&self.indexes).flat_map(|(locale, index)| {
            let code = locale.locale.code();
            let path = move |name: &str| format!("{code}/search/{name}");
            index.files.iter().map(move |(name, bytes)| (path(name), bytes.as_slice()))
        })
    }
}

/// One index a locale.
fn search_indexes(site: &Site<'_>, sources: &Sources) -> Result<Vec<Arc<LocaleIndex>>, BuildError> {
    if !site.prepared.config.search.enabled {
        return Ok(vec![Arc::default(); site.locales.len()]);
    }
    site.locales
        .par_iter()
        .map(|locale| {
            index::build(site, locale, &sources.synonyms).map_err(|source| BuildError::Index {
                locale: locale.locale.code().to_owned(),
                source,
            })
        })
        .collect()
}

/// Adds the script that draws diagrams to sites that have one; the site's own
/// file wins.
fn add_diagram_script(
    site: &Site<'_>,
    theme: &Theme,
    options: &BuildOptions,
    assets: &mut Assets,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let has_diagram = |locale: &LocaleSite<'_>| {
        let introductions = locale
            .categories
            .iter()
            .filter_map(|(key, page)| site.prepared.bodies.category(key, page.shown.as_ref()?));
        let mut bodies = locale.pages().filter_map(|index| locale.body(index)).chain(introductions);
        bodies.any(|body| body.rendered.has_mermaid)
    };
    if !site.locales.iter().any(has_diagram) {
        return;
    }
    let own = theme.static_file(DIAGRAM_SCRIPT).map(std::borrow::Cow::into_owned);
    if let Some(script) = own.or_else(|| options.diagram_script.clone()) {
        assets.add("assets", "mermaid.js", script);
        return;
    }
    let message = "diagrams stay text: the script that draws them is not there";
    diagnostics.push(Diagnostic::note("no-diagram-script", CONFIG_FILE, message).with_help(
        format!(
            "save `dist/mermaid.min.js` of the npm package `mermaid` as \
             `theme/static/{DIAGRAM_SCRIPT}`, or as `mermaid.js` in the folder of `--assets`"
        ),
    ));
}

/// Adds what forms load, and what counts votes and searches where there is a
/// relay.
fn add_form_assets(site: &Site<'_>, options: &BuildOptions, assets: &mut Assets) {
    let Some(forms) = &options.form_assets else { return };
    if !site.forms.is_empty() {
        assets.add("assets", "form.js", forms.script.clone());
        assets.add("assets", "form.wasm", forms.wasm.clone());
        assets.add_at(FORM_TAG, AssetSource::Bytes(forms.tag.clone()));
    }
    if site.brand.relay.is_some() {
        assets.add("assets", "records.js", forms.records.clone());
    }
}

/// Adds the rules of proactive chat, which the relay reads; nothing for a brand
/// that has none.
fn add_rules(site: &Site<'_>, sources: &Sources, assets: &mut Assets) {
    let Some(book) = sources.proactive.of_brand(site.brand) else { return };
    let bytes = serde_json::to_vec(&book).expect("texts and numbers only");
    assets.add_at(PROACTIVE_FILE, AssetSource::Bytes(bytes));
}

/// Adds the widget of a site that has one and needs no server for it.
fn add_widget(
    site: &Site<'_>,
    settings: &BTreeMap<String, serde_json::Value>,
    options: &BuildOptions,
    assets: &mut Assets,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let Some(widget) = &site.brand.widget else { return };
    if widget.mode.has_articles() && !site.prepared.config.features.json_api {
        let message = format!(
            "the widget of `{}` has no articles to show: `json_api` is switched off",
            site.brand.name
        );
        let help = "remove `json_api = false` below [features], or choose `mode = \"chat\"`";
        diagnostics
            .push(Diagnostic::error("widget-articles", CONFIG_FILE, message).with_help(help));
    }
    if widget.relay.is_some() {
        return;
    }
    let Some(files) = &options.widget_assets else {
        let message =
            format!("the site of `{}` has no widget: its files are not there", site.brand.name);
        let help = "`cargo xtask dist` compiles a kb with everything inside, or name the folder \
                    that `cargo xtask wasm` fills with `--assets`";
        diagnostics.push(Diagnostic::note("no-widget", CONFIG_FILE, message).with_help(help));
        return;
    };
    let accent = settings.get("accent").and_then(serde_json::Value::as_str).unwrap_or_default();
    publish_widget(site, files, accent, assets);
}

fn theme_diagnostic(problem: kb_themes::ThemeProblem) -> Diagnostic {
    let path = match (&problem.variable, problem.path.is_empty()) {
        (Some(_), _) | (None, true) => CONFIG_FILE.to_owned(),
        (None, false) => format!("theme/{}", problem.path),
    };
    let mut diagnostic =
        Diagnostic::warning(problem.code, path, problem.message).with_help_if(problem.help);
    diagnostic.line = problem.line;
    diagnostic
}

/// Logo and icon.
fn add_brand_files(
    config: &SiteConfig,
    brand: &Brand,
    assets: &mut Assets,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let logo = brand.logo.iter().flat_map(|logo| std::iter::once(&logo.light).chain(&logo.dark));
    for path in logo.chain(&brand.icon) {
        let file = [config.dir.join(path), config.dir.join("static").join(path)]
            .into_iter()
            .find(|file| file.is_file());
        match file.map(|file| (std::fs::read(&file), file)) {
            Some((Ok(bytes), file)) => {
                assets.add_file("assets", path, file, &blake3::hash(&bytes));
            }
            _ => {
                let found = files_below(&config.dir);
                let message = format!("`{path}` of brand `{}` does not exist", brand.name);
                diagnostics.push(
                    Diagnostic::error("missing-file", CONFIG_FILE, message)
                        .with_help(
                            "write its path from the folder of kb.toml, such as brand/logo.svg",
                        )
                        .with_help_if(did_you_mean(path, found.iter().map(String::as_str))),
                );
            }
        }
    }
}

/// Forms that lead nowhere, and links to forms that are not there.
fn check_forms(site: &Site<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let brand = site.brand;
    let links = brand.contact.iter().chain(&brand.header_links).chain(&brand.footer_links);
    for id in links.filter_map(|link| link.url.strip_prefix(FORM_LINK)) {
        if site.forms.iter().any(|form| form.id.as_str() == id) {
            continue;
        }
        let is_draft = site
            .prepared
            .forms
            .iter()
            .any(|form| form.id.as_str() == id && form.is_draft() && form.is_of(&brand.name));
        let message =
            format!("a link of `{}` leads to the form `{id}`, which it does not have", brand.name);
        let known = site.forms.iter().map(|form| form.id.as_str());
        let help = if is_draft {
            Some(format!("it is a draft: take `draft = true` out of {FORMS_DIR}/{id}.toml"))
        } else {
            did_you_mean(id, known).or_else(|| Some(format!("write it: {FORMS_DIR}/{id}.toml")))
        };
        diagnostics.push(Diagnostic::error("form-link", CONFIG_FILE, message).with_help_if(help));
    }
    let files = |form: &FormSource| {
        let form = form.in_locale(&brand.default_locale, &brand.default_locale);
        form.fields().any(|field| matches!(field.kind, FieldKind::File { .. }))
    };
    let has_receiver = brand.relay.is_some() || brand.form_fallback.is_some();
    let own = site.prepared.forms.iter();
    for form in own.filter(|form| !has_receiver && !form.is_draft() && form.is_of(&brand.name)) {
        let message = format!("nobody would receive this form on the site of `{}`", brand.name);
        diagnostics.push(Diagnostic::error("form-without-relay", &form.path, message).with_help(
            format!(
                "it is left out; write `relay` and `key` below [widget], or \
                 `fallback = \"mailto:…\"` below [forms], or name the other brands: \
                 `brands = […]` in {}",
                form.path
            ),
        ));
    }
    let (None, Some(FormFallback::Mail(mail))) = (&brand.relay, &brand.form_fallback) else {
        return;
    };
    for form in site.forms.iter().filter(|form| files(form)) {
        let message = format!("files do not come along in a form that goes to `{mail}`");
        diagnostics.push(
            Diagnostic::note("form-by-mail", &form.path, message)
                .with_help("readers are asked to attach them to the e-mail themselves"),
        );
    }
}

/// Links between articles of which only one belongs to this brand.
fn check_leaving_links(site: &Site<'_>, links: &Links<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let content = site.prepared.content;
    for locale in &site.locales {
        for index in locale.pages() {
            let (Some(body), Some(version)) = (locale.body(index), locale.version(index)) else {
                continue;
            };
            let article = &content.articles[index];
            let source_path = article.source_version().path.as_str();
            let from = From { path: &version.path, key: &article.key, source_path };
            for reference in body.rendered.html.references() {
                let Target::Article(other, _) = links.resolve(from, &reference.target) else {
                    continue;
                };
                // An article that is published nowhere is reported elsewhere.
                let is_elsewhere =
                    locale.articles[other].is_none() && !site.prepared.bodies.hides_article(other);
                if is_elsewhere {
                    let message = format!(
                        "link leads to an article that is not on the site of `{}`: `{}`",
                        site.brand.name, reference.target
                    );
                    let help =
                        "there it leads to the home page; give both articles the same brands";
                    diagnostics.push(
                        Diagnostic::warning("link-leaves-site", &version.path, message)
                            .at(reference.line, reference.column)
                            .with_help(help),
                    );
                }
            }
        }
    }
}

/// A picture for every article and every locale's home page.
fn add_social_images(
    site: &Site<'_>,
    settings: &BTreeMap<String, serde_json::Value>,
    assets: &mut Assets,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let brand = site.brand;
    let content = site.prepared.content;
    let is_colour = |text: &&str| {
        text.strip_prefix('#').is_some_and(|hex| hex.chars().all(|c| c.is_ascii_hexdigit()))
    };
    let accent = settings.get("accent").and_then(serde_json::Value::as_str).filter(is_colour);
    let accent = accent.unwrap_or("#333333");
    let logo = brand.logo.as_ref().and_then(|logo| {
        let dir = &site.prepared.config.dir;
        Logo::load(&dir.join(&logo.light))
            .or_else(|| Logo::load(&dir.join("static").join(&logo.light)))
    });
    for locale in &site.locales {
        let code = locale.locale.code();
        let site_name = brand.title.get(&locale.locale, &brand.default_locale);
        let about = brand
            .description
            .as_ref()
            .map_or(site_name, |text| text.get(&locale.locale, &brand.default_locale));
        let articles: Vec<(usize, &str)> = locale
            .pages()
            .filter_map(|index| Some((index, locale.body(index)?.title.as_str())))
            .collect();
        let titles = articles.iter().map(|(_, title)| *title);
        let missing = without_font(&locale.locale, titles.chain([site_name, about]));
        if !missing.is_empty() {
            let some: String = missing.iter().take(10).collect();
            let message = format!(
                "this machine has no font for `{some}`, so some pages of `{code}` have no picture \
                 for social networks"
            );
            diagnostics.push(
                Diagnostic::note("no-fonts", CONFIG_FILE, message)
                    .with_help("install fonts such as Noto Sans, and build with `--force`"),
            );
        }
        let image = |title: &str, shown: &Locale| SocialImage {
            site_name: site_name.to_owned(),
            title: title.to_owned(),
            locale: shown.clone(),
            accent: accent.to_owned(),
            logo: logo.clone(),
        };
        let can_draw =
            |title: &str| !site_name.chars().chain(title.chars()).any(|c| missing.contains(&c));
        if can_draw(about) {
            let key = social_key(code, None);
            assets.add_drawing("media", &key, &format!("{code}.png"), image(about, &locale.locale));
        }
        for (index, title) in articles.into_iter().filter(|(_, title)| can_draw(title)) {
            // The words may be those of another locale.
            let shown = locale.articles[index].as_ref().map_or(&locale.locale, |page| &page.shown);
            let name = format!("{}-{code}.png", content.articles[index].id);
            let key = social_key(code, Some(index));
            assets.add_drawing("media", &key, &name, image(title, shown));
        }
    }
}

/// Images and downloads of the texts on this site, and no others.
fn add_media(site: &Site<'_>, links: &Links<'_>, assets: &mut Assets) {
    let content = site.prepared.content;
    let mut wanted: BTreeMap<String, PathBuf> = BTreeMap::new();
    let mut want = |from: From<'_>, target: &str| {
        if let Target::Asset(path) = links.resolve(from, target)
            && let Some(file) = content.assets.get(&path)
        {
            wanted.insert(path, file.file.clone());
        }
    };
    let mut want_all = |from: From<'_>, body: &Body| {
        for reference in body.rendered.html.references() {
            if reference.kind != ReferenceKind::Icon {
                want(from, &reference.target);
            }
        }
    };
    let mut pictures: Vec<(From<'_>, &str)> = Vec::new();
    for locale in &site.locales {
        for index in locale.pages() {
            let (Some(body), Some(version)) = (locale.body(index), locale.version(index)) else {
                continue;
            };
            let article = &content.articles[index];
            let source_path = article.source_version().path.as_str();
            let from = From { path: &version.path, key: &article.key, source_path };
            want_all(from, body);
            let images = version.front.image.iter().chain(&article.front.image);
            pictures.extend(images.map(|image| (from, image.as_str())));
        }
        for (key, page) in &locale.categories {
            let Some(shown) = &page.shown else { continue };
            let Some(body) = site.prepared.bodies.category(key, shown) else { continue };
            let path = content.categories[key].versions[shown].path.as_str();
            want_all(From { path, key, source_path: path }, body);
        }
    }
    for (from, image) in pictures {
        want(from, image);
    }
    let hashed: Vec<(String, PathBuf, blake3::Hash)> = wanted
        .into_par_iter()
        .filter_map(|(path, file)| {
            let hash = blake3::hash(&std::fs::read(&file).ok()?);
            Some((path, file, hash))
        })
        .collect();
    for (path, file, hash) in hashed {
        for copy in site.prepared.smaller_images.made(&file).iter() {
            assets.add_copy("media", &copy_key(&path, copy.width), &path, copy);
        }
        assets.add_file("media", &path, file, &hash);
    }
}

//! Prints what the search index of one locale is made from, one JSON object a
//! line, for `kb-search`'s example `evaluate`.
//!
//! ```text
//! cargo run --release -p kb-generator --example documents -- SITE LOCALE
//! ```

use std::path::Path;

use kb_generator::build::{self, BuildOptions, Tools};
use kb_generator::config::{MissingTranslation, SiteConfig};
use kb_generator::content::date::Date;
use kb_generator::content::links::Links;
use kb_generator::content::markdown::Highlighter;
use kb_generator::index;
use kb_generator::memory::Memory;
use kb_generator::prepared_site::PreparedSite;
use kb_generator::smaller_images::SmallerImages;
use kb_generator::sources::Sources;
use serde_json::{Value, json};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let site = arguments.next().expect("the first argument is the folder of a site");
    let code = arguments.next().expect("the second argument is a locale");
    let mut config = SiteConfig::load(Path::new(&site)).expect("the folder has a kb.toml");
    // The index itself is not wanted, and of articles that are not translated
    // only their own locale asks.
    config.search.enabled = false;
    config.translations.missing = MissingTranslation::Hide;
    let options = BuildOptions {
        as_of: Date::from_unix_seconds(4_000_000_000),
        widget_assets: None,
        search_assets: None,
        form_assets: None,
        with_internal: false,
        brands: Vec::new(),
        force: true,
        locked: true,
        diagram_script: None,
    };
    let mut diagnostics = Vec::new();
    let sources = Sources::read(&config, &mut diagnostics).expect("the articles can be read");
    let links = Links::new(&config, &sources.content, &sources.static_files);
    let highlighter = Highlighter::new();
    let (smaller_images, memory) = (SmallerImages::none(), Memory::default());
    let tools = Tools { highlighter: &highlighter, smaller_images, memory: &memory };
    let prepared = build::prepare(&config, &sources, &links, tools, &options, &mut diagnostics);
    let brand = config.brands.first().expect("every site has a brand");
    let site = PreparedSite::new(&prepared, brand, &sources, &links, &options, &mut diagnostics)
        .expect("the site can be prepared");
    let locale = site
        .site
        .locales
        .iter()
        .find(|locale| locale.locale.code() == code)
        .expect("the site has the locale");
    for document in index::documents(&site.site, locale) {
        let sections: Vec<Value> = document
            .sections
            .iter()
            .map(|section| {
                json!({
                    "anchor": section.anchor,
                    "heading": section.heading,
                    "level": section.level,
                    "text": section.text,
                })
            })
            .collect();
        let line = json!({
            "url": document.url,
            "title": document.title,
            "description": document.description,
            "category": document.category,
            "tags": document.tags,
            "keywords": document.keywords,
            "sections": sections,
        });
        println!("{line}");
    }
}

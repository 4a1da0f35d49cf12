//! Renders every kind of page of both themes into a folder, to be looked at.
//!
//! `cargo run -p kb-themes --example preview -- FOLDER`, then serve the folder.
#![allow(clippy::disallowed_methods, reason = "a tool for developers, not a room")]

#[path = "../tests/support/mod.rs"]
mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use kb_themes::{Theme, embedded_theme_names};
use serde_json::json;

fn main() -> std::io::Result<()> {
    let out = std::env::args().nth(1).unwrap_or_else(|| "target/preview".into());
    for name in embedded_theme_names() {
        write_theme(name, &Path::new(&out).join(name))?;
    }
    println!("{out}");
    Ok(())
}

fn write_theme(name: &str, out: &Path) -> std::io::Result<()> {
    let (theme, problems) = Theme::open(name, None).expect("embedded themes open");
    let values = BTreeMap::from([(
        "popular_searches".to_owned(),
        json!({"en": ["refund", "lost item", "student price"], "de": ["Erstattung", "Fundsachen"]}),
    )]);
    let (settings, more) = theme.settings(&values);
    let (css, low) = theme.stylesheet(&settings);
    for problem in problems.iter().chain(&more).chain(&low) {
        println!("{name}: {}: {}", problem.code, problem.message);
    }
    fs::create_dir_all(out.join("assets"))?;
    fs::write(out.join("assets/theme.css"), css)?;
    for file in theme.static_files() {
        let path = out.join("assets").join(&file);
        fs::create_dir_all(path.parent().expect("a file lies in a folder"))?;
        fs::write(path, theme.static_file(&file).expect("listed files exist"))?;
    }
    fs::write(out.join("assets/fake-search.js"), include_str!("fake-search.js"))?;
    fs::write(out.join("assets/picture.svg"), include_str!("picture.svg"))?;
    fs::write(out.join("assets/icon.svg"), include_str!("icon.svg"))?;
    for (locale, ..) in support::LOCALES {
        let environment = support::environment(&theme, locale);
        for page in support::pages(locale) {
            let path = out.join(&page.path);
            fs::create_dir_all(path.parent().expect("a file lies in a folder"))?;
            fs::write(path, support::render(&environment, &theme, &values, locale, &page))?;
        }
    }
    Ok(())
}

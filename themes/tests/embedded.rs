//! What must hold for every embedded theme.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use kb_themes::{Theme, embedded_theme_names};
use proptest::prelude::*;
use serde_json::{Value, json};

fn themes() -> Vec<Theme> {
    let open = |name: &&str| {
        let (theme, problems) = Theme::open(name, None).unwrap();
        assert_eq!(problems, []);
        theme
    };
    embedded_theme_names().iter().map(open).collect()
}

fn sources(theme: &Theme) -> Vec<(String, String)> {
    let text = |name: String| {
        let source = theme.template(&name).unwrap().into_owned();
        (name, source)
    };
    theme.templates().into_iter().map(text).collect()
}

fn css_sources(theme: &Theme) -> Vec<(String, String)> {
    let text = |path: &String| {
        let bytes = theme.default_file(path).unwrap().1;
        (path.clone(), String::from_utf8(bytes.to_vec()).unwrap())
    };
    theme.css_files().iter().map(text).collect()
}

/// Every text between `before` and `after`.
fn between<'a>(text: &'a str, before: &str, after: char) -> Vec<&'a str> {
    text.split(before).skip(1).filter_map(|rest| rest.split(after).next()).collect()
}

fn gzip_bytes(bytes: &[u8]) -> usize {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap().len()
}

#[test]
fn every_kind_of_page_renders_in_every_locale_without_inline_code() {
    for theme in themes() {
        for (locale, ..) in support::LOCALES {
            let environment = support::environment(&theme, locale);
            for page in support::pages(locale) {
                let html = support::render(&environment, &theme, &BTreeMap::new(), locale, &page);
                assert!(html.contains("<h1"), "{} has a heading", page.template);
                assert!(!html.contains(" style="), "{}", page.template);
                assert!(!html.contains("<style"), "{}", page.template);
                for script in between(&html, "<script", '>') {
                    let harmless =
                        script.contains("src=") || script.contains("application/ld+json");
                    assert!(harmless, "{}: {script}", page.template);
                }
            }
        }
    }
}

#[test]
fn every_setting_can_take_every_value_of_its_type() {
    for theme in themes() {
        let environment = support::environment(&theme, "en");
        let pages = support::pages("en");
        for variable in theme.manifest().variables() {
            let mut values: Vec<Value> =
                variable.options.iter().map(|option| json!(option.value)).collect();
            if variable.default.is_boolean() {
                values.extend([json!(true), json!(false)]);
            }
            values.extend(variable.min.map(|min| json!(min)));
            values.extend(
                variable.max.filter(|_| variable.default.is_number()).map(|max| json!(max)),
            );
            if variable.default.as_str() == Some("") {
                values.push(json!("about"));
            }
            for value in values {
                let values = BTreeMap::from([(variable.name.clone(), value)]);
                let (settings, problems) = theme.settings(&values);
                assert_eq!(problems, []);
                assert_eq!(theme.stylesheet(&settings).1, [], "{values:?}");
                for page in &pages {
                    support::render(&environment, &theme, &values, "en", page);
                }
            }
        }
    }
}

#[test]
fn defaults_fit_their_types() {
    for theme in themes() {
        let (defaults, _) = theme.settings(&BTreeMap::new());
        assert_eq!(theme.settings(&defaults).1, []);
        let names: BTreeSet<_> = theme.manifest().variables().map(|one| &one.name).collect();
        assert_eq!(names.len(), theme.manifest().variables().count(), "names are unique");
        for variable in theme.manifest().variables() {
            assert!(!variable.label.is_empty() && !variable.help.is_empty(), "{}", variable.name);
        }
    }
}

#[test]
fn every_pair_of_tokens_exists() {
    for theme in themes() {
        let manifest = theme.manifest();
        for pair in &manifest.contrast {
            for token in pair.on.iter().chain([&pair.text]) {
                assert!(manifest.tokens.contains_key(token), "{}: {token}", theme.name());
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_accent_on_any_paper_keeps_its_contrast(accent in "#[0-9a-f]{6}", paper in any::<prop::sample::Index>()) {
        for theme in themes() {
            let papers: Vec<&String> = theme.manifest().neutrals.keys().collect();
            let options = &theme.manifest().variable("neutral").unwrap().options;
            let neutral = &options[paper.index(options.len())].value;
            prop_assert!(papers.contains(&neutral));
            let values = BTreeMap::from([("accent".to_owned(), json!(accent)), ("neutral".to_owned(), json!(neutral))]);
            let (settings, problems) = theme.settings(&values);
            prop_assert_eq!(problems, []);
            prop_assert_eq!(theme.stylesheet(&settings).1, []);
        }
    }
}

#[test]
fn pages_keep_their_budgets() {
    for theme in themes() {
        let (settings, _) = theme.settings(&BTreeMap::new());
        let css = gzip_bytes(theme.stylesheet(&settings).0.as_bytes());
        assert!(css <= 8 * 1024, "{}: {css} bytes of CSS", theme.name());
        let script = |name: &str| gzip_bytes(&theme.static_file(name).unwrap());
        let js = script("boot.js") + script("site.js") + script("extras.js");
        assert!(js <= 4 * 1024, "{js} bytes of JavaScript");
        assert!(script("search-ui.js") <= 4 * 1024);
        // Loaded only where there is a film or a diagram to draw.
        assert!(script("media.js") <= 2304);
        assert!(theme.static_file("boot.js").unwrap().len() <= 400);
        assert!(gzip_bytes(&theme.static_file("icons.svg").unwrap()) <= 6 * 1024);
        for page in support::pages("de").iter().filter(|page| page.template == "article.html") {
            let environment = support::environment(&theme, "de");
            let html = support::render(&environment, &theme, &BTreeMap::new(), "de", page);
            let bytes = gzip_bytes(html.as_bytes());
            assert!(bytes + css + js <= 22 * 1024 && bytes <= 10 * 1024, "{bytes} bytes of HTML");
            let nav: usize =
                between(&html, "<nav", '\0').iter().map(|rest| rest.find("</nav>").unwrap()).sum();
            assert!(nav <= 6 * 1024, "{nav} bytes of navigation");
        }
    }
}

#[test]
fn style_sheets_know_no_left_and_right() {
    let physical = [
        "left:",
        "right:",
        "margin-left",
        "margin-right",
        "padding-left",
        "padding-right",
        "border-right",
        "text-align: left",
        "text-align: right",
        "float: left",
        "float: right",
    ];
    for theme in themes() {
        for (path, css) in css_sources(&theme) {
            for line in css.lines() {
                for word in physical {
                    assert!(!line.contains(word), "{path}: {word} in {line}");
                }
                assert!(!line.contains("url("), "{path} loads something: {line}");
            }
        }
    }
}

#[test]
fn every_message_of_the_templates_exists() {
    let messages = support::messages("en").expect("the workspace has its messages");
    let known: BTreeSet<&str> =
        messages.lines().filter_map(|line| line.split_once(" =")).map(|(id, _)| id).collect();
    for theme in themes() {
        for (name, source) in sources(&theme) {
            for id in between(&source, "t(\"", '"') {
                assert!(known.contains(id), "{}: templates/{name} uses `{id}`", theme.name());
            }
        }
    }
}

#[test]
fn every_icon_of_the_templates_is_in_the_sprite() {
    for theme in themes() {
        let sprite = theme.static_file("icons.svg").unwrap();
        let sprite = std::str::from_utf8(&sprite).unwrap();
        let known: BTreeSet<&str> = between(sprite, "<symbol id=\"", '"').into_iter().collect();
        for (name, source) in sources(&theme) {
            for icon in between(&source, "assets.icons }}#", '"') {
                assert!(icon.starts_with("{{") || known.contains(icon), "{name}: {icon}");
            }
        }
        for icon in ["note", "tip", "important", "warning", "caution"] {
            assert!(known.contains(icon));
        }
    }
}

#[test]
fn every_text_of_the_scripts_is_in_the_page() {
    for theme in themes() {
        let script = theme.static_file("search-ui.js").unwrap().into_owned();
        let script = String::from_utf8(script).unwrap();
        let texts = theme.template("parts/search-texts.html").unwrap();
        for id in between(&script, "text(\"", '"') {
            assert!(texts.contains(&format!("data-text=\"{id}\"")), "{id}");
        }
    }
}

#[test]
fn scripts_never_parse_markup() {
    for theme in themes() {
        for name in theme.static_files().iter().filter(|name| name.ends_with(".js")) {
            let script = String::from_utf8(theme.static_file(name).unwrap().into_owned()).unwrap();
            for sink in [
                "innerHTML",
                "outerHTML",
                "insertAdjacentHTML",
                "document.write",
                "eval(",
                "new Function",
            ] {
                assert!(!script.contains(sink), "{name}: {sink}");
            }
        }
    }
}

//! What a site's own theme folder does, and what is said about it.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
#![allow(clippy::disallowed_methods, reason = "tests write into temporary folders")]

use std::fs;

use kb_themes::{Theme, ThemeError};

/// Opens `plain` over a folder with these files and tells the problems.
fn open(files: &[(&str, &str)]) -> (Theme, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let (theme, problems) = Theme::open("plain", Some(folder.path())).unwrap();
    let tell = |problem: kb_themes::ThemeProblem| {
        format!("{}: {} | {}", problem.code, problem.message, problem.help.unwrap_or_default())
    };
    (theme, problems.into_iter().map(tell).collect())
}

#[test]
fn a_file_of_the_site_stands_before_the_embedded_one() {
    let (theme, problems) =
        open(&[("templates/tag.html", "mine"), ("static/css/custom.css", "a{b:c}")]);
    assert_eq!(problems, [""; 0]);
    assert_eq!(theme.template("tag.html").unwrap(), "mine");
    assert_ne!(theme.template("home.html").unwrap(), "mine");
    let (settings, _) = theme.settings(&Default::default());
    assert!(theme.stylesheet(&settings).0.ends_with("a{b:c}"));
    assert_ne!(theme.default_file("templates/tag.html").unwrap().1, b"mine");
    let file = theme.files().into_iter().find(|file| file.path == "templates/tag.html").unwrap();
    assert_eq!((file.theme, file.overridden), (Some("plain"), true));
}

#[test]
fn an_override_that_overrides_nothing_is_told_with_the_nearest_name() {
    let cases = [
        (
            "templates/artcle.html",
            "idle-theme-override: `templates/artcle.html` overrides nothing: theme `plain` has no such file | did you mean `templates/article.html`?",
        ),
        (
            "header.html",
            "idle-theme-override: `header.html` overrides nothing: theme `plain` has no such file | did you mean `templates/parts/header.html`?",
        ),
        (
            "notes.txt",
            "idle-theme-override: `notes.txt` overrides nothing: theme `plain` has no such file | files of your own belong in `templates/custom/` or `static/custom/`",
        ),
    ];
    for (path, told) in cases {
        assert_eq!(open(&[(path, "")]).1, [told]);
    }
    assert_eq!(
        open(&[("static/custom/map.svg", ""), ("templates/custom/news.html", "")]).1,
        [""; 0]
    );
}

#[test]
fn a_theme_toml_of_the_site_adds_settings_and_changes_defaults() {
    let (theme, problems) = open(&[(
        "theme.toml",
        r##"
        [[sections]]
        id = "design"
        label = "Design"
        variables = [
            { name = "accent", type = "color", default = "#aa0044", label = "Accent" },
            { name = "stripes", type = "boolean", default = true, label = "Stripes" },
        ]
        "##,
    )]);
    assert_eq!(problems, [""; 0]);
    let (settings, _) = theme.settings(&Default::default());
    assert_eq!(settings["accent"], "#aa0044");
    assert_eq!(settings["stripes"], true);
    assert_eq!(settings["measure"], 68);
}

#[test]
fn a_broken_theme_toml_is_told_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("theme.toml"), "title = \"Mine\"\ncolour = \"red\"\n").unwrap();
    let (_, problems) = Theme::open("plain", Some(folder.path())).unwrap();
    assert_eq!((problems[0].code, problems[0].line), ("invalid-theme", Some(2)));
    assert!(problems[0].message.contains("unknown field `colour`"), "{}", problems[0].message);
}

#[test]
fn tokens_too_close_to_each_other_are_told() {
    let (theme, _) = open(&[(
        "theme.toml",
        "[[contrast]]\ntext = \"paper\"\non = [\"paper\", \"ink\"]\nratio = 4.5\n",
    )]);
    let (settings, _) = theme.settings(&Default::default());
    let (_, problems) = theme.stylesheet(&settings);
    assert!(problems.iter().any(|problem| problem.code == "low-contrast"), "{problems:?}");
}

#[test]
fn an_unknown_theme_is_refused_with_the_nearest_name() {
    let refusal = Theme::open("almanach", None).unwrap_err();
    assert!(
        matches!(refusal, ThemeError::UnknownTheme { nearest: Some(near), .. } if near == "almanac")
    );
    let refusal = Theme::open("spaceship", None).unwrap_err();
    assert!(matches!(refusal, ThemeError::UnknownTheme { nearest: None, .. }));
}

#[test]
fn the_hash_follows_the_files() {
    let hash = |files: &[(&str, &str)]| open(files).0.content_hash();
    assert_eq!(hash(&[]), hash(&[]));
    assert_ne!(hash(&[]), hash(&[("templates/tag.html", "mine")]));
    assert_ne!(Theme::open("almanac", None).unwrap().0.content_hash(), hash(&[]));
}

//! Each command of `kb`, as its help promises it.

use std::collections::BTreeSet;

use kb_tests::{Run, TestSite};

use crate::{KB, kb};

/// A new site, made by `kb` itself in the folder `help`.
fn new_site() -> TestSite {
    let site = TestSite::new("");
    kb(&site, &["new", "site", "help", "--title", "Pedals & \"more\""]).expect_success();
    site
}

#[test]
fn a_new_site_builds_without_any_diagnostic() {
    let site = new_site();
    let run = kb(&site, &["build", "--site", "help", "--strict", "--check-links"]);
    assert_eq!(run.complaint(), "exit code 0\n");
    let home = site.read("help/public/en/index.html");
    assert!(home.contains("Pedals &amp; &quot;more&quot;"), "{home}");
    let again = kb(&site, &["new", "site", "help"]);
    insta::assert_snapshot!(again.complaint(), @r#"
        exit code 2
        kb: `help` already has a site
        "#);
}

#[test]
fn a_new_article_is_a_draft_with_an_id_of_its_own() {
    let site = new_site();
    kb(&site, &["new", "article", "riding/park-a-bike", "--site", "help"]).expect_success();
    let text = site.read("help/articles/riding/park-a-bike.md");
    assert!(text.contains("title: \"Park a bike\"") && text.contains("draft: true"), "{text}");
    assert!(text.contains("id: \""), "{text}");
    let run = kb(&site, &["build", "--site", "help", "--strict"]);
    assert_eq!(run.complaint(), "exit code 0\n");
    let again = kb(&site, &["new", "article", "riding/park-a-bike", "--site", "help"]);
    insta::assert_snapshot!(again.complaint(), @r#"
        exit code 2
        kb: `articles/riding/park-a-bike.md` is already there
          help: choose another name
        "#);
    let outside = kb(&site, &["new", "article", "../secret", "--site", "help"]);
    insta::assert_snapshot!(outside.complaint(), @r#"
        exit code 2
        kb: `../secret` is no path below `articles`
          help: write it like riding/unlock-a-bike
        "#);
}

#[test]
fn a_new_locale_and_a_new_brand_are_added_to_the_settings() {
    let site = new_site();
    kb(&site, &["new", "locale", "pt-br", "--site", "help"]).expect_success();
    assert!(site.read("help/kb.toml").contains("locales = [\"en\", \"pt-BR\"]"));
    kb(&site, &["new", "brand", "pedalo", "--title", "Pedalo Help", "--site", "help"])
        .expect_success();
    let settings = site.read("help/kb.toml");
    assert!(settings.contains("# Settings of this help site."), "comments stay: {settings}");
    let run = kb(&site, &["build", "--site", "help", "--strict"]);
    assert_eq!(run.complaint(), "exit code 0\n");
    assert!(site.path("help/public/pedalo/pt-BR/index.html").exists());
    for (arguments, _) in [(["new", "locale", "deutsch!"], 0), (["new", "brand", "a/b"], 0)] {
        let run = kb(&site, &[arguments[0], arguments[1], arguments[2], "--site", "help"]);
        insta::assert_snapshot!(format!("{}-{}", arguments[1], "refused"), run.complaint());
        assert_eq!(site.read("help/kb.toml"), settings);
    }
}

#[test]
fn check_fix_gives_ids_that_keep_every_address() {
    let site = TestSite::new("title = \"T\"\nlocales = [\"en\", \"de\"]\n")
        .file("articles/a.md", "# Bare\n\nText.\n")
        .file("articles/b.md", "+++\ntitle = \"Toml\"\n+++\nText.\n")
        .article("c", "title: Yaml", "Text.")
        .article("c.de", "title: Übersetzt", "Text.")
        .article("d", "title: Has\nid: has", "Text.");
    let pages = |site: &TestSite| -> Vec<String> { site.build().files("").into_keys().collect() };
    let before = pages(&site);
    let run = kb(&site, &["check", "--fix"]).expect_success();
    insta::assert_snapshot!(run.stdout, @r#"
        gave an id to 3 articles
        nothing to mend
        "#);
    assert!(site.read("articles/a.md").starts_with("---\nid: "));
    assert!(!site.read("articles/c.de.md").contains("id:"));
    let after: Vec<String> = pages(&site);
    assert_eq!(before, after);
    let again = kb(&site, &["check", "--fix"]).expect_success();
    assert!(again.stdout.contains("gave an id to 0 articles"), "{}", again.stdout);
}

#[test]
fn check_tells_the_same_as_a_build_and_writes_nothing() {
    let site = TestSite::new("title = \"T\"\nbase_url = \"https://h.example/\"\n")
        .article("a", "title: A\nid: aa\naliases: [/x/]", "[B](missing.md) ![](x.png)")
        .article("b", "title: B\nid: bb\naliases: [/x/]", "<script>alert(1)</script>");
    let check = kb(&site, &["check", "--format", "json"]);
    assert!(!site.path("public").exists() && !site.path("addresses.json").exists());
    let build = kb(&site, &["build", "--format", "json"]);
    let diagnostics = |text: &str| -> Vec<String> {
        text.lines().filter(|line| !line.contains("\"built\"")).map(str::to_owned).collect()
    };
    assert_eq!(diagnostics(&check.stdout), diagnostics(&build.stdout));
    assert!(diagnostics(&check.stdout).len() >= 4, "{}", check.stdout);
    for line in check.stdout.lines() {
        let value: serde_json::Value = serde_json::from_str(line).expect("JSON");
        for key in ["path", "severity", "code", "message"] {
            assert!(value[key].is_string(), "{key}: {line}");
        }
    }
    assert_eq!(check.code, Some(0), "warnings alone do not fail: {}", check.stdout);
    assert_eq!(kb(&site, &["check", "--strict", "--quiet"]).code, Some(1));
}

#[test]
fn a_file_of_the_theme_and_messages_can_be_copied_and_change_nothing() {
    let site = new_site();
    let build = || {
        kb(&site, &["build", "--site", "help", "--strict", "--output", "out"]).expect_success();
        kb_tests::files_below(&site.path("out"))
            .into_iter()
            .filter(|(path, _)| path != ".helpwright")
            .collect::<Vec<_>>()
    };
    let before = build();
    kb(&site, &["eject", "theme", "templates/article.html", "--site", "help"]).expect_success();
    kb(&site, &["eject", "messages", "en", "--site", "help"]).expect_success();
    assert!(site.path("help/theme/templates/article.html").exists());
    assert!(site.path("help/locales/en/site.ftl").exists());
    assert!(build() == before, "an unchanged copy changes nothing");
    let again = kb(&site, &["eject", "theme", "templates/article.html", "--site", "help"]);
    insta::assert_snapshot!(again.complaint(), @r#"
        exit code 2
        kb: `theme/templates/article.html` is already there
          help: --force replaces it
        "#);
    let unknown = kb(&site, &["eject", "theme", "templates/artcle.html", "--site", "help"]);
    insta::assert_snapshot!(unknown.complaint(), @r#"
        exit code 2
        kb: theme `plain` has no file `templates/artcle.html`
          help: did you mean `templates/article.html`?
        "#);
    let list = kb(&site, &["eject", "--list", "--site", "help"]).expect_success();
    assert!(list.stdout.contains("kb eject theme templates/article.html  (overridden)"));
    assert!(list.stdout.contains("kb eject messages de"));
}

#[test]
fn search_finds_through_a_typo_and_says_when_it_finds_nothing() {
    let site = TestSite::fixture("demo");
    let early = kb(&site, &["search", "bike"]);
    insta::assert_snapshot!(early.complaint(), @r#"
        exit code 2
        kb: there is no search index in `./public/paperwhale/en/search`
          help: run `kb build` first
        "#);
    kb(&site, &["build", "--quiet", "--brand", "pedalo"]).expect_success();
    let found = kb(&site, &["search", "unlok a bike", "--brand", "pedalo", "--limit", "1"])
        .expect_success();
    assert!(found.stdout.contains("showing results for \"unlock a bike\""), "{}", found.stdout);
    assert!(found.stdout.contains("Unlock"), "{}", found.stdout);
    let german =
        kb(&site, &["search", "Fahrräder", "--brand", "pedalo", "--locale", "de"]).expect_success();
    assert!(german.stdout.contains("https://help.pedalo.example/de/"), "{}", german.stdout);
    let nothing = kb(&site, &["search", "xylophonquartett", "--brand", "pedalo"]);
    assert_eq!(nothing.code, Some(1));
    assert_eq!(nothing.stdout, "nothing found for \"xylophonquartett\"\n");
    let locale = kb(&site, &["search", "x", "--locale", "fr"]);
    insta::assert_snapshot!(locale.complaint(), @r#"
        exit code 2
        kb: the site has no locale `fr`
          help: did you mean `ar`?
        "#);
}

/// Every key that a table of settings has, with those of its tables.
fn keys<'a>(value: &'a serde_json::Value, found: &mut BTreeSet<&'a str>) {
    for (key, value) in value.as_object().into_iter().flatten() {
        found.insert(key);
        keys(value, found);
    }
}

#[test]
fn the_schema_knows_every_key_of_the_demo() {
    let site = TestSite::fixture("demo");
    let run = kb(&site, &["schema"]).expect_success();
    let schema: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(schema["additionalProperties"], serde_json::Value::Bool(false));
    let mut known = BTreeSet::new();
    keys(&schema, &mut known);
    let settings = site.read("kb.toml");
    let used = settings.lines().filter_map(|line| {
        let key = line.split_once('=')?.0.trim();
        let top = !line.starts_with(['#', ' ', '"'])
            && key.chars().all(|c| c.is_alphanumeric() || c == '_');
        (top && key.len() > 2).then_some(key)
    });
    let of_the_theme = ["accent", "corners", "neutral", "footer_link"];
    let unknown: Vec<&str> =
        used.filter(|key| !known.contains(key) && !of_the_theme.contains(key)).collect();
    assert_eq!(unknown, Vec::<&str>::new());
}

#[test]
fn completions_and_the_manual_are_printed() {
    let site = TestSite::new("");
    for (arguments, holds) in [
        (["completions", "bash"], "_kb"),
        (["completions", "zsh"], "#compdef kb"),
        (["completions", "fish"], "complete -c kb"),
    ] {
        let run = kb(&site, &arguments).expect_success();
        assert!(run.stdout.contains(holds), "{arguments:?}");
    }
    assert!(kb(&site, &["man"]).expect_success().stdout.contains(".TH kb 1"));
    let help = kb(&site, &["--help"]).expect_success();
    assert!(help.stdout.contains("Examples:") && help.stdout.contains("Exit codes:"));
    let wrong = kb(&site, &["biuld"]);
    assert_eq!(wrong.code, Some(2));
    assert!(wrong.stderr.contains("build"), "{}", wrong.stderr);
}

#[test]
fn other_addresses_may_be_given_on_the_command_line() {
    let site = TestSite::fixture("demo");
    let arguments = ["build", "--quiet", "--base-url", "https://{brand}.example.net/x"];
    kb(&site, &arguments).expect_success();
    let robots = site.read("public/pedalo/robots.txt");
    assert!(robots.contains("https://pedalo.example.net/x/sitemap.xml"), "{robots}");
    let wrong = kb(&site, &["build", "--base-url", "pedallo=https://x.example/"]);
    insta::assert_snapshot!(wrong.complaint(), @r#"
        exit code 2
        kb: `--base-url` names brand `pedallo`, which does not exist
          help: did you mean `pedalo`?
        "#);
    let wrong = kb(&site, &["build", "--base-url", "x.example"]);
    insta::assert_snapshot!(wrong.complaint(), @r#"
        exit code 2
        kb: `--base-url x.example` is not an address
          help: write https://help.example.com/, or BRAND=https://…
        "#);
    let wrong = Run::kb(KB, site.dir(), &["build", "--as-of", "tomorrow"]);
    insta::assert_snapshot!(wrong.complaint(), @r#"
        exit code 2
        error: invalid value 'tomorrow' for '--as-of <DATE>': `tomorrow` is not a date; write it as `2026-05-01` or `2026-05-01T09:00:00Z`

        For more information, try '--help'.
        "#);
}

//! What `kb` says about a `kb.toml` that it cannot use.

use kb_tests::TestSite;

use crate::kb;

/// Runs `kb check` on settings with one good article.
fn complaint(settings: &str) -> String {
    let site = TestSite::new(settings).article("a", "title: A\nid: aa", "Text.");
    kb(&site, &["check"]).complaint()
}

#[test]
fn an_unknown_key_is_named_with_the_nearest_one() {
    insta::assert_snapshot!(complaint("title = \"A\"\nlocalse = [\"en\"]\n"), @r#"
        exit code 2
        kb: kb.toml:2:1: there is no key `localse` here
          help: did you mean `locales`?
        "#);
    insta::assert_snapshot!(complaint("[urls]\npatern = \"tree\"\n"), @r#"
        exit code 2
        kb: kb.toml:2:1: there is no key `patern` here
          help: did you mean `pattern`?
        "#);
    insta::assert_snapshot!(complaint("[urls]\nwombat = 1\n"), @r#"
        exit code 2
        kb: kb.toml:2:1: there is no key `wombat` here
          help: known here: pattern, article, category, record
        "#);
}

#[test]
fn a_wrong_value_is_named_with_what_is_allowed() {
    insta::assert_snapshot!(complaint("[urls]\npattern = \"tre\"\n"), @r#"
        exit code 2
        kb: kb.toml:2:11: there is no choice `tre` here
          help: did you mean `tree`?
        "#);
    insta::assert_snapshot!(complaint("[search]\nenabled = \"yes\"\n"), @r#"
        exit code 2
        kb: kb.toml:2:11: `enabled` must be true or false, but it is text
        "#);
    insta::assert_snapshot!(complaint("title = \"A\nlocales = 3\n"), @r#"
        exit code 2
        kb: kb.toml:1:11: invalid basic string, expected `"`
        "#);
    insta::assert_snapshot!(complaint("base_url = \"help.example.com\"\n"), @r#"
        exit code 2
        kb: kb.toml:1:13: `base_url` is not an address: `help.example.com`
          help: begin it with `https://`, such as `https://help.example.com/`
        "#);
    insta::assert_snapshot!(complaint("[announcement]\ntext = \"Hi\"\nfrom = \"May\"\n"), @r#"
        exit code 2
        kb: kb.toml:3:8: `May` is not a date
          help: write it as `2026-05-01` or `2026-05-01T09:00:00Z`
        "#);
}

#[test]
fn a_widget_that_cannot_be_is_named_with_what_to_write() {
    insta::assert_snapshot!(complaint("[widget]\nmod = \"kb\"\n"), @r#"
        exit code 2
        kb: kb.toml:2:1: there is no key `mod` here
          help: did you mean `mode`?
        "#);
    insta::assert_snapshot!(complaint("[widget]\ncolor = \"#00796b\"\n"), @r#"
        exit code 2
        kb: kb.toml:1:2: the widget of `site` has no `mode`
          help: write `mode = "chat"`, `"kb"`, `"both"` or `"none"`
        "#);
    insta::assert_snapshot!(complaint("[widget]\nmode = \"both\"\n"), @r#"
        exit code 2
        kb: kb.toml:1:2: the widget of `site` has no `relay`, which chat needs
          help: write the address of kb-server, such as `https://chat.example.com`, or choose `mode = "kb"`, which works without a server
        "#);
    insta::assert_snapshot!(
        complaint("[widget]\nmode = \"chat\"\nrelay = \"chat.example.com\"\nkey = \"wk\"\n"), @r#"
            exit code 2
            kb: kb.toml:3:10: `relay` is not the address of a server: `chat.example.com`
              help: write scheme, host and port, such as `https://chat.example.com`
            "#);
    insta::assert_snapshot!(
        complaint("[widget]\nmode = \"chat\"\nrelay = \"https://chat.example.com\"\n"), @r#"
            exit code 2
            kb: kb.toml:1:2: the widget of `site` has no `key`, which chat needs
              help: write the brand's `key` of server.toml, or choose `mode = "kb"`, which works without a server
            "#);
    insta::assert_snapshot!(
        complaint("[widget]\nmode = \"kb\"\ncolor = \"#ffd400\"\n"), @r#"
            exit code 2
            kb: kb.toml:3:10: white text on `#ffd400` cannot be read (contrast 1.4)
              help: take a darker colour, with a contrast of at least 4.5
            "#);
}

#[test]
fn a_missing_locale_is_named() {
    insta::assert_snapshot!(complaint("locales = [\"en\"]\ndefault_locale = \"de\"\n"), @r#"
        exit code 2
        kb: kb.toml:2:18: default locale `de` of `site` is not one of its locales (en)
          help: add it to `locales`, or choose another `default_locale`
        "#);
    insta::assert_snapshot!(complaint("locales = [\"en\", \"pt_BR!\"]\n"), @r#"
        exit code 2
        kb: kb.toml:1:18: `pt_BR!` is not a locale code
          help: did you mean `pt-BR`?
        "#);
    insta::assert_snapshot!(
        complaint("locales = [\"en\", \"de\"]\n[translations.fallback]\nde = [\"fr\"]\n"), @r#"
            exit code 2
            kb: kb.toml:3:8: `fr` is not one of the site's locales
              help: add it to `locales`, or remove it here
            "#);
    insta::assert_snapshot!(
        complaint("locales = [\"en\", \"pt-BR\"]\n[content.dirs]\n\"pt-PR\" = \"pt\"\n"), @r#"
            exit code 2
            kb: kb.toml:3:2: `pt-PR` is not one of the site's locales
              help: did you mean `pt-BR`?
            "#);
}

#[test]
fn a_missing_theme_is_named_with_the_nearest_one() {
    insta::assert_snapshot!(complaint("theme = \"almanach\"\n"), @r#"
        exit code 2
        kb: theme `almanach` does not exist
          help: did you mean `almanac`?
        "#);
    insta::assert_snapshot!(complaint("theme = \"dark\"\n"), @r#"
        exit code 2
        kb: theme `dark` does not exist
          help: known: plain, almanac
        "#);
}

#[test]
fn missing_files_of_a_brand_are_named() {
    let site = TestSite::new("title = \"T\"\nicon = \"brand/icn.svg\"\nlogo = { light = \"nothing.png\" }\n[search]\nsynonyms = \"synonyms.toml\"\n")
        .article("a", "title: A\nid: aa", "Text.")
        .file("brand/icon.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    insta::assert_snapshot!(kb(&site, &["check"]).complaint(), @r#"
        exit code 1
        kb.toml: error[missing-file]: `brand/icn.svg` of brand `site` does not exist
          help: did you mean `brand/icon.svg`?
        kb.toml: error[missing-file]: `nothing.png` of brand `site` does not exist
          help: write its path from the folder of kb.toml, such as brand/logo.svg
        synonyms.toml: error[synonyms]: cannot read: No such file or directory (os error 2)
          help: create the file, or remove `synonyms` from kb.toml
        "#);
}

#[test]
fn a_missing_site_or_content_folder_is_told_with_a_way_out() {
    let empty = TestSite::new("");
    std::fs::remove_file(empty.path("kb.toml")).expect("remove");
    insta::assert_snapshot!(kb(&empty, &["build"]).complaint(), @r#"
        exit code 2
        kb: there is no site in `.`
          because: cannot read `./kb.toml`
          because: No such file or directory (os error 2)
          help: `kb new site .` makes one; `--site DIR` names another
        "#);
    empty.write("kb.toml", "[content]\ndir = \"docs\"\n");
    insta::assert_snapshot!(kb(&empty, &["build"]).complaint(), @r#"
        exit code 2
        kb: cannot read the content folder `./docs`
          because: No such file or directory (os error 2)
          help: create it, or name another in `[content] dir` of kb.toml
        "#);
}

#[test]
fn a_site_without_articles_builds() {
    let built = TestSite::new("title = \"T\"\n").build();
    assert!(built.has("en/index.html"));
    assert_eq!(built.broken_links(), "");
}

#[test]
fn brands_in_circles_and_unknown_brands_are_named() {
    insta::assert_snapshot!(complaint("[brands.a]\nextends = \"b\"\n[brands.b]\nextends = \"a\"\n"), @r#"
        exit code 2
        kb: kb.toml:4:1: brand `a` extends itself: a -> b -> a
          help: remove one `extends`
        "#);
    let site = TestSite::new("[brands.pedalo]\n[brands.other]\n").article("a", "title: A", "Text.");
    insta::assert_snapshot!(kb(&site, &["build", "--brand", "pedallo"]).complaint(), @r#"
        exit code 2
        kb: there is no brand `pedallo`
          help: did you mean `pedalo`?
        "#);
    site.write("articles/a.md", "---\ntitle: A\nbrands: [pedallo]\n---\nText.\n");
    insta::assert_snapshot!(kb(&site, &["check"]).complaint(), @r#"
        exit code 0
        articles/a.md: warning[unknown-brand]: brand `pedallo` does not exist
          help: did you mean `pedalo`?
        "#);
}

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
    insta::assert_snapshot!(complaint("title = \"A\"\nlocalse = [\"en\"]\n"), @"");
    insta::assert_snapshot!(complaint("[urls]\npatern = \"tree\"\n"), @"");
    insta::assert_snapshot!(complaint("[wombat]\nx = 1\n"), @"");
}

#[test]
fn a_wrong_value_is_named_with_what_is_allowed() {
    insta::assert_snapshot!(complaint("[urls]\npattern = \"tre\"\n"), @"");
    insta::assert_snapshot!(complaint("[search]\nenabled = \"yes\"\n"), @"");
    insta::assert_snapshot!(complaint("title = \"A\nlocales = 3\n"), @"");
    insta::assert_snapshot!(complaint("base_url = \"help.example.com\"\n"), @"");
    insta::assert_snapshot!(complaint("[announcement]\ntext = \"Hi\"\nfrom = \"May\"\n"), @"");
}

#[test]
fn a_missing_locale_is_named() {
    insta::assert_snapshot!(complaint("locales = [\"en\"]\ndefault_locale = \"de\"\n"), @"");
    insta::assert_snapshot!(complaint("locales = [\"en\", \"pt_BR!\"]\n"), @"");
    insta::assert_snapshot!(
        complaint("locales = [\"en\", \"de\"]\n[translations.fallback]\nde = [\"fr\"]\n"), @"");
    insta::assert_snapshot!(
        complaint("locales = [\"en\", \"pt-BR\"]\n[content.dirs]\n\"pt-PR\" = \"pt\"\n"), @"");
}

#[test]
fn a_missing_theme_is_named_with_the_nearest_one() {
    insta::assert_snapshot!(complaint("theme = \"almanach\"\n"), @"");
    insta::assert_snapshot!(complaint("theme = \"dark\"\n"), @"");
}

#[test]
fn missing_files_of_a_brand_are_named() {
    let site = TestSite::new("title = \"T\"\nicon = \"brand/icn.svg\"\nlogo = { light = \"nothing.png\" }\n[search]\nsynonyms = \"synonyms.toml\"\n")
        .article("a", "title: A\nid: aa", "Text.")
        .file("brand/icon.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    insta::assert_snapshot!(kb(&site, &["check"]).complaint(), @"");
}

#[test]
fn a_missing_site_or_content_folder_is_told_with_a_way_out() {
    let empty = TestSite::new("");
    std::fs::remove_file(empty.path("kb.toml")).expect("remove");
    insta::assert_snapshot!(kb(&empty, &["build"]).complaint(), @"");
    empty.write("kb.toml", "[content]\ndir = \"docs\"\n");
    insta::assert_snapshot!(kb(&empty, &["build"]).complaint(), @"");
}

#[test]
fn a_site_without_articles_builds() {
    let built = TestSite::new("title = \"T\"\n").build();
    assert!(built.has("en/index.html"));
    assert_eq!(built.broken_links(), "");
}

#[test]
fn brands_in_circles_and_unknown_brands_are_named() {
    insta::assert_snapshot!(complaint("[brands.a]\nextends = \"b\"\n[brands.b]\nextends = \"a\"\n"), @"");
    let site = TestSite::new("[brands.pedalo]\n[brands.other]\n").article("a", "title: A", "Text.");
    insta::assert_snapshot!(kb(&site, &["build", "--brand", "pedallo"]).complaint(), @"");
    site.write("articles/a.md", "---\ntitle: A\nbrands: [pedallo]\n---\nText.\n");
    insta::assert_snapshot!(kb(&site, &["check"]).complaint(), @"");
}

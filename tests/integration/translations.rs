//! Articles in several locales: what stands in for a missing one, what search
//! engines are told, and what is out of date.

use kb_tests::{Built, TestSite};

use crate::kb;

fn site(missing: &str) -> TestSite {
    TestSite::new(&format!(
        "title = \"T\"\nbase_url = \"https://h.example/\"\nlocales = [\"en\", \"de\", \"ar\"]\n\
         [translations]\nmissing = \"{missing}\"\nstale_banner = true\n"
    ))
    .article("both", "title: Keys\nid: both\ntags: [x]\norder: 1", "English words. [Only](only.md)")
    .article("both.de", "title: Schlüssel", "Deutsche Worte. [Nur](only.md)")
    .article("only", "title: Only English\nid: only\norder: 2", "Nothing but English.")
}

/// Values of an attribute of all elements that hold `mark`.
fn attribute(html: &str, mark: &str, name: &str) -> Vec<String> {
    html.split('<')
        .filter(|tag| tag.split('>').next().is_some_and(|tag| tag.contains(mark)))
        .filter_map(|tag| tag.split(&format!("{name}=\"")).nth(1)?.split('"').next())
        .map(|value| value.replace("&#x2f;", "/"))
        .collect()
}

fn canonical(html: &str) -> Vec<String> {
    attribute(html, "rel=\"canonical\"", "href")
}

fn hreflang(built: &Built, locale: &str, id: &str) -> Vec<String> {
    attribute(&built.article(locale, id), "hreflang=", "hreflang")
        .into_iter()
        .filter(|code| {
            built.article(locale, id).contains(&format!("rel=\"alternate\" hreflang=\"{code}\""))
        })
        .collect()
}

#[test]
fn a_missing_translation_shows_the_source_and_says_so() {
    let built = site("render").build();
    let page = built.article("de", "only");
    assert!(page.contains("Nothing but English."));
    assert!(page.contains("lang=\"en\" dir=\"ltr\""), "{page}");
    assert!(page.contains("noch nicht auf Deutsch"), "{page}");
    assert_eq!(canonical(&page), ["https://h.example/en/articles/only-only/"]);
    assert!(!page.contains("rel=\"alternate\" hreflang"), "{page}");
    let arabic = built.article("ar", "both");
    assert!(arabic.contains("dir=\"rtl\"") && arabic.contains("lang=\"en\" dir=\"ltr\""));
    assert_eq!(built.broken_links(), "");
}

#[test]
fn search_engines_are_told_of_own_translations_only() {
    let built = site("render").build();
    let page = built.article("en", "both");
    let mut codes = hreflang(&built, "en", "both");
    codes.sort();
    codes.dedup();
    assert_eq!(codes, ["de", "en", "x-default"], "{page}");
    assert_eq!(
        canonical(&built.article("de", "both")),
        ["https://h.example/de/articles/both-both/"]
    );
    let sitemap = built.text("de/sitemap.xml");
    assert!(sitemap.contains("/de/articles/both-both/"), "{sitemap}");
    assert!(!sitemap.contains("/de/articles/only-only/"), "{sitemap}");
}

#[test]
fn a_translation_inherits_everything_but_text() {
    let built = site("render").build();
    let page = built.article("de", "both");
    assert!(page.contains("Schlüssel") && page.contains("Deutsche Worte"));
    assert!(!page.contains("English words"), "{page}");
    assert!(built.has("de/tags/x/index.html"));
    // The link in German text leads to the German page.
    assert!(page.contains("/de/articles/only-only/"), "{page}");
}

#[test]
fn missing_translations_can_be_links_to_the_source() {
    let built = site("link").build();
    assert_eq!(built.article_path("de", "only"), None);
    let list = built.text("de/index.html");
    assert!(list.contains("/en/articles/only-only/"), "{list}");
    assert!(built.article("de", "both").contains("/en/articles/only-only/"));
    assert_eq!(built.files_with("de/search", "nothing but english"), Vec::<String>::new());
    assert_eq!(built.broken_links(), "");
}

#[test]
fn missing_translations_can_be_hidden() {
    let built = site("hide").build();
    assert_eq!(built.article_path("de", "only"), None);
    assert!(!built.text("de/index.html").contains("Only English"));
    assert!(!built.text("de/articles/index.html").contains("Only English"));
    assert!(!built.text("de/sitemap.xml").contains("only-only"));
    assert_eq!(built.broken_links(), "");
}

#[test]
fn the_fallback_chain_is_followed_in_order() {
    let site = TestSite::new(
        "title = \"T\"\nlocales = [\"en\", \"es\", \"pt-BR\"]\n[translations.fallback]\n\"pt-BR\" = [\"es\", \"en\"]\n",
    )
    .article("a", "title: A\nid: aa", "English text.")
    .article("a.es", "title: A", "Texto español.")
    .article("b", "title: B\nid: bb", "More English.");
    let built = site.build();
    assert!(built.article("pt-BR", "aa").contains("Texto español."));
    assert!(built.article("pt-BR", "bb").contains("More English."));
}

#[test]
fn translations_may_stand_in_folders_and_elsewhere() {
    let site = TestSite::new(
        "title = \"T\"\nlocales = [\"en\", \"de\", \"ja\"]\n[content]\ndirs = { ja = \"pages.ja\" }\n",
    )
    .article("a/keys", "title: Keys\nid: kk", "English.")
    .article("de/a/keys", "title: Schlüssel", "Deutsch.")
    .file("pages.ja/a/keys.md", "---\ntitle: 鍵\n---\n日本語の本文。\n");
    let built = site.build();
    assert_eq!(built.diagnostics(), "");
    assert!(built.article("de", "kk").contains("Deutsch."));
    assert!(built.article("ja", "kk").contains("日本語の本文。"));
}

#[test]
fn the_states_of_translations_have_names_and_exit_codes() {
    let site = TestSite::new("title = \"T\"\nlocales = [\"en\", \"de\"]\n")
        .article("keys", "title: Keys\nid: kk", "One.")
        .article("keys.de", "title: Schlüssel", "Eins.")
        .article("only", "title: Only", "Alone.");
    let missing = kb(&site, &["status"]);
    insta::assert_snapshot!(missing.stdout, @r#"
        de       missing articles/only.md
        de: 1 fresh, 1 missing
        "#);
    assert_eq!(missing.code, Some(0));
    assert_eq!(kb(&site, &["status", "--fail-on", "missing"]).code, Some(1));

    kb(&site, &["status", "--accept"]).expect_success();
    assert!(site.read("articles/keys.de.md").contains("source_hash: "));
    site.replace("articles/keys.md", "One.", "Two.");
    let stale = kb(&site, &["status"]);
    insta::assert_snapshot!(stale.stdout, @r#"
        de       stale   articles/keys.de.md
        de       missing articles/only.md
        de: 1 stale, 1 missing
        help: translate again, or `kb status --accept FILE` if nothing needs to change
        "#);
    assert_eq!(stale.code, Some(1));
    assert_eq!(kb(&site, &["status", "--fail-on", "none"]).code, Some(0));

    let accepted = kb(&site, &["status", "--accept", "articles/keys.de.md"]).expect_success();
    insta::assert_snapshot!(accepted.stdout, @r#"
        accepted articles/keys.de.md
        1 translation accepted
        "#);
    assert_eq!(kb(&site, &["status"]).code, Some(0));
    let unknown = kb(&site, &["status", "--accept", "articles/kyes.de.md"]);
    insta::assert_snapshot!(unknown.complaint(), @r#"
        exit code 2
        kb: `articles/kyes.de.md` is not a translation of this site
          help: did you mean `articles/keys.de.md`?
        "#);
}

#[test]
fn a_stale_translation_has_a_banner_until_it_is_accepted() {
    let site = site("render");
    kb(&site, &["status", "--accept"]).expect_success();
    let banner = "möglicherweise nicht aktuell";
    let stale = |built: &Built| built.article("de", "both").contains(banner);
    assert!(!stale(&site.build()));
    site.replace("articles/both.md", "English words", "Other words");
    let built = site.build();
    assert!(stale(&built), "{}", built.article("de", "both"));
    kb(&site, &["status", "--accept"]).expect_success();
    assert!(!stale(&site.build()));
}

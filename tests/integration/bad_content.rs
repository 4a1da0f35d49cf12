//! Articles that cannot be used as they are: each is named, the rest is built.

use std::fs;
use std::time::{Duration, Instant};

use kb_tests::TestSite;

use crate::kb;

/// Builds with the command, which must go on, and answers what it says.
fn complaint(site: &TestSite) -> String {
    let run = kb(site, &["build"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(
        site.path("public/en/articles").is_dir() || site.path("public/en/good").is_dir(),
        "the good article is published"
    );
    assert_eq!(kb(site, &["build", "--strict", "--quiet"]).code, Some(1), "--strict fails");
    run.complaint()
}

fn good() -> TestSite {
    TestSite::new("title = \"T\"\n").article("good", "title: Good\nid: good", "Good text.")
}

#[test]
fn broken_front_matter() {
    let site = TestSite::fixture("broken/front-matter");
    insta::assert_snapshot!(complaint(&site));
    let pages: Vec<String> = kb_tests::files_below(&site.path("public/de/articles"))
        .into_keys()
        .filter(|path| path.ends_with("/index.html"))
        .collect();
    assert_eq!(pages, ["good-good/index.html"], "nothing that may be a draft");
}

#[test]
fn a_wrong_type_in_front_matter() {
    insta::assert_snapshot!(complaint(&TestSite::fixture("broken/wrong-type")));
}

#[test]
fn a_translation_into_a_locale_that_the_site_does_not_have() {
    insta::assert_snapshot!(complaint(&TestSite::fixture("broken/locale-of-a-file")));
}

#[test]
fn categories_that_contain_themselves() {
    let site = TestSite::fixture("broken/cyclic-categories");
    insta::assert_snapshot!(complaint(&site));
    for id in ["one", "two", "three"] {
        assert!(site.build().article_path("en", id).is_some(), "{id}");
    }
}

#[test]
fn two_articles_on_one_address() {
    insta::assert_snapshot!(complaint(&TestSite::fixture("broken/same-address")));
}

#[test]
fn invalid_utf_8() {
    let site = good()
        .file("articles/latin1.md", b"---\ntitle: Latin\n---\n\nGr\xfc\xdfe\n")
        .file("locales/en/site.ftl", b"search-label = Gr\xfc\xdfe\n")
        .file("articles/sub/_category_.json", b"{\"label\": \"\xff\"}");
    insta::assert_snapshot!(complaint(&site));
}

#[test]
fn an_article_of_50_megabytes() {
    let line = "All work and no play makes Jack a dull boy. ".repeat(20) + "\n\n";
    let site = good().file("articles/huge.md", line.repeat(50 * 1024 * 1024 / line.len() + 1));
    let begun = Instant::now();
    insta::assert_snapshot!(complaint(&site));
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
}

#[test]
fn an_article_of_3_megabytes_is_rendered() {
    let line = "All work and no play makes *Jack* a dull boy.\n\n";
    let site =
        good().article("long", "title: Long\nid: long", &line.repeat(3 * 1024 * 1024 / line.len()));
    let built = site.build();
    assert_eq!(built.diagnostics(), "");
    assert!(built.article("en", "long").len() > 3 * 1024 * 1024);
}

#[test]
fn ten_thousand_headings() {
    let headings: String =
        (1..=10_000).map(|n| format!("## Same title\n\nText {n}.\n\n")).collect();
    let site = good().article("many", "title: Many\nid: many", &headings);
    let begun = Instant::now();
    let built = site.build();
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
    insta::assert_snapshot!(built.diagnostics(), @"");
    let page = built.article("en", "many");
    assert!(
        page.contains("id=\"same-title\"") && page.contains("id=\"same-title-10000\"")
            || page.contains("id=\"same-title-9999\"")
    );
    assert_eq!(built.broken_links(), "");
}

#[test]
fn nesting_bombs() {
    let site = good()
        .article("quotes", "title: Quotes", &">".repeat(50_000))
        .article("lists", "title: Lists", &"- ".repeat(20_000))
        .article("brackets", "title: Brackets", &"[".repeat(100_000))
        .article("emphasis", "title: Emphasis", &"*a **a ".repeat(20_000))
        .article("html", "title: HTML", &"<div>".repeat(20_000))
        .article("notes", "title: Notes", &":::note\n".repeat(5_000))
        .article("code", "title: Code", &"`".repeat(100_001))
        .article("links", "title: Links", &"[a](".repeat(30_000))
        .article("tables", "title: Tables", &format!("|{}\n|{}\n", "a|".repeat(5_000), "-|".repeat(5_000)))
        .article("yaml", &format!("title: {}", "[".repeat(10_000)), "Text.")
        .article("alias", "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\ntitle: Laughs", "Text.");
    let begun = Instant::now();
    let said = complaint(&site);
    let is_first = |line: &&str| !line.contains("notes.md:") || line.contains("notes.md:4:");
    insta::assert_snapshot!(said.lines().filter(is_first).collect::<Vec<_>>().join("\n"));
    assert!(begun.elapsed() < Duration::from_secs(30), "{:?}", begun.elapsed());
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_out_of_the_tree() {
    let outside = tempfile::tempdir().expect("a folder for tests");
    fs::write(outside.path().join("secret.md"), "# Zugzwang\n").expect("write");
    fs::write(outside.path().join("secret.png"), "Zugzwang").expect("write");
    let site = good().article("shows", "title: Shows\nid: shows", "![A secret](secret.png)");
    let link = |to: &std::path::Path, name: &str| {
        std::os::unix::fs::symlink(to, site.path(name)).expect("link");
    };
    link(&outside.path().join("secret.md"), "articles/secret.md");
    link(&outside.path().join("secret.png"), "articles/secret.png");
    link(outside.path(), "articles/folder");
    link(&site.path("articles/nowhere.md"), "articles/broken.md");
    link(&site.path("articles/good.md"), "articles/same.md");
    fs::create_dir(site.path("static")).expect("create");
    link(&outside.path().join("secret.png"), "static/secret.png");
    fs::create_dir_all(site.path("theme/static")).expect("create");
    let said = complaint(&site);
    insta::assert_snapshot!(said);
    let leaked: Vec<String> = kb_tests::files_below(&site.path("public"))
        .into_iter()
        .filter(|(_, bytes)| String::from_utf8_lossy(bytes).contains("Zugzwang"))
        .map(|(path, _)| path)
        .collect();
    assert_eq!(leaked, Vec::<String>::new());
}

#[cfg(unix)]
#[test]
fn file_names_with_reserved_characters_and_marks_of_direction() {
    use std::os::unix::ffi::OsStrExt as _;

    let site = good()
        .article("what is this?", "title: What", "Text.")
        .article("50% off: a|b", "title: Price", "Text.")
        .article("\u{202e}gnp.exe", "title: Reversed", "Text.")
        .article("con", "title: Con", "Text.")
        .article("  ", "title: Blank", "Text.")
        .article("\u{65e5}\u{672c}", "title: Japan", "Text.")
        .article("..", "title: Dots", "Text.")
        .article(&"long".repeat(60), "title: Long", "Text.")
        .file("static/a:b?.txt", "x");
    let name = std::ffi::OsStr::from_bytes(b"not-utf-\xff.md");
    fs::write(site.path("articles").join(name), "# Text\n").expect("write");
    insta::assert_snapshot!(complaint(&site));
    let unsafe_paths: Vec<String> = kb_tests::files_below(&site.path("public/en"))
        .into_keys()
        .filter(|path| path.contains(['?', ':', '|', '\\', '\u{202e}']))
        .collect();
    assert_eq!(unsafe_paths, Vec::<String>::new());
    assert_eq!(site.build().broken_links(), "");
}

#[test]
fn the_tree_pattern_survives_the_same_names() {
    let site = TestSite::new("title = \"T\"\n[urls]\npattern = \"tree\"\n")
        .article("good", "title: Good\nid: good", "Good text.")
        .article("a b/50% off: a|b", "title: Price\nid: price", "[Good](../good.md)")
        .article("???", "title: Nothing left", "Text.")
        .article("search", "title: Search", "The name of a page of ours.")
        .article("articles", "title: Articles", "The name of another.")
        .article("tags/x", "title: X", "Text.")
        .article("tagged", "title: Tagged\ntags: [x]", "Text.")
        .article("index.html", "title: Index", "Text.")
        .article("404.html", "title: Not found", "Text.");
    let built = site.build();
    insta::assert_snapshot!(built.diagnostics());
    assert!(built.text("en/search/index.html").contains("<form"));
    assert_eq!(built.broken_links(), "");
}

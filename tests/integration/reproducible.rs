//! The same inputs give the same bytes, and no work where nothing has changed.

use std::collections::BTreeMap;
use std::fs;

use kb_tests::{NOW, Run, TestSite, files_below};

use crate::{KB, kb};

/// Builds the demo with a number of threads into a folder of its own.
fn bytes_with_threads(site: &TestSite, threads: &str) -> BTreeMap<String, Vec<u8>> {
    let output = format!("out-{threads}");
    let arguments = ["build", "--as-of", NOW, "--locked", "--quiet", "--output", &output];
    Run::of(Run::command(KB, site.dir()).args(arguments).env("RAYON_NUM_THREADS", threads))
        .expect_success();
    files_below(&site.path(&output))
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let site = TestSite::fixture("demo");
    let one = bytes_with_threads(&site, "1");
    let many = bytes_with_threads(&site, "8");
    assert_eq!(one.keys().collect::<Vec<_>>(), many.keys().collect::<Vec<_>>());
    let different: Vec<&String> = one.keys().filter(|path| one[*path] != many[*path]).collect();
    assert!(different.is_empty(), "{different:?}");
    assert!(one.len() > 500, "{}", one.len());
}

#[test]
fn every_link_of_the_demo_leads_somewhere() {
    let site = TestSite::fixture("demo");
    assert_eq!(site.build().broken_links(), "");
}

#[test]
fn below_a_path_every_link_stays_below_it() {
    let site = TestSite::fixture("demo");
    let built = site.build_as(|config, _| {
        for brand in &mut config.brands {
            brand.set_base_url("https://example.com/some/help");
        }
    });
    assert_eq!(built.broken_links(), "");
    for (path, bytes) in built.files("") {
        if !path.ends_with(".html") {
            continue;
        }
        let html = String::from_utf8(bytes).expect("UTF-8");
        for attribute in [" href=\"", " src=\"", " action=\""] {
            for value in html.split(attribute).skip(1).filter_map(|rest| rest.split('"').next()) {
                let value = value.replace("&#x2f;", "/");
                assert!(
                    !value.starts_with('/') || value.starts_with("/some/help/"),
                    "{path}: {value}"
                );
            }
        }
    }
}

#[test]
fn a_second_build_writes_nothing() {
    let site = TestSite::fixture("demo");
    kb(&site, &["build", "--as-of", NOW, "--quiet"]).expect_success();
    let file = site.path("public/pedalo/index.html");
    let before = fs::metadata(&file).expect("built").modified().expect("has a time");
    let again = kb(&site, &["build", "--as-of", NOW]).expect_success();
    assert_eq!(again.stdout, "nothing has changed since the last build\n");
    assert_eq!(fs::metadata(&file).expect("built").modified().expect("has a time"), before);
}

#[test]
fn a_locked_build_is_not_due_for_what_it_must_not_record() {
    let site = TestSite::new("title = \"T\"").article("a", "title: A\nid: aaaaaaaa", "Text.");
    let locked = || site.build_as(|_, options| options.locked = true).outcome.is_unchanged;
    assert!(!locked());
    assert!(locked());
    // Without the lock there is something to do: the addresses.
    assert!(!site.build().outcome.is_unchanged);
    assert!(site.build().outcome.is_unchanged);
    assert!(locked());
}

#[test]
fn a_build_is_due_when_a_date_has_passed_and_not_before() {
    let site = TestSite::new("title = \"T\"\nbase_url = \"https://h.example/\"")
        .article("now", "title: Now\nid: now", "Text.")
        .article("later", "title: Later\nid: later\npublish_at: 2026-07-01", "Text.")
        .article("gone", "title: Gone\nid: gone\narchive_at: 2026-08-01", "Text.");
    assert!(!site.build_at("2026-06-15").outcome.is_unchanged);
    assert!(site.build_at("2026-06-30").outcome.is_unchanged);
    let due = site.build_at("2026-07-01");
    assert!(!due.outcome.is_unchanged);
    assert!(due.article_path("en", "later").is_some());
    assert!(site.build_at("2026-07-31").outcome.is_unchanged);
    assert!(site.build_at("2026-08-01").article_path("en", "gone").is_none());
    // Back in time is another site again.
    assert!(site.build_at("2026-06-15").article_path("en", "later").is_none());
}

#[test]
fn every_kind_of_input_makes_a_build_due() {
    let site = TestSite::fixture("demo");
    site.build();
    assert!(site.build().outcome.is_unchanged);
    let changes: [(&str, &str); 5] = [
        ("articles/riding/first-ride/unlock-a-bike.md", "More."),
        ("kb.toml", "# A remark.\n"),
        ("synonyms.toml", "# A remark.\n"),
        ("static/new.txt", "new"),
        ("brand/pedalo-icon.svg", "<!-- -->"),
    ];
    for (path, more) in changes {
        let old = fs::read_to_string(site.path(path)).unwrap_or_default();
        site.write(path, old + more);
        assert!(!site.build().outcome.is_unchanged, "{path}");
        assert!(site.build().outcome.is_unchanged, "{path}");
    }
}

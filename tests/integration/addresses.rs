//! Addresses outlive the names they were made from.

use kb_tests::TestSite;

const SETTINGS: &str = "title = \"T\"\nbase_url = \"https://h.example/\"\n";

/// Lines of `_redirects` as pairs of old and new address.
fn redirects(built: &kb_tests::Built) -> Vec<(String, String)> {
    built
        .text("_redirects")
        .lines()
        .filter(|line| line.starts_with('/'))
        .filter_map(|line| {
            let mut words = line.split_whitespace();
            Some((words.next()?.to_owned(), words.next()?.to_owned()))
        })
        .collect()
}

fn pair(from: &str, to: &str) -> (String, String) {
    (from.to_owned(), to.to_owned())
}

#[test]
fn a_changed_slug_leaves_a_redirect() {
    let site = TestSite::new(SETTINGS).article("keys", "title: Keys\nid: k7\nslug: keys", "Text.");
    site.build();
    site.replace("articles/keys.md", "slug: keys", "slug: lost-keys");
    let built = site.build();
    assert!(built.has("en/articles/lost-keys-k7/index.html"));
    assert!(
        redirects(&built).contains(&pair("/en/articles/keys-k7/", "/en/articles/lost-keys-k7/")),
        "{}",
        built.text("_redirects")
    );
    // For hosts that do not read `_redirects`.
    let page = built.text("en/articles/keys-k7/index.html");
    assert!(page.contains("https://h.example/en/articles/lost-keys-k7/"), "{page}");
    assert!(page.contains("noindex"), "{page}");
}

#[test]
fn a_slug_changed_twice_leads_on_in_one_step() {
    let site = TestSite::new(SETTINGS).article("a", "title: A\nid: k7\nslug: one", "Text.");
    for (old, new) in [("one", "two"), ("two", "three")] {
        site.build();
        site.replace("articles/a.md", &format!("slug: {old}"), &format!("slug: {new}"));
    }
    let built = site.build();
    let mut expected = vec![
        pair("/en/articles/one-k7/", "/en/articles/three-k7/"),
        pair("/en/articles/two-k7/", "/en/articles/three-k7/"),
    ];
    expected.sort();
    let mut found = redirects(&built);
    found.retain(|(from, _)| from.contains("-k7"));
    found.sort();
    assert_eq!(found, expected);
}

#[test]
fn a_slug_changed_back_hides_no_page() {
    let site = TestSite::new(SETTINGS).article("a", "title: A\nid: k7\nslug: one", "Text.");
    site.build();
    site.replace("articles/a.md", "slug: one", "slug: two");
    site.build();
    site.replace("articles/a.md", "slug: two", "slug: one");
    let built = site.build();
    assert!(built.article("en", "k7").contains("Text."));
    let found = redirects(&built);
    assert!(found.contains(&pair("/en/articles/two-k7/", "/en/articles/one-k7/")), "{found:?}");
    assert_eq!(built.broken_links(), "");
}

#[test]
fn aliases_lead_to_the_article_and_chains_are_shortened() {
    let site = TestSite::new(&format!(
        "{SETTINGS}[redirects]\n\"/flyer/\" = \"/old/\"\n\"/shop/\" = \"https://shop.example/\"\n"
    ))
    .article("a", "title: A\nid: k7\naliases: [/old/, old2.html]", "Text.");
    let found = redirects(&site.build());
    for from in ["/flyer/", "/old/", "/old2.html"] {
        assert!(found.contains(&pair(from, "/en/articles/a-k7/")), "{from}: {found:?}");
    }
    assert!(found.contains(&pair("/shop/", "https://shop.example/")), "{found:?}");
}

#[test]
fn redirects_in_circles_to_nowhere_and_over_pages_are_told() {
    let site = TestSite::new(&format!(
        "{SETTINGS}[redirects]\n\"/a/\" = \"/b/\"\n\"/b/\" = \"/a/\"\n\
         \"/lost/\" = \"/en/articles/ky-k7/\"\n\"/en/articles/keys-k7/\" = \"/c/\"\n"
    ))
    .article("keys", "title: Keys\nid: k7\naliases: [/twice/]", "Text.")
    .article("other", "title: Other\nid: k8\naliases: [/twice/]", "Text.");
    insta::assert_snapshot!(site.build().diagnostics());
}

#[test]
fn a_ledger_that_cannot_be_read_is_told_and_never_overwritten() {
    let site = TestSite::new(SETTINGS)
        .article("a", "title: A\nid: k7", "Text.")
        .file("addresses.json", "<<<<<<< ours\n{}\n");
    let built = site.build();
    insta::assert_snapshot!(built.diagnostics());
    assert_eq!(site.read("addresses.json"), "<<<<<<< ours\n{}\n");
}

#[test]
fn the_tree_pattern_keeps_the_shape_of_the_folders() {
    let site = TestSite::new(&format!("{SETTINGS}[urls]\npattern = \"tree\"\n"))
        .article("setup/_index", "title: Setup", "")
        .article("setup/install.it", "title: Install", "[First steps](../first-steps.md)")
        .article("first-steps", "title: First\nslug: begin", "[Install](setup/install.it.md)");
    let built = site.build();
    for path in ["en/setup/index.html", "en/setup/install.it/index.html", "en/begin/index.html"] {
        assert!(built.has(path), "{path}: {:?}", built.files("").keys());
    }
    assert_eq!(built.diagnostics(), "");
    assert_eq!(built.broken_links(), "");
}

#[test]
fn own_patterns_of_addresses_are_filled_in() {
    let site = TestSite::new(&format!(
        "{SETTINGS}[urls]\narticle = \"/{{locale}}/a/{{category}}/{{id}}/{{slug}}/\"\ncategory = \"{{locale}}/c/{{slug}}\"\n"
    ))
    .article("x/y/keys", "title: Keys\nid: k7", "Text.");
    let built = site.build();
    assert!(built.has("en/a/x/y/k7/keys/index.html"), "{:?}", built.files("").keys());
    assert!(built.has("en/c/y/index.html"), "{:?}", built.files("").keys());
    assert_eq!(built.broken_links(), "");
}

#[test]
fn the_first_brand_inherits_the_addresses_of_the_site() {
    let site = TestSite::new("title = \"Help\"\n").article("a", "title: A\nid: aaaaaaaa", "Text.");
    site.build();
    let settings = "title = \"Help\"\n[brands.acme]\nbase_url = \"https://acme.example/\"\n";
    let site =
        site.file("kb.toml", settings).article("a", "title: A\nid: aaaaaaaa\nslug: b", "Text.");
    for _ in 0..2 {
        let built = site.build_as(|_, options| options.force = true);
        assert_eq!(built.codes(), ["leftover-site"]);
        let redirects = built.text("acme/_redirects");
        assert!(
            redirects.contains("/en/articles/a-aaaaaaaa/ /en/articles/b-aaaaaaaa/"),
            "{redirects}"
        );
    }
}

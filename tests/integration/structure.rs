//! The tree of categories in the spellings of several generators.

use kb_tests::TestSite;

const SETTINGS: &str = "title = \"T\"\nbase_url = \"https://h.example/\"\n";

#[test]
fn an_article_may_stand_in_several_categories_and_has_one_address() {
    let built = TestSite::new(SETTINGS)
        .article("a/_index", "title: First\nid: c1", "")
        .article("b/_index", "title: Second\nid: c2", "")
        .article("a/keys", "title: Keys\nid: k7\ncategories: [b]", "Text.")
        .build();
    let paths: Vec<String> =
        built.files("").into_keys().filter(|path| path.ends_with("k7/index.html")).collect();
    assert_eq!(paths, ["en/articles/keys-k7/index.html"]);
    for category in ["en/categories/a-c1/index.html", "en/categories/b-c2/index.html"] {
        assert!(built.text(category).contains("/en/articles/keys-k7/"), "{category}");
    }
    let page = built.article("en", "k7");
    assert!(page.contains("First"), "the breadcrumbs name the first: {page}");
}

#[test]
fn a_category_may_be_a_file_of_docusaurus() {
    let built = TestSite::new(SETTINGS)
        .file(
            "articles/tutorial/_category_.json",
            r#"{"label": "Tutorials", "position": 2, "link": {"type": "generated-index", "description": "Learn by doing."}}"#,
        )
        .article("tutorial/one", "title: One\nsidebar_position: 1", "Text.")
        .article("zoo/_index", "title: Zoo\nweight: 1", "")
        .article("zoo/two", "title: Two", "Text.")
        .build();
    let home = built.text("en/index.html");
    assert!(home.contains("Tutorials") && home.contains("Learn by doing."), "{home}");
    assert!(home.find(">Zoo<") < home.find(">Tutorials<"), "by order, not by name: {home}");
}

#[test]
fn a_folder_with_an_index_is_a_page_or_a_category_as_it_is_used() {
    let built = TestSite::new(SETTINGS)
        .article("bundle/index", "title: Bundle\nid: bb", "![A key](key.svg)")
        .file(
            "articles/bundle/key.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"3\"/>",
        )
        .article("group/index", "title: Group\nid: gg", "Introduction.")
        .article("group/one", "title: One\nid: oo", "Text.")
        .build();
    assert_eq!(built.diagnostics(), "");
    let page = built.article("en", "bb");
    assert!(page.contains("width=\"4\"") && page.contains("height=\"3\""), "{page}");
    let category = built.text("en/categories/group-gg/index.html");
    assert!(category.contains("Introduction.") && category.contains(">One<"), "{category}");
    assert_eq!(built.broken_links(), "");
}

#[test]
fn categories_nest_to_any_depth() {
    let deep: String = (1..=40).map(|level| format!("d{level}/")).collect();
    let built = TestSite::new(SETTINGS)
        .article(&format!("{deep}keys"), "title: Keys\nid: k7", "Text.")
        .build();
    assert!(built.article("en", "k7").contains("D40"));
    assert_eq!(built.broken_links(), "");
}

#[test]
fn links_by_path_images_and_headings_are_checked() {
    let built = TestSite::new(SETTINGS)
        .article(
            "a/keys",
            "title: Keys\nid: k7",
            "[Bikes](../b/bikes.md#park) [wrong file](../b/bike.md)\n\n[wrong place](../b/bikes.md#parc)\n\n\
             ![](missing.png)\n\n![A dock](doc.png)",
        )
        .article("b/bikes", "title: Bikes\nid: b8", "## Park\n\nText. [Wrong](#prk)")
        .file("articles/a/dock.png", include_bytes!("../fixtures/sites/minimal/articles/dot.png"))
        .build();
    insta::assert_snapshot!(built.diagnostics());
    let page = built.article("en", "k7");
    assert!(page.contains("href=\"/en/articles/bikes-b8/#park\""), "{page}");
    // The check of the finished pages finds the same ones.
    assert_eq!(built.broken_links().matches("broken-output-link").count(), 5);
}

#[test]
fn the_smallest_site_is_whole() {
    let built = TestSite::fixture("minimal").build();
    assert_eq!(built.diagnostics(), "");
    assert_eq!(built.broken_links(), "");
    let paths: Vec<String> = built
        .files("")
        .into_keys()
        .filter(|path| {
            !path.starts_with("assets/") && !path.contains("/search/") && !path.contains("media/")
        })
        .collect();
    insta::assert_snapshot!(paths.join("\n"));
}

#[test]
fn an_address_in_angle_brackets_is_mail() {
    let built = TestSite::new(SETTINGS)
        .article("a", "title: A\nid: aa", "Write to <help@h.example> or help@h.example.")
        .build();
    assert_eq!(built.diagnostics(), "");
    assert_eq!(built.article("en", "aa").matches("href=\"mailto:help@h.example\"").count(), 2);
}

#[test]
fn files_of_static_give_way_to_pages() {
    let site = TestSite::new("title = \"Help\"\n")
        .article("a", "title: A\nid: aaaaaaaa", "Text.")
        .file("static/en", "a file where the site has a folder")
        .file("static/404.html/x.txt", "a folder where the site has a page")
        .file("static/robots.txt", "ours is needed")
        .file("static/_redirects", "/promo /en/ 302\n")
        .file("static/terms.txt", "stays");
    let site = site.file("kb.toml", "title = \"Help\"\n[redirects]\n\"/old/\" = \"/en/\"\n");
    let built = site.build();
    let found: Vec<(&str, &str)> = built
        .outcome
        .diagnostics
        .iter()
        .map(|diagnostic| (diagnostic.code, diagnostic.path.as_str()))
        .collect();
    let code = "file-in-the-way";
    let files = ["static/404.html/x.txt", "static/en", "static/robots.txt"];
    assert_eq!(found, files.map(|file| (code, file)));
    let redirects = built.text("_redirects");
    assert!(
        redirects.starts_with("/promo /en/ 302\n") && redirects.contains("/old/"),
        "{redirects}"
    );
    assert!(built.text("en/index.html").contains("</html>"));
    assert_eq!(built.text("terms.txt"), "stays");
}

#[test]
fn categories_without_articles_are_shown_where_the_site_wants_them() {
    let site = |settings: &str| {
        TestSite::new(&format!("title = \"Help\"\n{settings}"))
            .article("a/one", "title: One", "Text.")
            .file("articles/soon/_index.md", "---\ntitle: Soon\nid: soon2222\n---\n")
            .file("articles/secret/_index.md", "---\ntitle: Secret\naudience: internal\n---\n")
            .file("articles/later/_index.md", "---\ntitle: Later\ndraft: true\n---\n")
    };
    let page = "en/categories/soon-soon2222/index.html";
    assert!(!site("").build().has(page));
    let built = site("[content]\nshow_empty_categories = true\n").build();
    assert!(built.text(page).contains("There are no articles here yet."));
    let home = built.text("en/index.html");
    assert!(home.contains("Soon") && !home.contains("Secret") && !home.contains("Later"), "{home}");
}

#[test]
fn a_new_article_does_not_take_the_id_of_a_renamed_one() {
    let site = TestSite::new("title = \"Help\"\n").article("pay", "title: Pay", "Old.");
    let id = crate::kb(&site, &["check", "--fix"]);
    assert!(id.stdout.contains("gave an id to 1 article"), "{}", id.stdout);
    std::fs::rename(site.path("articles/pay.md"), site.path("articles/pay-old.md"))
        .expect("rename");
    let site = site.article("pay", "title: Pay again", "New.");
    let built = site.build();
    assert_eq!(built.diagnostics(), "");
    let pages: Vec<String> = built
        .files("en/articles")
        .into_keys()
        .filter(|path| path.ends_with("index.html") && path.contains("pay"))
        .collect();
    assert_eq!(pages.len(), 2, "{pages:?}");
    let text = site.read("articles/pay-old.md");
    let id = text.lines().find_map(|line| line.strip_prefix("id: ")).expect("an id");
    let id = id.trim_matches('"');
    assert!(pages.iter().any(|page| page.contains(&format!("pay-old-{id}/"))), "{pages:?}");
    assert!(!pages.iter().any(|page| page.contains(&format!("pay-{id}/"))), "{pages:?}");
}

#[test]
fn addresses_that_are_encoded_already_are_left_so() {
    let settings =
        "title = \"Help\"\n[[header_links]]\nlabel = \"Cart\"\nurl = \"/shop/My%20Cart?a=%26\"\n";
    let site = TestSite::new(settings).article(
        "a",
        "title: A\nid: aaaaaaaa",
        "[x](/p%C3%BCnkt?q=1#y) and [z](/ü z).",
    );
    let page = site.build().article("en", "aaaaaaaa");
    for address in ["/shop/My%20Cart?a=%26", "/p%C3%BCnkt?q=1#y"] {
        assert!(page.contains(&format!("href=\"{address}\"")), "{address}: {page}");
    }
}

#[test]
fn brands_at_one_address_are_told() {
    let site = TestSite::new(
        "title = \"Help\"\n[brands.p]\nbase_url = \"https://p.example/\"\n[brands.q]\nextends = \"p\"\n",
    )
    .article("a", "title: A\nid: aaaaaaaa", "Text.");
    insta::assert_snapshot!(site.build().diagnostics(), @r"
    kb.toml: warning[shared-base-url]: brands `p` and `q` have the same address `https://p.example/`
      help: give each a `base_url` of its own, or the second one will not be found
    ");
}

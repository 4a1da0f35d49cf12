//! What must not be on a site is nowhere in its bytes, search index included.

use kb_tests::{Built, TestSite};

const DRAFT: &str = "DRAFT-TOKEN-7f3a";
const SCHEDULED: &str = "SCHEDULED-TOKEN-91bc";
const ARCHIVED: &str = "ARCHIVED-TOKEN-55de";
const INTERNAL: &str = "INTERNAL-TOKEN-c2d8";

/// The parts of a token as well: the index knows words, not tokens.
fn traces(built: &Built, token: &str) -> Vec<String> {
    let word = token.rsplit('-').next().expect("has parts");
    [token, word].iter().flat_map(|needle| built.files_with("", needle)).collect()
}

#[test]
fn what_is_not_published_leaves_no_trace() {
    let built = TestSite::fixture("demo").build();
    for token in [DRAFT, SCHEDULED, ARCHIVED, INTERNAL] {
        assert_eq!(traces(&built, token), Vec::<String>::new(), "{token}");
    }
    // Neither do the titles and addresses.
    for name in ["night fare", "night-fare", "order by fax", "order-by-fax", "goodwill", "cq2nw7ys"]
    {
        assert_eq!(built.files_with("", name), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn a_scheduled_article_appears_when_its_day_has_come() {
    let built = TestSite::fixture("demo").build_at("2100-01-01");
    let found = built.files_with("", SCHEDULED);
    assert!(found.iter().any(|path| path.ends_with("listen-to-audiobooks-tk5vr3ma/index.html")));
    assert!(found.iter().any(|path| path.contains("/search/")), "{found:?}");
    assert_eq!(traces(&built, DRAFT), Vec::<String>::new());
}

#[test]
fn internal_articles_are_only_on_sites_for_staff() {
    let built = TestSite::fixture("demo").build_as(|_, options| options.with_internal = true);
    let found = built.files_with("", INTERNAL);
    assert!(found.iter().any(|path| path.contains("/search/")), "{found:?}");
    for token in [DRAFT, SCHEDULED, ARCHIVED] {
        assert_eq!(traces(&built, token), Vec::<String>::new(), "{token}");
    }
}

#[test]
fn what_a_category_says_may_be_a_draft_or_internal_too() {
    for head in ["draft: true", "audience: internal", "publish_at: 2099-01-01", "archived: true"] {
        let built = TestSite::new("title = \"T\"")
            .article("a/_index", &format!("title: Zugzwang\n{head}"), "Zwischenzug.")
            .article("a/b", "title: B", "Text.")
            .build();
        assert_eq!(built.files_with("", "zugzwang"), Vec::<String>::new(), "{head}");
        assert_eq!(built.files_with("", "zwischenzug"), Vec::<String>::new(), "{head}");
        assert!(!built.files_with("", ">B<").is_empty(), "{head}");
    }
}

#[test]
fn a_link_to_a_draft_keeps_its_words_and_tells_the_author() {
    let built = TestSite::new("title = \"T\"")
        .article("a", "title: A", "See [the plan](secret-plan.md).")
        .article("secret-plan", "title: Secret plan\ndraft: true", "Hush.")
        .build();
    assert_eq!(built.codes(), ["unpublished-link"]);
    assert_eq!(built.files_with("", "hush"), Vec::<String>::new());
    assert_eq!(built.files_with("", "secret-plan"), Vec::<String>::new());
    assert_eq!(built.broken_links(), "");
}

/// Words of one brand: its name, and ids and titles of articles that only it has.
fn exclusive_words(built: &Built, brand: &str, other: &str) -> Vec<String> {
    let ids = |brand: &str| -> Vec<String> {
        built
            .files(brand)
            .into_keys()
            .filter_map(|path| {
                let page = path.strip_suffix("/index.html")?;
                page.contains("/articles/").then(|| page.rsplit('-').next().map(str::to_owned))?
            })
            .collect()
    };
    let others = ids(other);
    let mut words: Vec<String> =
        ids(brand).into_iter().filter(|id| id.len() == 8 && !others.contains(id)).collect();
    words.sort();
    words.dedup();
    assert!(words.len() > 5, "{words:?}");
    words.push(brand.to_owned());
    words
}

#[test]
fn nothing_of_a_brand_is_in_the_output_of_another() {
    let built = TestSite::fixture("demo").build();
    for (brand, other) in [("pedalo", "paperwhale"), ("paperwhale", "pedalo")] {
        for word in exclusive_words(&built, brand, other) {
            assert_eq!(built.files_with(other, &word), Vec::<String>::new(), "{word} in {other}");
        }
    }
}

#[test]
fn a_category_of_another_brand_does_not_come_along_with_a_shared_article() {
    let built = TestSite::new(
        "title = \"T\"\n[brands.one]\ninclude = [\"ones/**\"]\n[brands.two]\ninclude = [\"twos/**\"]\n",
    )
    .article("ones/_index", "title: Krokodil", "Only of one.")
    .article("twos/_index", "title: Two's", "Only of two.")
    .article("ones/shared", "title: Shared\ncategories: [twos]", "For both.")
    .article("ones/own", "title: Own", "For one.")
    .build();
    assert!(!built.files_with("two", "for both").is_empty());
    assert_eq!(built.files_with("two", "krokodil"), Vec::<String>::new());
    assert_eq!(built.files_with("two", "only of one"), Vec::<String>::new());
}

//! Rules of proactive chat, as the demo has them: published, and simulated.

use kb_protocol::proactive::RuleBook;
use kb_tests::TestSite;

use crate::kb;

const ARTICLE: &str = "https://help.pedalo.example/en/articles/unlock-2k4/";

/// What is said for a visitor of the demo's first brand.
fn simulated(more: &[&str]) -> String {
    let site = TestSite::fixture("demo");
    let arguments = [&["proactive", "simulate", "--brand", "pedalo", "--page"], more].concat();
    kb(&site, &arguments).expect_success().stdout
}

#[test]
fn the_demo_publishes_the_rules_of_each_brand() {
    let site = TestSite::fixture("demo");
    kb(&site, &["build", "--brand", "pedalo", "--output", "out"]).expect_success();
    let text = site.read("out/pedalo/proactive.json");
    let book: RuleBook = serde_json::from_str(&text).expect("a rule book");
    let ids: Vec<&str> = book.rules.iter().map(|rule| rule.id.as_str()).collect();
    assert_eq!(ids, ["reader", "come-back"]);
    for rule in &book.rules {
        assert_eq!(rule.message.len(), 4, "{}: one text for each locale", rule.id);
    }
}

#[test]
fn who_reads_an_article_to_its_end_is_asked_whether_it_is_clear() {
    insta::assert_snapshot!(simulated(&[ARTICLE, "--scroll", "80"]));
    insta::assert_snapshot!(simulated(&[ARTICLE, "--scroll", "80", "--closed"]));
}

#[test]
fn who_comes_back_is_greeted_once_a_day() {
    let home = "https://www.pedalo.example/?utm_source=mail";
    insta::assert_snapshot!(simulated(&[home, "--visits", "3"]));
    insta::assert_snapshot!(simulated(&[home, "--visits", "3", "--shown", "come-back=2"]));
    insta::assert_snapshot!(simulated(&[home, "--exit", "--dismissed", "come-back=2"]));
}

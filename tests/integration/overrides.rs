//! A site's own theme files and interface texts.

use kb_tests::TestSite;

fn site() -> TestSite {
    TestSite::fixture("minimal")
}

#[test]
fn a_file_of_the_theme_is_replaced_by_the_sites_own() {
    let built = site()
        .file(
            "theme/templates/404.html",
            "<!doctype html><title>{{ page.title }}</title><p>Gone fishing",
        )
        .build();
    assert_eq!(built.diagnostics(), "");
    assert!(built.text("en/404.html").contains("Gone fishing"));
}

#[test]
fn an_override_that_overrides_nothing_is_told_with_the_nearest_name() {
    let built = site().file("theme/templates/artcle.html", "x").build();
    insta::assert_snapshot!(built.diagnostics(), @r#"
        theme/templates/artcle.html: warning[idle-theme-override]: `templates/artcle.html` overrides nothing: theme `plain` has no such file
          help: did you mean `templates/article.html`?
        "#);
}

#[test]
fn theme_settings_are_checked_for_name_type_and_contrast() {
    let site = site();
    site.write(
        "kb.toml",
        "title = \"T\"\n[theme_settings]\naccent = \"blu\"\nacccent = \"#123456\"\ncorners = \"sqare\"\n",
    );
    insta::assert_snapshot!(site.build().diagnostics());
}

#[test]
fn a_message_is_replaced_and_a_misspelled_one_is_told() {
    let built = site()
        .file(
            "locales/en/site.ftl",
            "search-placeholder = What is the matter?\nsearch-placehoder = Oops\n",
        )
        .build();
    assert!(built.text("en/index.html").contains("What is the matter?"));
    insta::assert_snapshot!(built.diagnostics(), @r#"
        locales/en/site.ftl:2: warning[unknown-message]: message `search-placehoder` overrides nothing
          help: did you mean `search-placeholder`?
        "#);
}

#[test]
fn a_message_file_with_mistakes_is_told_and_the_rest_of_it_holds() {
    let built = site()
        .file(
            "locales/en/site.ftl",
            "search-placeholder = What is the matter?\nsearch-label = { $oops\nhome-greeting = Hi { $who }\n",
        )
        .build();
    assert!(built.text("en/index.html").contains("What is the matter?"));
    insta::assert_snapshot!(built.diagnostics());
}

#[test]
fn a_template_that_fails_is_named_with_its_line() {
    let site = site().file("theme/templates/404.html", "<p>\n{{ page.titel }}\n");
    let run = crate::kb(&site, &["build"]);
    insta::assert_snapshot!(run.complaint(), @r#"
        exit code 2
        kb: cannot render `404.html`
          because: template `404.html`, line 2: undefined value: `page.titel` is undefined
        "#);
}

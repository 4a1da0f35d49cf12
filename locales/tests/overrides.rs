//! A site's own texts, and what answers where a locale has none.

use kb_locales::{Catalog, CatalogProblem, Locale, MessageError, Override};

fn locale(code: &str) -> Locale {
    Locale::parse(code).expect("the test spells it right")
}

fn file(path: &str, text: &str) -> Override {
    Override { path: path.to_owned(), text: text.to_owned() }
}

fn load(code: &str, default: &str, files: &[(&str, &str)]) -> (Catalog, Vec<CatalogProblem>) {
    let files: Vec<Override> = files.iter().map(|(path, text)| file(path, text)).collect();
    Catalog::load(&locale(code), &files, &locale(default))
}

/// What a person sees of the problems with one German file.
fn problems(text: &str) -> String {
    let (_, problems) = load("de", "en", &[("locales/de/site.ftl", text)]);
    let lines = problems.into_iter().map(|problem| {
        let line = problem.line.map_or(String::new(), |line| format!(":{line}"));
        let help = problem.help.map_or(String::new(), |help| format!(" ({help})"));
        format!("{}{line}: {} [{}]{help}", problem.path, problem.message, problem.code)
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn an_override_replaces_one_message_and_leaves_the_others() {
    let (catalog, problems) = load("de", "en", &[("locales/de/site.ftl", "search-submit = Los")]);

    assert_eq!(problems, []);
    assert_eq!(catalog.text("search-submit", &[]), "Los");
    assert_eq!(catalog.text("search-page-title", &[]), "Suche");
}

#[test]
fn a_message_is_looked_for_along_the_chain() {
    let files = [
        ("locales/de-AT/site.ftl", "home-greeting = Servus!"),
        ("locales/de/site.ftl", "search-submit = Los"),
        ("locales/fr/site.ftl", "search-submit = Allez"),
    ];
    let (catalog, problems) = load("de-AT", "fr", &files);

    assert_eq!(problems, []);
    assert_eq!(catalog.text("home-greeting", &[]), "Servus!");
    assert_eq!(catalog.text("search-submit", &[]), "Los");
    assert_eq!(catalog.text("search-page-title", &[]), "Suche");
}

#[test]
fn a_locale_without_texts_falls_back_to_the_default_locale_and_says_so() {
    let files = [
        ("locales/nl/site.ftl", "search-submit = Zoeken"),
        ("locales/fr/site.ftl", "home-recent = Frais"),
    ];
    let (catalog, problems) = load("nl", "fr", &files);

    assert_eq!(catalog.text("search-submit", &[]), "Zoeken");
    assert_eq!(catalog.text("home-recent", &[]), "Frais");
    assert_eq!(catalog.text("search-page-title", &[]), "Recherche");
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].code, "missing-messages");
    assert_eq!(problems[0].path, "locales/nl/");
}

#[test]
fn a_fallback_counts_in_its_own_locale() {
    let (catalog, _) = load("ru", "en", &[("locales/ru/site.ftl", "search-submit = Найти")]);

    let text = catalog.text("search-results-count", &[("count", 1_234_u64.into())]);
    assert_eq!(text, "1,234 results");
}

#[test]
fn an_override_counts_as_its_locale_does() {
    let text = "
search-results-count = { $count ->
    [one] { NUMBER($count) } результат
    [few] { NUMBER($count) } результата
    [many] { NUMBER($count) } результатов
   *[other] { NUMBER($count) } результата
}";
    let (catalog, _) = load("ru", "en", &[("locales/ru/site.ftl", text)]);

    let forms = [1_u64, 2, 5, 11, 21, 22]
        .map(|count| catalog.text("search-results-count", &[("count", count.into())]));
    insta::assert_snapshot!(forms.join(" | "), @"1 результат | 2 результата | 5 результатов | 11 результатов | 21 результат | 22 результата");
}

#[test]
fn traditional_chinese_never_falls_back_to_simplified() {
    let (catalog, _) = load("zh-TW", "en", &[]);
    assert_eq!(catalog.text("search-submit", &[]), "Search");
}

#[test]
fn a_site_may_have_messages_of_its_own() {
    let (catalog, problems) =
        load("de", "en", &[("locales/de/site.ftl", "site-hotline = Hotline")]);

    assert_eq!(problems, []);
    assert_eq!(catalog.text("site-hotline", &[]), "Hotline");
}

#[test]
fn a_misspelled_message_is_named_with_the_nearest() {
    let text = problems("# Eigene Texte\n\nserch-submit = Los\nxyzzy = ?");
    insta::assert_snapshot!(text, @"
    locales/de/site.ftl:3: message `serch-submit` overrides nothing [unknown-message] (did you mean `search-submit`?)
    locales/de/site.ftl:4: message `xyzzy` overrides nothing [unknown-message]
    ");
}

#[test]
fn a_misspelled_variable_is_named_with_the_nearest() {
    let text = problems("article-updated = Stand: { $dat }\nhome-greeting = Hallo { $name }");
    insta::assert_snapshot!(text, @"
    locales/de/site.ftl:1: message `article-updated` has no variable `$dat` [unknown-variable] (did you mean `$date`?)
    locales/de/site.ftl:2: message `home-greeting` has no variable `$name` [unknown-variable] (this message has no variables)
    ");
}

#[test]
fn a_syntax_error_has_its_line_and_spares_the_rest() {
    let broken = "search-submit = Los\n\nhome-greeting = { $\n\nhome-recent = Neu\n";
    insta::assert_snapshot!(problems(broken), @r#"locales/de/site.ftl:3: this message cannot be read: expected one of "a-zA-Z" [message-syntax] (the other messages of the file still count)"#);

    let (catalog, _) = load("de", "en", &[("locales/de/site.ftl", broken)]);
    assert_eq!(catalog.text("search-submit", &[]), "Los");
    assert_eq!(catalog.text("home-recent", &[]), "Neu");
    assert_eq!(catalog.text("home-greeting", &[]), "Wie können wir Ihnen helfen?");
}

#[test]
fn a_message_that_stands_twice_is_named() {
    insta::assert_snapshot!(problems("search-submit = A\nsearch-submit = B"), @"locales/de/site.ftl:2: message `search-submit` stands twice in this file [duplicate-message] (the last one counts; remove the other)");
}

#[test]
fn a_message_that_refers_to_nothing_or_to_itself_is_named() {
    let text = problems("home-recent = { -brand }\nhome-featured = { home-featured }");
    insta::assert_snapshot!(text, @"
    locales/de/site.ftl:1: message `home-recent` cannot be put together: there is no term `-brand` [broken-message]
    locales/de/site.ftl:2: message `home-featured` cannot be put together: it refers to itself [broken-message]
    ");
}

#[test]
fn a_nesting_bomb_is_not_read() {
    let bomb = format!("home-recent = {}", "{".repeat(1_000_000));
    insta::assert_snapshot!(problems(&bomb), @"locales/de/site.ftl: this file nests more than 32 braces and is not read [message-syntax] (a `{` without its `}` may be the reason)");
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_are_read() {
    let text = "\u{FEFF}search-submit = Los\r\nhome-recent = Neu\r\n";
    let (catalog, problems) = load("de", "en", &[("locales\\de\\site.ftl", text)]);

    assert_eq!(problems, []);
    assert_eq!(catalog.text("search-submit", &[]), "Los");
    assert_eq!(catalog.text("home-recent", &[]), "Neu");
}

#[test]
fn problems_of_other_locales_are_not_repeated() {
    let (_, problems) = load("fr", "de", &[("locales/de/site.ftl", "nonsense = ?")]);
    assert_eq!(problems, []);
}

#[test]
fn a_template_learns_what_is_wrong_with_a_message() {
    let (catalog, _) = load("de", "en", &[]);

    let unknown = catalog.format("serch-submit", &[]).unwrap_err();
    assert_eq!(
        unknown,
        MessageError::Unknown {
            id: "serch-submit".to_owned(),
            nearest: Some("search-submit".to_owned())
        }
    );
    let missing = catalog.format("article-updated", &[]).unwrap_err();
    assert_eq!(missing.to_string(), "message `article-updated` needs the variable `$date`");
}

#[test]
fn an_unknown_message_shows_its_id() {
    let (catalog, _) = load("de", "en", &[]);

    assert_eq!(catalog.text("nonsense", &[]), "nonsense");
    assert_eq!(catalog.try_text("nonsense", &[]), None);
    assert!(!catalog.has("nonsense"));
}

#[test]
fn a_text_that_runs_against_the_locale_is_isolated_and_no_other() {
    let title = |code, title: &str| {
        let (catalog, _) = load(code, "en", &[]);
        catalog.text("search-no-results", &[("query", title.into())])
    };
    assert_eq!(title("he", "bike"), "לא נמצאו תוצאות עבור ”\u{2068}bike\u{2069}”");
    assert_eq!(title("he", "אופניים"), "לא נמצאו תוצאות עבור ”אופניים”");
    assert_eq!(title("he", "42"), "לא נמצאו תוצאות עבור ”42”");
    assert_eq!(title("en", "bike"), "No results for “bike”");
    assert_eq!(title("en", "אופניים"), "No results for “\u{2068}אופניים\u{2069}”");
}

#[test]
fn a_catalog_is_shared_by_threads() {
    fn check<T: Send + Sync>() {}
    check::<Catalog>();
}

#[test]
fn a_number_given_as_text_is_shown() {
    let (catalog, _) = load("de", "en", &[]);
    let page = |number: &str| catalog.format("pagination-page", &[("number", number.into())]);

    assert_eq!(page("12345").as_deref(), Ok("Seite 12.345"));
    assert_eq!(page("{number}").as_deref(), Ok("Seite {number}"));
    assert_eq!(page("inf").as_deref(), Ok("Seite inf"));

    let count = |count: f64| catalog.text("search-results-count", &[("count", count.into())]);
    assert_eq!(count(f64::INFINITY), "inf Ergebnisse");
    assert_eq!(count(-1.5), "-1,5 Ergebnisse");
    assert_eq!(count(1e300).len(), "Ergebnisse".len() + 402);
}

//! Forms: what a build publishes of them, where they go, and what `kb check`
//! says about files that make no sense.

use kb_protocol::content::HomeDocument;
use kb_protocol::form::{Form, FormsDocument, RawAnswers, check, routed};
use kb_tests::TestSite;

use crate::kb;

const RELAY: &str = "[widget]\nmode = \"none\"\nrelay = \"https://chat.example.com\"\nkey = \"wk_0123456789abcdef\"\n";

const CONTACT: &str = r#"title = { en = "Write <us>", de = "Kontakt" }
thanks = { en = "Bye", de = "Tschüss" }

[[fields]]
id = "topic"
type = "select"
label = { en = "Topic", de = "Thema" }
required = true
options = ["refund", "bike"]

[[fields]]
id = "amount"
type = "number"
label = { en = "Amount", de = "Betrag" }
when = { field = "topic", is = "refund" }

[[fields]]
id = "message"
type = "textarea"
label = { en = "Message", de = "Nachricht" }
target = "message.body"

[[fields]]
id = "email"
type = "email"
label = { en = "E-mail", de = "E-Mail" }
target = "customer.email"
"#;

/// A site in two locales with one form.
fn site(settings: &str, form: &str) -> TestSite {
    let head =
        "title = \"Help\"\nlocales = [\"en\", \"de\"]\nbase_url = \"https://help.example/\"\n";
    TestSite::new(&format!("{head}{settings}"))
        .article("a", "title: A\nid: aa", "Text.")
        .file("forms/contact.toml", form)
}

#[test]
fn a_form_is_published_as_page_and_document_in_every_locale() {
    let built = site(RELAY, CONTACT).build();
    assert_eq!(built.diagnostics(), "");
    let page = built.text("en/forms/contact/index.html");
    assert!(
        page.contains("action=\"https://chat.example.com/forms/v1/wk_0123456789abcdef/contact\"")
    );
    assert!(page.contains("form-action 'self' https://chat.example.com\""), "{page}");
    assert!(page.contains("<h1>Write &lt;us&gt;</h1>"), "{page}");
    assert!(page.contains("data-field=\"amount\" hidden"), "its condition does not hold yet");
    let form: Form = serde_json::from_str(&built.text("de/api/forms/contact.json")).expect("JSON");
    assert_eq!((form.title.as_str(), form.locale.as_str()), ("Kontakt", "de"));
    let mut answers = RawAnswers::default();
    answers.add("topic", "bike");
    assert!(check(&form, &answers).is_ok());
    let all: FormsDocument = serde_json::from_str(&built.text("forms.json")).expect("JSON");
    assert_eq!(all.forms.len(), 1);
    assert_eq!(all.forms[0].locales["de"], form);
    assert_eq!(all.forms[0].thanks["de"], "Tschüss");
    let home: HomeDocument = serde_json::from_str(&built.text("de/api/home.json")).expect("JSON");
    let [link] = &home.forms[..] else { panic!("{:?}", home.forms) };
    assert_eq!((link.page.as_str(), link.title.as_str()), ("forms/contact", "Kontakt"));
    assert_eq!(link.url, "/de/forms/contact/");
    assert!(built.text("de/sitemap.xml").contains("https://help.example/de/forms/contact/"));
}

#[test]
fn routes_reach_the_relay_whole_and_browsers_with_their_words() {
    let routes = "\n[[routes]]\nwhen = { field = \"topic\", is = \"refund\" }\ntags = [\"money\"]\nhook = \"books\"\nsearch = { en = \"money back\", de = \"Geld zurück\" }\n\n[[routes]]\nwhen = { field = \"topic\", is = \"bike\" }\ntags = [\"bikes\"]\n";
    let built = site(RELAY, &format!("{CONTACT}{routes}")).build();
    assert_eq!(built.diagnostics(), "");
    let all: FormsDocument = serde_json::from_str(&built.text("forms.json")).expect("JSON");
    let mut answers = RawAnswers::default();
    answers.add("topic", "refund");
    let found = routed(&all.forms[0].locales["de"], &answers);
    assert_eq!((found.tags, found.hooks), (vec!["money"], vec!["books"]));
    assert_eq!(found.search, Some("Geld zurück"));
    let text = built.text("de/api/forms/contact.json");
    let form: Form = serde_json::from_str(&text).expect("JSON");
    assert_eq!(routed(&form, &answers).search, Some("Geld zurück"));
    assert!(
        form.routes.len() == 1 && !text.contains("books") && !text.contains("money\""),
        "{text}"
    );
}

#[test]
fn a_draft_is_nowhere() {
    let token = "Zyxomma";
    let draft = CONTACT.replace("Write <us>", token);
    let built = site(RELAY, &format!("draft = true\n{draft}")).build();
    assert_eq!(built.files_with("", token), [] as [String; 0]);
    assert!(!built.has("forms.json") && !built.has("en/forms/contact/index.html"));
}

#[test]
fn a_form_goes_where_the_settings_say_and_never_nowhere() {
    let nowhere = site("", CONTACT);
    let run = kb(&nowhere, &["build"]);
    assert!(!nowhere.path("public/en/forms").exists());
    insta::assert_snapshot!(run.complaint(), @r#"
    exit code 0
    forms/contact.toml: error[form-without-relay]: nobody would receive this form on the site of `site`
      help: it is left out; write `relay` and `key` below [widget], or `fallback = "mailto:…"` below [forms], or name the other brands: `brands = […]` in forms/contact.toml
    "#);
    let mail = site("[forms]\nfallback = \"mailto:help@example.com\"\n", CONTACT).build();
    let page = mail.text("en/forms/contact/index.html");
    assert!(page.contains("action=\"mailto:help@example.com?subject="), "{page}");
    assert!(page.contains("form-action 'self' mailto:\""), "{page}");
    let other = site("[forms]\nfallback = \"https://forms.example/in?x=1\"\n", CONTACT).build();
    let page = other.text("en/forms/contact/index.html");
    assert!(page.contains("action=\"https://forms.example/in?x=1\""), "{page}");
    assert!(page.contains("form-action 'self' https://forms.example\""), "{page}");
    let wrong = kb(&site("[forms]\nfallback = \"help@example.com\"\n", CONTACT), &["check"]);
    insta::assert_snapshot!(wrong.complaint(), @r#"
    exit code 2
    kb: kb.toml:5:13: forms cannot go to `help@example.com`
      help: write `mailto:help@example.com`, or an address with `https://`
    "#);
}

#[test]
fn a_contact_link_leads_to_a_form_that_is_there() {
    let settings =
        |id: &str| format!("contact = {{ label = \"Write\", url = \"form:{id}\" }}\n{RELAY}");
    let built = site(&settings("contact"), CONTACT).build();
    assert!(built.text("de/index.html").contains("href=\"/de/forms/contact/\""));
    let run = kb(&site(&settings("contcat"), CONTACT), &["check"]);
    insta::assert_snapshot!(run.complaint(), @r#"
    exit code 1
    kb.toml: error[form-link]: a link of `site` leads to the form `contcat`, which it does not have
      help: did you mean `contact`?
    "#);
    let draft = format!("draft = true\n{CONTACT}");
    let run = kb(&site(&settings("contact"), &draft), &["check"]);
    insta::assert_snapshot!(run.complaint(), @r#"
    exit code 1
    kb.toml: error[form-link]: a link of `site` leads to the form `contact`, which it does not have
      help: it is a draft: take `draft = true` out of forms/contact.toml
    "#);
}

#[test]
fn check_tells_circles_unknown_fields_and_unknown_operators_with_their_lines() {
    let told = |from: &str, to: &str| {
        kb(&site(RELAY, &CONTACT.replacen(from, to, 1)), &["check"]).complaint()
    };
    insta::assert_snapshot!(told("field = \"topic\"", "field = \"message\""), @r#"
    exit code 1
    forms/contact.toml:12: error[form]: the condition of field `amount` asks `message`, which comes after it
      help: move `message` before `amount`
    "#);
    insta::assert_snapshot!(told("field = \"topic\"", "field = \"tpoic\""), @r#"
    exit code 1
    forms/contact.toml:12: error[form]: the condition of field `amount` asks `tpoic`, which there is not
      help: did you mean `topic`?
    "#);
    insta::assert_snapshot!(told("is = \"refund\"", "equals = \"refund\""), @r#"
    exit code 1
    forms/contact.toml:15:27: error[form]: there is no key `equals` here
      help: known here: all, any, field, is, is_not, contains, not_contains, starts_with, one_of, none_of, set, greater, less, before, after, under, matches
    "#);
}

#[test]
fn the_examples_of_the_demos_forms_hold() {
    let site = TestSite::fixture("demo");
    let run = kb(&site, &["form", "test"]);
    run.expect_success();
}

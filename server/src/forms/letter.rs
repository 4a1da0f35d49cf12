//! Answers as agents read them: a message, and what else is known from them.

use std::collections::BTreeMap;
use std::fmt::Write;

use kb_locales::{Catalog, Locale, form_texts};
use kb_protocol::api::AttributeValue;
use kb_protocol::attribute::{AttributeSchema, check_values};
use kb_protocol::file::FileInfo;
use kb_protocol::form::{Accepted, Answer, Choice, Field, FieldKind, Form, Target};
use kb_protocol::limits;

use crate::conversation::SentForm;

type Attributes = BTreeMap<String, Option<AttributeValue>>;

/// Puts checked answers into the words of their locale, in the order of the
/// form. An attribute that `server.toml` does not declare is not kept as one;
/// the answer stands in the message all the same.
pub(crate) fn compose(
    form: &Form,
    accepted: &[Accepted<'_>],
    files: &[(String, FileInfo)],
    reference: &str,
    declared: &AttributeSchema,
) -> SentForm {
    let english = || Locale::parse("en").expect("a code");
    let texts = form_texts(&Locale::parse(&form.locale).unwrap_or_else(|_| english()));
    let mut sent = SentForm::new(form.id.clone());
    let (mut begins, mut rest) = (Vec::new(), String::new());
    for Accepted { field, answer } in accepted {
        let words = words(field, answer, files, texts);
        match &field.target {
            Some(Target::Subject) => begins.insert(0, words),
            Some(Target::Body) => begins.push(words),
            _ => {
                // What is never shown need not have a label.
                let is_named = !field.label.trim().is_empty();
                let label = if is_named { &field.label } else { field.id.as_str() };
                put(&mut rest, label, &words);
            }
        }
        if let Some(target) = &field.target {
            keep(&mut sent, target, field, answer, declared);
        }
    }
    if begins.is_empty() && rest.is_empty() {
        begins.push(form.title.clone());
    }
    put(&mut rest, &texts.text("form-reference", &[]), reference);
    begins.push(rest.trim_end().to_owned());
    sent.body = begins.join("\n\n");
    sent.reference = reference.to_owned();
    sent.files = files.iter().map(|(_, file)| file.clone()).collect();
    sent
}

/// One question with its answer; a long answer stands below.
fn put(letter: &mut String, label: &str, words: &str) {
    let between = if words.contains('\n') { "\n" } else { " " };
    let colon = if label.ends_with(['?', ':', '？', '：', '؟', '!', '.']) { "" } else { ":" };
    writeln!(letter, "{label}{colon}{between}{words}").expect("a string takes everything");
}

/// An answer as people say it.
fn words(field: &Field, answer: &Answer, files: &[(String, FileInfo)], texts: &Catalog) -> String {
    match (answer, &field.kind) {
        (Answer::Text(value), FieldKind::Select { options } | FieldKind::Tree { options }) => {
            path(options, value)
        }
        (Answer::Text(text), _) => text.clone(),
        (Answer::Number(number), _) => number.to_string(),
        (Answer::Flag(true), _) => texts.text("form-yes", &[]),
        (Answer::Flag(false), _) => texts.text("form-no", &[]),
        (Answer::List(values), FieldKind::MultiSelect { options, .. }) => {
            values.iter().map(|value| label(options, value)).collect::<Vec<_>>().join(", ")
        }
        (Answer::List(values), _) => values.join(", "),
        (Answer::Files(_), _) => {
            let of_field = files.iter().filter(|(name, _)| name == field.id.as_str());
            of_field.map(|(_, file)| file.name.as_str()).collect::<Vec<_>>().join(", ")
        }
    }
}

fn label<'a>(options: &'a [Choice], value: &'a str) -> &'a str {
    options.iter().find(|choice| choice.value == value).map_or(value, |choice| &choice.label)
}

/// A place of a tree with those above it: `Bikes › Brakes`.
fn path(options: &[Choice], value: &str) -> String {
    let ends = value.match_indices('/').map(|(at, _)| at).chain([value.len()]);
    let above = ends.map(|end| &value[..end]);
    let known = above.filter(|place| options.iter().any(|choice| choice.value == **place));
    let labels: Vec<&str> = known.map(|place| label(options, place)).collect();
    labels.join(" › ")
}

/// Puts an answer where its target says.
fn keep(
    sent: &mut SentForm,
    target: &Target,
    field: &Field,
    answer: &Answer,
    declared: &AttributeSchema,
) {
    let text = match answer {
        Answer::Text(text) => text.clone(),
        Answer::List(values) => values.join(", "),
        Answer::Number(number) => number.to_string(),
        Answer::Flag(flag) => flag.to_string(),
        Answer::Files(_) => return,
    };
    match target {
        Target::CustomerName => {
            sent.name = Some(text.chars().take(limits::NAME_CHARS).collect());
        }
        Target::CustomerEmail => sent.customer.emails.push(text),
        Target::CustomerPhone => sent.customer.phones.push(text),
        Target::Tags => {
            let values = match answer {
                Answer::List(values) => values.clone(),
                _ => vec![text],
            };
            add_tags(&mut sent.tags, values.iter().map(String::as_str));
        }
        Target::CustomerAttribute(name) => {
            attribute(&mut sent.customer.attributes, &declared.customer, name, field, answer);
        }
        Target::ConversationAttribute(name) => {
            attribute(&mut sent.attributes, &declared.conversation, name, field, answer);
        }
        Target::Subject | Target::Body => {}
    }
}

/// Adds tags, each once, as many and as long as a conversation can have.
pub(super) fn add_tags<'a>(tags: &mut Vec<String>, more: impl Iterator<Item = &'a str>) {
    for tag in more.map(str::trim) {
        let tag: String = tag.chars().take(limits::TAG_CHARS).collect();
        if !tag.is_empty() && !tags.contains(&tag) && tags.len() < limits::TAGS {
            tags.push(tag);
        }
    }
}

fn attribute(
    attributes: &mut Attributes,
    declared: &[String],
    name: &str,
    field: &Field,
    answer: &Answer,
) {
    let value = match answer {
        Answer::Text(text) => AttributeValue::Text(text.clone()),
        Answer::Number(number) => AttributeValue::Number(*number),
        Answer::Flag(flag) => AttributeValue::Bool(*flag),
        Answer::List(values) => AttributeValue::Text(values.join(", ")),
        Answer::Files(_) => return,
    };
    let one = BTreeMap::from([(name.to_owned(), Some(value))]);
    match check_values(declared, &one) {
        Ok(()) => attributes.extend(one),
        Err(why) => {
            tracing::warn!(
                field = field.id.as_str(),
                attribute = name,
                why = ?why,
                "an answer is not kept as an attribute; declare it in `[attributes]`"
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use kb_protocol::form::{RawAnswers, check};

    use super::*;

    fn form() -> Form {
        serde_json::from_str(
            r#"{"version":1,"id":"contact","locale":"en","title":"Contact us","steps":[{"fields":[
            {"id":"topic","type":"select","label":"What is it about?","target":"conversation.tags",
             "options":[{"value":"lights","label":"Lights"}]},
            {"id":"part","type":"tree","label":"Part","target":"conversation.custom.partStr",
             "options":[{"value":"frame","label":"Frame"},{"value":"frame/fork","label":"Fork"}]},
            {"id":"name","type":"text","label":"Your name","target":"customer.name"},
            {"id":"email","type":"email","label":"E-mail","target":"customer.email"},
            {"id":"orders","type":"number","label":"Orders","target":"customer.custom.ordersNum"},
            {"id":"shoe","type":"number","label":"Shoe","target":"customer.custom.shoeNum"},
            {"id":"message","type":"textarea","label":"Message","target":"message.body"},
            {"id":"subject","type":"text","label":"Subject","target":"conversation.subject"},
            {"id":"where","type":"textarea","label":"Where"},
            {"id":"news","type":"boolean","label":"Newsletter"}]}]}"#,
        )
        .expect("a form")
    }

    fn sent(answers: &[(&str, &str)]) -> SentForm {
        let mut raw = RawAnswers::default();
        for (field, text) in answers {
            raw.add(*field, *text);
        }
        let form = form();
        let accepted = check(&form, &raw).expect("right");
        let declared = AttributeSchema {
            customer: vec!["ordersNum".into()],
            conversation: vec!["partStr".into()],
        };
        compose(&form, &accepted, &[], "HW-7K3M-Q9XA", &declared)
    }

    #[test]
    fn the_message_begins_with_what_people_say_and_goes_on_in_order() {
        let sent = sent(&[
            ("topic", "lights"),
            ("part", "frame/fork"),
            ("name", "Ann"),
            ("message", "It flickers.\nAt night."),
            ("subject", "My lamp"),
            ("where", "On the way\nto work"),
            ("news", "false"),
        ]);
        assert_eq!(
            sent.body,
            "My lamp\n\nIt flickers.\nAt night.\n\nWhat is it about? Lights\nPart: Frame › Fork\n\
             Your name: Ann\nWhere:\nOn the way\nto work\nNewsletter: no\n\
             Reference: HW-7K3M-Q9XA"
        );
    }

    #[test]
    fn answers_go_to_their_targets_and_undeclared_attributes_nowhere() {
        let sent = sent(&[
            ("topic", "lights"),
            ("part", "frame"),
            ("name", "Ann"),
            ("email", "ann@example.com"),
            ("orders", "3"),
            ("shoe", "44"),
        ]);
        assert_eq!(sent.tags, ["lights"]);
        assert_eq!(sent.name.as_deref(), Some("Ann"));
        assert_eq!(sent.customer.emails, ["ann@example.com"]);
        let three = Some(AttributeValue::Number(3.0));
        assert_eq!(sent.customer.attributes, BTreeMap::from([("ordersNum".to_owned(), three)]));
        let frame = Some(AttributeValue::Text("frame".into()));
        assert_eq!(sent.attributes, BTreeMap::from([("partStr".to_owned(), frame)]));
        assert!(sent.body.contains("Shoe: 44"), "{}", sent.body);
    }

    #[test]
    fn a_form_without_answers_says_at_least_which_one() {
        assert_eq!(sent(&[]).body, "Contact us\n\nReference: HW-7K3M-Q9XA");
    }
}

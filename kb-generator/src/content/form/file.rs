//! A form's file: its keys, and what they become.

use kb_locales::Locale;
use kb_protocol::condition::Condition;
use kb_protocol::form::{Choice, FORM_VERSION, Field, FieldKind, Form, Route, Step, Target};
use kb_protocol::id::{FieldId, FormId};
use serde::Deserialize;
use toml::Spanned;

use crate::config::LocalizedText;

/// A whole file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FormFile {
    /// Heading.
    pub(super) title: LocalizedText,
    /// What is said before the first field.
    pub(super) intro: Option<LocalizedText>,
    /// What is said when it was sent.
    pub(super) thanks: Option<LocalizedText>,
    /// Last part of the address; the name of the file where it is left out.
    pub(super) slug: Option<String>,
    /// Not published.
    #[serde(default)]
    pub(super) draft: bool,
    /// Brands that have it; all where it is empty.
    #[serde(default)]
    pub(super) brands: Vec<String>,
    /// Fields of a form with one page.
    #[serde(default)]
    pub(super) fields: Vec<FieldFile>,
    /// Pages, each with its fields.
    #[serde(default)]
    pub(super) steps: Vec<StepFile>,
    /// What else follows from the answers.
    #[serde(default)]
    pub(super) routes: Vec<Spanned<RouteFile>>,
}

/// What follows where a condition holds.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RouteFile {
    pub(super) when: Condition,
    #[serde(default)]
    pub(super) tags: Vec<String>,
    pub(super) hook: Option<String>,
    pub(super) search: Option<LocalizedText>,
}

/// One page.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StepFile {
    /// Heading.
    pub(super) title: LocalizedText,
    /// Its fields.
    pub(super) fields: Vec<FieldFile>,
}

/// One question, with the keys of all types.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FieldFile {
    pub(super) id: Spanned<String>,
    #[serde(rename = "type")]
    pub(super) kind: FieldType,
    pub(super) label: Option<LocalizedText>,
    pub(super) help: Option<LocalizedText>,
    pub(super) placeholder: Option<LocalizedText>,
    #[serde(default)]
    pub(super) required: bool,
    pub(super) required_when: Option<Condition>,
    pub(super) when: Option<Condition>,
    pub(super) default: Option<String>,
    pub(super) target: Option<Target>,
    pub(super) min: Option<Bound>,
    pub(super) max: Option<Bound>,
    pub(super) shape: Option<String>,
    #[serde(default)]
    pub(super) whole: bool,
    #[serde(default)]
    pub(super) prefill: bool,
    pub(super) options: Option<Vec<OptionFile>>,
}

/// A limit: a number, or a date as text.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(untagged)]
pub(super) enum Bound {
    Number(f64),
    Text(String),
}

/// What can be chosen: a word that is its own label, or a table.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum OptionFile {
    Word(String),
    Table(OptionTable),
}

/// One choice, with those below it in a tree.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OptionTable {
    pub(super) value: String,
    pub(super) label: Option<LocalizedText>,
    pub(super) when: Option<Condition>,
    #[serde(default)]
    pub(super) options: Vec<OptionFile>,
}

/// The types of fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum FieldType {
    Text,
    Textarea,
    Email,
    Phone,
    Url,
    Number,
    Date,
    Datetime,
    Boolean,
    Consent,
    Select,
    MultiSelect,
    Tree,
    File,
    Hidden,
}

impl FormFile {
    /// The pages; a form without `steps` has one.
    pub(super) fn pages(&self) -> Vec<(Option<&LocalizedText>, &[FieldFile])> {
        if self.steps.is_empty() {
            vec![(None, &self.fields)]
        } else {
            self.steps.iter().map(|step| (Some(&step.title), &step.fields[..])).collect()
        }
    }

    /// All fields in the order in which they are asked.
    pub(super) fn all_fields(&self) -> impl Iterator<Item = &FieldFile> {
        self.fields.iter().chain(self.steps.iter().flat_map(|step| &step.fields))
    }

    pub(super) fn in_locale(&self, id: &FormId, locale: &Locale, default: &Locale) -> Form {
        let say = |text: Option<&LocalizedText>| {
            text.map_or("", |text| text.get(locale, default)).to_owned()
        };
        let steps = self.pages().into_iter().map(|(title, fields)| Step {
            title: say(title),
            fields: fields.iter().filter_map(|field| field.read(&say)).collect(),
        });
        Form {
            version: FORM_VERSION,
            id: id.clone(),
            locale: locale.code().to_owned(),
            title: say(Some(&self.title)),
            intro: say(self.intro.as_ref()),
            steps: steps.collect(),
            routes: self.routes.iter().map(|route| route.get_ref().read(&say)).collect(),
        }
    }
}

impl RouteFile {
    fn read(&self, say: &dyn Fn(Option<&LocalizedText>) -> String) -> Route {
        Route {
            when: self.when.clone(),
            tags: self.tags.clone(),
            hook: self.hook.clone(),
            search: self.search.as_ref().map(|words| say(Some(words))),
        }
    }
}

impl FieldFile {
    /// The field; `None` if its id is none, which [`super::check`] tells.
    fn read(&self, say: &dyn Fn(Option<&LocalizedText>) -> String) -> Option<Field> {
        let id: FieldId = self.id.get_ref().parse().ok()?;
        Some(Field {
            id,
            kind: self.field_kind(say),
            label: say(self.label.as_ref()),
            help: say(self.help.as_ref()),
            placeholder: say(self.placeholder.as_ref()),
            required: self.required,
            required_when: self.required_when.clone(),
            when: self.when.clone(),
            default: self.default.clone(),
            target: self.target.clone(),
        })
    }

    fn field_kind(&self, say: &dyn Fn(Option<&LocalizedText>) -> String) -> FieldKind {
        let (min, max) = (count(&self.min), count(&self.max));
        let options = || self.choices(say);
        match self.kind {
            FieldType::Text => FieldKind::Text { min, max, shape: self.shape.clone() },
            FieldType::Textarea => FieldKind::Textarea { min, max },
            FieldType::Email => FieldKind::Email,
            FieldType::Phone => FieldKind::Phone,
            FieldType::Url => FieldKind::Url,
            FieldType::Number => FieldKind::Number {
                min: number(&self.min),
                max: number(&self.max),
                whole: self.whole,
            },
            FieldType::Date => FieldKind::Date { min: text(&self.min), max: text(&self.max) },
            FieldType::Datetime => {
                FieldKind::Datetime { min: text(&self.min), max: text(&self.max) }
            }
            FieldType::Boolean => FieldKind::Boolean,
            FieldType::Consent => FieldKind::Consent,
            FieldType::Select => FieldKind::Select { options: options() },
            FieldType::MultiSelect => FieldKind::MultiSelect { options: options(), min, max },
            FieldType::Tree => FieldKind::Tree { options: options() },
            FieldType::File => FieldKind::File { max: max.unwrap_or(1) },
            FieldType::Hidden => FieldKind::Hidden { prefill: self.prefill },
        }
    }

    fn choices(&self, say: &dyn Fn(Option<&LocalizedText>) -> String) -> Vec<Choice> {
        let mut choices = Vec::new();
        flatten(self.options.as_deref().unwrap_or_default(), "", say, &mut choices);
        choices
    }
}

/// Puts the places of a tree one after the other, each with its whole path.
fn flatten(
    options: &[OptionFile],
    above: &str,
    say: &dyn Fn(Option<&LocalizedText>) -> String,
    choices: &mut Vec<Choice>,
) {
    for option in options {
        let (value, label, when, below) = match option {
            OptionFile::Word(word) => (word, word.clone(), None, &[][..]),
            OptionFile::Table(table) => {
                let label = table.label.as_ref().map_or(table.value.clone(), |l| say(Some(l)));
                (&table.value, label, table.when.clone().map(Box::new), &table.options[..])
            }
        };
        let value = if above.is_empty() { value.clone() } else { format!("{above}/{value}") };
        choices.push(Choice { value: value.clone(), label, when });
        flatten(below, &value, say, choices);
    }
}

pub(super) fn number(bound: &Option<Bound>) -> Option<f64> {
    match bound {
        Some(Bound::Number(number)) => Some(*number),
        _ => None,
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the check refuses negative and broken counts"
)]
pub(super) fn count(bound: &Option<Bound>) -> Option<usize> {
    number(bound).map(|number| number as usize)
}

fn text(bound: &Option<Bound>) -> Option<String> {
    match bound {
        Some(Bound::Text(text)) => Some(text.clone()),
        _ => None,
    }
}

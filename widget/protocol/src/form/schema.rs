//! A published form.

use serde::{Deserialize, Serialize};

use super::route::Route;
use crate::condition::Condition;
use crate::id::{FieldId, FormId};

/// Version of the document's shape.
pub const FORM_VERSION: u32 = 1;

/// A form in one locale.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Form {
    /// [`FORM_VERSION`].
    pub version: u32,
    /// Which form.
    pub id: FormId,
    /// BCP 47 code of the locale of its texts.
    pub locale: String,
    /// Heading.
    pub title: String,
    /// What is said before the first field; plain text, may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub intro: String,
    /// Pages of the form, at least one.
    pub steps: Vec<Step>,
    /// What else follows from the answers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub routes: Vec<Route>,
}

/// One page of a form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// Heading; empty for the only page of a form.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// Fields in the order in which they are asked.
    pub fields: Vec<Field>,
}

/// One question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Field {
    /// Name within the form.
    pub id: FieldId,
    /// What kind of answer it takes.
    #[serde(flatten)]
    pub kind: FieldKind,
    /// The question.
    pub label: String,
    /// A sentence that helps to answer; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub help: String,
    /// Example in the empty field; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub placeholder: String,
    /// Whether an answer is needed when the field is shown.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub required: bool,
    /// Needed also where this holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required_when: Option<Condition>,
    /// Shown only where this holds; asks earlier fields only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// Answer that stands there at first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// Where the answer goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Target>,
}

/// What kind of answer a field takes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum FieldKind {
    /// One line.
    Text {
        /// Fewest characters of an answer.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        min: Option<usize>,
        /// Most characters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<usize>,
        /// Shape of the whole answer: `A` stands for a letter, `9` for a
        /// digit, `*` for either, everything else for itself.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        shape: Option<String>,
    },
    /// Several lines.
    Textarea {
        /// Fewest characters of an answer.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        min: Option<usize>,
        /// Most characters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<usize>,
    },
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// An address that begins with `https://` or `http://`.
    Url,
    /// A number.
    Number {
        /// Smallest.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        min: Option<f64>,
        /// Largest.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<f64>,
        /// Whether it has no fraction.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        whole: bool,
    },
    /// A day, as `2026-05-01`.
    Date {
        /// First day.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        min: Option<String>,
        /// Last day.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<String>,
    },
    /// A local day and time, as `2026-05-01T09:00`.
    Datetime {
        /// Earliest.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        min: Option<String>,
        /// Latest.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<String>,
    },
    /// Yes or no.
    Boolean,
    /// Like [`FieldKind::Boolean`], but only yes lets the form be sent where
    /// it is required.
    Consent,
    /// One of a list.
    Select {
        /// The list.
        options: Vec<Choice>,
    },
    /// Any of a list.
    MultiSelect {
        /// The list.
        options: Vec<Choice>,
        /// Fewest.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        min: Option<usize>,
        /// Most.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<usize>,
    },
    /// One place of a tree; its value is the path: `bikes/brakes`.
    Tree {
        /// Every place that can be chosen, parents before children.
        options: Vec<Choice>,
    },
    /// Files.
    File {
        /// Most files.
        max: usize,
    },
    /// Not shown; its default is what is sent.
    Hidden {
        /// Whether the page's address may give another value.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        prefill: bool,
    },
    /// Made by a newer generator: not shown, and nothing is accepted for it.
    #[serde(other)]
    Unknown,
}

impl FieldKind {
    /// What can be chosen; nothing of a field that is no list.
    pub fn options(&self) -> &[Choice] {
        match self {
            Self::Select { options }
            | Self::MultiSelect { options, .. }
            | Self::Tree { options } => options,
            _ => &[],
        }
    }
}

/// One of the answers that can be chosen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What people read.
    pub label: String,
    /// Offered only where this holds; asks earlier fields only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Box<Condition>>,
}

/// Where an answer goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Target {
    /// `customer.name`
    CustomerName,
    /// `customer.email`
    CustomerEmail,
    /// `customer.phone`
    CustomerPhone,
    /// `conversation.subject`
    Subject,
    /// `conversation.tags`: the values of choices become tags.
    Tags,
    /// `message.body`: begins the message.
    Body,
    /// `customer.custom.NAME`
    CustomerAttribute(String),
    /// `conversation.custom.NAME`
    ConversationAttribute(String),
}

/// What [`Target`] can be, for messages.
pub(super) const TARGETS: &str = "`customer.name`, `customer.email`, `customer.phone`, \
     `conversation.subject`, `conversation.tags`, `message.body`, `customer.custom.NAME` or \
     `conversation.custom.NAME`";

impl TryFrom<String> for Target {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let custom = |prefix: &str| {
            let name = text.strip_prefix(prefix)?;
            name.parse::<FieldId>().ok().map(String::from)
        };
        Ok(match text.as_str() {
            "customer.name" => Self::CustomerName,
            "customer.email" => Self::CustomerEmail,
            "customer.phone" => Self::CustomerPhone,
            "conversation.subject" => Self::Subject,
            "conversation.tags" => Self::Tags,
            "message.body" => Self::Body,
            _ => custom("customer.custom.")
                .map(Self::CustomerAttribute)
                .or_else(|| custom("conversation.custom.").map(Self::ConversationAttribute))
                .ok_or_else(|| format!("there is no target `{text}`; write {TARGETS}"))?,
        })
    }
}

impl From<Target> for String {
    fn from(target: Target) -> Self {
        match target {
            Target::CustomerName => "customer.name".to_owned(),
            Target::CustomerEmail => "customer.email".to_owned(),
            Target::CustomerPhone => "customer.phone".to_owned(),
            Target::Subject => "conversation.subject".to_owned(),
            Target::Tags => "conversation.tags".to_owned(),
            Target::Body => "message.body".to_owned(),
            Target::CustomerAttribute(name) => format!("customer.custom.{name}"),
            Target::ConversationAttribute(name) => format!("conversation.custom.{name}"),
        }
    }
}

impl Form {
    /// All fields in the order in which they are asked.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.steps.iter().flat_map(|step| &step.fields)
    }
}

//! What is wrong with an answer.

use serde::{Deserialize, Serialize};

use crate::id::FieldId;

/// One answer that has to be corrected.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FieldProblem {
    /// The field; one that the form does not have keeps the sender's name.
    pub field: String,
    /// Why.
    #[serde(flatten)]
    pub reason: Reason,
}

impl FieldProblem {
    pub(super) fn new(field: &FieldId, reason: Reason) -> Self {
        Self { field: field.to_string(), reason }
    }
}

/// Why an answer is not accepted. Texts for people are made from it in the
/// reader's locale.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum Reason {
    /// Nothing was answered.
    Required,
    /// Fewer characters, or fewer choices, than wanted.
    TooShort {
        /// How many are wanted.
        min: usize,
    },
    /// More characters, choices or files than allowed.
    TooLong {
        /// How many are allowed.
        max: usize,
    },
    /// Not of the shape that is asked for.
    WrongShape {
        /// The shape.
        shape: String,
    },
    /// No e-mail address.
    NoEmail,
    /// No telephone number.
    NoPhone,
    /// No address of a page.
    NoUrl,
    /// No number.
    NoNumber,
    /// A number with a fraction.
    NotWhole,
    /// Below the smallest number, or before the first day.
    TooSmall {
        /// The smallest.
        min: String,
    },
    /// Above the largest number, or after the last day.
    TooLarge {
        /// The largest.
        max: String,
    },
    /// No day, or no day and time.
    NoDate,
    /// Nothing of the list, or no longer.
    NoChoice,
    /// Several answers where one is taken.
    OnlyOne,
    /// A hidden field that does not say what the form put there.
    Altered,
    /// An answer to a question that was not asked.
    NotAsked,
    /// A file, or all files together, above the limit; only the relay knows.
    FileTooLarge,
    /// A file of a kind that is not taken, or that is not what its name says.
    FileKind,
    /// A file that the brand's scanner refused, or that is empty.
    FileRefused,
    /// Said by a newer server.
    #[serde(other)]
    Unknown,
}

impl Reason {
    /// Its name on the wire.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::TooShort { .. } => "too_short",
            Self::TooLong { .. } => "too_long",
            Self::WrongShape { .. } => "wrong_shape",
            Self::NoEmail => "no_email",
            Self::NoPhone => "no_phone",
            Self::NoUrl => "no_url",
            Self::NoNumber => "no_number",
            Self::NotWhole => "not_whole",
            Self::TooSmall { .. } => "too_small",
            Self::TooLarge { .. } => "too_large",
            Self::NoDate => "no_date",
            Self::NoChoice => "no_choice",
            Self::OnlyOne => "only_one",
            Self::Altered => "altered",
            Self::NotAsked => "not_asked",
            Self::FileTooLarge => "file_too_large",
            Self::FileKind => "file_kind",
            Self::FileRefused => "file_refused",
            Self::Unknown => "unknown",
        }
    }
}

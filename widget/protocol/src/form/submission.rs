//! A form on its way to the relay.
//!
//! A browser with a script posts a [`Submission`] as JSON. Files come along
//! when the same is sent as `multipart/form-data`: the JSON is the part
//! [`SUBMISSION_PART`], and every other part is a file under the name of its
//! field. A visitor with a session (`Authorization: Bearer`) may instead
//! upload files as for a message and name their ids as answers.
//!
//! A browser without a script posts the fields themselves; what the page says
//! beside them has names with [`PLAIN_PREFIX`], which no field can have.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::answers::RawAnswers;
use super::problem::FieldProblem;
use super::schema::Form;
use crate::api::Problem;
use crate::id::{FormId, OfferId, SubmissionId};

/// Name of the [`FormsDocument`], at the root of a brand's site.
pub const FORMS_FILE: &str = "forms.json";

/// Name of the part with the JSON, where files come along.
pub const SUBMISSION_PART: &str = "hw.submission";

/// Begins the names of what a page without a script sends beside the answers.
pub const PLAIN_PREFIX: &str = "hw.";

/// `forms.json`: every published form of a brand, no drafts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FormsDocument {
    /// [`FORM_VERSION`](super::FORM_VERSION).
    pub version: u32,
    /// By id.
    #[serde(default)]
    pub forms: Vec<PublishedForm>,
}

/// A form in all its locales.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PublishedForm {
    /// Which form.
    pub id: FormId,
    /// Last part of the address of its page.
    pub slug: String,
    /// By BCP 47 code.
    pub locales: BTreeMap<String, Form>,
    /// What is said when it was sent, by BCP 47 code; each program has words
    /// of its own for a form without.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub thanks: BTreeMap<String, String>,
}

/// `POST /forms/v1/{key}/{form}`: a form filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submission {
    /// Made by the browser, once for a form filled in: a UUID of version 7.
    pub id: SubmissionId,
    /// BCP 47 code of the locale in which it was filled in.
    pub locale: String,
    /// Answers; of a field with files the ids of those that were uploaded
    /// before.
    pub answers: RawAnswers,
    /// Address of the page, without query.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// The challenge of this form, solved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<Proof>,
    /// For how long the form was open, in milliseconds.
    #[serde(default)]
    pub started_ms: u64,
    /// What stands in the field that people do not see; they leave it empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub trap: String,
    /// The articles that were offered and did not help.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<OfferId>,
}

/// `201`: the form is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submitted {
    /// What people name when they ask later, such as `HW-7K3M-Q9XA`; the inbox
    /// finds it.
    pub reference: String,
    /// What is said, in the locale of the submission.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thanks: Option<String>,
}

/// Why a form is not kept: a [`Problem`], and with
/// [`InvalidAnswers`](crate::chat::Code::InvalidAnswers) what has to be
/// corrected.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FormProblem {
    /// As of every request.
    #[serde(flatten)]
    pub problem: Problem,
    /// In the order of the form.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldProblem>,
}

/// `POST /forms/v1/{key}/{form}/challenge`: some work to do before a form is
/// taken. Ask for it when somebody begins to answer, and have it done by the
/// time the form is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Challenge {
    /// Signed by the relay, which keeps nothing of it.
    pub token: String,
    /// How many zero bits the hash has to begin with.
    pub bits: u32,
    /// When another one is needed, in milliseconds.
    pub expires_in_ms: u64,
}

/// A challenge with its solution.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// As it came.
    pub token: String,
    /// With this number SHA-256 of the text `token:nonce` begins with as many
    /// zero bits as the challenge wants; the number is written in decimal.
    pub nonce: u64,
}

/// Zero bits at the beginning of a hash.
pub fn leading_zero_bits(hash: &[u8]) -> u32 {
    let zeros = hash.iter().take_while(|byte| **byte == 0).count();
    let rest = hash.get(zeros).map_or(0, |byte| byte.leading_zeros());
    u32::try_from(zeros * 8).unwrap_or(u32::MAX).saturating_add(rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chat::Code;

    #[test]
    fn a_hash_begins_with_so_many_zero_bits() {
        for (hash, bits) in
            [(&[0x80, 0][..], 0), (&[0x01], 7), (&[0, 0x10, 0], 11), (&[0, 0], 16), (&[], 0)]
        {
            assert_eq!(leading_zero_bits(hash), bits, "{hash:?}");
        }
    }

    #[test]
    fn a_submission_needs_no_more_than_its_answers() {
        let json = r#"{"id":"s-1","locale":"en","answers":{"name":["Ann"]},"newer":1}"#;
        let submission: Submission = serde_json::from_str(json).expect("a submission");
        assert_eq!(submission.answers.of("name"), ["Ann"]);
        assert_eq!((submission.proof, submission.trap.as_str()), (None, ""));
    }

    #[test]
    fn what_has_to_be_corrected_stands_beside_the_problem() {
        let json = r#"{"code":"invalid_answers","status":422,"title":"correct 2 answers",
            "fields":[{"field":"name","reason":"required"},{"field":"age","reason":"in_the_future"}]}"#;
        let problem: FormProblem = serde_json::from_str(json).expect("a problem");
        assert_eq!(problem.problem.code, Code::InvalidAnswers);
        assert_eq!(problem.fields[0].reason.code(), "required");
        assert_eq!(problem.fields[1].reason.code(), "unknown", "said by a newer server");
    }
}

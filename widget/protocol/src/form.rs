//! Forms: what the generator publishes, what people answer, and the one check
//! that widget, site and relay run.
//!
//! `<locale>/api/forms/<id>.json` is a [`Form`]: all texts are those of one
//! locale, everything else is the same in every locale.

mod answers;
mod check;
mod problem;
mod schema;
mod shape;
mod submission;

pub use answers::{Answers, RawAnswers};
pub use check::{Accepted, Answer, check, check_step, visible_fields, why_shown};
pub use problem::{FieldProblem, Reason};
pub use schema::{Choice, FORM_VERSION, Field, FieldKind, Form, Step, Target};
pub use submission::{
    Challenge, FORMS_FILE, FormProblem, FormsDocument, PLAIN_PREFIX, Proof, PublishedForm,
    SUBMISSION_PART, Submission, Submitted, leading_zero_bits,
};

#[cfg(test)]
mod tests;

//! Forms: what the generator publishes, what people answer, and the one check
//! that widget, site and relay run.
//!
//! `<locale>/api/forms/<id>.json` is a [`Form`]: all texts are those of one
//! locale, everything else is the same in every locale.

mod answers;
mod check;
mod problem;
mod route;
mod schema;
mod shape;
mod submission;

pub use answers::{Answers, RawAnswers};
pub use check::{
    Accepted, Answer, Decided, Look, check, check_step, explain, look, visible_fields,
};
pub use problem::{FieldProblem, Reason};
pub use route::{MAX_ROUTES, Route, Routed, routed};
pub use schema::{Choice, FORM_VERSION, Field, FieldKind, Form, Step, Target};
pub use submission::{
    Challenge, FORMS_FILE, FormProblem, FormsDocument, PLAIN_PREFIX, Proof, PublishedForm,
    SUBMISSION_PART, Submission, Submitted, leading_zero_bits,
};

#[cfg(test)]
mod tests;

//! The one check of answers: what is shown, what is needed, what is accepted.

use super::answers::{Answers, Asked, RawAnswers};
use super::problem::{FieldProblem, Reason};
use super::schema::{Choice, Field, FieldKind, Form};
use super::shape;
use crate::condition::Explanation;
use crate::decimal;
use crate::id::FieldId;
use crate::limits;

/// What was answered to one question.
#[derive(Clone, Debug, PartialEq)]
pub struct Accepted<'a> {
    /// The question.
    pub field: &'a Field,
    /// The answer.
    pub answer: Answer,
}

/// One answer in its own type.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// A text of any kind, and the value of a choice.
    Text(String),
    /// A number.
    Number(f64),
    /// Yes or no.
    Flag(bool),
    /// The values of several choices, in the order of the form.
    List(Vec<String>),
    /// Ids of files that were uploaded.
    Files(Vec<String>),
}

/// Checks all answers of a form.
///
/// Fields that are not shown are not needed, and nothing is accepted for
/// them. The result has the answers in the order of the form, without the
/// fields that were left empty.
///
/// # Errors
///
/// Everything that has to be corrected, in the order of the form.
pub fn check<'a>(form: &'a Form, raw: &RawAnswers) -> Result<Vec<Accepted<'a>>, Vec<FieldProblem>> {
    let walk = Walk::through(form, raw, form.steps.len());
    let mut problems = walk.problems;
    let unknown = raw.0.keys().filter(|name| {
        let has = |field: &Field| field.id.as_str() == name.as_str();
        !form.fields().any(has)
    });
    problems
        .extend(unknown.map(|name| FieldProblem { field: name.clone(), reason: Reason::NotAsked }));
    if problems.is_empty() { Ok(walk.accepted) } else { Err(problems) }
}

/// Checks the pages of a form up to and with number `step`, counted from 0:
/// whether somebody may go on to the next page.
///
/// # Errors
///
/// Everything that has to be corrected on these pages.
pub fn check_step(form: &Form, raw: &RawAnswers, step: usize) -> Result<(), Vec<FieldProblem>> {
    let walk = Walk::through(form, raw, step + 1);
    if walk.problems.is_empty() { Ok(()) } else { Err(walk.problems) }
}

/// Ids of the fields that are shown, given the answers so far, however wrong.
pub fn visible_fields<'a>(form: &'a Form, raw: &RawAnswers) -> Vec<&'a FieldId> {
    Walk::through(form, raw, form.steps.len()).shown
}

/// What a condition of a form decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decided<'a> {
    /// Whether a field is shown.
    Shown(&'a FieldId),
    /// Whether a field needs an answer.
    Required(&'a FieldId),
    /// Whether an option, by its value, is offered.
    Offered(&'a FieldId, &'a str),
    /// Whether the route with this number, counted from 0, is taken.
    Routed(usize),
}

/// Tells of every condition, in the order of the form, how it came about.
pub fn explain<'a>(
    form: &'a Form,
    raw: &RawAnswers,
    tell: &mut dyn FnMut(Decided<'a>, &Explanation<'_>),
) {
    let mut walk = Walk::default();
    for field in form.fields() {
        if let Some(when) = &field.when {
            tell(Decided::Shown(&field.id), &when.explain(&walk.answers));
        }
        for choice in field.kind.options() {
            if let Some(when) = &choice.when {
                let offered = Decided::Offered(&field.id, &choice.value);
                tell(offered, &when.explain(&walk.answers));
            }
        }
        if let Some(when) = &field.required_when {
            tell(Decided::Required(&field.id), &when.explain(&walk.answers));
        }
        walk.field(field, raw.of(field.id.as_str()));
    }
    for (number, route) in form.routes.iter().enumerate() {
        tell(Decided::Routed(number), &route.when.explain(&walk.answers));
    }
}

/// What a form looks like with the answers so far.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Look<'a> {
    /// Fields that are shown.
    pub shown: Vec<&'a FieldId>,
    /// Those among them that need an answer.
    pub required: Vec<&'a FieldId>,
    /// Values of the options that are not offered, by field.
    pub withheld: Vec<(&'a FieldId, Vec<&'a str>)>,
    /// Words to find articles by, where a route gives some.
    pub search: Option<&'a str>,
}

/// What is shown, needed, offered and looked for, given the answers so far, however wrong.
pub fn look<'a>(form: &'a Form, raw: &RawAnswers) -> Look<'a> {
    let mut look = Look::default();
    let mut walk = Walk::default();
    for field in form.fields() {
        let withheld = field.kind.options().iter().filter(|choice| !walk.is_offered(choice));
        let values: Vec<&str> = withheld.map(|choice| choice.value.as_str()).collect();
        if !values.is_empty() {
            look.withheld.push((&field.id, values));
        }
        let is_required = walk.is_required(field);
        walk.field(field, raw.of(field.id.as_str()));
        if walk.shown.last().is_some_and(|shown| **shown == field.id) {
            look.shown.push(&field.id);
            look.required.extend(is_required.then_some(&field.id));
        }
    }
    let mut routes = form.routes.iter().filter(|route| route.when.holds(&walk.answers));
    look.search = routes.find_map(|route| route.search.as_deref());
    look
}

/// Goes through the fields once, in order: a condition sees what was answered
/// before.
#[derive(Default)]
pub(super) struct Walk<'a> {
    pub(super) answers: Answers,
    shown: Vec<&'a FieldId>,
    accepted: Vec<Accepted<'a>>,
    problems: Vec<FieldProblem>,
    /// Characters of all accepted texts.
    chars: usize,
}

impl<'a> Walk<'a> {
    pub(super) fn through(form: &'a Form, raw: &RawAnswers, steps: usize) -> Self {
        let mut walk = Self::default();
        for field in form.steps.iter().take(steps).flat_map(|step| &step.fields) {
            walk.field(field, raw.of(field.id.as_str()));
        }
        walk
    }

    fn field(&mut self, field: &'a Field, texts: &[String]) {
        let is_shown = field.when.as_ref().is_none_or(|when| when.holds(&self.answers))
            && field.kind != FieldKind::Unknown;
        let texts: Vec<&str> =
            texts.iter().map(|text| text.trim()).filter(|text| !text.is_empty()).collect();
        if !is_shown {
            if !texts.is_empty() {
                self.problem(field, Reason::NotAsked);
            }
            return;
        }
        self.shown.push(&field.id);
        match self.read(field, &texts) {
            Ok(None) => {
                if self.is_required(field) {
                    self.problem(field, Reason::Required);
                }
            }
            Ok(Some(answer)) => {
                if let Answer::Text(text) = &answer {
                    self.chars += text.chars().count();
                }
                if self.chars > limits::FORM_CHARS {
                    return self.problem(field, Reason::TooLong { max: limits::FORM_CHARS });
                }
                if let Some(asked) = asked(&answer) {
                    self.answers.0.insert(field.id.to_string(), asked);
                }
                self.accepted.push(Accepted { field, answer });
            }
            Err(reason) => self.problem(field, reason),
        }
    }

    fn is_required(&self, field: &Field) -> bool {
        field.required || field.required_when.as_ref().is_some_and(|when| when.holds(&self.answers))
    }

    fn problem(&mut self, field: &Field, reason: Reason) {
        self.problems.push(FieldProblem::new(&field.id, reason));
    }

    /// The answer in its own type, `None` if there is none.
    fn read(&self, field: &Field, texts: &[&str]) -> Result<Option<Answer>, Reason> {
        match &field.kind {
            FieldKind::MultiSelect { options, min, max } => {
                return self.choices(options, *min, *max, texts);
            }
            FieldKind::File { max } => {
                let files: Vec<String> = texts.iter().map(|&id| id.to_owned()).collect();
                return match files.len() {
                    0 => Ok(None),
                    count if count > *max => Err(Reason::TooLong { max: *max }),
                    _ => Ok(Some(Answer::Files(files))),
                };
            }
            FieldKind::Hidden { prefill } => return hidden(field, *prefill, texts),
            _ => {}
        }
        let text = match texts {
            [] => return Ok(None),
            [text] => *text,
            _ => return Err(Reason::OnlyOne),
        };
        let answer = match &field.kind {
            FieldKind::Text { min, max, shape } => {
                length(text, *min, max.unwrap_or(limits::FIELD_CHARS))?;
                if let Some(shape) = shape.as_ref().filter(|shape| !shape::has_shape(text, shape)) {
                    return Err(Reason::WrongShape { shape: shape.clone() });
                }
                one_line(text)
            }
            FieldKind::Textarea { min, max } => {
                length(text, *min, max.unwrap_or(limits::MESSAGE_CHARS))?;
                several_lines(text)
            }
            FieldKind::Email => a_text(text, shape::is_email, Reason::NoEmail)?,
            FieldKind::Phone => a_text(text, shape::is_phone, Reason::NoPhone)?,
            FieldKind::Url => {
                length(text, None, limits::PAGE_BYTES)?;
                a_text(text, shape::is_url, Reason::NoUrl)?
            }
            FieldKind::Number { min, max, whole } => number(text, *min, *max, *whole)?,
            FieldKind::Date { min, max } => {
                let day = a_text(text, shape::is_day, Reason::NoDate)?;
                range(text, min.as_ref(), max.as_ref())?;
                day
            }
            FieldKind::Datetime { min, max } => {
                let time = a_text(text, shape::is_day_and_time, Reason::NoDate)?;
                range(text, min.as_ref(), max.as_ref())?;
                time
            }
            FieldKind::Boolean => Answer::Flag(flag(text)?),
            // A box that is not ticked was not answered.
            FieldKind::Consent => match flag(text)? {
                true => Answer::Flag(true),
                false => return Ok(None),
            },
            FieldKind::Select { options } | FieldKind::Tree { options } => {
                Answer::Text(self.choice(options, text)?.to_owned())
            }
            FieldKind::MultiSelect { .. }
            | FieldKind::File { .. }
            | FieldKind::Hidden { .. }
            | FieldKind::Unknown => return Err(Reason::NotAsked),
        };
        Ok(Some(answer))
    }

    /// The value of an option that is offered.
    fn choice<'o>(&self, options: &'o [Choice], text: &str) -> Result<&'o str, Reason> {
        options
            .iter()
            .find(|choice| choice.value == text && self.is_offered(choice))
            .map(|choice| choice.value.as_str())
            .ok_or(Reason::NoChoice)
    }

    fn is_offered(&self, choice: &Choice) -> bool {
        choice.when.as_ref().is_none_or(|when| when.holds(&self.answers))
    }

    fn choices(
        &self,
        options: &[Choice],
        min: Option<usize>,
        max: Option<usize>,
        texts: &[&str],
    ) -> Result<Option<Answer>, Reason> {
        for text in texts {
            self.choice(options, text)?;
        }
        let chosen: Vec<String> = options
            .iter()
            .filter(|choice| texts.contains(&choice.value.as_str()))
            .map(|choice| choice.value.clone())
            .collect();
        if chosen.is_empty() {
            return Ok(None);
        }
        if let Some(min) = min.filter(|min| chosen.len() < *min) {
            return Err(Reason::TooShort { min });
        }
        if let Some(max) = max.filter(|max| chosen.len() > *max) {
            return Err(Reason::TooLong { max });
        }
        Ok(Some(Answer::List(chosen)))
    }
}

/// What later conditions see of an answer; they ask nothing of files.
fn asked(answer: &Answer) -> Option<Asked> {
    Some(match answer {
        Answer::Text(text) => Asked::Text(text.clone()),
        Answer::Number(number) => Asked::Number(*number),
        Answer::Flag(flag) => Asked::Flag(*flag),
        Answer::List(items) | Answer::Files(items) => Asked::List(items.clone()),
    })
}

fn hidden(field: &Field, prefill: bool, texts: &[&str]) -> Result<Option<Answer>, Reason> {
    let default = field.default.as_deref().unwrap_or_default();
    let text = match texts {
        // Whoever posts without a browser need not repeat what we know.
        [] => default,
        [text] if prefill || *text == default => text,
        [_] => return Err(Reason::Altered),
        _ => return Err(Reason::OnlyOne),
    };
    length(text, None, limits::FIELD_CHARS)?;
    Ok((!text.is_empty()).then(|| one_line(text)))
}

fn length(text: &str, min: Option<usize>, max: usize) -> Result<(), Reason> {
    let count = text.chars().count();
    match min {
        Some(min) if count < min => Err(Reason::TooShort { min }),
        _ if count > max => Err(Reason::TooLong { max }),
        _ => Ok(()),
    }
}

/// Line breaks pasted into one line become spaces: answers end in subjects
/// and names.
fn one_line(text: &str) -> Answer {
    Answer::Text(text.split(char::is_control).collect::<Vec<_>>().join(" "))
}

/// Line breaks are those of every system, and no database meets a character
/// that it cannot keep.
fn several_lines(text: &str) -> Answer {
    let text = text.replace("\r\n", "\n");
    let is_kept = |c: &char| !c.is_control() || matches!(c, '\n' | '\t');
    Answer::Text(text.chars().filter(is_kept).collect())
}

fn a_text(text: &str, is_right: fn(&str) -> bool, reason: Reason) -> Result<Answer, Reason> {
    if is_right(text) { Ok(Answer::Text(text.to_owned())) } else { Err(reason) }
}

fn flag(text: &str) -> Result<bool, Reason> {
    match text {
        // What a browser sends for a ticked box without a value.
        "true" | "on" => Ok(true),
        "false" => Ok(false),
        _ => Err(Reason::NoChoice),
    }
}

fn number(text: &str, min: Option<f64>, max: Option<f64>, whole: bool) -> Result<Answer, Reason> {
    let is_plain = !text.contains(['e', 'E']);
    let number = decimal::read(text).filter(|_| is_plain).ok_or(Reason::NoNumber)?;
    if whole && number.fract() != 0.0 {
        return Err(Reason::NotWhole);
    }
    if let Some(min) = min.filter(|min| number < *min) {
        return Err(Reason::TooSmall { min: decimal::written(min) });
    }
    if let Some(max) = max.filter(|max| number > *max) {
        return Err(Reason::TooLarge { max: decimal::written(max) });
    }
    Ok(Answer::Number(number))
}

/// Days and times of one shape compare as texts.
fn range(text: &str, min: Option<&String>, max: Option<&String>) -> Result<(), Reason> {
    if let Some(min) = min.filter(|min| text < min.as_str()) {
        return Err(Reason::TooSmall { min: min.clone() });
    }
    if let Some(max) = max.filter(|max| text > max.as_str()) {
        return Err(Reason::TooLarge { max: max.clone() });
    }
    Ok(())
}

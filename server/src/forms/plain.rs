//! Forms of browsers without a script: one screen after the other, each of
//! them a whole page.
//!
//! A screen is a step of the form with the questions that the answers so far
//! ask for. Answers of other screens travel along as hidden fields; nothing is
//! kept here between two requests. Files cannot travel so: whoever is asked
//! for some is asked on the last screen.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use kb_locales::form_texts;
use kb_protocol::chat::Code;
use kb_protocol::form::{
    Field, FieldKind, FieldProblem, Form, PLAIN_PREFIX, Proof, RawAnswers, Reason, Submission,
    check_step, visible_fields,
};
use kb_protocol::id::SubmissionId;

use super::body::Part;
use super::challenge;
use super::intake::{Open, Sender, Upload, take};
use super::page::{Page, Screen, locale_of};
use crate::app::App;
use crate::auth::new_id;
use crate::config::BrandConfig;
use crate::error::ApiError;

/// What a page without a script sends.
#[derive(Default)]
pub(crate) struct Filled {
    pub(crate) answers: RawAnswers,
    pub(crate) uploads: Vec<Upload>,
    /// BCP 47 code.
    pub(crate) locale: String,
    /// Number of the step that was filled in, from 0.
    step: usize,
    /// Ids of the questions that it asked; `None` of the site's own page.
    asked: Option<Vec<String>>,
    token: String,
    page: Option<String>,
    trap: String,
    goes_back: bool,
    /// Whether files came along, which the browser forgets.
    had_files: bool,
}

impl Filled {
    /// What the parts of a body say.
    pub(crate) fn of(parts: Vec<Part>) -> Self {
        let mut filled = Self::default();
        for part in parts {
            if let Some(name) = part.file {
                filled.had_files = true;
                filled.uploads.push(Upload { field: part.name, name, bytes: part.bytes });
                continue;
            }
            let text = part.text();
            match part.name.strip_prefix(PLAIN_PREFIX) {
                None => filled.answers.add(part.name, text),
                Some("locale") => filled.locale = text,
                Some("step") => filled.step = text.parse().unwrap_or_default(),
                Some("asked") => filled.asked = Some(text.split(' ').map(str::to_owned).collect()),
                Some("token") => filled.token = text,
                Some("page") => filled.page = Some(text),
                Some("trap") => filled.trap = text,
                Some("back") => filled.goes_back = true,
                Some(_) => {}
            }
        }
        filled
    }
}

/// What is shown next.
#[derive(Debug, PartialEq)]
struct Next {
    step: usize,
    problems: Vec<FieldProblem>,
    note: Option<&'static str>,
}

/// Answers a form that a page has sent: with the next screen, with the same
/// one and what is wrong there, or with thanks.
///
/// # Errors
///
/// If the form cannot be shown.
pub(crate) async fn answer(
    app: &App,
    open: &Open,
    sender: &Sender,
    mut filled: Filled,
) -> Result<Response, ApiError> {
    let form = open.in_locale(&filled.locale).ok_or_else(no_locale)?;
    drop_unasked(form, &mut filled.answers);
    let now = app.clock.now();
    let issued = challenge::read(&app.keys, &open.scope(), &filled.token, now);
    let next = match go(form, &filled) {
        Some(next) => next,
        // The site's page knows no token: whoever comes from there looks over
        // the answers once more.
        None if filled.token.is_empty() => note(form, "form-check"),
        None => match issued.as_ref() {
            Err(_) => note(form, "form-problem-expired"),
            Ok(issued) => match send(app, open, sender, &mut filled, &issued.id).await {
                Ok(reference) => return Ok(thanks(form, &reference)),
                Err(error) => failed(form, error)?,
            },
        },
    };
    let token = match issued {
        Ok(_) => filled.token.clone(),
        Err(_) => challenge::issue(&app.keys, &open.scope(), 0, now),
    };
    let is_wrong = !next.problems.is_empty();
    let status = match next.note {
        Some("form-problem-limited" | "form-problem-fast") => StatusCode::TOO_MANY_REQUESTS,
        Some("form-problem-unavailable") => StatusCode::SERVICE_UNAVAILABLE,
        Some("form-problem-expired") => StatusCode::FORBIDDEN,
        _ if is_wrong => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::OK,
    };
    let html = screen(app, open, form, &filled, &next, &token);
    Ok((status, html).into_response())
}

/// A form that nobody has begun; `answers` may say something already.
///
/// # Errors
///
/// If the form has no locale.
pub(crate) fn blank(
    app: &App,
    open: &Open,
    locale: &str,
    answers: RawAnswers,
) -> Result<Response, ApiError> {
    let form = open.in_locale(locale).ok_or_else(no_locale)?;
    let token = challenge::issue(&app.keys, &open.scope(), 0, app.clock.now());
    let mut filled = Filled { answers: defaults(form), ..Filled::default() };
    for field in form.fields() {
        let may_prefill = !matches!(field.kind, FieldKind::Hidden { prefill: false });
        let texts = answers.of(field.id.as_str());
        if may_prefill && !texts.is_empty() {
            filled.answers.0.insert(field.id.to_string(), texts.to_vec());
        }
    }
    let next = Next { step: 0, problems: Vec::new(), note: None };
    Ok(screen(app, open, form, &filled, &next, &token).into_response())
}

/// Where one goes from a screen; `None` if the form is to be sent.
fn go(form: &Form, filled: &Filled) -> Option<Next> {
    let last = last_step(form, &filled.answers);
    let step = filled.step.min(last);
    let shown = |step| Some(Next { step, problems: Vec::new(), note: None });
    if filled.goes_back {
        return shown((0..step).rev().find(|step| asks(form, &filled.answers, *step)).unwrap_or(0));
    }
    let of_step = |problem: &FieldProblem, steps: usize| {
        form.steps[..=steps]
            .iter()
            .flat_map(|step| &step.fields)
            .any(|field| field.id.as_str() == problem.field && !is_file(field))
    };
    if step < last {
        let problems: Vec<FieldProblem> = check_step(form, &filled.answers, step)
            .err()
            .unwrap_or_default()
            .into_iter()
            .filter(|problem| of_step(problem, step))
            .collect();
        // Questions that were not on the page yet are asked, not missed.
        let is_new = |problem: &FieldProblem| {
            problem.reason == Reason::Required && !was_asked(form, filled, step, &problem.field)
        };
        let problems: Vec<FieldProblem> =
            problems.into_iter().filter(|problem| !is_new(problem)).collect();
        if !problems.is_empty() {
            return Some(Next { step, problems, note: None });
        }
        if has_new(form, filled, step) {
            return shown(step);
        }
        return shown(
            (step + 1..last).find(|step| asks(form, &filled.answers, *step)).unwrap_or(last),
        );
    }
    if has_new(form, filled, step) {
        return shown(step);
    }
    None
}

/// Sends the form, and answers its reference.
async fn send(
    app: &App,
    open: &Open,
    sender: &Sender,
    filled: &mut Filled,
    id: &str,
) -> Result<String, ApiError> {
    let id: SubmissionId = id
        .parse()
        .map_err(|_| ApiError::refused(Code::ProofWrong, "ask for a challenge and solve it"))?;
    let submission = Submission {
        id,
        locale: filled.locale.clone(),
        answers: filled.answers.clone(),
        page: filled.page.clone(),
        proof: Some(Proof { token: filled.token.clone(), nonce: 0 }),
        started_ms: 0,
        trap: filled.trap.clone(),
        offer: None,
    };
    let uploads = std::mem::take(&mut filled.uploads);
    take(app, open, sender, submission, uploads).await.map(|submitted| submitted.reference)
}

/// What is shown when a form was not kept.
fn failed(form: &Form, error: ApiError) -> Result<Next, ApiError> {
    Ok(match error {
        ApiError::InvalidAnswers(problems) => {
            let step_of = |problem: &FieldProblem| {
                let has = |field: &Field| field.id.as_str() == problem.field;
                form.steps.iter().position(|step| step.fields.iter().any(has))
            };
            let is_file_problem = |problem: &FieldProblem| {
                form.fields().any(|field| field.id.as_str() == problem.field && is_file(field))
            };
            let last = form.steps.len().saturating_sub(1);
            let first = problems.iter().filter(|problem| !is_file_problem(problem));
            let step = first.filter_map(step_of).min().unwrap_or(last);
            Next { step, problems, note: None }
        }
        ApiError::TooFast { .. } => note(form, "form-problem-fast"),
        ApiError::RateLimited { .. } => note(form, "form-problem-limited"),
        ApiError::Store(_) => note(form, "form-problem-unavailable"),
        ApiError::Refused { code: Code::ProofExpired | Code::ProofWrong, .. } => {
            note(form, "form-problem-expired")
        }
        ApiError::Refused { code: Code::Unavailable, .. } => note(form, "form-problem-unavailable"),
        other => return Err(other),
    })
}

/// The last screen with a message above it.
fn note(form: &Form, note: &'static str) -> Next {
    Next { step: form.steps.len().saturating_sub(1), problems: Vec::new(), note: Some(note) }
}

/// A page cannot take back an answer when an earlier one changes: the relay
/// does.
fn drop_unasked(form: &Form, answers: &mut RawAnswers) {
    let shown: Vec<&str> =
        visible_fields(form, answers).into_iter().map(|id| id.as_str()).collect();
    let is_known = |name: &str| form.fields().any(|field| field.id.as_str() == name);
    answers.0.retain(|name, _| !is_known(name) || shown.contains(&name.as_str()));
}

fn defaults(form: &Form) -> RawAnswers {
    let mut answers = RawAnswers::default();
    for field in form.fields() {
        if let Some(default) = &field.default {
            answers.add(field.id.as_str(), default);
        }
    }
    answers
}

/// The questions of a step, given the answers; on the last step with all
/// files.
fn questions<'a>(form: &'a Form, answers: &RawAnswers, step: usize) -> Vec<&'a Field> {
    let shown = visible_fields(form, answers);
    let is_shown = |field: &&Field| shown.iter().any(|id| **id == field.id);
    let is_last = step >= last_step(form, answers);
    let own = form.steps.get(step).into_iter().flat_map(|step| &step.fields);
    let own = own.filter(is_shown).filter(|field| !is_file(field));
    let files = form.fields().filter(is_shown).filter(|field| is_file(field) && is_last);
    own.chain(files).collect()
}

/// The last step with a question that people see.
fn last_step(form: &Form, answers: &RawAnswers) -> usize {
    (0..form.steps.len()).rev().find(|step| asks(form, answers, *step)).unwrap_or(0)
}

/// Whether a step asks people anything beside files.
fn asks(form: &Form, answers: &RawAnswers, step: usize) -> bool {
    let shown = visible_fields(form, answers);
    form.steps.get(step).into_iter().flat_map(|step| &step.fields).any(|field| {
        let is_seen = !is_file(field) && !matches!(field.kind, FieldKind::Hidden { .. });
        is_seen && shown.contains(&&field.id)
    })
}

fn is_file(field: &Field) -> bool {
    matches!(field.kind, FieldKind::File { .. })
}

/// Whether a question was on the page. The site's own page has those that the
/// answers which stand there at first ask for.
fn was_asked(form: &Form, filled: &Filled, step: usize, field: &str) -> bool {
    if form.steps[..step].iter().any(|step| step.fields.iter().any(|one| one.id.as_str() == field))
    {
        return true;
    }
    match &filled.asked {
        Some(asked) => asked.iter().any(|id| id == field),
        None => visible_fields(form, &defaults(form)).iter().any(|id| id.as_str() == field),
    }
}

fn has_new(form: &Form, filled: &Filled, step: usize) -> bool {
    let questions = questions(form, &filled.answers, step);
    let mut seen = questions.iter().filter(|field| !matches!(field.kind, FieldKind::Hidden { .. }));
    // The site's own page cannot keep files for its later steps.
    let is_late = |field: &Field| is_file(field) && filled.asked.is_none() && step > 0;
    seen.any(|field| is_late(field) || !was_asked(form, filled, step, field.id.as_str()))
}

/// A whole page with one screen of a form.
fn screen(
    app: &App,
    open: &Open,
    form: &Form,
    filled: &Filled,
    next: &Next,
    token: &str,
) -> Response {
    let fields = questions(form, &filled.answers, next.step);
    let seen = fields.iter().filter(|field| !matches!(field.kind, FieldKind::Hidden { .. }));
    let asked: Vec<&str> = seen.map(|field| field.id.as_str()).collect();
    let mut hidden = vec![
        ("locale", form.locale.clone()),
        ("step", next.step.to_string()),
        ("asked", asked.join(" ")),
        ("token", token.to_owned()),
    ];
    hidden.extend(filled.page.clone().map(|page| ("page", page)));
    let is_last = next.step >= last_step(form, &filled.answers);
    let again = (is_last && filled.had_files).then_some("form-files-again");
    let screen = Screen {
        intro: if next.step == 0 { &form.intro } else { "" },
        heading: form.steps.get(next.step).map_or("", |step| &step.title),
        step: (next.step + 1, form.steps.len()),
        fields,
        answers: &filled.answers,
        problems: &next.problems,
        note: next.note.or(again),
        hidden,
        is_last,
    };
    page(app, open, form, |page| page.form(&screen))
}

/// Sends the browser to the thanks, so that loading the page again sends
/// nothing.
fn thanks(form: &Form, reference: &str) -> Response {
    let id = form.id.as_str();
    let locale = &form.locale;
    Redirect::to(&format!("{id}/sent?reference={reference}&locale={locale}")).into_response()
}

/// The thanks for a reference.
pub(crate) fn thanked(app: &App, open: &Open, locale: &str, reference: &str) -> Option<Response> {
    let form = open.in_locale(locale)?;
    let words = open.form.thanks.get(&form.locale).map(String::as_str);
    Some(page(app, open, form, |page| page.thanks(words, reference)))
}

/// What is said of a form that is gone, in the brand's colours.
pub(crate) fn gone(app: &App, key: &str, locale: &str) -> Option<Response> {
    let brands = app.brands();
    let (_, brand) = brands.of_key(key)?;
    let texts = form_texts(&locale_of(locale));
    let title = texts.text("form-gone", &[]);
    let response = around(brand, &title, locale, |page| page.gone());
    Some((StatusCode::GONE, response).into_response())
}

fn page(app: &App, open: &Open, form: &Form, main: impl FnOnce(&Page<'_>) -> String) -> Response {
    let brands = app.brands();
    let Some(brand) = brands.get(&open.brand) else {
        return ApiError::refused(Code::UnknownKey, "the brand is gone").into_response();
    };
    around(brand, &form.title, &form.locale, main)
}

/// A page that may show itself and send its form here, and nothing else.
pub(crate) fn around(
    brand: &BrandConfig,
    title: &str,
    locale: &str,
    main: impl FnOnce(&Page<'_>) -> String,
) -> Response {
    around_running(brand, title, locale, "", main)
}

/// The same of a page that may do more: `policy` are directives, each with a
/// semicolon and a space at its end.
pub(crate) fn around_running(
    brand: &BrandConfig,
    title: &str,
    locale: &str,
    policy: &str,
    main: impl FnOnce(&Page<'_>) -> String,
) -> Response {
    let nonce = new_id();
    let page = Page {
        texts: form_texts(&locale_of(locale)),
        brand: &brand.name,
        color: &brand.color,
        home: brand.help_site.as_deref(),
        title,
        nonce: &nonce,
    };
    let mut response = Html(main(&page)).into_response();
    let policy = format!(
        "default-src 'none'; style-src 'nonce-{nonce}'; {policy}form-action 'self'; \
         base-uri 'none'; frame-ancestors 'none'"
    );
    let headers = response.headers_mut();
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    // The next request of this page says where it comes from.
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    response
}

fn no_locale() -> ApiError {
    ApiError::refused(Code::FormUnknown, "the form has no locale")
}

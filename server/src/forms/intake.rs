//! Takes a form: checks the answers, asks for the proof, keeps what was sent.

use std::net::IpAddr;
use std::sync::Arc;

use kb_locales::Locale;
use kb_protocol::chat::{Code, Opening};
use kb_protocol::form::{
    Accepted, Answer, FieldProblem, Form, Proof, PublishedForm, Reason, Submission, Submitted,
    Target, check, routed,
};
use kb_protocol::id::{BrandId, FileId, FormId};
use kb_protocol::limits;

use super::letter::add_tags;
use super::route::{calls, told};
use super::{challenge, compose, reference};
use crate::app::App;
use crate::config::BrandConfig;
use crate::conversation::{Act, Actor, Command, Confirmation, Rules};
use crate::error::ApiError;
use crate::files::{Inspected, attachable, inspect, new_file_id};
use crate::store::{ActError, Uploader, VisitorSession};
use crate::wishes;

/// Most letters in a day that confirm forms to one address: whoever sends them
/// may be somebody new each time.
const CONFIRMATIONS_A_DAY: u32 = 3;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// A form that is published at the moment.
pub(crate) struct Open {
    pub(crate) brand: BrandId,
    pub(crate) form: PublishedForm,
}

/// The form of an address.
///
/// # Errors
///
/// `unknown_key`, `form_unknown`, `form_unpublished`.
pub(crate) async fn find(app: &App, key: &str, form: &str) -> Result<Open, ApiError> {
    let brands = app.brands();
    let Some((brand, settings)) = brands.of_key(key) else {
        return Err(ApiError::refused(Code::UnknownKey, "no brand has this widget key"));
    };
    let unknown = || ApiError::refused(Code::FormUnknown, "no form of this brand has this id");
    let id: FormId = form.parse().map_err(|_| unknown())?;
    let published = published(app, &brand, settings).await?;
    if let Some(form) = published.iter().find(|form| form.id == id) {
        return Ok(Open { brand, form: form.clone() });
    }
    if app.store.has_seen_form(brand, id).await? {
        return Err(ApiError::refused(
            Code::FormUnpublished,
            "this form was published once and is no longer",
        ));
    }
    Err(unknown())
}

async fn published(
    app: &App,
    brand: &BrandId,
    settings: &BrandConfig,
) -> Result<Arc<Vec<PublishedForm>>, ApiError> {
    let Some(site) = &settings.site else { return Ok(Arc::default()) };
    let (folder, now, shared) = (app.base.join(site), app.clock.now(), app.clone());
    let read = tokio::task::spawn_blocking(move || shared.published.forms(&folder, now)).await;
    let Ok((forms, is_new)) = read else {
        return Err(ApiError::refused(Code::Unavailable, "the forms cannot be read"));
    };
    if is_new {
        let ids = forms.iter().map(|form| form.id.clone()).collect();
        app.store.note_forms(brand.clone(), ids).await?;
    }
    Ok(forms)
}

impl Open {
    /// The form in the locale that fits a wish best; `None` of a form without
    /// any.
    pub(crate) fn in_locale(&self, wish: &str) -> Option<&Form> {
        let codes = self.form.locales.keys().map(String::as_str);
        let wished: Vec<Locale> = Locale::parse(wish).into_iter().collect();
        let best = wishes::best(&wished, codes);
        let found = self.form.locales.get(wish).or_else(|| self.form.locales.get(best.code()));
        found.or_else(|| self.form.locales.values().next())
    }

    /// What a challenge of this form counts for.
    pub(crate) fn scope(&self) -> [&str; 2] {
        [self.brand.as_str(), self.form.id.as_str()]
    }
}

/// Who sends a form, and from where.
pub(crate) struct Sender {
    pub(crate) address: IpAddr,
    /// A visitor of this brand.
    pub(crate) session: Option<VisitorSession>,
}

/// Keeps a form, once, however often it comes.
///
/// # Errors
///
/// Why it is not kept; then nothing is.
pub(crate) async fn take(
    app: &App,
    open: &Open,
    sender: &Sender,
    mut submission: Submission,
    uploads: Vec<Upload>,
) -> Result<Submitted, ApiError> {
    let Some(form) = open.in_locale(&submission.locale) else {
        return Err(ApiError::refused(Code::FormUnknown, "the form has no locale"));
    };
    let thanks = open.form.thanks.get(&form.locale).cloned();
    let submitted = |reference| Submitted { reference, thanks };
    let conversation = app.keys.conversation(&open.brand, &submission.id);
    let known = app.store.conversation(conversation).await?;
    if let Some(reference) = known.and_then(|known| known.reference) {
        return Ok(submitted(reference));
    }
    limited(app.limits.form_attempt(sender.address))?;
    if !submission.trap.is_empty() {
        return Err(ApiError::refused(Code::NotAllowed, "people leave this field empty"));
    }
    let uploads: Vec<(FileId, Upload)> =
        uploads.into_iter().map(|upload| (new_file_id(), upload)).collect();
    for (id, upload) in &uploads {
        submission.answers.add(&upload.field, id.to_string());
    }
    let accepted = check(form, &submission.answers).map_err(ApiError::InvalidAnswers)?;
    let issued = proved(app, open, submission.proof.as_ref())?;
    limited(app.limits.form(sender.address))?;
    let files = inspected(app, uploads).await?;
    let used_for = submission.id.to_string();
    if !app.store.use_challenge(issued.id.clone(), used_for, issued.expires_at()).await? {
        return Err(ApiError::refused(Code::ProofExpired, "this challenge was used before"));
    }
    if let Some(offer) = submission.offer.clone() {
        app.store.continue_offer(open.brand.clone(), offer).await?;
    }
    Ok(submitted(keep(app, open, sender, &submission, form, &accepted, files).await?))
}

fn limited(checked: Result<(), u32>) -> Result<(), ApiError> {
    checked.map_err(|retry_after_ms| ApiError::RateLimited { retry_after_ms })
}

/// The challenge of a form, if it was solved, and not too quickly.
fn proved(app: &App, open: &Open, proof: Option<&Proof>) -> Result<challenge::Issued, ApiError> {
    let wrong = |code| ApiError::refused(code, "ask for a challenge and solve it");
    let proof = proof.ok_or_else(|| wrong(Code::ProofWrong))?;
    let now = app.clock.now();
    let issued = challenge::read(&app.keys, &open.scope(), &proof.token, now).map_err(wrong)?;
    if !challenge::is_solved(&proof.token, proof.nonce, issued.bits) {
        return Err(wrong(Code::ProofWrong));
    }
    let ready = issued.at.plus_ms(i64::from(app.config.forms.min_seconds) * 1000);
    if now < ready {
        let retry_after_ms = u32::try_from(ready.0 - now.0).unwrap_or(u32::MAX);
        return Err(ApiError::TooFast { retry_after_ms });
    }
    Ok(issued)
}

/// A file that comes with a form.
pub(crate) struct Upload {
    /// The question that it answers.
    pub(crate) field: String,
    /// As the sender calls it.
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

/// Looks at the files of a form. What is wrong with one is said of its
/// question.
async fn inspected(app: &App, uploads: Vec<(FileId, Upload)>) -> Result<Vec<Inspected>, ApiError> {
    let rules = &app.config.files;
    let (mut files, mut problems, mut bytes) = (Vec::new(), Vec::new(), 0);
    for (number, (id, upload)) in uploads.into_iter().enumerate() {
        bytes += upload.bytes.len() as u64;
        let found = if bytes > rules.message_bytes || number >= rules.message_files {
            Err(ApiError::refused(Code::FileTooLarge, "all files together are too large"))
        } else {
            inspect(app, id, &upload.name, upload.bytes).await
        };
        let reason = match found {
            Ok(file) => {
                files.push(file);
                continue;
            }
            Err(ApiError::Refused { code, .. }) => match code {
                Code::FileTooLarge | Code::ImageTooLarge => Reason::FileTooLarge,
                Code::FileNotAllowed | Code::FileMismatch => Reason::FileKind,
                Code::FileRefused | Code::Empty => Reason::FileRefused,
                code => return Err(ApiError::refused(code, "a file cannot be examined")),
            },
            Err(error) => return Err(error),
        };
        problems.push(FieldProblem { field: upload.field, reason });
    }
    if problems.is_empty() { Ok(files) } else { Err(ApiError::InvalidAnswers(problems)) }
}

/// Makes a conversation of what was sent.
async fn keep(
    app: &App,
    open: &Open,
    sender: &Sender,
    submission: &Submission,
    form: &Form,
    accepted: &[Accepted<'_>],
    uploads: Vec<Inspected>,
) -> Result<String, ApiError> {
    let reference = reference(&app.keys, &open.brand, &submission.id);
    let conversation = app.keys.conversation(&open.brand, &submission.id);
    let entry = conversation.as_str().parse().expect("both are ids");
    let own = match &sender.session {
        Some(session) => session.own.clone(),
        None => app.keys.customer(&open.brand, email(accepted), &submission.id),
    };
    let customer = app.store.profile_of(own.clone()).await?;
    let record = app.store.customer_record(customer.clone()).await?;
    if record.as_ref().is_some_and(|record| record.blocked_at.is_some()) {
        return Err(ApiError::refused(Code::Blocked, "nothing is taken from this person"));
    }
    let uploader = Uploader::Customer(customer.clone());
    if !uploads.is_empty() && sender.session.is_none() {
        app.store.keep_sender(customer.clone(), open.brand.clone(), app.clock.now()).await?;
    }
    for upload in uploads {
        crate::files::keep(app, uploader.clone(), upload).await?;
    }
    let mut files = Vec::new();
    for Accepted { field, answer } in accepted {
        let Answer::Files(ids) = answer else { continue };
        let unknown = || ApiError::refused(Code::UnknownFile, "no such file");
        let ids: Result<Vec<FileId>, _> = ids.iter().map(|id| id.parse()).collect();
        let ids = ids.map_err(|_| unknown())?;
        let found = attachable(app, ids, &uploader, &entry).await.map_err(refused)?;
        files.extend(found.into_iter().map(|file| (field.id.to_string(), file)));
    }
    let mut sent = compose(form, accepted, &files, &reference, &app.config.attributes);
    let routed = routed(form, &submission.answers);
    add_tags(&mut sent.tags, routed.tags.into_iter());
    sent.hooks = calls(
        &routed.hooks,
        &conversation,
        submission.page.as_deref().filter(|page| is_page(page)),
        &app.keys.address(sender.address),
        app.clock.now(),
        &told(form, accepted, &files, &reference),
    );
    sent.confirmation = email(accepted).and_then(|_| {
        let known = record.as_ref().and_then(|record| record.email.as_ref());
        confirmation(app, &open.brand, sent.customer.emails.first().into_iter().chain(known))
    });
    sent.has_session = sender.session.is_some();
    sent.opening = Opening {
        locale: form.locale.clone(),
        page: submission.page.clone().filter(|page| is_page(page)),
        follows: None,
    };
    let act = Act {
        id: entry,
        conversation,
        actor: Actor::Visitor { customer, own, brand: open.brand.clone() },
        command: Command::Submit(Box::new(sent)),
        at: app.clock.now(),
        rules: Rules::default(),
    };
    app.store.act(act).await.map_err(refused)?;
    Ok(reference)
}

/// The letter that confirms a form, where the brand wants one, to whichever of
/// these addresses the customer has in the end.
fn confirmation<'a>(
    app: &App,
    brand: &BrandId,
    emails: impl Iterator<Item = &'a String>,
) -> Option<Confirmation> {
    let is_wanted = app.brands().get(brand).is_some_and(|brand| brand.mail.confirm_forms);
    (is_wanted && app.post.is_some()).then(|| Confirmation {
        recipients: emails.map(|email| (email.clone(), app.mail_keys.address(email))).collect(),
        most: CONFIRMATIONS_A_DAY,
        since: app.clock.now().plus_ms(-DAY_MS),
    })
}

/// The address that the sender wants to be answered at.
fn email<'a>(accepted: &'a [Accepted<'_>]) -> Option<&'a str> {
    accepted.iter().find_map(|one| match (&one.field.target, &one.answer) {
        (Some(Target::CustomerEmail), Answer::Text(email)) => Some(email.as_str()),
        _ => None,
    })
}

/// A page that is no page is left out: nothing depends on it.
fn is_page(text: &str) -> bool {
    text.len() <= limits::PAGE_BYTES
        && (text.starts_with("https://") || text.starts_with("http://"))
        && !text.chars().any(char::is_control)
}

fn refused(error: ActError) -> ApiError {
    match error {
        ActError::Refused(code) => ApiError::refused(code, "the form cannot be kept"),
        ActError::Store(error) => error.into(),
    }
}

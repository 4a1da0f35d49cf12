//! Letters: writes those of answers that nobody has seen, sends what is due.

use std::time::{Duration, Instant};

use kb_locales::mail_texts;
use kb_protocol::chat::{Author, Content, Entry};
use kb_protocol::time::Timestamp;
use tokio::time::{MissedTickBehavior, interval};

use super::agenda::{Agenda, Wanted};
use super::notices;
use crate::app::App;
use crate::auth::new_id;
use crate::conversation::Conversation;
use crate::forms::locale_of;
use crate::mail::{Answer, Draft, Kind, Post, Refusal, WayBack, site_of};
use crate::relay::hub::{News, Topic};
use crate::store::{Letter, LetterKind, NewLetter, Outcome, StoreError, Unmailed, UnmailedQuery};
use crate::telemetry;

/// How often is looked for what has come due.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// Looks between two at all conversations: addresses that come with a login
/// are found so, and what was not heard.
const LOOK_AT_ALL_EVERY: u32 = 60;
/// Looks between two tidyings.
const TIDY_EVERY: u32 = 3_600;
/// Conversations that are looked at, and letters that are taken, at once.
const CONVERSATIONS: usize = 200;
const LETTERS: usize = 10;
/// Most entries of one letter.
const ENTRIES: usize = 100;
/// Most letters that one refers to.
const PREVIOUS: usize = 20;
const MINUTE_MS: i64 = 60 * 1000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;
/// What is older is news to nobody: letters that were switched on later do not
/// tell of it.
const RECENT_MS: i64 = 3 * DAY_MS;
/// How long letters that were taken are nobody else's: whose process was killed
/// meanwhile are sent then.
const LEASE_MS: i64 = 10 * MINUTE_MS;
/// How long of it further ones are begun: what is left of it is enough for one
/// letter and a mail server that thinks about each of its answers, and half a
/// minute for the database.
const BEGIN: Duration = Duration::from_millis(LEASE_MS.unsigned_abs())
    .saturating_sub(Post::LONGEST)
    .saturating_sub(Duration::from_secs(30));
/// Waits between attempts: one minute, then twice as long each time.
const LONGEST_WAIT_MS: i64 = 6 * 60 * MINUTE_MS;
/// How long a letter is tried.
const GIVEN_UP_MS: i64 = 4 * DAY_MS;
/// How long is known that a letter was sent: later ones refer to it.
const KEPT_MS: i64 = 90 * DAY_MS;

/// Runs until the server stops; a letter that is being sent is finished.
pub(super) async fn run(app: App) {
    let Some(post) = &app.post else { return };
    let mut stopping = app.stopping.subscribe();
    let mut look = interval(LOOK_EVERY);
    look.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut looks = 0u32;
    // Subscribe first: what is committed meanwhile is then heard or read.
    let mut news = app.hub.subscribe(Topic::Inbox);
    let mut agenda = Agenda::new();
    loop {
        tokio::select! {
            item = news.next() => {
                match item.as_deref() {
                    Some(News::Commit(commit)) => {
                        let Conversation { id, seq, seen_by_visitor, .. } = &*commit.conversation;
                        agenda.hear(id, seq > seen_by_visitor);
                    }
                    Some(_) => {}
                    // It was too much at once.
                    None => {
                        news = app.hub.subscribe(Topic::Inbox);
                        agenda.miss();
                    }
                }
                continue;
            }
            _ = look.tick() => {}
            () = app.stopped(&mut stopping) => return,
        }
        if looks.is_multiple_of(LOOK_AT_ALL_EVERY) {
            agenda.miss();
        }
        if let Err(error) = write_answers(&app, post, &mut agenda).await {
            tracing::error!(error = %error, "letters could not be written");
            agenda.miss();
        }
        if let Err(error) = notices::write(&app).await {
            tracing::error!(error = %error, "letters to agents could not be written");
        }
        if let Err(error) = send_due(&app, post).await {
            tracing::error!(error = %error, "letters could not be sent");
        }
        if looks.is_multiple_of(TIDY_EVERY) {
            let before = app.clock.now().plus_ms(-KEPT_MS);
            if let Err(error) = app.store.forget_letters(before).await {
                tracing::error!(error = %error, "old letters could not be forgotten");
            }
        }
        looks = looks.wrapping_add(1);
    }
}

/// Writes a letter for every conversation with answers that have waited long
/// enough, as far as the agenda says that there may be some.
async fn write_answers(app: &App, post: &Post, agenda: &mut Agenda) -> Result<(), StoreError> {
    let now = app.clock.now();
    let wait_ms = i64::from(post.after_minutes) * MINUTE_MS;
    let since = now.plus_ms(-RECENT_MS);
    let ids = match agenda.take(now, now.plus_ms(2 * wait_ms), CONVERSATIONS) {
        Wanted::These(ids) if ids.is_empty() => return Ok(()),
        Wanted::These(ids) => ids,
        Wanted::All => {
            for (brand, _) in app.brands().iter() {
                let query = UnmailedQuery { brand, since, limit: CONVERSATIONS };
                let found = app.store.unmailed(query).await?;
                let is_full = found.len() == CONVERSATIONS;
                // What waits for its time stays on the page, the others go.
                if write_each(app, &found, now, wait_ms, agenda).await? && is_full {
                    agenda.miss();
                }
            }
            return Ok(());
        }
    };
    let brands = app.brands();
    let mut found = app.store.unmailed_among(ids, since).await?;
    found.retain(|one| brands.get(&one.conversation.brand).is_some());
    write_each(app, &found, now, wait_ms, agenda).await.map(drop)
}

/// Writes what is due of these, and notes when the others are. Answers whether
/// there is less to be done than before.
async fn write_each(
    app: &App,
    found: &[Unmailed],
    now: Timestamp,
    wait_ms: i64,
    agenda: &mut Agenda,
) -> Result<bool, StoreError> {
    let mut is_less = false;
    for unmailed in found {
        let next = write_one(app, unmailed, now, wait_ms).await?;
        is_less |= next.is_none_or(|next| next <= now);
        if let Some(next) = next {
            agenda.put(unmailed.conversation.id.clone(), next);
        }
    }
    Ok(is_less)
}

/// Writes the letter of a conversation, if it is due; answers when there is
/// something to be done, as far as is known.
async fn write_one(
    app: &App,
    found: &Unmailed,
    now: Timestamp,
    wait_ms: i64,
) -> Result<Option<Timestamp>, StoreError> {
    let Unmailed { conversation, mailed } = found;
    let after = conversation.seen_by_visitor.max(*mailed);
    let id = conversation.id.clone();
    let entries = app.store.entries_after(id.clone(), after, ENTRIES).await?;
    let Some(last) = entries.last() else { return Ok(None) };
    // There may be more of them.
    let next = (entries.len() == ENTRIES).then_some(now);
    let mut answers = entries.iter().filter(|entry| answer(entry).is_some());
    let Some(first) = answers.next() else {
        app.store.pass_over(id, *mailed, last.seq).await?;
        return Ok(next);
    };
    // What lies far ahead tells of a clock that was put back.
    if first.at > now.plus_ms(-wait_ms) && first.at <= now.plus_ms(wait_ms) {
        return Ok(Some(first.at.plus_ms(wait_ms)));
    }
    let until = answers.next_back().unwrap_or(first).seq;
    let letter = NewLetter {
        id: new_id(),
        kind: LetterKind::Answers,
        conversation: id,
        recipient: conversation.customer.to_string(),
        after,
        until,
        at: now,
    };
    app.store.write_answers(*mailed, letter).await?;
    Ok(next)
}

/// What an agent wrote to the customer.
fn answer(entry: &Entry) -> Option<Answer> {
    match (&entry.author, &entry.content) {
        (Author::Agent { name, .. }, Content::Message { body, files }) => Some(Answer {
            author: name.clone(),
            body: body.clone(),
            files: files.iter().map(|file| file.name.clone()).collect(),
        }),
        _ => None,
    }
}

async fn send_due(app: &App, post: &Post) -> Result<(), StoreError> {
    let now = app.clock.now();
    let (lease, beyond) = (now.plus_ms(LEASE_MS), now.plus_ms(DAY_MS));
    let began = Instant::now();
    for letter in app.store.take_letters(now, lease, beyond, LETTERS).await? {
        // Another process takes what is left, once the lease is over.
        if began.elapsed() > BEGIN {
            break;
        }
        let outcome = send(app, post, &letter, now).await?;
        app.store.finish_letter(letter.id, outcome).await?;
        if *app.stopping.borrow() {
            break;
        }
    }
    Ok(())
}

async fn send(
    app: &App,
    post: &Post,
    letter: &Letter,
    now: Timestamp,
) -> Result<Outcome, StoreError> {
    let count = |result| telemetry::letter(letter.kind.word(), result);
    let message = match letter.kind {
        LetterKind::Notice(event) => notices::compose(app, post, letter, event, now).await?,
        _ => compose(app, post, letter).await?,
    };
    let Some(message) = message else {
        count("dropped");
        return Ok(Outcome::Dropped);
    };
    // Addresses and words of the mail server stay out of the log.
    Ok(match post.send(&message).await {
        Ok(()) => {
            count("sent");
            Outcome::Sent(now)
        }
        Err(Refusal::Never { code }) => {
            tracing::warn!(letter = letter.id, code, "the mail server refuses a letter for good");
            count("refused");
            Outcome::Dropped
        }
        Err(Refusal::Later { code, stage }) if now >= letter.created_at.plus_ms(GIVEN_UP_MS) => {
            let attempts = letter.attempts;
            let stage = stage.word();
            tracing::warn!(letter = letter.id, ?code, stage, attempts, "a letter is given up");
            count("given_up");
            Outcome::Dropped
        }
        Err(Refusal::Later { code, stage }) => {
            let stage = stage.word();
            let wait_ms = backoff_ms(letter.attempts);
            tracing::warn!(
                letter = letter.id,
                ?code,
                stage,
                wait_ms,
                "a letter is tried again later"
            );
            count("retried");
            Outcome::Later(now.plus_ms(wait_ms))
        }
    })
}

/// The wait after so many attempts.
fn backoff_ms(attempts: u32) -> i64 {
    let doubled = attempts.saturating_sub(1).min(16);
    (MINUTE_MS << doubled).min(LONGEST_WAIT_MS)
}

/// The letter as it is now; `None` if there is nothing to tell, or nobody who
/// wants to know.
async fn compose(
    app: &App,
    post: &Post,
    letter: &Letter,
) -> Result<Option<lettre::Message>, StoreError> {
    let Some(conversation) = app.store.conversation(letter.conversation.clone()).await? else {
        return Ok(None);
    };
    let brands = app.brands();
    let Some(brand) = brands.get(&conversation.brand) else { return Ok(None) };
    let customer = app.store.customer(conversation.customer.clone()).await?;
    let Some(email) = &customer.email else { return Ok(None) };
    let address = app.mail_keys.address(email);
    if app.store.is_unsubscribed(conversation.brand.clone(), address.clone()).await? {
        return Ok(None);
    }
    let kind = match letter.kind {
        // Its reader is an agent.
        LetterKind::Notice(_) => return Ok(None),
        LetterKind::Confirmation => Kind::Confirmation,
        LetterKind::Answers => {
            let after = letter.after.max(conversation.seen_by_visitor);
            let id = conversation.id.clone();
            let entries = app.store.entries_after(id, after, ENTRIES).await?;
            let told = entries.iter().filter(|entry| entry.seq <= letter.until);
            let answers: Vec<Answer> = told.filter_map(answer).collect();
            if answers.is_empty() {
                return Ok(None);
            }
            Kind::Answers(answers)
        }
    };
    let locale = locale_of(&conversation.locale);
    let way_out = app.mail_keys.way_out(&conversation.brand, &address);
    let public_url = &post.public_url;
    // A confirmation has nothing to go back for.
    let leads_back = brand.chat
        && letter.kind == LetterKind::Answers
        && app
            .store
            .customer_record(conversation.customer.clone())
            .await?
            .is_some_and(|record| record.comes_back_by_letter());
    let way_back = leads_back.then(|| {
        let (brand, conversation) = (conversation.brand.clone(), conversation.id.clone());
        WayBack::new(brand, conversation, address.clone(), letter.created_at).url(
            &app.mail_keys,
            public_url,
            locale.code(),
        )
    });
    let parsed = |text: &Option<String>| text.as_ref().and_then(|text| text.parse().ok());
    let draft = Draft {
        texts: mail_texts(&locale),
        brand: &brand.name,
        color: &brand.color,
        from: parsed(&brand.mail.from).unwrap_or_else(|| post.from.clone()),
        reply_to: parsed(&brand.mail.reply_to),
        to: email,
        name: customer.name.as_deref().filter(|_| customer.is_email_verified),
        kind,
        reference: conversation.reference.as_deref(),
        site: site_of(&conversation, brand),
        way_back,
        way_out: format!("{public_url}/mail/v1/unsubscribe/{way_out}?locale={}", locale.code()),
        id: &letter.id,
        previous: app.store.letters_before(letter.clone(), PREVIOUS).await?,
        at: letter.created_at,
    };
    let message = draft.message();
    if message.is_none() {
        tracing::warn!(letter = letter.id, "there is no writing to the address of a customer");
    }
    Ok(message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_six_hours() {
        let minutes: Vec<i64> = (1..=11).map(|n| backoff_ms(n) / MINUTE_MS).collect();
        assert_eq!(minutes, [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360]);
        assert_eq!(backoff_ms(u32::MAX), LONGEST_WAIT_MS);
    }
}

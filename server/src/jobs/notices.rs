//! Letters to agents: who gets one is decided from rows, up to marks that move
//! with the letters, so that a restart loses none and two processes write none
//! twice.

use kb_locales::{Locale, mail_texts};
use kb_protocol::notification::AgentEvent;
use kb_protocol::time::Timestamp;

use crate::app::App;
use crate::conversation::Conversation;
use crate::mail::{Notice, Post};
use crate::notices::{WAIT_MS, happenings, is_open, is_wanted, letter_to};
use crate::store::{Letter, Marks, NewNotices, NotifiedAgent, StoreError, Unnoticed};

/// Conversations that are looked at, and entries and events of each, at once.
const CONVERSATIONS: usize = 100;
const STRETCH: usize = 100;
/// Most letters that one refers to.
const PREVIOUS: usize = 20;
const MINUTE_MS: i64 = 60 * 1000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;
/// What is older is news to nobody: letters were switched on later.
const RECENT_MS: i64 = DAY_MS;
/// How long after a letter the next one about the same conversation waits.
const PAUSE_MS: i64 = 15 * MINUTE_MS;

/// Keeps who has an inbox open through this process.
pub(super) async fn see_agents(app: &App) -> Result<(), StoreError> {
    let here = app.hub.staff.all_here();
    if here.is_empty() {
        return Ok(());
    }
    app.store.see_agents(here, app.clock.now()).await
}

/// Decides about everything that has waited long enough.
pub(super) async fn write(app: &App) -> Result<(), StoreError> {
    let now = app.clock.now();
    let (until, beyond) = (now.plus_ms(-WAIT_MS), now.plus_ms(DAY_MS));
    let found = app.store.unnoticed(until, beyond, CONVERSATIONS).await?;
    if found.is_empty() {
        return Ok(());
    }
    // Who came a moment ago is there.
    see_agents(app).await?;
    let agents = app.store.notified_agents().await?;
    for unnoticed in found {
        // One that cannot be decided holds up no other.
        if let Err(error) = decide(app, &unnoticed, &agents, now).await {
            let conversation = &unnoticed.conversation.id;
            tracing::error!(%conversation, %error, "nobody could be told of a conversation");
        }
    }
    Ok(())
}

async fn decide(
    app: &App,
    found: &Unnoticed,
    agents: &[NotifiedAgent],
    now: Timestamp,
) -> Result<(), StoreError> {
    let Unnoticed { conversation, marks } = found;
    let (store, id) = (&app.store, &conversation.id);
    let (until, beyond) = (now.plus_ms(-WAIT_MS), now.plus_ms(DAY_MS));
    let is_due = |at: Timestamp| at <= until || at > beyond;
    let mut entries = store.entries_after(id.clone(), marks.entry, STRETCH).await?;
    let mut events = store.events_after(id.clone(), marks.event, STRETCH).await?;
    // Up to the first one that has to wait: the marks leave nothing out.
    entries.truncate(entries.iter().take_while(|entry| is_due(entry.at)).count());
    events.truncate(events.iter().take_while(|event| is_due(event.at)).count());
    let to = Marks {
        entry: entries.last().map_or(marks.entry, |last| last.seq),
        event: events.last().map_or(marks.event, |last| last.number),
    };
    let mut happened = happenings(conversation, &entries, &events);
    happened.retain(|happening| happening.at > now.plus_ms(-RECENT_MS));
    let mut letters = Vec::new();
    if !happened.is_empty() && !is_blocked(app, conversation).await? {
        let brands = app.brands();
        for known in agents {
            let event = letter_to(known, &happened, to.entry, conversation, &brands, now);
            letters.extend(event.map(|event| (known.agent.id.clone(), event)));
        }
    }
    let notices = NewNotices {
        conversation: id.clone(),
        from: *marks,
        to,
        letters,
        seen: conversation.seen_by_agent,
        at: now,
        pause_ms: PAUSE_MS,
    };
    store.write_notices(notices).await.map(drop)
}

async fn is_blocked(app: &App, conversation: &Conversation) -> Result<bool, StoreError> {
    let record = app.store.customer_record(conversation.customer.clone()).await?;
    Ok(record.is_some_and(|record| record.blocked_at.is_some()))
}

/// The letter as it is now; `None` if there is nothing to tell any longer, or
/// nobody who wants to know.
pub(super) async fn compose(
    app: &App,
    post: &Post,
    letter: &Letter,
    event: AgentEvent,
    now: Timestamp,
) -> Result<Option<lettre::Message>, StoreError> {
    let Some(conversation) = app.store.conversation(letter.conversation.clone()).await? else {
        return Ok(None);
    };
    let brands = app.brands();
    let Some(brand) = brands.get(&conversation.brand) else { return Ok(None) };
    let agents = app.store.notified_agents().await?;
    let known = agents.iter().find(|known| known.agent.id.as_str() == letter.recipient);
    let Some(known) = known else { return Ok(None) };
    if !is_open(event, letter.until, &conversation, &known.agent.id)
        || !is_wanted(known, event, letter.created_at, &brands, now)
        || is_blocked(app, &conversation).await?
    {
        return Ok(None);
    }
    let locale = known.locale.as_deref().unwrap_or("en");
    let locale = Locale::parse(locale).or_else(|_| Locale::parse("en"));
    let mut previous = app.store.letters_before(letter.clone(), PREVIOUS).await?;
    // The one that confirmed a form went to the customer.
    previous.retain(|id| id.starts_with("notice-"));
    let from = brand.mail.from.as_ref().and_then(|from| from.parse().ok());
    let notice = Notice {
        texts: mail_texts(&locale.expect("`en` is a locale")),
        brand: &brand.name,
        color: &brand.color,
        from: from.unwrap_or_else(|| post.from.clone()),
        to: &known.agent.email,
        name: &known.agent.name,
        event,
        reference: conversation.reference.as_deref(),
        inbox: format!("{}/inbox/", post.public_url),
        conversation: &conversation.id,
        id: &letter.id,
        previous,
        at: letter.created_at,
    };
    let message = notice.message();
    if message.is_none() {
        tracing::warn!(letter = letter.id, "there is no writing to the address of an agent");
    }
    Ok(message)
}

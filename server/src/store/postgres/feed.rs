//! What other processes have committed.
//!
//! A notification wakes us; what happened stands in `change`. A look every
//! second makes up for notifications that were lost with a connection. On a
//! channel of their own come whispers, of which nothing is kept.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::timeout;
use tokio_postgres::AsyncMessage;

use super::super::stored;
use super::super::{Commit, Listener, StoreError, Told, Whisper};
use super::address::Address;
use super::link::{Link, Session};
use super::whisper::{self, Whisperer};
use super::{CHANNEL, Ear, database_error, rows};

/// How often is looked without a notification.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// How soon is looked for rows that an older transaction still hides.
const LOOK_AGAIN: Duration = Duration::from_millis(5);
/// Rows that are read at once.
const CHUNK: i64 = 1_000;
/// Looks between two tidyings.
const TIDY_EVERY: u32 = 600;
/// How long a row is kept, in milliseconds: whoever was away longer than that
/// reads conversations anyway.
const KEEP_MS: i64 = 60 * 60 * 1000;

/// What a look could not read.
enum Left {
    Nothing,
    /// Rows of committed transactions that are younger than one still running.
    Hidden,
}

/// How far this process has read.
struct Cursor {
    transaction: String,
    id: i64,
}

/// Tells `ear` of what others commit and whisper, from now on.
///
/// # Errors
///
/// If the database cannot be asked where "now" is.
pub(super) async fn start(
    address: Address,
    link: Link,
    ear: Ear,
    whisperer: Whisperer,
) -> Result<(), StoreError> {
    let session = link.session().await?;
    let row = session.query("SELECT pg_snapshot_xmin(pg_current_snapshot())::text", &[]).await?;
    let transaction = row.first().map(|row| rows::column(row, 0)).transpose()?;
    let mut cursor = Cursor { transaction: transaction.unwrap_or_default(), id: 0 };
    let woken = Arc::new(Notify::new());
    tokio::spawn(listen(address, Arc::clone(&woken), ear.clone(), whisperer));
    tokio::spawn(async move {
        let mut looks = 0u32;
        let mut wait = LOOK_EVERY;
        loop {
            // Woken or not, we look.
            let _ = timeout(wait, woken.notified()).await;
            looks = looks.wrapping_add(1);
            wait = match read(&link, &ear.process, &mut cursor, &ear.listener, looks).await {
                Ok(Left::Nothing) => LOOK_EVERY,
                Ok(Left::Hidden) => LOOK_AGAIN,
                Err(error) => {
                    tracing::warn!(error = %error, "what other processes wrote cannot be read");
                    link.give_up().await;
                    LOOK_EVERY
                }
            };
        }
    });
    Ok(())
}

/// Wakes the reader at every notification; connects again when it must.
async fn listen(address: Address, woken: Arc<Notify>, ear: Ear, whisperer: Whisperer) {
    loop {
        if let Err(error) = listen_once(&address, &woken, &ear, &whisperer).await {
            tracing::warn!(error = %error, "notifications of PostgreSQL are not heard");
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

async fn listen_once(
    address: &Address,
    woken: &Notify,
    ear: &Ear,
    whisperer: &Whisperer,
) -> Result<(), StoreError> {
    let (client, mut connection) = address.connect().await?;
    let subscribe = format!("LISTEN {CHANNEL}; LISTEN {}", whisper::CHANNEL);
    let mut subscribing = Box::pin(client.batch_execute(&subscribe));
    let mut is_subscribed = false;
    loop {
        let message = std::future::poll_fn(|context| connection.poll_message(context));
        tokio::select! {
            result = &mut subscribing, if !is_subscribed => {
                result.map_err(database_error)?;
                is_subscribed = true;
                // What was said before nobody repeats unasked.
                whisperer.say(Whisper::Began);
            }
            message = message => match message {
                Some(Ok(AsyncMessage::Notification(heard))) if heard.channel() == CHANNEL => {
                    woken.notify_one();
                }
                Some(Ok(AsyncMessage::Notification(heard))) => {
                    if let Some(told) = whisper::heard(heard.payload(), &ear.process) {
                        (ear.listener)(told);
                    }
                }
                Some(Ok(_)) => {}
                Some(Err(error)) => return Err(database_error(error)),
                None => return Ok(()),
            },
        }
    }
}

async fn read(
    link: &Link,
    process: &str,
    cursor: &mut Cursor,
    listener: &Listener,
    looks: u32,
) -> Result<Left, StoreError> {
    let session = link.session().await?;
    loop {
        let found = session
            .query(
                "SELECT transaction::text, id, process, conversation, seq_before, seq_after,
                 events_before, events_after FROM change
                 WHERE (transaction, id) > ($1::text::xid8, $2)
                 AND transaction < pg_snapshot_xmin(pg_current_snapshot())
                 ORDER BY transaction, id LIMIT $3",
                &[&cursor.transaction, &cursor.id, &CHUNK],
            )
            .await?;
        let mut spans: BTreeMap<i64, Span> = BTreeMap::new();
        for row in &found {
            cursor.transaction = rows::column(row, 0)?;
            cursor.id = rows::column(row, 1)?;
            let by: &str = rows::column(row, 2)?;
            if by != process {
                let span = Span {
                    seq: (rows::column(row, 4)?, rows::column(row, 5)?),
                    events: (rows::column(row, 6)?, rows::column(row, 7)?),
                };
                spans.entry(rows::column(row, 3)?).or_insert(span).extend(span);
            }
        }
        for (key, span) in spans {
            tell(&session, key, span, listener).await?;
        }
        if i64::try_from(found.len()).unwrap_or(CHUNK) < CHUNK {
            break;
        }
    }
    if looks.is_multiple_of(TIDY_EVERY) {
        session
            .query(
                "DELETE FROM change WHERE at < (SELECT max(at) FROM change) - $1::bigint",
                &[&KEEP_MS],
            )
            .await?;
    }
    let sql = "SELECT EXISTS (SELECT 1 FROM change
         WHERE transaction >= pg_snapshot_xmin(pg_current_snapshot()))";
    let found = session.query(sql, &[]).await?;
    let is_hidden = found.first().map(|row| rows::column(row, 0)).transpose()?.unwrap_or(false);
    Ok(if is_hidden { Left::Hidden } else { Left::Nothing })
}

/// Numbers of entries and events: above the first, up to the second.
#[derive(Clone, Copy)]
struct Span {
    seq: (i64, i64),
    events: (i64, i64),
}

impl Span {
    fn extend(&mut self, other: Self) {
        self.seq = (self.seq.0.min(other.seq.0), self.seq.1.max(other.seq.1));
        self.events = (self.events.0.min(other.events.0), self.events.1.max(other.events.1));
    }
}

async fn tell(
    session: &Session,
    key: i64,
    span: Span,
    listener: &Listener,
) -> Result<(), StoreError> {
    let sql = format!("SELECT {} FROM conversation WHERE key = $1", stored::CONVERSATION);
    let found = session.query(&sql, &[&key]).await?;
    let Some(row) = found.first() else { return Ok(()) };
    let conversation = Arc::new(rows::conversation(row, 0)?.1);
    let sql = format!(
        "SELECT {} FROM entry WHERE conversation = $1 AND entry.seq > $2 AND entry.seq <= $3
         ORDER BY entry.seq",
        stored::ENTRY
    );
    let entries = session.query(&sql, &[&key, &span.seq.0, &span.seq.1]).await?;
    let sql = format!(
        "SELECT {} FROM event WHERE conversation = $1 AND number > $2 AND number <= $3
         ORDER BY number",
        stored::EVENT
    );
    let events = session.query(&sql, &[&key, &span.events.0, &span.events.1]).await?;
    let events: Vec<_> =
        events.iter().map(|row| rows::event(row).map(Arc::new)).collect::<Result<_, _>>()?;
    for row in &entries {
        let entry = Some(Arc::new(rows::entry(row, 0)?));
        let conversation = Arc::clone(&conversation);
        let commit = Commit { conversation, entry, events: Vec::new() };
        listener(Told::Commit(Arc::new(commit)));
    }
    listener(Told::Commit(Arc::new(Commit { conversation, entry: None, events })));
    Ok(())
}

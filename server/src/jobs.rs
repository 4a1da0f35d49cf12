//! What happens by itself, from rows of the database: it goes on after a
//! restart, and what came due meanwhile is made up for.

mod agenda;
mod letters;
mod notices;
mod overdue;

use std::time::Duration;

use kb_protocol::inbox::{Change, Status};
use tokio::time::{MissedTickBehavior, interval};

use crate::app::App;
use crate::auth::new_id;
use crate::conversation::{Act, Actor, Command, Rules};
use crate::notices::SIGN_MS;
use crate::relay::viewers::{ALIVE_MS, REPEAT_MS};
use crate::store::{ActError, StoreError, Whisper};

/// How often is looked for what has come due.
const LOOK_EVERY: Duration = Duration::from_millis(500);
/// Conversations that are woken at once.
const BATCH: usize = 100;
/// Looks between two tidyings of the rate limits and of files.
const TIDY_EVERY: u32 = 120;
/// Conversations that are read for the search at once.
const SEARCH_BATCH: usize = 50;
/// How long a file waits for the message that carries it, in milliseconds.
const UNSENT_FILES_MS: i64 = 24 * 60 * 60 * 1000;

/// Writes and sends letters until the server stops.
pub(crate) async fn send_letters(app: App) {
    letters::run(app).await;
}

/// Runs until it is aborted.
pub(crate) async fn run(app: App) {
    let mut look = interval(LOOK_EVERY);
    look.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut looks = 0u32;
    let mut alive_at = app.clock.now();
    let mut repeated_at = alive_at;
    let mut signed_at = alive_at;
    loop {
        look.tick().await;
        if let Err(error) = wake_snoozed(&app).await {
            tracing::error!(error = %error, "snoozed conversations could not be woken");
        }
        if let Err(error) = app.store.refresh_search(SEARCH_BATCH).await {
            tracing::error!(error = %error, "texts could not be read for the search");
        }
        let now = app.clock.now();
        if app.hub.take_asked() || now >= repeated_at.plus_ms(REPEAT_MS) {
            repeated_at = now;
            app.repeat_viewing();
            app.repeat_following();
        } else if app.hub.attendance.take_asks_again() {
            // What it said before was forgotten: it says it once more.
            app.store.whisper(Whisper::Began);
            app.repeat_following();
        }
        app.answer_following();
        if now >= alive_at.plus_ms(ALIVE_MS) {
            alive_at = now;
            app.store.whisper(Whisper::Alive);
            app.store.whisper(Whisper::Staff { is_here: app.hub.staff.is_here() });
        }
        // Only letters ask who is away.
        if app.post.is_some() && now >= signed_at.plus_ms(SIGN_MS) {
            signed_at = now;
            if let Err(error) = notices::see_agents(&app).await {
                tracing::error!(error = %error, "it could not be kept which agents are here");
            }
        }
        app.expire_viewing();
        if let Err(error) = app.expire_attendance().await {
            tracing::error!(error = %error, "when customers were last there could not be kept");
        }
        if let Err(error) = overdue::run(&app).await {
            tracing::error!(error = %error, "those who wait could not be looked after");
        }
        // Also at once: what was left before the start.
        if looks.is_multiple_of(TIDY_EVERY) {
            app.limits.tidy();
            if let Err(error) = app.store.forget_challenges(now).await {
                tracing::error!(error = %error, "used challenges could not be forgotten");
            }
            if let Err(error) = app.store.forget_merges(now).await {
                tracing::error!(error = %error, "what old merges have kept could not be forgotten");
            }
            if let Err(error) = delete_unsent_files(&app).await {
                tracing::error!(error = %error, "files that were never sent could not be deleted");
            }
        }
        looks = looks.wrapping_add(1);
    }
}

async fn delete_unsent_files(app: &App) -> Result<(), StoreError> {
    let before = app.clock.now().plus_ms(-UNSENT_FILES_MS);
    while app.store.delete_unsent_file(before).await? {}
    Ok(())
}

async fn wake_snoozed(app: &App) -> Result<(), ActError> {
    let now = app.clock.now();
    for conversation in app.store.due(now, BATCH).await? {
        let act = Act {
            id: new_id().parse().expect("hexadecimal digits are an id"),
            conversation,
            actor: Actor::System,
            command: Command::Change(Change::Status {
                status: Status::Open,
                until: None,
                sub_status: None,
            }),
            at: now,
            rules: Rules::default(),
        };
        app.store.act(act).await?;
    }
    Ok(())
}

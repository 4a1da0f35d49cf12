//! What comes due when somebody waits for too long.

use kb_locales::{Locale, form_texts};
use kb_protocol::id::BrandId;
use kb_protocol::time::Timestamp;

use crate::app::App;
use crate::auth::new_id;
use crate::config::{BrandConfig, Brands, filled};
use crate::conversation::{Act, Actor, Command, Conversation, Overdue, Rules};
use crate::store::{ActError, OverdueQuery, Waiting};

/// Conversations that are looked after at once.
const BATCH: usize = 100;
/// How long after a first message it makes sense to ask for patience.
const PATIENCE_MS: i64 = 5 * MINUTE_MS;
/// What was answered longer ago says nothing of now.
const LATELY_MS: i64 = 30 * MINUTE_MS;
/// Of so many who were answered the waiting is looked at, of fewer than the
/// second number it tells nothing.
const WAITS: usize = 15;
const FEWEST_WAITS: usize = 3;
/// Who was answered after more than this has written while nobody was there.
const LONGEST_WAIT_MS: i64 = 4 * 60 * MINUTE_MS;
const MINUTE_MS: i64 = 60 * 1000;
const BEGINNING: Timestamp = Timestamp(i64::MIN);
const NEVER: Timestamp = Timestamp(i64::MAX);

/// Looks after every brand once.
pub(super) async fn run(app: &App) -> Result<(), ActError> {
    let brands = app.brands();
    let now = app.clock.now();
    for (id, brand) in brands.iter().filter(|(_, brand)| brand.chat) {
        let look = Look { app, brands: &brands, id, brand, now };
        look.waits().await?;
        look.missed().await?;
        look.idle().await?;
    }
    Ok(())
}

/// The middle one of what some have waited, in minutes, rounded up; `None` if
/// too few have while somebody was there.
fn minutes(mut waits: Vec<i64>) -> Option<u64> {
    waits.retain(|wait_ms| *wait_ms <= LONGEST_WAIT_MS);
    if waits.len() < FEWEST_WAITS {
        return None;
    }
    waits.sort_unstable();
    let middle = waits[waits.len() / 2].max(1).unsigned_abs();
    Some(middle.div_ceil(MINUTE_MS.unsigned_abs()))
}

/// One brand at one moment.
struct Look<'a> {
    app: &'a App,
    brands: &'a Brands,
    id: BrandId,
    brand: &'a BrandConfig,
    now: Timestamp,
}

impl Look<'_> {
    /// Asks visitors for patience while somebody is there who may come.
    async fn waits(&self) -> Result<(), ActError> {
        let says_nothing = self.brand.wait_message.is_empty() && !self.brand.wait_estimate;
        if says_nothing || !self.brands.is_open(self.brand, self.now) {
            return Ok(());
        }
        let from = self.now.plus_ms(-PATIENCE_MS);
        let found = self.find(Waiting::Untold, from, self.now, NEVER).await?;
        let minutes = if found.is_empty() { None } else { self.wait_minutes().await? };
        for found in found {
            let text = self.brand.text(&self.brand.wait_message, &found.locale);
            let text = text.map(|text| filled(text, &self.brand.name));
            let estimate = minutes.map(|minutes| {
                let locale = Locale::parse(&found.locale).or_else(|_| Locale::parse("en"));
                let locale = locale.expect("`en` is a locale");
                form_texts(&locale).text("wait-estimate", &[("count", minutes.into())])
            });
            let said: Vec<String> = text.into_iter().chain(estimate).collect();
            if let (Some(mark), false) = (found.waiting_since, said.is_empty()) {
                self.draw(&found, Overdue::Wait { body: said.join(" ") }, mark).await?;
            }
        }
        Ok(())
    }

    /// How long visitors have waited lately, in minutes, if the brand tells and
    /// there is something to be told.
    async fn wait_minutes(&self) -> Result<Option<u64>, ActError> {
        if !self.brand.wait_estimate {
            return Ok(None);
        }
        let since = self.now.plus_ms(-LATELY_MS);
        Ok(minutes(self.app.store.waits(self.id.clone(), since, WAITS).await?))
    }

    /// Gives up waiting: after the time that is set, and while the schedule is
    /// closed at once for what was written meanwhile or nobody has taken.
    async fn missed(&self) -> Result<(), ActError> {
        let mut missed = Vec::new();
        if let Some(schedule) = self.brands.schedule_of(self.brand)
            && !schedule.is_open(self.now)
        {
            let closed_since = schedule.last_change(self.now);
            missed.extend(self.find(Waiting::Unmissed, closed_since, self.now, NEVER).await?);
            missed.extend(self.find(Waiting::Untaken, BEGINNING, self.now, NEVER).await?);
        }
        if let Some(minutes) = self.brand.missed_after_minutes {
            missed.extend(self.older(Waiting::Unmissed, i64::from(minutes) * MINUTE_MS).await?);
        }
        for found in missed {
            let Some(mark) = found.waiting_since else { continue };
            let customer = self.app.store.customer(found.customer.clone()).await?;
            let is_reachable = customer.email.is_some();
            self.draw(&found, Overdue::Missed { is_reachable }, mark).await?;
        }
        Ok(())
    }

    /// Warns visitors who say nothing, and sends away those who were warned.
    async fn idle(&self) -> Result<(), ActError> {
        let Some(warn) = self.brand.idle_warn_minutes else { return Ok(()) };
        let left = self.brand.idle_end_minutes.map(|end| end.saturating_sub(warn));
        for found in self.older(Waiting::Unwarned, i64::from(warn) * MINUTE_MS).await? {
            if let Some(mark) = found.answered_at {
                self.draw(&found, Overdue::IdleWarning { ends_in_minutes: left }, mark).await?;
            }
        }
        // Counted from the warning: who was warned late has the whole rest.
        let Some(left) = left else { return Ok(()) };
        for found in self.older(Waiting::Warned, i64::from(left) * MINUTE_MS).await? {
            if let Some(mark) = found.idle_warned_at {
                self.draw(&found, Overdue::IdleEnd, mark).await?;
            }
        }
        Ok(())
    }

    /// Those whose mark is at least so old. A mark that lies further ahead
    /// than the whole time tells of a clock that was put back.
    async fn older(&self, waiting: Waiting, age_ms: i64) -> Result<Vec<Conversation>, ActError> {
        let (until, beyond) = (self.now.plus_ms(-age_ms), self.now.plus_ms(age_ms));
        self.find(waiting, BEGINNING, until, beyond).await
    }

    async fn find(
        &self,
        waiting: Waiting,
        from: Timestamp,
        until: Timestamp,
        beyond: Timestamp,
    ) -> Result<Vec<Conversation>, ActError> {
        let brand = self.id.clone();
        let query = OverdueQuery { brand, waiting, from, until, beyond, limit: BATCH };
        Ok(self.app.store.overdue(query).await?)
    }

    async fn draw(
        &self,
        conversation: &Conversation,
        what: Overdue,
        mark: Timestamp,
    ) -> Result<(), ActError> {
        let act = Act {
            id: new_id().parse().expect("hexadecimal digits are an id"),
            conversation: conversation.id.clone(),
            actor: Actor::System,
            command: Command::Overdue { what, mark },
            at: self.now,
            rules: Rules::default(),
        };
        self.app.store.act(act).await.map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_some_waits_counts_and_a_few_count_nothing() {
        let of = |waits: &[i64]| minutes(waits.iter().map(|seconds| seconds * 1000).collect());
        assert_eq!(of(&[60, 60]), None, "too few");
        assert_eq!(of(&[600, 61, 5]), Some(2), "one who waited for long changes little");
        assert_eq!(of(&[0, 0, 0]), Some(1), "nobody is promised to be answered at once");
        let night = 15 * 60 * 60;
        assert_eq!(of(&[night, night, night, 60, 61, 5]), Some(1), "a night is no waiting");
        assert_eq!(of(&[night, night, night]), None);
    }
}

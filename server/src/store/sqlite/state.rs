//! A conversation's row brought up to its state: only the columns that change.
//!
//! Each index that one of an `UPDATE`'s columns is part of is written anew,
//! also where the column has the value that it had (SQLite compares none). A
//! message changes the columns of [`Columns::Told`] and, where the turn goes
//! to the other side, of [`Columns::Waiting`]; what agents decide is rarer.

use rusqlite::{Connection, ToSql};

use super::super::stored::StoredConversation;
use crate::conversation::Conversation;

/// Columns that change together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Columns {
    /// How far the conversation is: with every message and receipt.
    Told,
    /// Who waits for whom since when.
    Waiting,
    /// What agents decide.
    Decided,
}

impl Columns {
    fn names(self) -> &'static [&'static str] {
        match self {
            Self::Told => &[
                "seq",
                "events",
                "version",
                "seen_by_agent",
                "delivered_to_visitor",
                "seen_by_visitor",
                "updated_at",
                "preview",
                "delivered_at",
                "seen_at",
            ],
            Self::Waiting => &[
                "waiting_since",
                "is_wait_told",
                "missed_at",
                "answered_at",
                "idle_warned_at",
                "first_answered_at",
            ],
            Self::Decided => &[
                "status",
                "snoozed_until",
                "assignee",
                "priority",
                "tags",
                "is_ended",
                "sub_status",
                "joined",
                "done_at",
            ],
        }
    }

    /// The values, in the order of the names.
    fn values(self, row: &StoredConversation) -> Vec<&dyn ToSql> {
        match self {
            Self::Told => vec![
                &row.seq,
                &row.events,
                &row.version,
                &row.seen_by_agent,
                &row.delivered_to_visitor,
                &row.seen_by_visitor,
                &row.updated_at,
                &row.preview,
                &row.delivered_at,
                &row.seen_at,
            ],
            Self::Waiting => vec![
                &row.waiting_since,
                &row.is_wait_told,
                &row.missed_at,
                &row.answered_at,
                &row.idle_warned_at,
                &row.first_answered_at,
            ],
            Self::Decided => vec![
                &row.status,
                &row.snoozed_until,
                &row.assignee,
                &row.priority,
                &row.tags,
                &row.is_ended,
                &row.sub_status,
                &row.joined,
                &row.done_at,
            ],
        }
    }

    /// Whether one of them differs.
    fn differ(self, one: &Conversation, other: &Conversation) -> bool {
        match self {
            Self::Told => true,
            Self::Waiting => {
                one.waiting_since != other.waiting_since
                    || one.is_wait_told != other.is_wait_told
                    || one.missed_at != other.missed_at
                    || one.answered_at != other.answered_at
                    || one.idle_warned_at != other.idle_warned_at
                    || one.first_answered_at != other.first_answered_at
            }
            Self::Decided => {
                one.status != other.status
                    || one.snoozed_until != other.snoozed_until
                    || one.assignee != other.assignee
                    || one.priority != other.priority
                    || one.tags != other.tags
                    || one.is_ended != other.is_ended
                    || one.sub_status != other.sub_status
                    || one.joined != other.joined
                    || one.done_at != other.done_at
            }
        }
    }
}

/// The statements that write states.
pub(super) struct StateWriter {
    /// By what is written beside [`Columns::Told`]: nothing more, who waits,
    /// what agents decide, both.
    statements: [(String, Vec<Columns>); 4],
}

impl StateWriter {
    /// Spells the statements.
    pub(super) fn new() -> Self {
        let statement = |more: &[Columns]| {
            let columns: Vec<Columns> = [Columns::Told].iter().chain(more).copied().collect();
            let names = columns.iter().flat_map(|columns| columns.names());
            let set: Vec<String> =
                names.zip(2..).map(|(name, number)| format!("{name} = ?{number}")).collect();
            (format!("UPDATE conversation SET {} WHERE key = ?1", set.join(", ")), columns)
        };
        Self {
            statements: [
                statement(&[]),
                statement(&[Columns::Waiting]),
                statement(&[Columns::Decided]),
                statement(&[Columns::Waiting, Columns::Decided]),
            ],
        }
    }

    /// Writes the columns in which `state` may differ from what the row has;
    /// all of them where that is not known.
    pub(super) fn write(
        &self,
        connection: &Connection,
        key: i64,
        state: &Conversation,
        stored: Option<&Conversation>,
    ) -> rusqlite::Result<()> {
        let differ =
            |columns: Columns| stored.is_none_or(|stored| columns.differ(state, stored)) as usize;
        let number = differ(Columns::Waiting) + 2 * differ(Columns::Decided);
        let (sql, columns) = &self.statements[number];
        let row = StoredConversation::of(key, state);
        let mut values: Vec<&dyn ToSql> = vec![&row.key];
        values.extend(columns.iter().flat_map(|columns| columns.values(&row)));
        connection.prepare_cached(sql)?.execute(&*values).map(drop)
    }
}

//! The pure core: what a command makes of a conversation.
//!
//! No database, no socket, no clock: [`decide`] takes the state before and
//! gives the state after with what is to be written, or the reason why not.
//! Every store calls it inside its transaction, so that all of them answer
//! alike.

mod command;
mod decide;
mod form;
#[cfg(test)]
mod history;
mod overdue;

pub use command::{Act, Actor, Command, Rules};
pub use decide::{Decision, Settled, decide, settle};
pub use form::{Confirmation, HookCall, SentForm};
pub use overdue::{Contact, Overdue};

use std::iter;

use kb_protocol::chat::{Author, ConversationSummary};
use kb_protocol::file::FileInfo;
use kb_protocol::id::{AgentId, BrandId, ConversationId, CustomerId, FormId};
use kb_protocol::inbox::{Channel, InboxItem, Status};
use kb_protocol::time::Timestamp;

/// Priority of a new conversation, between 1 and 5.
pub const NORMAL_PRIORITY: u8 = 3;

/// Longest preview of a message, in characters.
const PREVIEW_CHARS: usize = 120;

/// The state of one conversation: one row of the database.
#[derive(Clone, Debug, PartialEq)]
pub struct Conversation {
    /// Made by the visitor's browser.
    pub id: ConversationId,
    /// The brand of the widget's key.
    pub brand: BrandId,
    /// How it began.
    pub channel: Channel,
    /// The form that it began with.
    pub form: Option<FormId>,
    /// What the customer was told to name when asking later.
    pub reference: Option<String>,
    /// Who began it.
    pub customer: CustomerId,
    /// What is to be done with it.
    pub status: Status,
    /// When a snoozed one wakes.
    pub snoozed_until: Option<Timestamp>,
    /// Id of a sub status that `server.toml` declares for this status.
    pub sub_status: Option<String>,
    /// Who has it.
    pub assignee: Option<AgentId>,
    /// 1 (lowest) to 5.
    pub priority: u8,
    /// In order of their adding.
    pub tags: Vec<String>,
    /// Agents whom the visitor knows: by an entry or by a message.
    pub joined: Vec<AgentId>,
    /// Whether it was ended; a further message opens it again.
    pub is_ended: bool,
    /// BCP 47 code of the visitor's widget.
    pub locale: String,
    /// Address of the page on which it began.
    pub page: Option<String>,
    /// Number of the last entry; entries have 1, 2, ... without a hole.
    pub seq: u64,
    /// Number of the last event, in the same manner.
    pub events: u64,
    /// Grows with every change.
    pub version: u64,
    /// Up to this entry an agent has seen everything.
    pub seen_by_agent: u64,
    /// Up to this entry everything is in the visitor's browser.
    pub delivered_to_visitor: u64,
    /// Up to this entry the visitor has seen everything.
    pub seen_by_visitor: u64,
    /// When it was opened.
    pub created_at: Timestamp,
    /// When its last entry was stored.
    pub updated_at: Timestamp,
    /// Beginning of the last message.
    pub preview: String,
    /// Since when the visitor waits for an answer.
    pub waiting_since: Option<Timestamp>,
    /// Whether the visitor was told to wait.
    pub is_wait_told: bool,
    /// When it was given up to wait; until somebody answers.
    pub missed_at: Option<Timestamp>,
    /// Since when the agent waits for the visitor.
    pub answered_at: Option<Timestamp>,
    /// When the visitor was asked whether anybody is still there.
    pub idle_warned_at: Option<Timestamp>,
    /// The ended conversation that it goes on with.
    pub follows: Option<ConversationId>,
    /// Since when nothing is to be done with it.
    pub done_at: Option<Timestamp>,
    /// When an agent answered for the first time.
    pub first_answered_at: Option<Timestamp>,
    /// When the visitor's browser last told of something new that it has.
    pub delivered_at: Option<Timestamp>,
    /// When the visitor last saw something new.
    pub seen_at: Option<Timestamp>,
}

/// What is known of a customer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CustomerFacts {
    /// As the customer gave it.
    pub name: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Whether the address is known to be the customer's.
    pub is_email_verified: bool,
}

impl Conversation {
    /// Whether a visitor's message at this moment would begin a new
    /// conversation.
    pub fn is_closed(&self, rules: Rules, now: Timestamp) -> bool {
        // Who waits in vain is still to be answered, whatever the status says.
        let is_over = self.is_ended || self.status == Status::Done;
        let over_at = self.done_at.unwrap_or(self.updated_at);
        self.is_ended && !rules.reopens
            || is_over && rules.window_ms.is_some_and(|window| now > over_at.plus_ms(window))
    }

    /// As the visitor's browser lists it; `agent` is the name of the assignee.
    pub fn summary(&self, agent: Option<Author>, is_closed: bool) -> ConversationSummary {
        ConversationSummary {
            id: self.id.clone(),
            seq: self.seq,
            is_ended: self.is_ended,
            is_closed,
            created_at: self.created_at,
            updated_at: self.updated_at,
            seen_by_visitor: self.seen_by_visitor,
            seen_by_agent: self.seen_by_agent,
            agent,
            preview: self.preview.clone(),
        }
    }

    /// As the inbox lists it.
    pub fn item(&self, customer: CustomerFacts) -> InboxItem {
        InboxItem {
            id: self.id.clone(),
            version: self.version,
            brand: self.brand.clone(),
            channel: self.channel,
            reference: self.reference.clone(),
            customer: self.customer.clone(),
            customer_name: customer.name,
            customer_email: customer.email,
            is_email_verified: customer.is_email_verified,
            missed_at: self.missed_at,
            follows: self.follows.clone(),
            status: self.status,
            snoozed_until: self.snoozed_until,
            sub_status: self.sub_status.clone(),
            assignee: self.assignee.clone(),
            priority: self.priority,
            tags: self.tags.clone(),
            is_ended: self.is_ended,
            locale: self.locale.clone(),
            page: self.page.clone(),
            seq: self.seq,
            events: self.events,
            seen_by_agent: self.seen_by_agent,
            delivered_to_visitor: self.delivered_to_visitor,
            seen_by_visitor: self.seen_by_visitor,
            delivered_at: self.delivered_at,
            seen_at: self.seen_at,
            created_at: self.created_at,
            updated_at: self.updated_at,
            preview: self.preview.clone(),
        }
    }
}

/// The beginning of a message in one line; without words the names of its
/// files.
fn preview(body: &str, files: &[FileInfo]) -> String {
    let mut words = String::new();
    let names = files.iter().flat_map(|file| iter::once("📎").chain(file.name.split_whitespace()));
    let has_words = !body.trim().is_empty();
    for word in body.split_whitespace().chain(names.filter(|_| !has_words)) {
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
        if words.len() > 4 * PREVIEW_CHARS {
            break;
        }
    }
    match words.char_indices().nth(PREVIEW_CHARS) {
        Some((end, _)) => format!("{}…", words[..end].trim_end()),
        None => words,
    }
}

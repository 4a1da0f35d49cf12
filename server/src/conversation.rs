//! The pure core: what a command makes of a conversation.
//!
//! No database, no socket, no clock: [`decide`] takes the state before and
//! gives the state after with what is to be written, or the reason why not.
//! Every store calls it inside its transaction, so that all of them answer
//! alike.

mod command;
mod decide;
#[cfg(test)]
mod history;

pub use command::{Act, Actor, Command};
pub use decide::{Decision, Settled, decide, settle};

use kb_protocol::chat::{Author, ConversationSummary};
use kb_protocol::id::{AgentId, BrandId, ConversationId, CustomerId};
use kb_protocol::inbox::{InboxItem, Status};
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
}

impl Conversation {
    /// As the visitor's browser lists it; `agent` is the name of the assignee.
    pub fn summary(&self, agent: Option<Author>) -> ConversationSummary {
        ConversationSummary {
            id: self.id.clone(),
            seq: self.seq,
            is_ended: self.is_ended,
            updated_at: self.updated_at,
            seen_by_visitor: self.seen_by_visitor,
            seen_by_agent: self.seen_by_agent,
            agent,
            preview: self.preview.clone(),
        }
    }

    /// As the inbox lists it.
    pub fn item(&self, customer_name: Option<String>) -> InboxItem {
        InboxItem {
            id: self.id.clone(),
            version: self.version,
            brand: self.brand.clone(),
            customer: self.customer.clone(),
            customer_name,
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
            created_at: self.created_at,
            updated_at: self.updated_at,
            preview: self.preview.clone(),
        }
    }
}

/// The beginning of a message in one line.
fn preview(body: &str) -> String {
    let mut words = String::new();
    for word in body.split_whitespace() {
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

//! Letters: an outbox of rows, sent by whichever process takes them first.

use kb_protocol::id::{BrandId, ConversationId};
use kb_protocol::notification::{AGENT_EVENTS, AgentEvent};
use kb_protocol::time::Timestamp;

use super::Pending;
use crate::conversation::{Confirmation, Conversation};

/// Why a letter is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LetterKind {
    /// The customer has not seen what agents wrote.
    Answers,
    /// A form was kept.
    Confirmation,
    /// An agent is told of a conversation.
    Notice(AgentEvent),
}

impl LetterKind {
    /// As columns and figures name it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Answers => "answers",
            Self::Confirmation => "confirmation",
            Self::Notice(AgentEvent::Unassigned) => "notice_unassigned",
            Self::Notice(AgentEvent::Message) => "notice_message",
            Self::Notice(AgentEvent::Missed) => "notice_missed",
            Self::Notice(AgentEvent::Assigned) => "notice_assigned",
        }
    }

    /// What [`Self::word`] made this word of.
    pub(super) fn of_word(word: &str) -> Option<Self> {
        let notices = AGENT_EVENTS.into_iter().map(Self::Notice);
        notices.chain([Self::Answers, Self::Confirmation]).find(|kind| kind.word() == word)
    }
}

/// A letter to be kept.
#[derive(Clone, Debug)]
pub struct NewLetter {
    /// Random; the left half of its Message-ID.
    pub id: String,
    /// Why.
    pub kind: LetterKind,
    /// What it is about.
    pub conversation: ConversationId,
    /// For whom: the id of a customer, or of a notice that of an agent; of a
    /// confirmation what is kept of the address.
    pub recipient: String,
    /// It tells of entries above this number.
    pub after: u64,
    /// And up to this one.
    pub until: u64,
    /// When it is written.
    pub at: Timestamp,
}

/// A letter that this process is to send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// As in [`NewLetter`].
    pub id: String,
    /// Why.
    pub kind: LetterKind,
    /// What it is about.
    pub conversation: ConversationId,
    /// For whom.
    pub recipient: String,
    /// It tells of entries above this number.
    pub after: u64,
    /// And up to this one.
    pub until: u64,
    /// When it was written.
    pub created_at: Timestamp,
    /// How often it was tried, with this time.
    pub attempts: u32,
}

/// Which conversations may have answers that nobody has seen.
#[derive(Clone, Debug)]
pub struct UnmailedQuery {
    /// Of which brand.
    pub brand: BrandId,
    /// With something new since this moment; older ones are left alone.
    pub since: Timestamp,
    /// Most rows.
    pub limit: usize,
}

/// A conversation in which something may be unseen.
#[derive(Clone, Debug)]
pub struct Unmailed {
    /// Its state.
    pub conversation: Conversation,
    /// Up to this entry letters were written.
    pub mailed: u64,
}

/// What became of a letter that was tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The mail server has it.
    Sent(Timestamp),
    /// It is tried again at this moment.
    Later(Timestamp),
    /// It is never sent.
    Dropped,
}

/// The letter which confirms a form, to the address that its customer has now
/// that the form is kept; `None` where that is another one than was looked for.
pub(super) fn confirming(
    state: &Conversation,
    confirmation: &Confirmation,
    email: Option<&str>,
) -> Option<NewLetter> {
    let mut recipients = confirmation.recipients.iter();
    let (_, recipient) = recipients.find(|(known, _)| Some(known.as_str()) == email)?;
    Some(NewLetter {
        id: format!("form-{}", state.id),
        kind: LetterKind::Confirmation,
        conversation: state.id.clone(),
        recipient: recipient.clone(),
        after: 0,
        until: 0,
        at: state.created_at,
    })
}

/// The part of the database that knows letters. What confirms a form is written
/// by the act that keeps the form.
pub trait MailStore {
    /// Conversations of customers with an address, in which an entry was
    /// neither seen by the customer nor part of a letter; the longest quiet
    /// first.
    fn unmailed(&self, query: UnmailedQuery) -> Pending<'_, Vec<Unmailed>>;

    /// The same among these conversations, whatever their brand.
    fn unmailed_among(
        &self,
        ids: Vec<ConversationId>,
        since: Timestamp,
    ) -> Pending<'_, Vec<Unmailed>>;

    /// Keeps a letter of answers and moves the mark of its conversation from
    /// `letter.after` to `letter.until`; `false` if somebody was quicker.
    fn write_answers(&self, mailed: u64, letter: NewLetter) -> Pending<'_, bool>;

    /// Moves that mark without a letter: there is nothing to tell.
    fn pass_over(&self, conversation: ConversationId, mailed: u64, until: u64) -> Pending<'_, ()>;

    /// Takes letters that are due: nobody else gets them until `lease`, when
    /// they are due again unless [`Self::finish_letter`] says otherwise. What is
    /// due later than `beyond` is taken as well: a clock was put back.
    fn take_letters(
        &self,
        now: Timestamp,
        lease: Timestamp,
        beyond: Timestamp,
        limit: usize,
    ) -> Pending<'_, Vec<Letter>>;

    /// Says what became of a letter.
    fn finish_letter(&self, id: String, outcome: Outcome) -> Pending<'_, ()>;

    /// The last letters of a conversation to the same recipient, and the one
    /// that confirmed it, that were sent before, the oldest first.
    fn letters_before(&self, letter: Letter, limit: usize) -> Pending<'_, Vec<String>>;

    /// Forgets letters that were done before a moment.
    fn forget_letters(&self, before: Timestamp) -> Pending<'_, ()>;

    /// Whether somebody wants no letters of a brand.
    fn is_unsubscribed(&self, brand: BrandId, address: String) -> Pending<'_, bool>;

    /// Keeps whether somebody wants letters of a brand.
    fn set_unsubscribed(
        &self,
        brand: BrandId,
        address: String,
        is_unsubscribed: bool,
        at: Timestamp,
    ) -> Pending<'_, ()>;
}

//! A conversation as rows on the screen: days, groups of bubbles, notices.

use kb_protocol::chat::{Author, Code, Content};
use kb_protocol::file::FileInfo;
use kb_protocol::id::EntryId;
use kb_protocol::time::Timestamp;

use super::chat::Chat;
use super::conversation::Conversation;
use super::grouping::Grouping;
use super::outbox::{PendingKind, PendingState};

/// How far a message of the visitor got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Waits for a connection or its turn.
    Queued,
    /// On its way.
    Sending,
    /// Stored.
    Sent,
    /// An agent has seen it.
    Seen,
}

/// One row of a conversation.
#[derive(Clone, Debug, PartialEq)]
pub enum Row {
    /// A new day begins; a moment of it.
    Day(Timestamp),
    /// A message.
    Bubble {
        /// Same id, same row.
        id: EntryId,
        /// Name of the agent; nothing for the visitor.
        agent: Option<String>,
        /// Plain text.
        body: String,
        /// What it carries.
        files: Vec<FileInfo>,
        /// When it was stored, or written.
        at: Timestamp,
        /// Whether a group begins with it.
        is_first: bool,
        /// Why it was refused for good.
        failed: Option<Code>,
    },
    /// How far the visitor's last message got.
    Mark(Mark),
    /// An agent took the conversation.
    Joined(EntryId, String),
    /// The conversation was ended.
    Ended(EntryId),
    /// The relay says something, or what the visitor told it.
    Notice(EntryId, Notice),
}

/// What a notice says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The brand's own words while nobody has come yet.
    Wait(String),
    /// Nobody came; whether the answer can be sent elsewhere.
    Missed {
        /// Whether an address is known.
        is_reachable: bool,
    },
    /// The visitor has left an address.
    Contact,
    /// Is anybody still there? With the minutes until the conversation ends.
    Idle(Option<u32>),
}

/// The rows of a conversation, from old to new.
///
/// `day` numbers the days of the visitor's time zone. Rows of entries do not
/// change when newer ones arrive, so that a screen reader is told nothing
/// twice.
pub fn timeline(
    chat: &Chat,
    conversation: &Conversation,
    day: impl Fn(Timestamp) -> i64,
) -> Vec<Row> {
    let mut rows = Rows { list: Vec::new(), grouping: Grouping::new(), day };
    let mut mark = None;
    for entry in conversation.entries() {
        let id = entry.id.clone();
        match (&entry.content, &entry.author) {
            (Content::Message { body, files }, author) => {
                let agent = match author {
                    Author::Agent { name, .. } => Some(name.clone()),
                    Author::Visitor => None,
                    Author::System | Author::Unknown => Some(String::new()),
                };
                mark = agent.is_none().then(|| {
                    if entry.seq <= conversation.seen_by_agent() { Mark::Seen } else { Mark::Sent }
                });
                rows.bubble(id, agent, (body, files), entry.at, None);
            }
            (Content::Joined, Author::Agent { name, .. }) => {
                rows.notice(entry.at, Row::Joined(id, name.clone()));
            }
            (Content::Ended, _) => {
                mark = None;
                rows.notice(entry.at, Row::Ended(id));
            }
            (Content::Wait { body }, _) => {
                rows.notice(entry.at, Row::Notice(id, Notice::Wait(body.clone())));
            }
            (Content::Missed { is_reachable }, _) => {
                let notice = Notice::Missed { is_reachable: *is_reachable };
                rows.notice(entry.at, Row::Notice(id, notice));
            }
            (Content::Contact, _) => rows.notice(entry.at, Row::Notice(id, Notice::Contact)),
            (Content::IdleWarning { ends_in_minutes }, _) => {
                rows.notice(entry.at, Row::Notice(id, Notice::Idle(*ends_in_minutes)));
            }
            (Content::Joined | Content::Unknown, _) => {}
        }
    }
    for pending in chat.outbox().items().iter().filter(|item| item.conversation == conversation.id)
    {
        let PendingKind::Message(body, files) = &pending.kind else { continue };
        let failed = match pending.state {
            PendingState::Failed(code) => Some(code),
            _ => None,
        };
        rows.bubble(pending.id.clone(), None, (body, files), pending.made_at, failed);
        mark = match pending.state {
            PendingState::InFlight => Some(Mark::Sending),
            // How long is said above.
            PendingState::Queued(_) if chat.limited_until().is_some() => None,
            PendingState::Queued(_) => Some(Mark::Queued),
            PendingState::Failed(_) => mark,
        };
    }
    rows.list.extend(mark.map(Row::Mark));
    rows.list
}

struct Rows<D> {
    list: Vec<Row>,
    /// By the agent's name, nothing for the visitor.
    grouping: Grouping<Option<String>>,
    day: D,
}

impl<D: Fn(Timestamp) -> i64> Rows<D> {
    fn bubble(
        &mut self,
        id: EntryId,
        agent: Option<String>,
        (body, files): (&str, &[FileInfo]),
        at: Timestamp,
        failed: Option<Code>,
    ) {
        self.begin_day(at);
        let is_first = self.grouping.begins_group(agent.clone(), at);
        let body = body.to_owned();
        self.list.push(Row::Bubble {
            id,
            agent,
            body,
            files: files.to_vec(),
            at,
            is_first,
            failed,
        });
    }

    fn notice(&mut self, at: Timestamp, row: Row) {
        self.begin_day(at);
        self.grouping.end_group();
        self.list.push(row);
    }

    fn begin_day(&mut self, at: Timestamp) {
        if self.grouping.begins_day((self.day)(at)) {
            self.list.push(Row::Day(at));
        }
    }
}

#[cfg(test)]
mod tests {
    use kb_protocol::chat::{ConversationSummary, Entry, Opening, ServerFrame};
    use kb_protocol::id::ConversationId;

    use super::*;

    const MINUTE: i64 = 60 * 1000;
    const DAY: i64 = 24 * 60 * MINUTE;

    fn conversation() -> ConversationId {
        "c".parse().expect("an id")
    }

    fn kim() -> Author {
        Author::Agent { id: "kim".parse().expect("an id"), name: "Kim".into() }
    }

    fn chat(entries: &[(Author, Content, i64)]) -> Chat {
        let mut chat = Chat::default();
        for (index, (author, content, at)) in entries.iter().enumerate() {
            let entry = Entry {
                seq: index as u64 + 1,
                id: format!("e{index}").parse().expect("an id"),
                at: Timestamp(*at),
                author: author.clone(),
                content: content.clone(),
            };
            let frame = ServerFrame::Entry { conversation: conversation(), entry };
            chat.apply(frame, Timestamp(0));
        }
        chat
    }

    fn say(body: &str) -> Content {
        Content::Message { body: body.into(), files: Vec::new() }
    }

    /// Each row in a few characters.
    fn rows(chat: &Chat) -> String {
        let found = chat.conversation(&conversation()).expect("a conversation");
        let rows = timeline(chat, found, |at| at.0.div_euclid(DAY));
        let short = rows.into_iter().map(|row| match row {
            Row::Day(at) => format!("day{}", at.0 / DAY),
            Row::Bubble { agent, body, is_first, failed, .. } => format!(
                "{}{}{body}{}",
                if is_first { "*" } else { "" },
                if agent.is_some() { "<" } else { ">" },
                if failed.is_some() { "!" } else { "" }
            ),
            Row::Mark(mark) => format!("{mark:?}"),
            Row::Joined(_, name) => format!("+{name}"),
            Row::Ended(_) => "end".into(),
            Row::Notice(_, notice) => format!("{notice:?}"),
        });
        short.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn messages_of_one_author_within_five_minutes_stand_together() {
        let chat = chat(&[
            (Author::Visitor, say("a"), 0),
            (Author::Visitor, say("b"), 5 * MINUTE),
            (Author::Visitor, say("c"), 11 * MINUTE),
            (kim(), say("d"), 12 * MINUTE),
        ]);
        assert_eq!(rows(&chat), "day0 *>a >b *>c *<d");
    }

    #[test]
    fn a_new_day_and_a_notice_begin_a_new_group() {
        let chat = chat(&[
            (Author::Visitor, say("a"), DAY - 1),
            (Author::Visitor, say("b"), DAY),
            (kim(), Content::Joined, DAY),
            (Author::Visitor, say("c"), DAY),
            (Author::Visitor, Content::Ended, DAY),
        ]);
        assert_eq!(rows(&chat), "day0 *>a day1 *>b +Kim *>c end");
    }

    #[test]
    fn an_address_is_asked_for_until_one_is_left_or_somebody_comes() {
        let missed = Content::Missed { is_reachable: false };
        let asks = |chat: &Chat| {
            chat.asks_for_contact(chat.conversation(&conversation()).expect("a conversation"))
        };
        let unanswered = [(Author::Visitor, say("a"), 0), (Author::System, missed, 1)];
        let mut waiting = chat(&unanswered);
        assert_eq!(rows(&waiting), "day0 *>a Missed { is_reachable: false } Sent");
        assert!(asks(&waiting));
        let id: EntryId = "p".parse().expect("an id");
        let email = "ann@example.com".to_owned();
        waiting.leave_contact(id.clone(), conversation(), None, email, Timestamp(2));
        assert!(!asks(&waiting), "it is on its way");
        waiting.apply(
            ServerFrame::Refused { id: Some(id), code: Code::InvalidEmail, retry_after_ms: None },
            Timestamp(3),
        );
        assert!(asks(&waiting), "it was refused");
        let with = |author, content| {
            let mut entries = unanswered.to_vec();
            entries.push((author, content, 4));
            chat(&entries)
        };
        assert!(!asks(&with(Author::Visitor, Content::Contact)));
        assert!(!asks(&with(kim(), say("Here I am"))));
        assert!(asks(&with(Author::Visitor, say("Hello?"))));
    }

    #[test]
    fn who_leaves_an_address_afterwards_has_ended_the_conversation_all_the_same() {
        let chat = chat(&[
            (Author::Visitor, say("a"), 0),
            (Author::Visitor, Content::Ended, 1),
            (Author::Visitor, Content::Contact, 2),
        ]);
        assert!(chat.conversation(&conversation()).expect("a conversation").is_ended());
    }

    #[test]
    fn what_has_to_wait_says_nothing_of_a_connection_and_is_known_until_it_is_stored() {
        let mut chat = chat(&[(Author::Visitor, say("a"), 0)]);
        let id: EntryId = "p".parse().expect("an id");
        let said = ("b".to_owned(), Vec::new());
        chat.write(id.clone(), conversation(), said, Opening::default(), Timestamp(1));
        chat.next_frame(Timestamp(1));
        let refused = |id, code| ServerFrame::Refused { id, code, retry_after_ms: Some(9) };
        chat.apply(refused(Some(id.clone()), Code::Unavailable), Timestamp(1));
        assert_eq!(chat.limited_until(), None, "it is not too much that is to blame");
        assert_eq!(rows(&chat), "day0 *>a >b Queued");
        chat.apply(refused(Some(id.clone()), Code::RateLimited), Timestamp(1));
        assert_eq!(chat.limited_until(), Some(Timestamp(10)));
        assert_eq!(rows(&chat), "day0 *>a >b");
        assert!(chat.next_frame(Timestamp(9)).is_none());
        assert!(chat.next_frame(Timestamp(10)).is_some());
        let (conversation, at) = (conversation(), Timestamp(10));
        chat.apply(ServerFrame::Ack { id, conversation, seq: 2, at }, Timestamp(10));
        assert_eq!((chat.limited_until(), rows(&chat).as_str()), (None, "day0 *>a >b Sent"));
        chat.apply(refused(None, Code::RateLimited), Timestamp(20));
        assert_eq!(chat.limited_until(), Some(Timestamp(29)), "the connection itself");
        chat.lost();
        assert_eq!(chat.limited_until(), None);
    }

    #[test]
    fn the_last_own_message_says_how_far_it_got() {
        let mut chat = chat(&[(Author::Visitor, say("a"), 0)]);
        assert_eq!(rows(&chat), "day0 *>a Sent");
        let summary = ConversationSummary {
            id: conversation(),
            seq: 1,
            is_closed: false,
            is_ended: false,
            created_at: Timestamp(0),
            updated_at: Timestamp(0),
            seen_by_visitor: 1,
            seen_by_agent: 1,
            agent: None,
            preview: String::new(),
        };
        chat.apply(ServerFrame::Conversation { summary }, Timestamp(0));
        assert_eq!(rows(&chat), "day0 *>a Seen");
        let id: EntryId = "p".parse().expect("an id");
        chat.write(
            id.clone(),
            conversation(),
            ("b".into(), Vec::new()),
            Opening::default(),
            Timestamp(1),
        );
        assert_eq!(rows(&chat), "day0 *>a >b Queued");
        chat.next_frame(Timestamp(1));
        assert_eq!(rows(&chat), "day0 *>a >b Sending");
        let refused =
            ServerFrame::Refused { id: Some(id), code: Code::TooLong, retry_after_ms: None };
        chat.apply(refused, Timestamp(1));
        assert_eq!(rows(&chat), "day0 *>a >b! Seen");
    }
}

//! An agent's desk: everything that the inbox knows, and what follows from
//! what happens. What the agent does is in [`acts`].

mod acts;
mod following;
mod told;

use kb_protocol::api::{Me, Role};
use kb_protocol::chat::{Author, Code};
use kb_protocol::content::ArticleEntry;
use kb_protocol::id::{AgentId, BrandId, ConversationId, EntryId};
use kb_protocol::inbox::{
    AgentFrame, Colleague, ConversationDetail, HistoryPage, InboxFrame, InboxItem, InboxPage,
    InboxSetup, SearchPage, Status, SubStatus, View, ViewCounts,
};
use kb_protocol::notification::{AgentEvent, NotificationSettings};
use kb_protocol::time::Timestamp;

use super::alerts::{Alert, alert};
use super::attendance::Attendance;
use super::counts::Counts;
use super::drafts::Drafts;
use super::lists::Lists;
use super::notifications::Choices;
use super::open_conversation::{Load, OpenConversation, Taken};
use super::outbox::Outbox;
use super::palette::{self, Articles, Library, Offer};
use super::search::Search;
use super::typing::TypingSignal;

/// The connection to the relay.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Link {
    /// On its way for the first time.
    #[default]
    Connecting,
    /// Here.
    Online,
    /// Gone; it is tried again.
    Lost,
}

/// Something that the agent should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// Somebody else was quicker to take this conversation.
    Conflict(ConversationId),
    /// A change was refused.
    Refused(Code),
}

/// What is to be done outside.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Send a frame.
    Say(AgentFrame),
    /// Read a page of a list.
    ReadList(View, Option<String>),
    /// Read a conversation.
    ReadConversation(ConversationId),
    /// Read entries before this one.
    ReadOlder(ConversationId, u64),
    /// Read how many conversations each list has.
    ReadCounts,
    /// Read a page of what is looked for, by the number of the wish.
    Search(u32, Option<String>),
    /// Look for what is typed, unless more is typed soon.
    SearchSoon(u32),
    /// Read the articles of a brand in the first of these locales that its
    /// site has; they are kept under the brand and the customer's locale.
    ReadArticles {
        /// Whose.
        brand: BrandId,
        /// The customer's.
        locale: String,
        /// Address of each locale's list, the best first.
        addresses: Vec<String>,
    },
    /// Call the agent.
    Alert(Alert),
    /// Read what the agent is told of.
    ReadNotifications,
    /// Have kept what the agent is told of.
    KeepNotifications(NotificationSettings),
    /// Keep the drafts beyond the page.
    KeepDrafts,
    /// Keep what was not sent beyond the page.
    KeepOutbox,
    /// The server ends the connection, and wants such a wait.
    Closed(Code, u32),
}

/// The whole state of the inbox.
#[derive(Clone, Debug, PartialEq)]
pub struct Desk {
    /// Who is signed in.
    pub me: Me,
    /// Everybody to whom a conversation can be given.
    pub agents: Vec<Colleague>,
    /// The list on the screen.
    pub view: View,
    /// How many conversations each list has.
    pub counts: Counts,
    /// What is looked for.
    pub search: Search,
    /// What the settings say.
    pub setup: InboxSetup,
    /// Articles that can be linked to.
    pub library: Library,
    /// All lists.
    pub lists: Lists,
    /// The conversation on the screen.
    pub open: Option<OpenConversation>,
    /// The row that the keyboard marks.
    pub marked: Option<ConversationId>,
    /// What was not stored yet.
    pub outbox: Outbox,
    /// What was begun.
    pub drafts: Drafts,
    /// Which customers are there.
    pub attendance: Attendance,
    /// The connection.
    pub link: Link,
    /// What the agent should know.
    pub notice: Option<Notice>,
    /// What the agent is told of.
    pub notifications: Choices,
    /// How often something new was said of the customer on the screen.
    pub described: u64,
    /// Attributes of the conversation on the screen and of its customer, as
    /// shortcuts name and write them.
    pub custom: Option<(ConversationId, Vec<(String, String)>)>,
    marked_at: usize,
    typing: TypingSignal,
}

impl Desk {
    /// A desk before the first connection.
    pub fn new(me: Me, drafts: Drafts) -> Self {
        Self {
            me,
            agents: Vec::new(),
            view: View::Mine,
            counts: Counts::default(),
            search: Search::default(),
            setup: InboxSetup::default(),
            library: Library::default(),
            lists: Lists::default(),
            open: None,
            marked: None,
            outbox: Outbox::default(),
            drafts,
            attendance: Attendance::default(),
            link: Link::Connecting,
            notice: None,
            notifications: Choices::default(),
            described: 0,
            custom: None,
            marked_at: 0,
            typing: TypingSignal::default(),
        }
    }

    /// Whether this agent may answer customers and change conversations.
    pub fn may_reply(&self) -> bool {
        self.me.role != Role::Collaborator
    }

    /// Name of an agent.
    pub fn name_of<'a>(&'a self, id: &'a AgentId) -> &'a str {
        let found = self.agents.iter().find(|agent| agent.id == *id);
        found.map_or(id.as_str(), |agent| agent.name.as_str())
    }

    /// State of the conversation on the screen.
    pub fn open_item(&self) -> Option<&InboxItem> {
        self.lists.item(&self.open.as_ref()?.id)
    }

    /// The list on the screen, or what was found.
    pub fn rows(&self) -> Vec<ConversationId> {
        if self.search.is_on() {
            return self.search.hits().iter().map(|hit| hit.id.clone()).collect();
        }
        self.lists.rows(self.view, &self.me.agent)
    }

    /// Other agents who are writing to the customer on the screen.
    pub fn repliers(&self) -> Vec<String> {
        let typing = self.open.iter().flat_map(OpenConversation::typing);
        let names = typing.filter_map(|author| match author {
            Author::Agent { id, name } if *id != self.me.agent => Some(name.clone()),
            _ => None,
        });
        names.collect()
    }

    /// A sub status by its id, if it is still declared.
    pub fn sub_status(&self, id: &str) -> Option<&SubStatus> {
        self.setup.sub_statuses.iter().find(|sub| sub.id == id)
    }

    /// The sub statuses of a status.
    pub fn sub_statuses(&self, status: Status) -> impl Iterator<Item = &SubStatus> {
        self.setup.sub_statuses.iter().filter(move |sub| sub.status == status)
    }

    /// As agents know a brand.
    pub fn brand_name<'a>(&'a self, id: &'a BrandId) -> &'a str {
        let brand = self.setup.brands.iter().find(|brand| brand.id == *id);
        brand.map_or(id.as_str(), |brand| brand.name.as_str())
    }

    /// What `/` offers in the conversation on the screen.
    pub fn offers(&self, query: &str) -> Vec<Offer> {
        let Some(item) = self.open_item() else { return Vec::new() };
        let custom = self.custom.as_ref().filter(|(of, _)| *of == item.id);
        let custom = custom.map_or(&[][..], |(_, values)| values);
        palette::offers(query, &self.setup, &self.library, item, custom, &self.me.name)
    }

    /// The connection is gone.
    pub fn disconnected(&mut self) {
        self.link = Link::Lost;
        self.outbox.lost();
        self.counts.lost();
        self.attendance.lost();
        self.typing = TypingSignal::default();
        if let Some(open) = &mut self.open {
            open.said_seen = 0;
            open.viewing.clear();
        }
    }

    /// Takes a frame of the relay.
    pub fn apply(&mut self, frame: InboxFrame, now: Timestamp) -> Vec<Effect> {
        match frame {
            InboxFrame::Welcome { .. } => self.connected(now),
            InboxFrame::Ack { id, .. } => {
                self.outbox.remove(&id);
                let mut effects = vec![Effect::KeepOutbox];
                effects.extend(self.send_next(now));
                effects
            }
            InboxFrame::Refused { id: Some(id), code, retry_after_ms, .. } => {
                self.refused(&id, code, retry_after_ms, now)
            }
            InboxFrame::Item { item } => self.take_item(*item),
            InboxFrame::Entry { conversation, entry } => {
                self.on_open(&conversation, |open| open.take_entry(entry))
            }
            InboxFrame::Event { conversation, event } => {
                self.on_open(&conversation, |open| open.take_event(event))
            }
            InboxFrame::Receipts { conversation, delivered, seen } => {
                self.on_open(&conversation, |open| {
                    open.take_told(delivered, seen);
                    Taken::New
                })
            }
            InboxFrame::Resync { conversation } => self.on_open(&conversation, |_| Taken::Gap),
            InboxFrame::Typing { conversation, author, is_typing } => {
                self.on_open(&conversation, |open| {
                    open.take_typing(author, is_typing, now);
                    Taken::New
                })
            }
            InboxFrame::Viewing { conversation, agents } => self.on_open(&conversation, |open| {
                open.viewing = agents;
                Taken::New
            }),
            InboxFrame::Present { customers } => {
                self.attendance.take(customers);
                Vec::new()
            }
            InboxFrame::Colleague { colleague } => {
                self.take_colleague(colleague);
                Vec::new()
            }
            InboxFrame::Beat => vec![Effect::Say(AgentFrame::Beat)],
            InboxFrame::Closing { code, retry_after_ms } => {
                vec![Effect::Closed(code, retry_after_ms)]
            }
            InboxFrame::Described { customer } => {
                if self.open_item().is_some_and(|item| item.customer == customer) {
                    self.described += 1;
                }
                Vec::new()
            }
            InboxFrame::Gone { conversation } => {
                self.forget(&conversation);
                Vec::new()
            }
            InboxFrame::Given { conversation } => {
                let item = self.lists.item(&conversation);
                let preview = item.map(|item| item.preview.clone()).unwrap_or_default();
                let event = AgentEvent::Assigned;
                vec![Effect::Alert(Alert { conversation, preview, event })]
            }
            InboxFrame::Notifications => vec![Effect::ReadNotifications],
            InboxFrame::Refused { id: None, conversation, code, .. } => {
                self.refused_to_watch(conversation.as_ref(), code);
                Vec::new()
            }
            InboxFrame::Unknown => Vec::new(),
        }
    }

    /// Whether [`Self::tick`] would change something.
    pub fn is_due(&self, now: Timestamp) -> bool {
        let mut typing = self.typing;
        typing.tick(now).is_some()
            || self.open.as_ref().is_some_and(|open| open.is_typing_over(now))
            || (self.link == Link::Online
                && (!self.outbox.due(now).is_empty()
                    || !self.attendance.follows(&self.shown_customers())))
    }

    /// Lets time pass: forgets who no longer writes, tries again what waits,
    /// asks for customers who have come into sight.
    pub fn tick(&mut self, now: Timestamp) -> Vec<Effect> {
        if let Some(open) = &mut self.open {
            open.forget_typing(now);
        }
        let signal = self.typing.tick(now);
        let mut effects = self.say_typing(signal);
        effects.extend(self.follow());
        effects.extend(self.send_next(now));
        effects
    }

    fn connected(&mut self, now: Timestamp) -> Vec<Effect> {
        self.link = Link::Online;
        self.lists.connected();
        let mut effects = vec![Effect::ReadNotifications];
        for view in [self.view, View::Mine, View::Unassigned, View::Open] {
            if self.lists.ask(view) {
                effects.push(Effect::ReadList(view, None));
            }
        }
        if self.counts.ask() {
            effects.push(Effect::ReadCounts);
        }
        effects.extend(self.open.as_ref().map(|open| match open.load {
            Load::Ready => watch(open),
            _ => Effect::ReadConversation(open.id.clone()),
        }));
        effects.extend(self.send_next(now));
        effects
    }

    fn refused(
        &mut self,
        id: &EntryId,
        code: Code,
        retry_after_ms: Option<u32>,
        now: Timestamp,
    ) -> Vec<Effect> {
        let until = retry_after_ms.map(|wait| now.plus_ms(i64::from(wait)));
        let found = self.outbox.items().iter().find(|item| item.id == *id);
        let Some(item) = found else { return Vec::new() };
        if until.is_some() || item.text().is_some() {
            self.outbox.refused(id, code, until);
        } else {
            self.notice = Some(match code {
                Code::Conflict => Notice::Conflict(item.conversation.clone()),
                code => Notice::Refused(code),
            });
            self.outbox.remove(id);
        }
        let mut effects = vec![Effect::KeepOutbox];
        effects.extend(self.send_next(now));
        effects
    }

    fn take_item(&mut self, item: InboxItem) -> Vec<Effect> {
        let mut effects = Vec::new();
        let before = self.lists.item(&item.id);
        if before.is_some_and(|before| before.version >= item.version) {
            return effects;
        }
        effects.extend(alert(before, &item, &self.me.agent).map(Effect::Alert));
        if self.counts.change(before, &item, &self.me.agent) {
            effects.push(Effect::ReadCounts);
        }
        if let Some(open) = self.open.as_mut().filter(|open| open.id == item.id) {
            open.take_receipts(&item);
        }
        self.lists.put(item);
        effects
    }

    fn take_colleague(&mut self, colleague: Colleague) {
        if colleague.id == self.me.agent {
            self.me.presence = colleague.presence;
        }
        match self.agents.iter_mut().find(|known| known.id == colleague.id) {
            Some(known) => *known = colleague,
            None => self.agents.push(colleague),
        }
    }

    /// A conversation that cannot be watched is not there any longer.
    /// The customer was erased: nothing of the conversation stays here.
    fn forget(&mut self, id: &ConversationId) {
        self.lists.remove(id);
        self.drafts.remove(id);
        self.outbox.forget(id);
        if self.open.as_ref().is_some_and(|open| open.id == *id) {
            let mut open = OpenConversation::new(id.clone());
            open.load = Load::Failed(Code::UnknownConversation);
            self.open = Some(open);
        }
    }

    fn refused_to_watch(&mut self, id: Option<&ConversationId>, code: Code) {
        if let Some(open) = self.open.as_mut().filter(|open| id == Some(&open.id))
            && code == Code::UnknownConversation
        {
            open.load = Load::Failed(code);
        }
    }

    fn on_open(
        &mut self,
        id: &ConversationId,
        act: impl FnOnce(&mut OpenConversation) -> Taken,
    ) -> Vec<Effect> {
        // What comes while it is being read is in what is read.
        let open = self.open.as_mut().filter(|open| open.id == *id && open.load == Load::Ready);
        match open.map(act) {
            Some(Taken::Gap) => vec![Effect::ReadConversation(id.clone())],
            _ => Vec::new(),
        }
    }

    fn send_next(&mut self, now: Timestamp) -> Vec<Effect> {
        if self.link != Link::Online {
            return Vec::new();
        }
        self.outbox.next_of_each(now).into_iter().map(Effect::Say).collect()
    }

    fn say_typing(&self, signal: Option<bool>) -> Vec<Effect> {
        let Some((is_typing, open)) = signal.zip(self.open.as_ref()) else { return Vec::new() };
        vec![Effect::Say(AgentFrame::Typing { conversation: open.id.clone(), is_typing })]
    }
}

/// What was read.
impl Desk {
    /// A page of a list is here, or could not be read.
    pub fn take_list(
        &mut self,
        view: View,
        cursor: Option<String>,
        answer: Result<InboxPage, Code>,
    ) {
        match answer {
            Ok(page) => self.lists.take_page(view, cursor.is_none(), page, &self.me.agent),
            Err(_) => self.lists.failed(view, cursor),
        }
    }

    /// A conversation is here, or could not be read.
    pub fn take_conversation(
        &mut self,
        id: &ConversationId,
        answer: Result<ConversationDetail, Code>,
    ) -> Vec<Effect> {
        let Some(open) = self.open.as_mut().filter(|open| open.id == *id) else {
            return Vec::new();
        };
        match answer {
            Ok(detail) => {
                self.lists.put(detail.item.clone());
                open.fill(detail);
                vec![watch(open)]
            }
            Err(code) => {
                if open.load != Load::Ready {
                    open.load = Load::Failed(code);
                }
                Vec::new()
            }
        }
    }

    /// The relay's counts are here, or could not be read.
    pub fn take_counts(&mut self, answer: Result<ViewCounts, Code>) -> Vec<Effect> {
        if self.counts.take(answer.ok()) { vec![Effect::ReadCounts] } else { Vec::new() }
    }

    /// A page of what is looked for is here, or could not be read.
    pub fn take_found(
        &mut self,
        number: u32,
        cursor: Option<String>,
        answer: Result<SearchPage, Code>,
    ) {
        for hit in self.search.take(number, cursor, answer) {
            self.lists.put(hit.item);
        }
    }

    /// Articles are here, or the help site does not answer.
    pub fn take_articles(
        &mut self,
        brand: BrandId,
        locale: String,
        found: Option<Vec<ArticleEntry>>,
    ) {
        let articles = found.map_or(Articles::Failed, Articles::Ready);
        self.library.insert((brand, locale), articles);
    }

    /// Older entries are here, or could not be read.
    pub fn take_older(&mut self, id: &ConversationId, answer: Result<HistoryPage, Code>) {
        if let Some(open) = self.open.as_mut().filter(|open| open.id == *id) {
            match answer {
                Ok(page) => open.take_older(page),
                Err(_) => open.is_reading_older = false,
            }
        }
    }
}

fn watch(open: &OpenConversation) -> Effect {
    Effect::Say(AgentFrame::Watch {
        conversation: open.id.clone(),
        after: open.last_entry(),
        after_event: open.last_event(),
    })
}

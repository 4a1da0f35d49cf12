//! What the agent does at the desk.

use kb_protocol::file::FileInfo;
use kb_protocol::id::{AgentId, BrandId, ConversationId, EntryId};
use kb_protocol::inbox::{AgentFrame, Change, Presence, Status, View};
use kb_protocol::time::Timestamp;

use super::{Desk, Effect, Link};
use crate::inbox::state::drafts::{Mode, Then};
use crate::inbox::state::open_conversation::{Load, OpenConversation};
use crate::inbox::state::outbox::{Outgoing, Pending, PendingState};
use crate::inbox::state::palette::{Articles, Offer, Query, article_locales, origin};
use crate::inbox::state::typing::TypingSignal;

impl Desk {
    /// Shows another list.
    pub fn show(&mut self, view: View) -> Vec<Effect> {
        self.view = view;
        self.search.want(String::new());
        self.lists.release();
        self.marked = None;
        if self.link == Link::Online && self.lists.ask(view) {
            return vec![Effect::ReadList(view, None)];
        }
        Vec::new()
    }

    /// Reads on at the end of the list.
    pub fn show_more(&mut self) -> Vec<Effect> {
        if self.search.is_on() {
            let more = self.search.ask_more();
            return more
                .map(|(number, cursor)| Effect::Search(number, Some(cursor)))
                .into_iter()
                .collect();
        }
        let cursor = self.lists.ask_more(self.view);
        cursor.map(|cursor| Effect::ReadList(self.view, Some(cursor))).into_iter().collect()
    }

    /// What is to be looked for, as it is typed.
    pub fn look_for(&mut self, text: String) -> Vec<Effect> {
        self.marked = None;
        self.search.want(text).map(Effect::SearchSoon).into_iter().collect()
    }

    /// Looks for what was typed, if nothing else was typed since.
    pub fn look_now(&mut self, number: u32) -> Vec<Effect> {
        if self.search.is_current(number) { vec![Effect::Search(number, None)] } else { Vec::new() }
    }

    /// Tells everybody what the agent is about to do.
    pub fn set_presence(&mut self, presence: Presence) -> Vec<Effect> {
        if self.link != Link::Online {
            return Vec::new();
        }
        self.me.presence = presence;
        vec![Effect::Say(AgentFrame::SetPresence { presence })]
    }

    /// `/` was typed: wants the articles of the conversation's brand.
    pub fn want_articles(&mut self) -> Vec<Effect> {
        let Some(item) = self.open_item() else { return Vec::new() };
        let (brand, locale) = (item.brand.clone(), item.locale.clone());
        self.read_articles(&brand, &locale).into_iter().collect()
    }

    /// Reports name articles: wants those of every brand in the agent's locale.
    pub fn want_titles(&mut self, locale: &str) -> Vec<Effect> {
        let brands: Vec<BrandId> = self.setup.brands.iter().map(|brand| brand.id.clone()).collect();
        brands.iter().filter_map(|brand| self.read_articles(brand, locale)).collect()
    }

    /// An article by its id, with its whole address, as far as it is here.
    pub fn article(&self, brand: &BrandId, locale: &str, id: &str) -> Option<(&str, String)> {
        let site = self.setup.brands.iter().find(|known| known.id == *brand)?;
        let articles = self.library.get(&(brand.clone(), locale.to_owned()))?;
        let Articles::Ready(articles) = articles else { return None };
        let article = articles.iter().find(|article| article.id == id)?;
        let address = format!("{}{}", origin(site.help_site.as_deref()?), article.url);
        Some((&article.title, address))
    }

    fn read_articles(&mut self, brand: &BrandId, locale: &str) -> Option<Effect> {
        let brand = self.setup.brands.iter().find(|known| known.id == *brand)?;
        let site = brand.help_site.as_deref()?;
        let key = (brand.id.clone(), locale.to_owned());
        // What failed is tried again.
        if matches!(self.library.get(&key), Some(Articles::Loading | Articles::Ready(_))) {
            return None;
        }
        let locales = article_locales(brand, locale).into_iter();
        let addresses = locales.map(|code| format!("{site}{code}/api/content.json")).collect();
        self.library.insert(key.clone(), Articles::Loading);
        let (brand, locale) = key;
        Some(Effect::ReadArticles { brand, locale, addresses })
    }

    /// Writes an offer in place of what asked for it; answers the text and the
    /// byte at which the caret belongs.
    pub fn take_offer(
        &mut self,
        text: &str,
        query: &Query,
        offer: &Offer,
        now: Timestamp,
    ) -> (String, usize, Vec<Effect>) {
        let written = offer.written();
        let caret = query.start + written.len();
        let text = format!("{}{written}{}", &text[..query.start], &text[query.end..]);
        let effects = self.write(text.clone(), now);
        if let (Offer::Shortcut { shortcut, .. }, Some(open)) = (offer, &self.open)
            && self.may_reply()
        {
            let status = match &shortcut.sub_status {
                Some(id) => self.sub_status(id).map(|sub| sub.status),
                None => shortcut.status,
            };
            let (id, sub_status) = (open.id.clone(), shortcut.sub_status.clone());
            self.drafts.change(&id, |draft| {
                for tag in &shortcut.tags {
                    if !draft.then.tags.contains(tag) {
                        draft.then.tags.push(tag.clone());
                    }
                }
                if let Some(status) = status {
                    draft.then.status = Some(status);
                    draft.then.sub_status = sub_status;
                }
            });
        }
        (text, caret, effects)
    }

    /// Forgets what a shortcut would change with the answer.
    pub fn forget_then(&mut self) -> Vec<Effect> {
        let Some(open) = &self.open else { return Vec::new() };
        self.drafts.change(&open.id, |draft| draft.then = Then::default());
        vec![Effect::KeepDrafts]
    }

    /// Opens a conversation.
    pub fn open(&mut self, id: ConversationId) -> Vec<Effect> {
        if self.open.as_ref().is_some_and(|open| open.id == id && open.load == Load::Ready) {
            return Vec::new();
        }
        let mut effects = self.close();
        if !self.may_reply() {
            self.drafts.change(&id, |draft| draft.mode = Mode::Note);
        }
        self.mark(id.clone());
        self.open = Some(OpenConversation::new(id.clone()));
        effects.push(Effect::ReadConversation(id));
        effects
    }

    /// Closes the conversation on the screen.
    pub fn close(&mut self) -> Vec<Effect> {
        let signal = self.typing.stop();
        let mut effects = self.say_typing(signal);
        if let Some(open) = self.open.take() {
            effects.push(Effect::Say(AgentFrame::Unwatch { conversation: open.id }));
        }
        effects
    }

    /// Marks the next row, or the one before; answers which.
    ///
    /// Where the marked row has left the list, its place is remembered.
    pub fn step(&mut self, is_forward: bool) -> Option<ConversationId> {
        let rows = self.rows();
        let marked = self.marked.clone().or_else(|| Some(self.open.as_ref()?.id.clone()));
        let index = match marked.as_ref() {
            None => 0,
            Some(id) => match (rows.iter().position(|row| row == id), is_forward) {
                (Some(index), true) => index + 1,
                (Some(index), false) => index.saturating_sub(1),
                (None, true) => self.marked_at,
                (None, false) => self.marked_at.saturating_sub(1),
            },
        };
        let id = rows.get(index.min(rows.len().checked_sub(1)?))?.clone();
        self.mark(id.clone());
        Some(id)
    }

    /// Marks a row of the list.
    pub fn mark(&mut self, id: ConversationId) {
        self.marked_at = self.rows().iter().position(|row| *row == id).unwrap_or(self.marked_at);
        self.marked = Some(id);
    }

    /// Asks for older entries of the conversation on the screen.
    pub fn read_older(&mut self) -> Vec<Effect> {
        match &mut self.open {
            Some(open) if open.has_more && !open.is_reading_older => {
                open.is_reading_older = true;
                vec![Effect::ReadOlder(open.id.clone(), open.first_entry())]
            }
            _ => Vec::new(),
        }
    }

    /// The agent looks at the end of the conversation on the screen.
    pub fn looked(&mut self) -> Vec<Effect> {
        if self.link != Link::Online || !self.may_reply() {
            return Vec::new();
        }
        let Some(open) = &mut self.open else { return Vec::new() };
        let Some(item) = self.lists.item(&open.id) else { return Vec::new() };
        let Some(seen) = open.unseen(item) else { return Vec::new() };
        vec![Effect::Say(AgentFrame::Seen { conversation: open.id.clone(), seen })]
    }

    /// The text of the composer changed.
    pub fn write(&mut self, text: String, now: Timestamp) -> Vec<Effect> {
        let Some(open) = &self.open else { return Vec::new() };
        let mut is_reply = false;
        let is_empty = text.trim().is_empty();
        self.drafts.change(&open.id, |draft| {
            is_reply = draft.mode == Mode::Reply;
            *draft.text_mut() = text;
            if is_empty {
                draft.then = Then::default();
            }
        });
        let signal = if is_reply { self.typing.typed(is_empty, now) } else { self.typing.stop() };
        let mut effects = vec![Effect::KeepDrafts];
        effects.extend(self.say_typing(signal));
        effects
    }

    /// Writes an answer, or a note; collaborators write notes only.
    pub fn write_as(&mut self, mode: Mode) -> Vec<Effect> {
        let Some(open) = &self.open else { return Vec::new() };
        let mode = if self.may_reply() { mode } else { Mode::Note };
        self.drafts.change(&open.id, |draft| draft.mode = mode);
        let signal = self.typing.stop();
        let mut effects = vec![Effect::KeepDrafts];
        effects.extend(self.say_typing(signal));
        effects
    }

    /// Sends what is in the composer, with these files if it is an answer;
    /// nothing if it is empty.
    ///
    /// `ids` are those of the message and of what a shortcut changes with it.
    pub fn send(
        &mut self,
        mut ids: impl FnMut() -> EntryId,
        files: Vec<FileInfo>,
        now: Timestamp,
    ) -> Vec<Effect> {
        let Some(open) = &self.open else { return Vec::new() };
        let conversation = open.id.clone();
        let mut draft = self.drafts.get(&conversation);
        let body = draft.text().trim().to_owned();
        if body.is_empty() && files.is_empty() {
            return Vec::new();
        }
        let then = std::mem::take(&mut draft.then);
        self.drafts.change(&conversation, |draft| {
            draft.text_mut().clear();
            draft.then = Then::default();
        });
        let id = ids();
        self.typing = TypingSignal::default();
        let frame = match draft.mode {
            Mode::Reply if self.may_reply() => {
                let files = files.iter().map(|file| file.id.clone()).collect();
                AgentFrame::Send { id: id.clone(), conversation: conversation.clone(), body, files }
            }
            _ => {
                let change = Change::Note { body };
                AgentFrame::Change { id: id.clone(), conversation: conversation.clone(), change }
            }
        };
        let mut effects = vec![Effect::KeepDrafts];
        effects.extend(self.push(id, conversation, frame, files, now));
        for change in then.changes() {
            effects.extend(self.change(ids(), change, now));
        }
        effects
    }

    /// Changes the conversation on the screen.
    pub fn change(&mut self, id: EntryId, change: Change, now: Timestamp) -> Vec<Effect> {
        let Some(open) = &self.open else { return Vec::new() };
        if !self.may_reply() {
            return Vec::new();
        }
        let conversation = open.id.clone();
        self.notice = None;
        let frame =
            AgentFrame::Change { id: id.clone(), conversation: conversation.clone(), change };
        self.push(id, conversation, frame, Vec::new(), now)
    }

    /// Ends the chat on the screen.
    pub fn end(&mut self, id: EntryId, now: Timestamp) -> Vec<Effect> {
        let Some(open) = self.open.as_ref().filter(|_| self.may_reply()) else { return Vec::new() };
        let conversation = open.id.clone();
        self.notice = None;
        let frame = AgentFrame::End { id: id.clone(), conversation: conversation.clone() };
        self.push(id, conversation, frame, Vec::new(), now)
    }

    /// Gives the conversation on the screen to an agent, or to nobody.
    pub fn assign(&mut self, id: EntryId, to: Option<AgentId>, now: Timestamp) -> Vec<Effect> {
        let Some(item) = self.open_item() else { return Vec::new() };
        let expected = item.assignee.clone();
        if expected == to {
            return Vec::new();
        }
        self.change(id, Change::Assign { to, expected }, now)
    }

    /// Closes the conversation on the screen, or opens it if it is done.
    pub fn toggle_done(&mut self, id: EntryId, now: Timestamp) -> Vec<Effect> {
        let Some(item) = self.open_item() else { return Vec::new() };
        let status = if item.status == Status::Done { Status::Open } else { Status::Done };
        self.change(id, Change::Status { status, until: None, sub_status: None }, now)
    }

    /// Tries a refused message again.
    pub fn retry(&mut self, id: &EntryId, now: Timestamp) -> Vec<Effect> {
        self.outbox.retry(id);
        self.send_next(now)
    }

    /// Gives a refused message up; its text goes back where it was written, if
    /// nothing stands there.
    pub fn discard(&mut self, id: &EntryId) -> Vec<Effect> {
        let Some(item) = self.outbox.remove(id) else { return Vec::new() };
        if let Some((body, is_note)) = item.text() {
            let mode = if is_note { Mode::Note } else { Mode::Reply };
            self.drafts.change(&item.conversation, |draft| {
                let was = std::mem::replace(&mut draft.mode, mode);
                if draft.text().is_empty() {
                    *draft.text_mut() = body.to_owned();
                } else {
                    draft.mode = was;
                }
            });
        }
        vec![Effect::KeepDrafts, Effect::KeepOutbox]
    }

    /// Takes up again what an earlier page could not send.
    pub fn restore(&mut self, items: Vec<Pending>) {
        items.into_iter().for_each(|item| self.outbox.push(item));
    }

    fn push(
        &mut self,
        id: EntryId,
        conversation: ConversationId,
        frame: AgentFrame,
        files: Vec<FileInfo>,
        now: Timestamp,
    ) -> Vec<Effect> {
        let state = PendingState::default();
        let kind = Outgoing { frame, files };
        self.outbox.push(Pending { id, conversation, kind, made_at: now, state });
        let mut effects = vec![Effect::KeepOutbox];
        effects.extend(self.send_next(now));
        effects
    }
}

//! What every part of the widget shares: the state as signals, and what a
//! visitor can do.

use kb_protocol::chat::{ClientFrame, Code};
use kb_protocol::file::FileInfo;
use kb_protocol::id::{ConversationId, EntryId};
use kb_protocol::time::Timestamp;
use reactive_graph::owner::{LocalStorage, StoredValue};
use reactive_graph::prelude::*;
use reactive_graph::signal::RwSignal;
use wasm_bindgen::JsValue;

use crate::dom::{Timer, new_id, parse};
use crate::files::Files;
use crate::intl::Intl;
use crate::messages::{Messages, Value};
use crate::state::{Chat, Conversation, Pending, PendingKind, PendingState};
use crate::storage::{Kept, Store};
use crate::transport::{Link, LinkState};
use crate::wire::{Json, Writer};

/// How long the visitor may pause before typing is taken to be over, and how
/// often it is told that it goes on, in milliseconds.
const TYPING_MS: u32 = 4_000;

/// What is on the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum View {
    /// Greeting and conversations.
    Home,
    /// One conversation, perhaps one that is only about to begin.
    Conversation(ConversationId),
    /// A page of the help site.
    #[cfg(feature = "kb")]
    Page(crate::state::Spot),
    /// What a later piece has put there.
    #[cfg(feature = "kb")]
    Part,
}

/// What the brand says of itself.
#[derive(Clone, Debug, Default)]
pub(crate) struct Brand {
    /// As shown to visitors.
    pub(crate) name: String,
    /// In place of our own greeting.
    pub(crate) greeting: Option<String>,
    /// In place of our own words while nobody is there.
    pub(crate) off_hours_message: Option<String>,
    /// Whether visitors may end a conversation.
    pub(crate) is_closable: bool,
    /// Whether there is at most one conversation that is not ended.
    pub(crate) is_single: bool,
    /// Whether a message to an ended conversation opens it again.
    pub(crate) reopens: bool,
}

/// When somebody is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Hours {
    /// `online`, `offline`, `hidden` or `disabled`.
    pub(crate) availability: String,
    /// When it will be online the next time.
    pub(crate) opens_at: Option<Timestamp>,
}

impl Hours {
    /// Of the brand's settings.
    pub(crate) fn read<J: Json>(settings: &J) -> Self {
        let opening = settings.get("changes").items().into_iter().find(is_opening);
        let at = opening.and_then(|change| change.get("at").number());
        Self {
            availability: settings.get("availability").text().unwrap_or_default(),
            opens_at: at.map(|at| Timestamp(at as i64)),
        }
    }

    /// Whether somebody answers.
    pub(crate) fn is_online(&self) -> bool {
        self.availability == "online"
    }
}

fn is_opening<J: Json>(change: &J) -> bool {
    change.get("availability").text().is_some_and(|availability| availability == "online")
}

/// Handles to everything; cheap to copy, valid until the widget stops.
#[derive(Clone, Copy)]
pub(crate) struct App {
    pub(crate) chat: RwSignal<Chat>,
    pub(crate) link_state: RwSignal<LinkState>,
    pub(crate) view: RwSignal<View>,
    pub(crate) is_open: RwSignal<bool>,
    /// Whether the visitor can see this page.
    pub(crate) is_visible: RwSignal<bool>,
    /// What a screen reader says next.
    pub(crate) announcement: RwSignal<String>,
    pub(crate) hours: RwSignal<Hours>,
    pub(crate) brand: StoredValue<Brand>,
    pub(crate) texts: StoredValue<Messages<JsValue, Intl>, LocalStorage>,
    pub(crate) link: StoredValue<Option<Link>, LocalStorage>,
    pub(crate) files: StoredValue<Files, LocalStorage>,
    pub(crate) store: StoredValue<Store>,
    #[cfg(feature = "kb")]
    pub(crate) reading: crate::reading::Reading,
    typing: StoredValue<Option<Timer>, LocalStorage>,
}

impl App {
    pub(crate) fn new(
        brand: Brand,
        hours: Hours,
        texts: Messages<JsValue, Intl>,
        store: Store,
        files: Files,
    ) -> Self {
        Self {
            chat: RwSignal::new(Chat::default()),
            link_state: RwSignal::new(LinkState::Idle),
            view: RwSignal::new(View::Home),
            is_open: RwSignal::new(false),
            is_visible: RwSignal::new(true),
            announcement: RwSignal::new(String::new()),
            hours: RwSignal::new(hours),
            brand: StoredValue::new(brand),
            texts: StoredValue::new_local(texts),
            link: StoredValue::new_local(None),
            files: StoredValue::new_local(files),
            store: StoredValue::new(store),
            #[cfg(feature = "kb")]
            reading: crate::reading::Reading::new(&JsValue::UNDEFINED, ""),
            typing: StoredValue::new_local(None),
        }
    }

    /// A message without variables.
    pub(crate) fn text(self, id: &str) -> String {
        self.say(id, &[])
    }

    /// A message with variables.
    pub(crate) fn say(self, id: &str, values: &[(&str, Value<'_>)]) -> String {
        self.texts.with_value(|texts| texts.text(id, values))
    }

    /// A message that names a person or the brand.
    pub(crate) fn named(self, id: &str, name: &str) -> String {
        let brand = self.brand.with_value(|brand| brand.name.clone());
        let name = if name.is_empty() { &brand } else { name };
        self.say(id, &[("name", Value::Text(name))])
    }

    /// The one message of two that fits: where there is chat, or only a help
    /// site.
    pub(crate) fn by_mode(self, chat: &'static str, articles: &'static str) -> &'static str {
        if self.has_chat() { chat } else { articles }
    }

    /// The same with a help site.
    #[cfg(feature = "kb")]
    pub(crate) fn beside_site(self, reading: crate::reading::Reading) -> Self {
        Self { reading, ..self }
    }

    /// What the launcher is called.
    pub(crate) fn launcher(self) -> &'static str {
        if cfg!(feature = "kb") { "kb-launcher" } else { "launcher-open" }
    }

    /// Whether there are conversations here, or only a help site.
    pub(crate) fn has_conversations(self) -> bool {
        #[cfg(feature = "kb")]
        return !self.reading.is_alone;
        #[cfg(not(feature = "kb"))]
        true
    }

    /// Whether somebody can be written to at this time. Where there is nothing
    /// but chat, the launcher goes when nobody can.
    pub(crate) fn has_chat(self) -> bool {
        let is_offered = |hours: &Hours| hours.is_online() || hours.availability == "offline";
        !cfg!(feature = "kb") || self.has_conversations() && self.hours.with(is_offered)
    }

    /// Goes back to where the visitor came from.
    #[cfg(not(feature = "kb"))]
    pub(crate) fn go_back(self) {
        self.view.set(View::Home);
    }

    /// Does something with the connection.
    pub(crate) fn with_link(self, act: impl FnOnce(&Link)) {
        // Cloned first: what is done may come back here.
        let link = self.link.try_with_value(Clone::clone).flatten();
        if let Some(link) = link {
            act(&link);
        }
    }

    /// Shows a conversation.
    pub(crate) fn show(self, conversation: ConversationId) {
        let needs_page =
            self.chat.try_update_untracked(|chat| chat.want(&conversation)).unwrap_or_default();
        let before = self.chat.with_untracked(|chat| {
            chat.conversation(&conversation).and_then(|found| found.wanted_before())
        });
        if needs_page || before.is_some() {
            let conversation = conversation.clone();
            self.with_link(|link| link.say(&ClientFrame::History { conversation, before }));
        }
        self.view.set(View::Conversation(conversation));
    }

    /// Shows the beginning of a new conversation; nothing is stored yet. Where
    /// the brand wants one at a time, the one that is there.
    pub(crate) fn begin(self) -> ConversationId {
        let is_single = self.brand.with_value(|brand| brand.is_single);
        let present = self.chat.with_untracked(|chat| {
            let all = chat.conversations();
            let is_open = |found: &&Conversation| !found.is_ended() && !found.is_closed();
            all.into_iter().find(|found| is_single && is_open(found)).map(|it| it.id.clone())
        });
        let conversation = present.or_else(|| self.begun()).unwrap_or_else(new_id);
        self.show(conversation.clone());
        conversation
    }

    /// The conversation whose first message was left unfinished.
    fn begun(self) -> Option<ConversationId> {
        let id = self.store.with_value(|store| store.read(Kept::Begun))?.parse().ok()?;
        self.chat.with_untracked(|chat| chat.conversation(&id).is_none()).then_some(id)
    }

    /// Writes a message, unless it is empty.
    pub(crate) fn write(self, conversation: &ConversationId, body: &str, files: Vec<FileInfo>) {
        let body = body.trim();
        if body.is_empty() && files.is_empty() {
            return;
        }
        // The message says that the typing is over.
        self.typing.set_value(None);
        // Whoever answers has seen what was said.
        let last = self.chat.with_untracked(|chat| {
            chat.conversation(conversation).map_or(0, |found| found.last_seq())
        });
        self.with_link(|link| link.seen(conversation, last));
        let is_over = self.chat.with_untracked(|chat| {
            let reopens = self.brand.with_value(|brand| brand.reopens);
            let is_over = |it: &Conversation| it.is_closed() || it.is_ended() && !reopens;
            chat.conversation(conversation).is_some_and(is_over)
        });
        if is_over {
            let next: ConversationId = new_id();
            let before = Some(conversation.clone());
            self.with_link(|link| link.write(next.clone(), body.to_owned(), files, before));
            self.show(next);
        } else {
            let id = conversation.clone();
            self.with_link(|link| link.write(id, body.to_owned(), files, None));
        }
    }

    /// Gives a refused message up; its files go back into the tray, unless
    /// they are what is missing.
    pub(crate) fn discard(self, id: &EntryId) {
        let found = self.chat.with_untracked(|chat| {
            chat.outbox().items().iter().find(|item| item.id == *id).cloned()
        });
        if let Some(Pending { conversation, kind: PendingKind::Message(_, files), state, .. }) =
            found
            && state != PendingState::Failed(Code::UnknownFile)
        {
            self.files.with_value(|way| way.put_back(&conversation, &files));
        }
        self.with_link(|link| link.discard(id));
    }

    /// The visitor touched a key.
    pub(crate) fn typed(self, conversation: &ConversationId) {
        let is_known = self.chat.with_untracked(|chat| chat.conversation(conversation).is_some());
        if !is_known || self.typing.with_value(Option::is_some) {
            return;
        }
        let say = move |conversation: &ConversationId, is_typing| {
            let frame = ClientFrame::Typing { conversation: conversation.clone(), is_typing };
            self.with_link(|link| link.say(&frame));
        };
        say(conversation, true);
        let conversation = conversation.clone();
        let timer = Timer::after(TYPING_MS, move || {
            say(&conversation, false);
            self.typing.set_value(None);
        });
        self.typing.set_value(Some(timer));
    }

    /// What stood in the composer of a conversation.
    pub(crate) fn draft(self, conversation: &ConversationId) -> String {
        let drafts = self.drafts();
        let found = drafts.into_iter().find(|(id, _)| id == conversation.as_str());
        found.map(|(_, text)| text).unwrap_or_default()
    }

    /// Keeps what stands in the composer.
    pub(crate) fn keep_draft(self, conversation: &ConversationId, text: &str) {
        let is_new = self.chat.with_untracked(|chat| chat.conversation(conversation).is_none());
        let is_begun = self.begun().as_ref() == Some(conversation);
        if is_new && is_begun == text.is_empty() {
            let begun = if is_begun { "" } else { conversation.as_str() };
            self.store.with_value(|store| store.write(Kept::Begun, begun));
        }
        let mut drafts = self.drafts();
        drafts.retain(|(id, _)| id != conversation.as_str());
        if !text.is_empty() {
            drafts.push((conversation.to_string(), text.to_owned()));
        }
        let mut json = Writer::default();
        json.object(|json| {
            for (id, text) in &drafts {
                json.name(id).text(text);
            }
        });
        let kept = if drafts.is_empty() { "" } else { &json.0 };
        self.store.with_value(|store| store.write(Kept::Drafts, kept));
    }

    fn drafts(self) -> Vec<(String, String)> {
        let kept = self.store.with_value(|store| store.read(Kept::Drafts)).unwrap_or_default();
        let drafts = parse(&kept);
        let Some(object) = wasm_bindgen::JsCast::dyn_ref::<js_sys::Object>(&drafts) else {
            return Vec::new();
        };
        js_sys::Object::entries(object)
            .iter()
            .filter_map(|entry| {
                let entry = entry.items();
                Some((entry.first()?.text()?, entry.get(1)?.text()?))
            })
            .collect()
    }
}

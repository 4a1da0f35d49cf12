//! What every component shares: the state as a signal, and what an agent does.

mod calls;

use kb_protocol::chat::Code;
use kb_protocol::content::ContentIndex;
use kb_protocol::id::{ConversationId, CustomerId, EntryId};
use kb_protocol::inbox::{Change, InboxItem, Status, View};
use kb_protocol::time::Timestamp;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlElement;

use super::keep::{self, Kept};
use super::link::{self, Link, News};
use super::state::{AlertSettings, Desk, Effect, Pending, PendingState, Place, Target, in_locale};
use super::{alert, format, http};
use crate::dom::{Listener, Timer, call, new_id, now};
use crate::files::Files;
use crate::intl::Intl;
use crate::messages::{Forms, Messages, Value};
use crate::wire::Json;

/// Pause in typing after which is looked for what was typed, in milliseconds.
const SEARCH_PAUSE_MS: u32 = 200;

const MINUTE_MS: i64 = 60_000;

/// Which pane a narrow screen shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pane {
    /// The list.
    List,
    /// The conversation.
    Conversation,
    /// What is known of it.
    Details,
}

/// The texts of the reader's locale.
#[derive(Clone, Copy)]
pub(crate) struct Texts {
    messages: StoredValue<Messages<JsValue, Intl>, LocalStorage>,
    locale: StoredValue<String>,
}

impl Texts {
    pub(crate) fn new(messages: Messages<JsValue, Intl>, locale: String) -> Self {
        Self { messages: StoredValue::new_local(messages), locale: StoredValue::new(locale) }
    }

    /// A message without variables.
    pub(crate) fn text(self, id: &str) -> String {
        self.say(id, &[])
    }

    /// A message with variables.
    pub(crate) fn say(self, id: &str, values: &[(&str, Value<'_>)]) -> String {
        self.messages.with_value(|texts| texts.text(id, values))
    }

    /// The same for a script.
    pub(crate) fn said(self, id: &str, values: &JsValue) -> String {
        self.messages.with_value(|texts| texts.said(id, values))
    }

    /// A message about so many.
    pub(crate) fn count(self, id: &str, count: usize) -> String {
        self.say(id, &[("count", Value::Number(count as f64))])
    }

    /// A number in the locale’s digits.
    pub(crate) fn number(self, number: usize) -> String {
        self.messages.with_value(|texts| texts.forms().number(number as f64))
    }

    /// So many in the locale’s digits.
    pub(crate) fn amount(self, amount: u64) -> String {
        self.messages.with_value(|texts| texts.forms().number(amount as f64))
    }

    /// A part of a whole as a percentage.
    pub(crate) fn percent(self, ratio: f64) -> String {
        format::percent(&self.locale(), ratio)
    }

    /// Code of the locale.
    pub(crate) fn locale(self) -> String {
        self.locale.get_value()
    }

    /// Time of day.
    pub(crate) fn time(self, at: Timestamp) -> String {
        self.messages.with_value(|texts| texts.forms().time(at))
    }

    /// A day in words.
    pub(crate) fn day(self, at: Timestamp) -> String {
        self.messages.with_value(|texts| texts.forms().day(at))
    }

    /// Day and time.
    pub(crate) fn moment(self, at: Timestamp) -> String {
        format::moment(&self.locale(), at)
    }

    /// The customer's name, or a sign to tell nameless ones apart.
    pub(crate) fn customer(self, item: &InboxItem) -> String {
        self.person(item.customer_name.as_deref(), &item.customer)
    }

    /// The same of whoever has this id.
    pub(crate) fn person(self, name: Option<&str>, id: &CustomerId) -> String {
        if let Some(name) = name {
            return name.to_owned();
        }
        let id = id.as_str();
        let sign = id.get(id.len().saturating_sub(4)..).unwrap_or(id).to_uppercase();
        self.say("customer-anonymous", &[("id", Value::Text(&sign))])
    }
}

/// The way to files, for every component.
pub(crate) type Attachments = StoredValue<Files, LocalStorage>;

/// Handles to everything; cheap to copy, valid while the agent is signed in.
#[derive(Clone, Copy)]
pub(crate) struct Room {
    pub(crate) desk: RwSignal<Desk>,
    pub(crate) texts: Texts,
    pub(crate) pane: RwSignal<Pane>,
    /// The report on the screen, in place of all conversations.
    pub(crate) place: RwSignal<Option<Place>>,
    pub(crate) is_outdated: RwSignal<bool>,
    /// Grows with every minute, for what is told as so long ago.
    pub(crate) minute: RwSignal<i64>,
    /// Whether the agent can see this page.
    pub(crate) is_watching: RwSignal<bool>,
    /// What the agent wants to be called by.
    pub(crate) alerts: RwSignal<AlertSettings>,
    /// Whether this is the tab that calls.
    leads: RwSignal<bool>,
    search_timer: StoredValue<Option<Timer>, LocalStorage>,
    signed_out: Callback<Code>,
    link: StoredValue<Option<Link>, LocalStorage>,
    files: Attachments,
}

impl Room {
    /// Begins to work; `signed_out` is called when the session has ended.
    pub(crate) fn enter(desk: Desk, texts: Texts, signed_out: Callback<Code>) -> Self {
        let alerts = keep::read(Kept::Alerts, &desk.me.agent);
        let room = Self {
            alerts: RwSignal::new(alerts),
            leads: RwSignal::new(false),
            search_timer: StoredValue::new_local(None),
            desk: RwSignal::new(desk),
            texts,
            pane: RwSignal::new(Pane::List),
            place: RwSignal::new(None),
            is_outdated: RwSignal::new(false),
            minute: RwSignal::new(0),
            is_watching: RwSignal::new(true),
            signed_out,
            link: StoredValue::new_local(None),
            files: expect_context(),
        };
        room.follow_address();
        let agent = room.me();
        let unsent: Vec<Pending> = keep::read(Kept::Outbox, &agent);
        room.desk.update(|desk| desk.restore(unsent));
        room.link.set_value(Some(Link::start(move |news| room.hear(news))));
        on_cleanup(move || {
            room.with_link(Link::stop);
            room.files().stop();
        });
        let leads = room.leads;
        alert::lead(move || {
            leads.try_set(true);
        });
        spawn_local(async move {
            if let Ok(agents) = http::get("/inbox/v1/agents").await {
                room.desk.try_update(|desk| desk.agents = agents);
            }
            if let Ok(setup) = http::get("/inbox/v1/setup").await {
                room.desk.try_update(|desk| desk.setup = setup);
            }
        });
        room
    }

    /// Shows what the address names, now and whenever it changes: a report, or
    /// what a link leads to.
    fn follow_address(self) {
        let look = move || {
            let fragment = location().hash().unwrap_or_default();
            if let Some(target) = Target::parse(&fragment) {
                return self.follow(target);
            }
            let place = self.desk.with_untracked(|desk| Place::parse(&fragment, &desk.me));
            if self.place.get_untracked() != place {
                self.place.set(place);
            }
        };
        look();
        let listener =
            StoredValue::new_local(Listener::new(&window(), "hashchange", move |_| look()));
        on_cleanup(move || listener.dispose());
    }

    /// Opens what a link leads to, once: a reload later shows what is looked
    /// at then.
    fn follow(self, target: Target) {
        let history = JsValue::from(window()).get("history");
        call(&history, "replaceState", &[&JsValue::NULL, &"".into(), &"#".into()]);
        self.place.set(None);
        match target {
            Target::Conversation(id) => self.open(id),
            // Once it is on the screen.
            Target::Notifications => spawn_local(async {
                invoke("notifications", "showModal");
            }),
        }
    }

    /// Shows a report, or the conversations again.
    pub(crate) fn go(self, place: Option<&Place>) {
        let address = place.map_or("#".to_owned(), Place::address);
        self.place.set(place.cloned());
        // Every browser takes a fragment.
        let _ = location().set_hash(&address);
    }

    /// Whether somebody looks at the conversations.
    pub(crate) fn is_at_desk(self) -> bool {
        self.is_watching.get() && self.place.with(Option::is_none)
    }

    /// Ends what was begun with a session that is over.
    pub(crate) fn signed_out(self, code: Code) {
        self.signed_out.run(code);
    }

    /// The way to files.
    pub(crate) fn files(self) -> Files {
        self.files.get_value()
    }

    /// Gives a refused message up; what it was made of goes back to where it
    /// was written, unless its files are what is missing.
    pub(crate) fn discard(self, id: &EntryId) {
        let found = self.desk.with_untracked(|desk| {
            let item = desk.outbox.items().iter().find(|item| item.id == *id)?;
            let is_lost = item.state == PendingState::Failed(Code::UnknownFile);
            (!is_lost).then(|| (item.conversation.clone(), item.kind.files.clone()))
        });
        if let Some((conversation, files)) = found {
            self.files().put_back(&conversation, &files);
        }
        self.act(|desk, _| desk.discard(id));
    }

    fn me(self) -> kb_protocol::id::AgentId {
        self.desk.with_untracked(|desk| desk.me.agent.clone())
    }

    fn hear(self, news: News) {
        match news {
            News::Frame(frame) => self.act(|desk, now| desk.apply(*frame, now)),
            News::Lost => self.act(|desk, _| {
                desk.disconnected();
                Vec::new()
            }),
            News::Tick => {
                alert::stay_in_front();
                // A signal tells everybody, so nothing is said without reason.
                let at = now();
                let minute = at.0.div_euclid(MINUTE_MS);
                if self.minute.try_get_untracked().is_some_and(|known| known != minute) {
                    self.minute.set(minute);
                }
                let is_due = self.desk.try_with_untracked(|desk| desk.is_due(at));
                if is_due == Some(true) {
                    self.act(|desk, now| desk.tick(now));
                }
            }
        }
    }

    /// Changes the state and does what follows from it.
    pub(crate) fn act(self, act: impl FnOnce(&mut Desk, Timestamp) -> Vec<Effect>) {
        let effects = self.desk.try_update(|desk| act(desk, now()));
        effects.into_iter().flatten().for_each(|effect| self.run(effect));
    }

    fn with_link(self, act: impl FnOnce(&Link)) {
        // Cloned first: what is done may come back here.
        if let Some(link) = self.link.try_with_value(Clone::clone).flatten() {
            act(&link);
        }
    }

    fn run(self, effect: Effect) {
        match effect {
            Effect::Say(frame) => self.with_link(|link| link.say(&frame)),
            Effect::ReadList(view, cursor) => self.read_list(view, cursor),
            Effect::ReadConversation(id) => spawn_local(async move {
                let answer = http::get(&format!("/inbox/v1/conversations/{id}")).await;
                self.act(|desk, _| desk.take_conversation(&id, answer));
            }),
            Effect::ReadOlder(id, before) => spawn_local(async move {
                let path = format!("/inbox/v1/conversations/{id}/entries?before={before}");
                let answer = http::get(&path).await;
                self.act(|desk, _| {
                    desk.take_older(&id, answer);
                    Vec::new()
                });
            }),
            Effect::ReadCounts => spawn_local(async move {
                let answer = http::get("/inbox/v1/counts").await;
                self.act(|desk, _| desk.take_counts(answer));
            }),
            Effect::SearchSoon(number) => {
                let timer = Timer::after(SEARCH_PAUSE_MS, move || {
                    self.act(|desk, _| desk.look_now(number));
                });
                self.search_timer.set_value(Some(timer));
            }
            Effect::Search(number, cursor) => self.search(number, cursor),
            Effect::ReadArticles { brand, locale, addresses } => spawn_local(async move {
                let mut found = None;
                for address in &addresses {
                    found = http::get_elsewhere::<ContentIndex>(address).await;
                    if found.is_some() {
                        break;
                    }
                }
                let articles = found.map(|index| index.articles);
                self.desk.try_update(|desk| desk.take_articles(brand, locale, articles));
            }),
            Effect::Alert(alert) => self.alert(alert),
            Effect::ReadNotifications => spawn_local(async move {
                let answer = http::get("/inbox/v1/notifications").await;
                self.act(|desk, _| {
                    desk.take_notifications(answer);
                    Vec::new()
                });
            }),
            Effect::KeepNotifications(settings) => spawn_local(async move {
                let answer = http::put("/inbox/v1/notifications", &settings).await;
                if let Err(Code::SessionExpired) = answer {
                    return self.signed_out.run(Code::SessionExpired);
                }
                self.act(|desk, _| desk.kept_notifications(&settings, answer));
            }),
            Effect::KeepDrafts => self.desk.with_untracked(|desk| {
                keep::write(Kept::Drafts, &desk.me.agent, &desk.drafts);
            }),
            Effect::KeepOutbox => self.desk.with_untracked(|desk| {
                keep::write(Kept::Outbox, &desk.me.agent, &desk.outbox.items());
            }),
            Effect::Closed(code, wait_ms) => {
                if !link::is_final(code) {
                    return self.with_link(|link| link.closed(wait_ms));
                }
                self.with_link(Link::stop);
                if code == Code::OutdatedClient {
                    self.is_outdated.set(true);
                } else {
                    self.signed_out.run(code);
                }
            }
        }
    }

    fn read_list(self, view: View, cursor: Option<String>) {
        let name = serde_json::to_string(&view).unwrap_or_default();
        let mut path = format!("/inbox/v1/conversations?view={}", name.trim_matches('"'));
        if let Some(cursor) = &cursor {
            path.push_str("&cursor=");
            path.push_str(cursor);
        }
        spawn_local(async move {
            let answer = http::get(&path).await;
            // The session may have ended while there was no connection.
            if let Err(Code::SessionExpired) = answer {
                return self.signed_out.run(Code::SessionExpired);
            }
            self.act(|desk, _| {
                desk.take_list(view, cursor, answer);
                Vec::new()
            });
        });
    }

    fn search(self, number: u32, cursor: Option<String>) {
        let text = self.desk.with_untracked(|desk| desk.search.text().to_owned());
        let text = String::from(js_sys::encode_uri_component(&text));
        let mut path = format!("/inbox/v1/search?q={text}");
        if let Some(cursor) = &cursor {
            path.push_str("&cursor=");
            path.push_str(cursor);
        }
        spawn_local(async move {
            let answer = http::get(&path).await;
            self.act(|desk, _| {
                desk.take_found(number, cursor, answer);
                Vec::new()
            });
        });
    }

    /// Opens a conversation and shows it.
    pub(crate) fn open(self, id: ConversationId) {
        let row = row_id(&id);
        if self.place.with_untracked(Option::is_some) {
            self.go(None);
        }
        self.act(|desk, _| desk.open(id));
        self.pane.set(Pane::Conversation);
        // Once it is on the screen: where only one pane fits, the row and with
        // it the focus are gone.
        spawn_local(async move {
            if element(&row).is_none_or(|row| row.offset_parent().is_none()) {
                focus("conversation-title");
            }
        });
    }

    /// Shows the list again where only one pane fits.
    pub(crate) fn back(self) {
        if self.pane.get_untracked() == Pane::Details {
            self.pane.set(Pane::Conversation);
        } else if self.pane.get_untracked() == Pane::Conversation {
            self.pane.set(Pane::List);
            let open = self.desk.with_untracked(|desk| Some(desk.open.as_ref()?.id.clone()));
            if let Some(id) = open {
                focus(&row_id(&id));
            }
        }
    }

    /// Changes the conversation on the screen.
    pub(crate) fn change(self, change: Change) {
        self.act(|desk, now| desk.change(new_id(), change, now));
    }

    /// Takes the conversation, or gives it up if it is the reader's.
    pub(crate) fn claim(self) {
        let id: EntryId = new_id();
        self.act(|desk, now| {
            let me = desk.me.agent.clone();
            desk.assign(id, Some(me), now)
        });
    }

    /// Name of a sub status; its id, if it is declared no longer.
    pub(crate) fn sub_status_name(self, id: &str) -> String {
        let locale = self.texts.locale();
        self.desk.with(|desk| {
            let name = desk.sub_status(id).and_then(|sub| in_locale(&sub.name, &locale, "en"));
            name.unwrap_or(id).to_owned()
        })
    }

    /// Snoozes the conversation.
    pub(crate) fn snooze(self, until: Option<Timestamp>) {
        self.change(Change::Status { status: Status::Snoozed, until, sub_status: None });
    }
}

/// Id of a row of the list.
pub(crate) fn row_id(id: &ConversationId) -> String {
    format!("row-{id}")
}

/// Puts the focus on an element, if it is there.
pub(crate) fn focus(id: &str) {
    if let Some(element) = element(id) {
        // An element that cannot be focused stays without.
        let _ = element.focus();
    }
}

/// An element by its id.
pub(crate) fn element(id: &str) -> Option<HtmlElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// Calls a method of an element by name, if both are there.
pub(crate) fn invoke(id: &str, method: &str) {
    if let Some(element) = element(id) {
        call(element.as_ref(), method, &[]);
    }
}

//! What every handler and every line shares.

use std::collections::HashMap;
use std::ops::Deref;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

use kb_protocol::chat::Author;
use kb_protocol::id::{AgentId, BrandId, ConversationId};
use kb_protocol::inbox::{Colleague, InboxItem};
use tokio::sync::watch;

use crate::assets::Assets;
use crate::auth::Logins;
use crate::clock::Clock;
use crate::config::{Brands, Config};
use crate::conversation::{Conversation, CustomerFacts};
use crate::files::Room;
use crate::forms::{Keys, Published};
use crate::mail::{self, Post};
use crate::rate_limit::Limits;
use crate::relay::hub::{Hub, News, Topic};
use crate::relay::viewers::Seat;
use crate::store::{Store, Viewer, Whisper};

/// A handle to the shared state; cloning costs nothing.
#[derive(Clone)]
pub struct App(Arc<AppState>);

/// The shared state.
pub struct AppState {
    /// As read from `server.toml` at the start, without the brands.
    pub config: Config,
    /// Folder of `server.toml`, where relative paths begin.
    pub(crate) base: PathBuf,
    /// What the brands' sites have published.
    pub(crate) published: Published,
    pub(crate) keys: Keys,
    pub(crate) mail_keys: mail::Keys,
    /// The way to the mail server, if letters are sent.
    pub(crate) post: Option<Post>,
    /// Files for browsers.
    pub assets: Assets,
    /// The only way to the database.
    pub store: Arc<dyn Store>,
    /// The only way to the time.
    pub clock: Arc<dyn Clock>,
    pub(crate) hub: Arc<Hub>,
    pub(crate) limits: Limits,
    pub(crate) room: Room,
    /// `true` once the server stops.
    pub(crate) stopping: watch::Sender<bool>,
    brands: RwLock<Arc<Brands>>,
    /// What logins are checked with, by the brand's id.
    logins: RwLock<Arc<Logins>>,
    agents: RwLock<HashMap<AgentId, String>>,
}

/// What the shared state is made of.
pub(crate) struct Parts {
    /// Folder of `server.toml`.
    pub(crate) base: PathBuf,
    pub(crate) assets: Assets,
    pub(crate) store: Arc<dyn Store>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) hub: Arc<Hub>,
    pub(crate) logins: Logins,
    pub(crate) keys: Keys,
    pub(crate) mail_keys: mail::Keys,
    pub(crate) post: Option<Post>,
}

impl App {
    /// Puts the parts together.
    pub(crate) fn new(mut config: Config, parts: Parts) -> Self {
        let Parts { base, assets, store, clock, hub, logins, keys, mail_keys, post } = parts;
        let logins = RwLock::new(Arc::new(logins));
        let brands = RwLock::new(Arc::new(config.take_brands()));
        let limits = Limits::new(&config.limits);
        let (stopping, _) = watch::channel(false);
        Self(Arc::new(AppState {
            config,
            base,
            published: Published::default(),
            keys,
            mail_keys,
            post,
            assets,
            store,
            clock,
            hub,
            limits,
            room: Room::default(),
            stopping,
            brands,
            logins,
            agents: RwLock::default(),
        }))
    }

    /// The brands as they are set at the moment.
    pub fn brands(&self) -> Arc<Brands> {
        Arc::clone(&self.brands.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// What logins are checked with at the moment.
    pub(crate) fn logins(&self) -> Arc<Logins> {
        Arc::clone(&self.logins.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes brands and schedules of a changed file, with the keys of their
    /// logins. Answers the keys of other settings that were changed: they need
    /// a restart.
    pub(crate) fn reload(&self, mut changed: Config, logins: Logins) -> Vec<&'static str> {
        *self.logins.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(logins);
        let brands = Arc::new(changed.take_brands());
        *self.brands.write().unwrap_or_else(PoisonError::into_inner) = brands;
        self.published.forget();
        self.config.differences(&changed)
    }

    /// A conversation as the inbox lists it; what the visitor has seen only
    /// where the brand tells.
    pub(crate) fn item(&self, conversation: &Conversation, customer: CustomerFacts) -> InboxItem {
        let mut item = conversation.item(customer);
        if !self.shows_receipts(&conversation.brand) {
            item.seen_by_visitor = 0;
            item.seen_at = None;
        }
        item
    }

    /// Whether agents are told what visitors of a brand have seen.
    pub(crate) fn shows_receipts(&self, brand: &BrandId) -> bool {
        self.brands().get(brand).is_none_or(|brand| brand.receipts)
    }

    /// An agent as visitors see one; `None` if there is no such agent.
    pub(crate) async fn agent_author(&self, id: &AgentId) -> Option<Author> {
        if let Some(name) = self.known_agent(id) {
            return Some(Author::Agent { id: id.clone(), name });
        }
        let agents = self.store.agents().await.ok()?;
        let names = agents.into_iter().map(|agent| (agent.id, agent.name)).collect();
        *self.agents.write().unwrap_or_else(PoisonError::into_inner) = names;
        self.known_agent(id).map(|name| Author::Agent { id: id.clone(), name })
    }

    fn known_agent(&self, id: &AgentId) -> Option<String> {
        self.agents.read().unwrap_or_else(PoisonError::into_inner).get(id).cloned()
    }

    /// Somebody began or stopped to write: tells agents wherever they are, and
    /// of an agent the visitor, if the brand lets visitors see it.
    pub(crate) fn tell_typing(&self, found: &Conversation, author: Author, is_typing: bool) {
        let is_agent = matches!(author, Author::Agent { .. });
        let brands = self.brands();
        let is_shown = brands.get(&found.brand).is_some_and(|brand| brand.typing.shows_agent());
        let visitor = (is_agent && is_shown).then(|| found.customer.clone());
        let conversation = found.id.clone();
        self.store.whisper(Whisper::Typing {
            conversation: conversation.clone(),
            visitor: visitor.clone(),
            author: author.clone(),
            is_typing,
        });
        self.hub.publish_typing(visitor, conversation, author, is_typing);
    }

    /// An agent looks at a conversation.
    pub(crate) fn begin_viewing(&self, id: &ConversationId, seat: Seat, viewer: Viewer) {
        let viewers = self.hub.viewers.enter(id, seat, viewer);
        self.tell_viewing(id, viewers);
    }

    /// The agent at this seat looks at it no longer.
    pub(crate) fn end_viewing(&self, id: &ConversationId, seat: Seat) {
        let viewers = self.hub.viewers.leave(id, seat);
        self.tell_viewing(id, viewers);
    }

    fn tell_viewing(&self, id: &ConversationId, viewers: Vec<Viewer>) {
        self.store.whisper(Whisper::Viewing { conversation: id.clone(), viewers });
        self.hub.publish_viewers(id);
    }

    /// Tells the other processes once more who looks at what through this one.
    pub(crate) fn repeat_viewing(&self) {
        for (conversation, viewers) in self.hub.viewers.here() {
            self.store.whisper(Whisper::Viewing { conversation, viewers });
        }
    }

    /// Forgets who looked through a process that is gone.
    pub(crate) fn expire_viewing(&self) {
        for id in self.hub.viewers.expire(self.clock.now()) {
            self.hub.publish_viewers(&id);
        }
    }

    /// An agent's presence changed: tells every other agent.
    pub(crate) fn tell_colleague(&self, colleague: Colleague) {
        self.hub.staff.learn(&colleague.id, colleague.presence);
        self.store.whisper(Whisper::Colleague { colleague: colleague.clone() });
        self.hub.publish(&Topic::Inbox, &Arc::new(News::Colleague(colleague)));
    }

    /// An agent has changed what to be told of: tells all inboxes of this one.
    pub(crate) fn tell_notifications(&self, agent: AgentId) {
        self.store.whisper(Whisper::Notifications { agent: agent.clone() });
        self.hub.publish(&Topic::Inbox, &Arc::new(News::Notifications(agent)));
    }

    /// Done once the server stops; `listener` is from [`AppState::stopping`].
    pub(crate) async fn stopped(&self, listener: &mut watch::Receiver<bool>) {
        // The sender lives as long as `self`, so this does not fail.
        let _ = listener.wait_for(|is_stopping| *is_stopping).await;
    }

    /// A random number below `end`: spreads what would otherwise happen to
    /// all browsers at once.
    pub(crate) fn jitter(&self, end: u32) -> u32 {
        getrandom::u32().unwrap_or_default() % end.max(1)
    }
}

impl Deref for App {
    type Target = AppState;

    fn deref(&self) -> &AppState {
        &self.0
    }
}

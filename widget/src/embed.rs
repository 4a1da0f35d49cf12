//! What runs between `start` and `stop`, and what `widget/embed/api.js` does
//! with it. That file names and checks what a page calls; here it happens.
#![expect(unreachable_pub, reason = "exports to the browser have to be `pub`")]

mod events;
mod launcher;
mod page;

use std::cell::RefCell;

use any_spawner::Executor;
use js_sys::{Array, Object, Reflect};
use kb_protocol::chat::Opening;
use kb_protocol::id::ConversationId;
use reactive_graph::owner::Owner;
use reactive_graph::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

use self::events::Page;
use crate::app::{App, Brand, Hours};
use crate::components::panel;
use crate::dom::{Listener, document, window};
use crate::files::Files;
use crate::intl::Intl;
use crate::messages::Messages;
use crate::storage::{Kept, Store};
use crate::transport::{Address, Link, LinkState};
use crate::wire::Json;

struct Running {
    app: App,
    button: HtmlElement,
    _events: Vec<Listener>,
    /// Ends signals, effects and listeners.
    owner: Owner,
    wrapper: HtmlElement,
}

thread_local! {
    static RUNNING: RefCell<Option<Running>> = const { RefCell::new(None) };
}

/// Mounts the widget beside the launcher that the loader painted.
///
/// `config` is `{origin, key, locale, settings, messages, files, emit, page}`:
/// what the loader knows, what was fetched, what `tray.js` gave, a function
/// that hears of events, and the page that is meant if it is not this one.
/// With articles come `{mode, help_site, import}`.
#[wasm_bindgen]
pub fn mount(button: HtmlElement, config: JsValue) {
    let text = |name: &str| config.get(name).text().unwrap_or_default();
    let settings = config.get("settings");
    let locale = text("locale");
    let brand = Brand {
        name: settings.get("name").text().unwrap_or_default(),
        greeting: settings.get("greeting").get(&locale).text(),
        off_hours_message: settings.get("off_hours_message").get(&locale).text(),
        is_closable: settings.get("closable").is_true(),
        is_single: settings.get("single_conversation").is_true(),
        reopens: settings.get("reopens").is_true(),
    };
    let texts = Messages::new(&config.get("messages"), Intl::new(&locale));
    let store = Store::new(&text("key"));
    let page = Page::new(config.get("emit"));

    let wrapper: HtmlElement = document().create_element("div").unwrap_throw().unchecked_into();
    wrapper.set_lang(&locale);
    wrapper.set_class_name("kb");
    button.after_with_node_1(&wrapper).unwrap_throw();

    // Fails where it is there already, from an earlier start.
    let _ = Executor::init_wasm_bindgen();
    let owner = Owner::new();
    let app = owner.with(|| {
        let files = Files::new(config.get("files"));
        let app = App::new(brand, Hours::read(&settings), texts, store.clone(), files);
        #[cfg(feature = "kb")]
        let app = app.beside_site(crate::reading::Reading::new(&config, &locale));
        let here = window().location().origin().ok().zip(window().location().pathname().ok());
        let url = here.map(|(origin, path)| origin + &path);
        let opening = Opening { locale, page: config.get("page").text().or(url), follows: None };
        let address = Address { origin: text("origin"), key: text("key"), opening };
        let told = page.clone();
        let happened = move |happening| told.tell(app, happening);
        if app.has_conversations() {
            let link = Link::start(address, store, app.chat, app.link_state, happened);
            app.link.set_value(Some(link));
        }
        launcher::follow(app, &button, &page);
        panel(app, close).mount(&wrapper);
        app
    });
    let events = page::watch(app, &button);
    RUNNING.set(Some(Running { app, button, _events: events, owner, wrapper }));
}

/// Takes everything away: nodes, listeners, timers, the socket. What was
/// written and not sent stays in the browser's storage.
#[wasm_bindgen]
pub fn unmount() {
    let Some(running) = RUNNING.take() else { return };
    running.app.with_link(Link::stop);
    running.app.files.with_value(Files::stop);
    running.app.link.set_value(None);
    launcher::restore_title();
    running.owner.cleanup();
    running.wrapper.remove();
    running.button.remove();
}

/// Opens the panel, or closes it.
#[wasm_bindgen]
pub fn show(is_open: bool) {
    if let Some(app) = app() {
        if is_open { open(app) } else { close(app) }
    }
}

/// Shows the beginning of a conversation, writes its first message if there is
/// one, and answers its id. Without a message nothing is stored.
#[wasm_bindgen]
pub fn begin(message: Option<String>) -> Option<String> {
    let app = app()?;
    let id = app.begin();
    if let Some(message) = message {
        // With it the conversation has begun; what the visitor writes goes on.
        let draft = app.draft(&id);
        app.keep_draft(&id, "");
        app.write(&id, &message, Vec::new());
        app.keep_draft(&id, &draft);
    }
    open(app);
    Some(id.into())
}

/// Shows a conversation; `false` if the visitor has no such.
#[wasm_bindgen]
pub fn look(id: &str) -> bool {
    let Some((app, id)) = app().zip(id.parse::<ConversationId>().ok()) else { return false };
    let is_known = app.chat.with_untracked(|chat| chat.conversation(&id).is_some());
    if is_known {
        app.show(id);
        open(app);
    }
    is_known
}

/// Shows a page of the help site by the name of its document; answers a code
/// if it cannot be shown. One that `is_offered` to the writer of a first
/// message leads back there.
#[cfg(feature = "kb")]
#[wasm_bindgen(js_name = openPage)]
pub async fn open_page(page: String, is_offered: bool) -> Option<String> {
    let app = app()?;
    let fault = app.reading.fault_of(&page).await;
    if fault.is_none() {
        let spot = crate::state::Spot { page, anchor: String::new() };
        if is_offered {
            app.read_offered(spot);
        } else {
            app.read(spot);
            open(app);
        }
    }
    fault.map(str::to_owned)
}

/// The search of the help site, as its `search.js` opens it.
#[cfg(feature = "kb")]
#[wasm_bindgen(js_name = openSearch)]
pub async fn open_search() -> Option<JsValue> {
    app()?.reading.opened().await
}

/// Shows what a later piece made; its first child takes the focus.
#[cfg(feature = "kb")]
#[wasm_bindgen]
pub fn put(part: HtmlElement) {
    if let Some(app) = app() {
        app.put(part);
    }
}

/// The visitor's conversations, the latest first, as
/// `{conversationId, createdAt, ended, unread}`.
#[wasm_bindgen]
pub fn conversations() -> Array {
    let Some(app) = app() else { return Array::new() };
    app.chat.with_untracked(|chat| {
        let item = |conversation: &crate::state::Conversation| {
            object(&[
                ("conversationId", conversation.id.as_str().into()),
                ("createdAt", JsValue::from_f64(conversation.created_at().0 as f64)),
                ("ended", conversation.is_ended().into()),
                ("unread", JsValue::from_f64(conversation.unread() as f64)),
            ])
        };
        chat.conversations().into_iter().map(item).collect()
    })
}

/// How far the visitor's conversations are known: an empty text if they are, a
/// code if the relay cannot be asked, nothing while it is being asked.
#[wasm_bindgen]
pub fn standing() -> Option<String> {
    let app = app()?;
    match app.link_state.get_untracked() {
        LinkState::Online => Some(String::new()),
        LinkState::Idle if token().is_none() => Some(String::new()),
        LinkState::Idle | LinkState::Connecting => None,
        LinkState::Lost | LinkState::Refused | LinkState::Outdated => Some("unavailable".into()),
    }
}

/// Hears that the brand's settings are others, or that one of the moments has
/// come which they name.
#[wasm_bindgen]
pub fn settle(settings: &JsValue) {
    if let Some(app) = app() {
        let hours = Hours::read(settings);
        if app.hours.with_untracked(|before| *before != hours) {
            app.hours.set(hours);
        }
    }
}

/// Secret of the visitor's session, if there is one.
#[wasm_bindgen]
pub fn token() -> Option<String> {
    app()?.store.with_value(|store| store.read(Kept::Token))
}

/// The same for a visitor who needs one now; nothing where there is no way to
/// get one.
#[wasm_bindgen]
pub async fn session() -> Option<String> {
    let link = app()?.link.try_with_value(Clone::clone).flatten()?;
    link.session().await.ok()
}

/// A text of the visitor's locale, for what comes later.
#[wasm_bindgen]
pub fn say(id: &str, values: &JsValue) -> String {
    app().map_or(String::new(), |app| app.texts.with_value(|texts| texts.said(id, values)))
}

/// Lets no connection of any tab speak for the session until [`resume`].
#[wasm_bindgen]
pub fn pause() {
    if let Some(app) = app() {
        app.with_link(Link::pause);
    }
}

/// Goes on with this session or with none; unless it `is_same` visitor, nothing
/// of the one before stays: neither conversations nor unsent words.
#[wasm_bindgen]
pub fn resume(token: Option<String>, is_same: bool) {
    if let Some(app) = app() {
        app.with_link(|link| link.resume(token.as_deref(), is_same));
    }
}

fn app() -> Option<App> {
    RUNNING.with_borrow(|running| running.as_ref().map(|running| running.app))
}

fn open(app: App) {
    if !app.is_open.get_untracked() {
        app.is_open.set(true);
        app.with_link(Link::hurry);
    }
}

/// Closes the panel; the focus goes back to where the visitor came from.
fn close(app: App) {
    if app.is_open.get_untracked() {
        app.is_open.set(false);
        RUNNING.with_borrow(|running| {
            // A launcher that the page hides takes no focus, which is right.
            let _ = running.as_ref().map(|running| running.button.focus());
        });
    }
}

fn object(members: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in members {
        // A new object takes every member.
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object.into()
}

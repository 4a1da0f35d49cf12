//! What the loader starts and the host page may call.
#![expect(unreachable_pub, reason = "exports to the browser have to be `pub`")]

use std::cell::RefCell;
use std::rc::Rc;

use any_spawner::Executor;
use js_sys::{Array, Function, Object, Reflect};
use kb_protocol::chat::{Entry, Opening};
use kb_protocol::id::ConversationId;
use reactive_graph::owner::Owner;
use reactive_graph::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

use crate::app::{App, Brand, FileSource, Hours};
use crate::components::panel;
use crate::dom::{Listener, call as invoke, document, window};
use crate::element::watch;
use crate::files::Files;
use crate::intl::Intl;
use crate::messages::{Messages, Value};
use crate::state::{Chat, Effect as Happening};
use crate::storage::Store;
use crate::transport::{Address, Link};
use crate::wire::Json;

/// Name and function of everyone who wants to hear.
type Listeners = Rc<RefCell<Vec<(String, Function)>>>;

/// What runs between `start` and `stop`.
struct Running {
    app: App,
    listeners: Listeners,
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
/// `config` is `{origin, key, locale, settings, messages, files}`: what the
/// loader knows and what it fetched, and a function that loads `files.js`.
#[wasm_bindgen]
pub fn start(button: HtmlElement, config: JsValue) {
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
    let listeners = Listeners::default();

    let wrapper: HtmlElement = document().create_element("div").unwrap_throw().unchecked_into();
    wrapper.set_lang(&locale);
    wrapper.set_class_name("kb");
    button.after_with_node_1(&wrapper).unwrap_throw();

    // Fails where it is there already, from an earlier start.
    let _ = Executor::init_wasm_bindgen();
    let owner = Owner::new();
    let app = owner.with(|| {
        let source = FileSource {
            load: config.get("files").unchecked_into(),
            url: format!("{}/chat/v1/files", text("origin")),
            locale: locale.clone(),
        };
        let app = App::new(brand, Hours::read(&settings), texts, store.clone(), source);
        let origin_and_path =
            window().location().origin().ok().zip(window().location().pathname().ok());
        let page = origin_and_path.map(|(origin, path)| origin + &path);
        let opening = Opening { locale, page, follows: None };
        let address = Address { origin: text("origin"), key: text("key"), opening };
        let heard = listeners.clone();
        let happened = move |happening| tell(app, &heard, happening);
        let link = Link::start(address, store, app.chat, app.link_state, happened);
        app.link.set_value(Some(link));
        follow(app, &button, &listeners);
        panel(app, close).mount(&wrapper);
        app
    });
    let events = listen(app, &button);
    RUNNING.set(Some(Running { app, listeners, button, _events: events, owner, wrapper }));
}

/// Calls one of the functions of `Helpwright`; the last argument may be a
/// callback `(response, error)`. Nothing here throws into the page.
#[wasm_bindgen]
pub fn call(name: &str, arguments: &Array) -> JsValue {
    let first = arguments.get(0);
    let callback = arguments.get(arguments.length().saturating_sub(1)).dyn_into::<Function>().ok();
    let answer = |result: Result<JsValue, &str>| {
        let (value, error) = match result {
            Ok(value) => (value, JsValue::UNDEFINED),
            Err(code) => {
                let error = js_sys::Error::new(code);
                let _ = Reflect::set(&error, &"code".into(), &code.into());
                (JsValue::UNDEFINED, error.into())
            }
        };
        if let Some(callback) = &callback {
            // What fails in the page's own function is the page's affair.
            let _ = callback.call2(&JsValue::UNDEFINED, &value, &error);
        }
        value
    };
    let running =
        RUNNING.with_borrow(|running| running.as_ref().map(|it| (it.app, it.listeners.clone())));
    let Some((app, listeners)) = running else {
        return answer(Err("not_started"));
    };
    match name {
        "open" => {
            open(app);
            answer(Ok(JsValue::NULL))
        }
        "close" => {
            close(app);
            answer(Ok(JsValue::NULL))
        }
        "isChatAvailable" => {
            answer(Ok(app.hours.with_untracked(|hours| hours.availability.clone()).into()))
        }
        "getUnreadCount" => answer(Ok(unread(app))),
        "createConversation" => {
            let id = app.begin();
            if let Some(message) = first.get("message").text() {
                app.write(&id, &message, Vec::new());
            }
            open(app);
            answer(Ok(object(&[("conversationId", id.as_str().into())])))
        }
        // Here the function is the listener and not told how it went.
        "addListener" | "removeListener" => {
            if let (Some(event), Some(function)) = (first.text(), &callback) {
                let mut list = listeners.borrow_mut();
                list.retain(|(known, other)| *known != event || !Object::is(other, function));
                if name == "addListener" {
                    list.push((event, function.clone()));
                }
            }
            JsValue::UNDEFINED
        }
        _ => answer(Err("unknown_function")),
    }
}

/// Takes everything away: nodes, listeners, timers, the socket. What was
/// written and not sent stays in the browser's storage.
#[wasm_bindgen]
pub fn stop() {
    let Some(running) = RUNNING.take() else { return };
    running.app.with_link(Link::stop);
    running.app.files.with_value(Files::stop);
    running.app.link.set_value(None);
    restore_title();
    running.owner.cleanup();
    running.wrapper.remove();
    running.button.remove();
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

fn unread(app: App) -> JsValue {
    let conversations = Object::new();
    let total = app.chat.with_untracked(|chat| {
        for conversation in chat.conversations() {
            let count = JsValue::from_f64(conversation.unread() as f64);
            let _ = Reflect::set(&conversations, &conversation.id.as_str().into(), &count);
        }
        chat.unread()
    });
    object(&[("total", JsValue::from_f64(total as f64)), ("conversations", conversations.into())])
}

/// Tells the page, and a screen reader, what happened.
fn tell(app: App, listeners: &Listeners, happening: Happening) {
    let conversation = |id: &ConversationId, is_ended: bool| {
        object(&[("conversationId", id.as_str().into()), ("ended", is_ended.into())])
    };
    match happening {
        Happening::ReadNewest(_) => {}
        Happening::Created(id) => {
            emit(listeners, "onConversationCreate", &conversation(&id, false))
        }
        Happening::Ended(id) => emit(listeners, "onConversationEnded", &conversation(&id, true)),
        Happening::Arrived(id, entry) => {
            let (name, body) = said(&entry);
            if app.is_open.get_untracked() {
                let values = [("name", Value::Text(name)), ("text", Value::Text(body))];
                app.announcement.set(app.say("conversation-arrived", &values));
            }
            let message = object(&[
                ("conversationId", id.as_str().into()),
                ("messageId", entry.id.as_str().into()),
                ("body", body.into()),
                ("name", name.into()),
                ("sentAt", JsValue::from_f64(entry.at.0 as f64)),
            ]);
            emit(listeners, "onMessageReceived", &message);
        }
    }
}

/// Who said what.
fn said(entry: &Entry) -> (&str, &str) {
    use kb_protocol::chat::{Author, Content};
    let name = match &entry.author {
        Author::Agent { name, .. } => name,
        _ => "",
    };
    let body = match &entry.content {
        Content::Message { body, files } if body.is_empty() => {
            files.first().map_or("", |file| &file.name)
        }
        Content::Message { body, .. } => body,
        _ => "",
    };
    (name, body)
}

fn emit(listeners: &Listeners, event: &str, payload: &JsValue) {
    // Cloned first: a listener may add or remove listeners.
    let list = listeners.borrow().clone();
    for (_, function) in list.iter().filter(|(known, _)| known == event) {
        // What fails in the page's own function is the page's affair.
        let _ = function.call1(&JsValue::UNDEFINED, payload);
    }
}

/// Follows what happens to the page.
fn listen(app: App, button: &HtmlElement) -> Vec<Listener> {
    let window = window();
    let look = move || {
        let page = document();
        let is_hidden = page.unchecked_ref::<JsValue>().get("hidden").is_true();
        let has_focus = page.has_focus().unwrap_or(true);
        app.is_visible.set(!is_hidden && has_focus);
    };
    look();
    let mut events = vec![
        Listener::new(&document(), "visibilitychange", move |_| look()),
        Listener::new(&window, "focus", move |_| look()),
        Listener::new(&window, "blur", move |_| look()),
        Listener::new(&window, "offline", move |_| app.with_link(Link::cut)),
        Listener::new(&window, "online", move |_| app.with_link(Link::hurry)),
        Listener::new(button, "click", move |_| {
            if app.is_open.get_untracked() { close(app) } else { open(app) }
        }),
    ];
    // On phones the keyboard covers the page: the panel takes what is left.
    if let Some(viewport) = window.visual_viewport() {
        let seen = viewport.clone();
        events.push(Listener::new(&viewport, "resize", move |_| fit(&seen)));
    }
    events
}

fn fit(viewport: &web_sys::VisualViewport) {
    RUNNING.with_borrow(|running| {
        let Some(running) = running else { return };
        let style = running.wrapper.unchecked_ref::<JsValue>().get("style");
        for (name, value) in [("--kb-h", viewport.height()), ("--kb-y", viewport.offset_top())] {
            let value = format!("{}px", value as i32);
            invoke(&style, "setProperty", &[&name.into(), &value.into()]);
        }
    });
}

/// Keeps launcher, title and listeners in step with the state.
fn follow(app: App, button: &HtmlElement, listeners: &Listeners) {
    let (launcher, heard, mut was_open) = (button.clone(), listeners.clone(), false);
    watch(
        move || app.is_open.get(),
        move |&is_open| {
            let _ = launcher.set_attribute("aria-expanded", if is_open { "true" } else { "false" });
            let _ = launcher.remove_attribute("aria-busy");
            if was_open != is_open {
                emit(&heard, if is_open { "onOpen" } else { "onClose" }, &JsValue::UNDEFINED);
            }
            was_open = is_open;
        },
    );
    let unread_count = move || app.chat.with(Chat::unread);
    let launcher = button.clone();
    watch(
        move || (app.is_open.get(), unread_count()),
        move |&(is_open, count)| {
            let value = [("count", Value::Number(count as f64))];
            let label = match (is_open, count) {
                (true, _) => app.text("launcher-close"),
                (false, 0) => app.text("launcher-open"),
                (false, _) => app.say("launcher-unread", &value),
            };
            let _ = launcher.set_attribute("aria-label", &label);
            let shown = if count > 99 { "99+".to_owned() } else { count.to_string() };
            let _ = if count > 0 && !is_open {
                launcher.set_attribute("data-unread", &shown)
            } else {
                launcher.remove_attribute("data-unread")
            };
        },
    );
    let (heard, mut is_first) = (listeners.clone(), true);
    watch(unread_count, move |_| {
        // What there was at the start is no news.
        if !std::mem::take(&mut is_first) {
            emit(&heard, "onUnread", &unread(app));
        }
    });
    watch(
        move || (unread_count(), app.is_visible.get()),
        move |&(count, is_visible)| {
            restore_title();
            if count > 0 && !is_visible {
                let title = document().title();
                let values =
                    [("count", Value::Number(count as f64)), ("title", Value::Text(&title))];
                let marked = app.say("title-unread", &values);
                document().set_title(&marked);
                TITLES.set(Some((title, marked)));
            }
        },
    );
}

thread_local! {
    /// The page's own title, and the one that counts messages.
    static TITLES: RefCell<Option<(String, String)>> = const { RefCell::new(None) };
}

/// Gives the page its title back, unless the page has changed it meanwhile.
fn restore_title() {
    if let Some((own, marked)) = TITLES.take()
        && document().title() == marked
    {
        document().set_title(&own);
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

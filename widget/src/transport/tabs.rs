//! The tabs of one visitor: one holds the connection, all hear the same.

use std::rc::Rc;

use js_sys::{Function, Object, Promise, Reflect};
use kb_protocol::id::ConversationId;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{BroadcastChannel, Event, MessageEvent};

use crate::dom::{Listener, call, new};
use crate::wire::Json;

/// What tabs tell each other: a letter, then its text.
pub(crate) enum Told {
    /// `h`: what the server said.
    Heard(String),
    /// `s`: the tab with the connection shall say this.
    Say(String),
    /// `p`: messages that the visitor wrote.
    Pending(String),
    /// `d`: a message was given up.
    Discarded(String),
    /// `r`: a failed message is tried again.
    Retried(String),
    /// `v`: up to here the visitor has looked at a conversation.
    Seen(ConversationId, u64),
    /// `l`: state of the connection.
    State(String),
    /// `?`: a new tab asks what there is.
    Ask,
    /// `x`: the session is over.
    Over,
    /// `b`: nobody may speak for the session for a while.
    Paused,
    /// `t`: there is another session in the browser's storage, of the same
    /// visitor or of another.
    Session(bool),
}

impl Told {
    fn write(&self) -> String {
        match self {
            Self::Heard(text) => format!("h{text}"),
            Self::Say(text) => format!("s{text}"),
            Self::Pending(text) => format!("p{text}"),
            Self::Discarded(id) => format!("d{id}"),
            Self::Retried(id) => format!("r{id}"),
            Self::Seen(id, seq) => format!("v{seq} {id}"),
            Self::State(state) => format!("l{state}"),
            Self::Ask => "?".to_owned(),
            Self::Over => "x".to_owned(),
            Self::Paused => "b".to_owned(),
            Self::Session(is_same) => format!("t{is_same}"),
        }
    }

    fn read(text: &str) -> Option<Self> {
        let rest = text.get(1..)?.to_owned();
        Some(match &text[..1] {
            "h" => Self::Heard(rest),
            "s" => Self::Say(rest),
            "p" => Self::Pending(rest),
            "d" => Self::Discarded(rest),
            "r" => Self::Retried(rest),
            "v" => {
                let (seq, id) = rest.split_once(' ')?;
                Self::Seen(id.parse().ok()?, seq.parse().ok()?)
            }
            "l" => Self::State(rest),
            "?" => Self::Ask,
            "x" => Self::Over,
            "b" => Self::Paused,
            "t" => Self::Session(rest == "true"),
            _ => return None,
        })
    }
}

/// This tab among the others.
pub(crate) struct Tabs {
    channel: Option<BroadcastChannel>,
    _listener: Option<Listener>,
    /// Ends the wait for the lock, or gives it back.
    abort: JsValue,
    release: Rc<std::cell::RefCell<Option<Function>>>,
    _granted: Closure<dyn FnMut(JsValue) -> Promise>,
}

impl Tabs {
    /// Joins the tabs of this name. `lead` is called when this tab is the one
    /// that holds the connection: at once, or when the last one is closed.
    pub(crate) fn join(
        name: &str,
        lead: impl FnOnce() + 'static,
        hear: impl Fn(Told) + 'static,
    ) -> Self {
        let channel = BroadcastChannel::new(name).ok();
        let listener = channel.as_ref().map(|channel| {
            Listener::new(channel, "message", move |event: Event| {
                let event: MessageEvent = event.unchecked_into();
                if let Some(told) = event.data().as_string().and_then(|text| Told::read(&text)) {
                    hear(told);
                }
            })
        });
        let release = Rc::new(std::cell::RefCell::new(None));
        let held = release.clone();
        let mut lead = Some(lead);
        let granted = Closure::new(move |_lock: JsValue| {
            if let Some(lead) = lead.take() {
                lead();
            }
            // The lock is held until this promise ends.
            let held = held.clone();
            Promise::new(&mut move |resolve, _| *held.borrow_mut() = Some(resolve))
        });
        let abort = request_lock(name, granted.as_ref());
        Self { channel, _listener: listener, abort, release, _granted: granted }
    }

    /// Tells the other tabs.
    pub(crate) fn tell(&self, told: &Told) {
        if let Some(channel) = &self.channel {
            let _ = channel.post_message(&JsValue::from_str(&told.write()));
        }
    }
}

impl Drop for Tabs {
    fn drop(&mut self) {
        if let Some(release) = self.release.borrow_mut().take() {
            let _ = release.call0(&JsValue::UNDEFINED);
        }
        call(&self.abort, "abort", &[]);
        if let Some(channel) = &self.channel {
            channel.close();
        }
    }
}

/// Asks for the lock of this name; where there are none (pages without TLS),
/// every tab is on its own. Gives what ends the wait.
fn request_lock(name: &str, granted: &JsValue) -> JsValue {
    let locks = js_sys::global().unchecked_into::<JsValue>().get("navigator").get("locks");
    let abort = new(&["AbortController"], &[]);
    if locks.is_undefined() {
        let _ = granted.unchecked_ref::<Function>().call1(&JsValue::UNDEFINED, &JsValue::NULL);
        return abort;
    }
    let options = Object::new();
    let _ = Reflect::set(&options, &"signal".into(), &abort.get("signal"));
    let promise = call(&locks, "request", &[&name.into(), &options, granted]);
    // Ending the wait rejects the promise, which nobody needs to hear of.
    let ignore = Closure::once_into_js(|_: JsValue| {});
    call(&promise, "catch", &[&ignore]);
    abort
}

//! Calls the agent: a notification of the browser, and a sound.
//!
//! Of several tabs one calls: the one that holds a lock of the browser, which
//! passes on when that tab is closed. What is on the screen of any tab is
//! known by a name in the browser's storage: for that nobody is called.

use js_sys::{Function, Object, Promise, Reflect};
use kb_protocol::id::{ConversationId, EntryId};
use leptos::prelude::window;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::dom::{call, new, new_id, now};
use crate::wire::Json;

/// Name of the lock.
const LOCK: &str = "helpwright:inbox:calls";
/// Where stands what is on the screen.
const LOOKING: &str = "helpwright:inbox:looking";

/// Names the tab that is in front.
const FRONT: &str = "helpwright:inbox:front";

/// What the browser lets this page do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Permission {
    /// It was not asked yet.
    Open,
    /// Notifications are shown.
    Granted,
    /// They never are.
    Denied,
}

/// What the browser lets this page do.
pub(crate) fn permission() -> Permission {
    match class().get("permission").text().as_deref() {
        Some("granted") => Permission::Granted,
        Some("default") => Permission::Open,
        _ => Permission::Denied,
    }
}

/// Asks the browser, which asks the agent; only in answer to a click.
pub(crate) async fn ask_permission() -> Permission {
    if let Ok(promise) = call(&class(), "requestPermission", &[]).dyn_into::<Promise>() {
        // Whatever comes of it is asked for next.
        let _ = JsFuture::from(promise).await;
    }
    permission()
}

fn class() -> JsValue {
    let global: JsValue = js_sys::global().into();
    global.get("Notification")
}

/// Calls `granted` once this tab is the one that calls: at once, if it is the
/// only one or the browser has no locks.
pub(crate) fn lead(granted: impl FnOnce() + 'static) {
    let locks = JsValue::from(window().navigator()).get("locks");
    if locks.is_undefined() {
        return granted();
    }
    // Held as long as this promise is open: until the tab is closed.
    let hold = Closure::once_into_js(move || {
        granted();
        Promise::new(&mut |_, _| {})
    });
    call(&locks, "request", &[&LOCK.into(), &hold]);
}

/// Says which conversation the agent looks at in this tab, if any.
pub(crate) fn look_at(conversation: Option<&ConversationId>) {
    let Ok(Some(storage)) = window().local_storage() else { return };
    let is_own = |said: &String| said.split(' ').next() == Some(&*tab());
    // Without a place to say it, the agent is called too often.
    let _ = match conversation {
        Some(id) => storage.set_item(LOOKING, &format!("{} {id}", tab())),
        // What another tab has said meanwhile stands.
        None if storage.get_item(LOOKING).ok().flatten().as_ref().is_some_and(is_own) => {
            storage.remove_item(LOOKING)
        }
        None => Ok(()),
    };
}

/// How long a tab that says nothing more counts as in front, in milliseconds:
/// one that crashed takes nothing back.
const FRONT_MS: i64 = 5_000;

/// Says whether this tab is in front: on the screen, with the focus.
pub(crate) fn stand_in_front(is_in_front: bool) {
    let Ok(Some(storage)) = window().local_storage() else { return };
    // Without a place to say it, no tab is in front.
    let _ = match is_in_front {
        true => storage.set_item(FRONT, &format!("{} {}", tab(), now().0)),
        // What another tab has said meanwhile stands.
        false if is_own_front(&storage) => storage.remove_item(FRONT),
        false => Ok(()),
    };
}

/// Says so again, as long as it is so.
pub(crate) fn stay_in_front() {
    let Ok(Some(storage)) = window().local_storage() else { return };
    if is_own_front(&storage) {
        stand_in_front(true);
    }
}

fn is_own_front(storage: &web_sys::Storage) -> bool {
    let said = storage.get_item(FRONT).ok().flatten();
    said.is_some_and(|said| said.split(' ').next() == Some(&*tab()))
}

/// Whether any tab is in front.
pub(crate) fn is_in_front() -> bool {
    let storage = window().local_storage().ok().flatten();
    let said = storage.and_then(|storage| storage.get_item(FRONT).ok().flatten());
    let at = said.and_then(|said| said.split(' ').nth(1)?.parse::<i64>().ok());
    at.is_some_and(|at| (now().0 - at).abs() < FRONT_MS)
}

/// Tells this tab from others.
fn tab() -> String {
    thread_local! {
        static TAB: EntryId = new_id();
    }
    TAB.with(ToString::to_string)
}

/// Whether the agent looks at a conversation in any tab.
pub(crate) fn is_looked_at(conversation: &ConversationId) -> bool {
    let storage = window().local_storage().ok().flatten();
    let looking = storage.and_then(|storage| storage.get_item(LOOKING).ok().flatten());
    let looking = looking.as_deref().and_then(|said| said.split(' ').nth(1));
    looking == Some(conversation.as_str())
}

/// Shows a notification; `open` is called when it is clicked. A further one
/// of the same conversation takes its place.
pub(crate) fn notify(
    title: &str,
    body: &str,
    conversation: &ConversationId,
    open: impl Fn() + 'static,
) {
    let options: JsValue = Object::new().into();
    for (name, value) in [("body", body), ("tag", conversation.as_str()), ("icon", "icon.svg")] {
        // A new object takes every member.
        let _ = Reflect::set(&options, &name.into(), &value.into());
    }
    let _ = Reflect::set(&options, &"renotify".into(), &true.into());
    let note = new(&["Notification"], &[&title.into(), &options]);
    if note.is_undefined() {
        return;
    }
    let shown = note.clone();
    let clicked = Closure::<dyn Fn()>::new(move || {
        // A window that cannot be brought forward stays where it is.
        let _ = window().focus();
        call(&shown, "close", &[]);
        open();
    });
    let _ = Reflect::set(&note, &"onclick".into(), &clicked.into_js_value());
}

/// A short, soft sound: two tones, the second one lower.
pub(crate) fn sound() {
    let context = new(&["AudioContext"], &[]);
    if context.is_undefined() {
        return;
    }
    let begin = context.get("currentTime").number().unwrap_or_default();
    let gain = call(&context, "createGain", &[]);
    let level = gain.get("gain");
    call(&level, "setValueAtTime", &[&0.08.into(), &begin.into()]);
    call(&level, "exponentialRampToValueAtTime", &[&0.001.into(), &(begin + 0.5).into()]);
    call(&gain, "connect", &[&context.get("destination")]);
    let tone = call(&context, "createOscillator", &[]);
    let pitch = tone.get("frequency");
    call(&pitch, "setValueAtTime", &[&880.into(), &begin.into()]);
    call(&pitch, "setValueAtTime", &[&660.into(), &(begin + 0.14).into()]);
    call(&tone, "connect", &[&gain]);
    call(&tone, "start", &[&begin.into()]);
    call(&tone, "stop", &[&(begin + 0.5).into()]);
    // What is left open holds the machine's speaker.
    let ended: Function = Closure::once_into_js(move || {
        call(&context, "close", &[]);
    })
    .unchecked_into();
    let _ = Reflect::set(&tone, &"onended".into(), &ended);
}

//! Files, as far as Rust has to know: `files.js` does the rest, and is loaded
//! when somebody needs it for the first time.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Function, Object, Promise, Reflect};
use kb_protocol::file::FileInfo;
use kb_protocol::id::ConversationId;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Element, Event, EventTarget};

use crate::dom::{Listener, call, parse};
use crate::messages::Value;
use crate::wire::{Json, read_files, write_files};

/// What a browser offers to choose: the server decides. Phones make a JPEG of
/// their own format only where the list has no place for it.
const ACCEPT: &str =
    ".jpg,.jpeg,.png,.gif,.webp,.pdf,.doc,.docx,.xls,.xlsx,.zip,.txt,.mov,.mp4";
const CLIP: &str = "M20 11.500l-8.500 8.500a5 5 0 0 1-7-7L13 4.500a3.300 3.300 0 0 1 4.700 4.700L9.300 17.600a1.600 1.600 0 0 1-2.300-2.300l7.800-7.800";

/// A text of the reader's locale: id of the message, values by name.
type Say = Rc<dyn Fn(&str, &[(&str, Value<'_>)]) -> String>;

/// The way to `files.js`.
#[derive(Clone)]
pub(crate) struct Files(Rc<Inner>);

struct Inner {
    /// Gives a promise of the module.
    load: Function,
    say: Say,
    /// What the module is started with; it calls the two closures.
    options: Object,
    started: RefCell<JsValue>,
    _say: Closure<dyn Fn(String, JsValue) -> String>,
    _token: Option<Closure<dyn Fn() -> Promise>>,
}

impl Files {
    /// `url` is where files are. `token` gives a promise of the session's
    /// secret, or of `null`; without one a cookie says who it is.
    pub(crate) fn new(
        load: Function,
        url: &str,
        locale: &str,
        say: impl Fn(&str, &[(&str, Value<'_>)]) -> String + 'static,
        token: Option<Closure<dyn Fn() -> Promise>>,
    ) -> Self {
        let say: Say = Rc::new(say);
        let told = Rc::clone(&say);
        let spoken: Closure<dyn Fn(String, JsValue) -> String> =
            Closure::new(move |id: String, values: JsValue| said(&*told, &id, &values));
        let options = Object::new();
        let token_value = token.as_ref().map_or(JsValue::UNDEFINED, |token| token.as_ref().clone());
        for (name, value) in [
            ("url", url.into()),
            ("locale", locale.into()),
            ("say", spoken.as_ref().clone()),
            ("token", token_value),
        ] {
            // A new object takes every member.
            let _ = Reflect::set(&options, &name.into(), &value);
        }
        let started = RefCell::new(JsValue::UNDEFINED);
        Self(Rc::new(Inner { load, say, options, started, _say: spoken, _token: token }))
    }

    /// The module, if somebody has needed it before.
    fn started(&self) -> Option<JsValue> {
        Some(self.0.started.borrow().clone()).filter(|module| !module.is_undefined())
    }

    /// Does something with the module, once it is here; `false` if it cannot
    /// be loaded at the moment.
    fn with(&self, act: impl FnOnce(Option<&JsValue>) + 'static) {
        if let Some(module) = self.started() {
            return act(Some(&module));
        }
        let files = self.clone();
        spawn_local(async move {
            let loading = files.0.load.call0(&JsValue::UNDEFINED);
            let loaded = match loading.map(JsCast::dyn_into::<Promise>) {
                Ok(Ok(promise)) => JsFuture::from(promise).await.ok(),
                _ => None,
            };
            if let (Some(loaded), None) = (loaded, files.started()) {
                *files.0.started.borrow_mut() = call(&loaded, "start", &[&files.0.options]);
            }
            act(files.started().as_ref());
        });
    }

    /// Ends everything that is under way.
    pub(crate) fn stop(&self) {
        if let Some(module) = self.started() {
            call(&module, "stop", &[]);
        }
    }

    /// Puts the files of a message that was given up back where they were.
    pub(crate) fn put_back(&self, conversation: &ConversationId, files: &[FileInfo]) {
        if !files.is_empty() {
            let (key, json) = (JsValue::from(conversation.as_str()), write_files(files).into());
            self.with(move |module| {
                if let Some(module) = module {
                    call(module, "put", &[&key, &json]);
                }
            });
        }
    }
}

fn said(
    say: &dyn Fn(&str, &[(&str, Value<'_>)]) -> String,
    id: &str,
    values: &JsValue,
) -> String {
    let entries = values.dyn_ref::<Object>().map(Object::entries).unwrap_or_default();
    let entries: Vec<(String, JsValue)> = entries
        .iter()
        .filter_map(|entry| Some((entry.items().first()?.text()?, entry.items().get(1)?.clone())))
        .collect();
    let texts: Vec<Option<String>> = entries.iter().map(|(_, value)| value.text()).collect();
    let values: Vec<(&str, Value<'_>)> = entries
        .iter()
        .zip(&texts)
        .map(|((name, value), text)| match text {
            Some(text) => (name.as_str(), Value::Text(text)),
            None => (name.as_str(), Value::Number(value.number().unwrap_or_default())),
        })
        .collect();
    say(id, &values)
}

/// The files that wait for the message that is being written.
#[derive(Clone, Copy)]
pub(crate) struct Tray {
    files: StoredValue<Files, LocalStorage>,
    conversation: StoredValue<ConversationId>,
    node: NodeRef<html::Div>,
    input: NodeRef<html::Input>,
    /// How many can be sent.
    ready: RwSignal<usize>,
    is_busy: RwSignal<bool>,
    is_over: RwSignal<bool>,
}

impl Tray {
    /// The tray of a conversation. What is dropped or pasted goes into it
    /// while `is_wanted` says so.
    pub(crate) fn new(
        files: Files,
        conversation: ConversationId,
        is_wanted: impl Fn() -> bool + Copy + 'static,
    ) -> Self {
        let tray = Self {
            files: StoredValue::new_local(files),
            conversation: StoredValue::new(conversation),
            node: NodeRef::new(),
            input: NodeRef::new(),
            ready: RwSignal::new(0),
            is_busy: RwSignal::new(false),
            is_over: RwSignal::new(false),
        };
        let listeners = StoredValue::new_local(Vec::new());
        Effect::new(move |_| {
            let Some(node) = tray.node.get() else { return };
            let box_: &Element = node.as_ref();
            // Everything that is ours, and nothing of a page around it.
            let root: EventTarget = box_.get_root_node().into();
            let take = move |event: Event| {
                if is_wanted() {
                    tray.take_event(&event);
                }
            };
            let mut list: Vec<Listener> = ["dragover", "dragleave", "drop", "paste"]
                .map(|name| Listener::new(&root, name, take))
                .into();
            list.push(Listener::new(box_, "tray", move |event| {
                let detail = JsValue::from(event).get("detail");
                tray.ready.set(detail.get("ready").number().unwrap_or_default() as usize);
                tray.is_busy.set(detail.get("busy").is_true());
            }));
            listeners.set_value(list);
            if let Some(module) = tray.files.with_value(Files::started) {
                call(&module, "mount", &[box_, &tray.key()]);
            }
        });
        tray
    }

    fn key(self) -> JsValue {
        self.conversation.with_value(|id| id.as_str().into())
    }

    /// Whether there is something to send.
    pub(crate) fn has_files(self) -> bool {
        self.ready.get() > 0
    }

    /// Whether a file is still on its way: the message waits for it.
    pub(crate) fn is_busy(self) -> bool {
        self.is_busy.get()
    }

    /// Whether somebody holds files above it.
    pub(crate) fn is_over(self) -> bool {
        self.is_over.get()
    }

    /// Takes out what can be sent.
    pub(crate) fn take(self) -> Vec<FileInfo> {
        let module = self.files.with_value(Files::started);
        let json = module.and_then(|module| call(&module, "take", &[&self.key()]).text());
        json.map(|json| read_files(&parse(&json))).unwrap_or_default()
    }

    /// Takes the files of a drop, a paste or a choice.
    fn take_event(self, event: &Event) {
        let data: &JsValue = event.as_ref();
        let has = |holder: &str, kind: &str| {
            call(&data.get(holder).get("types"), "includes", &[&kind.into()]).is_true()
        };
        if has("dataTransfer", "Files") {
            // Else the browser leaves the page and shows the file.
            event.prevent_default();
            let is_gone = data.get("relatedTarget").is_falsy();
            self.is_over.set(match event.type_().as_str() {
                "dragover" => true,
                "dragleave" => !is_gone,
                _ => false,
            });
        }
        // Cells and words that are copied bring an image of themselves.
        if has("clipboardData", "text/plain") {
            return;
        }
        let lists = ["dataTransfer", "clipboardData", "target"];
        let list = lists.map(|holder| data.get(holder).get("files"));
        // Copied, because the list is empty once the event is over.
        let chosen = list.iter().find(|list| list.get("length").number() > Some(0.0));
        if let Some(chosen) = chosen.map(|list| Array::from(list)) {
            event.prevent_default();
            self.add(chosen);
        }
    }

    fn add(self, chosen: Array) {
        let (key, node) = (self.key(), self.node.get_untracked());
        let Some(node) = node else { return };
        let files = self.files.get_value();
        let say = Rc::clone(&files.0.say);
        files.with(move |module| match module {
            Some(module) => {
                call(module, "add", &[&node, &key, &chosen]);
            }
            None => {
                node.set_text_content(Some(&say("files-offline", &[])));
                node.set_hidden(false);
            }
        });
    }

    /// Where the files are listed.
    pub(crate) fn list(self) -> impl IntoView {
        view! { <div class="tray" hidden node_ref=self.node></div> }
    }

    /// The button that lets choose files.
    pub(crate) fn button(self) -> impl IntoView {
        let label = self.files.with_value(|files| (files.0.say)("files-attach", &[]));
        let choose = move |_| {
            if let Some(input) = self.input.get_untracked() {
                input.click();
            }
        };
        view! {
            <input
                type="file"
                multiple
                hidden
                accept=ACCEPT
                node_ref=self.input
                on:change=move |event| {
                    self.take_event(&event);
                    // The same file may be chosen again.
                    if let Some(input) = self.input.get_untracked() {
                        input.set_value("");
                    }
                }
            />
            <button type="button" class="attach" aria-label=label.clone() title=label on:click=choose>
                <svg viewBox="0 0 24 24" aria-hidden="true">
                    <path d=CLIP></path>
                </svg>
            </button>
        }
    }
}

/// The files of a message: their names at once, more once `files.js` is here.
pub(crate) fn file_rows(files: &Files, infos: &[FileInfo]) -> Option<impl IntoView + use<>> {
    if infos.is_empty() {
        return None;
    }
    let (files, json) = (StoredValue::new_local(files.clone()), write_files(infos));
    let node = NodeRef::<html::Ul>::new();
    Effect::new(move |_| {
        let Some(node) = node.get() else { return };
        let json = JsValue::from(json.as_str());
        files.get_value().with(move |module| {
            if let Some(module) = module {
                call(module, "show", &[&node, &json]);
            }
        });
    });
    let names: Vec<_> =
        infos.iter().map(|info| view! { <li><bdi>{info.name.clone()}</bdi></li> }).collect();
    Some(view! { <ul class="files" node_ref=node>{names}</ul> })
}

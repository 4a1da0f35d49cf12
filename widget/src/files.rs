//! Files, as far as Rust has to know: `files.js` does the rest, and is loaded
//! when somebody needs it for the first time.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use js_sys::{Array, Function, Object, Promise, Reflect};
use kb_protocol::file::FileInfo;
use kb_protocol::id::ConversationId;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Event, HtmlElement, Node};

use crate::dom::{Listener, call, document, parse};
use crate::messages::Value;
use crate::wire::{Json, read_files, write_files};

/// What a browser offers to choose: the server decides. Phones make a JPEG of
/// their own format only where the list has no place for it.
const ACCEPT: &str = ".jpg,.jpeg,.png,.gif,.webp,.pdf,.doc,.docx,.xls,.xlsx,.zip,.txt,.mov,.mp4";
const CLIP: &str = "M20 11.500l-8.500 8.500a5 5 0 0 1-7-7L13 4.500a3.300 3.300 0 0 1 4.700 4.700L9.300 17.600a1.600 1.600 0 0 1-2.300-2.300l7.800-7.800";

/// A text of the reader's locale: id of the message, values by name.
type Say = dyn Fn(&str, &[(&str, Value<'_>)]) -> String;

/// The way to `files.js`.
#[derive(Clone)]
pub(crate) struct Files(Rc<Inner>);

struct Inner {
    /// Gives a promise of the module.
    load: Function,
    say: Rc<Say>,
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
        let say: Rc<Say> = Rc::new(say);
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

    /// Does something with the module, once it is here; without it if it
    /// cannot be loaded at the moment.
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

fn said(say: &Say, id: &str, values: &JsValue) -> String {
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

/// What a tray holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Held {
    /// Whether there is something to send.
    pub(crate) has_files: bool,
    /// Whether a file is still on its way.
    pub(crate) is_busy: bool,
    /// Whether somebody holds files above it.
    pub(crate) is_over: bool,
}

/// The files that wait for the message that is being written.
#[derive(Clone)]
pub(crate) struct Tray(Rc<TrayParts>);

struct TrayParts {
    files: Files,
    key: JsValue,
    /// Where they are listed.
    list: HtmlElement,
    /// A button, and the field that it stands for.
    chooser: HtmlElement,
    input: HtmlElement,
    is_wanted: Box<dyn Fn() -> bool>,
    held: Cell<Held>,
    /// Whether the message goes as soon as nothing is on its way any more.
    is_eager: Cell<bool>,
    tell: Box<dyn Fn(Held)>,
    listeners: RefCell<Vec<Listener>>,
}

impl Tray {
    /// The tray of a conversation, with its button, to be put into the tree.
    /// What is dropped or pasted goes into it while `is_wanted` says so;
    /// `tell` hears what it holds.
    pub(crate) fn new(
        files: Files,
        conversation: &ConversationId,
        is_wanted: impl Fn() -> bool + 'static,
        tell: impl Fn(Held) + 'static,
    ) -> Self {
        let label = (files.0.say)("files-attach", &[]);
        let button = element("button", &[("type", "button"), ("class", "attach")]);
        for name in ["aria-label", "title"] {
            let _ = button.set_attribute(name, &label);
        }
        let drawing = svg("svg", &[("viewBox", "0 0 24 24"), ("aria-hidden", "true")]);
        let _ = drawing.append_child(&svg("path", &[("d", CLIP)]));
        let _ = button.append_child(&drawing);
        let input = element(
            "input",
            &[("type", "file"), ("multiple", ""), ("hidden", ""), ("accept", ACCEPT)],
        );
        let chooser = element("span", &[("class", "chooser")]);
        let _ = chooser.append_child(&button);
        let _ = chooser.append_child(&input);
        let tray = Self(Rc::new(TrayParts {
            files,
            key: conversation.as_str().into(),
            list: element("div", &[("class", "tray"), ("hidden", "")]),
            chooser,
            input,
            is_wanted: Box::new(is_wanted),
            held: Cell::default(),
            is_eager: Cell::default(),
            tell: Box::new(tell),
            listeners: RefCell::default(),
        }));
        // Whoever has the tray ends it, not what it listens to.
        let weak = Rc::downgrade(&tray.0);
        let parts = &tray.0;
        let own = vec![
            Listener::new(&parts.list, "tray", heard(&weak, |tray, event| tray.changed(event))),
            Listener::new(&button, "click", heard(&weak, |tray, _| tray.0.input.click())),
            Listener::new(&parts.input, "change", heard(&weak, Self::chosen)),
        ];
        *parts.listeners.borrow_mut() = own;
        tray
    }

    /// Where the files are listed.
    pub(crate) fn list(&self) -> &HtmlElement {
        &self.0.list
    }

    /// The button that lets choose files.
    pub(crate) fn chooser(&self) -> &HtmlElement {
        &self.0.chooser
    }

    /// Is called once it is in the tree: listens to everything around it that
    /// is ours, and to nothing of a page around that.
    pub(crate) fn connect(&self) {
        let (root, weak) = (self.0.list.get_root_node(), Rc::downgrade(&self.0));
        for name in ["dragover", "dragleave", "drop", "paste"] {
            let listener = Listener::new(&root, name, heard(&weak, Self::offered));
            self.0.listeners.borrow_mut().push(listener);
        }
        if let Some(module) = self.0.files.started() {
            call(&module, "mount", &[&self.0.list, &self.0.key]);
        }
    }

    /// Takes out what can be sent.
    pub(crate) fn take(&self) -> Vec<FileInfo> {
        let module = self.0.files.started();
        let json = module.and_then(|module| call(&module, "take", &[&self.0.key]).text());
        json.map(|json| read_files(&parse(&json))).unwrap_or_default()
    }

    fn hold(&self, change: impl FnOnce(&mut Held)) {
        let mut held = self.0.held.get();
        change(&mut held);
        if self.0.held.replace(held) != held {
            (self.0.tell)(held);
        }
    }

    fn changed(&self, event: &Event) {
        let detail = AsRef::<JsValue>::as_ref(event).get("detail");
        self.hold(|held| {
            held.has_files = detail.get("ready").is_true();
            held.is_busy = detail.get("busy").is_true();
        });
        if !self.0.held.get().is_busy && self.0.is_eager.take() && !detail.get("failed").is_true() {
            call(&call(&self.0.list, "closest", &[&"form".into()]), "requestSubmit", &[]);
        }
    }

    /// Submits the form around it once every file is there. If one cannot be
    /// sent, the writer decides again.
    pub(crate) fn submit_when_ready(&self) {
        self.0.is_eager.set(true);
    }

    fn chosen(&self, _: &Event) {
        self.add(&self.0.input.get("files"));
        // The same file may be chosen again.
        let _ = Reflect::set(&self.0.input, &"value".into(), &"".into());
    }

    /// Something is held above, dropped or pasted.
    fn offered(&self, event: &Event) {
        if !(self.0.is_wanted)() {
            return;
        }
        let data: &JsValue = event.as_ref();
        let (dragged, pasted) = (data.get("dataTransfer"), data.get("clipboardData"));
        let has = |data: &JsValue, kind: &str| {
            call(&data.get("types"), "includes", &[&kind.into()]).is_true()
        };
        if has(&dragged, "Files") {
            // Else the browser leaves the page and shows the file.
            event.prevent_default();
            let is_inside = !data.get("relatedTarget").is_falsy();
            self.hold(|held| {
                held.is_over = match event.type_().as_str() {
                    "dragover" => true,
                    "dragleave" => is_inside,
                    _ => false,
                }
            });
            if event.type_() == "drop" {
                self.add(&dragged.get("files"));
            }
        }
        // Words and cells that are copied bring an image of themselves.
        if has(&pasted, "Files") && !has(&pasted, "text/plain") {
            event.prevent_default();
            self.add(&pasted.get("files"));
        }
    }

    fn add(&self, list: &JsValue) {
        if list.get("length").number().unwrap_or_default() == 0.0 {
            return;
        }
        // Copied, because the list is empty once the event is over.
        let (tray, list) = (self.clone(), Array::from(list));
        self.0.files.with(move |module| match module {
            Some(module) => {
                call(module, "add", &[&tray.0.list, &tray.0.key, &list]);
            }
            None => {
                let text = (tray.0.files.0.say)("files-failed", &[]);
                tray.0.list.set_text_content(Some(&text));
                tray.0.list.set_hidden(false);
            }
        });
    }
}

fn heard(tray: &Weak<TrayParts>, act: fn(&Tray, &Event)) -> impl FnMut(Event) + 'static {
    let tray = tray.clone();
    move |event| {
        if let Some(tray) = tray.upgrade() {
            act(&Tray(tray), &event);
        }
    }
}

/// The files of a message: their names at once, more once `files.js` is here.
pub(crate) fn file_rows(files: &Files, infos: &[FileInfo]) -> Option<HtmlElement> {
    if infos.is_empty() {
        return None;
    }
    let list = element("ul", &[("class", "files")]);
    for info in infos {
        let row = element("li", &[("dir", "auto")]);
        row.set_text_content(Some(&info.name));
        let _ = list.append_child(&row);
    }
    let (shown, json) = (list.clone(), JsValue::from(write_files(infos)));
    files.with(move |module| {
        if let Some(module) = module {
            call(module, "show", &[&shown, &json]);
        }
    });
    Some(list)
}

fn element(tag: &str, attributes: &[(&str, &str)]) -> HtmlElement {
    let made = document().create_element(tag);
    with_attributes(made, attributes).unchecked_into()
}

fn svg(tag: &str, attributes: &[(&str, &str)]) -> Node {
    let made = document().create_element_ns(Some("http://www.w3.org/2000/svg"), tag);
    with_attributes(made, attributes).into()
}

fn with_attributes(
    made: Result<web_sys::Element, JsValue>,
    attributes: &[(&str, &str)],
) -> web_sys::Element {
    let element = made.expect("a tag of this source is a name");
    for (name, value) in attributes {
        // Names of this source are names.
        let _ = element.set_attribute(name, value);
    }
    element
}

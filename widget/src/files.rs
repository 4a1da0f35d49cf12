//! Files, as far as Rust has to know: `tray.js` shows and hears, `files.js`
//! does the rest.

use kb_protocol::file::FileInfo;
use kb_protocol::id::ConversationId;
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

use crate::dom::{Listener, call, document};
use crate::wire::{Json, read_files, write_files};

/// The way to `tray.js`.
#[derive(Clone)]
pub(crate) struct Files(JsValue);

impl Files {
    /// `attachments` is what the function of this name in `tray.js` gave.
    pub(crate) fn new(attachments: JsValue) -> Self {
        Self(attachments)
    }

    /// Ends everything that is under way.
    pub(crate) fn stop(&self) {
        call(&self.0, "stop", &[]);
    }

    /// Puts the files of a message that was given up back where they were.
    pub(crate) fn put_back(&self, conversation: &ConversationId, files: &[FileInfo]) {
        if !files.is_empty() {
            call(&self.0, "put", &[&conversation.as_str().into(), &write_files(files).into()]);
        }
    }

    /// The files of a message: their names at once, more a little later.
    pub(crate) fn rows(&self, infos: &[FileInfo]) -> Option<HtmlElement> {
        if infos.is_empty() {
            return None;
        }
        let list = element("ul");
        list.set_class_name("files");
        for info in infos {
            let row = element("li");
            row.set_dir("auto");
            row.set_text_content(Some(&info.name));
            let _ = list.append_child(&row);
        }
        call(&self.0, "show", &[&list, &write_files(infos).into()]);
        Some(list)
    }
}

fn element(tag: &str) -> HtmlElement {
    document().create_element(tag).expect("a tag of this source is a name").unchecked_into()
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
pub(crate) struct Tray {
    tray: JsValue,
    _listener: Listener,
}

impl Tray {
    /// The tray of a conversation; `tell` hears what it holds. What is dropped
    /// or pasted goes into it while its button is on the screen.
    pub(crate) fn new(
        files: &Files,
        conversation: &ConversationId,
        tell: impl Fn(Held) + 'static,
    ) -> Self {
        let tray = call(&files.0, "tray", &[&conversation.as_str().into()]);
        let list: HtmlElement = tray.get("list").unchecked_into();
        let listener = Listener::new(&list, "held", move |event| {
            let detail = AsRef::<JsValue>::as_ref(&event).get("detail");
            let is = |name: &str| detail.get(name).is_true();
            tell(Held {
                has_files: is("has_files"),
                is_busy: is("is_busy"),
                is_over: is("is_over"),
            });
        });
        Self { tray, _listener: listener }
    }

    /// Where the files are listed, to be put into the tree.
    pub(crate) fn list(&self) -> HtmlElement {
        self.tray.get("list").unchecked_into()
    }

    /// The button that lets choose files, to be put into the tree.
    pub(crate) fn chooser(&self) -> HtmlElement {
        self.tray.get("chooser").unchecked_into()
    }

    /// Is called once it is in the tree.
    pub(crate) fn connect(&self) {
        call(&self.tray, "connect", &[]);
    }

    /// Takes out what can be sent.
    pub(crate) fn take(&self) -> Vec<FileInfo> {
        read_files(&call(&self.tray, "take", &[]))
    }

    /// Submits the form around it once every file is there.
    pub(crate) fn submit_when_ready(&self) {
        call(&self.tray, "hurry", &[]);
    }
}

impl Drop for Tray {
    fn drop(&mut self) {
        call(&self.tray, "end", &[]);
    }
}

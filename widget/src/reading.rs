//! Reads a help site: fetches its documents and asks its search.

use js_sys::{Function, Promise};
use kb_protocol::id::ConversationId;
use reactive_graph::owner::{LocalStorage, StoredValue};
use reactive_graph::prelude::*;
use reactive_graph::signal::RwSignal;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{HtmlElement, Response};

use crate::app::{App, View};
use crate::dom::{Timer, call, new, window};
use crate::files::Tray;
use crate::state::{Asked, Document, Home, Library, SearchFiles, Spot, nearest_locale};
use crate::wire::{self, Json};

/// How long an answer may take before the visitor is told that it comes, in
/// milliseconds.
const LATE_MS: u32 = 250;
/// Pages that a search gives.
const HITS: f64 = 8.0;

/// The help site at hand; cheap to copy, valid until the widget stops.
#[derive(Clone, Copy)]
pub(crate) struct Reading {
    pub(crate) library: RwSignal<Library>,
    /// Whether there are never conversations.
    pub(crate) is_alone: bool,
    place: StoredValue<Place>,
    /// Imports a module, which only a script can do.
    import: StoredValue<JsValue, LocalStorage>,
    /// The site's search, once it is wanted.
    search: StoredValue<Option<JsValue>, LocalStorage>,
    late: StoredValue<Option<Timer>, LocalStorage>,
    /// What a later piece shows in the panel.
    pub(crate) part: StoredValue<Option<HtmlElement>, LocalStorage>,
}

/// Where the site is.
#[derive(Clone, Default)]
struct Place {
    /// Its full address, with a slash at the end.
    site: String,
    /// Locale of the visitor.
    wanted: String,
    /// Folder of the locale that is read, once it is known.
    folder: Option<String>,
}

impl Reading {
    /// `config` is what the module was started with.
    pub(crate) fn new(config: &JsValue, locale: &str) -> Self {
        let site = config.get("help_site").text().unwrap_or_default();
        let here = window().location().href().unwrap_or_default();
        let place = Place { site: resolved(&site, &here), wanted: locale.into(), folder: None };
        Self {
            library: RwSignal::new(Library::default()),
            is_alone: config.get("mode").text().as_deref() == Some("kb"),
            place: StoredValue::new(place),
            import: StoredValue::new_local(config.get("import")),
            search: StoredValue::new_local(None),
            late: StoredValue::new_local(None),
            part: StoredValue::new_local(None),
        }
    }

    /// Whether words of this locale are not those that the visitor chose.
    pub(crate) fn is_foreign(self, locale: &str) -> bool {
        self.place.with_value(|place| place.wanted != locale)
    }

    /// A full address from one in a document of the site.
    pub(crate) fn address(self, address: &str) -> String {
        self.place.with_value(|place| resolved(address, &place.site))
    }

    /// Fetches the first screen, unless it is here.
    pub(crate) fn want_home(self) {
        if self.library.try_update(Library::want_home) == Some(true) {
            spawn_local(async move {
                let home = match self.fetch("home").await {
                    Ok(json) => wire::read_home(&json).map_or(Asked::Failed, Asked::Here),
                    Err(miss) => miss,
                };
                self.library.try_update(|library| library.take_home(home));
            });
        }
    }

    /// Fetches the page at hand, unless it is here.
    pub(crate) fn want_page(self) {
        let is_due = self.library.try_update(Library::want_page);
        let page = self.library.with_untracked(|library| library.spot().cloned());
        if let (Some(true), Some(Spot { page, .. })) = (is_due, page) {
            spawn_local(async move {
                let document = self.document(&page).await;
                self.library.try_update(|library| library.take_page(&page, document));
            });
        }
    }

    /// Why a page cannot be shown, as a code for engineers; what was fetched to
    /// find out is kept.
    pub(crate) async fn fault_of(self, page: &str) -> Option<&'static str> {
        let document = self.document(page).await;
        let fault = match &document {
            Asked::Missing => Some("unknown_page"),
            Asked::Failed | Asked::Waiting => Some("unavailable"),
            Asked::Here(_) => None,
        };
        self.library.try_update(|library| library.keep(page, document));
        fault
    }

    async fn document(self, page: &str) -> Asked<Document> {
        match self.fetch(page).await {
            Ok(json) => wire::read_document(&json).map_or(Asked::Failed, Asked::Here),
            Err(miss) => miss,
        }
    }

    /// A document of the locale that reads best; what is missed instead.
    async fn fetch<T>(self, page: &str) -> Result<JsValue, Asked<T>> {
        let mut place = self.place.get_value();
        if place.folder.is_none() {
            let site = json(&format!("{}api/site.json", place.site)).await?;
            let locales: Vec<String> =
                site.get("locales").items().iter().filter_map(Json::text).collect();
            let default = site.get("default_locale").text().unwrap_or_default();
            let locale = nearest_locale(&place.wanted, &locales, &default);
            place.folder = Some(format!("{}{locale}/api/", place.site));
            self.place.try_set_value(place.clone());
        }
        json(&format!("{}{page}.json", place.folder.unwrap_or_default())).await
    }

    /// The visitor types into the search field.
    pub(crate) fn look_for(self, query: &str) {
        let asked = self.library.try_update(|library| library.type_query(query)).flatten();
        let Some(asked) = asked else { return };
        let late = Timer::after(LATE_MS, move || {
            self.library.update(|library| library.wait_for(asked));
        });
        self.late.set_value(Some(late));
        let query = query.trim().to_owned();
        spawn_local(async move {
            let found = self.answer(&query).await;
            self.library.try_update(|library| library.answer(asked, found));
        });
    }

    async fn answer(self, query: &str) -> Option<crate::state::Found> {
        let search = self.opened().await?;
        let options = js_sys::Object::new();
        // A new object takes every member.
        let _ = js_sys::Reflect::set(&options, &"limit".into(), &HITS.into());
        let answer = call(&search, "query", &[&query.into(), &options.into()]);
        // A newer question ends this one with an error, which nobody hears of.
        wire::read_found(&settled(answer).await?)
    }

    /// The site's search, fetched with the first question.
    pub(crate) async fn opened(self) -> Option<JsValue> {
        if let Some(search) = self.search.try_get_value().flatten() {
            return Some(search);
        }
        let files = self.library.with_untracked(|library| match library.home() {
            Some(Asked::Here(Home { search, .. })) => search.clone(),
            _ => None,
        });
        let files = match files {
            Some(files) => files,
            None => wire::read_home(&self.fetch::<Home>("home").await.ok()?)?.search?,
        };
        let SearchFiles { script, wasm, base, root, records } = files;
        let import = self.import.try_get_value()?.dyn_into::<Function>().ok()?;
        let script = self.address(&script).into();
        let script = import.call2(&JsValue::UNDEFINED, &script, &records.into()).ok()?;
        let module = settled(script).await?;
        let place = js_sys::Object::new();
        for (name, value) in
            [("wasm", self.address(&wasm)), ("base", self.address(&base)), ("root", root)]
        {
            let _ = js_sys::Reflect::set(&place, &name.into(), &value.into());
        }
        let search = settled(call(&module, "openSearch", &[&place.into()])).await?;
        self.search.try_set_value(Some(search.clone()));
        Some(search)
    }
}

impl App {
    /// Shows a page of the help site.
    pub(crate) fn read(self, spot: Spot) {
        let is_reading = self.view.with_untracked(|view| matches!(view, View::Page(_)));
        self.reading.library.update(|library| {
            if !is_reading {
                library.leave();
            }
            library.open(spot.clone());
        });
        self.arrive(spot);
    }

    /// Shows a page that is offered to whoever writes a first message.
    pub(crate) fn read_offered(self, spot: Spot) {
        let View::Conversation(asker) = self.view.get_untracked() else { return };
        self.reading.library.update(|library| library.open_offered(spot.clone(), asker));
        self.arrive(spot);
    }

    fn arrive(self, spot: Spot) {
        self.reading.want_page();
        self.view.set(View::Page(spot));
    }

    /// Shows what a later piece made.
    pub(crate) fn put(self, part: HtmlElement) {
        self.reading.part.set_value(Some(part));
        self.view.set(View::Part);
    }

    /// Puts away what stands in the composer of a conversation.
    pub(crate) fn put_away(self, conversation: &ConversationId) {
        self.keep_draft(conversation, "");
        self.files.with_value(|files| Tray::new(files, conversation, |_| ()).take());
    }

    /// Goes back to where the visitor came from.
    pub(crate) fn go_back(self) {
        let library = self.reading.library;
        if self.view.with_untracked(|view| matches!(view, View::Page(_))) {
            library.update(|library| _ = library.back());
        } else {
            library.update(Library::leave);
        }
        let (spot, asker) =
            library.with_untracked(|library| (library.spot().cloned(), library.asker().cloned()));
        match (spot, asker) {
            (Some(spot), _) => self.arrive(spot),
            (None, Some(asker)) => self.show(asker),
            (None, None) => self.view.set(View::Home),
        }
    }
}

/// An address in full; one that is none is nothing.
fn resolved(address: &str, base: &str) -> String {
    new(&["URL"], &[&address.into(), &base.into()]).get("href").text().unwrap_or_default()
}

/// What a promise comes to, if it does.
async fn settled(promise: JsValue) -> Option<JsValue> {
    JsFuture::from(promise.dyn_into::<Promise>().ok()?).await.ok()
}

/// Fetches JSON, without cookies and without saying from where.
async fn json<T>(url: &str) -> Result<JsValue, Asked<T>> {
    let fetched = settled(window().fetch_with_str(url).into()).await.ok_or(Asked::Failed)?;
    let response: Response = fetched.unchecked_into();
    if !response.ok() {
        let is_gone = matches!(response.status(), 404 | 410);
        return Err(if is_gone { Asked::Missing } else { Asked::Failed });
    }
    let json = response.json().map_err(|_| Asked::Failed)?;
    settled(json.into()).await.ok_or(Asked::Failed)
}

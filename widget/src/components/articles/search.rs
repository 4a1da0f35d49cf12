//! The search field and what it finds.

use reactive_graph::prelude::*;

use crate::app::App;
use crate::components::{button, icon};
use crate::element::{Element, el};
use crate::messages::Value;
use crate::state::{Found, Hit, Search, Spot};

const LOOK: &str = "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM20 20l-4-4";

/// Looks while one types; answers the field too, which takes the focus. `rest`
/// is what stands below as long as nothing is found.
pub(in crate::components) fn search(app: App, rest: Vec<Element>) -> (Element, Vec<Element>) {
    let reading = app.reading;
    let query = reading.library.with_untracked(|library| library.query().to_owned());
    let field = el("input")
        .attr("type", "search")
        // An empty field has the direction of its placeholder.
        .attr("dir", move || {
            let is_empty = reading.library.with(|library| library.query().is_empty());
            (!is_empty).then_some("auto")
        })
        .attr("autocomplete", "off")
        .attr("enterkeyhint", "search")
        .attr("aria-label", app.text("kb-search-label"))
        .attr("placeholder", app.text("kb-search-placeholder"))
        .prop("value", query);
    let typed = field.clone();
    let field = field.on("input", move |_| reading.look_for(&typed.value()));
    let written = field.clone();
    let form = el("form")
        .class("look")
        .attr("role", "search")
        // The page behind may have a search of its own.
        .attr("aria-label", app.text("kb-search-label"))
        .on("submit", move |event| {
            event.prevent_default();
            reading.look_for(&written.value());
        })
        .child(icon(LOOK))
        .child(field.clone());
    let is_idle = move || reading.library.with(|library| *library.search() == Search::Idle);
    let found = el("div")
        .class("found")
        .attr("hidden", is_idle)
        .child(el("p").class("hint").attr("role", "status").text(move || status(app)))
        .live(
            move || reading.library.with(|library| library.search().clone()),
            move |search| match search {
                Search::Found(found) => results(app, found),
                Search::Failed => vec![retry(app)],
                Search::Idle | Search::Waiting => Vec::new(),
            },
        );
    // Where nothing was found, the topics and the chat are the way on.
    let is_found = move || {
        reading.library.with(|library| match library.search() {
            Search::Found(found) => !found.hits.is_empty(),
            search => *search != Search::Idle,
        })
    };
    let rest = el("div").attr("hidden", is_found).child(rest);
    (field, vec![form, found, rest])
}

/// What a screen reader is told of the answer, and everybody sees.
fn status(app: App) -> String {
    app.reading.library.with(|library| {
        let about = |id: &str, text: &str| app.say(id, &[("text", Value::Text(text))]);
        match library.search() {
            Search::Idle => String::new(),
            Search::Waiting => app.text("kb-searching"),
            Search::Failed => app.text("kb-failed"),
            Search::Found(found) if found.hits.is_empty() => {
                about("kb-none", library.query().trim())
            }
            Search::Found(found) => {
                let count =
                    app.say("kb-results", &[("count", Value::Number(f64::from(found.total)))]);
                let corrected = found.corrected.as_deref();
                corrected.map_or(count.clone(), |text| {
                    format!("{count}. {}", about("kb-corrected", text))
                })
            }
        }
    })
}

fn retry(app: App) -> Element {
    let reading = app.reading;
    button("second").text(app.text("kb-retry")).on("click", move |_| {
        let query = reading.library.with_untracked(|library| library.query().to_owned());
        reading.look_for(&query);
    })
}

fn results(app: App, found: &Found) -> Vec<Element> {
    if !found.hits.is_empty() {
        let hits: Vec<Element> = found.hits.iter().map(|hit| result(app, hit)).collect();
        return vec![el("ul").class("list").child(hits)];
    }
    vec![el("p").class("hint").text(app.text("kb-none-help"))]
}

fn result(app: App, hit: &Hit) -> Element {
    let spot = Spot { page: hit.page.clone(), anchor: hit.anchor.clone() };
    let excerpt = (!hit.excerpt.is_empty())
        .then(|| el("span").class("about").attr("dir", "auto").child(marked(&hit.excerpt)));
    let category =
        (!hit.category.is_empty()).then(|| el("span").class("where").text(&*hit.category));
    el("li").child(
        button("item")
            .on("click", move |_| app.read(spot.clone()))
            .child(el("strong").attr("dir", "auto").child(marked(&hit.title)))
            .child(excerpt)
            .child(category),
    )
}

/// Text with a mark around what was looked for.
fn marked(parts: &[(String, bool)]) -> Vec<Element> {
    let parts = parts
        .iter()
        .map(|(text, is_marked)| el(if *is_marked { "mark" } else { "span" }).text(&**text));
    parts.collect()
}

//! An article or a category in the panel.

use reactive_graph::prelude::*;

use super::lists::section;
use super::prose::prose;
use crate::app::{App, View};
use crate::components::button;
use crate::element::{Element, el, watch};
use crate::state::{Asked, Document, Spot};

/// The page at hand, as it comes.
pub(in crate::components) fn page(app: App, spot: Spot) -> Element {
    let library = app.reading.library;
    let name = spot.page.clone();
    let state = move || library.with(|library| std::mem::discriminant(library.page(&name)));
    el("div").class("home").live(state, move |_| {
        library.with_untracked(|library| match library.page(&spot.page) {
            Asked::Waiting => {
                vec![el("p").class("hint").attr("role", "status").text(app.text("kb-loading"))]
            }
            Asked::Here(document) => vec![text(app, &spot, document)],
            Asked::Missing => trouble_with(app, "kb-missing", "kb-home", move || {
                app.view.set(View::Home);
            }),
            Asked::Failed => trouble(app, "kb-failed", move || app.reading.want_page()),
        })
    })
}

fn text(app: App, spot: &Spot, document: &Document) -> Element {
    let lang = document.locale.clone().filter(|locale| app.reading.is_foreign(locale));
    let title = el("h3")
        .class("greeting")
        .attr("lang", lang.clone())
        .attr("dir", "auto")
        .attr("tabindex", "-1")
        .text(&*document.title);
    // A screen reader begins to read where the page begins.
    let (text, section_meant) = prose(app, document, lang.clone(), &spot.anchor);
    let first = title.clone();
    watch(
        || (),
        move |()| match &section_meant {
            Some(section) => section.show(),
            None => first.focus(),
        },
    );
    let foreign = lang.is_some().then(|| el("p").class("foreign").text(app.text("kb-foreign")));
    let about = (!document.description.is_empty()).then(|| {
        el("p")
            .class("intro")
            .attr("lang", lang.clone())
            .attr("dir", "auto")
            .text(&*document.description)
    });
    let href = app.reading.address(&document.url);
    let article = spot.page.strip_prefix("articles/").map(str::to_owned);
    let is_article = article.is_some();
    el("article")
        .class("page")
        // `vote.js` asks whether it helped.
        .attr("data-article", article)
        .attr("data-version", document.revision.clone())
        .attr("data-locale", document.locale.clone())
        .child(title)
        .child(about)
        .child(foreign)
        .child((!document.html.is_empty()).then_some(text))
        .child(section(app, "kb-topics", &document.categories))
        .child(section(app, "kb-articles", &document.articles))
        .child(is_article.then(|| end(app).attr("hidden", move || !app.has_chat())))
        .child(
            el("p").child(
                el("a")
                    .class("whole")
                    .attr("href", href)
                    .attr("target", "_blank")
                    .attr("rel", "noopener")
                    .text(app.text("kb-open-page")),
            ),
        )
}

/// The way from an article to a person, or from one that was offered back to
/// what is being written.
fn end(app: App) -> Element {
    let asker = app.reading.library.with_untracked(|library| library.asker().cloned());
    let Some(asker) = asker else { return ask(app) };
    let (id, solved) = (asker.clone(), button("main").text(app.text("kb-solved")));
    el("div")
        .class("asking offered")
        .child(
            // `offer.js` says thank you.
            solved
                .attr("data-part", "offer")
                .attr("data-of", asker.as_str())
                .on("click", move |_| app.put_away(&asker)),
        )
        .child(
            button("second")
                .text(app.text("kb-unsolved"))
                .on("click", move |_| app.show(id.clone())),
        )
}

fn ask(app: App) -> Element {
    el("div")
        .class("asking")
        .child(el("p").text(app.text("kb-ask")))
        .child(button("second").text(app.text("home-write")).on("click", move |_| _ = app.begin()))
}

/// What went wrong, and a way to try again.
pub(super) fn trouble(app: App, id: &str, act: impl Fn() + 'static) -> Vec<Element> {
    trouble_with(app, id, "kb-retry", act)
}

fn trouble_with(app: App, id: &str, way_out: &str, act: impl Fn() + 'static) -> Vec<Element> {
    let message = el("p").class("hint").attr("role", "alert").text(app.text(id));
    vec![message, button("second").text(app.text(way_out)).on("click", move |_| act())]
}

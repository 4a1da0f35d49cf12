//! Categories and articles as lists.

use reactive_graph::prelude::*;

use super::page::trouble;
use crate::app::App;
use crate::components::button;
use crate::element::{Element, el, watch};
use crate::messages::Value;
use crate::state::{Asked, Entry, Home, Spot};

/// Forms that are offered at once.
const FORMS: usize = 3;

/// What the first screen shows of the site, as it comes.
pub(in crate::components) fn topics(app: App) -> Element {
    let reading = app.reading;
    // Nothing is fetched for somebody who only has the page open.
    watch(
        move || app.is_open.get(),
        move |is_open| {
            if *is_open {
                reading.want_home();
            }
        },
    );
    el("div").class("topics").live(
        move || reading.library.with(|library| library.home().map(std::mem::discriminant)),
        move |_| {
            reading.library.with_untracked(|library| match library.home() {
                Some(Asked::Here(home)) => both(app, home),
                None | Some(Asked::Waiting) => {
                    vec![el("p").class("hint").text(app.text("kb-loading"))]
                }
                Some(Asked::Missing | Asked::Failed) => {
                    trouble(app, "kb-failed", move || reading.want_home())
                }
            })
        },
    )
}

fn both(app: App, home: &Home) -> Vec<Element> {
    let articles = section(app, "kb-popular", &home.articles);
    let (forms, more) = home.forms.split_at(home.forms.len().min(FORMS));
    let forms = section(app, "kb-forms", forms);
    let more = (!more.is_empty()).then(|| {
        el("details")
            .child(el("summary").text(app.text("kb-forms-more")))
            .child(el("ul").class("list").child(more.iter().map(|form| line(app, form))))
    });
    let topics = section(app, "kb-topics", &home.categories);
    articles.into_iter().chain(forms.map(|forms| forms.child(more))).chain(topics).collect()
}

/// A list under its heading; nothing for an empty one.
pub(super) fn section(app: App, title: &'static str, entries: &[Entry]) -> Option<Element> {
    let lines: Vec<Element> = entries.iter().map(|entry| line(app, entry)).collect();
    (!lines.is_empty()).then(|| {
        // No landmark: the page behind may have one of this name.
        el("section")
            .attr("role", "group")
            .attr("aria-labelledby", title)
            .child(el("h3").attr("id", title).text(app.text(title)))
            .child(el("ul").class("list").child(lines))
    })
}

fn line(app: App, entry: &Entry) -> Element {
    let count = entry.count.map(|count| {
        let count = [("count", Value::Number(f64::from(count)))];
        el("span").class("when").text(app.say("kb-count", &count))
    });
    // Of an article the title is enough: it is a question or says it all.
    let form = entry.page.strip_prefix("forms/");
    let about = (entry.count.is_some() || form.is_some()).then(|| entry.description.clone());
    let about = about.filter(|about| !about.is_empty());
    let lang = entry.locale.clone();
    let line = if entry.page.is_empty() || form.is_some() {
        let href = app.reading.address(&entry.url);
        // `forms.js` shows a form; without it this leads to its page.
        el("a")
            .class("item")
            .attr("href", href)
            .attr("target", "_blank")
            .attr("rel", "noopener")
            .attr("data-part", form.map(|_| "forms".to_owned()))
            .attr("data-of", form.map(str::to_owned))
    } else {
        let spot = Spot { page: entry.page.clone(), anchor: String::new() };
        button("item").on("click", move |_| app.read(spot.clone()))
    };
    let words = |element: Element| element.attr("lang", lang.clone()).attr("dir", "auto");
    el("li").child(
        line.child(words(el("strong")).text(&*entry.title))
            .child(count)
            .child(about.map(|about| words(el("span").class("about")).text(about))),
    )
}

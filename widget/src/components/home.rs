//! The first screen: a greeting, a way to write, what was said before.

use reactive_graph::prelude::*;

use super::{button, icon};
use crate::app::{App, Hours};
use crate::element::{Element, el, watch};
use crate::intl::day_number;
use crate::messages::Value;

const WRITE: &str = "M4 12l16-8-6 16-3-6z";

/// One conversation of the list.
#[derive(Clone, PartialEq)]
struct Listed {
    id: kb_protocol::id::ConversationId,
    name: String,
    preview: String,
    when: String,
    unread: u64,
}

/// Greeting, what the help site offers, "Send us a message" and the
/// conversations, the latest first.
pub(super) fn home(app: App) -> Element {
    let greeting = app.brand.with_value(|brand| brand.greeting.clone());
    let (first, offers) = offers(app);
    // Where somebody arrives who uses a keyboard.
    watch(
        move || app.is_open.get(),
        move |is_open| {
            if *is_open {
                first.focus();
            }
        },
    );
    el("div")
        .class("home")
        .child(
            el("h3")
                .class("greeting")
                .attr("dir", "auto")
                .text(greeting.unwrap_or_else(|| app.text("home-greeting"))),
        )
        .child(offers)
}

/// What stands below the greeting, and what of it takes the focus.
#[cfg(feature = "kb")]
fn offers(app: App) -> (Element, Vec<Element>) {
    // Whether one can write changes with the time of day.
    let chat = app.has_conversations().then(|| {
        let beside = |part: Element| part.attr("hidden", move || !app.has_chat());
        [beside(intro(app)), beside(write(app)), conversations(app)]
    });
    let rest = chat.into_iter().flatten().chain([super::articles::topics(app)]).collect();
    super::articles::search(app, rest)
}

/// What stands below the greeting, and what of it takes the focus.
#[cfg(not(feature = "kb"))]
fn offers(app: App) -> (Element, Vec<Element>) {
    let write = write(app);
    (write.clone(), vec![intro(app), write, conversations(app)])
}

/// What becomes of a message at this time.
fn intro(app: App) -> Element {
    el("p").class("intro").attr("dir", "auto").text(move || {
        let is_online = app.hours.with(Hours::is_online);
        let off_hours = app.brand.with_value(|brand| brand.off_hours_message.clone());
        off_hours.filter(|_| !is_online).unwrap_or_else(|| app.text("home-intro"))
    })
}

fn write(app: App) -> Element {
    button("write")
        .on("click", move |_| _ = app.begin())
        .child(el("span").text(app.text("home-write")))
        .child(icon(WRITE))
}

fn conversations(app: App) -> Element {
    el("section")
        .attr("hidden", move || app.chat.with(|chat| chat.conversations().is_empty()))
        .attr("aria-labelledby", "earlier")
        .child(el("h3").attr("id", "earlier").text(app.text("home-conversations")))
        .child(el("ul").class("list").live(
            move || listed(app),
            move |list| list.iter().map(|one| item(app, one)).collect::<Vec<_>>(),
        ))
}

fn item(app: App, item: &Listed) -> Element {
    let id = item.id.clone();
    let count = [("count", Value::Number(item.unread as f64))];
    let badge = (item.unread > 0).then(|| {
        el("span")
            .class("count")
            .attr("role", "img")
            .attr("aria-label", app.say("home-unread", &count))
            .text(item.unread.to_string())
    });
    el("li").child(
        button("item")
            .on("click", move |_| app.show(id.clone()))
            .child(el("strong").child(el("bdi").text(&*item.name)))
            .child(el("span").class("when").text(&*item.when))
            .child(el("span").class("preview").child(el("bdi").text(&*item.preview)))
            .child(badge),
    )
}

fn listed(app: App) -> Vec<Listed> {
    let brand = app.brand.with_value(|brand| brand.name.clone());
    app.chat.with(|chat| {
        let list = chat.conversations().into_iter().map(|conversation| {
            let pending = chat.outbox().items().iter().rev().find_map(|item| match &item.kind {
                crate::state::PendingKind::Message(body, _)
                    if item.conversation == conversation.id =>
                {
                    Some((body.clone(), item.made_at))
                }
                _ => None,
            });
            let stored = (conversation.preview().to_owned(), conversation.updated_at());
            let (preview, at) = pending.unwrap_or(stored);
            let is_today = day_number(at) == day_number(crate::dom::now());
            let when = app.texts.with_value(|texts| {
                let forms = texts.forms();
                if is_today { forms.time(at) } else { forms.day(at) }
            });
            Listed {
                id: conversation.id.clone(),
                name: conversation.agent_name().unwrap_or(&brand).to_owned(),
                preview,
                when,
                unread: conversation.unread(),
            }
        });
        list.collect()
    })
}

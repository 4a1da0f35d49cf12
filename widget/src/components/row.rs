//! One row of a conversation.

use kb_protocol::chat::Code;
use kb_protocol::id::EntryId;
use reactive_graph::prelude::*;

use super::button;
use crate::app::App;
use crate::dom;
use crate::element::{Element, el};
use crate::intl::day_number;
use crate::messages::Value;
use crate::state::{Mark, Notice, Piece, Row, pieces};

/// A day, a message, how far the last one got, or what happened.
pub(super) fn row(app: App, row: &Row) -> Element {
    match row {
        Row::Day(at) => {
            let text = match day_number(dom::now()) - day_number(*at) {
                0 => app.text("conversation-today"),
                1 => app.text("conversation-yesterday"),
                _ => app.texts.with_value(|texts| texts.forms().day(*at)),
            };
            notice("day", text)
        }
        Row::Joined(_, name) => notice("note", app.named("conversation-joined", name)),
        Row::Ended(_) => {
            let goes_on = app.brand.with_value(|brand| brand.reopens);
            notice(
                "note",
                app.text(if goes_on { "conversation-ended" } else { "conversation-ended-new" }),
            )
        }
        Row::Notice(_, words) => notice("note", notice_text(app, words)),
        Row::Mark(mark) => {
            let message = match mark {
                Mark::Queued => "mark-queued",
                Mark::Sending => "mark-sending",
                Mark::Sent => "mark-sent",
                Mark::Seen => "mark-seen",
            };
            notice("mark", app.text(message))
        }
        Row::Bubble { id, agent, body, files, at, is_first, failed } => {
            let spoken = match agent {
                None => app.text("message-from-you"),
                Some(name) => app.named("message-from", name),
            };
            let head = is_first.then(|| {
                let time = app.texts.with_value(|texts| texts.forms().time(*at));
                el("p")
                    .class("by")
                    .attr("aria-hidden", "true")
                    .child(el("bdi").text(agent.as_deref().unwrap_or_default()))
                    .text(" ")
                    .child(el("time").text(time))
            });
            let mut class = if agent.is_some() { "theirs" } else { "mine" }.to_owned();
            if *is_first {
                class.push_str(" first");
            }
            if failed.is_some() {
                class.push_str(" failed");
            }
            el("li")
                .class(&class)
                .child(head)
                .child(el("span").class("unseen").text(spoken))
                .child(
                    (!body.is_empty())
                        .then(|| linked(el("div").class("bubble").attr("dir", "auto"), body)),
                )
                .child(app.files.with_value(|way| way.rows(files)).as_ref().map(Element::of))
                .child(failed.map(|code| failure(app, id.clone(), code)))
        }
    }
}

/// What a notice says.
pub(super) fn notice_text(app: App, notice: &Notice) -> String {
    match notice {
        Notice::Wait(body) => body.clone(),
        Notice::Missed { is_reachable: false } => app.text("conversation-missed"),
        Notice::Missed { is_reachable: true } => app.text("conversation-missed-known"),
        Notice::Contact => app.text("conversation-contact"),
        Notice::Idle(None) => app.text("conversation-idle"),
        Notice::Idle(Some(minutes)) => {
            let count = [("count", Value::Number(f64::from(*minutes)))];
            app.say("conversation-idle-ending", &count)
        }
    }
}

fn notice(class: &str, text: String) -> Element {
    el("li").class(class).attr("dir", "auto").text(text)
}

/// Puts the text of a message into an element, with its addresses as links.
fn linked(element: Element, body: &str) -> Element {
    pieces(body).into_iter().fold(element, |element, piece| match piece {
        Piece::Text(text) => element.text(text),
        Piece::Link(address) => element.child(
            el("a")
                .attr("href", address)
                .attr("target", "_blank")
                .attr("rel", "noopener noreferrer nofollow")
                .text(address),
        ),
    })
}

/// Why a message was not sent, and what can be done.
fn failure(app: App, id: EntryId, code: Code) -> Element {
    let reason = match code {
        Code::TooLong => "failed-too-long",
        Code::NotAllowed | Code::Blocked => "failed-not-allowed",
        Code::Ended => "failed-ended",
        Code::UnknownFile => "failed-unknown-file",
        _ => "failed-unsent",
    };
    let gone = id.clone();
    el("p")
        .class("failure")
        .text(app.text(reason))
        .child(
            button("")
                .on("click", move |_| app.with_link(|link| link.retry(&id)))
                .text(app.text("message-retry")),
        )
        .child(
            button("").on("click", move |_| app.discard(&gone)).text(app.text("message-discard")),
        )
}

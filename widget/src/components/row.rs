//! One row of a conversation.

use kb_protocol::chat::Code;
use kb_protocol::id::EntryId;
use leptos::prelude::*;

use crate::app::App;
use crate::dom;
use crate::files::file_rows;
use crate::intl::day_number;
use crate::state::{Mark, Piece, Row, pieces};

/// A day, a message, how far the last one got, or what happened.
#[component]
pub(crate) fn RowView(
    /// Everything shared.
    app: App,
    /// What to show.
    row: Row,
) -> impl IntoView {
    match row {
        Row::Day(at) => {
            let text = match day_number(dom::now()) - day_number(at) {
                0 => app.text("conversation-today"),
                1 => app.text("conversation-yesterday"),
                _ => app.texts.with_value(|texts| texts.forms().day(at)),
            };
            notice("day", text)
        }
        Row::Joined(_, name) => notice("note", app.named("conversation-joined", &name)),
        Row::Ended(_) => notice("note", app.text("conversation-ended")),
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
            let spoken = match &agent {
                None => app.text("message-from-you"),
                Some(name) => app.named("message-from", name),
            };
            let time = app.texts.with_value(|texts| texts.forms().time(at));
            let head = is_first.then(|| {
                view! {
                    <p class="by" aria-hidden="true">
                        <bdi>{agent.clone()}</bdi>
                        " "
                        <time>{time}</time>
                    </p>
                }
            });
            let class = match (&agent, is_first) {
                (None, false) => "mine",
                (None, true) => "mine first",
                (Some(_), false) => "theirs",
                (Some(_), true) => "theirs first",
            };
            view! {
                <li class=class class:failed=failed.is_some()>
                    {head} <span class="unseen">{spoken}</span>
                    {(!body.is_empty())
                        .then(|| view! { <div class="bubble" dir="auto">{linked(&body)}</div> })}
                    {file_rows(&app.files.get_value(), &files)}
                    {failed.map(|code| failure(app, id, code))}
                </li>
            }
            .into_any()
        }
    }
}

fn notice(class: &'static str, text: String) -> AnyView {
    view! { <li class=class dir="auto">{text}</li> }.into_any()
}

/// The text of a message with its addresses as links.
fn linked(body: &str) -> Vec<AnyView> {
    let pieces = pieces(body).into_iter().map(|piece| match piece {
        Piece::Text(text) => text.to_owned().into_any(),
        Piece::Link(address) => {
            let (href, address) = (address.to_owned(), address.to_owned());
            view! {
                <a href=href target="_blank" rel="noopener noreferrer nofollow">
                    {address}
                </a>
            }
            .into_any()
        }
    });
    pieces.collect()
}

/// Why a message was not sent, and what can be done.
fn failure(app: App, id: EntryId, code: Code) -> impl IntoView {
    let reason = match code {
        Code::TooLong => "failed-too-long",
        Code::NotAllowed => "failed-not-allowed",
        Code::UnknownFile => "failed-unknown-file",
        _ => "failed-unsent",
    };
    let gone = id.clone();
    view! {
        <p class="failure">
            {app.text(reason)}
            <button
                type="button"
                on:click=move |_| app.with_link(|link| link.retry(&id))
            >
                {app.text("message-retry")}
            </button>
            <button
                type="button"
                on:click=move |_| app.discard(&gone)
            >
                {app.text("message-discard")}
            </button>
        </p>
    }
}

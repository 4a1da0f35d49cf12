//! One row of a conversation.

use std::iter;

use kb_protocol::chat::Code;
use kb_protocol::file::FileInfo;
use kb_protocol::id::EntryId;
use kb_protocol::inbox::{Device, Receipt, Status};
use kb_protocol::time::Timestamp;
use leptos::html;
use leptos::prelude::*;

use super::row::priority_name;
use crate::dom::now;
use crate::inbox::room::{Room, Texts};
use crate::inbox::state::{Mark, Quiet, Row, Side};
use crate::intl::day_number;
use crate::messages::Value;
use crate::state::{Piece, pieces};

/// A day, a bubble, a receipt or a quiet line.
#[component]
pub(crate) fn RowView(
    /// Everything shared.
    room: Room,
    /// The row.
    row: Row,
) -> impl IntoView {
    let texts = room.texts;
    match row {
        Row::Day(at) => {
            view! { <li class="day"><span>{day_text(texts, at)}</span></li> }.into_any()
        }
        Row::Unread => {
            view! { <li class="unread-line"><span>{texts.text("conversation-unread")}</span></li> }
                .into_any()
        }
        Row::Mark(mark, seq, receipt) => {
            let time = receipt.as_ref().map(|one| view! { " " <time>{texts.time(one.at)}</time> });
            let device = receipt.and_then(|one| device_name(texts, &one.device?));
            let device = device.map(|name| view! { " · " <bdi>{name}</bdi> });
            let told = receipts(room, Memo::new(move |_| seq));
            let title = move || told.with(|told| (!told.is_empty()).then(|| told.join("\n")));
            view! {
                <li class="receipt" title=title>{texts.text(mark_name(mark))}{time}{device}</li>
            }
            .into_any()
        }
        Row::Quiet { at, who, what, .. } => {
            let text = quiet_text(room, &who, &what);
            view! { <li class="quiet-line">{text} <time>{texts.time(at)}</time></li> }.into_any()
        }
        Row::Bubble { id, seq, side, body, files, at, is_first, is_note, failed } => {
            let class = match side {
                Side::Customer => "bubble customer",
                Side::Me => "bubble me",
                Side::Colleague(_) => "bubble colleague",
            };
            let author = is_first.then(|| view! {
                <p class="by">
                    {is_note.then(|| view! { <span class="mark">{texts.text("note-label")}</span> })}
                    <bdi>{side_name(room, &side)}</bdi>
                    <time>{texts.time(at)}</time>
                </p>
            });
            let has_text = !body.is_empty();
            let is_to_customer = side != Side::Customer && !is_note;
            let number = number(room, is_to_customer.then(|| (id.clone(), seq)));
            let told = receipts(room, number);
            let title = move || {
                let times = told.get().into_iter();
                iter::once(texts.moment(at)).chain(times).collect::<Vec<_>>().join("\n")
            };
            let sent = texts.say("receipt-sent", &[("at", Value::Text(&texts.moment(at)))]);
            let body: Vec<_> = pieces(&body).into_iter().map(piece_view).collect();
            view! {
                <li class=class class:is-first=is_first class:is-note=is_note class:is-failed=failed.is_some()>
                    {author}
                    <p class="body" dir="auto" title=title hidden=!has_text>{body}</p>
                    <FileRows room files />
                    {is_to_customer.then(|| view! { <Told room number sent told /> })}
                    {failed.map(|code| view! { <Failure room id=id.clone() code /> })}
                </li>
            }
            .into_any()
        }
    }
}

/// Number of a message to the customer; of one that waits, as soon as it is
/// stored: its row stays the same.
fn number(room: Room, message: Option<(EntryId, Option<u64>)>) -> Memo<Option<u64>> {
    Memo::new(move |_| {
        let (id, seq) = message.as_ref()?;
        seq.or_else(|| room.desk.with(|desk| desk.open.as_ref()?.seq_of(id)))
    })
}

/// When and where a message was delivered and seen, in a line each; none if
/// that is not known.
fn receipts(room: Room, number: Memo<Option<u64>>) -> Memo<Vec<String>> {
    let texts = room.texts;
    Memo::new(move |_| {
        let seq = number.get();
        let (delivered, seen) = room.desk.with(|desk| match desk.open.as_ref().zip(seq) {
            Some((open, seq)) => (open.delivered(seq).cloned(), open.seen(seq).cloned()),
            None => (None, None),
        });
        let line = |message: &str, with_device: &str, receipt: Receipt| {
            let at = texts.moment(receipt.at);
            match receipt.device.and_then(|device| device_name(texts, &device)) {
                None => texts.say(message, &[("at", Value::Text(&at))]),
                Some(device) => {
                    let values = [("at", Value::Text(&at)), ("device", Value::Text(&device))];
                    texts.say(with_device, &values)
                }
            }
        };
        let delivered = delivered.map(|one| line("receipt-delivered", "receipt-delivered-on", one));
        let seen = seen.map(|one| line("receipt-seen", "receipt-seen-on", one));
        delivered.into_iter().chain(seen).collect()
    })
}

/// Browser and system in words; nothing of what is not known.
fn device_name(texts: Texts, device: &Device) -> Option<String> {
    let Device { browser, system } = device;
    match (browser.is_empty(), system.is_empty()) {
        (true, true) => None,
        (false, true) => Some(browser.clone()),
        (true, false) => Some(system.clone()),
        (false, false) => {
            let values = [("browser", Value::Text(browser)), ("system", Value::Text(system))];
            Some(texts.say("receipt-device", &values))
        }
    }
}

/// What became of a message, for those too who have no pointer to hold over it.
#[component]
fn Told(
    /// Everything shared.
    room: Room,
    /// Of the message, once it is stored.
    number: Memo<Option<u64>>,
    /// When it was sent.
    sent: String,
    /// When and where it was delivered and seen.
    told: Memo<Vec<String>>,
) -> impl IntoView {
    let lines = move || {
        let told = told.get().into_iter();
        told.map(|line| view! { <li>{line}</li> }).collect::<Vec<_>>()
    };
    view! {
        <details class="told" aria-live="off" hidden=move || number.get().is_none()>
            <summary>
                <span aria-hidden="true">"⋯"</span>
                <span class="hidden">{room.texts.text("message-details")}</span>
            </summary>
            <ul>
                <li>{sent}</li>
                {lines}
            </ul>
        </details>
    }
}

/// What a message carries.
#[component]
fn FileRows(
    /// Everything shared.
    room: Room,
    /// The files.
    files: Vec<FileInfo>,
) -> impl IntoView {
    let place = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        let rows = room.files().rows(&files);
        if let (Some(place), Some(rows)) = (place.get(), rows) {
            // What was just made can be put into a tree.
            let _ = place.append_child(&rows);
        }
    });
    view! { <div node_ref=place></div> }
}

/// Why a message was not sent, and what can be done.
#[component]
fn Failure(
    /// Everything shared.
    room: Room,
    /// The message.
    id: EntryId,
    /// Why.
    code: Code,
) -> impl IntoView {
    let texts = room.texts;
    let reason = match code {
        Code::TooLong => "failed-too-long",
        Code::NotAllowed => "failed-not-allowed",
        Code::UnknownConversation => "failed-unknown-conversation",
        Code::UnknownFile => "failed-unknown-file",
        _ => "failed-unsent",
    };
    let again = id.clone();
    view! {
        <p class="failure" role="alert">
            {texts.text(reason)}
            <button type="button" on:click=move |_| room.act(|desk, now| desk.retry(&again, now))>
                {texts.text("message-retry")}
            </button>
            <button type="button" on:click=move |_| room.discard(&id)>
                {texts.text("message-discard")}
            </button>
        </p>
    }
}

fn piece_view(piece: Piece<'_>) -> AnyView {
    match piece {
        Piece::Text(text) => text.to_owned().into_any(),
        Piece::Link(link) => view! {
            <a href=link.to_owned() target="_blank" rel="noopener noreferrer nofollow">
                {link.to_owned()}
            </a>
        }
        .into_any(),
    }
}

fn day_text(texts: Texts, at: Timestamp) -> String {
    match day_number(now()) - day_number(at) {
        0 => texts.text("day-today"),
        1 => texts.text("day-yesterday"),
        _ => texts.day(at),
    }
}

fn mark_name(mark: Mark) -> &'static str {
    match mark {
        Mark::Queued => "mark-queued",
        Mark::Sending => "mark-sending",
        Mark::Sent => "mark-sent",
        Mark::Delivered => "mark-delivered",
        Mark::Seen => "mark-seen",
    }
}

fn side_name(room: Room, side: &Side) -> String {
    match side {
        Side::Me => room.texts.text("by-me"),
        Side::Customer => room.desk.with_untracked(|desk| match desk.open_item() {
            Some(item) => room.texts.customer(item),
            None => room.texts.text("by-customer"),
        }),
        Side::Colleague(name) if name.is_empty() => room.texts.text("by-system"),
        Side::Colleague(name) => name.clone(),
    }
}

fn quiet_text(room: Room, who: &Side, what: &Quiet) -> String {
    let texts = room.texts;
    let kind = match who {
        Side::Me => "me",
        Side::Customer => "customer",
        Side::Colleague(name) if name.is_empty() => "system",
        Side::Colleague(_) => "agent",
    };
    let name = side_name(room, who);
    let mut extra = None;
    let message = match what {
        Quiet::Joined => "event-joined",
        Quiet::Ended => "event-ended",
        Quiet::Claimed => "event-claimed",
        Quiet::Gave(to) => {
            let to = room.desk.with_untracked(|desk| desk.name_of(to).to_owned());
            extra = Some(("to", to));
            "event-gave"
        }
        Quiet::Released => "event-released",
        Quiet::SubStatus(id) => {
            extra = Some(("label", room.sub_status_name(id)));
            "event-sub-status"
        }
        Quiet::Status(Status::Open, ..) => "event-opened",
        Quiet::Status(Status::Snoozed, None, _) => "event-snoozed",
        Quiet::Status(Status::Snoozed, Some(until), _) => {
            extra = Some(("until", texts.moment(*until)));
            "event-snoozed-until"
        }
        Quiet::Status(Status::Done, ..) => "event-done",
        Quiet::Priority(priority) => {
            extra = Some(("priority", texts.text(priority_name(*priority))));
            "event-priority"
        }
        Quiet::TagAdded(tag) => {
            extra = Some(("tag", tag.clone()));
            "event-tag-added"
        }
        Quiet::TagRemoved(tag) => {
            extra = Some(("tag", tag.clone()));
            "event-tag-removed"
        }
        Quiet::Wait(text) => {
            extra = Some(("text", text.clone()));
            "event-wait"
        }
        Quiet::Idle => "event-idle",
        Quiet::Missed => "event-missed",
        Quiet::Contact => "event-contact",
        Quiet::Block(true) => "event-blocked",
        Quiet::Block(false) => "event-unblocked",
        Quiet::Merge(other, is_merged) => {
            extra = Some(("other", texts.person(None, other)));
            if *is_merged { "event-merged" } else { "event-unmerged" }
        }
    };
    let mut values = vec![("who", Value::Text(kind)), ("name", Value::Text(&name))];
    if let Some((key, value)) = &extra {
        values.push((key, Value::Text(value)));
    }
    let text = texts.say(message, &values);
    match what {
        Quiet::Status(_, _, Some(sub_status)) => {
            format!("{text} · {}", room.sub_status_name(sub_status))
        }
        _ => text,
    }
}

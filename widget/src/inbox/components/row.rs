//! One conversation of a list.

use kb_protocol::id::ConversationId;
use kb_protocol::inbox::{Channel, Status};
use leptos::prelude::*;

use super::whereabouts::{HereSign, is_here};
use crate::dom::now;
use crate::inbox::format;
use crate::inbox::room::{Room, row_id};
use crate::inbox::state::is_unread;

/// Opens its conversation; stays the same element while its content changes.
#[component]
pub(crate) fn RowButton(
    /// Everything shared.
    room: Room,
    /// Which conversation.
    id: ConversationId,
    /// What stands in place of the last message's beginning.
    #[prop(optional)]
    snippet: Option<ViewFn>,
) -> impl IntoView {
    let texts = room.texts;
    let element_id = row_id(&id);
    let id = StoredValue::new(id);
    let item =
        Memo::new(move |_| id.with_value(|id| room.desk.with(|desk| desk.lists.item(id).cloned())));
    let is_open = Memo::new(move |_| {
        id.with_value(|id| {
            room.desk.with(|desk| desk.open.as_ref().is_some_and(|open| open.id == *id))
        })
    });
    let has_draft =
        Memo::new(move |_| id.with_value(|id| room.desk.with(|desk| desk.drafts.has(id))));
    let assignee = Memo::new(move |_| {
        let assignee = item.with(|item| item.as_ref()?.assignee.clone())?;
        room.desk
            .with(|desk| (assignee != desk.me.agent).then(|| desk.name_of(&assignee).to_owned()))
    });
    let sub_status = Memo::new(move |_| {
        let id = item.with(|item| item.as_ref()?.sub_status.clone())?;
        Some(room.sub_status_name(&id))
    });
    let is_here = is_here(room, item);
    let content = move || {
        let item = item.get()?;
        let text = match &snippet {
            Some(snippet) => snippet.run(),
            None => item.preview.clone().into_any(),
        };
        let time = format::short(&texts.locale(), item.updated_at, now());
        let status = match item.status {
            Status::Open => None,
            Status::Snoozed => Some("status-snoozed"),
            Status::Done => Some("status-done"),
        };
        let priority = (item.priority > 3).then(|| priority_name(item.priority));
        Some(view! {
            <span class="row-top">
                <span class="dot" hidden=!is_unread(&item)>
                    <span class="hidden">{texts.text("row-unread")}</span>
                </span>
                <bdi class="who">{texts.customer(&item)}</bdi>
                <HereSign room is_here />
                <time>{time}</time>
            </span>
            <span class="preview" dir="auto">{text}</span>
            <span class="marks">
                {item.missed_at.map(|_| view! { <span class="mark missed">{texts.text("row-missed")}</span> })}
                {(item.channel == Channel::Form).then(|| view! { <span class="mark">{texts.text("row-form")}</span> })}
                {has_draft.get().then(|| view! { <span class="mark draft">{texts.text("row-draft")}</span> })}
                {priority.map(|name| view! { <span class="mark urgent">{texts.text(name)}</span> })}
                {status.map(|name| view! { <span class="mark">{texts.text(name)}</span> })}
                {sub_status.get().map(|name| view! { <span class="mark">{name}</span> })}
                {assignee.get().map(|name| view! { <span class="mark"><bdi>{name}</bdi></span> })}
                {item.tags.iter().map(|tag| view! { <span class="mark tag"><bdi>{tag.clone()}</bdi></span> }).collect::<Vec<_>>()}
            </span>
        })
    };
    view! {
        <button
            type="button"
            id=element_id
            class="row"
            class:is-unread=move || item.with(|item| item.as_ref().is_some_and(is_unread))
            aria-current=move || is_open.get().then_some("true")
            on:click=move |_| room.open(id.get_value())
            on:focus=move |_| {
                room.desk.try_update_untracked(|desk| desk.mark(id.get_value()));
            }
        >
            {content}
        </button>
    }
}

/// Message that names a priority.
pub(super) fn priority_name(priority: u8) -> &'static str {
    match priority {
        0 | 1 => "priority-1",
        2 => "priority-2",
        3 => "priority-3",
        4 => "priority-4",
        _ => "priority-5",
    }
}

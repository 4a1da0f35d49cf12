//! Taking nothing from a customer any longer, or again.

use kb_protocol::inbox::{Change, InboxItem};
use kb_protocol::time::Timestamp;
use leptos::prelude::*;

use super::question::Question;
use crate::inbox::room::{Room, invoke};
use crate::messages::Value;

/// Says that the customer is blocked; who may, changes it.
#[component]
pub(super) fn Block(
    /// Everything shared.
    room: Room,
    /// The conversation.
    item: Memo<Option<InboxItem>>,
    /// Since when the customer is blocked.
    blocked_at: Memo<Option<Timestamp>>,
) -> impl IntoView {
    let texts = room.texts;
    let may = room.desk.with_untracked(|desk| desk.me.blocks_customers);
    let said = move || {
        let since = texts.moment(blocked_at.get()?);
        let text = texts.say("details-blocked", &[("since", Value::Text(&since))]);
        Some(view! { <p class="blocked">{text}</p> })
    };
    // Whom the question is about: another conversation may be opened meanwhile.
    let asked = RwSignal::new((None, String::new()));
    let question = Signal::derive(move || {
        asked.with(|(_, name)| texts.say("block-text", &[("name", Value::Text(name))]))
    });
    let toggle = move |_| {
        if blocked_at.with_untracked(Option::is_some) {
            return room.change(Change::Block { is_blocked: false });
        }
        let of = |item: &InboxItem| (Some(item.id.clone()), texts.customer(item));
        let Some(about) = item.with_untracked(|item| item.as_ref().map(of)) else { return };
        asked.set(about);
        invoke("block", "showModal");
    };
    let block = move |()| {
        let present = item.with_untracked(|item| item.as_ref().map(|item| item.id.clone()));
        if asked.with_untracked(|(id, _)| *id == present) {
            room.change(Change::Block { is_blocked: true });
        }
    };
    let label = move || {
        let is_blocked = blocked_at.with(Option::is_some);
        texts.text(if is_blocked { "details-unblock" } else { "details-block" })
    };
    view! {
        <div class="blocking">
            <div role="status">{said}</div>
            {may.then(|| view! {
                <button type="button" on:click=toggle>{label}</button>
                <Question
                    texts
                    id="block"
                    title="block-title"
                    text=question
                    confirm="block-confirm"
                    cancel="block-cancel"
                    on_confirm=block
                />
            })}
        </div>
    }
}

//! Whether a customer is there now, or when that was last so.

use kb_protocol::inbox::InboxItem;
use leptos::prelude::*;

use crate::dom::now;
use crate::inbox::format;
use crate::inbox::room::Room;
use crate::inbox::state::{Whereabouts, ago};
use crate::messages::Value;

/// Whether the customer of a conversation is there.
pub(super) fn is_here(room: Room, item: Memo<Option<InboxItem>>) -> Memo<bool> {
    let place = place(room, item);
    Memo::new(move |_| place.get() == Some(Whereabouts::Here))
}

/// The same in words, which follow the clock; nothing where nothing is known.
pub(super) fn in_words(room: Room, item: Memo<Option<InboxItem>>) -> Memo<Option<String>> {
    let place = place(room, item);
    let texts = room.texts;
    Memo::new(move |_| match place.get()? {
        Whereabouts::Here => Some(texts.text("customer-here")),
        Whereabouts::Away(at) => {
            room.minute.with(|_| ());
            let ago = format::relative(&texts.locale(), ago(at?, now()));
            Some(texts.say("customer-seen", &[("ago", Value::Text(&ago))]))
        }
    })
}

fn place(room: Room, item: Memo<Option<InboxItem>>) -> Memo<Option<Whereabouts>> {
    Memo::new(move |_| {
        let customer = item.with(|item| item.as_ref().map(|item| item.customer.clone()))?;
        room.desk.with(|desk| desk.attendance.of(&customer))
    })
}

/// The sign beside a name: a dot, and a word for those who do not see it.
#[component]
pub(crate) fn HereSign(
    /// Everything shared.
    room: Room,
    /// Whether the customer is there.
    is_here: Memo<bool>,
) -> impl IntoView {
    view! {
        <span class="presence available" hidden=move || !is_here.get()>
            <span class="hidden">{room.texts.text("customer-here")}</span>
        </span>
    }
}

/// A row of the facts at the side.
#[component]
pub(crate) fn WhereaboutsFact(
    /// Everything shared.
    room: Room,
    /// The conversation.
    item: Memo<Option<InboxItem>>,
) -> impl IntoView {
    let words = in_words(room, item);
    view! {
        <div hidden=move || words.with(Option::is_none)>
            <dt>{room.texts.text("details-whereabouts")}</dt>
            <dd>{words}</dd>
        </div>
    }
}

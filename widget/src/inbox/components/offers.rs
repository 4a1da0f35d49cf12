//! What `/` offers above the composer.

use leptos::prelude::*;

use crate::inbox::room::Room;
use crate::inbox::state::Offer;

/// Id of an offer on the screen.
pub(super) fn offer_id(index: usize) -> String {
    format!("offer-{index}")
}

/// A list from which the keys of the composer choose, or the pointer.
#[component]
pub(super) fn Offers(
    /// Everything shared.
    room: Room,
    /// What is offered; the list is not there without any.
    offers: Memo<Vec<Offer>>,
    /// The one that Enter takes.
    #[prop(into)]
    active: Signal<usize>,
    /// Takes one.
    take: Callback<Offer>,
) -> impl IntoView {
    let texts = room.texts;
    let option = move |(index, offer): (usize, Offer)| {
        let (name, text, kind) = match &offer {
            Offer::Shortcut { shortcut, text } => {
                (format!("/{}", shortcut.name), text.clone(), "shortcut")
            }
            Offer::Article { title, address } => (title.clone(), address.clone(), "article"),
        };
        let is_article = kind == "article";
        view! {
            <li
                id=offer_id(index)
                class=kind
                role="option"
                aria-selected=move || (active.get() == index).to_string()
                // The focus stays in the field.
                on:pointerdown=move |event| event.prevent_default()
                on:click=move |_| take.run(offer.clone())
            >
                <svg viewBox="0 0 24 24" aria-hidden="true">
                    {if is_article {
                        view! { <path d="M6 3h9l4 4v14H6zM14 3v5h5M9 13h7M9 17h5" /> }.into_any()
                    } else {
                        view! { <path d="M13 3L5 14h6l-1 7 8-11h-6z" /> }.into_any()
                    }}
                </svg>
                <bdi class="name">{name}</bdi>
                <span class="hidden">
                    {texts.text(if is_article { "offer-article" } else { "offer-shortcut" })}
                </span>
                <span class="text" dir="auto">{text}</span>
            </li>
        }
    };
    Effect::new(move |_| {
        let index = active.get();
        if let Some(element) = crate::inbox::room::element(&offer_id(index)) {
            element.scroll_into_view_with_bool(false);
        }
    });
    view! {
        <ul
            id="offers"
            class="offers"
            role="listbox"
            aria-label=texts.text("offers-label")
            hidden=move || offers.with(Vec::is_empty)
        >
            {move || offers.get().into_iter().enumerate().map(option).collect::<Vec<_>>()}
        </ul>
    }
}

//! What a row of a report is about.

use kb_protocol::id::BrandId;
use leptos::prelude::*;

use crate::inbox::room::Room;
use crate::inbox::state::Articles;

/// Changes whenever something is known under another name. The desk itself
/// changes with every word that somebody types.
pub(super) fn names(room: Room) -> Memo<(usize, usize)> {
    Memo::new(move |_| {
        room.desk.with(|desk| {
            let lists = desk.library.values();
            let ready = lists.filter(|articles| matches!(articles, Articles::Ready(_))).count();
            (desk.setup.brands.len(), ready)
        })
    })
}

/// An article: its title, which leads to it, or its id until that is known.
pub(super) fn article(room: Room, brand: &BrandId, id: &str) -> AnyView {
    let locale = room.texts.locale();
    let found = room.desk.with_untracked(|desk| {
        let (title, address) = desk.article(brand, &locale, id)?;
        Some((title.to_owned(), address))
    });
    let name = match found {
        Some((title, address)) => view! {
            <a href=address target="_blank" rel="noopener"><bdi>{title}</bdi></a>
        }
        .into_any(),
        None => view! { <bdi>{id.to_owned()}</bdi> }.into_any(),
    };
    named(room, brand, name)
}

/// Words, with the brand below where there are several.
pub(super) fn words(room: Room, brand: &BrandId, words: &str) -> AnyView {
    named(room, brand, view! { <bdi>{words.to_owned()}</bdi> }.into_any())
}

fn named(room: Room, brand: &BrandId, name: AnyView) -> AnyView {
    let brand = room.desk.with_untracked(|desk| {
        (desk.setup.brands.len() > 1).then(|| desk.brand_name(brand).to_owned())
    });
    view! {
        <span class="subject">
            {name}
            {brand.map(|brand| view! { <span class="hint"><bdi>{brand}</bdi></span> })}
        </span>
    }
    .into_any()
}

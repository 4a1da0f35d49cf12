//! What a search has found, in place of a list.

use kb_protocol::chat::Code;
use kb_protocol::inbox::{HitSource, SnippetPiece};
use leptos::prelude::*;

use super::row::RowButton;
use crate::inbox::room::Room;
use crate::inbox::state::{Hit, SearchState};

/// The conversations that were found, and what to do without any.
#[component]
pub(crate) fn Results(
    /// Everything shared.
    room: Room,
) -> impl IntoView {
    let texts = room.texts;
    let desk = room.desk;
    let hits = Memo::new(move |_| desk.with(|desk| desk.search.hits().to_vec()));
    let state = Memo::new(move |_| desk.with(|desk| desk.search.state));
    let has_more = Memo::new(move |_| desk.with(|desk| desk.search.has_more()));
    let said = move || {
        let count = hits.with(Vec::len);
        match state.get() {
            SearchState::Idle => String::new(),
            SearchState::Loading if count == 0 => texts.text("search-loading"),
            SearchState::Ready if count == 0 => texts.text("search-empty"),
            SearchState::Failed(Code::RateLimited) => texts.text("search-limited"),
            SearchState::Failed(_) => texts.text("search-failed"),
            SearchState::Ready if has_more.get() => texts.count("search-found-more", count),
            SearchState::Loading | SearchState::Ready => texts.count("search-found", count),
        }
    };
    let again = move |_| {
        let text = desk.with_untracked(|desk| desk.search.text().to_owned());
        room.act(|desk, _| desk.look_for(text));
    };
    view! {
        <div class="rows results">
            <p class="said" role="status">{said}</p>
            <button
                type="button"
                class="more"
                hidden=move || !matches!(state.get(), SearchState::Failed(_))
                on:click=again
            >
                {texts.text("search-again")}
            </button>
            <p
                class="empty"
                hidden=move || state.get() != SearchState::Ready || hits.with(|hits| !hits.is_empty())
            >
                {texts.text("search-empty-hint")}
            </p>
            <ul>
                <For
                    each=move || hits.get()
                    // A hit with other words is another row.
                    key=|hit| (hit.id.clone(), hit.snippet.clone())
                    let:hit
                >
                    <li>{hit_view(room, hit)}</li>
                </For>
            </ul>
            <button
                type="button"
                class="more"
                hidden=move || !has_more.get()
                on:click=move |_| room.act(|desk, _| desk.show_more())
            >
                {texts.text("list-more")}
            </button>
        </div>
    }
}

fn hit_view(room: Room, hit: Hit) -> impl IntoView {
    let Hit { id, source, snippet } = hit;
    let label = match source {
        HitSource::Note => Some(room.texts.text("note-label")),
        HitSource::Message | HitSource::Customer | HitSource::Tags | HitSource::Unknown => None,
    };
    let pieces = move || snippet.clone().into_iter().map(piece_view).collect::<Vec<_>>();
    let snippet = ViewFn::from(move || {
        let label =
            label.clone().map(|label| view! { <span class="mark draft">{label}</span> " " });
        view! { {label} {pieces()} }
    });
    view! { <RowButton room id snippet /> }
}

fn piece_view(piece: SnippetPiece) -> AnyView {
    if piece.is_match {
        view! { <mark>{piece.text}</mark> }.into_any()
    } else {
        piece.text.into_any()
    }
}

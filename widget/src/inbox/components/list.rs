//! The lists and the conversations of the one that is chosen.

use kb_protocol::inbox::View;
use leptos::prelude::*;

use super::row::RowButton;
use crate::inbox::room::{Room, invoke};
use crate::inbox::state::VIEWS;

/// Lists, filter, rows.
#[component]
pub(crate) fn ListPane(
    /// Everything shared.
    room: Room,
    /// Called when the agent wants to leave.
    sign_out: Callback<()>,
) -> impl IntoView {
    let texts = room.texts;
    let name = room.desk.with_untracked(|desk| desk.me.name.clone());
    view! {
        <section class="pane list-pane" aria-label=texts.text("list-label")>
            <header class="bar">
                <h2>{texts.text("inbox-title")}</h2>
                <button
                    type="button"
                    class="quiet keys"
                    on:click=move |_| invoke("help", "showModal")
                >
                    {texts.text("help-open")}
                </button>
            </header>
            <nav class="views" aria-label=texts.text("views-label")>
                {VIEWS.map(|view| view! { <ViewButton room view /> }).into_iter().collect::<Vec<_>>()}
            </nav>
            <input
                id="filter"
                type="search"
                class="filter"
                aria-label=texts.text("filter-label")
                placeholder=texts.text("filter-placeholder")
                on:input:target=move |event| {
                    let text = event.target().value();
                    room.desk.update(|desk| desk.filter = text);
                }
            />
            <Rows room />
            <footer class="bar account">
                <span>{name}</span>
                <button type="button" class="quiet" on:click=move |_| sign_out.run(())>
                    {texts.text("sign-out")}
                </button>
            </footer>
        </section>
    }
}

/// One list to choose, with how much of it is unread.
#[component]
fn ViewButton(
    /// Everything shared.
    room: Room,
    /// Which list.
    view: View,
) -> impl IntoView {
    let texts = room.texts;
    let is_shown = Memo::new(move |_| room.desk.with(|desk| desk.view == view));
    // What is snoozed or done waits for nobody.
    let unread = Memo::new(move |_| match view {
        View::Snoozed | View::Done => 0,
        view => room.desk.with(|desk| desk.lists.unread(view, &desk.me.agent)),
    });
    let badge = move || {
        let count = unread.get();
        let number = texts.number(count);
        (count > 0).then(|| {
            view! {
                <span class="count" aria-hidden="true">{number}</span>
                <span class="hidden">{texts.count("view-unread", count)}</span>
            }
        })
    };
    view! {
        <button
            type="button"
            aria-current=move || is_shown.get().then_some("true")
            on:click=move |_| room.act(|desk, _| desk.show(view))
        >
            {texts.text(view_name(view))}
            {badge}
        </button>
    }
}

fn view_name(view: View) -> &'static str {
    match view {
        View::Mine => "view-mine",
        View::Unassigned => "view-unassigned",
        View::Open => "view-open",
        View::Snoozed => "view-snoozed",
        View::Done => "view-done",
    }
}

/// The conversations of the chosen list.
///
/// While the pointer is over them they keep their places: nothing moves under
/// the cursor.
#[component]
fn Rows(
    /// Everything shared.
    room: Room,
) -> impl IntoView {
    let texts = room.texts;
    let desk = room.desk;
    let rows = Memo::new(move |_| desk.with(|desk| desk.rows()));
    let waiting =
        Memo::new(move |_| desk.with(|desk| desk.lists.waiting(desk.view, &desk.me.agent)));
    let has_more = Memo::new(move |_| desk.with(|desk| desk.lists.has_more(desk.view)));
    let empty = Memo::new(move |_| {
        desk.with(|desk| match (desk.lists.is_ready(desk.view), desk.filter.trim().is_empty()) {
            (false, _) => "loading",
            (true, false) => "list-empty-filter",
            (true, true) => empty_text(desk.view),
        })
    });
    // Moving counts too: the rows may have come after the pointer.
    let hold = move |_| {
        if desk.with_untracked(|desk| !desk.lists.is_held(desk.view)) {
            desk.update(|desk| desk.lists.hold(desk.view, &desk.me.agent));
        }
    };
    let release = move || desk.update(|desk| desk.lists.release());
    view! {
        <div class="rows" on:pointerenter=hold on:pointermove=hold on:pointerleave=move |_| release()>
            <button
                type="button"
                class="waiting"
                hidden=move || waiting.get() == 0
                on:click=move |_| release()
            >
                {move || texts.count("list-waiting", waiting.get())}
            </button>
            <p class="empty" hidden=move || rows.with(|rows| !rows.is_empty())>
                {move || texts.text(empty.get())}
            </p>
            <ul>
                <For each=move || rows.get() key=Clone::clone let:id>
                    <li><RowButton room id /></li>
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

fn empty_text(view: View) -> &'static str {
    match view {
        View::Mine => "list-empty-mine",
        View::Unassigned => "list-empty-unassigned",
        View::Open => "list-empty-open",
        View::Snoozed => "list-empty-snoozed",
        View::Done => "list-empty-done",
    }
}

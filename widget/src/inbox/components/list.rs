//! The lists and the conversations of the one that is chosen.

use kb_protocol::inbox::View;
use kb_protocol::limits;
use leptos::html;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::account::Account;
use super::results::Results;
use super::row::RowButton;
use crate::inbox::room::{Room, focus, row_id};
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
    let is_searching = Memo::new(move |_| room.desk.with(|desk| desk.search.is_on()));
    let field = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        let text = room.desk.with(|desk| desk.search.text().to_owned());
        if let Some(field) = field.get().filter(|field| field.value() != text) {
            field.set_value(&text);
        }
    });
    view! {
        <section class="pane list-pane" aria-label=texts.text("list-label")>
            <header class="bar">
                <h2>{texts.text("inbox-title")}</h2>
                <Account room sign_out />
            </header>
            <nav class="views" aria-label=texts.text("views-label")>
                {VIEWS.map(|view| view! { <ViewButton room view /> }).into_iter().collect::<Vec<_>>()}
            </nav>
            <input
                id="search"
                type="search"
                class="search"
                node_ref=field
                maxlength=limits::SEARCH_CHARS
                aria-label=texts.text("search-label")
                placeholder=texts.text("search-placeholder")
                on:input:target=move |event| {
                    let text = event.target().value();
                    room.act(|desk, _| desk.look_for(text));
                }
                on:keydown=move |event: KeyboardEvent| leave_search(room, &event)
            />
            {move || if is_searching.get() {
                view! { <Results room /> }.into_any()
            } else {
                view! { <Rows room /> }.into_any()
            }}
        </section>
    }
}

/// The arrow goes on to what was found; Escape first empties the field.
fn leave_search(room: Room, event: &KeyboardEvent) {
    let is_on = room.desk.with_untracked(|desk| desk.search.is_on());
    match event.key().as_str() {
        "ArrowDown" => {
            event.prevent_default();
            if let Some(id) = room.desk.try_update(|desk| desk.step(true)).flatten() {
                focus(&row_id(&id));
            }
        }
        "Escape" if is_on => {
            event.prevent_default();
            event.stop_propagation();
            room.act(|desk, _| desk.look_for(String::new()));
        }
        _ => {}
    }
}

/// One list to choose, with how many conversations it has and how many of
/// them are unread.
#[component]
fn ViewButton(
    /// Everything shared.
    room: Room,
    /// Which list.
    view: View,
) -> impl IntoView {
    let texts = room.texts;
    let is_shown =
        Memo::new(move |_| room.desk.with(|desk| desk.view == view && !desk.search.is_on()));
    let all = Memo::new(move |_| room.desk.with(|desk| desk.counts.of(view)));
    let total = move || {
        all.get().filter(|count| *count > 0).map(|count| {
            let number = if count >= limits::COUNTED {
                format!("{}+", texts.number(limits::COUNTED - 1))
            } else {
                texts.number(count)
            };
            view! { <span class="total">{number}</span> }
        })
    };
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
            <span class="name">{texts.text(view_name(view))}</span>
            {badge}
            {total}
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
        desk.with(|desk| match desk.lists.is_ready(desk.view) {
            false => "loading",
            true => empty_text(desk.view),
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

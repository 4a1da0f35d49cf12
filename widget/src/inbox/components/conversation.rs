//! The conversation on the screen: head, messages and notes, composer.

use kb_protocol::chat::{Author, Code};
use kb_protocol::id::ConversationId;
use kb_protocol::inbox::{Channel, Status};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;

use super::bubble::RowView;
use super::composer::Composer;
use super::whereabouts::{in_words, is_here};
use crate::dom::{call, new, new_id};
use crate::inbox::format;
use crate::inbox::room::{Pane, Room, focus};
use crate::inbox::state::{Load, Row, timeline};
use crate::intl::day_number;
use crate::messages::Value;

/// Distance from the end at which one still reads along, in pixels.
const NEAR_END_PX: i32 = 120;

/// The conversation that is open, or what to do without one.
#[component]
pub(crate) fn ConversationPane(
    /// Everything shared.
    room: Room,
) -> impl IntoView {
    let texts = room.texts;
    let id = Memo::new(move |_| room.desk.with(|desk| Some(desk.open.as_ref()?.id.clone())));
    view! {
        <section class="pane conversation-pane" aria-label=texts.text("conversation-label")>
            {move || match id.get() {
                Some(id) => view! { <Conversation room id /> }.into_any(),
                None => view! {
                    <div class="nothing">
                        <p>{texts.text("conversation-none")}</p>
                        <p class="hint">{texts.text("conversation-none-hint")}</p>
                    </div>
                }
                .into_any(),
            }}
        </section>
    }
}

#[component]
fn Conversation(
    /// Everything shared.
    room: Room,
    /// Which one.
    id: ConversationId,
) -> impl IntoView {
    let load = Memo::new(move |_| {
        room.desk.with(|desk| desk.open.as_ref().map(|open| open.load)).unwrap_or_default()
    });
    let is_by_form = Memo::new(move |_| {
        room.desk.with(|desk| desk.open_item().is_some_and(|item| item.channel == Channel::Form))
    });
    view! {
        <Head room />
        {move || match load.get() {
            Load::Ready => view! { <Log room /> }.into_any(),
            state => view! { <Unready room state /> }.into_any(),
        }}
        <p class="hint by-form" hidden=move || !is_by_form.get()>
            {room.texts.text("conversation-by-form")}
        </p>
        <Composer room id />
    }
}

/// Name, presence, and what is done most.
#[component]
fn Head(
    /// Everything shared.
    room: Room,
) -> impl IntoView {
    let texts = room.texts;
    let name = Memo::new(move |_| {
        room.desk.with(|desk| desk.open_item().map(|item| texts.customer(item))).unwrap_or_default()
    });
    let status =
        Memo::new(move |_| room.desk.with(|desk| desk.open_item().map(|item| item.status)));
    let is_free = Memo::new(move |_| {
        room.desk.with(|desk| {
            desk.may_reply() && desk.open_item().is_some_and(|item| item.assignee.is_none())
        })
    });
    let may_change = room.desk.with_untracked(|desk| desk.may_reply());
    let viewing = Memo::new(move |_| {
        room.desk
            .with(|desk| desk.open.as_ref().map(|open| open.viewing.clone()))
            .unwrap_or_default()
    });
    let others = move || {
        let names = viewing.get();
        (!names.is_empty()).then(|| {
            let names = format::list(&texts.locale(), &names);
            texts.say("viewing", &[("names", Value::Text(&names))])
        })
    };
    let item = Memo::new(move |_| room.desk.with(|desk| desk.open_item().cloned()));
    let (is_here, words) = (is_here(room, item), in_words(room, item));
    let details = move |_| {
        room.pane.update(|pane| {
            *pane = if *pane == Pane::Details { Pane::Conversation } else { Pane::Details };
        });
        focus("details-title");
    };
    view! {
        <header class="bar head">
            <button
                type="button"
                class="quiet back"
                aria-label=texts.text("conversation-back")
                on:click=move |_| room.back()
            >
                <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M15 5l-7 7 7 7" /></svg>
            </button>
            <h2 id="conversation-title" tabindex="-1"><bdi>{name}</bdi></h2>
            <span class="whereabouts" class:is-here=move || is_here.get()>{words}</span>
            <span class="viewing">{others}</span>
            <span class="actions">
                <button type="button" class="claim" hidden=move || !is_free.get() on:click=move |_| room.claim()>
                    {texts.text("details-claim")}
                </button>
                <button
                    type="button"
                    hidden=!may_change
                    on:click=move |_| room.act(|desk, now| desk.toggle_done(new_id(), now))
                >
                    {move || {
                        texts.text(match status.get() {
                            Some(Status::Done) => "action-reopen",
                            _ => "action-done",
                        })
                    }}
                </button>
                <button type="button" class="quiet to-details" on:click=details>
                    {texts.text("conversation-details")}
                </button>
            </span>
        </header>
    }
}

/// What stands there until the conversation is read, or if it cannot be.
#[component]
fn Unready(
    /// Everything shared.
    room: Room,
    /// Why it is not there.
    state: Load,
) -> impl IntoView {
    let texts = room.texts;
    let message = match state {
        Load::Failed(Code::UnknownConversation) => "conversation-missing",
        Load::Failed(_) => "conversation-failed",
        Load::Loading | Load::Ready => "conversation-loading",
    };
    let retry = move |_| {
        let id = room.desk.with_untracked(|desk| Some(desk.open.as_ref()?.id.clone()));
        if let Some(id) = id {
            room.open(id);
        }
    };
    view! {
        <div class="log unready" role="status">
            <p class="empty">{texts.text(message)}</p>
            <button
                type="button"
                hidden=!matches!(state, Load::Failed(_))
                on:click=retry
            >
                {texts.text("conversation-retry")}
            </button>
        </div>
    }
}

/// Messages, notes and events from old to new.
#[component]
fn Log(
    /// Everything shared.
    room: Room,
) -> impl IntoView {
    let texts = room.texts;
    let desk = room.desk;
    let rows = Memo::new(move |_| {
        desk.with(|desk| match (&desk.open, desk.open_item()) {
            (Some(open), Some(item)) => {
                timeline(open, item, desk.outbox.items(), &desk.me.agent, day_number)
            }
            _ => Vec::new(),
        })
    });
    let has_more =
        Memo::new(move |_| desk.with(|desk| desk.open.as_ref().is_some_and(|open| open.has_more)));
    let log = NodeRef::<html::Div>::new();
    stay_at_end(log, rows);
    let older = move |_| {
        // What is on the screen stays where it is: measured from the end.
        if let Some(log) = log.get_untracked() {
            log.set_attribute(
                "data-from-end",
                &(log.scroll_height() - log.scroll_top()).to_string(),
            )
            .ok();
        }
        room.act(|desk, _| desk.read_older());
    };
    view! {
        <div
            class="log"
            role="log"
            tabindex="0"
            aria-label=texts.text("conversation-log")
            node_ref=log
        >
            <button type="button" class="older" hidden=move || !has_more.get() on:click=older>
                {texts.text("conversation-older")}
            </button>
            <ol>
                <For each=move || rows.get() key=Row::key let:row>
                    <RowView room row />
                </For>
            </ol>
        </div>
        <Typing room />
    }
}

/// Keeps the end in sight for one who reads along, and what is read in place
/// when older messages come before it.
fn stay_at_end(log: NodeRef<html::Div>, rows: Memo<Vec<Row>>) {
    let was_near = StoredValue::new(true);
    Effect::new(move |before: Option<usize>| {
        let count = rows.with(Vec::len);
        let Some(log) = log.get() else { return count };
        if let Some(from_end) = log.get_attribute("data-from-end") {
            if before.is_some_and(|before| count > before) {
                let _ = log.remove_attribute("data-from-end");
                let from_end: i32 = from_end.parse().unwrap_or_default();
                log.set_scroll_top(log.scroll_height() - from_end);
            }
            return count;
        }
        if was_near.get_value() {
            log.set_scroll_top(log.scroll_height());
        }
        count
    });
    Effect::new(move |_| {
        let Some(element) = log.get() else { return };
        let watched = element.clone();
        let listener = crate::dom::Listener::new(&element, "scroll", move |_| {
            let below = watched.scroll_height() - watched.scroll_top() - watched.client_height();
            was_near.try_update_value(|near| *near = below < NEAR_END_PX);
        });
        // Pictures that come later make it longer, files that wait below it
        // take room from it.
        let sized = element.clone();
        let grown: Closure<dyn FnMut()> = Closure::new(move || {
            if was_near.try_get_value() == Some(true) {
                sized.set_scroll_top(sized.scroll_height());
            }
        });
        let observer = new(&["ResizeObserver"], &[grown.as_ref()]);
        call(&observer, "observe", &[&element]);
        if let Some(rows) = element.last_element_child() {
            call(&observer, "observe", &[&rows]);
        }
        let held = StoredValue::new_local((listener, observer, grown));
        on_cleanup(move || {
            held.with_value(|(_, observer, _)| call(observer, "disconnect", &[]));
            held.dispose();
        });
    });
}

/// Who is writing.
#[component]
fn Typing(
    /// Everything shared.
    room: Room,
) -> impl IntoView {
    let texts = room.texts;
    let writers = Memo::new(move |_| {
        room.desk.with(|desk| {
            let open = desk.open.as_ref()?;
            Some(open.typing().cloned().collect::<Vec<Author>>())
        })
    });
    let text = move || {
        let writers = writers.get().unwrap_or_default();
        let lines = writers.iter().filter_map(|author| match author {
            Author::Visitor => Some(texts.text("typing-customer")),
            // The composer warns of them.
            Author::Agent { .. } | Author::System | Author::Unknown => None,
        });
        lines.collect::<Vec<_>>().join(" ")
    };
    view! { <p class="typing" role="status">{text}</p> }
}

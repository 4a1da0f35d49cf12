//! One conversation: its messages, who is writing, the end, the composer.

use kb_protocol::chat::ClientFrame;
use kb_protocol::id::ConversationId;
use leptos::html;
use leptos::prelude::*;

use super::composer::Composer;
use super::row::RowView;
use crate::app::App;
use crate::dom::{self, Timer};
use crate::intl::day_number;
use crate::state::{Row, timeline};

/// How long messages have to be on the screen to count as seen, in
/// milliseconds.
const LOOK_MS: u32 = 1_000;
/// How often it is looked whether an agent who began to write still does.
const TYPING_CHECK_MS: u32 = 13_000;

/// Messages from old to new, the newest at the composer.
#[component]
pub(crate) fn Conversation(
    /// Everything shared.
    app: App,
    /// Which one; it may be about to begin.
    id: ConversationId,
) -> impl IntoView {
    let id = StoredValue::new(id);
    // Not remembered: a few comparisons are cheaper than one more kind of memo.
    let rows = move || {
        app.chat.with(|chat| {
            let found = chat.conversation(&id.get_value());
            found.map(|found| timeline(chat, found, day_number)).unwrap_or_default()
        })
    };
    let older = move || app.chat.with(|chat| chat.conversation(&id.get_value())?.older_before());
    let is_loading = move || {
        app.chat.with(|chat| {
            chat.conversation(&id.get_value()).is_some_and(|found| found.is_unread_from_server())
        })
    };
    let is_new = move || app.chat.with(|chat| chat.conversation(&id.get_value()).is_none());
    expire_typing(app, id);
    mark_seen(app, id);
    let read_older = move |_| {
        let frame = ClientFrame::History { conversation: id.get_value(), before: untrack(older) };
        app.with_link(|link| link.say(&frame));
    };
    let hint = move || {
        let message = match (is_loading(), is_new()) {
            (true, _) => "conversation-loading",
            (false, true) => "conversation-empty",
            (false, false) => return None,
        };
        Some(view! { <p class="hint">{app.text(message)}</p> })
    };
    view! {
        <div
            class="log"
            role="log"
            aria-live="off"
            tabindex="0"
            aria-label=app.text("conversation-messages")
        >
            <div class="lines">
                <button
                    type="button"
                    class="older"
                    hidden=move || older().is_none()
                    on:click=read_older
                >
                    {app.text("conversation-older")}
                </button>
                {hint}
                <ol>
                    <For each=rows key=row_key let:row>
                        <RowView app row />
                    </For>
                </ol>
                <p class="typing" hidden=move || typing_name(app, id).is_none()>
                    {move || typing_name(app, id).map(|name| app.named("conversation-typing", &name))}
                </p>
            </div>
        </div>
        <Ending app id />
        <Composer app id=id.get_value() />
    }
}

/// Rows with the same key are the same on the screen.
fn row_key(row: &Row) -> String {
    match row {
        Row::Day(at) => format!("d{}", at.0),
        Row::Bubble { id, is_first, failed, .. } => {
            format!("b{id}{}{}", u8::from(*is_first), u8::from(failed.is_some()))
        }
        Row::Mark(mark) => format!("m{}", *mark as u8),
        Row::Joined(id, _) => format!("j{id}"),
        Row::Ended(id) => format!("e{id}"),
    }
}

/// Name of the agent who is writing.
fn typing_name(app: App, id: StoredValue<ConversationId>) -> Option<String> {
    app.chat.with(|chat| {
        let found = chat.conversation(&id.get_value())?;
        let is_typing = found.is_agent_typing(dom::now());
        is_typing.then(|| found.agent_name().unwrap_or_default().to_owned())
    })
}

/// Looks again when what an agent began to write must be over.
fn expire_typing(app: App, id: StoredValue<ConversationId>) {
    let timer = StoredValue::new_local(None::<Timer>);
    Effect::new(move |_| {
        let is_typing = typing_name(app, id).is_some();
        timer.set_value(
            is_typing.then(|| Timer::after(TYPING_CHECK_MS, move || app.chat.update(|_| ()))),
        );
    });
}

/// Counts what is on the screen of somebody who looks as seen.
fn mark_seen(app: App, id: StoredValue<ConversationId>) {
    let timer = StoredValue::new_local(None::<Timer>);
    let last = Memo::new(move |_| {
        app.chat.with(|chat| chat.conversation(&id.get_value()).map_or(0, |found| found.last_seq()))
    });
    Effect::new(move |_| {
        let last = last.get();
        let is_looking = app.is_open.get() && app.is_visible.get();
        timer.set_value((is_looking && last > 0).then(|| {
            Timer::after(LOOK_MS, move || {
                app.with_link(|link| link.seen(&id.get_value(), last));
            })
        }));
    });
}

/// The way to end a conversation, which asks once more.
#[component]
fn Ending(app: App, id: StoredValue<ConversationId>) -> impl IntoView {
    let is_asking = RwSignal::new(false);
    let cancel = NodeRef::<html::Button>::new();
    let opener = NodeRef::<html::Button>::new();
    let can_end = move || {
        app.chat.with(|chat| {
            chat.conversation(&id.get_value())
                .is_some_and(|found| found.is_stored() && found.last_seq() > 0 && !found.is_ended())
        })
    };
    let close = move || {
        is_asking.set(false);
        if let Some(opener) = opener.get_untracked() {
            // A button that is on the screen takes the focus.
            let _ = opener.focus();
        }
    };
    let ask = move |_| {
        is_asking.set(true);
        if let Some(cancel) = cancel.get_untracked() {
            let _ = cancel.focus();
        }
    };
    view! {
        <div
            class="ask"
            role="alertdialog"
            aria-labelledby="end-question"
            aria-describedby="end-note"
            hidden=move || !is_asking.get()
            on:keydown=move |event| {
                if event.key() == "Escape" {
                    event.stop_propagation();
                    close();
                }
            }
        >
            <strong id="end-question">{app.text("end-question")}</strong>
            <p id="end-note">{app.text("end-note")}</p>
            <button
                type="button"
                class="main"
                on:click=move |_| {
                    close();
                    app.with_link(|link| link.end(id.get_value()));
                }
            >
                {app.text("end-confirm")}
            </button>
            <button type="button" class="second" node_ref=cancel on:click=move |_| close()>
                {app.text("end-cancel")}
            </button>
        </div>
        <button
            type="button"
            class="end"
            node_ref=opener
            hidden=move || !can_end() || is_asking.get()
            on:click=ask
        >
            {app.text("end-open")}
        </button>
    }
}

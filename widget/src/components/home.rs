//! The first screen: a greeting, a way to write, what was said before.

use leptos::prelude::*;

use super::icon;
use crate::app::App;
use crate::intl::day_number;
use crate::messages::Value;

const WRITE: &str = "M4 12l16-8-6 16-3-6z";

/// One conversation of the list.
#[derive(Clone, PartialEq)]
struct Listed {
    id: kb_protocol::id::ConversationId,
    name: String,
    preview: String,
    when: String,
    unread: u64,
}

/// Greeting, "Send us a message" and the conversations, the latest first.
#[component]
pub(crate) fn Home(
    /// Everything shared.
    app: App,
) -> impl IntoView {
    let greeting = app.brand.with_value(|brand| brand.greeting.clone());
    let items =
        move || listed(app).into_iter().map(|item| view! { <Item app item /> }).collect::<Vec<_>>();
    // Where somebody arrives who uses a keyboard.
    let write = NodeRef::<leptos::html::Button>::new();
    Effect::new(move |_| {
        if app.is_open.get()
            && let Some(write) = write.get_untracked()
        {
            // Out of sight it takes no focus, which is right.
            let _ = write.focus();
        }
    });
    view! {
        <div class="home">
            <h3 class="greeting" dir="auto">{greeting.unwrap_or_else(|| app.text("home-greeting"))}</h3>
            <p class="intro">{app.text("home-intro")}</p>
            <button type="button" class="write" node_ref=write on:click=move |_| _ = app.begin()>
                <span>{app.text("home-write")}</span>
                {icon(WRITE)}
            </button>
            <section hidden=move || app.chat.with(|chat| chat.conversations().is_empty()) aria-labelledby="earlier">
                <h3 id="earlier">{app.text("home-conversations")}</h3>
                <ul class="list">{items}</ul>
            </section>
        </div>
    }
}

#[component]
fn Item(app: App, item: Listed) -> impl IntoView {
    let Listed { id, name, preview, when, unread } = item;
    let badge = (unread > 0).then(|| {
        let count = [("count", Value::Number(unread as f64))];
        view! { <span class="count" role="img" aria-label=app.say("home-unread", &count)>{unread.to_string()}</span> }
    });
    view! {
        <li>
            <button type="button" class="item" on:click=move |_| app.show(id.clone())>
                <strong>
                    <bdi>{name}</bdi>
                </strong>
                <span class="when">{when}</span>
                <span class="preview">
                    <bdi>{preview}</bdi>
                </span>
                {badge}
            </button>
        </li>
    }
}

fn listed(app: App) -> Vec<Listed> {
    let brand = app.brand.with_value(|brand| brand.name.clone());
    app.chat.with(|chat| {
        let list = chat.conversations().into_iter().map(|conversation| {
            let pending = chat.outbox().items().iter().rev().find_map(|item| match &item.kind {
                crate::state::PendingKind::Message(body, _)
                    if item.conversation == conversation.id =>
                {
                    Some((body.clone(), item.made_at))
                }
                _ => None,
            });
            let stored = (conversation.preview().to_owned(), conversation.updated_at());
            let (preview, at) = pending.unwrap_or(stored);
            let is_today = day_number(at) == day_number(crate::dom::now());
            let when = app.texts.with_value(|texts| {
                let forms = texts.forms();
                if is_today { forms.time(at) } else { forms.day(at) }
            });
            Listed {
                id: conversation.id.clone(),
                name: conversation.agent_name().unwrap_or(&brand).to_owned(),
                preview,
                when,
                unread: conversation.unread(),
            }
        });
        list.collect()
    })
}

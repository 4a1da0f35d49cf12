//! What is known of the conversation on the screen, and what can be changed.

use kb_protocol::id::AgentId;
use kb_protocol::inbox::{Change, Colleague, InboxItem, Presence, Status, SubStatus};
use leptos::html;
use leptos::prelude::*;

use super::account::presence_name;
use super::end::End;
use super::erase::Erase;
use super::person::Person;
use super::row::priority_name;
use super::tags::Tags;
use super::whereabouts::WhereaboutsFact;
use crate::dom::{new_id, now};
use crate::inbox::format;
use crate::inbox::room::{Pane, Room, element, focus};
use crate::inbox::state::{Preset, in_locale, presets};
use crate::messages::Value;

/// The panel at the side; nothing without a conversation.
#[component]
pub(crate) fn Details(
    /// Everything shared.
    room: Room,
) -> impl IntoView {
    let texts = room.texts;
    let item = Memo::new(move |_| room.desk.with(|desk| desk.open_item().cloned()));
    let is_there = Memo::new(move |_| item.with(Option::is_some));
    let close = move |_| {
        room.pane.set(Pane::Conversation);
        focus("composer");
    };
    view! {
        <section class="pane details-pane" aria-labelledby="details-title" hidden=move || !is_there.get()>
            <header class="bar">
                <button
                    type="button"
                    class="quiet back"
                    aria-label=texts.text("details-close")
                    on:click=close
                >
                    <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M15 5l-7 7 7 7" /></svg>
                </button>
                <h2 id="details-title" tabindex="-1">{texts.text("details-title")}</h2>
            </header>
            <Show when=move || is_there.get()>
                <div class="fields">
                    <Work room item />
                    <Facts room item />
                    <Person room item />
                    <Erase room item />
                </div>
            </Show>
        </section>
    }
}

/// Who has it, how urgent it is, when it comes back, its tags.
#[component]
fn Work(
    /// Everything shared.
    room: Room,
    /// The conversation.
    item: Memo<Option<InboxItem>>,
) -> impl IntoView {
    let texts = room.texts;
    let may_change = room.desk.with_untracked(|desk| desk.may_reply());
    let of_item = move |read: fn(&InboxItem) -> u8| item.with(|item| item.as_ref().map_or(3, read));
    let priority = Memo::new(move |_| of_item(|item| item.priority));
    let tags = Memo::new(move |_| {
        item.with(|item| item.as_ref().map(|item| item.tags.clone())).unwrap_or_default()
    });
    let until = move || {
        let until = item.with(|item| item.as_ref()?.snoozed_until)?;
        let until = texts.moment(until);
        Some(texts.say("status-snoozed-until", &[("until", Value::Text(&until))]))
    };
    let pick = move |text: String| {
        if let Ok(priority) = text.parse() {
            room.change(Change::Priority { priority });
        }
    };
    view! {
        <p class="hint" hidden=may_change>{texts.text("details-read-only")}</p>
        <div class="field">
            <StatusChoice room item may_change />
            <span class="hint">{until}</span>
            {may_change.then(|| view! {
                <Snooze room />
                <End room item />
            })}
        </div>
        <Assignee room item may_change />
        <label class="field">
            <span class="label">{texts.text("details-priority")}</span>
            <select
                disabled=!may_change
                prop:value=move || priority.get().to_string()
                on:change:target=move |event| pick(event.target().value())
            >
                {[5u8, 4, 3, 2, 1].map(|value| view! {
                    <option value=value.to_string() selected=move || priority.get() == value>
                        {texts.text(priority_name(value))}
                    </option>
                }).into_iter().collect::<Vec<_>>()}
            </select>
        </label>
        <div class="field">
            <span class="label">{texts.text("details-tags")}</span>
            <Tags room tags may_change />
        </div>
    }
}

/// Every status with its sub statuses.
#[component]
fn StatusChoice(
    /// Everything shared.
    room: Room,
    /// The conversation.
    item: Memo<Option<InboxItem>>,
    /// Whether the agent may change it.
    may_change: bool,
) -> impl IntoView {
    let texts = room.texts;
    let field = NodeRef::<html::Select>::new();
    let value = Memo::new(move |_| {
        item.with(|item| {
            let item = item.as_ref()?;
            let sub_status = item.sub_status.as_deref().unwrap_or_default();
            Some(format!("{}/{sub_status}", status_word(item.status)))
        })
    });
    let setup = Memo::new(move |_| room.desk.with(|desk| desk.setup.sub_statuses.clone()));
    // A refused choice leaves the field as it was chosen: it follows what is.
    Effect::new(move |_| {
        setup.with(|_| ());
        room.desk.with(|desk| desk.notice.is_some());
        let value = value.get().unwrap_or_default();
        if let Some(field) = field.get() {
            field.set_value(&value);
        }
    });
    let choose = move |chosen: String| {
        let Some((word, sub_status)) = chosen.split_once('/') else { return };
        let Some((status, _)) =
            STATUSES.into_iter().find(|(status, _)| status_word(*status) == word)
        else {
            return;
        };
        // Within snoozed, the conversation still wakes when it was to.
        let until = item.with_untracked(|item| {
            item.as_ref().filter(|item| item.status == status).and_then(|item| item.snoozed_until)
        });
        let sub_status = (!sub_status.is_empty()).then(|| sub_status.to_owned());
        room.change(Change::Status { status, until, sub_status });
    };
    let options = move || {
        setup.with(|_| ());
        STATUSES
            .map(|(status, name)| {
                let word = status_word(status);
                let locale = texts.locale();
                let subs = room.desk.with(|desk| {
                    let option = |sub: &SubStatus| {
                        let name =
                            in_locale(&sub.name, &locale, "en").unwrap_or(&sub.id).to_owned();
                        let title = in_locale(&sub.description, &locale, "en").map(str::to_owned);
                        let value = format!("{word}/{}", sub.id);
                        view! { <option value=value title=title>"\u{2003}" {name}</option> }
                    };
                    desk.sub_statuses(status).map(option).collect::<Vec<_>>()
                });
                view! {
                    <option value=format!("{word}/")>{texts.text(name)}</option>
                    {subs}
                }
            })
            .into_iter()
            .collect::<Vec<_>>()
    };
    view! {
        <label>
            <span class="label">{texts.text("details-status")}</span>
            <select
                id="status"
                node_ref=field
                disabled=!may_change
                on:change:target=move |event| choose(event.target().value())
            >
                {options}
            </select>
        </label>
    }
}

/// Every status with the message that names it.
const STATUSES: [(Status, &str); 3] = [
    (Status::Open, "status-open"),
    (Status::Snoozed, "status-snoozed"),
    (Status::Done, "status-done"),
];

/// Message that names a status.
pub(super) fn status_name(status: Status) -> &'static str {
    STATUSES.into_iter().find(|(known, _)| *known == status).map_or("status-open", |(_, name)| name)
}

fn status_word(status: Status) -> &'static str {
    match status {
        Status::Open => "open",
        Status::Snoozed => "snoozed",
        Status::Done => "done",
    }
}

/// Who has the conversation; taken, given and released here.
#[component]
fn Assignee(
    /// Everything shared.
    room: Room,
    /// The conversation.
    item: Memo<Option<InboxItem>>,
    /// Whether the agent may change it.
    may_change: bool,
) -> impl IntoView {
    let texts = room.texts;
    let me = room.desk.with_untracked(|desk| desk.me.agent.clone());
    let assignee = Memo::new(move |_| item.with(|item| item.as_ref()?.assignee.clone()));
    let is_mine = Memo::new(move |_| assignee.with(|id| id.as_ref() == Some(&me)));
    let agents = Memo::new(move |_| room.desk.with(|desk| desk.agents.clone()));
    let value = move || assignee.get().map(String::from).unwrap_or_default();
    let give = move |to: Option<AgentId>| {
        room.act(|desk, now| desk.assign(new_id(), to, now));
    };
    let field = NodeRef::<html::Select>::new();
    // A refused choice leaves the field as it was chosen: it follows what is.
    Effect::new(move |_| {
        agents.with(|_| ());
        room.desk.with(|desk| desk.notice.is_some());
        let value = value();
        if let Some(field) = field.get() {
            field.set_value(&value);
        }
    });
    view! {
        <div class="field">
            <label>
                <span class="label">{texts.text("details-assignee")}</span>
                <select
                    node_ref=field
                    disabled=!may_change
                    on:change:target=move |event| give(event.target().value().parse().ok())
                >
                    <option value="">{texts.text("details-nobody")}</option>
                    <For
                        each=move || agents.get()
                        key=|agent| (agent.id.clone(), agent.presence)
                        let:agent
                    >
                        <option value=agent.id.to_string()>{assignee_name(room, &agent)}</option>
                    </For>
                </select>
            </label>
            <button
                type="button"
                hidden=!may_change
                on:click=move |_| if is_mine.get_untracked() { give(None) } else { room.claim() }
            >
                {move || texts.text(if is_mine.get() { "details-release" } else { "details-claim" })}
            </button>
        </div>
    }
}

/// Name and presence; who is available needs no word.
fn assignee_name(room: Room, agent: &Colleague) -> String {
    match agent.presence {
        Presence::Available | Presence::Unknown => agent.name.clone(),
        presence => {
            let presence = room.texts.text(presence_name(presence));
            let values = [("name", Value::Text(&agent.name)), ("presence", Value::Text(&presence))];
            room.texts.say("assignee-presence", &values)
        }
    }
}

/// When the conversation comes back.
#[component]
fn Snooze(
    /// Everything shared.
    room: Room,
) -> impl IntoView {
    let texts = room.texts;
    let field = NodeRef::<html::Input>::new();
    let shut = move || {
        if let Some(menu) = element("snooze") {
            let _ = menu.remove_attribute("open");
        }
        focus("snooze-summary");
    };
    let to_preset = move |wanted: Preset| {
        let found =
            presets(now(), format::offset_ms).into_iter().find(|(preset, _)| *preset == wanted);
        room.snooze(found.map(|(_, at)| at));
        shut();
    };
    let to_moment = move |_| {
        let text = field.get_untracked().map(|field| field.value()).unwrap_or_default();
        if let Some(until) = format::parse_local(&text).filter(|until| *until > now()) {
            room.snooze(Some(until));
            shut();
        }
    };
    let choices = [
        (Preset::Hour, "snooze-hour"),
        (Preset::Later, "snooze-later"),
        (Preset::Tomorrow, "snooze-tomorrow"),
        (Preset::Monday, "snooze-monday"),
    ]
    .map(|(preset, message)| {
        let id = (preset == Preset::Hour).then_some("snooze-first");
        view! {
            <button type="button" id=id on:click=move |_| to_preset(preset)>
                {texts.text(message)}
            </button>
        }
    });
    view! {
        <details class="menu" id="snooze">
            <summary id="snooze-summary">{texts.text("action-snooze")}</summary>
            <div class="choices">
                {choices.into_iter().collect::<Vec<_>>()}
                <button
                    type="button"
                    on:click=move |_| {
                        room.snooze(None);
                        shut();
                    }
                >
                    {texts.text("snooze-open-ended")}
                </button>
                <label>
                    <span class="label">{texts.text("snooze-at")}</span>
                    <input type="datetime-local" node_ref=field />
                </label>
                <button type="button" on:click=to_moment>{texts.text("snooze-set")}</button>
            </div>
        </details>
    }
}

/// What does not change.
#[component]
fn Facts(
    /// Everything shared.
    room: Room,
    /// The conversation.
    item: Memo<Option<InboxItem>>,
) -> impl IntoView {
    let texts = room.texts;
    let facts = move || {
        let item = item.get()?;
        let locale = format::locale_name(&texts.locale(), &item.locale);
        let brand = room.desk.with(|desk| desk.brand_name(&item.brand).to_owned());
        let page = item.page.clone().map(|page| {
            view! {
                <div>
                    <dt>{texts.text("details-page")}</dt>
                    <dd>{page_view(page)}</dd>
                </div>
            }
        });
        let reference = item.reference.clone().map(|reference| {
            view! {
                <div>
                    <dt>{texts.text("details-reference")}</dt>
                    <dd><bdi>{reference}</bdi></dd>
                </div>
            }
        });
        let email = item.customer_email.clone().map(|email| {
            let proof = (!item.is_email_verified).then(|| {
                view! { <span class="unproved">{texts.text("details-email-unverified")}</span> }
            });
            view! {
                <div>
                    <dt>{texts.text("details-email")}</dt>
                    <dd>
                        <a href=format!("mailto:{email}")><bdi>{email.clone()}</bdi></a>
                        " "
                        {proof}
                    </dd>
                </div>
            }
        });
        Some(view! {
            <div>
                <dt>{texts.text("details-customer")}</dt>
                <dd><bdi>{texts.customer(&item)}</bdi></dd>
            </div>
            {email}
            {reference}
            {page}
            <div>
                <dt>{texts.text("details-locale")}</dt>
                <dd><bdi>{locale}</bdi></dd>
            </div>
            <div>
                <dt>{texts.text("details-brand")}</dt>
                <dd><bdi>{brand}</bdi></dd>
            </div>
            <div>
                <dt>{texts.text("details-since")}</dt>
                <dd>{texts.moment(item.created_at)}</dd>
            </div>
        })
    };
    view! {
        <dl class="facts">
            <WhereaboutsFact room item />
            {facts}
        </dl>
    }
}

/// Only addresses of the web become links: a visitor's browser said this one.
fn page_view(page: String) -> AnyView {
    if !page.starts_with("https://") && !page.starts_with("http://") {
        return page.into_any();
    }
    let text = page.clone();
    view! { <a href=page target="_blank" rel="noopener noreferrer nofollow">{text}</a> }.into_any()
}

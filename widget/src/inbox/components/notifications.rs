//! What the agent wants to be told of, where and when: a table of choices,
//! each kept as soon as it is made.

use kb_protocol::notification::{
    AGENT_EVENTS, AgentEvent, NOTIFICATION_CHANNELS, NotificationChannel, NotificationSettings,
    WHENS, When,
};
use leptos::prelude::*;

use crate::inbox::room::{Room, focus, invoke};
use crate::inbox::state::Said;
use crate::messages::Value;

/// Opened by the account's menu and by links in letters; the browser keeps the
/// focus inside and closes it with Esc.
#[component]
pub(crate) fn NotificationsDialog(
    /// Everything shared.
    room: Room,
) -> impl IntoView {
    let texts = room.texts;
    let settings = Memo::new(move |_| room.desk.with(|desk| desk.notifications.settings()));
    // What the table is made of; the choices in it follow by themselves.
    let offered = Memo::new(move |_| {
        room.desk.with(|desk| {
            let known = desk.notifications.known()?;
            let mut schedules = known.schedules.clone();
            let kept = known.settings.quiet_hours.clone();
            // One that is there no longer stays until another one is chosen.
            schedules.extend(kept.filter(|kept| !known.schedules.contains(kept)));
            Some((known.has_email, schedules))
        })
    });
    let said = Memo::new(move |_| room.desk.with(|desk| desk.notifications.said()));
    let body = move || match offered.get() {
        None => view! { <p>{texts.text("loading")}</p> }.into_any(),
        Some((has_email, schedules)) => view! {
            <Matrix room settings has_email />
            <QuietHours room settings schedules />
        }
        .into_any(),
    };
    view! {
        <dialog
            id="notifications"
            class="notifications"
            aria-labelledby="notifications-title"
            on:close=move |_| focus("account")
        >
            <h2 id="notifications-title">{texts.text("notifications-title")}</h2>
            <p class="hint">{texts.text("notifications-hint")}</p>
            {body}
            <p class="said" role="status">
                {move || match said.get() {
                    Said::Nothing => None,
                    Said::Saved => Some(texts.text("notifications-saved")),
                    Said::Failed => Some(texts.text("notifications-failed")),
                }}
            </p>
            <div class="buttons">
                <button type="button" on:click=move |_| invoke("notifications", "close")>
                    {texts.text("notifications-close")}
                </button>
            </div>
        </dialog>
    }
}

/// Changes something and has it kept.
fn choose(room: Room, change: impl FnOnce(&mut NotificationSettings)) {
    room.act(|desk, _| desk.choose_notifications(change));
}

/// A row for each event, a column for each channel. Roles are said although
/// they are those of the elements: browsers forget them where a table is shown
/// as anything else.
#[component]
fn Matrix(
    /// Everything shared.
    room: Room,
    /// What is chosen.
    settings: Memo<NotificationSettings>,
    /// Whether letters are sent.
    has_email: bool,
) -> impl IntoView {
    let texts = room.texts;
    let channels: Vec<NotificationChannel> = NOTIFICATION_CHANNELS
        .into_iter()
        .filter(|channel| has_email || *channel != NotificationChannel::Email)
        .collect();
    let heads: Vec<_> = channels
        .iter()
        .map(|channel| {
            let name = texts.text(channel_name(*channel));
            view! { <th scope="col" role="columnheader">{name}</th> }
        })
        .collect();
    let rows: Vec<_> = AGENT_EVENTS
        .into_iter()
        .map(|event| {
            let cells: Vec<_> = channels
                .iter()
                .map(|&channel| view! { <Cell room settings event channel /> })
                .collect();
            view! {
                <tr role="row">
                    <th scope="row" role="rowheader">{texts.text(event_name(event))}</th>
                    {cells}
                </tr>
            }
        })
        .collect();
    view! {
        <table role="table" aria-labelledby="notifications-title">
            <thead role="rowgroup">
                <tr role="row">
                    <td role="cell"></td>
                    {heads}
                </tr>
            </thead>
            <tbody role="rowgroup">{rows}</tbody>
        </table>
        <p class="hint">{texts.text("notifications-away")}</p>
        {(!has_email).then(|| view! { <p class="hint">{texts.text("notifications-no-email")}</p> })}
    }
}

/// One choice.
#[component]
fn Cell(
    /// Everything shared.
    room: Room,
    /// What is chosen.
    settings: Memo<NotificationSettings>,
    /// The row.
    event: AgentEvent,
    /// The column.
    channel: NotificationChannel,
) -> impl IntoView {
    let texts = room.texts;
    let chosen = Memo::new(move |_| settings.with(|settings| settings.when(event, channel)));
    let (row, column) = (texts.text(event_name(event)), texts.text(channel_name(channel)));
    let values = [("event", Value::Text(&row)), ("channel", Value::Text(&column))];
    let label = texts.say("notifications-cell", &values);
    let pick = move |value: String| {
        let found = WHENS.into_iter().find(|when| when_name(*when) == value);
        if let Some(when) = found {
            choose(room, |settings| settings.set(event, channel, when));
        }
    };
    let options: Vec<_> = WHENS
        .into_iter()
        .map(|when| {
            view! {
                <option value=when_name(when) selected=move || chosen.get() == when>
                    {texts.text(when_name(when))}
                </option>
            }
        })
        .collect();
    view! {
        <td role="cell">
            // Where the heads are not on the screen.
            <span class="column" aria-hidden="true">{column}</span>
            <select
                aria-label=label
                prop:value=move || when_name(chosen.get()).to_owned()
                on:change:target=move |event| pick(event.target().value())
            >
                {options}
            </select>
        </td>
    }
}

/// While which schedule is closed nothing is sent and nothing pops up.
#[component]
fn QuietHours(
    /// Everything shared.
    room: Room,
    /// What is chosen.
    settings: Memo<NotificationSettings>,
    /// Names of those that can be chosen.
    schedules: Vec<String>,
) -> impl IntoView {
    let texts = room.texts;
    let chosen = Memo::new(move |_| {
        settings.with(|settings| settings.quiet_hours.clone()).unwrap_or_default()
    });
    if schedules.is_empty() {
        return view! { <p class="hint">{texts.text("notifications-no-schedule")}</p> }.into_any();
    }
    let pick = move |name: String| {
        let quiet_hours = Some(name).filter(|name| !name.is_empty());
        choose(room, |settings| settings.quiet_hours = quiet_hours);
    };
    let options: Vec<_> = schedules
        .into_iter()
        .map(|name| {
            let value = name.clone();
            let is_chosen = {
                let name = name.clone();
                move || chosen.with(|chosen| *chosen == name)
            };
            view! { <option value=value selected=is_chosen>{name}</option> }
        })
        .collect();
    view! {
        <label class="field">
            <span class="label">{texts.text("notifications-quiet")}</span>
            <select
                prop:value=move || chosen.get()
                on:change:target=move |event| pick(event.target().value())
            >
                <option value="" selected=move || chosen.with(String::is_empty)>
                    {texts.text("notifications-quiet-none")}
                </option>
                {options}
            </select>
        </label>
    }
    .into_any()
}

/// Message that names an event.
fn event_name(event: AgentEvent) -> &'static str {
    match event {
        AgentEvent::Unassigned => "notifications-unassigned",
        AgentEvent::Message => "notifications-message",
        AgentEvent::Missed => "notifications-missed",
        AgentEvent::Assigned => "notifications-assigned",
    }
}

/// Message that names a channel.
fn channel_name(channel: NotificationChannel) -> &'static str {
    match channel {
        NotificationChannel::Inbox => "notifications-inbox",
        NotificationChannel::Browser => "notifications-browser",
        NotificationChannel::Email => "notifications-email",
    }
}

/// Message that names a choice.
fn when_name(when: When) -> &'static str {
    match when {
        When::Always => "notifications-when-always",
        When::Away => "notifications-when-away",
        When::Never => "notifications-when-never",
    }
}

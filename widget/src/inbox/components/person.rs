//! What the brand's site and pages say of who writes.

use std::collections::BTreeMap;

use kb_protocol::api::AttributeValue;
use kb_protocol::attribute::{AttributeKind, kind_of};
use kb_protocol::inbox::{CustomerDetail, InboxItem, OtherConversation};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::block::Block;
use super::details::status_name;
use super::merge::Merge;
use crate::inbox::room::{Room, focus};
use crate::inbox::{format, http};

/// Identity and attributes, read when a conversation is opened and whenever
/// something new is said; nothing where nothing is known.
#[component]
pub(crate) fn Person(
    /// Everything shared.
    room: Room,
    /// The conversation.
    item: Memo<Option<InboxItem>>,
) -> impl IntoView {
    let detail = RwSignal::new(CustomerDetail::default());
    let wanted = Memo::new(move |_| {
        // After a merge the conversation is somebody else's.
        let ids = |item: &InboxItem| (item.id.clone(), item.customer.clone());
        let ids = item.with(|item| item.as_ref().map(ids));
        (ids, room.desk.with(|desk| desk.described))
    });
    Effect::new(move |before: Option<_>| {
        let present = wanted.get();
        let id = present.0.clone().map(|(id, _)| id);
        if before.as_ref() != Some(&id) {
            detail.set(CustomerDetail::default());
        }
        if let Some(asked) = id.clone() {
            spawn_local(async move {
                let path = format!("/inbox/v1/conversations/{asked}/customer");
                // Without an answer there is nothing to show.
                let Ok(found) = http::get::<CustomerDetail>(&path).await else { return };
                // Another conversation may be open by now, or a newer answer be on its way.
                if wanted.try_get_untracked().as_ref() == Some(&present) {
                    let locale = item.with_untracked(|item| {
                        item.as_ref().map(|item| item.locale.clone()).unwrap_or_default()
                    });
                    let custom = custom(room, &found, &locale);
                    room.desk.update(|desk| desk.custom = Some((asked, custom)));
                    detail.set(found);
                }
            });
        }
        id
    });
    let facts = move || rows(room, &detail.get()).into_iter().map(fact).collect::<Vec<_>>();
    let others = Memo::new(move |_| detail.with(|detail| detail.others.clone()));
    let blocked_at = Memo::new(move |_| detail.with(|detail| detail.blocked_at));
    let merges = Memo::new(move |_| detail.with(|detail| detail.merges.clone()));
    view! {
        <dl class="facts">{facts}</dl>
        <Block room item blocked_at />
        <Merge room item merges />
        <Others room others />
    }
}

/// The customer's other conversations; nothing without any.
#[component]
fn Others(
    /// Everything shared.
    room: Room,
    /// As they were read.
    others: Memo<Vec<OtherConversation>>,
) -> impl IntoView {
    let texts = room.texts;
    let open = move |id| {
        room.open(id);
        // Once it is on the screen: the button that had the focus is gone.
        spawn_local(async { focus("conversation-title") });
    };
    let row = move |other: OtherConversation| {
        let id = other.id.clone();
        // What has happened since is known of those in the lists.
        let present = other.id.clone();
        let status = move || {
            let known = room.desk.with(|desk| desk.lists.item(&present).map(|item| item.status));
            texts.text(status_name(known.unwrap_or(other.status)))
        };
        view! {
            <li>
                <button type="button" class="quiet" on:click=move |_| open(id.clone())>
                    <bdi class="preview">{other.preview}</bdi>
                    <small>
                        {status}
                        " · "
                        <time>{texts.day(other.updated_at)}</time>
                    </small>
                </button>
            </li>
        }
    };
    let rows = move || others.get().into_iter().map(row).collect::<Vec<_>>();
    view! {
        <section class="others" hidden=move || others.with(Vec::is_empty)>
            <h3>{texts.text("details-others")}</h3>
            <ul>{rows}</ul>
        </section>
    }
}

/// The attributes as shortcuts name them, written as people of a locale do.
fn custom(room: Room, detail: &CustomerDetail, locale: &str) -> Vec<(String, String)> {
    let of = |whose: &str, values: &BTreeMap<String, AttributeValue>| -> Vec<_> {
        let written = |(name, value): (&String, &AttributeValue)| {
            let value = match value {
                AttributeValue::Bool(true) => room.texts.text("details-yes"),
                AttributeValue::Bool(false) => room.texts.text("details-no"),
                AttributeValue::Number(number) => format::number(locale, *number),
                AttributeValue::Text(text) if kind_of(name) == Some(AttributeKind::At) => {
                    format::day(locale, text).unwrap_or_else(|| text.clone())
                }
                AttributeValue::Text(text) => text.clone(),
            };
            (format!("{whose}.custom.{name}"), value)
        };
        values.iter().map(written).collect()
    };
    [of("customer", &detail.attributes), of("conversation", &detail.conversation_attributes)]
        .concat()
}

/// A name, its values and what is to be known of them.
type Fact = (String, Vec<String>, Option<String>);

fn rows(room: Room, detail: &CustomerDetail) -> Vec<Fact> {
    let texts = room.texts;
    let unverified = || Some(texts.text("details-email-unverified"));
    let mut rows: Vec<Fact> = Vec::new();
    if let Some(id) = &detail.external_id {
        rows.push((texts.text("details-external-id"), vec![id.clone()], None));
    }
    let socials: Vec<String> = detail
        .shared_socials
        .iter()
        .map(|social| format!("{}: {}", social.service, social.username))
        .collect();
    for (message, values) in [
        ("details-shared-emails", detail.shared_emails.clone()),
        ("details-shared-phones", detail.shared_phones.clone()),
        ("details-shared-socials", socials),
    ] {
        if !values.is_empty() {
            rows.push((texts.text(message), values, unverified()));
        }
    }
    for (name, value) in detail.attributes.iter().chain(&detail.conversation_attributes) {
        let value = match value {
            AttributeValue::Bool(true) => texts.text("details-yes"),
            AttributeValue::Bool(false) => texts.text("details-no"),
            AttributeValue::Number(number) => number.to_string(),
            AttributeValue::Text(text) => text.clone(),
        };
        rows.push((name.clone(), vec![value], None));
    }
    rows
}

fn fact((name, values, note): Fact) -> impl IntoView {
    let values = values
        .into_iter()
        .map(|value| {
            view! {
                <dd>
                    <bdi>{value}</bdi>
                    {note.clone().map(|note| view! { " " <small>{note}</small> })}
                </dd>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <div>
            <dt>
                <bdi>{name}</bdi>
            </dt>
            {values}
        </div>
    }
}

//! One transaction of a form hook, whole.

use kb_protocol::hook::{HookFile, Transaction};
use kb_protocol::id::TransactionId;
use leptos::prelude::*;

use crate::inbox::format;
use crate::inbox::room::{Room, Texts, invoke};
use crate::inbox::state::{Data, Received, Replay};
use crate::messages::Value;

/// When it came and how it begins; opened, all of it.
#[component]
pub(super) fn TransactionView(
    /// Everything shared.
    room: Room,
    /// What the hook has received.
    received: RwSignal<Received>,
    /// Which one.
    id: TransactionId,
) -> impl IntoView {
    let texts = room.texts;
    let item = received.with_untracked(|received| received.item(&id).cloned());
    let Some(item) = item else { return ().into_any() };
    let replays = {
        let id = id.clone();
        Memo::new(move |_| {
            received.with(|received| received.item(&id).map_or(0, |item| item.replays))
        })
    };
    let marks = move || {
        let count = replays.get() as usize;
        (count > 0).then(|| {
            view! { <span class="mark">{texts.count("replay-count", count)}</span> }
        })
    };
    let files = item.files.len();
    let files = (files > 0)
        .then(|| view! { <span class="mark">{texts.count("reports-files", files)}</span> });
    let preview = match item.data.preview() {
        text if text.is_empty() => texts.text("reports-data-empty"),
        text => text,
    };
    view! {
        <li>
            <details>
                <summary>
                    <time>{texts.moment(item.received_at)}</time>
                    <span class="preview"><bdi>{preview}</bdi></span>
                    {files}
                    {marks}
                </summary>
                <div class="whole-transaction">
                    <h4>{texts.text("reports-data")}</h4>
                    {data_view(texts, &item.data)}
                    {files_view(texts, &item)}
                    <h4>{texts.text("reports-meta")}</h4>
                    {meta_view(texts, &item)}
                    <ReplayButton texts received id />
                </div>
            </details>
        </li>
    }
    .into_any()
}

/// Lets it happen once more, after a question, and says what became of that.
#[component]
fn ReplayButton(
    /// The texts.
    texts: Texts,
    /// What the hook has received.
    received: RwSignal<Received>,
    /// Which one.
    id: TransactionId,
) -> impl IntoView {
    let wanted = id.clone();
    let ask = move |_| {
        received.update(|received| received.want_replay(wanted.clone()));
        if received.with_untracked(|received| matches!(received.replay, Replay::Asked(_))) {
            invoke("replay", "showModal");
        }
    };
    let said = Memo::new(move |_| {
        received.with(|received| match &received.replay {
            replay if replay.of() != Some(&id) => None,
            Replay::Sending(_) => Some(texts.text("replay-sending")),
            Replay::Done(_) => {
                let name = received.item(&id).map(|item| item.name.clone()).unwrap_or_default();
                Some(texts.say("replay-done", &[("name", Value::Text(&name))]))
            }
            Replay::Failed(..) => Some(texts.text("replay-failed")),
            Replay::None | Replay::Asked(_) => None,
        })
    });
    view! {
        <div class="replay">
            <button type="button" on:click=ask>{texts.text("replay-open")}</button>
            <p role="status">{said}</p>
        </div>
    }
}

/// A value in the order in which it was written.
fn data_view(texts: Texts, data: &Data) -> AnyView {
    match data {
        Data::Empty => {
            view! { <span class="hint">{texts.text("reports-data-empty")}</span> }.into_any()
        }
        Data::Bool(true) => texts.text("details-yes").into_any(),
        Data::Bool(false) => texts.text("details-no").into_any(),
        Data::Text(text) if text.is_empty() => data_view(texts, &Data::Empty),
        Data::Text(text) => {
            view! { <span class="text" dir="auto">{text.clone()}</span> }.into_any()
        }
        Data::List(items) if items.is_empty() => data_view(texts, &Data::Empty),
        Data::List(items) => {
            let item = |item| view! { <li>{data_view(texts, item)}</li> };
            view! { <ul class="data-list">{items.iter().map(item).collect::<Vec<_>>()}</ul> }
                .into_any()
        }
        Data::Fields(fields) if fields.is_empty() => data_view(texts, &Data::Empty),
        Data::Fields(fields) => {
            let field = |(name, value): &(String, Data)| {
                view! {
                    <div>
                        <dt><bdi>{name.clone()}</bdi></dt>
                        <dd>{data_view(texts, value)}</dd>
                    </div>
                }
            };
            view! { <dl class="data">{fields.iter().map(field).collect::<Vec<_>>()}</dl> }
                .into_any()
        }
    }
}

fn files_view(texts: Texts, item: &Transaction<Data>) -> Option<AnyView> {
    if item.files.is_empty() {
        return None;
    }
    let file = |HookFile { field, file }: &HookFile| {
        let address = format!("/inbox/v1/admin/transactions/{}/files/{}", item.id, file.id);
        let size = format::size(&texts.locale(), file.size);
        view! {
            <li>
                <a href=address download=true><bdi>{file.name.clone()}</bdi></a>
                <span class="hint"><bdi>{field.clone()}</bdi> " · " {size}</span>
            </li>
        }
    };
    let files: Vec<_> = item.files.iter().map(file).collect();
    Some(
        view! {
            <h4>{texts.count("reports-files", files.len())}</h4>
            <ul class="data-list">{files}</ul>
        }
        .into_any(),
    )
}

fn meta_view(texts: Texts, item: &Transaction<Data>) -> AnyView {
    let meta = &item.meta;
    let facts = [
        ("reports-meta-type", Some(item.content_type.clone())),
        ("details-page", meta.page.clone()),
        ("reports-meta-languages", meta.languages.clone()),
        ("reports-meta-agent", meta.agent.clone()),
        ("reports-meta-sender", Some(meta.ip_hash.clone())),
        ("reports-meta-event", Some(item.name.clone())),
        ("reports-meta-id", Some(item.id.to_string())),
    ];
    let fact = |(name, value): (&str, Option<String>)| {
        let value = value.filter(|value| !value.is_empty())?;
        Some(view! { <div><dt>{texts.text(name)}</dt><dd><bdi>{value}</bdi></dd></div> })
    };
    view! { <dl class="data meta">{facts.into_iter().filter_map(fact).collect::<Vec<_>>()}</dl> }
        .into_any()
}

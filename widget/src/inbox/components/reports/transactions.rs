//! What a form hook has received, and the question before a replay.

use kb_protocol::chat::Code;
use kb_protocol::hook::TransactionPage;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::page_title;
use super::tiles::nothing;
use super::transaction::TransactionView;
use crate::inbox::http;
use crate::inbox::room::{Room, invoke};
use crate::inbox::state::{Data, Load, Page, Place, Range, Received};
use crate::messages::Value;

/// The latest first, page by page.
#[component]
pub(super) fn Transactions(
    /// Everything shared.
    room: Room,
    /// The hook.
    name: String,
) -> impl IntoView {
    let texts = room.texts;
    let received = RwSignal::new(Received::default());
    let title = page_title(texts, &Page::Hook(name.clone()));
    let hook = StoredValue::new(String::from(js_sys::encode_uri_component(&name)));
    let read = move || {
        let Some(cursor) = received.try_update(Received::ask) else { return };
        let mut path = format!("/inbox/v1/admin/transactions?hook={}", hook.get_value());
        if let Some(cursor) = cursor {
            path.push_str("&cursor=");
            path.push_str(&cursor);
        }
        spawn_local(async move {
            let answer = http::get::<TransactionPage<Data>>(&path).await;
            if let Err(Code::SessionExpired) = answer {
                return room.signed_out(Code::SessionExpired);
            }
            received.try_update(|received| received.take(answer));
        });
    };
    read();
    let load = Memo::new(move |_| received.with(|received| received.load));
    let ids = Memo::new(move |_| {
        received
            .with(|received| received.items.iter().map(|item| item.id.clone()).collect::<Vec<_>>())
    });
    let said = move || match load.get() {
        Load::Loading => Some("reports-loading"),
        Load::Ready => None,
        Load::Failed(_) => Some("reports-failed"),
    };
    let is_empty = move || load.get() == Load::Ready && ids.with(Vec::is_empty);
    let has_more = Memo::new(move |_| {
        received.with(|received| received.load == Load::Ready && received.has_more())
    });
    let all = Place { page: Page::Hooks, range: Range::default() };
    view! {
        <header class="report-head">
            <a class="to-hooks" href=all.address()>
                <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M15 5l-7 7 7 7" /></svg>
                {texts.text("reports-hooks")}
            </a>
            <h3><bdi>{title}</bdi></h3>
        </header>
        <ol class="transactions">
            <For each=move || ids.get() key=Clone::clone let:id>
                <TransactionView room received id />
            </For>
        </ol>
        {move || is_empty().then(|| nothing(texts, "reports-hook-empty"))}
        <p class="said" role="status">{move || said().map(|id| texts.text(id))}</p>
        <button
            type="button"
            class="again"
            hidden=move || !matches!(load.get(), Load::Failed(_))
            on:click=move |_| read()
        >
            {texts.text("conversation-retry")}
        </button>
        <button type="button" class="again" hidden=move || !has_more.get() on:click=move |_| read()>
            {texts.text("list-more")}
        </button>
        <Question room received />
    }
}

/// Says what a replay does before it is done.
#[component]
fn Question(
    /// Everything shared.
    room: Room,
    /// What the hook has received.
    received: RwSignal<Received>,
) -> impl IntoView {
    let texts = room.texts;
    let text = Memo::new(move |_| {
        received.with(|received| {
            let item = received.item(received.replay.of()?)?;
            let at = texts.moment(item.received_at);
            let values = [("name", Value::Text(&item.name)), ("at", Value::Text(&at))];
            Some(texts.say("replay-question", &values))
        })
    });
    let confirm = move |_| {
        let id = received.try_update(Received::confirm).flatten();
        invoke("replay", "close");
        let Some(id) = id else { return };
        spawn_local(async move {
            let path = format!("/inbox/v1/admin/transactions/{id}/replay");
            let answer = http::demand(&path).await;
            if let Err(Code::SessionExpired) = answer {
                return room.signed_out(Code::SessionExpired);
            }
            received.try_update(|received| received.replayed(id, answer));
        });
    };
    view! {
        <dialog
            id="replay"
            aria-labelledby="replay-title"
            aria-describedby="replay-text"
            on:close=move |_| received.update(Received::cancel)
        >
            <h2 id="replay-title">{texts.text("replay-title")}</h2>
            <p id="replay-text">{text}</p>
            <div class="buttons">
                <button type="button" on:click=move |_| invoke("replay", "close")>
                    {texts.text("replay-cancel")}
                </button>
                <button type="button" class="primary" on:click=confirm>
                    {texts.text("replay-confirm")}
                </button>
            </div>
        </dialog>
    }
}

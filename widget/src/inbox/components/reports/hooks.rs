//! The form hooks.

use kb_protocol::chat::Code;
use kb_protocol::hook::HookInfo;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::tiles::nothing;
use super::{page_title, subject};
use crate::inbox::http;
use crate::inbox::room::Room;
use crate::inbox::state::{Load, Page, Place, Range, Reading};

/// Every hook with its address, and the way to what it has received.
#[component]
pub(super) fn Hooks(
    /// Everything shared.
    room: Room,
) -> impl IntoView {
    let texts = room.texts;
    let hooks = RwSignal::new(Reading::<Vec<HookInfo>>::default());
    let read = move || {
        let Some(number) = hooks.try_update(Reading::ask) else { return };
        spawn_local(async move {
            let answer = http::get("/inbox/v1/admin/hooks").await;
            if let Err(Code::SessionExpired) = answer {
                return room.signed_out(Code::SessionExpired);
            }
            hooks.try_update(|hooks| hooks.take(number, answer));
        });
    };
    read();
    let load = Memo::new(move |_| hooks.with(|hooks| hooks.load));
    let said = move || match load.get() {
        Load::Loading => Some("reports-loading"),
        Load::Ready => None,
        Load::Failed(_) => Some("reports-failed"),
    };
    let names = subject::names(room);
    let list = move || {
        names.with(|_| ());
        hooks.with(|hooks| {
            let found = hooks.value.as_ref()?;
            if found.is_empty() {
                return Some(nothing(texts, "reports-hooks-empty"));
            }
            let cards: Vec<_> = found.iter().map(|hook| card(room, hook)).collect();
            Some(view! { <ul class="hooks">{cards}</ul> }.into_any())
        })
    };
    view! {
        <header class="report-head">
            <h3>{page_title(texts, &Page::Hooks)}</h3>
            <p class="hint">{texts.text("reports-hooks-about")}</p>
        </header>
        <p class="said" role="status">{move || said().map(|id| texts.text(id))}</p>
        <button
            type="button"
            class="again"
            hidden=move || !matches!(load.get(), Load::Failed(_))
            on:click=move |_| read()
        >
            {texts.text("conversation-retry")}
        </button>
        {list}
    }
}

fn card(room: Room, hook: &HookInfo) -> impl IntoView + use<> {
    let texts = room.texts;
    let place = Place { page: Page::Hook(hook.name.clone()), range: Range::default() };
    let state = if hook.is_enabled { "reports-hook-on" } else { "reports-hook-off" };
    let last = match hook.received_at {
        Some(at) => texts.moment(at),
        None => texts.text("reports-hook-never"),
    };
    let brand = room.desk.with_untracked(|desk| desk.brand_name(&hook.brand).to_owned());
    let address = format!("{}{}", location().origin().unwrap_or_default(), hook.path);
    view! {
        <li>
            <h4><a href=place.address()><bdi>{hook.name.clone()}</bdi></a></h4>
            <span class="mark" class:is-on=hook.is_enabled>{texts.text(state)}</span>
            <code>{address}</code>
            <dl class="facts">
                <div><dt>{texts.text("details-brand")}</dt><dd><bdi>{brand}</bdi></dd></div>
                <div><dt>{texts.text("reports-received")}</dt><dd>{texts.amount(hook.received)}</dd></div>
                <div><dt>{texts.text("reports-received-last")}</dt><dd>{last}</dd></div>
            </dl>
        </li>
    }
}

//! A report of figures: its head with time and files, and its state.

use kb_protocol::chat::Code;
use kb_protocol::record::RecordCounts;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::{Ranges, articles, deflection, invitations, page_title, searches, subject};
use crate::dom::now;
use crate::inbox::http;
use crate::inbox::room::Room;
use crate::inbox::state::{Figures, Load, Page, Place, Reading};

/// Reads what is counted and shows the part that is chosen.
#[component]
pub(super) fn Counted(
    /// Everything shared.
    room: Room,
    /// What is chosen.
    place: Memo<Place>,
) -> impl IntoView {
    let texts = room.texts;
    let page = Memo::new(move |_| place.with(|place| place.page.clone()));
    let range = Memo::new(move |_| place.with(|place| place.range));
    let since = Memo::new(move |_| range.get().since(now()));
    let counts = RwSignal::new(Reading::<RecordCounts>::default());
    let read = move || {
        let Some(number) = counts.try_update(Reading::ask) else { return };
        let path = format!("/inbox/v1/admin/counts?since={}", since.get_untracked().0);
        spawn_local(async move {
            let answer = http::get(&path).await;
            if let Err(Code::SessionExpired) = answer {
                return room.signed_out(Code::SessionExpired);
            }
            counts.try_update(|counts| counts.take(number, answer));
        });
    };
    Effect::new(move |_| {
        since.with(|_| ());
        // Later: what an effect changes while it runs, it does not notice.
        spawn_local(async move { read() });
    });
    want_titles(room);
    let names = subject::names(room);
    let load = Memo::new(move |_| counts.with(|counts| counts.load));
    let said = move || match load.get() {
        Load::Loading => Some("reports-loading"),
        Load::Ready => None,
        Load::Failed(Code::NotAllowed) => Some("notice-not-allowed"),
        Load::Failed(_) => Some("reports-failed"),
    };
    let figures = move || {
        // Read, not tracked: a memo that nobody has read yet tells of no change.
        names.with(|_| ());
        counts.with(|counts| {
            let figures = Figures(counts.value.as_ref()?);
            Some(match page.get() {
                Page::Deflection => deflection::report(room, figures),
                Page::Searches => searches::report(room, figures),
                Page::Invitations => invitations::report(room, figures),
                Page::Articles | Page::Hooks | Page::Hook(_) => articles::report(room, figures),
            })
        })
    };
    view! {
        <header class="report-head">
            <h3>{move || page_title(texts, &page.get())}</h3>
            <p class="hint">{move || texts.text(about(&page.get()))}</p>
            <Ranges texts place />
            <p class="downloads">
                <span class="hint">{texts.text("reports-download")}</span>
                {["csv", "json"].map(|format| {
                    let name = format.to_uppercase();
                    view! {
                        <a
                            class="download"
                            download=true
                            href=move || {
                                let (kind, since) = (kind(&page.get()), since.get().0);
                                format!(
                                    "/inbox/v1/admin/records?kind={kind}&format={format}&since={since}"
                                )
                            }
                        >
                            {name}
                        </a>
                    }
                })}
            </p>
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
        <div class="figures" aria-busy=move || (load.get() == Load::Loading).to_string()>
            {figures}
        </div>
    }
}

/// Articles are named by their titles once these are here.
fn want_titles(room: Room) {
    let brands = Memo::new(move |_| room.desk.with(|desk| desk.setup.brands.len()));
    Effect::new(move |_| {
        brands.with(|_| ());
        let locale = room.texts.locale();
        spawn_local(async move { room.act(|desk, _| desk.want_titles(&locale)) });
    });
}

/// What a report is about.
fn about(page: &Page) -> &'static str {
    match page {
        Page::Deflection => "reports-deflection-about",
        Page::Searches => "reports-searches-about",
        Page::Invitations => "reports-invitations-about",
        Page::Articles | Page::Hooks | Page::Hook(_) => "reports-articles-about",
    }
}

/// The kind of its raw records.
fn kind(page: &Page) -> &'static str {
    match page {
        Page::Deflection => "deflection",
        Page::Searches => "search",
        Page::Invitations => "invitation",
        Page::Articles | Page::Hooks | Page::Hook(_) => "vote",
    }
}

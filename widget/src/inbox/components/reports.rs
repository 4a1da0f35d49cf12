//! The reports, in place of the conversations: frame, choice of report and
//! time.

mod articles;
mod counted;
mod deflection;
mod hooks;
mod invitations;
mod searches;
mod subject;
mod table;
mod tiles;
mod transaction;
mod transactions;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use self::counted::Counted;
use self::hooks::Hooks;
use self::transactions::Transactions;
use crate::inbox::room::{Room, Texts, focus};
use crate::inbox::state::{Page, Place, RANGES, Range};
use crate::messages::Value;

/// The report that the address names; nothing if it names none.
#[component]
pub(crate) fn Reports(
    /// Everything shared.
    room: Room,
) -> impl IntoView {
    let is_shown = Memo::new(move |_| room.place.with(Option::is_some));
    Effect::new(move |was_shown: Option<bool>| {
        let is_shown = is_shown.get();
        let has_left = was_shown == Some(true) && !is_shown;
        // Once it is on the screen, or gone from it.
        spawn_local(async move {
            let focused = document().active_element();
            if is_shown {
                focus("reports-title");
            } else if has_left && focused.is_none_or(|element| element.tag_name() == "BODY") {
                // Unless something else was meant.
                focus("account");
            }
        });
        is_shown
    });
    move || is_shown.get().then(|| view! { <Frame room /> })
}

/// Head, choice of reports, and the one that is chosen.
#[component]
fn Frame(
    /// Everything shared.
    room: Room,
) -> impl IntoView {
    let texts = room.texts;
    let place = Memo::new(move |before: Option<&Place>| {
        // While it is left it stays as it was.
        room.place
            .get()
            .or_else(|| before.cloned())
            .unwrap_or(Place { page: Page::Articles, range: Range::default() })
    });
    // One for all reports of figures: these are read together.
    let hooks = Memo::new(move |_| {
        place.with(|place| (!place.page.has_range()).then(|| place.page.clone()))
    });
    let body = move || match hooks.get() {
        None => view! { <Counted room place /> }.into_any(),
        Some(Page::Hook(name)) => view! { <Transactions room name /> }.into_any(),
        Some(_) => view! { <Hooks room /> }.into_any(),
    };
    view! {
        <section class="reports" aria-labelledby="reports-title">
            <header class="bar">
                <a class="to-inbox" href="#">
                    <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M15 5l-7 7 7 7" /></svg>
                    {texts.text("inbox-title")}
                </a>
                <h2 id="reports-title" tabindex="-1">{texts.text("reports-title")}</h2>
            </header>
            <Choice room place />
            <div class="report">{body}</div>
        </section>
    }
}

/// The reports that the agent may see.
#[component]
fn Choice(
    /// Everything shared.
    room: Room,
    /// The one on the screen.
    place: Memo<Place>,
) -> impl IntoView {
    let pages = [Page::Articles, Page::Deflection, Page::Searches, Page::Invitations, Page::Hooks];
    let me = room.desk.with_untracked(|desk| desk.me.clone());
    let links = pages.into_iter().filter(|page| page.is_for(&me)).map(|page| {
        let title = page_title(room.texts, &page);
        let target = page.clone();
        let is_here = move || {
            place.with(|place| match &place.page {
                Page::Hook(_) => page == Page::Hooks,
                here => *here == page,
            })
        };
        view! {
            <a
                href=move || place.with(|place| place.at(target.clone()).address())
                aria-current=move || is_here().then_some("page")
            >
                {title}
            </a>
        }
    });
    // Where not all of them fit.
    Effect::new(move |_| {
        place.with(|_| ());
        spawn_local(async {
            if let Ok(Some(here)) = document().query_selector(".choice [aria-current]") {
                here.scroll_into_view_with_bool(false);
            }
        });
    });
    view! {
        <nav class="choice" aria-label=room.texts.text("reports-title")>
            {links.collect::<Vec<_>>()}
        </nav>
    }
}

/// How far back is counted.
#[component]
fn Ranges(
    /// The texts.
    texts: Texts,
    /// The report on the screen.
    place: Memo<Place>,
) -> impl IntoView {
    let links = RANGES.map(|range| {
        let name = match range.days() {
            Some(days) => texts.count("reports-days", days as usize),
            None => texts.text("reports-always"),
        };
        view! {
            <a
                href=move || place.with(|place| place.over(range).address())
                aria-current=move || place.with(|place| (place.range == range).then_some("true"))
            >
                {name}
            </a>
        }
    });
    view! {
        <nav class="ranges" aria-label=texts.text("reports-range")>
            {links.into_iter().collect::<Vec<_>>()}
        </nav>
    }
}

/// Name of a report.
pub(super) fn page_title(texts: Texts, page: &Page) -> String {
    let id = match page {
        Page::Articles => "reports-articles",
        Page::Deflection => "reports-deflection",
        Page::Searches => "reports-searches",
        Page::Invitations => "reports-invitations",
        Page::Hooks => "reports-hooks",
        Page::Hook(name) => return texts.say("reports-hook", &[("name", Value::Text(name))]),
    };
    texts.text(id)
}

//! Two customers who are one person: merged by hand, and parted again.

use kb_protocol::chat::{Author, Code};
use kb_protocol::inbox::{CustomerMerge, CustomerOutline, InboxItem, MergeChoice, MergeRequest};
use kb_protocol::limits;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::dom::Timer;
use crate::inbox::http;
use crate::inbox::room::{Room, focus, invoke};
use crate::messages::Value;

/// Pause in typing after which is looked for what was typed, in milliseconds.
const PAUSE_MS: u32 = 200;

/// How far a merge is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Merging {
    /// Somebody is looked for.
    Looking,
    /// Somebody is to be chosen.
    Asked,
    /// It is being done.
    Going,
    /// It was not done.
    Failed(Code),
}

/// Who was merged into the customer, and a button with a dialog for those who
/// may.
#[component]
pub(super) fn Merge(
    /// Everything shared.
    room: Room,
    /// The conversation.
    item: Memo<Option<InboxItem>>,
    /// Merges that can be undone.
    merges: Memo<Vec<CustomerMerge>>,
) -> impl IntoView {
    let texts = room.texts;
    let may = room.desk.with_untracked(|desk| desk.me.merges_customers);
    let failed = RwSignal::new(None);
    // What is said of one customer is not said of the next.
    Effect::new(move |_| {
        merges.with(|_| ());
        failed.set(None);
    });
    let undo = move |merge: &CustomerMerge| {
        let path = format!("/inbox/v1/merges/{}/undo", merge.id);
        spawn_local(async move {
            match http::demand(&path).await {
                // The server tells every desk whose conversations are whose; the
                // button that had the focus goes.
                Ok(()) if is_idle() => focus("details-title"),
                Ok(()) => {}
                Err(Code::SessionExpired) => room.signed_out(Code::SessionExpired),
                Err(code) => _ = failed.try_set(Some(code)),
            }
        });
    };
    let row = move |merge: CustomerMerge| {
        let said = said(room, &merge);
        let until = texts.moment(merge.until);
        let until = texts.say("details-merge-until", &[("until", Value::Text(&until))]);
        view! {
            <li>
                <p>{said} " " <small class="hint">{until}</small></p>
                {may.then(|| view! {
                    <button type="button" on:click=move |_| undo(&merge)>
                        {texts.text("details-merge-undo")}
                    </button>
                })}
            </li>
        }
    };
    let rows = move || merges.get().into_iter().map(row).collect::<Vec<_>>();
    view! {
        <div class="merging">
            <ul hidden=move || merges.with(Vec::is_empty)>{rows}</ul>
            <p class="said" role="status">
                {move || Some(texts.text(why_not_undone(failed.get()?)))}
            </p>
            {may.then(|| view! { <Choice room item /> })}
        </div>
    }
}

/// Whether the focus is nowhere else than at the merges: whoever writes goes
/// on writing.
fn is_idle() -> bool {
    document().active_element().is_none_or(|element| {
        element.tag_name() == "BODY" || element.closest(".merging").ok().flatten().is_some()
    })
}

/// Who merged whom.
fn said(room: Room, merge: &CustomerMerge) -> String {
    let texts = room.texts;
    let me = room.desk.with_untracked(|desk| desk.me.agent.clone());
    let (who, name) = match &merge.by {
        Author::Agent { id, .. } if *id == me => ("me", String::new()),
        Author::Agent { name, .. } => ("agent", name.clone()),
        _ => ("agent", texts.text("by-system")),
    };
    let other = texts.person(merge.source_name.as_deref(), &merge.source);
    texts.say(
        "details-merged",
        &[("who", Value::Text(who)), ("name", Value::Text(&name)), ("other", Value::Text(&other))],
    )
}

/// Why a merge stays.
fn why_not_undone(code: Code) -> &'static str {
    match code {
        Code::TwoAccounts => "merge-signed-in",
        _ => why(code),
    }
}

/// Why two customers stay as they are.
fn why(code: Code) -> &'static str {
    match code {
        Code::TwoAccounts => "merge-two-accounts",
        Code::AlreadyMerged => "merge-already",
        Code::UndoTooLate => "merge-too-late",
        Code::LaterMerge => "merge-later",
        Code::RateLimited => "search-limited",
        _ => "merge-failed",
    }
}

/// A button, and the dialog in which the other one is looked for.
#[component]
fn Choice(
    /// Everything shared.
    room: Room,
    /// The conversation.
    item: Memo<Option<InboxItem>>,
) -> impl IntoView {
    let texts = room.texts;
    let merging = RwSignal::new(Merging::Looking);
    // Whom it is about: another conversation may be opened meanwhile.
    let path = StoredValue::new(String::new());
    let choice = RwSignal::new(None::<MergeChoice>);
    let picked = RwSignal::new(None::<CustomerOutline>);
    let keeps_other = RwSignal::new(false);
    let field = NodeRef::<html::Input>::new();
    let timer = StoredValue::new_local(None::<Timer>);
    let number = StoredValue::new(0_u32);
    let look = move || {
        let words = field.get_untracked().map(|field| field.value()).unwrap_or_default();
        let words = String::from(js_sys::encode_uri_component(&words));
        let path = format!("{}?q={words}", path.get_value());
        number.update_value(|number| *number += 1);
        let asked = number.get_value();
        merging.set(Merging::Looking);
        spawn_local(async move {
            let answer = http::get::<MergeChoice>(&path).await;
            // What was typed since is looked for already.
            if number.try_get_value() != Some(asked) {
                return;
            }
            match answer {
                Ok(found) => {
                    // Who was chosen stays so while somebody else is looked for.
                    choice.set(Some(found));
                    merging.set(Merging::Asked);
                }
                Err(Code::SessionExpired) => room.signed_out(Code::SessionExpired),
                Err(code) => merging.set(Merging::Failed(code)),
            }
        });
    };
    let ask = move |_| {
        let of = |item: &InboxItem| format!("/inbox/v1/customers/{}/merge", item.customer);
        let Some(about) = item.with_untracked(|item| item.as_ref().map(of)) else { return };
        path.set_value(about);
        choice.set(None);
        picked.set(None);
        if let Some(field) = field.get_untracked() {
            field.set_value("");
        }
        invoke("merge", "showModal");
        look();
    };
    let pick = move |other: CustomerOutline| {
        let has_account =
            |one: &CustomerOutline| one.is_email_verified || one.external_id.is_some();
        let is_known = choice.with_untracked(|choice| {
            choice.as_ref().is_some_and(|choice| has_account(&choice.customer))
        });
        // Whom the brand's site knows is who stays, unless somebody wants it otherwise.
        keeps_other.set(has_account(&other) && !is_known);
        picked.set(Some(other));
        if merging.get_untracked() != Merging::Going {
            merging.set(Merging::Asked);
        }
    };
    let confirm = move |_| {
        let pair = choice.with_untracked(|choice| choice.as_ref().map(|one| one.customer.clone()));
        let (Some(this), Some(other)) = (pair, picked.get_untracked()) else { return };
        if merging.get_untracked() == Merging::Going {
            return;
        }
        let (source, into) =
            if keeps_other.get_untracked() { (this.id, other.id) } else { (other.id, this.id) };
        // What is still being looked for counts no longer.
        number.update_value(|number| *number += 1);
        merging.set(Merging::Going);
        spawn_local(async move {
            let path = format!("/inbox/v1/customers/{source}/merge");
            match http::post::<CustomerMerge>(&path, &MergeRequest { into }).await {
                // The server tells every desk whose conversations are whose.
                Ok(_) => invoke("merge", "close"),
                Err(Code::SessionExpired) => room.signed_out(Code::SessionExpired),
                Err(code) => _ = merging.try_set(Merging::Failed(code)),
            }
        });
    };
    let candidates = move || {
        let found = choice.with(|choice| choice.as_ref().map(|one| one.candidates.clone()));
        let row = |other| view! { <Candidate room other picked pick /> };
        found.unwrap_or_default().into_iter().map(row).collect::<Vec<_>>()
    };
    let has_none = move || {
        choice.with(|choice| choice.as_ref().is_none_or(|choice| choice.candidates.is_empty()))
    };
    let sides = move || {
        let this = choice.with(|choice| choice.as_ref().map(|one| one.customer.clone()))?;
        let other = picked.get()?;
        Some(view! {
            <fieldset class="sides">
                <legend>{texts.text("merge-stays")}</legend>
                <Side room one=this is_other=false keeps_other />
                <Side room one=other is_other=true keeps_other />
            </fieldset>
        })
    };
    let found =
        move || choice.with(|choice| choice.as_ref().map_or(0, |choice| choice.candidates.len()));
    let told = move || match merging.get() {
        Merging::Looking => Some(texts.text("search-loading")),
        Merging::Asked if has_none() => Some(texts.text("merge-nobody")),
        Merging::Asked => Some(texts.count("merge-found", found())),
        Merging::Going => Some(texts.text("merge-going")),
        Merging::Failed(code) => Some(texts.text(why(code))),
    };
    let is_off = move || picked.with(Option::is_none) || merging.get() == Merging::Going;
    view! {
        <button type="button" on:click=ask>{texts.text("details-merge")}</button>
        <dialog id="merge" class="merge" aria-labelledby="merge-title" aria-describedby="merge-text">
            <h2 id="merge-title">{texts.text("merge-title")}</h2>
            <p id="merge-text">{texts.text("merge-text")}</p>
            <input
                type="search"
                class="search"
                autofocus
                node_ref=field
                maxlength=limits::SEARCH_CHARS
                aria-label=texts.text("merge-search")
                placeholder=texts.text("merge-search")
                on:input=move |_| timer.set_value(Some(Timer::after(PAUSE_MS, look)))
            />
            <fieldset class="candidates" hidden=has_none>
                <legend>{texts.text("merge-candidates")}</legend>
                {candidates}
            </fieldset>
            {sides}
            <p class="said" role="status">{told}</p>
            <div class="buttons">
                <button type="button" on:click=move |_| invoke("merge", "close")>
                    {texts.text("merge-cancel")}
                </button>
                <button
                    type="button"
                    class="danger"
                    aria-disabled=move || is_off().then_some("true")
                    on:click=confirm
                >
                    {texts.text("merge-confirm")}
                </button>
            </div>
        </dialog>
    }
}

/// Somebody who may be the same person.
#[component]
fn Candidate(
    /// Everything shared.
    room: Room,
    /// Who.
    other: CustomerOutline,
    /// Who was chosen.
    picked: RwSignal<Option<CustomerOutline>>,
    /// Chooses somebody.
    pick: impl Fn(CustomerOutline) + Copy + 'static,
) -> impl IntoView {
    let texts = room.texts;
    let name = texts.person(other.name.as_deref(), &other.id);
    let email = other.email.clone();
    let count = count(room, &other);
    let id = other.id.clone();
    let is_picked = move || picked.with(|picked| picked.as_ref().is_some_and(|one| one.id == id));
    view! {
        <label>
            <input
                type="radio"
                name="merge-other"
                prop:checked=is_picked
                on:change=move |_| pick(other.clone())
            />
            <span>
                <bdi>{name}</bdi>
                {email.map(|email| view! { " " <bdi class="hint">{email}</bdi> })}
                <small class="hint">" " {count}</small>
            </span>
        </label>
    }
}

/// One of the two, and whether that one stays.
#[component]
fn Side(
    /// Everything shared.
    room: Room,
    /// Who.
    one: CustomerOutline,
    /// Whether it is the other one, and not the one on the screen.
    is_other: bool,
    /// Whether the other one stays.
    keeps_other: RwSignal<bool>,
) -> impl IntoView {
    let texts = room.texts;
    let name = texts.person(one.name.as_deref(), &one.id);
    let count = count(room, &one);
    let blocked =
        one.blocked_at.map(|_| view! { <p class="hint">{texts.text("merge-blocked")}</p> });
    let known_id = if is_other { "merge-known-other" } else { "merge-known" };
    let proof = if one.is_email_verified { "merge-verified" } else { "details-email-unverified" };
    let email = one.email.map(|email| {
        view! {
            <div>
                <dt>{texts.text("details-email")}</dt>
                <dd><bdi>{email}</bdi> " " <small class="hint">{texts.text(proof)}</small></dd>
            </div>
        }
    });
    let external_id = one.external_id.map(|id| {
        view! {
            <div>
                <dt>{texts.text("details-external-id")}</dt>
                <dd><bdi>{id}</bdi></dd>
            </div>
        }
    });
    view! {
        <div class="side">
            <label>
                <input
                    type="radio"
                    name="merge-stays"
                    aria-describedby=known_id
                    prop:checked=move || keeps_other.get() == is_other
                    on:change=move |_| keeps_other.set(is_other)
                />
                <bdi>{name}</bdi>
            </label>
            <div id=known_id>
                <dl>
                    {email}
                    {external_id}
                    <div>
                        <dt>{texts.text("merge-seen")}</dt>
                        <dd>{texts.day(one.created_at)}</dd>
                    </div>
                </dl>
                <p class="hint">{count}</p>
                {blocked}
            </div>
        </div>
    }
}

fn count(room: Room, one: &CustomerOutline) -> String {
    let count = usize::try_from(one.conversations).unwrap_or(usize::MAX);
    room.texts.count("merge-conversations", count)
}

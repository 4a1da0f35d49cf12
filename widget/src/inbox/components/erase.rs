//! All that is kept of a customer: handed over, and erased.

use kb_protocol::api::Tombstone;
use kb_protocol::chat::Code;
use kb_protocol::inbox::InboxItem;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::inbox::http;
use crate::inbox::room::{Room, invoke};
use crate::messages::Value;

/// How far an erasure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Erasing {
    /// Nobody has said yes.
    Asked,
    /// It is being done.
    Going,
    /// It was not done.
    Failed,
}

/// Two buttons and a question, for those who may.
#[component]
pub(crate) fn Erase(
    /// Everything shared.
    room: Room,
    /// The conversation.
    item: Memo<Option<InboxItem>>,
) -> impl IntoView {
    let texts = room.texts;
    let erasing = RwSignal::new(Erasing::Asked);
    let path =
        move || item.with(|item| Some(format!("/inbox/v1/customers/{}", item.as_ref()?.customer)));
    // Whom the question is about: another conversation may be opened meanwhile.
    let asked = RwSignal::new((String::new(), String::new()));
    let question =
        move || asked.with(|(name, _)| texts.say("erase-text", &[("name", Value::Text(name))]));
    let confirm = move |_| {
        if erasing.get_untracked() == Erasing::Going {
            return;
        }
        let (_, path) = asked.get_untracked();
        erasing.set(Erasing::Going);
        spawn_local(async move {
            match http::delete_for::<Tombstone>(&path).await {
                // The server tells every desk which conversations are gone.
                Ok(_) => {
                    invoke("erase", "close");
                }
                Err(Code::SessionExpired) => return room.signed_out(Code::SessionExpired),
                Err(_) => {
                    erasing.try_set(Erasing::Failed);
                }
            }
        });
    };
    let ask = move |_| {
        let of = |item: &InboxItem| {
            (texts.customer(item), format!("/inbox/v1/customers/{}", item.customer))
        };
        let Some((name, path)) = item.with_untracked(|item| item.as_ref().map(of)) else { return };
        asked.set((name, path));
        erasing.set(Erasing::Asked);
        invoke("erase", "showModal");
    };
    let may = room.desk.with_untracked(|desk| desk.me.manages_customers);
    may.then(|| {
        view! {
            <div class="keeping">
                <a class="button" href=path download>{texts.text("details-export")}</a>
                <button type="button" class="danger" on:click=ask>{texts.text("details-erase")}</button>
            </div>
            <dialog id="erase" aria-labelledby="erase-title" aria-describedby="erase-text">
                <h2 id="erase-title">{texts.text("erase-title")}</h2>
                <p id="erase-text">{question}</p>
                <p class="said" role="status">
                    {move || match erasing.get() {
                        Erasing::Asked => None,
                        Erasing::Going => Some(texts.text("erase-going")),
                        Erasing::Failed => Some(texts.text("erase-failed")),
                    }}
                </p>
                <div class="buttons">
                    <button type="button" autofocus on:click=move |_| invoke("erase", "close")>
                        {texts.text("erase-cancel")}
                    </button>
                    <button
                        type="button"
                        class="danger"
                        aria-disabled=move || (erasing.get() == Erasing::Going).then_some("true")
                        on:click=confirm
                    >
                        {texts.text("erase-confirm")}
                    </button>
                </div>
            </dialog>
        }
    })
}

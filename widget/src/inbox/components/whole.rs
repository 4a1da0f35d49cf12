//! The whole page: the form to sign in, or the desk.

use kb_protocol::api::Me;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::desk::DeskView;
use super::sign_in::SignInForm;
use crate::inbox::http;
use crate::inbox::room::Texts;

/// Who sits there.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Session {
    /// It is not known yet.
    Unknown,
    /// Nobody; a message says why, if there is a reason.
    Nobody(Option<&'static str>),
    /// This agent.
    Agent(Me),
}

/// Asks who is signed in and shows what that one may see.
#[component]
pub(crate) fn Whole(
    /// The texts.
    texts: Texts,
) -> impl IntoView {
    let session = RwSignal::new(Session::Unknown);
    spawn_local(async move {
        session.set(match http::get::<Option<Me>>("/inbox/v1/session").await {
            Ok(Some(me)) => Session::Agent(me),
            Ok(None) => Session::Nobody(None),
            Err(_) => Session::Nobody(Some("sign-in-unreachable")),
        });
    });
    let signed_in = Callback::new(move |me| session.set(Session::Agent(me)));
    let expired = Callback::new(move |_| session.set(Session::Nobody(Some("sign-in-expired"))));
    let sign_out = Callback::new(move |()| {
        spawn_local(async move {
            // Whoever is not reached is signed out by the end of the session;
            // here the page must not stay open meanwhile.
            let _ = http::delete("/inbox/v1/session").await;
            session.set(Session::Nobody(None));
        });
    });
    move || match session.get() {
        Session::Unknown => {
            view! { <p class="whole" role="status">{texts.text("loading")}</p> }.into_any()
        }
        Session::Nobody(reason) => view! { <SignInForm texts reason signed_in /> }.into_any(),
        Session::Agent(me) => view! { <DeskView me texts expired sign_out /> }.into_any(),
    }
}

//! The form to sign in.

use kb_protocol::api::{Me, SignIn};
use kb_protocol::chat::Code;
use leptos::html::Input;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::SubmitEvent;

use crate::inbox::http;
use crate::inbox::room::Texts;

/// Asks for address and password.
#[component]
pub(crate) fn SignInForm(
    /// The texts.
    texts: Texts,
    /// Why there is nobody, as the id of a message.
    reason: Option<&'static str>,
    /// Called with who has signed in.
    signed_in: Callback<Me>,
) -> impl IntoView {
    let email = NodeRef::<Input>::new();
    let password = NodeRef::<Input>::new();
    let message = RwSignal::new(reason);
    let is_busy = RwSignal::new(false);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        message.set(None);
        let value = |field: NodeRef<Input>| {
            field.get_untracked().map(|field| field.value()).unwrap_or_default()
        };
        let form = SignIn { email: value(email), password: value(password) };
        spawn_local(async move {
            match http::post("/inbox/v1/session", &form).await {
                Ok(me) => signed_in.run(me),
                Err(code) => {
                    is_busy.set(false);
                    message.set(Some(explanation(code)));
                    if let Some(field) = password.get_untracked() {
                        field.select();
                    }
                }
            }
        });
    };
    view! {
        <main class="sign-in">
            <form on:submit=submit>
                <h1>{texts.text("sign-in-title")}</h1>
                <p class="sign-in-message" role="alert">
                    {move || message.get().map(|id| texts.text(id))}
                </p>
                <label>
                    <span>{texts.text("sign-in-email")}</span>
                    <input
                        node_ref=email
                        type="email"
                        autocomplete="username"
                        required
                        autofocus
                    />
                </label>
                <label>
                    <span>{texts.text("sign-in-password")}</span>
                    <input
                        node_ref=password
                        type="password"
                        autocomplete="current-password"
                        required
                    />
                </label>
                <button type="submit" class="primary" aria-disabled=move || is_busy.get().to_string()>
                    {move || {
                        texts.text(if is_busy.get() { "sign-in-busy" } else { "sign-in-submit" })
                    }}
                </button>
            </form>
        </main>
    }
}

fn explanation(code: Code) -> &'static str {
    match code {
        Code::NotAllowed => "sign-in-wrong",
        Code::RateLimited => "sign-in-limited",
        Code::Unavailable => "sign-in-unreachable",
        _ => "sign-in-failed",
    }
}

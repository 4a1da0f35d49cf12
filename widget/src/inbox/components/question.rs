//! A question before something that is not undone by a second click.

use leptos::prelude::*;

use crate::inbox::room::{Texts, invoke};

/// A dialog with what is about to happen, a way back and a way on; opened by
/// `invoke(id, "showModal")`.
#[component]
pub(super) fn Question(
    /// The texts.
    texts: Texts,
    /// Of the dialog; its title has the same with `-title`, its text with
    /// `-text`.
    id: &'static str,
    /// Message of the title.
    title: &'static str,
    /// What is about to happen.
    #[prop(into)]
    text: Signal<String>,
    /// Message of the button that does it.
    confirm: &'static str,
    /// Message of the button that does nothing.
    cancel: &'static str,
    /// Does it.
    #[prop(into)]
    on_confirm: Callback<()>,
) -> impl IntoView {
    let (title_id, text_id) = (format!("{id}-title"), format!("{id}-text"));
    let confirmed = move |_| {
        invoke(id, "close");
        on_confirm.run(());
    };
    view! {
        <dialog id=id aria-labelledby=title_id.clone() aria-describedby=text_id.clone()>
            <h2 id=title_id.clone()>{texts.text(title)}</h2>
            <p id=text_id.clone()>{move || text.get()}</p>
            <div class="buttons">
                <button type="button" autofocus on:click=move |_| invoke(id, "close")>
                    {texts.text(cancel)}
                </button>
                <button type="button" class="danger" on:click=confirmed>{texts.text(confirm)}</button>
            </div>
        </dialog>
    }
}

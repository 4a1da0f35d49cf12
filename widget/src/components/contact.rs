//! The form of a missed chat: how the visitor can be reached.

use kb_protocol::contact::is_email;
use kb_protocol::id::ConversationId;
use kb_protocol::limits;
use reactive_graph::owner::StoredValue;
use reactive_graph::prelude::*;
use reactive_graph::signal::RwSignal;

use crate::app::App;
use crate::element::{Element, el};

/// Asks for name and address while `is_wanted`, and calls `done` when both are
/// on their way.
pub(super) fn contact(
    app: App,
    id: StoredValue<ConversationId>,
    is_wanted: impl Fn() -> bool + 'static,
    done: impl Fn() + 'static,
) -> Element {
    let is_wrong = RwSignal::new(false);
    let name = el("input").attr("autocomplete", "name");
    let name = name.attr("maxlength", limits::NAME_CHARS.to_string());
    let email = el("input")
        .attr("type", "email")
        .attr("autocomplete", "email")
        .attr("required", "")
        .attr("dir", "ltr")
        .attr("aria-describedby", "contact-wrong")
        .attr("aria-invalid", move || is_wrong.get().then_some("true"))
        .on("input", move |_| is_wrong.set(false));
    let (name_field, email_field) = (name.clone(), email.clone());
    el("form")
        .class("ask contact")
        // Our own words, in the visitor's language, instead of the browser's.
        .attr("novalidate", "")
        .attr("aria-labelledby", "contact-title")
        .attr("hidden", move || !is_wanted())
        .on("submit", move |event| {
            event.prevent_default();
            let (name, email) = (name_field.value(), email_field.value());
            let email = email.trim();
            is_wrong.set(!is_email(email));
            if !is_email(email) {
                return email_field.focus();
            }
            let name = Some(name.trim().to_owned()).filter(|name| !name.is_empty());
            app.with_link(|link| link.leave_contact(id.get_value(), name, email.to_owned()));
            done();
        })
        .child(el("strong").attr("id", "contact-title").text(app.text("contact-title")))
        .child(label(app.text("contact-name"), name))
        .child(label(app.text("contact-email"), email))
        .child(
            el("p")
                .class("wrong")
                .attr("id", "contact-wrong")
                .attr("role", "alert")
                .text(move || is_wrong.get().then(|| app.text("contact-wrong"))),
        )
        .child(el("button").attr("type", "submit").class("main").text(app.text("contact-send")))
}

fn label(text: String, field: Element) -> Element {
    el("label").child(el("span").text(text)).child(field)
}

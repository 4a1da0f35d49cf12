//! Where the visitor writes.

use kb_protocol::id::ConversationId;
use kb_protocol::limits::MESSAGE_CHARS;
use leptos::html;
use leptos::prelude::*;

use super::icon;
use crate::app::App;
use crate::files::Tray;
use crate::messages::Value;

const SEND: &str = "M5 12h14M13 6l6 6-6 6";

/// A text field that grows. Enter sends, Shift and Enter begin a new line, and
/// an input method that is composing keeps its Enter.
#[component]
pub(crate) fn Composer(
    /// Everything shared.
    app: App,
    /// Where it is written to.
    id: ConversationId,
) -> impl IntoView {
    let text = RwSignal::new(app.draft(&id));
    let field = NodeRef::<html::Textarea>::new();
    let tray = Tray::new(app.files.get_value(), id.clone(), move || app.is_open.get_untracked());
    let id = StoredValue::new(id);
    let excess = move || text.with(|text| text.chars().count().saturating_sub(MESSAGE_CHARS));
    let can_send = move || {
        let has_text = text.with(|text| !text.trim().is_empty());
        excess() == 0 && !tray.is_busy() && (has_text || tray.has_files())
    };
    let send = move || {
        if untrack(can_send) {
            app.write(&id.get_value(), &text.get_untracked(), tray.take());
            text.set(String::new());
            app.keep_draft(&id.get_value(), "");
        }
        focus(field);
    };
    // Writing is why somebody comes here.
    Effect::new(move |_| {
        if app.is_open.get() {
            focus(field);
        }
    });
    let label = app.text("composer-label");
    let too_long = move || {
        let count = [("count", Value::Number(excess() as f64))];
        (excess() > 0).then(|| app.say("composer-too-long", &count))
    };
    view! {
        <form
            class="composer"
            class:over=move || tray.is_over()
            on:submit=move |event| {
                event.prevent_default();
                send();
            }
        >
            {tray.list()}
            {tray.button()}
            <p class="excess" role="status" hidden=move || excess() == 0>{too_long}</p>
            // A copy of the text gives the field its height.
            <div class="grow">
                <span aria-hidden="true">{move || text.get()}" "</span>
                <textarea
                    node_ref=field
                    rows="1"
                    // An empty field has the direction of its placeholder.
                    dir=move || text.with(|text| !text.is_empty()).then_some("auto")
                    enterkeyhint="send"
                    aria-label=label
                    placeholder=app.text("composer-placeholder")
                    prop:value=move || text.get()
                    on:input=move |event| {
                        let value = event_target_value(&event);
                        app.keep_draft(&id.get_value(), &value);
                        text.set(value);
                        app.typed(&id.get_value());
                    }
                    on:keydown=move |event| {
                        // Some browsers report the Enter that ends a composition
                        // as key 229.
                        let is_composing = event.is_composing() || event.key_code() == 229;
                        if event.key() == "Enter" && !event.shift_key() && !is_composing {
                            event.prevent_default();
                            send();
                        }
                    }
                ></textarea>
            </div>
            <button
                type="submit"
                class="send"
                aria-label=app.text("composer-send")
                disabled=move || !can_send()
            >
                {icon(SEND)}
            </button>
        </form>
    }
}

fn focus(field: NodeRef<html::Textarea>) {
    if let Some(field) = field.get_untracked() {
        // Out of sight it takes no focus, which is right.
        let _ = field.focus();
    }
}

//! What one sees: one component per file, which reads signals and renders.
#![expect(unreachable_pub, reason = "the properties that the macro makes are `pub`")]

mod composer;
mod conversation;
mod header;
mod home;
mod panel;
mod row;

pub(crate) use panel::Panel;

use leptos::prelude::*;

/// A drawing of lines, hidden from screen readers: its path says all.
pub(crate) fn icon(path: &'static str) -> impl IntoView {
    view! {
        <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d=path />
        </svg>
    }
}

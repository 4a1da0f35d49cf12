//! What one sees: one component per file, which builds elements that follow
//! signals.

#[cfg(feature = "kb")]
mod articles;
mod composer;
mod contact;
mod conversation;
mod header;
mod home;
mod panel;
mod row;

pub(crate) use panel::panel;

use crate::element::{Element, el, svg};

/// A drawing of lines, hidden from screen readers: its path says all.
fn icon(path: &str) -> Element {
    svg("svg")
        .attr("viewBox", "0 0 24 24")
        .attr("aria-hidden", "true")
        .child(svg("path").attr("d", path))
}

/// A button that sends no form.
fn button(class: &str) -> Element {
    el("button").attr("type", "button").class(class)
}

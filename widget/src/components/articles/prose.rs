//! The text of an article: elements made by name, one by one.

use std::cell::RefCell;
use std::rc::Rc;

use crate::app::App;
use crate::element::{Element, el, math};
use crate::state::{Document, Markup, read_markup};
use crate::wire::Json;

/// Ids of a text and the elements that have them.
type Anchors = Rc<RefCell<Vec<(String, Element)>>>;

/// A text, and the section `anchor` in it, if it has that.
pub(super) fn prose(
    app: App,
    document: &Document,
    lang: Option<String>,
    anchor: &str,
) -> (Element, Option<Element>) {
    let anchors = Anchors::default();
    let document = Rc::new(document.clone());
    let mut open = vec![el("div").class("prose").attr("lang", lang).attr("dir", "auto")];
    for piece in read_markup(&document.html) {
        match piece {
            Markup::Open(element) => open.push(made(app, &element, &document, &anchors)),
            Markup::Text(text) => {
                if let Some(inner) = open.pop() {
                    open.push(inner.text(text));
                }
            }
            Markup::Close => {
                if let (Some(inner), Some(outer)) = (open.pop(), open.pop()) {
                    open.push(outer.child(inner));
                }
            }
        }
    }
    let meant = find(&anchors, anchor);
    (open.swap_remove(0), meant)
}

fn made(
    app: App,
    element: &crate::state::Element,
    document: &Rc<Document>,
    anchors: &Anchors,
) -> Element {
    // The panel has the first two levels of headings for itself.
    let name = match element.name {
        "h2" => "h4",
        "h3" => "h5",
        "h4" | "h5" => "h6",
        name => name,
    };
    let mut shown = if element.is_math { math(name) } else { el(name) };
    for (name, value) in &element.attributes {
        shown = match *name {
            "id" => {
                anchors.borrow_mut().push((value.clone(), shown.clone()));
                // Ids of the panel itself must stay the only ones.
                shown.attr("id", format!("k-{value}")).attr("tabindex", "-1")
            }
            // Nor may a class mean something of the panel's own.
            "class" => {
                let names = value.split_ascii_whitespace().map(|name| format!("k-{name}"));
                shown.attr("class", names.collect::<Vec<_>>().join(" "))
            }
            "src" => shown.attr("src", app.reading.address(value)),
            "href" => link(app, shown, value, document, anchors),
            name => shown.attr(name, &**value),
        };
    }
    shown
}

/// A link stays in the panel where it can, and leaves the page alone.
fn link(
    app: App,
    link: Element,
    address: &str,
    document: &Rc<Document>,
    anchors: &Anchors,
) -> Element {
    if let Some(anchor) = address.strip_prefix('#') {
        let (anchors, anchor) = (anchors.clone(), anchor.to_owned());
        let address = app.reading.address(&format!("{}{address}", document.url));
        return link.attr("href", address).on("click", move |event| {
            if let Some(target) = find(&anchors, &anchor) {
                event.prevent_default();
                target.show();
            }
        });
    }
    let link = link
        .attr("href", app.reading.address(address))
        .attr("target", "_blank")
        .attr("rel", "noopener");
    let Some(spot) = document.linked(address) else { return link };
    link.on("click", move |event| {
        // Who asks for a tab of its own gets it.
        if !["ctrlKey", "metaKey", "shiftKey"].iter().any(|key| event.get(key).is_true()) {
            event.prevent_default();
            app.read(spot.clone());
        }
    })
}

fn find(anchors: &Anchors, anchor: &str) -> Option<Element> {
    // In an address, letters of most scripts are percent-encoded.
    let decoded = js_sys::decode_uri_component(anchor).ok().and_then(|text| text.as_string());
    let anchor = decoded.unwrap_or_else(|| anchor.to_owned());
    let anchors = anchors.borrow();
    anchors.iter().find(|(id, _)| *id == anchor).map(|(_, element)| element.clone())
}

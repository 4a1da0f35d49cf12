//! Builds the tree: elements whose attributes, texts and children follow
//! signals.
//!
//! ```ignore
//! el("button")
//!     .class("send")
//!     .attr("aria-label", app.text("composer-send"))
//!     .attr("disabled", move || !can_send())
//!     .on("click", move |_| send())
//!     .child(icon(SEND))
//! ```
//!
//! A value is written once; a closure is read again whenever a signal that it
//! read has changed. Leptos' own `view!` does the same by types, and makes code
//! of its own for every element: more than half of the module was that. Here
//! one function does it for all, so that a component costs what it says.
//!
//! Effects and listeners belong to the owner at hand, and end with it.

use std::any::Any;

use reactive_graph::effect::{Effect, RenderEffect};
use reactive_graph::graph::untrack;
use reactive_graph::owner::{Owner, StoredValue};
use wasm_bindgen::prelude::*;
use web_sys::{Event, HtmlElement, KeyboardEvent, Node, Text};

use crate::dom::{Listener, document};
use crate::wire::Json;

/// One element; cloned, still the same one.
#[derive(Clone)]
pub(crate) struct Element(HtmlElement);

/// An element of HTML.
pub(crate) fn el(tag: &str) -> Element {
    made(document().create_element(tag))
}

/// An element of SVG.
pub(crate) fn svg(tag: &str) -> Element {
    made(document().create_element_ns(Some("http://www.w3.org/2000/svg"), tag))
}

/// An element of MathML.
#[cfg(feature = "kb")]
pub(crate) fn math(tag: &str) -> Element {
    made(document().create_element_ns(Some("http://www.w3.org/1998/Math/MathML"), tag))
}

fn made(element: Result<web_sys::Element, JsValue>) -> Element {
    // What drawings lack of `HtmlElement` is not used on them.
    Element(element.expect("a tag of this source is a name").unchecked_into())
}

fn empty_text() -> Text {
    Text::new().expect("a text can be empty")
}

impl Element {
    /// An element that was made elsewhere.
    pub(crate) fn of(element: &HtmlElement) -> Self {
        Self(element.clone())
    }

    /// The names of its styles.
    pub(crate) fn class(self, names: &str) -> Self {
        self.attr("class", names)
    }

    /// An attribute. `false` and `None` take it away, `true` is one without a
    /// value.
    pub(crate) fn attr(self, name: &'static str, value: impl IntoValue) -> Self {
        put(&self.0, Place::Attribute(name), value.into_value());
        self
    }

    /// A property, such as the value of a field after somebody wrote in it.
    pub(crate) fn prop(self, name: &'static str, value: impl IntoValue) -> Self {
        put(&self.0, Place::Property(name), value.into_value());
        self
    }

    /// Text behind what is there already.
    pub(crate) fn text(self, value: impl IntoValue) -> Self {
        put(&self.append(&empty_text()), Place::Text, value.into_value());
        self
    }

    /// An element behind what is there already, or several, or perhaps one.
    pub(crate) fn child(self, children: impl IntoIterator<Item = Self>) -> Self {
        for child in children {
            self.append(&child.0);
        }
        self
    }

    /// Children that change: `show` makes them of what `read` gives, again
    /// whenever that is another value. Only `read` is followed.
    pub(crate) fn live<K: PartialEq + 'static, C: IntoIterator<Item = Self>>(
        self,
        read: impl Fn() -> K + 'static,
        mut show: impl FnMut(&K) -> C + 'static,
    ) -> Self {
        let mut place = Changing::behind(&self);
        let mut before = None;
        effect(move || {
            let now = read();
            if before.as_ref() != Some(&now) {
                place.replace(&mut || show(&now).into_iter().collect());
                before = Some(now);
            }
        });
        self
    }

    /// One child per row; nothing else may be in here. A row stays what it is
    /// as long as there is one of its key.
    pub(crate) fn list<T: 'static>(
        self,
        rows: impl Fn() -> Vec<T> + 'static,
        key: impl Fn(&T) -> String + 'static,
        show: impl Fn(&T) -> Self + 'static,
    ) -> Self {
        let mut list =
            List { parent: self.0.clone().into(), owner: Owner::new(), rows: Vec::new() };
        effect(move || {
            let rows = rows();
            list.update(rows.iter().map(&key).collect(), &|index| show(&rows[index]));
        });
        self
    }

    /// Does something on an event.
    pub(crate) fn on(self, event: &'static str, act: impl FnMut(Event) + 'static) -> Self {
        keep(Listener::new(&self.0, event, act));
        self
    }

    /// Does something when a key is touched.
    pub(crate) fn on_key(self, mut act: impl FnMut(KeyboardEvent) + 'static) -> Self {
        self.on("keydown", move |event| act(event.unchecked_into()))
    }

    /// Puts the focus here. An element out of sight takes none, which is right.
    pub(crate) fn focus(&self) {
        let _ = self.0.focus();
    }

    /// Scrolls here, for what may be far down, and puts the focus here.
    #[cfg(feature = "kb")]
    pub(crate) fn show(&self) {
        self.0.scroll_into_view();
        self.focus();
    }

    /// What stands in a field.
    pub(crate) fn value(&self) -> String {
        self.0.get("value").text().unwrap_or_default()
    }

    /// Puts it behind everything in an element that was made elsewhere.
    pub(crate) fn mount(self, parent: &HtmlElement) {
        Self::of(parent).append(&self.0);
    }

    fn append(&self, node: &Node) -> Node {
        self.0.append_child(node).expect("what was just made can be put into a tree")
    }
}

impl IntoIterator for Element {
    type Item = Self;
    type IntoIter = std::iter::Once<Self>;

    fn into_iter(self) -> Self::IntoIter {
        std::iter::once(self)
    }
}

/// What an attribute or a text can be.
pub(crate) enum Value {
    Fixed(Option<String>),
    Live(Box<dyn Fn() -> Option<String>>),
}

/// A value as it is now.
pub(crate) trait Plain {
    fn plain(self) -> Option<String>;
}

impl Plain for &str {
    fn plain(self) -> Option<String> {
        Some(self.to_owned())
    }
}

impl Plain for String {
    fn plain(self) -> Option<String> {
        Some(self)
    }
}

impl Plain for bool {
    fn plain(self) -> Option<String> {
        self.then(String::new)
    }
}

impl<P: Plain> Plain for Option<P> {
    fn plain(self) -> Option<String> {
        self.and_then(P::plain)
    }
}

/// A value, or a closure that gives one.
pub(crate) trait IntoValue {
    fn into_value(self) -> Value;
}

impl IntoValue for &str {
    fn into_value(self) -> Value {
        Value::Fixed(self.plain())
    }
}

impl IntoValue for String {
    fn into_value(self) -> Value {
        Value::Fixed(self.plain())
    }
}

#[cfg(feature = "kb")]
impl IntoValue for Option<String> {
    fn into_value(self) -> Value {
        Value::Fixed(self)
    }
}

impl<P: Plain, F: Fn() -> P + 'static> IntoValue for F {
    fn into_value(self) -> Value {
        Value::Live(Box::new(move || self().plain()))
    }
}

/// Where a value goes.
#[derive(Clone, Copy)]
enum Place {
    Attribute(&'static str),
    Property(&'static str),
    Text,
}

impl Place {
    fn set(self, node: &Node, value: Option<&str>) {
        let element: &HtmlElement = node.unchecked_ref();
        // Fails only for what is no name, which a test would have met.
        let _ = match (self, value) {
            (Self::Attribute(name), Some(value)) => element.set_attribute(name, value),
            (Self::Attribute(name), None) => element.remove_attribute(name),
            (Self::Property(name), value) => {
                js_sys::Reflect::set(node, &name.into(), &value.unwrap_or_default().into())
                    .map(|_| ())
            }
            (Self::Text, value) => {
                node.set_text_content(value);
                Ok(())
            }
        };
    }
}

fn put(node: &Node, place: Place, value: Value) {
    match value {
        Value::Fixed(value) => place.set(node, value.as_deref()),
        Value::Live(read) => {
            let node = node.clone();
            let mut before = None;
            effect(move || {
                let now = read();
                // Written again, a text would be read aloud again.
                if before.as_ref() != Some(&now) {
                    place.set(&node, now.as_deref());
                    before = Some(now);
                }
            });
        }
    }
}

/// Children that are replaced together, and what belongs to them.
struct Changing {
    /// An empty text behind them.
    end: Node,
    shown: Vec<Element>,
    owner: Owner,
}

impl Changing {
    fn behind(parent: &Element) -> Self {
        let end = parent.append(&empty_text());
        Self { end, shown: Vec::new(), owner: Owner::new() }
    }

    fn replace(&mut self, show: &mut dyn FnMut() -> Vec<Element>) {
        let new = self.owner.with_cleanup(|| untrack(show));
        for old in std::mem::replace(&mut self.shown, new) {
            old.0.remove();
        }
        let Some(parent) = self.end.parent_node() else { return };
        for element in &self.shown {
            let _ = parent.insert_before(&element.0, Some(&self.end));
        }
    }
}

/// Rows by their keys, in the order of the screen. Not a map: its code would be
/// larger than the rest of this file.
struct List {
    parent: Node,
    owner: Owner,
    rows: Vec<(String, Element, Owner)>,
}

impl List {
    /// `show` makes the row of the key at an index.
    fn update(&mut self, keys: Vec<String>, show: &dyn Fn(usize) -> Element) {
        // Where the next row is expected: most have kept their order.
        let mut at = 0;
        self.rows.retain(|(key, row, _)| {
            let found = keys[at..].iter().chain(&keys[..at]).position(|other| other == key);
            match found {
                Some(distance) => at = (at + distance) % keys.len() + 1,
                None => row.0.remove(),
            }
            found.is_some()
        });
        for (index, key) in keys.into_iter().enumerate() {
            let rest = self.rows.get(index..).unwrap_or_default();
            match rest.iter().position(|(known, ..)| *known == key) {
                // What is in its place is not touched: it would lose its focus.
                Some(0) => {}
                Some(distance) => {
                    let row = self.rows.remove(index + distance);
                    self.insert(index, row);
                }
                None => {
                    let owner = self.owner.child();
                    let row = owner.with(|| untrack(|| show(index)));
                    self.insert(index, (key, row, owner));
                }
            }
        }
    }

    fn insert(&mut self, index: usize, row: (String, Element, Owner)) {
        let next = self.rows.get(index).map(|(_, next, _)| -> &Node { &next.0 });
        // Fails only if somebody else has changed the list.
        let _ = self.parent.insert_before(&row.1.0, next);
        self.rows.insert(index, row);
    }
}

/// Does something with what `read` gives, after everything was shown, and
/// again whenever that is another value. What `act` gives is kept until then:
/// a timer that the next value stops.
pub(crate) fn watch<K: PartialEq + 'static, R: 'static>(
    read: impl Fn() -> K + 'static,
    mut act: impl FnMut(&K) -> R + 'static,
) {
    let mut before = None;
    let mut held = None;
    later(Box::new(move || {
        let now = read();
        if before.as_ref() != Some(&now) {
            let _ = held.insert(untrack(|| act(&now)));
            before = Some(now);
        }
    }));
}

fn later(run: Box<dyn FnMut()>) {
    Effect::new(run);
}

fn effect(run: impl FnMut() + 'static) {
    run_now(Box::new(run));
}

fn run_now(mut run: Box<dyn FnMut()>) {
    keep(RenderEffect::new(move |_| run()));
}

/// Keeps something until the owner at hand ends.
fn keep(thing: impl Any) {
    let thing: Box<dyn Any> = Box::new(thing);
    StoredValue::new_local(thing);
}

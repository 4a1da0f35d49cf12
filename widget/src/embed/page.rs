//! What happens to the page around the widget.

use reactive_graph::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{HtmlElement, VisualViewport};

use super::{RUNNING, close, open};
use crate::app::App;
use crate::dom::{Listener, call, document, window};
use crate::transport::Link;
use crate::wire::Json;

/// Follows what happens to the page, until the listeners are dropped.
pub(super) fn watch(app: App, button: &HtmlElement) -> Vec<Listener> {
    let window = window();
    let look = move || {
        let page = document();
        let is_hidden = page.unchecked_ref::<JsValue>().get("hidden").is_true();
        let has_focus = page.has_focus().unwrap_or(true);
        app.is_visible.set(!is_hidden && has_focus);
    };
    look();
    let mut events = vec![
        Listener::new(&document(), "visibilitychange", move |_| look()),
        Listener::new(&window, "focus", move |_| look()),
        Listener::new(&window, "blur", move |_| look()),
        Listener::new(&window, "offline", move |_| app.with_link(Link::cut)),
        Listener::new(&window, "online", move |_| app.with_link(Link::hurry)),
        Listener::new(button, "click", move |_| {
            if app.is_open.get_untracked() { close(app) } else { open(app) }
        }),
    ];
    // On phones the keyboard covers the page: the panel takes what is left.
    if let Some(viewport) = window.visual_viewport() {
        let seen = viewport.clone();
        events.push(Listener::new(&viewport, "resize", move |_| fit(&seen)));
    }
    events
}

fn fit(viewport: &VisualViewport) {
    RUNNING.with_borrow(|running| {
        let Some(running) = running else { return };
        let style = running.wrapper.unchecked_ref::<JsValue>().get("style");
        for (name, value) in [("--kb-h", viewport.height()), ("--kb-y", viewport.offset_top())] {
            let value = format!("{}px", value as i32);
            call(&style, "setProperty", &[&name.into(), &value.into()]);
        }
    });
}

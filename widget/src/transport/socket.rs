//! One WebSocket, as events and as long as it lasts.

use wasm_bindgen::JsCast;
use web_sys::{Event, MessageEvent, WebSocket};

use crate::dom::Listener;

/// What happens on a socket.
pub(crate) enum Heard {
    /// It is open.
    Open,
    /// A frame came.
    Text(String),
    /// It is closed, or never opened.
    Closed,
}

/// A socket that is closed when it is dropped.
pub(crate) struct Socket {
    socket: WebSocket,
    _listeners: [Listener; 3],
}

impl Socket {
    /// Begins to open a socket; `None` if the browser forbids it.
    pub(crate) fn open(url: &str, hear: impl Fn(Heard) + Clone + 'static) -> Option<Self> {
        let socket = WebSocket::new(url).ok()?;
        let (opened, closed) = (hear.clone(), hear.clone());
        let listeners = [
            Listener::new(&socket, "open", move |_| opened(Heard::Open)),
            Listener::new(&socket, "message", move |event: Event| {
                let event: MessageEvent = event.unchecked_into();
                hear(Heard::Text(event.data().as_string().unwrap_or_default()));
            }),
            Listener::new(&socket, "close", move |_| closed(Heard::Closed)),
        ];
        Some(Self { socket, _listeners: listeners })
    }

    /// Sends a frame. One that cannot be sent is as good as lost on the way.
    pub(crate) fn send(&self, text: &str) {
        let _ = self.socket.send_with_str(text);
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        let _ = self.socket.close();
    }
}

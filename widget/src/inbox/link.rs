//! The connection to the relay: opened, watched, opened again.

use std::cell::RefCell;
use std::rc::Rc;

use kb_protocol::chat::Code;
use kb_protocol::inbox::{AgentFrame, INBOX_VERSION, InboxFrame};
use kb_protocol::limits;
use kb_protocol::time::Timestamp;
use leptos::prelude::{location, window};

use crate::dom::{Listener, Timer, now};
use crate::state::delay_ms;
use crate::transport::{Heard, Socket};

/// How often the clock is looked at, in milliseconds.
const TICK_MS: u32 = 1_000;

/// What the connection tells.
pub(crate) enum News {
    /// A frame came.
    Frame(Box<InboxFrame>),
    /// It is gone, and tried again by itself.
    Lost,
    /// A second has passed.
    Tick,
}

/// A connection that is kept up for as long as this lives.
#[derive(Clone)]
pub(crate) struct Link(Rc<Inner>);

struct Inner {
    tell: Box<dyn Fn(News)>,
    state: RefCell<State>,
}

#[derive(Default)]
struct State {
    socket: Option<Socket>,
    failures: u32,
    heard_at: Timestamp,
    /// When the next attempt is due.
    due: Timestamp,
    is_stopped: bool,
    tick: Option<Timer>,
    network: Option<[Listener; 2]>,
}

impl Link {
    /// Connects, and connects again whenever that is lost.
    pub(crate) fn start(tell: impl Fn(News) + 'static) -> Self {
        let link = Self(Rc::new(Inner { tell: Box::new(tell), state: RefCell::default() }));
        let (back, gone) = (link.clone(), link.clone());
        // The browser knows at once what silence would tell much later.
        let listeners = [
            Listener::new(&window(), "online", move |_| back.connect_now()),
            Listener::new(&window(), "offline", move |_| gone.lost(None)),
        ];
        link.0.state.borrow_mut().network = Some(listeners);
        link.tick();
        link
    }

    /// Sends a frame; without a connection it is dropped.
    pub(crate) fn say(&self, frame: &AgentFrame) {
        let text = serde_json::to_string(frame).expect("frames are always valid JSON");
        if let Some(socket) = &self.0.state.borrow().socket {
            socket.send(&text);
        }
    }

    /// The server closes the connection and wants such a wait.
    pub(crate) fn closed(&self, wait_ms: u32) {
        self.lost(Some(wait_ms));
    }

    /// Ends for good.
    pub(crate) fn stop(&self) {
        let mut state = self.0.state.borrow_mut();
        state.is_stopped = true;
        let ended = (state.socket.take(), state.tick.take(), state.network.take());
        drop(state);
        drop(ended);
    }

    fn connect_now(&self) {
        self.0.state.borrow_mut().due = Timestamp(0);
        self.connect_if_due();
    }

    fn connect_if_due(&self) {
        let at = now();
        {
            let state = self.0.state.borrow();
            if state.is_stopped || state.socket.is_some() || at < state.due {
                return;
            }
        }
        let link = self.clone();
        let origin = location().origin().unwrap_or_default().replacen("http", "ws", 1);
        let socket = Socket::open(&format!("{origin}/inbox/v1/socket"), move |heard| match heard {
            Heard::Open => link.say(&AgentFrame::Hello { version: INBOX_VERSION }),
            Heard::Text(text) => link.hear(&text),
            Heard::Closed => link.lost(None),
        });
        let mut state = self.0.state.borrow_mut();
        state.heard_at = at;
        state.socket = socket;
    }

    fn hear(&self, text: &str) {
        let Ok(frame) = serde_json::from_str(text) else { return };
        {
            let mut state = self.0.state.borrow_mut();
            state.heard_at = now();
            if matches!(frame, InboxFrame::Welcome { .. }) {
                state.failures = 0;
            }
        }
        (self.0.tell)(News::Frame(Box::new(frame)));
    }

    fn lost(&self, wait_ms: Option<u32>) {
        let ended = {
            let mut state = self.0.state.borrow_mut();
            let Some(ended) = state.socket.take() else { return };
            let wait = delay_ms(state.failures, js_sys::Math::random());
            state.failures = state.failures.saturating_add(1);
            state.due = now().plus_ms(i64::from(wait.max(wait_ms.unwrap_or_default())));
            ended
        };
        // It may be the caller: a listener must not end while it runs.
        wasm_bindgen_futures::spawn_local(async move { drop(ended) });
        (self.0.tell)(News::Lost);
    }

    fn tick(&self) {
        let at = now();
        let is_silent = {
            let state = self.0.state.borrow();
            let silence = i64::from(limits::SILENCE_MS);
            state.socket.is_some() && at > state.heard_at.plus_ms(silence)
        };
        if is_silent {
            self.lost(None);
        }
        self.connect_if_due();
        (self.0.tell)(News::Tick);
        let link = self.clone();
        let timer = Timer::after(TICK_MS, move || link.tick());
        let mut state = self.0.state.borrow_mut();
        if !state.is_stopped {
            let ended = state.tick.replace(timer);
            drop(state);
            // It is the one that runs.
            wasm_bindgen_futures::spawn_local(async move { drop(ended) });
        }
    }
}

/// Whether a connection that ended so can be made again.
pub(crate) fn is_final(code: Code) -> bool {
    matches!(code, Code::SessionExpired | Code::OutdatedClient)
}

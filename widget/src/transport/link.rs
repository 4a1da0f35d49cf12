//! The connection to the server: when there is one, what is said on it, and
//! what becomes of what is heard.

mod loss;
mod requests;
mod session;
mod sharing;

use std::cell::RefCell;
use std::rc::Rc;

use kb_protocol::chat::{CHAT_VERSION, ClientFrame, Opening, ServerFrame};
use kb_protocol::file::FileInfo;
use kb_protocol::id::{ConversationId, EntryId};
use reactive_graph::prelude::*;
use reactive_graph::signal::RwSignal;
use wasm_bindgen::JsValue;

use super::socket::{Heard, Socket};
use super::tabs::{Tabs, Told};
use crate::dom::{self, Timer, new_id, now, parse};
use crate::state::{Chat, Effect};
use crate::storage::{Kept, Store};
use crate::wire;

/// How often a socket may fail to open before plain requests are used.
const SOCKET_ATTEMPTS: u32 = 2;

/// What the visitor is told of the connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LinkState {
    /// Nothing was written yet, so that none is needed.
    Idle,
    /// Being opened for the first time.
    Connecting,
    /// Open.
    Online,
    /// Lost, and tried again.
    Lost,
    /// The server does not want this page.
    Refused,
    /// The server wants a newer widget.
    Outdated,
}

/// Where the server is and who the page is to it.
pub(crate) struct Address {
    /// Scheme, host and port.
    pub(crate) origin: String,
    /// Public key of the widget.
    pub(crate) key: String,
    /// What is told with the first message.
    pub(crate) opening: Opening,
}

/// The connection of this tab, or of the tab that has one.
#[derive(Clone)]
pub(crate) struct Link(Rc<Inner>);

struct Inner {
    address: Address,
    store: Store,
    chat: RwSignal<Chat>,
    state: RwSignal<LinkState>,
    /// Told of everything that the page may want to know.
    happened: Box<dyn Fn(Effect)>,
    tabs: RefCell<Option<Tabs>>,
    line: RefCell<Line>,
}

#[derive(Default)]
struct Line {
    token: Option<String>,
    is_leading: bool,
    is_stopped: bool,
    /// The session is changing hands.
    is_paused: bool,
    way: Way,
    /// Attempts in a row without a welcome.
    failures: u32,
    /// Attempts in a row in which a socket did not even open.
    unopened: u32,
    /// Loops of plain requests so far.
    polls: u32,
    /// What waits to be said with the next plain request.
    unsaid: Vec<String>,
    /// The next attempt, or the end of patience with a silent server.
    timer: Option<Timer>,
    /// The moment at which a message that has to wait may go.
    flush_timer: Option<Timer>,
}

#[derive(Default)]
enum Way {
    #[default]
    None,
    /// A session is being asked for.
    Asking,
    Socket {
        socket: Socket,
        is_open: bool,
        is_welcome: bool,
    },
    /// Plain requests; with what ends the one that only waits. A loop of
    /// requests goes on only while its number stands here.
    Polling {
        abort: Option<JsValue>,
        number: u32,
    },
}

impl Way {
    fn is_poll(&self, wanted: u32) -> bool {
        matches!(self, Self::Polling { number, .. } if *number == wanted)
    }
}

impl Link {
    /// Joins the other tabs, and connects if the visitor wrote before.
    pub(crate) fn start(
        address: Address,
        store: Store,
        chat: RwSignal<Chat>,
        state: RwSignal<LinkState>,
        happened: impl Fn(Effect) + 'static,
    ) -> Self {
        let token = store.read(Kept::Token);
        let line = Line { token, ..Line::default() };
        let name = format!("helpwright:{}", address.key);
        let link = Self(Rc::new(Inner {
            address,
            store,
            chat,
            state,
            happened: Box::new(happened),
            tabs: RefCell::default(),
            line: RefCell::new(line),
        }));
        link.adopt(&link.0.store.read(Kept::Outbox).unwrap_or_default());
        let (leader, hearer) = (link.clone(), link.clone());
        let tabs = Tabs::join(&name, move || leader.lead(), move |told| hearer.hear_of_tab(told));
        tabs.tell(&Told::Ask);
        *link.0.tabs.borrow_mut() = Some(tabs);
        link
    }

    /// Closes everything; nothing is called back after it.
    pub(crate) fn stop(&self) {
        let mut line = self.0.line.borrow_mut();
        line.is_stopped = true;
        line.timer = None;
        line.flush_timer = None;
        let way = std::mem::take(&mut line.way);
        drop(line);
        end_wait(&way);
        // The closures of the tabs hold this link.
        let tabs = self.0.tabs.borrow_mut().take();
        drop(tabs);
    }

    /// Writes a message; the first one of a conversation that goes on with
    /// another says so.
    pub(crate) fn write(
        &self,
        conversation: ConversationId,
        body: String,
        files: Vec<FileInfo>,
        follows: Option<ConversationId>,
    ) {
        let opening = Opening { follows, ..self.0.address.opening.clone() };
        let said = (body, files);
        let pending =
            self.0.chat.try_update(|chat| chat.write(new_id(), conversation, said, opening, now()));
        self.tell_pending(pending);
    }

    /// Ends a conversation.
    pub(crate) fn end(&self, conversation: ConversationId) {
        let pending = self.0.chat.try_update(|chat| chat.end(new_id(), conversation, now()));
        self.tell_pending(pending);
    }

    /// Says how the visitor can be reached.
    pub(crate) fn leave_contact(
        &self,
        conversation: ConversationId,
        name: Option<String>,
        email: String,
    ) {
        let pending = self
            .0
            .chat
            .try_update(|chat| chat.leave_contact(new_id(), conversation, name, email, now()));
        self.tell_pending(pending);
    }

    /// Tries a failed message again.
    pub(crate) fn retry(&self, id: &EntryId) {
        self.0.chat.update(|chat| chat.retry(id));
        self.tell(&Told::Retried(id.to_string()));
        self.flush();
    }

    /// Gives a message up.
    pub(crate) fn discard(&self, id: &EntryId) {
        self.0.chat.update(|chat| chat.discard(id));
        self.keep_outbox();
        self.tell(&Told::Discarded(id.to_string()));
    }

    /// The visitor has looked at everything up to here.
    pub(crate) fn seen(&self, conversation: &ConversationId, seq: u64) {
        let is_new = self
            .0
            .chat
            .with_untracked(|chat| chat.conversation(conversation).is_some_and(|c| c.seen() < seq));
        if is_new {
            self.0.chat.update(|chat| chat.mark_seen(conversation, seq));
            self.tell(&Told::Seen(conversation.clone(), seq));
            self.flush();
        }
    }

    /// Says something that may be lost: typing, a wish for a page.
    pub(crate) fn say(&self, frame: &ClientFrame) {
        let text = wire::write_frame(frame);
        if self.0.line.borrow().is_leading {
            self.say_text(text);
        } else {
            self.tell(&Told::Say(text));
        }
    }

    fn lead(&self) {
        let mut line = self.0.line.borrow_mut();
        if line.is_stopped {
            return;
        }
        line.is_leading = true;
        // Another tab may have got a session, and left messages behind.
        line.token = self.0.store.read(Kept::Token).or(line.token.take());
        drop(line);
        self.adopt(&self.0.store.read(Kept::Outbox).unwrap_or_default());
        self.connect();
    }

    fn connect(&self) {
        let mut line = self.0.line.borrow_mut();
        let has_wish = self.0.chat.with_untracked(Chat::has_something_to_send);
        let is_idle = line.is_leading && !line.is_stopped && !line.is_paused;
        if !is_idle || !matches!(line.way, Way::None) {
            return;
        }
        line.timer = None;
        // A file may have needed a session before any message did.
        line.token = line.token.take().or_else(|| self.0.store.read(Kept::Token));
        if line.token.is_none() {
            if has_wish {
                line.way = Way::Asking;
                drop(line);
                self.set_state(LinkState::Connecting);
                wasm_bindgen_futures::spawn_local(self.clone().ask_for_session());
            }
            return;
        }
        if line.unopened >= SOCKET_ATTEMPTS {
            line.polls += 1;
            let number = line.polls;
            line.way = Way::Polling { abort: None, number };
            drop(line);
            wasm_bindgen_futures::spawn_local(self.clone().poll(number));
            return;
        }
        // `https` becomes `wss`.
        let origin = self.0.address.origin.strip_prefix("http").unwrap_or_default();
        let url = format!("ws{origin}/chat/v1/socket");
        let link = self.clone();
        // Patience ends for a socket that neither opens nor fails, too.
        line.timer = Some(self.patience());
        match Socket::open(&url, move |heard| link.hear(heard)) {
            Some(socket) => {
                line.way = Way::Socket { socket, is_open: false, is_welcome: false };
                drop(line);
                if self.0.state.get_untracked() == LinkState::Idle {
                    self.set_state(LinkState::Connecting);
                }
            }
            None => {
                line.unopened = SOCKET_ATTEMPTS;
                drop(line);
                self.come_back(0);
            }
        }
    }

    fn hear(&self, heard: Heard) {
        match heard {
            Heard::Open => {
                let mut line = self.0.line.borrow_mut();
                line.unopened = 0;
                let token = line.token.clone().unwrap_or_default();
                if let Way::Socket { socket, is_open, .. } = &mut line.way {
                    *is_open = true;
                    let positions = self.0.chat.with_untracked(Chat::positions);
                    let version = CHAT_VERSION;
                    let hello = ClientFrame::Hello { version, token, positions };
                    socket.send(&wire::write_frame(&hello));
                }
            }
            Heard::Text(text) => {
                self.0.line.borrow_mut().timer = Some(self.patience());
                self.receive(text);
            }
            Heard::Closed => {
                let mut line = self.0.line.borrow_mut();
                if let Way::Socket { is_open: false, .. } = line.way {
                    line.unopened += 1;
                }
                drop(line);
                self.lost(None);
            }
        }
    }

    /// Takes in one frame of the server and lets the other tabs have it.
    fn receive(&self, text: String) {
        let Some(frame) = wire::read_frame(&parse(&text)) else { return };
        match frame {
            ServerFrame::Beat => self.say_text(wire::write_frame(&ClientFrame::Beat)),
            ServerFrame::Closing { code, retry_after_ms } => {
                self.refused(code, Some(retry_after_ms));
            }
            frame => {
                if let ServerFrame::Welcome { .. } = frame {
                    let mut line = self.0.line.borrow_mut();
                    line.failures = 0;
                    if let Way::Socket { is_welcome, .. } = &mut line.way {
                        *is_welcome = true;
                    }
                    drop(line);
                    self.set_state(LinkState::Online);
                }
                self.apply(frame);
                self.keep_outbox();
                self.tell(&Told::Heard(text));
                self.flush();
            }
        }
    }

    fn apply(&self, frame: ServerFrame) {
        let effects = self.0.chat.try_update(|chat| chat.apply(frame, now())).unwrap_or_default();
        for effect in effects {
            if let Effect::ReadNewest(conversation) = &effect {
                let conversation = conversation.clone();
                self.say(&ClientFrame::History { conversation, before: None });
            }
            (self.0.happened)(effect);
        }
    }

    /// Says what waits to be said, if somebody listens.
    fn flush(&self) {
        let line = self.0.line.borrow();
        if !line.is_leading {
            return;
        }
        match &line.way {
            Way::None if line.timer.is_none() => {
                drop(line);
                self.connect();
            }
            Way::Socket { socket, is_welcome: true, .. } => {
                for frame in self.take_frames() {
                    socket.send(&wire::write_frame(&frame));
                }
                drop(line);
                self.flush_later();
            }
            Way::Polling { .. } => {
                end_wait(&line.way);
                drop(line);
                self.flush_later();
            }
            _ => {}
        }
    }

    fn take_frames(&self) -> Vec<ClientFrame> {
        let mut frames = Vec::new();
        self.0.chat.update(|chat| {
            frames.extend(chat.next_frame(now()));
            frames.append(&mut chat.take_receipts());
        });
        frames
    }

    fn flush_later(&self) {
        let wait = self.0.chat.with_untracked(|chat| chat.outbox().waits_until());
        let wait = wait.map(|until| until.0 - now().0).filter(|wait| *wait > 0);
        let link = self.clone();
        let timer = wait.map(|wait| Timer::after(wait as u32 + 1, move || link.flush()));
        self.0.line.borrow_mut().flush_timer = timer;
    }

    fn say_text(&self, text: String) {
        let mut line = self.0.line.borrow_mut();
        match &line.way {
            Way::Socket { socket, is_open: true, .. } => socket.send(&text),
            Way::Polling { .. } => {
                end_wait(&line.way);
                line.unsaid.push(text);
            }
            _ => {}
        }
    }

    fn set_state(&self, state: LinkState) {
        if self.0.state.get_untracked() != state {
            self.0.state.set(state);
            self.tell(&Told::State((state as u8).to_string()));
        }
    }
}

/// Cuts off a request that only waits.
fn end_wait(way: &Way) {
    if let Way::Polling { abort: Some(abort), .. } = way {
        dom::call(abort, "abort", &[]);
    }
}

//! Browsers that talk to a relay: real sockets, the types of the protocol.

use std::net::TcpStream;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use kb_protocol::api::{SessionAnswer, SessionRequest, SignIn};
use kb_protocol::chat::{CHAT_VERSION, ClientFrame, Entry, Opening, Position, ServerFrame};
use kb_protocol::file::FileInfo;
use kb_protocol::id::ConversationId;
use kb_protocol::inbox::{AgentFrame, InboxFrame};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tungstenite::client::IntoClientRequest;
use tungstenite::http::HeaderValue;
use tungstenite::{Message, WebSocket};
use ureq::typestate::WithoutBody;

use crate::server::{KEY, ORIGIN, PASSWORD, TestServer};

/// Longer than anything that works takes.
const PATIENCE: Duration = Duration::from_secs(30);

/// An id that no other test has.
pub fn new_id() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    format!("t-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}

/// A socket that speaks in frames.
struct Socket(WebSocket<TcpStream>);

impl Socket {
    fn open(host: &str, path: &str, headers: &[(&'static str, &str)]) -> Result<Self, String> {
        Self::open_within(host, path, headers, PATIENCE)
    }

    fn open_within(
        host: &str,
        path: &str,
        headers: &[(&'static str, &str)],
        patience: Duration,
    ) -> Result<Self, String> {
        let mut request = format!("ws://{host}{path}").into_client_request().expect("an address");
        for (name, value) in headers {
            let value = HeaderValue::from_str(value).expect("a header");
            request.headers_mut().insert(*name, value);
        }
        let stream = TcpStream::connect(host).map_err(|error| error.to_string())?;
        stream.set_read_timeout(Some(patience)).expect("a timeout");
        stream.set_write_timeout(Some(PATIENCE)).expect("a timeout");
        stream.set_nodelay(true).expect("no delay");
        let (socket, _) =
            tungstenite::client(request, stream).map_err(|error| error.to_string())?;
        Ok(Self(socket))
    }

    fn say(&mut self, frame: &impl Serialize) -> bool {
        self.say_text(&serde_json::to_string(frame).expect("JSON"))
    }

    fn say_text(&mut self, text: &str) -> bool {
        self.0.send(Message::text(text.to_owned())).is_ok()
    }

    /// The next frame, or the close code (0 without one).
    fn hear<T: DeserializeOwned>(&mut self) -> Result<T, u16> {
        Ok(self.hear_for(PATIENCE)?.unwrap_or_else(|| panic!("nothing was heard for {PATIENCE:?}")))
    }

    /// The same, or `None` if nothing comes within `patience`.
    fn hear_for<T: DeserializeOwned>(&mut self, patience: Duration) -> Result<Option<T>, u16> {
        self.0.get_ref().set_read_timeout(Some(patience)).expect("a timeout");
        loop {
            match self.0.read() {
                Ok(Message::Text(text)) => {
                    return Ok(Some(
                        serde_json::from_str(&text)
                            .unwrap_or_else(|error| panic!("{error} in {text}")),
                    ));
                }
                Ok(Message::Close(frame)) => return Err(frame.map_or(0, |frame| frame.code.into())),
                Ok(_) => {}
                Err(tungstenite::Error::Io(error))
                    if error.kind() == std::io::ErrorKind::WouldBlock =>
                {
                    return Ok(None);
                }
                Err(_) => return Err(0),
            }
        }
    }
}

/// A visitor's browser.
pub struct Visitor {
    host: String,
    /// Secret of the session.
    pub token: String,
    /// What the browser says it is, if anything.
    pub user_agent: Option<&'static str>,
    socket: Option<Socket>,
}

impl Visitor {
    /// A new visitor of brand `pedalo`, not yet connected.
    pub fn new(server: &TestServer) -> Self {
        Self::of(&server.host())
    }

    /// The same at any host and port.
    pub fn of(host: &str) -> Self {
        let answer: SessionAnswer = ureq::post(format!("http://{host}/chat/v1/sessions"))
            .header("origin", ORIGIN)
            .send_json(SessionRequest { key: KEY.to_owned() })
            .expect("a session")
            .body_mut()
            .read_json()
            .expect("JSON");
        Self { host: host.to_owned(), token: answer.token, user_agent: None, socket: None }
    }

    /// The same visitor, who connects to another host and port.
    pub fn at(self, host: &str) -> Self {
        Self { host: host.to_owned(), token: self.token, user_agent: None, socket: None }
    }

    /// A new visitor who is connected.
    pub fn connected(server: &TestServer) -> Self {
        let mut visitor = Self::new(server);
        visitor.connect(&[]).expect("connects");
        visitor
    }

    /// Another browser of the same visitor.
    pub fn another(&self) -> Self {
        let (host, token) = (self.host.clone(), self.token.clone());
        Self { host, token, user_agent: None, socket: None }
    }

    /// Connects, says how far it is and waits for the welcome.
    pub fn connect(&mut self, positions: &[(&str, u64)]) -> Result<ServerFrame, u16> {
        self.connect_from(ORIGIN, positions).expect("a socket")
    }

    /// As [`Self::connect`], from a page of another origin; `Err` if the
    /// socket is not opened.
    pub fn connect_from(
        &mut self,
        origin: &str,
        positions: &[(&str, u64)],
    ) -> Result<Result<ServerFrame, u16>, String> {
        let mut headers = vec![("origin", origin)];
        headers.extend(self.user_agent.map(|text| ("user-agent", text)));
        let mut socket = Socket::open(&self.host, "/chat/v1/socket", &headers)?;
        socket.say(&self.hello(positions));
        let welcome = socket.hear();
        self.socket = Some(socket);
        Ok(welcome)
    }

    /// Connects over a network that may fail; `false` if no welcome came
    /// within `patience`.
    pub fn try_connect(&mut self, positions: &[(&str, u64)], patience: Duration) -> bool {
        self.cut();
        let headers = [("origin", ORIGIN)];
        let opened = Socket::open_within(&self.host, "/chat/v1/socket", &headers, patience);
        let Ok(mut socket) = opened else { return false };
        socket.say(&self.hello(positions));
        let is_welcome = matches!(socket.hear_for(patience), Ok(Some(ServerFrame::Welcome { .. })));
        self.socket = is_welcome.then_some(socket);
        is_welcome
    }

    fn hello(&self, positions: &[(&str, u64)]) -> ClientFrame {
        let positions = positions
            .iter()
            .map(|(id, after)| Position { conversation: id.parse().expect("an id"), after: *after })
            .collect();
        ClientFrame::Hello { version: CHAT_VERSION, token: self.token.clone(), positions }
    }

    /// The next frame that is no beat; `None` if none comes within `patience`
    /// or the connection is gone.
    pub fn hear_for(&mut self, patience: Duration) -> Option<ServerFrame> {
        loop {
            match self.socket.as_mut()?.hear_for(patience).ok()?? {
                ServerFrame::Beat => {
                    self.say(&ClientFrame::Beat);
                }
                frame => return Some(frame),
            }
        }
    }

    /// Whether the next frame is a beat.
    pub fn is_beat_next(&mut self) -> bool {
        self.socket.as_mut().is_some_and(|socket| matches!(socket.hear(), Ok(ServerFrame::Beat)))
    }

    /// Pulls the plug: no close frame is sent.
    pub fn cut(&mut self) {
        self.socket = None;
    }

    /// Sends a frame; `false` if the connection is gone.
    pub fn say(&mut self, frame: &ClientFrame) -> bool {
        self.socket.as_mut().is_some_and(|socket| socket.say(frame))
    }

    /// Sends any text.
    pub fn say_text(&mut self, text: &str) -> bool {
        self.socket.as_mut().is_some_and(|socket| socket.say_text(text))
    }

    /// The next frame that is no beat, or the close code.
    pub fn hear(&mut self) -> Result<ServerFrame, u16> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            assert!(Instant::now() < deadline, "only beats for {PATIENCE:?}");
            match self.socket.as_mut().ok_or(0u16)?.hear()? {
                ServerFrame::Beat => {
                    self.say(&ClientFrame::Beat);
                }
                frame => return Ok(frame),
            }
        }
    }

    /// The first frame of which `pick` makes something.
    pub fn await_frame<T>(&mut self, mut pick: impl FnMut(ServerFrame) -> Option<T>) -> T {
        let deadline = Instant::now() + PATIENCE;
        loop {
            assert!(Instant::now() < deadline, "not heard within {PATIENCE:?}");
            match self.hear() {
                Ok(frame) => {
                    if let Some(found) = pick(frame) {
                        return found;
                    }
                }
                Err(code) => panic!("the connection was closed with {code}"),
            }
        }
    }

    /// Sends a message and waits for its number.
    #[expect(clippy::result_large_err, reason = "a test reads the refusal whole")]
    pub fn send(&mut self, conversation: &str, id: &str, body: &str) -> Result<u64, ServerFrame> {
        self.send_with(conversation, id, body, &[])
    }

    /// The same with files.
    #[expect(clippy::result_large_err, reason = "a test reads the refusal whole")]
    pub fn send_with(
        &mut self,
        conversation: &str,
        id: &str,
        body: &str,
        files: &[&FileInfo],
    ) -> Result<u64, ServerFrame> {
        let frame = message_with(conversation, id, body, files);
        assert!(self.say(&frame), "the connection is gone");
        self.await_frame(|frame| match frame {
            ServerFrame::Ack { seq, id: acked, .. } if acked.as_str() == id => Some(Ok(seq)),
            ServerFrame::Refused { .. } => Some(Err(frame)),
            _ => None,
        })
    }

    /// The next entry.
    pub fn await_entry(&mut self) -> (ConversationId, Entry) {
        self.await_frame(|frame| match frame {
            ServerFrame::Entry { conversation, entry } => Some((conversation, entry)),
            _ => None,
        })
    }
}

/// A first or further message.
pub fn message(conversation: &str, id: &str, body: &str) -> ClientFrame {
    message_with(conversation, id, body, &[])
}

/// The same with files.
pub fn message_with(conversation: &str, id: &str, body: &str, files: &[&FileInfo]) -> ClientFrame {
    ClientFrame::Send {
        id: id.parse().expect("an id"),
        conversation: conversation.parse().expect("an id"),
        body: body.to_owned(),
        files: files.iter().map(|file| file.id.clone()).collect(),
        open: Some(Opening { locale: "en".into(), ..Opening::default() }),
    }
}

/// An agent's browser.
pub struct Agent {
    host: String,
    /// `name=value` of the session.
    pub cookie: String,
    socket: Option<Socket>,
}

impl Agent {
    /// Signs in with [`PASSWORD`] and connects.
    pub fn connected(server: &TestServer, name: &str) -> Self {
        let mut agent = Self::signed_in(server, name);
        agent.connect().expect("connects");
        agent
    }

    /// Signs in with [`PASSWORD`], and has no inbox open.
    pub fn signed_in(server: &TestServer, name: &str) -> Self {
        let answer = ureq::post(server.url("/inbox/v1/session"))
            .header("origin", server.url(""))
            .send_json(SignIn {
                email: format!("{name}@example.com"),
                password: PASSWORD.to_owned(),
            })
            .expect("signs in");
        let cookie = answer.headers()["set-cookie"].to_str().expect("text");
        let cookie = cookie.split(';').next().expect("a first part").to_owned();
        Self { host: server.host(), cookie, socket: None }
    }

    /// Connects and waits for the welcome.
    pub fn connect(&mut self) -> Result<InboxFrame, u16> {
        let origin = format!("http://{}", self.host);
        let headers = [("origin", origin.as_str()), ("cookie", self.cookie.as_str())];
        let mut socket = Socket::open(&self.host, "/inbox/v1/socket", &headers).expect("a socket");
        let welcome = socket.hear();
        self.socket = Some(socket);
        welcome
    }

    /// Sends a frame.
    pub fn say(&mut self, frame: &AgentFrame) -> bool {
        self.socket.as_mut().is_some_and(|socket| socket.say(frame))
    }

    /// The next frame that is no beat; `None` if none comes within `patience`
    /// or the connection is gone.
    pub fn hear_for(&mut self, patience: Duration) -> Option<InboxFrame> {
        loop {
            match self.socket.as_mut()?.hear_for(patience).ok()?? {
                InboxFrame::Beat => {
                    self.say(&AgentFrame::Beat);
                }
                frame => return Some(frame),
            }
        }
    }

    /// The next frame that is no beat, or the close code.
    pub fn hear(&mut self) -> Result<InboxFrame, u16> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            assert!(Instant::now() < deadline, "only beats for {PATIENCE:?}");
            match self.socket.as_mut().ok_or(0u16)?.hear()? {
                InboxFrame::Beat => {
                    self.say(&AgentFrame::Beat);
                }
                frame => return Ok(frame),
            }
        }
    }

    /// The first frame of which `pick` makes something.
    pub fn await_frame<T>(&mut self, mut pick: impl FnMut(InboxFrame) -> Option<T>) -> T {
        let deadline = Instant::now() + PATIENCE;
        loop {
            assert!(Instant::now() < deadline, "not heard within {PATIENCE:?}");
            match self.hear() {
                Ok(frame) => {
                    if let Some(found) = pick(frame) {
                        return found;
                    }
                }
                Err(code) => panic!("the connection was closed with {code}"),
            }
        }
    }

    /// Says a frame with this id and waits for what becomes of it.
    pub fn ask(&mut self, frame: &AgentFrame, id: &str) -> InboxFrame {
        assert!(self.say(frame), "the connection is gone");
        self.await_frame(|frame| match &frame {
            InboxFrame::Ack { id: asked, .. } if asked.as_str() == id => Some(frame),
            InboxFrame::Refused { .. } => Some(frame),
            _ => None,
        })
    }

    /// Answers a visitor and waits for the number.
    pub fn send(&mut self, conversation: &str, id: &str, body: &str) -> InboxFrame {
        self.send_with(conversation, id, body, &[])
    }

    /// The same with files.
    pub fn send_with(
        &mut self,
        conversation: &str,
        id: &str,
        body: &str,
        files: &[&FileInfo],
    ) -> InboxFrame {
        let frame = AgentFrame::Send {
            id: id.parse().expect("an id"),
            conversation: conversation.parse().expect("an id"),
            body: body.to_owned(),
            files: files.iter().map(|file| file.id.clone()).collect(),
        };
        self.ask(&frame, id)
    }

    /// Status and body of a request with this agent's session.
    pub fn get(&self, path: &str) -> (u16, String) {
        self.request(ureq::get(self.url(path)))
    }

    /// The same for something that takes the place of what is there.
    pub fn put(&self, path: &str, body: &impl Serialize) -> (u16, String) {
        let request = ureq::put(self.url(path)).header("origin", self.url(""));
        let request = request.config().http_status_as_error(false).build();
        let answer = request.header("cookie", &self.cookie).send_json(body);
        let mut answer = answer.expect("an answer");
        (answer.status().as_u16(), answer.body_mut().read_to_string().expect("text"))
    }

    /// The same for JSON that is posted.
    pub fn post(&self, path: &str, body: &serde_json::Value) -> (u16, String) {
        let request = ureq::post(self.url(path)).config().http_status_as_error(false).build();
        let request = request.header("origin", self.url("")).header("cookie", &self.cookie);
        let mut answer = request.send_json(body).expect("an answer");
        (answer.status().as_u16(), answer.body_mut().read_to_string().expect("text"))
    }

    /// The same for a deletion.
    pub fn delete(&self, path: &str) -> (u16, String) {
        self.request(ureq::delete(self.url(path)).header("origin", self.url("")))
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.host)
    }

    fn request(&self, request: ureq::RequestBuilder<WithoutBody>) -> (u16, String) {
        let request = request.config().http_status_as_error(false).build();
        let mut answer = request.header("cookie", &self.cookie).call().expect("an answer");
        (answer.status().as_u16(), answer.body_mut().read_to_string().expect("text"))
    }
}

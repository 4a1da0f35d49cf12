//! Frames over a WebSocket, the same way for visitors and agents.

use std::future::Future;
use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket, WebSocketUpgrade};
use futures_util::SinkExt as _;
use kb_protocol::chat::Code;
use kb_protocol::limits;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::time::{Instant, sleep_until, timeout};

use super::hub::{News, Subscription};
use crate::app::App;
use crate::telemetry::OpenSocket;

/// Bytes that a connection holds for reading; axum's own 128 KiB make an idle
/// connection cost more than everything else that is kept of it.
const READ_BUFFER: usize = 1024;
/// Bytes that wait for the last frame of those that belong together.
const WRITE_BUFFER: usize = 4 * 1024;
/// Bytes that most frames have room in.
const FRAME_BYTES: usize = 512;
/// Bytes that may wait for a slow network before the line waits too.
const MAX_WRITE_BUFFER: usize = 256 * 1024;
/// Seconds whose frames may come at once, after a reconnect.
const SECONDS_AT_ONCE: f64 = 5.0;
/// Over how long browsers spread their coming back after a restart.
const RESTART_SPREAD_MS: u32 = 3_000;

/// Why a line ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct End {
    pub(crate) code: Code,
    pub(crate) retry_after_ms: u32,
}

impl End {
    pub(crate) fn now(code: Code) -> Self {
        Self { code, retry_after_ms: 0 }
    }
}

/// What is said on one kind of connection.
pub(crate) trait Line: Send {
    /// What the browser says.
    type In: DeserializeOwned + Send;
    /// What the relay says.
    type Out: Serialize + Send;

    /// Acts on a frame.
    fn handle(&mut self, frame: Self::In) -> impl Future<Output = Result<(), End>> + Send;

    /// Turns news into frames.
    fn hear(&mut self, news: &News) -> impl Future<Output = Result<(), End>> + Send;

    /// Looks now and then whether the session still holds.
    fn check(&mut self) -> impl Future<Output = Result<(), End>> + Send;

    /// Answers something that is no frame.
    fn refuse_frame(&mut self, code: Code);

    /// What waits to be sent.
    fn take_out(&mut self) -> Vec<Self::Out>;

    /// Who is at the other end, for counting.
    const SIDE: &'static str;

    /// The frame that says that the server is there.
    fn beat() -> Self::Out;

    /// The last frame.
    fn closing(code: Code, retry_after_ms: u32) -> Self::Out;
}

/// Sets the sizes of a connection before it is opened.
pub(crate) fn sized(upgrade: WebSocketUpgrade) -> WebSocketUpgrade {
    upgrade
        .read_buffer_size(READ_BUFFER)
        .write_buffer_size(WRITE_BUFFER)
        .max_write_buffer_size(MAX_WRITE_BUFFER)
        .max_message_size(limits::FRAME_BYTES)
        .max_frame_size(limits::FRAME_BYTES)
}

/// Reads the first frame, which has to come soon.
pub(crate) async fn first_frame<F: DeserializeOwned>(socket: &mut WebSocket) -> Option<F> {
    let silence = Duration::from_millis(u64::from(limits::SILENCE_MS));
    match timeout(silence, socket.recv()).await {
        Ok(Some(Ok(Message::Text(text)))) => serde_json::from_str(&text).ok(),
        _ => None,
    }
}

/// Says why and closes.
pub(crate) async fn close<L: Line>(mut socket: WebSocket, end: End) {
    let _ = send(&mut socket, &[L::closing(end.code, end.retry_after_ms)]).await;
    let reason = serde_json::to_string(&end.code).unwrap_or_default();
    let frame = CloseFrame {
        code: close_code(end.code),
        reason: reason.trim_matches('"').to_owned().into(),
    };
    // The peer may be gone already.
    let _ = timeout(Duration::from_secs(1), socket.send(Message::Close(Some(frame)))).await;
}

/// WebSocket close codes: 1012 for a restart (IANA), the others from the
/// range for applications, 4000 to 4999.
fn close_code(code: Code) -> u16 {
    match code {
        Code::Restarting => 1012,
        Code::SessionExpired => 4001,
        Code::InvalidFrame => 4002,
        Code::OriginNotAllowed => 4003,
        Code::OutdatedClient => 4006,
        Code::TooSlow => 4008,
        Code::TimedOut => 4009,
        Code::RateLimited => 4029,
        _ => 4000,
    }
}

/// Carries frames until one side has enough.
pub(crate) async fn run<L: Line>(
    app: &App,
    mut socket: WebSocket,
    mut line: L,
    mut news: Subscription,
) {
    let _counted = OpenSocket::of(L::SIDE);
    let end = match carry(app, &mut socket, &mut line, &mut news).await {
        Ok(()) => return,
        Err(end) => end,
    };
    // Whoever could not keep up has to give its place back first.
    drop(news);
    Box::pin(close::<L>(socket, end)).await;
}

/// `Ok` if the peer has gone.
async fn carry<L: Line>(
    app: &App,
    socket: &mut WebSocket,
    line: &mut L,
    news: &mut Subscription,
) -> Result<(), End> {
    let mut stopping = app.stopping.subscribe();
    let beat = Duration::from_millis(u64::from(app.config.limits.beat_ms));
    let silence = Duration::from_millis(u64::from(app.config.limits.silence_ms));
    let mut heard = Instant::now();
    let mut next_beat = heard + beat;
    let mut wake = std::pin::pin!(sleep_until(next_beat.min(heard + silence)));
    let mut allowance = Allowance::full(app.config.limits.frames_per_second, heard);
    loop {
        let mut out = line.take_out();
        if out.is_empty() {
            tokio::select! {
                frame = socket.recv() => {
                    let Some(Ok(frame)) = frame else { return Ok(()) };
                    heard = Instant::now();
                    if !allowance.take(heard) {
                        return Err(End { code: Code::RateLimited, retry_after_ms: 10_000 });
                    }
                    match frame {
                        Message::Text(text) => match serde_json::from_str(&text) {
                            // Boxed, like whatever else runs now and then: an idle
                            // connection would keep room for all of it.
                            Ok(frame) => Box::pin(line.handle(frame)).await?,
                            Err(_) => line.refuse_frame(Code::InvalidFrame),
                        },
                        Message::Close(_) => return Ok(()),
                        Message::Binary(_) => line.refuse_frame(Code::InvalidFrame),
                        Message::Ping(_) | Message::Pong(_) => {}
                    }
                }
                item = news.next() => {
                    let Some(item) = item else { return Err(End::now(Code::TooSlow)) };
                    Box::pin(line.hear(&item)).await?;
                }
                () = &mut wake => {
                    let now = Instant::now();
                    if now >= heard + silence {
                        return Err(End::now(Code::TimedOut));
                    }
                    if now >= next_beat {
                        Box::pin(line.check()).await?;
                        out.push(L::beat());
                        next_beat = now + beat;
                    }
                    // The silence ends when it ends, not with a beat.
                    wake.as_mut().reset(next_beat.min(heard + silence));
                }
                () = app.stopped(&mut stopping) => {
                    return Err(End {
                        code: Code::Restarting,
                        retry_after_ms: 500 + app.jitter(RESTART_SPREAD_MS),
                    });
                }
            }
        }
        // What has come meanwhile goes in the same packet: the news of a message
        // with its acknowledgement.
        while let Some(item) = news.next_now() {
            Box::pin(line.hear(&item)).await?;
        }
        out.extend(line.take_out());
        // A peer that takes nothing for so long is gone or stuck; it resumes.
        match Box::pin(timeout(silence, send(socket, &out))).await {
            Ok(Ok(())) => {}
            Ok(Err(_)) => return Ok(()),
            Err(_) => return Err(End::now(Code::TooSlow)),
        }
    }
}

/// Frames that belong together leave together: calls of the system are most
/// of what a small frame costs.
async fn send<F: Serialize>(socket: &mut WebSocket, frames: &[F]) -> Result<(), axum::Error> {
    for frame in frames {
        let mut text = Vec::with_capacity(FRAME_BYTES);
        serde_json::to_writer(&mut text, frame).expect("frames are always valid JSON");
        let text = Utf8Bytes::try_from(text).expect("JSON is UTF-8");
        socket.feed(Message::Text(text)).await?;
    }
    socket.flush().await
}

/// A bucket of frames that fills with time.
struct Allowance {
    per_second: f64,
    left: f64,
    at: Instant,
}

impl Allowance {
    fn full(per_second: u32, at: Instant) -> Self {
        let per_second = f64::from(per_second.max(1));
        Self { per_second, left: per_second * SECONDS_AT_ONCE, at }
    }

    /// Whether one more frame may come.
    fn take(&mut self, now: Instant) -> bool {
        let since = now.duration_since(self.at).as_secs_f64();
        self.at = now;
        let most = self.per_second * SECONDS_AT_ONCE;
        self.left = (self.left + since * self.per_second).min(most) - 1.0;
        self.left >= 0.0
    }
}

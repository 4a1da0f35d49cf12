//! The load of `cargo xtask bench relay`: browsers in pairs, one writes and
//! one reads, the same against every server; and people who send a form.
//!
//! `load KIND HOST WORK NUMBERS…` prints one JSON object. `KIND` says how to
//! get in: `helpwright`, `room` (the floor, and `ws`) or `socketio`.

use std::io::{Read as _, Write as _};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::{sleep_until, timeout};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

/// Widget key and origin that the bench writes into `server.toml`.
const KEY: &str = "wk_bench_0123456789abcdef";
const ORIGIN: &str = "http://pages.example";
/// Longer than anything that works takes.
const PATIENCE: Duration = Duration::from_secs(60);
/// What people write is about so long.
const WORDS: &str = "I have a question about my order: it says delivered, but I have not had it \
                     yet. Can you look it up for me, please?";

/// How one gets in, and how frames are wrapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Helpwright,
    Room,
    SocketIo,
}

/// Where to go.
#[derive(Clone, Debug)]
struct Target {
    kind: Kind,
    host: String,
}

/// One browser.
struct Browser {
    kind: Kind,
    socket: WebSocketStream<TcpStream>,
    /// Conversation of its messages, and how many it has said.
    room: String,
    said: u64,
}

/// What a browser heard.
enum Heard {
    Acknowledgement,
    /// A message that was said at this time.
    Message(u64),
}

#[tokio::main]
async fn main() -> Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [kind, host, work, numbers @ ..] = words.as_slice() else {
        bail!("load KIND HOST WORK NUMBERS…")
    };
    let kind = match kind.as_str() {
        "helpwright" => Kind::Helpwright,
        "room" => Kind::Room,
        "socketio" => Kind::SocketIo,
        other => bail!("`{other}` is no kind of server"),
    };
    let target = Target { kind, host: host.clone() };
    let number = |at: usize| -> Result<u64> {
        numbers.get(at).context("a number is missing")?.parse().context("no number")
    };
    let result = match work.as_str() {
        "idle" => idle(&target, number(0)?).await?,
        "closed" => closed(&target, number(0)?, number(1)?).await?,
        "open" => open(&target, number(0)?, number(1)?, number(2)?).await?,
        "stuck" => stuck(&target, number(0)?).await?,
        "forms" => forms(&target.host, number(0)?, number(1)?).await?,
        other => bail!("`{other}` is no work"),
    };
    println!("{result}");
    Ok(())
}

/// Holds so many connections until its input ends.
async fn idle(target: &Target, connections: u64) -> Result<Value> {
    let mut held = Vec::new();
    for _ in 0..connections / 2 {
        held.push(pair(target).await?);
    }
    println!("{}", json!({ "connected": connections }));
    until_input_ends().await?;
    Ok(json!({ "held": held.len() * 2 }))
}

/// Pairs whose writers say the next message when the last one was
/// acknowledged, `each` of them.
async fn closed(target: &Target, pairs: u64, each: u64) -> Result<Value> {
    let begun = Instant::now();
    let mut tasks = JoinSet::new();
    let mut all = Vec::new();
    for _ in 0..pairs {
        all.push(pair(target).await?);
    }
    println!("{}", json!({ "connected": pairs * 2 }));
    let started = Instant::now();
    for (mut writer, mut reader) in all {
        tasks.spawn(async move {
            for _ in 0..each {
                writer.say(begun).await?;
                writer.hear_acknowledgement().await?;
            }
            anyhow::Ok(())
        });
        tasks.spawn(async move {
            for _ in 0..each {
                reader.hear_message().await?;
            }
            anyhow::Ok(())
        });
    }
    while let Some(done) = tasks.join_next().await {
        done??;
    }
    let seconds = started.elapsed().as_secs_f64();
    Ok(json!({ "messages": pairs * each, "seconds": seconds }))
}

/// Pairs that together say `rate` messages a second, at the time whether or
/// not the last was acknowledged, for `seconds`.
async fn open(target: &Target, pairs: u64, rate: u64, seconds: u64) -> Result<Value> {
    let mut all = Vec::new();
    for _ in 0..pairs {
        all.push(pair(target).await?);
    }
    println!("{}", json!({ "connected": pairs * 2 }));
    let begun = Instant::now();
    let each = rate * seconds / pairs;
    let apart = Duration::from_secs_f64(pairs as f64 / rate as f64);
    let mut tasks = JoinSet::new();
    for ((mut writer, mut reader), at) in all.into_iter().zip(0u32..) {
        let first = begun + apart.mul_f64(f64::from(at) / pairs as f64);
        tasks.spawn(async move {
            let mut acknowledged = 0;
            for n in 0..each {
                let when = first + apart.mul_f64(n as f64);
                while let Ok(heard) =
                    tokio::time::timeout_at(when.into(), writer.hear_acknowledgement()).await
                {
                    heard?;
                    acknowledged += 1;
                }
                sleep_until(when.into()).await;
                writer.say(begun).await?;
            }
            for _ in acknowledged..each {
                writer.hear_acknowledgement().await?;
            }
            anyhow::Ok(Vec::new())
        });
        tasks.spawn(async move {
            let mut latencies = Vec::new();
            for n in 0..each {
                let said = reader.hear_message().await?;
                // The first tenth warms up.
                if n >= each / 10 {
                    latencies.push(micros(begun).saturating_sub(said));
                }
            }
            Ok(latencies)
        });
    }
    let mut latencies = Vec::new();
    while let Some(done) = tasks.join_next().await {
        latencies.extend(done??);
    }
    Ok(quantiles(latencies))
}

/// A pair at work, with a third browser in the same room that never reads.
async fn stuck(target: &Target, messages: u64) -> Result<Value> {
    let begun = Instant::now();
    let (mut writer, mut reader) = pair(target).await?;
    let _never_read = another(target, &writer.room).await?;
    println!("{}", json!({ "connected": 3 }));
    let reading = tokio::spawn(async move {
        let mut latencies = Vec::new();
        for _ in 0..messages {
            latencies.push(micros(begun).saturating_sub(reader.hear_message().await?));
        }
        anyhow::Ok(latencies)
    });
    for _ in 0..messages {
        writer.say_padded(begun, 8_000).await?;
        writer.hear_acknowledgement().await?;
    }
    let result = quantiles(reading.await??);
    println!("{result}");
    // The stuck one is still there while its cost is looked at.
    until_input_ends().await?;
    Ok(json!({ "done": messages }))
}

/// People who send a form, each again and again, `each` times. The challenges
/// are there before the counting.
async fn forms(host: &str, people: u64, each: u64) -> Result<Value> {
    let mut all = Vec::new();
    for _ in 0..people {
        let mut http = Http::connect(host).await?;
        let mut tokens = Vec::new();
        for _ in 0..each {
            let challenge = http.post(&format!("/forms/v1/{KEY}/contact/challenge"), "").await?;
            tokens.push(challenge["token"].as_str().context("no token")?.to_owned());
        }
        all.push((http, tokens));
    }
    println!("{}", json!({ "connected": people }));
    let started = Instant::now();
    let mut tasks = JoinSet::new();
    for (person, (mut http, tokens)) in all.into_iter().enumerate() {
        tasks.spawn(async move {
            for token in tokens {
                let submission = json!({
                    "id": format!("{:016x}{:016x}", random()?, random()?),
                    "locale": "en",
                    "answers": { "email": [format!("p{person}@example.com")], "message": [WORDS] },
                    "proof": { "token": token, "nonce": 0 },
                    "started_ms": 5_000,
                });
                let path = format!("/forms/v1/{KEY}/contact");
                let answer = http.post(&path, &submission.to_string()).await?;
                answer["reference"].as_str().with_context(|| answer.to_string())?;
            }
            anyhow::Ok(())
        });
    }
    while let Some(task) = tasks.join_next().await {
        task??;
    }
    let messages = people * each;
    Ok(json!({ "messages": messages, "seconds": started.elapsed().as_secs_f64() }))
}

/// A connection that is kept.
struct Http {
    stream: TcpStream,
    host: String,
}

impl Http {
    async fn connect(host: &str) -> Result<Self> {
        let stream = TcpStream::connect(host).await.context("cannot connect")?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, host: host.to_owned() })
    }

    async fn post(&mut self, path: &str, body: &str) -> Result<Value> {
        let request = format!(
            "POST {path} HTTP/1.1\r\nhost: {}\r\norigin: {ORIGIN}\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            self.host,
            body.len()
        );
        self.stream.write_all(request.as_bytes()).await?;
        let mut answer = Vec::new();
        loop {
            let count = self.stream.read_buf(&mut answer).await?;
            if count == 0 {
                bail!("the connection ended: {}", String::from_utf8_lossy(&answer));
            }
            let text = String::from_utf8_lossy(&answer);
            let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
            let length = head.lines().find_map(|line| {
                let (name, value) = line.split_once(':')?;
                name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())?
            });
            let length: usize = length.with_context(|| format!("no length: {head}"))?;
            if body.len() >= length {
                return serde_json::from_str(body).with_context(|| text.to_string());
            }
        }
    }
}

async fn until_input_ends() -> Result<()> {
    let reading = || std::io::stdin().read_to_end(&mut Vec::new());
    tokio::task::spawn_blocking(reading).await??;
    Ok(())
}

fn micros(since: Instant) -> u64 {
    u64::try_from(since.elapsed().as_micros()).unwrap_or(u64::MAX)
}

fn quantiles(mut latencies: Vec<u64>) -> Value {
    latencies.sort_unstable();
    let at = |share: f64| {
        let index = (latencies.len() as f64 * share) as usize;
        latencies.get(index.min(latencies.len().saturating_sub(1))).copied().unwrap_or(0)
    };
    json!({ "messages": latencies.len(), "p50_us": at(0.5), "p99_us": at(0.99) })
}

/// Two browsers of one room: of one visitor, for Helpwright.
async fn pair(target: &Target) -> Result<(Browser, Browser)> {
    let room = match target.kind {
        Kind::Helpwright => session(&target.host)?,
        Kind::Room | Kind::SocketIo => format!("{:032x}", random()?),
    };
    Ok((another(target, &room).await?, another(target, &room).await?))
}

fn random() -> Result<u64> {
    getrandom::u64().map_err(|error| anyhow::anyhow!("no random number: {error}"))
}

/// One more browser of a room; of a visitor with this token, for Helpwright.
async fn another(target: &Target, room: &str) -> Result<Browser> {
    let Target { kind, host } = target;
    let path = match kind {
        Kind::Helpwright => "/chat/v1/socket".to_owned(),
        Kind::Room => format!("/{room}"),
        Kind::SocketIo => format!("/socket.io/?EIO=4&transport=websocket&room={room}"),
    };
    let stream = TcpStream::connect(host).await.context("cannot connect")?;
    stream.set_nodelay(true)?;
    let mut request = format!("ws://{host}{path}").into_client_request()?;
    request.headers_mut().insert("origin", ORIGIN.parse()?);
    let config = WebSocketConfig::default().read_buffer_size(2048).write_buffer_size(0);
    let (socket, _) = client_async_with_config(request, stream, Some(config)).await?;
    let mut browser = Browser { kind: *kind, socket, room: room.to_owned(), said: 0 };
    match kind {
        Kind::Helpwright => {
            let hello = json!({ "type": "hello", "version": 1, "token": room });
            browser.socket.send(Message::text(hello.to_string())).await?;
            browser.hear_text(|text| text.contains(r#""type":"welcome""#)).await?;
        }
        Kind::Room => {}
        Kind::SocketIo => {
            browser.socket.send(Message::text("40")).await?;
            browser.hear_text(|text| text.starts_with("40")).await?;
        }
    }
    Ok(browser)
}

/// A new visitor's token.
fn session(host: &str) -> Result<String> {
    let mut stream = std::net::TcpStream::connect(host).context("cannot connect")?;
    let body = json!({ "key": KEY }).to_string();
    let request = format!(
        "POST /chat/v1/sessions HTTP/1.1\r\nhost: {host}\r\norigin: {ORIGIN}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes())?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let (_, body) = answer.split_once("\r\n\r\n").context("no answer")?;
    let body: Value = serde_json::from_str(body).with_context(|| answer.clone())?;
    Ok(body["token"].as_str().context("no token")?.to_owned())
}

impl Browser {
    async fn say(&mut self, begun: Instant) -> Result<()> {
        self.say_padded(begun, 0).await
    }

    /// Says a message that begins with the time.
    async fn say_padded(&mut self, begun: Instant, padding: usize) -> Result<()> {
        self.said += 1;
        let frame = json!({
            "type": "send",
            "id": format!("m-{}", self.said),
            "conversation": self.room.get(..32).unwrap_or(&self.room),
            "body": format!("{} {WORDS}{}", micros(begun), "x".repeat(padding)),
            "open": { "locale": "en" },
        });
        let text = match self.kind {
            Kind::SocketIo => format!("42[\"send\",{frame}]"),
            _ => frame.to_string(),
        };
        Ok(self.socket.send(Message::text(text)).await?)
    }

    async fn hear_acknowledgement(&mut self) -> Result<()> {
        while !matches!(self.hear().await?, Heard::Acknowledgement) {}
        Ok(())
    }

    /// When the next message was said, in microseconds.
    async fn hear_message(&mut self) -> Result<u64> {
        loop {
            if let Heard::Message(said) = self.hear().await? {
                return Ok(said);
            }
        }
    }

    async fn hear(&mut self) -> Result<Heard> {
        let text = self.hear_text(|text| text.contains(r#""ack""#) || said_at(text).is_some());
        let text = text.await?;
        Ok(said_at(&text).map_or(Heard::Acknowledgement, Heard::Message))
    }

    /// The first text that `is_it`. Safe to be given up: nothing is lost.
    async fn hear_text(&mut self, is_it: impl Fn(&str) -> bool) -> Result<String> {
        loop {
            let heard = timeout(PATIENCE, self.socket.next()).await.context("nothing is heard")?;
            match heard.context("the connection ended")?? {
                Message::Text(text) if text.contains(r#""type":"refused""#) => bail!("{text}"),
                Message::Text(text) if is_it(&text) => return Ok(text.to_string()),
                // The beats of the three.
                Message::Text(text) if text.as_str() == "2" => {
                    self.socket.send(Message::text("3")).await?;
                }
                Message::Text(text) if text.contains(r#""type":"beat""#) => {
                    self.socket.send(Message::text(r#"{"type":"beat"}"#)).await?;
                }
                Message::Close(frame) => bail!("closed: {frame:?}"),
                _ => {}
            }
        }
    }
}

/// The time with which a message begins.
fn said_at(text: &str) -> Option<u64> {
    let (_, body) = text.split_once(r#""body":""#)?;
    body.split(' ').next()?.parse().ok()
}

//! A network between browser and relay that misbehaves when it is told to.
//!
//! It carries TCP, so that what is lost is lost as in life: a connection that
//! is cut in the middle of a frame, one that swallows what goes one way. Only
//! [`Weather::dropping`] looks into the stream, to drop whole frames.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use crate::dice::Dice;

/// What happens to connections from now on.
#[derive(Clone, Copy, Debug, Default)]
pub struct Weather {
    /// Each connection is cut after a random number of bytes below this, in
    /// the middle of whatever they belong to; 0 for never.
    pub cut_below: u64,
    /// So many of a hundred frames vanish, each way.
    pub dropping: u64,
}

/// A running proxy. Its threads end with their connections.
pub struct Proxy {
    host: String,
    state: Arc<State>,
}

struct State {
    server: Mutex<String>,
    weather: Mutex<Weather>,
    dice: Mutex<Dice>,
    swallows_to_server: AtomicBool,
    swallows_to_browser: AtomicBool,
    cuts: AtomicU64,
    drops: AtomicU64,
}

/// Which way bytes go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// What browsers say.
    ToServer,
    /// What the relay says.
    ToBrowser,
}

impl Proxy {
    /// In front of the relay at `server`. The same seed makes the same cuts
    /// for connections that come in the same order.
    pub fn start(server: &str, seed: u64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let host = listener.local_addr().expect("an address").to_string();
        let state = Arc::new(State {
            server: Mutex::new(server.to_owned()),
            weather: Mutex::default(),
            dice: Mutex::new(Dice::new(seed)),
            swallows_to_server: AtomicBool::new(false),
            swallows_to_browser: AtomicBool::new(false),
            cuts: AtomicU64::new(0),
            drops: AtomicU64::new(0),
        });
        let shared = Arc::clone(&state);
        // Ends with the process: nobody connects to it any more then.
        thread::spawn(move || {
            for browser in listener.incoming().flatten() {
                shared.carry(browser);
            }
        });
        Self { host, state }
    }

    /// Where browsers connect to.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Changes what happens to new connections.
    pub fn set(&self, weather: Weather) {
        *self.state.weather.lock().expect("no panic") = weather;
    }

    /// Swallows what goes one way on every connection, also on those that are
    /// open, or lets it through again. Nobody is told.
    pub fn swallow(&self, way: Way, is_swallowing: bool) {
        self.state.swallows(way).store(is_swallowing, Ordering::SeqCst);
    }

    /// Connections that were cut.
    pub fn cuts(&self) -> u64 {
        self.state.cuts.load(Ordering::Relaxed)
    }

    /// Frames that vanished.
    pub fn drops(&self) -> u64 {
        self.state.drops.load(Ordering::Relaxed)
    }
}

impl State {
    fn swallows(&self, way: Way) -> &AtomicBool {
        match way {
            Way::ToServer => &self.swallows_to_server,
            Way::ToBrowser => &self.swallows_to_browser,
        }
    }

    fn carry(self: &Arc<Self>, browser: TcpStream) {
        let server = self.server.lock().expect("no panic").clone();
        let Ok(server) = TcpStream::connect(server) else { return };
        for stream in [&browser, &server] {
            stream.set_nodelay(true).expect("no delay");
        }
        let weather = *self.weather.lock().expect("no panic");
        let mut dice = self.dice.lock().expect("no panic");
        for (way, from, to) in
            [(Way::ToServer, &browser, &server), (Way::ToBrowser, &server, &browser)]
        {
            let (from, to) = (from.try_clone().expect("clone"), to.try_clone().expect("clone"));
            let (state, dice) = (Arc::clone(self), Dice::new(dice.roll(u64::MAX)));
            thread::spawn(move || {
                state.pump(way, weather, dice, &from, &to);
                // Whatever ended one way ends the other.
                let _ = from.shutdown(Shutdown::Both);
                let _ = to.shutdown(Shutdown::Both);
            });
        }
    }

    fn pump(&self, way: Way, weather: Weather, mut dice: Dice, from: &TcpStream, to: &TcpStream) {
        let mut left = if weather.cut_below == 0 { u64::MAX } else { dice.roll(weather.cut_below) };
        let mut frames = Frames::default();
        let mut buffer = [0; 16 * 1024];
        let (mut from, mut to) = (from, to);
        loop {
            let Ok(count @ 1..) = from.read(&mut buffer) else { return };
            if self.swallows(way).load(Ordering::SeqCst) {
                continue;
            }
            let mut bytes = buffer[..count].to_vec();
            if weather.dropping > 0 {
                bytes = frames.sift(&bytes, || {
                    let is_dropped = dice.roll(100) < weather.dropping;
                    self.drops.fetch_add(u64::from(is_dropped), Ordering::Relaxed);
                    is_dropped
                });
            }
            let most = usize::try_from(left).unwrap_or(usize::MAX).min(bytes.len());
            if to.write_all(&bytes[..most]).is_err() {
                return;
            }
            left -= most as u64;
            if left == 0 {
                self.cuts.fetch_add(1, Ordering::Relaxed);
                return;
            }
        }
    }
}

/// One direction of a WebSocket, split into frames after the answer or
/// request that opens it (RFC 6455, 5.2).
#[derive(Default)]
struct Frames {
    is_open: bool,
    waiting: Vec<u8>,
}

impl Frames {
    /// What goes on its way of these bytes and those before; the beginning of
    /// a frame waits for its end. Only frames of text are dropped.
    fn sift(&mut self, bytes: &[u8], mut is_dropped: impl FnMut() -> bool) -> Vec<u8> {
        self.waiting.extend_from_slice(bytes);
        let mut through = Vec::new();
        if !self.is_open {
            let Some(end) = self.waiting.windows(4).position(|four| four == b"\r\n\r\n") else {
                return through;
            };
            through.extend(self.waiting.drain(..end + 4));
            self.is_open = true;
        }
        while let Some(length) = frame_length(&self.waiting) {
            let frame: Vec<u8> = self.waiting.drain(..length).collect();
            let is_text = frame[0] & 0x0f == 1;
            if !(is_text && is_dropped()) {
                through.extend(frame);
            }
        }
        through
    }
}

/// Bytes of the first frame with its header, once all of them are there.
fn frame_length(bytes: &[u8]) -> Option<usize> {
    let second = *bytes.get(1)?;
    let mask = if second & 0x80 == 0 { 0 } else { 4 };
    let (header, length) = match second & 0x7f {
        126 => (4, usize::from(u16::from_be_bytes(bytes.get(2..4)?.try_into().ok()?))),
        127 => {
            let length = u64::from_be_bytes(bytes.get(2..10)?.try_into().ok()?);
            (10, usize::try_from(length).ok()?)
        }
        short => (2, usize::from(short)),
    };
    let whole = header + mask + length;
    (bytes.len() >= whole).then_some(whole)
}

//! A mail server: takes letters over TCP, or refuses them as a test wants.

use std::collections::{HashMap, VecDeque};
use std::io::{BufRead, BufReader, Lines, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Longer than anything that works takes.
const PATIENCE: Duration = Duration::from_secs(30);

/// In place of an answer.
const SILENCE: &str = "";

/// A letter as a mail server has it.
#[derive(Clone, Debug)]
pub struct Taken {
    /// Address of the sender, without brackets.
    pub from: String,
    /// Addresses of those whose letter it is.
    pub to: Vec<String>,
    /// Headers and body, as they came.
    pub text: String,
}

/// A mail server on a free port.
pub struct MailServer {
    port: u16,
    state: Arc<State>,
}

#[derive(Default)]
struct State {
    inner: Mutex<Inner>,
    changed: Condvar,
}

#[derive(Default)]
struct Inner {
    taken: Vec<Taken>,
    /// Answers to the next commands of a kind, in place of a good one.
    refusals: HashMap<&'static str, VecDeque<String>>,
    /// Commands that were refused so far.
    refused: usize,
    password: Option<String>,
}

impl State {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What the next command of this kind is answered, if it is refused.
    fn refusal(&self, command: &str) -> Option<String> {
        self.lock().refusals.get_mut(command)?.pop_front()
    }

    /// Counts a refusal that was said.
    fn refused(&self) {
        self.lock().refused += 1;
        self.changed.notify_all();
    }

    /// Waits for a condition.
    fn wait_until(&self, what: &str, is_so: impl Fn(&Inner) -> bool) -> MutexGuard<'_, Inner> {
        let inner = self.lock();
        let (inner, timeout) = self
            .changed
            .wait_timeout_while(inner, PATIENCE, |inner| !is_so(inner))
            .unwrap_or_else(PoisonError::into_inner);
        assert!(!timeout.timed_out(), "{what} did not happen within {PATIENCE:?}");
        inner
    }
}

impl Default for MailServer {
    fn default() -> Self {
        Self::start()
    }
}

impl MailServer {
    /// Starts one that takes everything.
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let state = Arc::new(State::default());
        let shared = Arc::clone(&state);
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let state = Arc::clone(&shared);
                std::thread::spawn(move || drop(talk(&stream, &state)));
            }
        });
        Self { port, state }
    }

    /// The section `[mail]` that names it.
    pub fn settings(&self) -> String {
        format!(
            "[mail]\npublic_url = \"http://chat.example\"\nserver = \"{}\"\nstarttls = \"none\"\n\
             from = \"help@pedalo.example\"\n",
            self.address()
        )
    }

    /// Its address for those settings.
    pub fn address(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    /// From now on only who signs in with `AUTH PLAIN` and this is heard.
    pub fn ask_password(&self, password: &str) {
        self.state.lock().password = Some(password.to_owned());
    }

    /// Answers the next recipients so: `450 come later`.
    pub fn refuse(&self, answers: &[&str]) {
        self.refuse_at("RCPT", answers);
    }

    /// Answers the next commands of this kind so; `CONNECT` is the greeting.
    pub fn refuse_at(&self, command: &'static str, answers: &[&str]) {
        let answers = answers.iter().map(|&answer| answer.to_owned());
        self.state.lock().refusals.entry(command).or_default().extend(answers);
    }

    /// Says nothing any more to the client that gives the next command of this
    /// kind, but stays; it counts as a refusal.
    pub fn hush_at(&self, command: &'static str) {
        self.refuse_at(command, &[SILENCE]);
    }

    /// Waits until so many commands were refused.
    pub fn await_refusals(&self, count: usize) {
        drop(self.state.wait_until("a refusal", |inner| inner.refused >= count));
    }

    /// Waits until so many letters to an address are there, and answers the
    /// last one.
    pub fn await_letter(&self, to: &str, count: usize) -> Taken {
        let to_them = |inner: &Inner| {
            let letters = inner.taken.iter().filter(|letter| letter.to == [to]);
            letters.cloned().collect::<Vec<_>>()
        };
        let inner = self.state.wait_until("a letter", |inner| to_them(inner).len() >= count);
        let letters = to_them(&inner);
        assert_eq!(letters.len(), count, "{letters:?}");
        letters[count - 1].clone()
    }

    /// How many letters to an address are there so far.
    pub fn count(&self, to: &str) -> usize {
        self.state.lock().taken.iter().filter(|letter| letter.to == [to]).count()
    }

    /// How many commands were refused so far.
    pub fn refused(&self) -> usize {
        self.state.lock().refused
    }
}

/// Speaks with one client until it leaves (RFC 5321).
fn talk(stream: &TcpStream, state: &State) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let mut stream = stream;
    let mut say = |line: &str| stream.write_all(format!("{line}\r\n").as_bytes());
    if let Some(refusal) = state.refusal("CONNECT") {
        if refusal == SILENCE {
            return listen(lines, state);
        }
        say(&refusal)?;
        state.refused();
        return Ok(());
    }
    say("220 mail.example ready")?;
    let mut is_known = state.lock().password.is_none();
    let (mut from, mut to) = (String::new(), Vec::new());
    while let Some(line) = lines.next().transpose()? {
        let word = line.split([' ', ':']).next().unwrap_or_default().to_uppercase();
        let address = || {
            let text = line.split_once('<').map_or("", |(_, rest)| rest);
            text.split_once('>').map_or("", |(address, _)| address).to_owned()
        };
        if let Some(refusal) = state.refusal(&word) {
            if refusal == SILENCE {
                return listen(lines, state);
            }
            say(&refusal)?;
            state.refused();
            continue;
        }
        match word.as_str() {
            "EHLO" | "HELO" => {
                say("250-mail.example")?;
                say("250-8BITMIME")?;
                say("250-SMTPUTF8")?;
                say("250 AUTH PLAIN")?;
            }
            "AUTH" => {
                let said = line.rsplit(' ').next().unwrap_or_default();
                let said = String::from_utf8_lossy(&of_base64(said)).into_owned();
                let password = said.rsplit('\0').next().map(str::to_owned);
                is_known = password == state.lock().password;
                say(if is_known { "235 welcome" } else { "535 wrong name or password" })?;
            }
            "MAIL" if !is_known => say("530 sign in first")?,
            "MAIL" => {
                from = address();
                to.clear();
                say("250 ok")?;
            }
            "RCPT" => {
                to.push(address());
                say("250 ok")?;
            }
            "DATA" => {
                say("354 go on")?;
                let mut text = String::new();
                while let Some(line) = lines.next().transpose()? {
                    if line == "." {
                        break;
                    }
                    text.push_str(line.strip_prefix('.').unwrap_or(&line));
                    text.push('\n');
                }
                let taken = Taken { from: from.clone(), to: to.clone(), text };
                state.lock().taken.push(taken);
                state.changed.notify_all();
                say("250 taken")?;
            }
            "RSET" | "NOOP" => say("250 ok")?,
            "QUIT" => {
                say("221 bye")?;
                break;
            }
            _ => say("502 unknown")?,
        }
    }
    Ok(())
}

/// Hears a client out and says nothing.
fn listen(mut lines: Lines<BufReader<TcpStream>>, state: &State) -> std::io::Result<()> {
    state.refused();
    while lines.next().transpose()?.is_some() {}
    Ok(())
}

impl Taken {
    /// A header, unfolded and with its encoded words read; empty without it.
    pub fn header(&self, name: &str) -> String {
        let (head, _) = self.text.split_once("\n\n").expect("headers and a body");
        let unfolded = head.replace("\n ", " ").replace("\n\t", " ");
        let mut values = unfolded.lines().filter_map(|line| {
            let (found, value) = line.split_once(": ")?;
            found.eq_ignore_ascii_case(name).then(|| of_words(value))
        });
        let value = values.next().unwrap_or_default();
        assert_eq!(values.next(), None, "header {name} stands there twice");
        value
    }

    /// The text without HTML.
    pub fn plain(&self) -> String {
        self.part("text/plain")
    }

    /// The HTML.
    pub fn html(&self) -> String {
        self.part("text/html")
    }

    fn part(&self, kind: &str) -> String {
        let start = self.text.find(&format!("Content-Type: {kind}")).expect("a part of this kind");
        let (head, rest) = self.text[start..].split_once("\n\n").expect("a body");
        let (_, boundary) = self.text.split_once("boundary=\"").expect("a letter of two parts");
        let (boundary, _) = boundary.split_once('"').expect("the end of the boundary");
        let body = rest.split(&format!("\n--{boundary}")).next().unwrap_or_default();
        let bytes = if head.contains("base64") {
            of_base64(&body.replace('\n', ""))
        } else if head.contains("quoted-printable") {
            of_quoted(&body.replace("=\n", ""), '=')
        } else {
            return body.to_owned();
        };
        String::from_utf8(bytes).expect("UTF-8").replace("\r\n", "\n")
    }
}

/// Reads the encoded words of a header (RFC 2047).
fn of_words(value: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = value.to_owned();
    while let Some((before, after)) =
        rest.split_once("=?utf-8?b?").map(|(a, b)| (a.to_owned(), b.to_owned()))
    {
        // White space between two of them means nothing.
        if !before.trim().is_empty() {
            bytes.extend_from_slice(before.as_bytes());
        }
        let (word, after) = after.split_once("?=").expect("an end");
        bytes.extend(of_base64(word));
        rest = after.to_owned();
    }
    bytes.extend_from_slice(rest.as_bytes());
    String::from_utf8(bytes).expect("UTF-8")
}

/// Reads quoted-printable without its soft line breaks (RFC 2045, 6.7).
fn of_quoted(text: &str, mark: char) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(mark) {
        bytes.extend_from_slice(before.as_bytes());
        bytes.push(u8::from_str_radix(&after[..2], 16).expect("two digits"));
        rest = &after[2..];
    }
    bytes.extend_from_slice(rest.as_bytes());
    bytes
}

/// Reads base64 (RFC 4648, 4).
fn of_base64(text: &str) -> Vec<u8> {
    const DIGITS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut bytes, mut bits, mut count) = (Vec::new(), 0u32, 0);
    for digit in text.chars().filter_map(|c| DIGITS.find(c)) {
        bits = bits << 6 | u32::try_from(digit).expect("below 64");
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count & 0xff) as u8);
        }
    }
    bytes
}

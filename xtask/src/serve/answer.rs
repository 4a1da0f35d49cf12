//! Requests as far as a static host reads them, and answers.

use std::io::{self, Write};

/// What the server needs to know of a request.
#[derive(Debug)]
pub(super) struct Request {
    /// Path as it was sent, still percent-encoded.
    pub(super) path: String,
    /// Query with its question mark, or nothing.
    pub(super) query: String,
    pub(super) is_head: bool,
    pub(super) keep_alive: bool,
    pub(super) accepts_gzip: bool,
    pub(super) if_none_match: Option<String>,
}

impl Request {
    /// Reads the lines of a request's head; `None` if it is no GET or HEAD.
    pub(super) fn parse(head: &[String]) -> Option<Self> {
        let mut words = head.first()?.split(' ');
        let method = words.next()?;
        let target = words.next()?;
        let version = words.next()?;
        if !matches!(method, "GET" | "HEAD") || !target.starts_with('/') {
            return None;
        }
        let (path, query) = match target.find('?') {
            Some(at) => target.split_at(at),
            None => (target, ""),
        };
        let header = |name: &str| {
            head[1..].iter().find_map(|line| {
                let (key, value) = line.split_once(':')?;
                key.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
            })
        };
        let connection = header("connection").unwrap_or_default().to_ascii_lowercase();
        Some(Self {
            path: path.to_owned(),
            query: query.to_owned(),
            is_head: method == "HEAD",
            keep_alive: version == "HTTP/1.1" && connection != "close",
            accepts_gzip: header("accept-encoding").is_some_and(|value| value.contains("gzip")),
            if_none_match: header("if-none-match"),
        })
    }
}

/// One answer, whole in memory: pages are small.
#[derive(Debug)]
pub(super) struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Answer {
    pub(super) fn new(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Vec::new() }
    }

    /// A plain sentence for a person.
    pub(super) fn text(status: u16, text: &str) -> Self {
        Self::new(status)
            .header("Content-Type", "text/plain; charset=utf-8")
            .body(text.as_bytes().to_vec())
    }

    /// Sets a header, replacing an earlier value.
    pub(super) fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.retain(|(present, _)| !present.eq_ignore_ascii_case(name));
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    pub(super) fn body(mut self, body: Vec<u8>) -> Self {
        self.body = body;
        self
    }

    /// Writes the answer; a HEAD request gets the same without the body.
    pub(super) fn write(
        &self,
        out: &mut impl Write,
        with_body: bool,
        keep_alive: bool,
    ) -> io::Result<()> {
        let reason = match self.status {
            200 => "OK",
            301 => "Moved Permanently",
            302 => "Found",
            304 => "Not Modified",
            400 => "Bad Request",
            404 => "Not Found",
            _ => "Answer",
        };
        write!(out, "HTTP/1.1 {} {reason}\r\n", self.status)?;
        for (name, value) in &self.headers {
            write!(out, "{name}: {value}\r\n")?;
        }
        write!(out, "Content-Length: {}\r\n", self.body.len())?;
        write!(out, "Connection: {}\r\n\r\n", if keep_alive { "keep-alive" } else { "close" })?;
        if with_body { out.write_all(&self.body) } else { Ok(()) }
    }
}

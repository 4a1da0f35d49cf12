//! A small static server for built sites, as a plain static host would be.
//!
//! It knows what the pages rely on: correct media types, `index.html`,
//! the nearest `404.html`, gzip, long caching of content-hashed names, and the
//! files `_redirects` and `_headers`. It listens on the loopback address only.

mod answer;
mod files;
mod rules;

use std::io::{BufRead, BufReader, BufWriter, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use answer::{Answer, Request};
use files::Files;

/// A connection that says nothing for this long is closed.
const IDLE_LIMIT: Duration = Duration::from_secs(30);
/// Longest line of a request that is read.
const LINE_LIMIT: u64 = 16 * 1024;

/// One site that is being served; it ends with the process.
#[derive(Clone, Debug)]
pub(crate) struct Site {
    /// Port on 127.0.0.1.
    pub(crate) port: u16,
    /// Path below which the site lies, with a slash at both ends.
    pub(crate) prefix: String,
}

impl Site {
    /// Address of the site's home page.
    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}{}", self.port, self.prefix)
    }
}

/// A port that is taken, so that addresses are known before a site is built.
#[derive(Debug)]
pub(crate) struct Port {
    listener: TcpListener,
    number: u16,
}

impl Port {
    /// Takes `wanted` or the next free port after it; `0` takes any.
    pub(crate) fn take(wanted: u16) -> Result<Self> {
        let last = wanted.saturating_add(if wanted == 0 { 0 } else { 99 });
        let listener = (wanted..=last)
            .find_map(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, port)).ok())
            .with_context(|| format!("no free port from {wanted} to {last} on 127.0.0.1"))?;
        let number = listener.local_addr().context("a listener has no address")?.port();
        Ok(Self { listener, number })
    }

    /// A port that is free from `wanted` up, for another program to take.
    pub(crate) fn free(wanted: u16) -> Result<u16> {
        Ok(Self::take(wanted)?.number())
    }

    /// The number that was taken.
    pub(crate) fn number(&self) -> u16 {
        self.number
    }

    /// The origin of what will be served here.
    pub(crate) fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.number)
    }

    /// Starts to serve `folder` below `prefix` (such as `/` or `/help/`).
    pub(crate) fn serve(self, folder: PathBuf, prefix: &str) -> Site {
        let site = Site { port: self.number, prefix: prefix.to_owned() };
        let files = Arc::new(Files::new(folder, prefix));
        thread::spawn(move || {
            for stream in self.listener.incoming().flatten() {
                let files = Arc::clone(&files);
                thread::spawn(move || {
                    // A browser that goes away in the middle is no news.
                    let _ = converse(&stream, &files);
                });
            }
        });
        site
    }
}

/// Serves a folder until the process is stopped: `cargo xtask serve`.
pub(crate) fn command(folder: PathBuf, port: u16, prefix: &str) -> Result<()> {
    if !folder.is_dir() {
        bail!("`{}` is no folder", folder.display());
    }
    let prefix = format!("/{}/", prefix.trim_matches('/')).replace("//", "/");
    println!("{}", Port::take(port)?.serve(folder, &prefix).url());
    loop {
        thread::park();
    }
}

/// Answers requests of one connection until it is closed.
fn converse(stream: &TcpStream, files: &Files) -> Result<()> {
    stream.set_read_timeout(Some(IDLE_LIMIT))?;
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream);
    let mut writer = BufWriter::new(stream);
    while let Some(head) = read_head(&mut reader)? {
        let Some(request) = Request::parse(&head) else {
            Answer::text(400, "bad request").write(&mut writer, true, false)?;
            writer.flush()?;
            return Ok(());
        };
        let keep_alive = request.keep_alive;
        files.answer(&request).write(&mut writer, !request.is_head, keep_alive)?;
        writer.flush()?;
        if !keep_alive {
            break;
        }
    }
    Ok(())
}

/// The lines up to the empty one; `None` when the other side is done.
fn read_head(reader: &mut impl BufRead) -> Result<Option<Vec<String>>> {
    use std::io::Read;
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        if reader.by_ref().take(LINE_LIMIT).read_line(&mut line)? == 0 {
            return Ok(None);
        }
        let line = line.trim_end();
        if line.is_empty() {
            return Ok(Some(lines));
        }
        lines.push(line.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Read;

    use super::*;

    /// Sends one request to a site of a few files and returns the answer.
    fn ask(request: &str) -> String {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (path, text) in [
            ("index.html", "<h1>Home</h1>"),
            ("404.html", "nothing here"),
            ("de/404.html", "nichts hier"),
            ("de/a/index.html", "Artikel"),
            ("search.1a2b3c4d.wasm", "\0asm"),
            ("_redirects", "/help/old/ /help/de/a/ 301\n"),
        ] {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            fs::write(path, text).expect("a file");
        }
        let site = Port::take(0).expect("a port").serve(folder.path().to_path_buf(), "/help/");
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, site.port)).expect("a server");
        write!(stream, "{request}\r\nConnection: close\r\n\r\n").expect("a request");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        answer
    }

    #[test]
    fn a_folder_is_answered_by_its_index() {
        let answer = ask("GET /help/ HTTP/1.1");
        assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
        assert!(answer.contains("Content-Type: text/html; charset=utf-8\r\n"), "{answer}");
        assert!(answer.ends_with("<h1>Home</h1>"), "{answer}");
    }

    #[test]
    fn a_folder_without_its_slash_is_redirected() {
        let answer = ask("GET /help/de/a?q=1 HTTP/1.1");
        assert!(answer.starts_with("HTTP/1.1 301 "), "{answer}");
        assert!(answer.contains("Location: /help/de/a/?q=1\r\n"), "{answer}");
    }

    #[test]
    fn a_missing_page_is_answered_by_the_nearest_404() {
        assert!(ask("GET /help/de/none/ HTTP/1.1").ends_with("nichts hier"));
        let answer = ask("GET /help/none HTTP/1.1");
        assert!(answer.starts_with("HTTP/1.1 404 Not Found\r\n"), "{answer}");
        assert!(answer.ends_with("nothing here"), "{answer}");
    }

    #[test]
    fn nothing_outside_the_site_is_served() {
        for path in ["/index.html", "/help/../Cargo.toml", "/help/%2e%2e/Cargo.toml"] {
            let answer = ask(&format!("GET {path} HTTP/1.1"));
            assert!(answer.starts_with("HTTP/1.1 404 "), "{path}: {answer}");
        }
    }

    #[test]
    fn a_hashed_name_is_cached_for_ever() {
        let answer = ask("GET /help/search.1a2b3c4d.wasm HTTP/1.1");
        assert!(answer.contains("Content-Type: application/wasm\r\n"), "{answer}");
        assert!(answer.contains("immutable"), "{answer}");
    }

    #[test]
    fn a_line_of_redirects_is_obeyed() {
        let answer = ask("GET /help/old/ HTTP/1.1");
        assert!(answer.starts_with("HTTP/1.1 301 "), "{answer}");
        assert!(answer.contains("Location: /help/de/a/\r\n"), "{answer}");
    }

    #[test]
    fn a_head_request_has_no_body() {
        let answer = ask("HEAD /help/ HTTP/1.1");
        assert!(answer.ends_with("\r\n\r\n"), "{answer}");
    }
}

//! `kb serve`: what an author sees while writing.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, ChildStdout, Stdio};

use kb_tests::{Run, TestSite};
use serde_json::Value;

use crate::KB;

/// A running preview, ended with it.
struct Preview {
    process: Child,
    events: BufReader<ChildStdout>,
    address: String,
}

impl Preview {
    fn start(site: &TestSite) -> Self {
        let mut command = Run::command(KB, site.dir());
        command.args(["serve", "--format", "json", "--port", "4700"]).stdout(Stdio::piped());
        let mut process = command.stderr(Stdio::null()).spawn().expect("kb starts");
        let events = BufReader::new(process.stdout.take().expect("piped"));
        let mut preview = Self { process, events, address: String::new() };
        let listening = preview.wait_for("listening");
        let address = listening["address"].as_str().expect("an address");
        let host = address.trim_start_matches("http://").trim_end_matches('/');
        preview.address = host.to_owned();
        preview.wait_for("updated");
        preview
    }

    /// The next event of a kind; those of other kinds before it are passed over.
    fn wait_for(&mut self, kind: &str) -> Value {
        loop {
            let mut line = String::new();
            assert!(self.events.read_line(&mut line).expect("read") > 0, "the preview has ended");
            let event: Value = serde_json::from_str(&line).expect("JSON");
            if event["event"] == kind {
                return event;
            }
        }
    }

    /// Waits for events of a kind until a page shows something: a machine
    /// under load may notice one change in several steps.
    fn wait_until(&mut self, kind: &str, path: &str, shows: impl Fn(u16, &str) -> bool) {
        loop {
            self.wait_for(kind);
            let (status, text) = self.get(path);
            if shows(status, &text) {
                return;
            }
        }
    }

    /// Status and text of a page.
    fn get(&self, path: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(&self.address).expect("connect");
        let head =
            format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address);
        stream.write_all(head.as_bytes()).expect("ask");
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("answer");
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let status = text.split(' ').nth(1).and_then(|code| code.parse().ok()).expect("a status");
        (status, text)
    }

    /// The stream that tells browsers to reload: each event is one line of data.
    fn reloads(&self) -> BufReader<TcpStream> {
        let mut stream = TcpStream::connect(&self.address).expect("connect");
        let head = format!("GET /_kb/reload HTTP/1.1\r\nHost: {}\r\n\r\n", self.address);
        stream.write_all(head.as_bytes()).expect("ask");
        BufReader::new(stream)
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn next_version(reloads: &mut BufReader<TcpStream>) -> String {
    loop {
        let mut line = String::new();
        assert!(reloads.read_line(&mut line).expect("read") > 0, "the stream has ended");
        if let Some(version) = line.strip_prefix("data:") {
            return version.trim().to_owned();
        }
    }
}

fn site() -> TestSite {
    TestSite::new("title = \"Help\"\n")
        .article("unlock", "title: Unlock\nid: aaaaaaaa\ndescription: How", "Press the button.")
        .article("park", "title: Park\nid: bbbbbbbb\ndescription: Where", "See [how](unlock.md).")
}

#[test]
fn an_edited_text_is_shown_at_once_and_browsers_reload() {
    let site = site();
    let mut preview = Preview::start(&site);
    let page = "/en/articles/unlock-aaaaaaaa/";
    assert!(preview.get(page).1.contains("Press the button."));
    let mut reloads = preview.reloads();
    let before = next_version(&mut reloads);
    site.replace("articles/unlock.md", "Press", "Hold");
    preview.wait_until("shown", page, |_, text| text.contains("Hold the button."));
    assert_ne!(next_version(&mut reloads), before);
    assert!(preview.get(&format!("{page}index.md")).1.contains("Hold the button."));
    // The model that follows has read the same.
    preview.wait_until("updated", page, |_, text| text.contains("Hold the button."));
    // A second edit comes after the first one, not instead of it.
    site.replace("articles/park.md", "See", "Look up");
    let other = "/en/articles/park-bbbbbbbb/";
    preview.wait_until("shown", other, |_, text| text.contains("Look up"));
    site.replace("articles/unlock.md", "Hold", "Touch");
    preview.wait_until("shown", page, |_, text| text.contains("Touch the button."));
    assert!(preview.get(other).1.contains("Look up"));
}

#[test]
fn what_changes_other_pages_is_shown_by_a_new_model() {
    let site = site();
    let mut preview = Preview::start(&site);
    site.replace("articles/unlock.md", "title: Unlock", "title: Open the lock");
    preview.wait_until("updated", "/en/", |_, text| text.contains("Open the lock"));
    site.write("articles/new.md", "---\ntitle: New\nid: cccccccc\n---\nFresh.\n");
    let new = "/en/articles/new-cccccccc/";
    preview.wait_until("updated", new, |_, text| text.contains("Fresh."));
    // A link to an article that the page did not lead to before.
    site.replace("articles/unlock.md", "Press", "[New](new.md). Press");
    let page = "/en/articles/unlock-aaaaaaaa/";
    preview.wait_until("updated", page, |_, text| text.contains("new-cccccccc"));
    std::fs::remove_file(site.path("articles/new.md")).expect("remove");
    preview.wait_until("updated", new, |status, _| status == 404);
}

#[test]
fn a_broken_file_leaves_the_other_pages_and_comes_back() {
    let site = site();
    let mut preview = Preview::start(&site);
    let settings = site.read("kb.toml");
    site.write("kb.toml", "title = ");
    // What editors leave beside a text changes nothing, and says nothing.
    site.write("articles/.unlock.md.swp", "x");
    site.write("kb.toml", settings.replace("Help", "Answers"));
    preview.wait_until("updated", "/en/", |_, text| text.contains("Answers"));
    let page = "/en/articles/unlock-aaaaaaaa/";
    site.replace("articles/unlock.md", "title: Unlock", "title: [");
    preview.wait_until("updated", page, |status, _| status == 404);
    assert_eq!(preview.get("/en/articles/park-bbbbbbbb/").0, 200);
    site.replace("articles/unlock.md", "title: [", "title: Unlock");
    preview.wait_until("updated", page, |status, _| status == 200);
}

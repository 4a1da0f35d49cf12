//! `kb serve`: what an author sees while writing.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use kb_tests::{Run, TestSite};
use serde_json::Value;

use crate::KB;

/// When a preview that says nothing has failed.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running preview, ended with it.
struct Preview {
    process: Child,
    events: mpsc::Receiver<Value>,
    /// Host and port.
    host: String,
    /// Path of the site, `/` or `/help/`.
    base: String,
}

impl Preview {
    fn start(site: &TestSite) -> Self {
        let mut command = Run::command(KB, site.dir());
        command.args(["serve", "--format", "json", "--port", "4700"]).stdout(Stdio::piped());
        let mut process = command.stderr(Stdio::null()).spawn().expect("kb starts");
        let lines = BufReader::new(process.stdout.take().expect("piped")).lines();
        let (sender, events) = mpsc::channel();
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let _ = sender.send(serde_json::from_str(&line).expect("JSON"));
            }
        });
        let mut preview = Self { process, events, host: String::new(), base: String::new() };
        let listening = preview.wait_for("listening");
        let address = listening["address"].as_str().expect("an address");
        let (host, base) = address.trim_start_matches("http://").split_once('/').expect("a path");
        (preview.host, preview.base) = (host.to_owned(), format!("/{base}"));
        preview.wait_for("updated");
        preview
    }

    /// The next event, of whatever kind; diagnostics are passed over.
    fn next(&mut self) -> Value {
        loop {
            let event = self.events.recv_timeout(PATIENCE).expect("the preview says something");
            if event["event"].is_string() {
                return event;
            }
        }
    }

    /// The next event of a kind; those of other kinds before it are passed over.
    fn wait_for(&mut self, kind: &str) -> Value {
        loop {
            let event = self.next();
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

    /// An open request; `path` is below the site's.
    fn ask(&self, path: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&self.host).expect("connect");
        stream.set_read_timeout(Some(PATIENCE)).expect("a limit");
        let path = path.trim_start_matches('/');
        let path =
            if path.starts_with("_kb/") { format!("/{path}") } else { self.base.clone() + path };
        let head =
            format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.host);
        stream.write_all(head.as_bytes()).expect("ask");
        stream
    }

    /// Status and text of a page.
    fn get(&self, path: &str) -> (u16, String) {
        let mut bytes = Vec::new();
        self.ask(path).read_to_end(&mut bytes).expect("answer");
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let status = text.split(' ').nth(1).and_then(|code| code.parse().ok()).expect("a status");
        (status, text)
    }

    /// The stream that tells browsers to reload: each event is one line of data.
    fn reloads(&self) -> BufReader<TcpStream> {
        BufReader::new(self.ask("_kb/reload"))
    }
}

/// Replaces a file in one step, as careful editors do.
fn save(site: &TestSite, path: &str, text: &str) {
    site.write(".saving", text);
    std::fs::rename(site.path(".saving"), site.path(path)).expect("rename");
}

fn change(site: &TestSite, path: &str, old: &str, new: &str) {
    let text = site.read(path);
    assert!(text.contains(old), "{text}");
    save(site, path, &text.replace(old, new));
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
    change(&site, "articles/unlock.md", "Press", "Hold");
    preview.wait_until("shown", page, |_, text| text.contains("Hold the button."));
    assert_ne!(next_version(&mut reloads), before);
    assert!(preview.get(&format!("{page}index.md")).1.contains("Hold the button."));
    // The model that follows has read the same.
    preview.wait_until("updated", page, |_, text| text.contains("Hold the button."));
    // A second edit comes after the first one, not instead of it.
    change(&site, "articles/park.md", "See", "Look up");
    let other = "/en/articles/park-bbbbbbbb/";
    preview.wait_until("shown", other, |_, text| text.contains("Look up"));
    change(&site, "articles/unlock.md", "Hold", "Touch");
    preview.wait_until("shown", page, |_, text| text.contains("Touch the button."));
    assert!(preview.get(other).1.contains("Look up"));
}

#[test]
fn what_changes_other_pages_is_shown_by_a_new_model() {
    let site = site();
    let mut preview = Preview::start(&site);
    change(&site, "articles/unlock.md", "title: Unlock", "title: Open the lock");
    preview.wait_until("updated", "/en/", |_, text| text.contains("Open the lock"));
    site.write("articles/new.md", "---\ntitle: New\nid: cccccccc\n---\nFresh.\n");
    let new = "/en/articles/new-cccccccc/";
    preview.wait_until("updated", new, |_, text| text.contains("Fresh."));
    // A link to an article that the page did not lead to before.
    change(&site, "articles/unlock.md", "Press", "[New](new.md). Press");
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
    save(&site, "kb.toml", "title = ");
    preview.wait_for("failed");
    let page = "/en/articles/unlock-aaaaaaaa/";
    assert_eq!(preview.get(page).0, 200);
    save(&site, "kb.toml", &settings.replace("Help", "Answers"));
    preview.wait_until("updated", "/en/", |_, text| text.contains("Answers"));
    change(&site, "articles/unlock.md", "title: Unlock", "title: [");
    preview.wait_until("updated", page, |status, _| status == 404);
    assert_eq!(preview.get("/en/articles/park-bbbbbbbb/").0, 200);
    change(&site, "articles/unlock.md", "title: [", "title: Unlock");
    preview.wait_until("updated", page, |status, _| status == 200);
}

#[test]
fn what_is_not_the_sites_own_changes_nothing() {
    let site = site();
    let mut preview = Preview::start(&site);
    site.write("articles/.unlock.md.swp", "x");
    site.write("articles/unlock.md~", "x");
    site.write(".git/index", "x");
    change(&site, "articles/unlock.md", "Press", "Hold");
    assert_eq!(preview.next()["event"], "shown", "nothing before was worth a word");
}

#[test]
fn what_is_taken_away_disappears() {
    let site = site()
        .article("more/lost", "title: Lost\nid: dddddddd", "Gone soon.")
        .file("locales/en/site.ftl", "home-greeting = Ahoy!\n")
        .file(
            "theme/templates/404.html",
            "{% extends \"base.html\" %}{% block main %}Astray{% endblock %}",
        );
    let mut preview = Preview::start(&site);
    assert!(preview.get("/en/").1.contains("Ahoy!"));
    assert!(preview.get("/en/nowhere/").1.contains("Astray"));
    std::fs::remove_file(site.path("locales/en/site.ftl")).expect("remove");
    preview.wait_until("updated", "/en/", |_, text| !text.contains("Ahoy!"));
    std::fs::remove_file(site.path("theme/templates/404.html")).expect("remove");
    preview.wait_until("updated", "/en/nowhere/", |_, text| !text.contains("Astray"));
    // Into the trash, which the preview does not watch.
    let trash = tempfile::tempdir().expect("a folder");
    std::fs::rename(site.path("articles/more"), trash.path().join("more")).expect("move");
    preview.wait_until("updated", "/en/articles/lost-dddddddd/", |status, _| status == 404);
}

#[test]
fn a_site_below_a_path_is_previewed_there() {
    let site = site();
    save(&site, "kb.toml", "title = \"Help\"\nbase_url = \"https://x.example/help/\"\n");
    let preview = Preview::start(&site);
    assert_eq!(preview.base, "/help/");
    let (status, text) = preview.get("/en/articles/unlock-aaaaaaaa/");
    assert!(status == 200 && text.contains("href=\"/help/en/"), "{text}");
}

#[test]
fn the_search_of_an_open_page_survives_the_next_model() {
    let site = site();
    let mut preview = Preview::start(&site);
    let (_, home) = preview.get("/en/");
    let start = home.find("root.").expect("the page names its index");
    let root: String = home[start..].chars().take_while(|c| *c != '"').collect();
    change(&site, "articles/unlock.md", "Press", "Hold");
    preview.wait_for("shown");
    preview.wait_for("updated");
    assert_eq!(preview.get(&format!("/en/search/{root}")).0, 200);
}

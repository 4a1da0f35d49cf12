//! Form hooks: what other people's forms send, and what becomes of it.

use kb_protocol::api::Me;
use kb_protocol::hook::{HookEvent, HookInfo, HookReceipt, Transaction, TransactionPage};
use kb_protocol::limits::HOOK_BYTES;
use kb_tests::files::{png, zip};
use kb_tests::{Agent, TestServer};
use serde_json::{Value, json};

use crate::{KB_SERVER, WIDE, relay};

on_every_database! {
    every_content_type_becomes_one_value_that_admins_see
    a_hook_keeps_its_history_when_its_address_changes
    what_is_no_form_is_refused_and_not_kept
    files_come_with_a_form_and_only_good_ones
    what_a_hook_received_is_read_page_by_page
}

/// Status, body and where a browser goes on.
fn post(server: &TestServer, path: &str, kind: &str, body: &[u8]) -> (u16, String, String) {
    let agent: ureq::Agent =
        ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0).build().into();
    let request = agent.post(server.url(path)).header("content-type", kind);
    let mut answer = request.header("referer", "https://fair.example/").send(body).expect("answer");
    let to = answer.headers().get("location").map(|to| to.to_str().expect("text").to_owned());
    let text = answer.body_mut().read_to_string().expect("text");
    (answer.status().as_u16(), text, to.unwrap_or_default())
}

/// What the command prints.
fn hook(server: &TestServer, arguments: &[&str]) -> String {
    let output = server.command(&[&["hook"], arguments].concat()).output().expect("runs");
    let said = String::from_utf8(output.stdout).expect("UTF-8");
    let error = String::from_utf8(output.stderr).expect("UTF-8");
    if output.status.success() { said.trim().to_owned() } else { error.trim().to_owned() }
}

/// The path of a new hook `fair`, and its brand's owner.
fn fair(server: &TestServer) -> (String, Agent) {
    let path =
        hook(server, &["add", "fair", "--brand", "pedalo", "--redirect", "https://fair.example/"]);
    assert!(path.starts_with("/hooks/form/pedalo/"), "{path}");
    server.add_agent("olga", "owner");
    (path, Agent::connected(server, "olga"))
}

fn transactions(owner: &Agent) -> Vec<Transaction<Value>> {
    page(owner, None).items
}

fn page(owner: &Agent, cursor: Option<&str>) -> TransactionPage<Value> {
    let cursor = cursor.map(|cursor| format!("&cursor={cursor}")).unwrap_or_default();
    let (status, body) = owner.get(&format!("/inbox/v1/admin/transactions?hook=fair{cursor}"));
    assert_eq!(status, 200, "{body}");
    serde_json::from_str(&body).expect("transactions")
}

#[test]
fn a_script_on_any_page_reads_what_became_of_its_form() {
    let server = relay();
    let (path, _) = fair(&server);
    let send = |accept: &str| {
        let request = ureq::post(server.url(&path)).config().max_redirects(0).build();
        request
            .header("origin", "https://somebody.example")
            .header("accept", accept)
            .header("content-type", "application/x-www-form-urlencoded")
            .send("name=Ann&_redirect=https://fair.example/thanks")
            .expect("an answer")
    };
    let mut answer = send("application/json, text/plain, */*");
    assert_eq!(answer.status().as_u16(), 201);
    assert_eq!(answer.headers()["access-control-allow-origin"], "*");
    let body = answer.body_mut().read_to_string().expect("text");
    serde_json::from_str::<HookReceipt>(&body).expect("a receipt");
    assert_eq!(send("text/html,*/*").status().as_u16(), 303, "a browser goes on");

    let preflight = tungstenite::http::Request::options(server.url(&path))
        .header("origin", "https://somebody.example")
        .body(())
        .expect("a request");
    let agent: ureq::Agent = ureq::Agent::config_builder().build().into();
    let answer = agent.run(preflight).expect("an answer");
    assert_eq!(answer.headers()["access-control-allow-origin"], "*");
    assert_eq!(
        answer.headers()["access-control-allow-headers"]
            .to_str()
            .ok()
            .map(|allowed| { allowed.contains("content-type") }),
        Some(true)
    );
    // Nothing else is open to that page.
    let records = ureq::get(server.url("/healthz")).header("origin", "https://somebody.example");
    assert!(
        !records.call().expect("an answer").headers().contains_key("access-control-allow-origin")
    );
}

fn every_content_type_becomes_one_value_that_admins_see(server: TestServer) {
    let (path, owner) = fair(&server);
    let expected = json!({"name": "Ann", "topic": ["a", "b"]});
    let multipart = "--x\r\ncontent-disposition: form-data; name=\"name\"\r\n\r\nAnn\r\n--x\r\n\
         content-disposition: form-data; name=\"topic\"\r\n\r\na\r\n--x\r\n\
         content-disposition: form-data; name=\"topic\"\r\n\r\nb\r\n--x--\r\n";
    for (kind, body) in [
        ("application/json; charset=utf-8", r#"{"name":"Ann","topic":["a","b"]}"#),
        ("application/vnd.fair+json", r#"{"name":"Ann","topic":["a","b"]}"#),
        ("application/x-www-form-urlencoded", "name=Ann&topic=a&topic=b"),
        ("multipart/form-data; boundary=x", multipart),
    ] {
        let (status, body, _) = post(&server, &path, kind, body.as_bytes());
        let receipt: HookReceipt = serde_json::from_str(&body).expect("a receipt");
        assert_eq!(status, 201, "{kind}: {body}");
        let found = transactions(&owner).into_iter().find(|one| one.id == receipt.id);
        let found = found.expect("kept");
        assert_eq!(found.data, expected, "{kind}");
        assert_eq!(found.name, "hooks.form.fair.receive");
        assert_eq!(found.meta.page.as_deref(), Some("https://fair.example/"));
        assert!(found.meta.ip_hash.len() == 16 && !found.meta.ip_hash.contains("127"), "{found:?}");
    }
    let xml = "<lead><name>Ann</name><topic>a</topic><topic>b</topic></lead>";
    assert_eq!(post(&server, &path, "text/xml", xml.as_bytes()).0, 201);
    let found = transactions(&owner);
    assert!(found.iter().any(|one| one.data == json!({"lead": expected.clone()})));
    let id = found[0].id.to_string();
    let replay = |id: &str| {
        let request = ureq::post(server.url(&format!("/inbox/v1/admin/transactions/{id}/replay")));
        let answer = request
            .config()
            .http_status_as_error(false)
            .build()
            .header("cookie", &owner.cookie)
            .header("origin", server.url(""))
            .send_empty()
            .expect("an answer");
        answer.status().as_u16()
    };
    assert_eq!((replay(&id), replay("nothing")), (202, 404));
    let replayed = transactions(&owner).into_iter().find(|one| one.id.as_str() == id);
    assert_eq!(replayed.expect("kept").replays, 1);
    let events = |after: u64| -> Vec<HookEvent> {
        let (status, body) = owner.get(&format!("/inbox/v1/admin/events?after={after}"));
        assert_eq!(status, 200, "{body}");
        serde_json::from_str(&body).expect("events")
    };
    let all = events(0);
    assert!(all.iter().all(|event| event.name == "hooks.form.fair.receive"));
    assert_eq!(
        all.iter().map(|event| event.is_replay).collect::<Vec<_>>(),
        [false, false, false, false, false, true]
    );
    let last = &all[5];
    assert_eq!(last.transaction.as_str(), id);
    assert_eq!(events(all[4].number), all[5..], "nothing twice");
    assert_eq!(events(last.number), []);
    server.add_agent("mia", "manager");
    for (name, reads, manages) in
        [("kim", false, false), ("mia", true, false), ("olga", true, true)]
    {
        let agent = Agent::connected(&server, name);
        let me: Me = serde_json::from_str(&agent.get("/inbox/v1/session").1).expect("signed in");
        assert_eq!((me.reads_records, me.manages_hooks), (reads, manages), "{name}");
        let status = if manages { 200 } else { 403 };
        assert_eq!(agent.get("/inbox/v1/admin/hooks").0, status, "{name}");
    }
}

fn a_hook_keeps_its_history_when_its_address_changes(server: TestServer) {
    let (old, owner) = fair(&server);
    let send = |path: &str| {
        let body = b"name=Ann&_redirect=https://fair.example/thanks";
        let (status, text, to) = post(&server, path, "application/x-www-form-urlencoded", body);
        let problem: Value = serde_json::from_str(&text).unwrap_or_default();
        (status, problem["code"].as_str().unwrap_or(&to).to_owned())
    };
    assert_eq!(send(&old), (303, "https://fair.example/thanks".to_owned()));
    let new = hook(&server, &["rotate", "fair"]);
    assert_ne!(new, old);
    assert_eq!(send(&old), (410, "hook_disabled".to_owned()));
    assert_eq!(send(&new).0, 303);
    hook(&server, &["disable", "fair"]);
    assert_eq!(send(&new), (410, "hook_disabled".to_owned()));
    assert_eq!(hook(&server, &["enable", "fair"]), new);
    assert_eq!(send(&new).0, 303);
    assert_eq!(send("/hooks/form/pedalo/0123"), (404, "hook_unknown".to_owned()));
    let foreign = new.replace("pedalo", "paperwhale");
    assert_eq!(send(&foreign), (404, "hook_unknown".to_owned()), "another brand's");
    let (_, body) = owner.get("/inbox/v1/admin/hooks");
    let hooks: Vec<HookInfo> = serde_json::from_str(&body).expect("hooks");
    assert_eq!((hooks[0].received, hooks[0].path.as_str()), (3, new.as_str()));
    assert_eq!(hooks[0].received_at, Some(transactions(&owner)[0].received_at));
    assert_eq!(hook(&server, &["list"]), format!("fair\t{new}\t3 received"));
    assert_eq!(
        hook(&server, &["rotate", "fiar"]),
        "error: there is no hook `fiar`; did you mean `fair`?"
    );
    assert_eq!(
        hook(&server, &["add", "sale", "--brand", "pedallo"]),
        "error: there is no brand `pedallo`; did you mean `pedalo`?"
    );
    let said =
        hook(&server, &["add", "sale", "--brand", "pedalo", "--redirect", "https://a.example"]);
    assert!(said.contains("is no beginning of an address"), "{said}");
    let said = hook(&server, &["add", "fair", "--brand", "pedalo"]);
    assert!(said.contains("there is a hook `fair` already"), "{said}");
}

fn what_is_no_form_is_refused_and_not_kept(server: TestServer) {
    let (path, owner) = fair(&server);
    let bomb = "<!DOCTYPE a [<!ENTITY x \"ha\"><!ENTITY y \"&x;&x;&x;\">]><a>&y;</a>";
    let deep = format!("{}{}", "[".repeat(64), "]".repeat(64));
    let large = "x".repeat(HOOK_BYTES + 1);
    for (kind, body, status, code) in [
        ("text/plain", "name=Ann", 415, "unsupported_type"),
        ("application/json", "{", 422, "invalid_body"),
        ("application/json", &deep, 422, "invalid_body"),
        ("application/xml", bomb, 422, "invalid_body"),
        ("application/xml", "<a>&x;</a>", 422, "invalid_body"),
        ("multipart/form-data; boundary=x", "words", 422, "invalid_body"),
        ("application/json", &large, 413, "too_long"),
        ("application/x-www-form-urlencoded", &large, 413, "too_long"),
    ] {
        let (found, text, _) = post(&server, &path, kind, body.as_bytes());
        let problem: Value = serde_json::from_str(&text).expect("a problem");
        assert_eq!((found, problem["code"].as_str()), (status, Some(code)), "{kind}: {text}");
    }
    assert!(transactions(&owner).is_empty());
}

fn files_come_with_a_form_and_only_good_ones(server: TestServer) {
    let (path, owner) = fair(&server);
    let send = |name: &str, bytes: &[u8]| {
        let head = format!(
            "--x\r\ncontent-disposition: form-data; name=\"photo\"; filename=\"{name}\"\r\n\r\n"
        );
        let body = [head.as_bytes(), bytes, b"\r\n--x--\r\n"].concat();
        let (status, text, _) = post(&server, &path, "multipart/form-data; boundary=x", &body);
        let problem: Value = serde_json::from_str(&text).expect("JSON");
        (status, problem["code"].as_str().unwrap_or_default().to_owned())
    };
    assert_eq!(send("lamp\u{200b}.png", &png(2, 3)), (201, String::new()));
    let kept = &transactions(&owner)[0].files[0];
    assert_eq!((kept.field.as_str(), kept.file.name.as_str()), ("photo", "lamp.png"));
    assert_eq!((kept.file.mime.as_str(), kept.file.width), ("image/png", Some(2)));
    let id = transactions(&owner)[0].id.to_string();
    let ask = |who: &Agent, transaction: &str, file: &str| {
        let path = format!("/inbox/v1/admin/transactions/{transaction}/files/{file}");
        let request = ureq::get(server.url(&path)).config().http_status_as_error(false).build();
        request.header("cookie", &who.cookie).call().expect("an answer")
    };
    let mut answer = ask(&owner, &id, kept.file.id.as_str());
    assert_eq!(
        answer.headers()["content-disposition"],
        "attachment; filename=\"lamp.png\"; filename*=UTF-8''lamp.png"
    );
    assert_eq!(answer.body_mut().read_to_vec().expect("bytes"), png(2, 3));
    assert_eq!(ask(&owner, "other", kept.file.id.as_str()).status(), 404);
    assert_eq!(ask(&owner, &id, "other").status(), 404);
    let kim = Agent::connected(&server, "kim");
    assert_eq!(ask(&kim, &id, kept.file.id.as_str()).status(), 403);
    assert_eq!(send("bill.pdf", &zip(&["a.txt"])), (415, "file_mismatch".to_owned()));
    assert_eq!(send("run.exe", b"MZ\x90\0"), (415, "file_not_allowed".to_owned()));
    assert_eq!(transactions(&owner).len(), 1);
}

fn what_a_hook_received_is_read_page_by_page(server: TestServer) {
    let (path, owner) = fair(&server);
    for number in 0..53 {
        let body = format!("{{\"number\": {number}}}");
        assert_eq!(post(&server, &path, "application/json", body.as_bytes()).0, 201);
    }
    let first = page(&owner, None);
    let second = page(&owner, Some(first.next.as_deref().expect("there are more")));
    assert_eq!((first.items.len(), second.items.len(), second.next), (50, 3, None));
    let numbers = first.items.iter().chain(&second.items);
    let mut numbers: Vec<u64> =
        numbers.map(|one| one.data["number"].as_u64().expect("a number")).collect();
    // Two may come within one millisecond.
    numbers.sort_unstable();
    assert_eq!(numbers, (0..53).collect::<Vec<_>>());
    assert_eq!(owner.get("/inbox/v1/admin/transactions?hook=fair&cursor=x").0, 422);
}

#[test]
fn who_posts_too_much_is_told_to_wait() {
    let server = TestServer::start(
        KB_SERVER,
        &WIDE.replace("hooks_per_minute = 1000000", "hooks_per_minute = 2"),
    );
    let (path, _) = fair(&server);
    let mut statuses = (0..4).map(|_| post(&server, &path, "application/json", b"{}").0);
    assert_eq!(statuses.by_ref().take(2).collect::<Vec<_>>(), [201, 201]);
    assert!(statuses.any(|status| status == 429));
}

//! Files: who may send which, and who gets them.

use std::time::{Duration, Instant};

use kb_protocol::chat::{ClientFrame, Code, Content, Entry, ServerFrame};
use kb_protocol::file::FileInfo;
use kb_protocol::inbox::InboxFrame;
use kb_protocol::limits;
use kb_tests::files::{
    bytes_of, download, gif, jpg, long_text, old_office, png, samples, upload, zip,
};
use kb_tests::{Agent, TestServer, Visitor, new_id};

use crate::{KB_SERVER, WIDE, relay};

on_every_database! {
    a_good_file_of_every_kind_comes_back_as_it_was
    files_go_both_ways_with_their_messages
    a_message_with_files_that_is_sent_again_is_the_same_message
    a_file_belongs_to_its_uploader_and_to_one_message
    a_file_is_given_to_those_of_its_conversation_only
    a_file_that_was_never_sent_is_deleted_after_a_day
    a_server_that_is_killed_keeps_what_it_said_it_has
}

/// The files of a message.
fn files(entry: &Entry) -> &[FileInfo] {
    match &entry.content {
        Content::Message { files, .. } => files,
        other => panic!("{other:?} is no message"),
    }
}

fn refused(answer: Result<u64, ServerFrame>) -> Code {
    match answer {
        Err(ServerFrame::Refused { code, .. }) => code,
        other => panic!("{other:?} is no refusal"),
    }
}

/// Runs a statement in the server's database, behind its back.
fn run_sql(server: &TestServer, sql: &str) {
    match server.database().strip_prefix("sqlite:") {
        Some(file) => {
            let connection = rusqlite::Connection::open(server.path(file)).expect("the database");
            connection.busy_timeout(Duration::from_secs(30)).expect("a timeout");
            connection.execute_batch(sql).expect("runs");
        }
        None => {
            let mut client = ::postgres::Client::connect(server.database(), ::postgres::NoTls)
                .expect("PostgreSQL");
            client.batch_execute(sql).expect("runs");
        }
    }
}

fn a_good_file_of_every_kind_comes_back_as_it_was(server: TestServer) {
    let visitor = Visitor::connected(&server);
    let long = ("long.txt", long_text(limits::FILE_BYTES as usize), "text/plain");
    for (name, bytes, mime) in samples().into_iter().chain([long]) {
        let info = upload(&server, &visitor, name, &bytes)
            .unwrap_or_else(|code| panic!("{name}: {code:?}"));
        assert_eq!((info.name.as_str(), info.mime.as_str()), (name, mime));
        assert_eq!(info.size, bytes.len() as u64, "{name}");
        assert_eq!(info.width.is_some(), mime.starts_with("image/"), "{name}");
        assert_eq!(info.id.as_str().len(), 32, "128 random bits");
        assert_eq!(bytes_of(&server, &visitor, info.id.as_str()), Ok(bytes), "{name}");
    }
    let image = upload(&server, &visitor, "screen.png", &png(1280, 720)).expect("an image");
    assert_eq!((image.width, image.height), (Some(1280), Some(720)));
}

fn files_go_both_ways_with_their_messages(server: TestServer) {
    let mut kim = Agent::connected(&server, "kim");
    let mut visitor = Visitor::connected(&server);
    let conversation = new_id();
    let bike = upload(&server, &visitor, "bike.jpg", &jpg(640, 480)).expect("taken");
    let bill = upload(&server, &visitor, "bill.pdf", b"%PDF-1.7 of the visitor").expect("taken");
    assert_eq!(visitor.send_with(&conversation, &new_id(), "", &[&bill, &bike]), Ok(1));

    let item = kim.await_frame(|frame| match frame {
        InboxFrame::Item { item } => Some(*item),
        _ => None,
    });
    assert_eq!(item.preview, "📎 bill.pdf 📎 bike.jpg");
    let (status, detail) = kim.get(&format!("/inbox/v1/conversations/{conversation}"));
    assert_eq!(status, 200, "{detail}");
    let detail: kb_protocol::inbox::ConversationDetail =
        serde_json::from_str(&detail).expect("JSON");
    assert_eq!(files(&detail.page.entries[0]), [bill.clone(), bike], "in this order");
    let got = bytes_of(&server, &kim, bill.id.as_str());
    assert_eq!(got.as_deref(), Ok(b"%PDF-1.7 of the visitor".as_slice()));

    let answer = upload(&server, &kim, "all.zip", &zip(&["a"])).expect("taken");
    let sent = kim.send_with(&conversation, &new_id(), "Here it is", &[&answer]);
    assert!(matches!(sent, InboxFrame::Ack { seq: Some(2), .. }), "{sent:?}");
    let (_, own) = visitor.await_entry();
    let (_, entry) = visitor.await_entry();
    assert_eq!((own.seq, files(&entry)), (1, [answer.clone()].as_slice()));
    assert_eq!(bytes_of(&server, &visitor, answer.id.as_str()), Ok(zip(&["a"])));

    visitor.say(&ClientFrame::History {
        conversation: conversation.parse().expect("an id"),
        before: None,
    });
    let page = visitor.await_frame(|frame| match frame {
        ServerFrame::Page { entries, .. } => Some(entries),
        _ => None,
    });
    assert_eq!(files(&page[1]), [answer], "in the history too");
}

fn a_message_with_files_that_is_sent_again_is_the_same_message(mut server: TestServer) {
    let mut visitor = Visitor::connected(&server);
    let (conversation, id) = (new_id(), new_id());
    let one = upload(&server, &visitor, "one.txt", b"one").expect("taken");
    let two = upload(&server, &visitor, "two.txt", b"two").expect("taken");
    assert_eq!(visitor.send_with(&conversation, &id, "Hello", &[&one]), Ok(1));
    assert_eq!(visitor.send_with(&conversation, &id, "Hello", &[&one]), Ok(1));
    assert_eq!(visitor.send(&conversation, &new_id(), "Again"), Ok(2));
    server.kill();
    server.start_again();
    visitor.connect(&[(&conversation, 2)]).expect("welcome");
    assert_eq!(visitor.send_with(&conversation, &id, "Hello", &[&one]), Ok(1), "later too");
    let other = visitor.send_with(&conversation, &id, "Hello", &[&two]);
    assert_eq!(refused(other), Code::IdTaken);
    assert_eq!(refused(visitor.send(&conversation, &id, "Hello")), Code::IdTaken);
    assert_eq!(visitor.send_with(&conversation, &new_id(), "Two", &[&two]), Ok(3));
}

fn a_file_belongs_to_its_uploader_and_to_one_message(server: TestServer) {
    let mut kim = Agent::connected(&server, "kim");
    let mut owner = Visitor::connected(&server);
    let mut thief = Visitor::connected(&server);
    let file = upload(&server, &owner, "bill.pdf", b"%PDF-1.7").expect("taken");
    let (conversation, foreign) = (new_id(), new_id());
    let stolen = thief.send_with(&foreign, &new_id(), "", &[&file]);
    assert_eq!(refused(stolen), Code::UnknownFile);
    assert_eq!(owner.send(&conversation, &new_id(), "Hello"), Ok(1));
    let taken = kim.send_with(&conversation, &new_id(), "Yours", &[&file]);
    assert!(matches!(taken, InboxFrame::Refused { code: Code::UnknownFile, .. }), "{taken:?}");
    let twice = owner.send_with(&conversation, &new_id(), "", &[&file, &file]);
    assert_eq!(refused(twice), Code::InvalidFrame);

    assert_eq!(owner.send_with(&conversation, &new_id(), "", &[&file]), Ok(2));
    let again = owner.send_with(&conversation, &new_id(), "Once more", &[&file]);
    assert_eq!(refused(again), Code::UnknownFile, "it is in a message already");
    let elsewhere = owner.send_with(&new_id(), &new_id(), "Elsewhere", &[&file]);
    assert_eq!(refused(elsewhere), Code::UnknownFile);
    let unknown = FileInfo { id: new_id().parse().expect("an id"), ..file };
    let never = owner.send_with(&conversation, &new_id(), "", &[&unknown]);
    assert_eq!(refused(never), Code::UnknownFile);
    assert_eq!(owner.send(&conversation, &new_id(), "No hole"), Ok(3));
}

fn a_file_is_given_to_those_of_its_conversation_only(server: TestServer) {
    server.add_agent("cleo", "collaborator");
    let (kim, cleo) = (Agent::connected(&server, "kim"), Agent::connected(&server, "cleo"));
    let mut owner = Visitor::connected(&server);
    let thief = Visitor::connected(&server);
    let file = upload(&server, &owner, "bill.pdf", b"%PDF-1.7 private").expect("taken");
    let id = file.id.as_str();
    assert_eq!(bytes_of(&server, &kim, id), Err(404), "not sent yet");
    assert_eq!(bytes_of(&server, &thief, id), Err(404));
    owner.send_with(&new_id(), &new_id(), "", &[&file]).expect("stored");
    assert_eq!(bytes_of(&server, &thief, id), Err(404));
    assert!(bytes_of(&server, &kim, id).is_ok());
    assert!(bytes_of(&server, &cleo, id).is_ok(), "who reads along reads files too");
    assert!(bytes_of(&server, &owner.another(), id).is_ok(), "another browser of the visitor");
    for path in ["/chat/v1/files/", "/inbox/v1/files/"] {
        let answer = ureq::get(server.url(&format!("{path}{id}")))
            .config()
            .http_status_as_error(false)
            .build()
            .call();
        assert_eq!(answer.expect("an answer").status(), 401, "{path}");
    }
    let mut nobody = owner.another();
    nobody.token = "not-a-token".into();
    assert_eq!(bytes_of(&server, &nobody, id), Err(401));
    assert_eq!(upload(&server, &cleo, "a.txt", b"a"), Err(Code::NotAllowed));

    let out = ureq::delete(server.url("/inbox/v1/session"))
        .header("cookie", &kim.cookie)
        .header("origin", server.url(""))
        .call();
    assert_eq!(out.expect("an answer").status(), 204);
    assert_eq!(bytes_of(&server, &kim, id), Err(401), "signed out");
    assert_eq!(upload(&server, &kim, "a.txt", b"a"), Err(Code::SessionExpired));
}

fn a_file_that_was_never_sent_is_deleted_after_a_day(mut server: TestServer) {
    let mut visitor = Visitor::connected(&server);
    let left = upload(&server, &visitor, "left.txt", &long_text(600_000)).expect("taken");
    let sent = upload(&server, &visitor, "sent.txt", b"sent").expect("taken");
    visitor.send_with(&new_id(), &new_id(), "", &[&sent]).expect("stored");
    run_sql(&server, "UPDATE file SET created_at = created_at - 86400001");
    let fresh = upload(&server, &visitor, "fresh.txt", b"fresh").expect("taken");
    server.kill();
    server.start_again();
    let deadline = Instant::now() + Duration::from_secs(30);
    while bytes_of(&server, &visitor, left.id.as_str()) != Err(404) {
        assert!(Instant::now() < deadline, "it is still there");
    }
    assert_eq!(bytes_of(&server, &visitor, sent.id.as_str()).as_deref(), Ok(b"sent".as_slice()));
    assert_eq!(bytes_of(&server, &visitor, fresh.id.as_str()).as_deref(), Ok(b"fresh".as_slice()));
    run_sql(
        &server,
        "CREATE TABLE orphan (file INTEGER PRIMARY KEY CHECK (file < 0));
         INSERT INTO orphan SELECT part FROM file_part LEFT JOIN file ON file.key = file
         WHERE file.key IS NULL",
    );
}

fn a_server_that_is_killed_keeps_what_it_said_it_has(mut server: TestServer) {
    let mut visitor = Visitor::connected(&server);
    let conversation = new_id();
    let file = upload(&server, &visitor, "long.txt", &long_text(3_000_001)).expect("taken");
    server.kill();
    server.start_again();
    visitor.connect(&[]).expect("welcome");
    assert_eq!(visitor.send_with(&conversation, &new_id(), "", &[&file]), Ok(1));
    // And in the middle of one: nobody ever sees a part of a file.
    let (host, token) = (server.host(), visitor.token.clone());
    let writing = std::thread::spawn(move || {
        let mut kept = Vec::new();
        while let Ok(mut answer) = ureq::post(format!("http://{host}/chat/v1/files"))
            .header("authorization", format!("Bearer {token}"))
            .header("x-file-name", "long.txt")
            .send(long_text(5_000_001).as_slice())
        {
            let info: FileInfo = answer.body_mut().read_json().expect("a file");
            kept.push(info);
        }
        kept
    });
    let kim = Agent::connected(&server, "kim");
    let asked = Instant::now();
    while asked.elapsed() < Duration::from_millis(700) {
        assert_eq!(kim.get("/inbox/v1/session").0, 200, "the server is still there");
    }
    server.kill();
    let kept = writing.join().expect("no panic");
    server.start_again();
    for info in kept {
        assert_eq!(
            bytes_of(&server, &visitor, info.id.as_str())
                .map(|bytes| bytes == long_text(5_000_001)),
            Ok(true)
        );
    }
    visitor.connect(&[(&conversation, 0)]).expect("welcome");
    assert_eq!(files(&visitor.await_entry().1), [file]);
}

#[test]
fn what_is_no_good_file_is_refused_with_its_reason() {
    let server = relay();
    let visitor = Visitor::connected(&server);
    let pdf = b"%PDF-1.7\n".as_slice();
    let svg = b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>";
    let html = b"\xef\xbb\xbf \n<!DOCTYPE html><script>alert(1)</script>";
    let mut flood = png(40_000, 40_000);
    flood.extend([0; 64]);
    let macros = zip(&["[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"]);
    let cut = &zip(&["[Content_Types].xml", "word/document.xml"])[..40];
    let script_in_gif = [gif(1, 1), b"<script>alert(1)</script>".to_vec()].concat();
    for (name, bytes, code) in [
        ("empty.pdf", b"".as_slice(), Code::Empty),
        ("long.txt", &long_text(limits::FILE_BYTES as usize + 1), Code::FileTooLarge),
        ("logo.svg", svg, Code::FileNotAllowed),
        ("logo.png", svg, Code::FileNotAllowed),
        ("logo.txt", svg, Code::FileNotAllowed),
        ("logo", svg, Code::FileNotAllowed),
        ("page.html", html, Code::FileNotAllowed),
        ("page.txt", html, Code::FileNotAllowed),
        ("page.pdf", html, Code::FileNotAllowed),
        ("page.txt", b"\xff\xfe<\0s\0v\0g\0", Code::FileNotAllowed),
        ("run.exe", b"MZ\x90\0\x03", Code::FileNotAllowed),
        ("bill.pdf", b"MZ\x90\0\x03", Code::FileNotAllowed),
        ("bill.pdf.exe", pdf, Code::FileNotAllowed),
        ("bill.php\u{200b}", pdf, Code::FileNotAllowed),
        ("bill.pdf\u{202e}fdp.exe", pdf, Code::FileNotAllowed),
        ("bill.png", pdf, Code::FileMismatch),
        ("bike.png", &jpg(1, 1), Code::FileMismatch),
        ("bill.docx", &zip(&["a"]), Code::FileMismatch),
        ("bill.docx", &zip(&["word/document.xml"]), Code::FileMismatch),
        ("bill.docx", &macros, Code::FileNotAllowed),
        ("bill.docx", cut, Code::FileNotAllowed),
        ("bill.doc", &old_office("Workbook"), Code::FileMismatch),
        ("bill.doc", &old_office("PowerPoint Document"), Code::FileNotAllowed),
        // One file that is two: it is what it begins as, and never a page.
        ("page.html", &script_in_gif, Code::FileNotAllowed),
        ("page.zip", &script_in_gif, Code::FileMismatch),
        ("flood.png", &flood, Code::ImageTooLarge),
        ("nothing.png", &png(0, 7), Code::FileNotAllowed),
        ("cut.png", &png(7, 7)[..20], Code::FileNotAllowed),
        ("photo.heic", b"\0\0\0\x14ftypheic\0\0\0\0mif1", Code::FileNotAllowed),
    ] {
        assert_eq!(upload(&server, &visitor, name, bytes), Err(code), "{name}");
    }
}

#[test]
fn a_name_is_cleaned_and_nothing_of_a_file_can_run() {
    let server = relay();
    let visitor = Visitor::connected(&server);
    let pdf = b"%PDF-1.7\n".as_slice();
    for (name, clean) in [
        ("../../etc/bill.pdf", "bill.pdf"),
        ("C:\\bill.pdf", "bill.pdf"),
        ("bi\u{200b}ll\u{202e}.pd\u{feff}f", "bill.pdf"),
        ("bill.exe.pdf", "bill_exe.pdf"),
        ("bill\r\nset-cookie: a=b.pdf", "billset-cookie_ a=b.pdf"),
        ("\"><script>.pdf", "___script_.pdf"),
        ("", "file.pdf"),
    ] {
        let info = upload(&server, &visitor, name, pdf).expect("taken");
        assert_eq!(info.name, clean, "{name:?}");
    }
    let gif = [gif(1, 1), b"<script>alert(1)</script>".to_vec()].concat();
    let info = upload(&server, &visitor, "größe.gif", &gif).expect("an image");
    let answer = download(&server, &visitor, info.id.as_str());
    let header = |name: &str| answer.headers()[name].to_str().expect("text").to_owned();
    assert_eq!(
        header("content-disposition"),
        "attachment; filename=\"gr__e.gif\"; filename*=UTF-8''gr%C3%B6%C3%9Fe.gif"
    );
    assert_eq!(header("content-type"), "image/gif");
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert_eq!(
        header("content-security-policy"),
        "sandbox; default-src 'none'; frame-ancestors 'none'"
    );
    assert_eq!(header("cross-origin-resource-policy"), "same-origin");
    assert_eq!(header("cache-control"), "no-store");
}

#[test]
fn a_message_carries_no_more_than_it_may() {
    let server = relay();
    let mut visitor = Visitor::connected(&server);
    let conversation = new_id();
    let many: Vec<FileInfo> = (0..=limits::MESSAGE_FILES)
        .map(|n| upload(&server, &visitor, "a.txt", n.to_string().as_bytes()).expect("taken"))
        .collect();
    let many: Vec<&FileInfo> = many.iter().collect();
    let refusal = visitor.send_with(&conversation, &new_id(), "", &many);
    assert_eq!(refused(refusal), Code::TooManyFiles);
    assert_eq!(
        visitor.send_with(&conversation, &new_id(), "", &many[..limits::MESSAGE_FILES]),
        Ok(1)
    );
    let long = long_text(limits::FILE_BYTES as usize);
    let heavy = [0, 1].map(|_| upload(&server, &visitor, "a.txt", &long).expect("taken"));
    let refusal = visitor.send_with(&conversation, &new_id(), "", &[&heavy[0], &heavy[1]]);
    assert_eq!(refused(refusal), Code::FileTooLarge, "together");
    assert_eq!(visitor.send_with(&conversation, &new_id(), "", &[&heavy[0]]), Ok(2));
}

#[test]
fn the_settings_say_what_is_taken_and_how_much() {
    let settings = "[limits]\nsessions_per_hour = 1000\nuploads_per_minute = 4\n\
         upload_mb_per_hour = 1\n\
         [files]\nkinds = [\"png\", \"txt\"]\nfile_bytes = 600_000\nimage_megapixels = 1\n";
    let server = TestServer::start(KB_SERVER, settings);
    let visitor = Visitor::connected(&server);
    assert_eq!(upload(&server, &visitor, "a.pdf", b"%PDF-1.7"), Err(Code::FileNotAllowed));
    assert_eq!(upload(&server, &visitor, "a.png", &png(1001, 1000)), Err(Code::ImageTooLarge));
    assert_eq!(upload(&server, &visitor, "a.txt", &long_text(600_001)), Err(Code::FileTooLarge));
    assert!(upload(&server, &visitor, "a.txt", b"a").is_ok());
    assert_eq!(upload(&server, &visitor, "a.txt", b"a"), Err(Code::RateLimited), "the fifth");
    let other = Visitor::connected(&server);
    assert!(upload(&server, &other, "a.txt", &long_text(300_000)).is_ok());
    let third = Visitor::connected(&server);
    let more = upload(&server, &third, "a.txt", &long_text(300_000));
    assert_eq!(more, Err(Code::RateLimited), "the address has had its megabyte");
}

#[test]
#[cfg(unix)]
fn a_scanner_has_the_last_word() {
    let settings = |script: &str| format!("{WIDE}[files]\nscan = [\"sh\", \"-c\", \"{script}\"]\n");
    let server = TestServer::start(KB_SERVER, &settings("! grep -q EICAR"));
    let visitor = Visitor::connected(&server);
    let ill = b"%PDF-1.7 EICAR".as_slice();
    assert_eq!(upload(&server, &visitor, "a.pdf", ill), Err(Code::FileRefused));
    assert!(upload(&server, &visitor, "a.pdf", b"%PDF-1.7").is_ok());
    let broken = TestServer::start(KB_SERVER, &settings("exit 2"));
    let visitor = Visitor::connected(&broken);
    assert_eq!(upload(&broken, &visitor, "a.pdf", b"%PDF-1.7"), Err(Code::Unavailable));
}

#[test]
fn a_page_elsewhere_can_neither_upload_nor_download() {
    let server = relay();
    let kim = Agent::connected(&server, "kim");
    let mut visitor = Visitor::connected(&server);
    let file = upload(&server, &visitor, "a.txt", b"a").expect("taken");
    visitor.send_with(&new_id(), &new_id(), "", &[&file]).expect("stored");
    let status = |request: ureq::RequestBuilder<ureq::typestate::WithoutBody>| {
        let answer = request.config().http_status_as_error(false).build().call();
        answer.expect("an answer").status().as_u16()
    };
    let bearer = format!("Bearer {}", visitor.token);
    let address = server.url(&format!("/chat/v1/files/{}", file.id));
    let from = |origin: &str| {
        ureq::get(&address).header("origin", origin).header("authorization", &bearer)
    };
    assert_eq!(status(from("http://evil.example")), 403);
    assert_eq!(status(from("http://books.example")), 403, "another brand's page");
    let sent = ureq::post(server.url("/inbox/v1/files"))
        .header("origin", "http://evil.example")
        .header("cookie", &kim.cookie)
        .config()
        .http_status_as_error(false)
        .build()
        .send(b"a".as_slice());
    assert_eq!(sent.expect("an answer").status(), 403);
}

#[test]
fn a_backup_and_a_move_to_postgresql_take_files_along() {
    let old = relay();
    let mut visitor = Visitor::connected(&old);
    let conversation = new_id();
    let long = long_text(1_500_001);
    let file = upload(&old, &visitor, "long.txt", &long).expect("taken");
    visitor.send_with(&conversation, &new_id(), "", &[&file]).expect("stored");
    let backup = old.command(&["backup", "copy.db"]).output().expect("runs");
    assert!(backup.status.success(), "{}", String::from_utf8_lossy(&backup.stderr));
    let copy = format!("sqlite:{}", old.path("copy.db").display());
    let restored = TestServer::start_on_existing(KB_SERVER, &copy, WIDE);
    assert_eq!(bytes_of(&restored, &visitor, file.id.as_str()), Ok(long.clone()));

    let Some(new) = TestServer::empty_postgres() else { return };
    let moved = old.command(&["copy-store", "--to", &new]).output().expect("runs");
    assert!(moved.status.success(), "{}", String::from_utf8_lossy(&moved.stderr));
    let server = TestServer::start_on_existing(KB_SERVER, &new, WIDE);
    let mut again = Visitor::new(&server);
    again.token = visitor.token.clone();
    again.connect(&[(&conversation, 0)]).expect("the session came along");
    assert_eq!(files(&again.await_entry().1), std::slice::from_ref(&file));
    assert_eq!(bytes_of(&server, &again, file.id.as_str()), Ok(long));
    let next = upload(&server, &again, "next.txt", b"next").expect("a key of its own");
    assert_eq!(bytes_of(&server, &again, next.id.as_str()).as_deref(), Ok(b"next".as_slice()));
}

//! Files to send: small ones of every kind, and requests that carry them.

use kb_protocol::api::Problem;
use kb_protocol::chat::Code;
use kb_protocol::file::{FILE_NAME_HEADER, FileInfo};
use ureq::http::Response;
use ureq::{Body, RequestBuilder};

use crate::browser::{Agent, Visitor};
use crate::server::{ORIGIN, TestServer};

/// A PNG image as far as its header: nobody needs more to measure it.
pub fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
    bytes.extend(width.to_be_bytes());
    bytes.extend(height.to_be_bytes());
    bytes.extend(b"\x08\x06\0\0\0\0\0\0\0");
    bytes
}

/// A JPEG image of the same sort.
pub fn jpg(width: u16, height: u16) -> Vec<u8> {
    let mut bytes = b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0".to_vec();
    bytes.extend(b"\xff\xc0\0\x11\x08");
    bytes.extend(height.to_be_bytes());
    bytes.extend(width.to_be_bytes());
    bytes.extend(b"\x03\x01\x11\0\x02\x11\0\x03\x11\0\xff\xd9");
    bytes
}

/// A GIF image of the same sort.
pub fn gif(width: u16, height: u16) -> Vec<u8> {
    let mut bytes = b"GIF89a".to_vec();
    bytes.extend(width.to_le_bytes());
    bytes.extend(height.to_le_bytes());
    bytes.extend(b"\0\0\0;");
    bytes
}

fn webp(width: u16, height: u16) -> Vec<u8> {
    let mut bytes = b"RIFF\x1e\0\0\0WEBPVP8 \x12\0\0\0\x30\x01\0\x9d\x01\x2a".to_vec();
    bytes.extend(width.to_le_bytes());
    bytes.extend(height.to_le_bytes());
    bytes.extend([0; 10]);
    bytes
}

/// An archive with empty files of these names.
pub fn zip(names: &[&str]) -> Vec<u8> {
    let (mut bytes, mut list) = (Vec::new(), Vec::new());
    for name in names {
        let length = (name.len() as u16).to_le_bytes();
        let at = (bytes.len() as u32).to_le_bytes();
        bytes.extend(b"PK\x03\x04\x14\0");
        bytes.extend([0; 20]);
        bytes.extend(length);
        bytes.extend([0; 2]);
        bytes.extend(name.as_bytes());
        list.extend(b"PK\x01\x02\x14\0\x14\0");
        list.extend([0; 20]);
        list.extend(length);
        list.extend([0; 12]);
        list.extend(at);
        list.extend(name.as_bytes());
    }
    let count = (names.len() as u16).to_le_bytes();
    let start = (bytes.len() as u32).to_le_bytes();
    let length = (list.len() as u32).to_le_bytes();
    bytes.extend(list);
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend(count);
    bytes.extend(count);
    bytes.extend(length);
    bytes.extend(start);
    bytes.extend([0; 2]);
    bytes
}

/// An old office file with one stream of this name.
pub fn old_office(stream: &str) -> Vec<u8> {
    let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    bytes.resize(512, 0);
    for (name, kind) in [("Root Entry", 5), (stream, 2)] {
        let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let length = (entry.len() as u16 + 2).to_le_bytes();
        entry.resize(64, 0);
        entry.extend(length);
        entry.push(kind);
        entry.resize(128, 0);
        bytes.extend(entry);
    }
    bytes
}

/// A good file of each kind: name, content, and what it is told to be.
pub fn samples() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    const EXCEL: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    vec![
        ("bike.jpg", jpg(640, 480), "image/jpeg"),
        ("bike.jpeg", jpg(640, 480), "image/jpeg"),
        ("screen.png", png(1280, 720), "image/png"),
        ("wave.gif", gif(16, 16), "image/gif"),
        ("bike.webp", webp(320, 240), "image/webp"),
        ("bill.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec(), "application/pdf"),
        ("letter.doc", old_office("WordDocument"), "application/msword"),
        ("letter.docx", zip(&["[Content_Types].xml", "word/document.xml"]), WORD),
        ("costs.xls", old_office("Workbook"), "application/vnd.ms-excel"),
        ("costs.xlsx", zip(&["[Content_Types].xml", "xl/workbook.xml"]), EXCEL),
        ("all.zip", zip(&["a.txt", "b/c.txt"]), "application/zip"),
        ("empty.zip", zip(&[]), "application/zip"),
        ("notes.txt", "Größe: 3 < 5 & so weiter\r\n".into(), "text/plain"),
        ("utf16.txt", b"\xff\xfeh\0i\0".to_vec(), "text/plain"),
        ("latin.txt", b"Gr\xf6\xdfe".to_vec(), "text/plain"),
        ("ride.mov", b"\0\0\0\x14ftypqt  \0\0\0\0qt  ".to_vec(), "video/quicktime"),
        ("old.mov", b"\0\0\0\x08wide\0\0\0\x08mdat".to_vec(), "video/quicktime"),
        ("ride.mp4", b"\0\0\0\x14ftypisom\0\0\0\0isom".to_vec(), "video/mp4"),
    ]
}

/// Text of a length that is no multiple of anything.
pub fn long_text(bytes: usize) -> Vec<u8> {
    (0..bytes).map(|at| b"0123456789abcdefghijklmnopqrstu"[at % 31]).collect()
}

/// Who asks.
pub trait Session {
    /// Where files are for this one.
    const FILES: &'static str;

    /// Adds to a request what says who it is.
    fn sign<B>(&self, server: &TestServer, request: RequestBuilder<B>) -> RequestBuilder<B>;
}

impl Session for Visitor {
    const FILES: &'static str = "/chat/v1/files";

    fn sign<B>(&self, _: &TestServer, request: RequestBuilder<B>) -> RequestBuilder<B> {
        request.header("origin", ORIGIN).header("authorization", format!("Bearer {}", self.token))
    }
}

impl Session for Agent {
    const FILES: &'static str = "/inbox/v1/files";

    fn sign<B>(&self, server: &TestServer, request: RequestBuilder<B>) -> RequestBuilder<B> {
        request.header("origin", server.url("")).header("cookie", &self.cookie)
    }
}

/// Uploads a file; the answer, or the code why not.
pub fn upload<S: Session>(
    server: &TestServer,
    session: &S,
    name: &str,
    bytes: &[u8],
) -> Result<FileInfo, Code> {
    let encoded: String = name.bytes().map(|byte| format!("%{byte:02x}")).collect();
    let request = ureq::post(server.url(S::FILES)).header(FILE_NAME_HEADER, encoded);
    let request = session.sign(server, request);
    let mut answer =
        request.config().http_status_as_error(false).build().send(bytes).expect("an answer");
    if answer.status() == 201 {
        return Ok(answer.body_mut().read_json().expect("a file"));
    }
    let problem: Problem = answer.body_mut().read_json().expect("a problem");
    Err(problem.code)
}

/// Asks for a file.
pub fn download<S: Session>(server: &TestServer, session: &S, id: &str) -> Response<Body> {
    let request = ureq::get(server.url(&format!("{}/{id}", S::FILES)));
    let request = session.sign(server, request);
    request.config().http_status_as_error(false).build().call().expect("an answer")
}

/// The bytes of a file, or the status that is none; 0 where they break off.
pub fn bytes_of<S: Session>(server: &TestServer, session: &S, id: &str) -> Result<Vec<u8>, u16> {
    let mut answer = download(server, session, id);
    match answer.status().as_u16() {
        200 => answer.body_mut().read_to_vec().map_err(|_| 0),
        status => Err(status),
    }
}

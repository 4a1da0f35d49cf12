//! Bodies of requests that are no JSON of ours: fields of HTML forms.

use axum::body::{Body, to_bytes};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::{HeaderMap, StatusCode, header};
use kb_protocol::chat::Code;

use crate::error::ApiError;

/// Most fields and files of one body.
const PARTS: usize = 500;

/// What a body says that it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Json,
    Xml,
    /// `application/x-www-form-urlencoded`
    Fields,
    /// `multipart/form-data`
    Multipart,
}

impl Kind {
    /// The kind in the header, whatever stands behind it; `None` of others.
    pub(crate) fn of(headers: &HeaderMap) -> Option<Self> {
        let text = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
        let name = text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match name.as_str() {
            "application/json" => Some(Self::Json),
            "application/xml" | "text/xml" => Some(Self::Xml),
            "application/x-www-form-urlencoded" => Some(Self::Fields),
            "multipart/form-data" => Some(Self::Multipart),
            name if name.ends_with("+json") => Some(Self::Json),
            name if name.ends_with("+xml") => Some(Self::Xml),
            _ => None,
        }
    }
}

/// One field of a form, or one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) name: String,
    /// Name of the file, of a file.
    pub(crate) file: Option<String>,
    pub(crate) bytes: Vec<u8>,
}

impl Part {
    /// The text of a field.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }
}

/// All bytes of a body.
///
/// # Errors
///
/// `too_long` above `most` bytes.
pub(crate) async fn bytes(body: Body, most: usize) -> Result<Vec<u8>, ApiError> {
    let bytes = to_bytes(body, most).await.map_err(|_| too_long())?;
    Ok(bytes.into())
}

/// How much of a form is read.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Most {
    /// So many bytes; more is refused.
    All(usize),
    /// So many bytes of fields; of files so many are kept, and the rest is read
    /// and dropped: the answers beside a file that is too large are not lost.
    Answers {
        /// Of fields.
        fields: usize,
        /// Of files.
        files: usize,
    },
}

/// A body that goes on so much longer than what is kept of it is nobody's form.
const PATIENCE: usize = 16;

/// The fields and files of a form, in their order. A file that nobody chose is
/// left out.
///
/// # Errors
///
/// `too_long` above `most` or with too many parts, `invalid_body`,
/// `unsupported_type`.
pub(crate) async fn parts(request: Request, most: Most) -> Result<Vec<Part>, ApiError> {
    let of_fields = match most {
        Most::All(most) => most,
        Most::Answers { fields, .. } => fields,
    };
    match Kind::of(request.headers()) {
        Some(Kind::Fields) => {
            let bytes = bytes(request.into_body(), of_fields).await?;
            let fields = form_urlencoded::parse(&bytes).map(|(name, text)| Part {
                name: name.into_owned(),
                file: None,
                bytes: text.into_owned().into_bytes(),
            });
            let parts: Vec<Part> = fields.take(PARTS + 1).collect();
            if parts.len() > PARTS { Err(too_long()) } else { Ok(parts) }
        }
        Some(Kind::Multipart) => multipart(request, most).await,
        _ => Err(unsupported()),
    }
}

async fn multipart(request: Request, most: Most) -> Result<Vec<Part>, ApiError> {
    let wrong = || ApiError::refused(Code::InvalidBody, "the body is no multipart/form-data");
    let mut body = Multipart::from_request(request, &()).await.map_err(|_| wrong())?;
    let refusal = |error: axum::extract::multipart::MultipartError| {
        if error.status() == StatusCode::PAYLOAD_TOO_LARGE { too_long() } else { wrong() }
    };
    let (mut parts, mut of_fields, mut of_files) = (Vec::new(), 0, 0);
    while let Some(mut field) = body.next_field().await.map_err(refusal)? {
        let name = field.name().unwrap_or_default().to_owned();
        let file = field.file_name().map(str::to_owned);
        let mut bytes = Vec::new();
        while let Some(piece) = field.chunk().await.map_err(refusal)? {
            let length = if file.is_some() { &mut of_files } else { &mut of_fields };
            *length += piece.len();
            match most {
                Most::All(most) if of_fields + of_files > most => return Err(too_long()),
                Most::Answers { fields, files }
                    if of_fields > fields || of_files > PATIENCE * (files + fields) =>
                {
                    return Err(too_long());
                }
                Most::Answers { files, .. } if file.is_some() => {
                    // All that is allowed, so that it is seen to be all.
                    let before = of_files - piece.len();
                    let room = files.saturating_sub(before).min(piece.len());
                    bytes.extend_from_slice(&piece[..room]);
                }
                _ => bytes.extend_from_slice(&piece),
            }
        }
        let is_chosen = file.as_ref().is_none_or(|name| !name.is_empty() || !bytes.is_empty());
        if is_chosen {
            parts.push(Part { name, file, bytes });
        }
        if parts.len() > PARTS {
            return Err(too_long());
        }
    }
    Ok(parts)
}

fn too_long() -> ApiError {
    ApiError::refused(Code::TooLong, "the body is larger than what is taken here")
}

/// A body of another type.
pub(crate) fn unsupported() -> ApiError {
    ApiError::refused(Code::UnsupportedType, "bodies of this type are not taken here")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(kind: &str, body: &str) -> Request {
        let request = Request::builder().header(header::CONTENT_TYPE, kind);
        request.body(Body::from(body.to_owned())).expect("a request")
    }

    async fn read(kind: &str, body: &str) -> Vec<(String, Option<String>, String)> {
        let parts = parts(request(kind, body), Most::All(1_000)).await.expect("parts");
        parts.into_iter().map(|part| (part.name.clone(), part.file.clone(), part.text())).collect()
    }

    fn field(name: &str, text: &str) -> (String, Option<String>, String) {
        (name.to_owned(), None, text.to_owned())
    }

    #[tokio::test]
    async fn fields_come_in_their_order_and_more_than_once() {
        assert_eq!(
            read("application/x-www-form-urlencoded; charset=utf-8", "a=1&b=%C3%B6+x&a=2").await,
            [field("a", "1"), field("b", "ö x"), field("a", "2")]
        );
    }

    #[tokio::test]
    async fn files_come_with_their_names_and_unchosen_ones_not_at_all() {
        let body = "--x\r\ncontent-disposition: form-data; name=\"a\"\r\n\r\n1\r\n--x\r\n\
             content-disposition: form-data; name=\"f\"; filename=\"b.txt\"\r\n\r\nwords\r\n--x\r\n\
             content-disposition: form-data; name=\"f\"; filename=\"\"\r\n\r\n\r\n--x--\r\n";
        let file = ("f".to_owned(), Some("b.txt".to_owned()), "words".to_owned());
        assert_eq!(read("multipart/form-data; boundary=x", body).await, [field("a", "1"), file]);
    }

    #[tokio::test]
    async fn answers_stay_beside_a_file_that_is_too_large() {
        let body = |length: usize| {
            format!(
                "--x\r\ncontent-disposition: form-data; name=\"f\"; filename=\"b.txt\"\r\n\r\n{}\r\n--x\r\n\
                 content-disposition: form-data; name=\"a\"\r\n\r\nwords\r\n--x--\r\n",
                "y".repeat(length)
            )
        };
        let most = Most::Answers { fields: 100, files: 1_000 };
        let read = |length| parts(request("multipart/form-data; boundary=x", &body(length)), most);
        let found = read(9_000).await.expect("parts");
        assert!(found[0].bytes.len() == 1_000 && found[1].bytes == b"words");
        assert!(read(1_000_000).await.is_err());
    }

    #[tokio::test]
    async fn what_is_too_much_or_something_else_is_refused() {
        let code = |kind: &'static str, body: String| async move {
            match parts(request(kind, &body), Most::All(1_000)).await {
                Err(ApiError::Refused { code, .. }) => Some(code),
                _ => None,
            }
        };
        let fields = "application/x-www-form-urlencoded";
        assert_eq!(code(fields, "a".repeat(1_001)).await, Some(Code::TooLong));
        assert_eq!(code(fields, "a=&".repeat(333)).await, None);
        assert_eq!(code("text/plain", String::new()).await, Some(Code::UnsupportedType));
        let open = "multipart/form-data; boundary=x";
        assert_eq!(code(open, "words".into()).await, Some(Code::InvalidBody));
        assert_eq!(code("multipart/form-data", String::new()).await, Some(Code::InvalidBody));
    }
}

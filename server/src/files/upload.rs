//! Receives a file, examines it, keeps it.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use axum::http::{HeaderMap, header};
use kb_protocol::chat::Code;
use kb_protocol::file::{FILE_NAME_HEADER, FileInfo};
use kb_protocol::id::FileId;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout_at};
use tokio_stream::StreamExt;

use super::examine;
use super::scan::{Verdict, scan};
use crate::app::App;
use crate::auth::new_id;
use crate::error::ApiError;
use crate::store::{NewFile, StoreError, Uploader};

/// Memory for files that are on their way, in KiB. Who finds it full comes
/// back a little later.
const ROOM_KIB: usize = 64 * 1024;
/// Scanners at the same time.
const SCANS: usize = 4;
/// Longest time between two pieces of a file.
const PATIENCE: Duration = Duration::from_secs(20);
/// Longest time of a whole upload: 5 MB over a bad mobile network.
const WHOLE: Duration = Duration::from_secs(240);
/// What is read of a file that is too large, so that the browser hears the
/// answer instead of a broken connection.
const READ_ON: u64 = 64 * 1024 * 1024;
/// When an upload that found no room may be tried again, in milliseconds.
const RETRY_MS: u32 = 3_000;

/// How much may be under way at the same time.
pub(crate) struct Room {
    kib: Arc<Semaphore>,
    scans: Semaphore,
}

impl Default for Room {
    fn default() -> Self {
        Self { kib: Arc::new(Semaphore::new(ROOM_KIB)), scans: Semaphore::new(SCANS) }
    }
}

impl Room {
    /// Room for so many bytes.
    ///
    /// # Errors
    ///
    /// `rate_limited` while there is none.
    pub(crate) fn take(&self, bytes: u64) -> Result<OwnedSemaphorePermit, ApiError> {
        let kib = u32::try_from(bytes.div_ceil(1024)).unwrap_or(u32::MAX);
        Arc::clone(&self.kib)
            .try_acquire_many_owned(kib)
            .map_err(|_| ApiError::RateLimited { retry_after_ms: RETRY_MS })
    }
}

/// Takes the file in a request's body; the answer is what a message says of
/// it.
///
/// # Errors
///
/// As [`examine`], [`Code::FileRefused`] by the scanner, [`Code::TimedOut`],
/// `rate_limited` where there is no room at the moment, `unavailable` where
/// the scanner or the database fails.
pub(crate) async fn upload(
    app: &App,
    uploader: Uploader,
    headers: &HeaderMap,
    body: Body,
) -> Result<FileInfo, ApiError> {
    let rules = &app.config.files;
    let announced = headers
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    let size = announced.unwrap_or(u64::MAX).min(rules.file_bytes);
    let (name, room) = match file_name(headers).and_then(|name| Ok((name, app.room.take(size)?))) {
        Ok(ready) => ready,
        Err(error) => {
            discard(body).await;
            return Err(error);
        }
    };
    let bytes = receive(body.into_data_stream(), rules.file_bytes).await?;
    let file = inspect(app, new_file_id(), &name, bytes).await?;
    let info = file.info.clone();
    keep(app, uploader, file).await?;
    drop(room);
    Ok(info)
}

/// A file that may be kept.
pub(crate) struct Inspected {
    pub(crate) info: FileInfo,
    bytes: Arc<Vec<u8>>,
}

/// An id that nobody guesses.
pub(crate) fn new_file_id() -> FileId {
    new_id().parse().expect("hexadecimal digits are an id")
}

/// Looks at a whole file, and lets the scanner look at it.
///
/// # Errors
///
/// As [`examine`], [`Code::FileRefused`] by the scanner, `unavailable`.
pub(crate) async fn inspect(
    app: &App,
    id: FileId,
    name: &str,
    bytes: Vec<u8>,
) -> Result<Inspected, ApiError> {
    let rules = &app.config.files;
    let found = examine(name, &bytes, rules).map_err(refusal)?;
    let bytes = Arc::new(bytes);
    if !rules.scan.is_empty() {
        ask_scanner(app, Arc::clone(&bytes)).await?;
    }
    let info = FileInfo {
        id,
        name: found.name,
        size: bytes.len() as u64,
        mime: found.kind.mime().to_owned(),
        width: found.pixels.map(|(width, _)| width),
        height: found.pixels.map(|(_, height)| height),
    };
    Ok(Inspected { info, bytes })
}

/// Keeps a file for a message of `uploader`.
///
/// # Errors
///
/// If the database fails.
pub(crate) async fn keep(app: &App, uploader: Uploader, file: Inspected) -> Result<(), StoreError> {
    let Inspected { info, bytes } = file;
    let new = NewFile { info, uploader, created_at: app.clock.now(), bytes };
    app.store.create_file(new).await
}

/// Reads what a browser still sends of a file that is refused: one that cannot
/// send on does not hear why.
pub(crate) async fn discard(body: Body) {
    // With room for nothing it is above the limit, which is known.
    let _ = receive(body.into_data_stream(), 0).await;
}

/// The name as the browser has it, percent-encoded UTF-8.
fn file_name(headers: &HeaderMap) -> Result<String, ApiError> {
    let refused = || {
        ApiError::refused(Code::InvalidFrame, "the name of the file is no percent-encoded UTF-8")
    };
    let text = headers.get(FILE_NAME_HEADER).map_or("", |value| value.to_str().unwrap_or("%"));
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let mut digit = || char::from(rest.next()?).to_digit(16);
                let (high, low) = digit().zip(digit()).ok_or_else(refused)?;
                (high * 16 + low) as u8
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).map_err(|_| refused())
}

/// Reads a body of at most `limit` bytes.
async fn receive(mut body: BodyDataStream, limit: u64) -> Result<Vec<u8>, ApiError> {
    let deadline = Instant::now() + WHOLE;
    let (mut bytes, mut length) = (Vec::new(), 0);
    loop {
        let next = timeout_at((Instant::now() + PATIENCE).min(deadline), body.next()).await;
        match next {
            Ok(Some(Ok(piece))) => {
                length += piece.len() as u64;
                if length <= limit {
                    bytes.extend_from_slice(&piece);
                } else {
                    bytes = Vec::new();
                }
                if length > READ_ON {
                    return Err(refusal(Code::FileTooLarge));
                }
            }
            Ok(None) if length > limit => return Err(refusal(Code::FileTooLarge)),
            Ok(None) => return Ok(bytes),
            // The browser has gone, and hears nothing of this.
            Ok(Some(Err(_))) | Err(_) => return Err(refusal(Code::TimedOut)),
        }
    }
}

async fn ask_scanner(app: &App, bytes: Arc<Vec<u8>>) -> Result<(), ApiError> {
    let rules = &app.config.files;
    let (command, patience) = (rules.scan.clone(), Duration::from_secs(rules.scan_seconds));
    let turn = app.room.scans.acquire().await;
    let verdict = tokio::task::spawn_blocking(move || scan(&command, bytes, patience)).await;
    drop(turn);
    match verdict.unwrap_or(Verdict::Unknown) {
        Verdict::Clean => Ok(()),
        Verdict::Refused => Err(refusal(Code::FileRefused)),
        Verdict::Unknown => Err(refusal(Code::Unavailable)),
    }
}

fn refusal(code: Code) -> ApiError {
    ApiError::refused(
        code,
        match code {
            Code::Empty => "the file is empty",
            Code::FileTooLarge => "the file is larger than `files.file_bytes`",
            Code::ImageTooLarge => "the image has more pixels than `files.image_megapixels`",
            Code::FileMismatch => "the name says another kind of file than the content",
            Code::FileRefused => "the scanner refused the file",
            Code::TimedOut => "the file did not come in time",
            Code::Unavailable => "the scanner does not answer; try again later",
            _ => "files of this kind are not taken",
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_percent_encoded_utf_8() {
        let name = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(FILE_NAME_HEADER, text.parse().expect("a header"));
            file_name(&headers).ok()
        };
        assert_eq!(name("gr%C3%B6%c3%9Fe.pdf").as_deref(), Some("größe.pdf"));
        assert_eq!(name("a+b%20c.pdf").as_deref(), Some("a+b c.pdf"));
        for wrong in ["%", "%4", "%zz", "%ff"] {
            assert_eq!(name(wrong), None, "{wrong}");
        }
        assert_eq!(file_name(&HeaderMap::new()).ok().as_deref(), Some(""));
    }

    #[tokio::test]
    async fn what_is_above_the_limit_is_not_kept() {
        let body = |length: usize| Body::from(vec![0; length]).into_data_stream();
        assert_eq!(receive(body(10), 10).await.map(|bytes| bytes.len()).ok(), Some(10));
        let refused = receive(body(11), 10).await.expect_err("too large");
        assert!(matches!(refused, ApiError::Refused { code: Code::FileTooLarge, .. }));
    }
}

//! Files that people send each other.

use serde::{Deserialize, Serialize};

use crate::id::FileId;

/// A file that is on disk: the answer to an upload, and what a message says
/// of the files that it carries.
///
/// Upload: `POST /chat/v1/files` or `/inbox/v1/files` with the bytes as body
/// and the name, percent-encoded UTF-8, in the header [`FILE_NAME_HEADER`].
/// Download: `GET` of the same address and the id.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FileInfo {
    /// Random, made by the server.
    pub id: FileId,
    /// Without path, control characters and what cannot be seen; its extension
    /// agrees with the content.
    pub name: String,
    /// In bytes.
    pub size: u64,
    /// What the content is, whatever the browser said.
    pub mime: String,
    /// In pixels, of images only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    /// In pixels, of images only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
}

/// Request header with the name of an uploaded file. Not in the address, which
/// servers and proxies write into their logs.
pub const FILE_NAME_HEADER: &str = "x-file-name";

/// `GET /chat/v1/files` or `/inbox/v1/files`: what may be sent, so that a
/// browser can say no before it sends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FileLimits {
    /// Largest file.
    pub file_bytes: u64,
    /// Most bytes of all files of one message together.
    pub message_bytes: u64,
    /// Most files of one message.
    pub message_files: usize,
    /// Extensions in lower case; a file without one is judged by its content.
    pub extensions: Vec<String>,
}

//! From the ids in a message to the files that it carries.

use std::collections::HashSet;

use kb_protocol::chat::Code;
use kb_protocol::file::FileInfo;
use kb_protocol::id::{EntryId, FileId};

use crate::app::App;
use crate::store::{ActError, Uploader};

/// The files with these ids, if `uploader` may send them with the message
/// `entry`. The store asks once more, where nobody can come between.
///
/// # Errors
///
/// [`Code::UnknownFile`], also of somebody else's, [`Code::TooManyFiles`],
/// [`Code::FileTooLarge`], or if the database fails.
pub(crate) async fn attachable(
    app: &App,
    ids: Vec<FileId>,
    uploader: &Uploader,
    entry: &EntryId,
) -> Result<Vec<FileInfo>, ActError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rules = &app.config.files;
    if ids.len() > rules.message_files {
        return Err(ActError::Refused(Code::TooManyFiles));
    }
    if ids.iter().collect::<HashSet<_>>().len() < ids.len() {
        return Err(ActError::Refused(Code::InvalidFrame));
    }
    let mut found = app.store.files(ids.clone()).await?;
    let mut files = Vec::with_capacity(ids.len());
    // A message that is sent again is none of the rules of today's settings.
    let mut is_again = true;
    for id in &ids {
        let at = found.iter().position(|file| file.info.id == *id && file.uploader == *uploader);
        let Some(at) = at else { return Err(ActError::Refused(Code::UnknownFile)) };
        let file = found.swap_remove(at);
        is_again &= file.entry.as_ref() == Some(entry);
        files.push(file.info);
    }
    let bytes: u64 = files.iter().map(|file| file.size).sum();
    if bytes > rules.message_bytes && !is_again {
        return Err(ActError::Refused(Code::FileTooLarge));
    }
    Ok(files)
}

//! The forms of a brand's site, read from its folder on disk.

use std::collections::HashMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use kb_protocol::form::{FORM_VERSION, FORMS_FILE, FormsDocument, PublishedForm};
use kb_protocol::time::Timestamp;

/// How long the file is not looked at again, in milliseconds.
const LOOK_EVERY_MS: i64 = 1_000;
/// Largest file that is read, in bytes.
const FILE_BYTES: u64 = 32 * 1024 * 1024;

/// What is published, by the folder of the site.
#[derive(Default)]
pub(crate) struct Published {
    sites: Mutex<HashMap<PathBuf, Site>>,
}

#[derive(Clone)]
struct Site {
    looked_at: Timestamp,
    state: State,
    forms: Arc<Vec<PublishedForm>>,
}

/// What tells one state of a file from another.
type State = Option<(SystemTime, u64)>;

impl Published {
    /// The forms in a folder, and whether they were read just now.
    ///
    /// A file that cannot be read changes nothing: what was published stays so
    /// until another file says something else. Without a file nothing is.
    pub(crate) fn forms(&self, folder: &Path, now: Timestamp) -> (Arc<Vec<PublishedForm>>, bool) {
        let known = self.lock().get(folder).cloned();
        if let Some(site) = &known
            && (0..LOOK_EVERY_MS).contains(&(now.0 - site.looked_at.0))
        {
            return (Arc::clone(&site.forms), false);
        }
        let path = folder.join(FORMS_FILE);
        let state =
            fs::metadata(&path).ok().and_then(|file| Some((file.modified().ok()?, file.len())));
        let (forms, is_new) = match known {
            Some(site) if site.state == state => (site.forms, false),
            known => match read(&path, state) {
                Ok(forms) => (Arc::new(forms), true),
                Err(error) => {
                    let path = path.display().to_string();
                    tracing::error!(path, error, "the site's forms cannot be read");
                    (known.map(|site| site.forms).unwrap_or_default(), false)
                }
            },
        };
        let site = Site { looked_at: now, state, forms: Arc::clone(&forms) };
        self.lock().insert(folder.to_owned(), site);
        (forms, is_new)
    }

    /// Looks again the next time somebody asks.
    pub(crate) fn forget(&self) {
        self.lock().clear();
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<PathBuf, Site>> {
        self.sites.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn read(path: &Path, state: State) -> Result<Vec<PublishedForm>, String> {
    if state.is_some_and(|(_, bytes)| bytes > FILE_BYTES) {
        return Err(format!("it has more than {FILE_BYTES} bytes"));
    }
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        // A brand without forms.
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error.to_string()),
    };
    let document: FormsDocument = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    if document.version > FORM_VERSION {
        return Err(format!(
            "it has version {}, this kb-server knows {FORM_VERSION}; use the kb-server of the kb \
             that built the site",
            document.version
        ));
    }
    Ok(document.forms)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(folder: &Path, ids: &[&str]) {
        let form = |id: &&str| {
            format!(
                r#"{{"id":"{id}","slug":"{id}","locales":{{"en":{{"version":1,"id":"{id}",
                "locale":"en","title":"{id}","steps":[{{"fields":[]}}]}}}}}}"#
            )
        };
        let forms: Vec<String> = ids.iter().map(form).collect();
        let text = format!(r#"{{"version":1,"forms":[{}]}}"#, forms.join(","));
        fs::write(folder.join(FORMS_FILE), text).expect("write");
    }

    #[test]
    fn a_changed_file_is_read_a_second_later() {
        let folder = tempfile::tempdir().expect("a folder");
        let published = Published::default();
        let ids = |now: i64| {
            let (forms, _) = published.forms(folder.path(), Timestamp(now));
            forms.iter().map(|form| form.id.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(ids(0), [""; 0], "no file, no forms");
        write(folder.path(), &["contact"]);
        assert_eq!(ids(999), [""; 0]);
        assert_eq!(ids(1_000), ["contact"]);
        write(folder.path(), &["contact", "bug"]);
        assert_eq!(ids(2_000), ["contact", "bug"]);
        fs::write(folder.path().join(FORMS_FILE), "{").expect("write");
        assert_eq!(ids(3_000), ["contact", "bug"], "half a file changes nothing");
        fs::remove_file(folder.path().join(FORMS_FILE)).expect("remove");
        assert_eq!(ids(4_000), [""; 0]);
        write(folder.path(), &["bug"]);
        published.forget();
        assert_eq!(ids(4_001), ["bug"], "somebody said that it has changed");
    }

    #[test]
    fn a_file_of_a_newer_generator_is_not_read() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join(FORMS_FILE), r#"{"version":2}"#).expect("write");
        let published = Published::default();
        assert!(published.forms(folder.path(), Timestamp(0)).0.is_empty());
    }
}

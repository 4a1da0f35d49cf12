//! What a brand's site has published for the relay, read from its folder on
//! disk: forms, and rules of proactive chat.

use std::collections::HashMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use kb_protocol::form::{FORM_VERSION, FORMS_FILE, FormsDocument, PublishedForm};
use kb_protocol::proactive::{PROACTIVE_FILE, PROACTIVE_VERSION, RuleBook};
use kb_protocol::time::Timestamp;

/// How long the file is not looked at again, in milliseconds.
const LOOK_EVERY_MS: i64 = 1_000;
/// Largest file that is read, in bytes.
const FILE_BYTES: u64 = 32 * 1024 * 1024;

/// What is published, by the folder of the site.
pub(crate) struct Published {
    forms: Documents<Vec<PublishedForm>>,
    rules: Documents<RuleBook>,
}

/// One document of each site.
struct Documents<T> {
    name: &'static str,
    /// Reads its text; `Err` says why it cannot be used.
    parse: fn(&str) -> Result<T, String>,
    sites: Mutex<HashMap<PathBuf, Site<T>>>,
}

struct Site<T> {
    looked_at: Timestamp,
    state: State,
    document: Arc<T>,
}

/// What tells one state of a file from another.
type State = Option<(SystemTime, u64)>;

impl Default for Published {
    fn default() -> Self {
        Self {
            forms: Documents::new(FORMS_FILE, |text| {
                let document: FormsDocument = parse(text)?;
                known_version(document.version, FORM_VERSION).map(|()| document.forms)
            }),
            rules: Documents::new(PROACTIVE_FILE, |text| {
                let book: RuleBook = parse(text)?;
                known_version(book.version, PROACTIVE_VERSION).map(|()| book)
            }),
        }
    }
}

impl Published {
    /// The forms in a folder, and whether they were read just now.
    ///
    /// A file that cannot be read changes nothing: what was published stays so
    /// until another file says something else. Without a file nothing is.
    pub(crate) fn forms(&self, folder: &Path, now: Timestamp) -> (Arc<Vec<PublishedForm>>, bool) {
        self.forms.get(folder, now)
    }

    /// The rules in a folder, in the same manner.
    pub(crate) fn rules(&self, folder: &Path, now: Timestamp) -> Arc<RuleBook> {
        self.rules.get(folder, now).0
    }

    /// Looks again the next time somebody asks.
    pub(crate) fn forget(&self) {
        self.forms.lock().clear();
        self.rules.lock().clear();
    }
}

impl<T: Default> Documents<T> {
    fn new(name: &'static str, parse: fn(&str) -> Result<T, String>) -> Self {
        Self { name, parse, sites: Mutex::default() }
    }

    fn get(&self, folder: &Path, now: Timestamp) -> (Arc<T>, bool) {
        let known = self
            .lock()
            .get(folder)
            .map(|site| (site.looked_at, site.state, Arc::clone(&site.document)));
        if let Some((looked_at, _, document)) = &known
            && (0..LOOK_EVERY_MS).contains(&(now.0 - looked_at.0))
        {
            return (Arc::clone(document), false);
        }
        let path = folder.join(self.name);
        let state =
            fs::metadata(&path).ok().and_then(|file| Some((file.modified().ok()?, file.len())));
        let (document, is_new) = match known {
            Some((_, before, document)) if before == state => (document, false),
            known => match self.read(&path, state) {
                Ok(document) => (Arc::new(document), true),
                Err(error) => {
                    let path = path.display().to_string();
                    tracing::error!(path, error, "what the site has published cannot be read");
                    (known.map(|(.., document)| document).unwrap_or_default(), false)
                }
            },
        };
        let site = Site { looked_at: now, state, document: Arc::clone(&document) };
        self.lock().insert(folder.to_owned(), site);
        (document, is_new)
    }

    fn read(&self, path: &Path, state: State) -> Result<T, String> {
        if state.is_some_and(|(_, bytes)| bytes > FILE_BYTES) {
            return Err(format!("it has more than {FILE_BYTES} bytes"));
        }
        match fs::read_to_string(path) {
            Ok(text) => (self.parse)(&text),
            // A brand without any.
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(T::default()),
            Err(error) => Err(error.to_string()),
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<PathBuf, Site<T>>> {
        self.sites.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn parse<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, String> {
    serde_json::from_str(text).map_err(|error| error.to_string())
}

fn known_version(found: u32, known: u32) -> Result<(), String> {
    if found <= known {
        return Ok(());
    }
    Err(format!(
        "it has version {found}, this kb-server knows {known}; use the kb-server of the kb that \
         built the site"
    ))
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "fixtures in temporary folders")]
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
    fn rules_are_read_from_their_own_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let published = Published::default();
        assert!(published.rules(folder.path(), Timestamp(0)).rules.is_empty());
        let text = r#"{"version":1,"rules":[{"id":"hello","message":{"en":"Hello"}}]}"#;
        fs::write(folder.path().join(PROACTIVE_FILE), text).expect("write");
        assert_eq!(published.rules(folder.path(), Timestamp(1_000)).rules.len(), 1);
    }

    #[test]
    fn a_file_of_a_newer_generator_is_not_read() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join(FORMS_FILE), r#"{"version":2}"#).expect("write");
        let published = Published::default();
        assert!(published.forms(folder.path(), Timestamp(0)).0.is_empty());
    }
}

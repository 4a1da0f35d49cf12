//! The themes that are part of the program.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use include_dir::{Dir, include_dir};

static PLAIN: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/plain");
static ALMANAC: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/almanac");

/// Files of one embedded theme by path, such as `templates/article.html`.
pub(crate) type Files = BTreeMap<&'static str, &'static [u8]>;

/// Names of the embedded themes; the first one is the base of all others.
pub fn embedded_theme_names() -> &'static [&'static str] {
    &["plain", "almanac"]
}

/// Returns one file of an embedded theme, without looking into other themes.
pub fn file_of(theme: &str, path: &str) -> Option<&'static [u8]> {
    files(theme)?.get(path).copied()
}

pub(crate) fn files(theme: &str) -> Option<&'static Files> {
    static PLAIN_FILES: OnceLock<Files> = OnceLock::new();
    static ALMANAC_FILES: OnceLock<Files> = OnceLock::new();
    match theme {
        "plain" => Some(PLAIN_FILES.get_or_init(|| list(&PLAIN))),
        "almanac" => Some(ALMANAC_FILES.get_or_init(|| list(&ALMANAC))),
        _ => None,
    }
}

fn list(dir: &'static Dir<'static>) -> Files {
    let mut files = Files::new();
    let mut open = vec![dir];
    while let Some(dir) = open.pop() {
        open.extend(dir.dirs());
        files.extend(
            dir.files()
                .filter_map(|file| Some((file.path().to_str()?, file.contents())))
                .filter(|(path, _)| !path.contains('\\')),
        );
    }
    files
}

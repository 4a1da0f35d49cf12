//! Messages and the places that show them.

use std::path::{Path, PathBuf};

use kb_tests::files_below;

fn room(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name)
}

/// Translators' time is precious: what no page says needs no translation.
#[test]
fn every_message_is_shown_somewhere() {
    check("site.ftl", &["themes", "kb-generator/src"]);
    // The launcher's label comes with the settings.
    check("widget.ftl", &["widget", "server/src"]);
    check("mail.ftl", &["server/src"]);
}

fn check(file: &str, folders: &[&str]) {
    let path = room("locales/en").join(file);
    let messages = std::fs::read_to_string(path).expect("read");
    let mut sources = String::new();
    for folder in folders {
        for (path, bytes) in files_below(&room(folder)) {
            if !path.starts_with("tests/")
                && [".html", ".js", ".rs", ".toml"].iter().any(|ending| path.ends_with(ending))
            {
                sources.push_str(&String::from_utf8_lossy(&bytes));
            }
        }
    }
    let ids = messages.lines().filter_map(|line| line.split_once(" =")).map(|(id, _)| id);
    let ids = ids.filter(|id| id.starts_with(|c: char| c.is_ascii_lowercase()));
    let is_shown = |id: &&str| {
        // The names of notes are put together: `admonition-{kind}`.
        sources.contains(&format!("\"{id}\""))
            || sources.contains(&format!("'{id}'"))
            || id.starts_with("admonition-")
    };
    let unused: Vec<&str> = ids.filter(|id| !is_shown(id)).collect();
    assert_eq!(unused, [""; 0]);
}

//! What runs in browsers: from the folder of `--assets`, else from inside the
//! program.

use std::io::ErrorKind;
use std::path::Path;

use kb_generator::render::{FormAssets, SearchAssets, WIDGET_FILES, WidgetAssets};

use super::Failure;

/// The search module.
pub(super) fn search(dir: Option<&Path>) -> Result<Option<SearchAssets>, Failure> {
    let Some(dir) = dir else { return Ok(embedded::search()) };
    let read = |name: &str| {
        std::fs::read(dir.join(name)).map_err(|error| {
            Failure::Usage(anyhow::Error::new(error).context(format!(
                "cannot read `{name}` of --assets `{}`\n  help: `cargo xtask wasm` makes it",
                dir.display()
            )))
        })
    };
    Ok(Some(SearchAssets { script: read("search.js")?, wasm: read("search.wasm")? }))
}

/// What forms and votes load, where the folder of `--assets` has it.
pub(super) fn forms(dir: Option<&Path>) -> Result<Option<FormAssets>, Failure> {
    let Some(dir) = dir else { return Ok(embedded::forms()) };
    let read = |name: &str| optional(&dir.join(name));
    let (script, wasm) = (read("form.js")?, read("form.wasm")?);
    let (records, tag) = (read("records.js")?, read("form-tag.js")?);
    let all = script.zip(wasm).zip(records.zip(tag));
    Ok(all.map(|((script, wasm), (records, tag))| FormAssets { script, wasm, records, tag }))
}

/// The widget, where the folder of `--assets` has all of it.
pub(super) fn widget(dir: Option<&Path>) -> Result<Option<WidgetAssets>, Failure> {
    let Some(dir) = dir.map(|dir| dir.join("widget")) else { return Ok(embedded::widget()) };
    let locales = kb_locales::embedded_locales().iter();
    let messages: Vec<String> = locales
        .flat_map(|code| ["messages_kb", "later"].map(|folder| format!("{folder}/{code}.json")))
        .collect();
    let mut files = WidgetAssets::default();
    for name in WIDGET_FILES.into_iter().chain(messages.iter().map(String::as_str)) {
        let Some(bytes) = optional(&dir.join(name))? else { return Ok(None) };
        files.0.insert(name.to_owned(), bytes);
    }
    Ok(Some(files))
}

/// The script that draws diagrams, where the folder of `--assets` has it.
pub(super) fn diagram_script(dir: Option<&Path>) -> Result<Option<Vec<u8>>, Failure> {
    dir.map_or(Ok(None), |dir| optional(&dir.join("mermaid.js")))
}

fn optional(file: &Path) -> Result<Option<Vec<u8>>, Failure> {
    match std::fs::read(file) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::Usage(
            anyhow::Error::new(error).context(format!("cannot read `{}`", file.display())),
        )),
    }
}

#[cfg(feature = "embed-assets")]
mod embedded {
    use super::{FormAssets, SearchAssets, WidgetAssets};

    /// The bytes of a file of the folder KB_ASSETS.
    macro_rules! bytes {
        ($name:expr) => {
            include_bytes!(concat!(env!("KB_ASSETS"), "/", $name)).to_vec()
        };
    }

    /// Files of the widget by name.
    macro_rules! files {
        ($($name:literal)*) => {
            [$(($name.to_owned(), bytes!(concat!("widget/", $name)))),*].into()
        };
    }

    pub(super) fn search() -> Option<SearchAssets> {
        Some(SearchAssets { script: bytes!("search.js"), wasm: bytes!("search.wasm") })
    }

    pub(super) fn forms() -> Option<FormAssets> {
        let (script, wasm) = (bytes!("form.js"), bytes!("form.wasm"));
        let (records, tag) = (bytes!("records.js"), bytes!("form-tag.js"));
        Some(FormAssets { script, wasm, records, tag })
    }

    pub(super) fn widget() -> Option<WidgetAssets> {
        Some(WidgetAssets(files!(
            "widget.js" "kb_widget_kb.js" "kb_widget_kb_bg.wasm" "widget_kb.css" "forms.js"
            "messages_kb/en.json" "messages_kb/de.json" "messages_kb/fr.json"
            "messages_kb/es.json" "messages_kb/pt-BR.json" "messages_kb/ja.json"
            "messages_kb/zh-CN.json" "messages_kb/ko.json" "messages_kb/ar.json"
            "messages_kb/he.json"
            "later/en.json" "later/de.json" "later/fr.json" "later/es.json"
            "later/pt-BR.json" "later/ja.json" "later/zh-CN.json" "later/ko.json"
            "later/ar.json" "later/he.json"
        )))
    }
}

#[cfg(not(feature = "embed-assets"))]
mod embedded {
    use super::{FormAssets, SearchAssets, WidgetAssets};

    pub(super) fn search() -> Option<SearchAssets> {
        None
    }

    pub(super) fn forms() -> Option<FormAssets> {
        None
    }

    pub(super) fn widget() -> Option<WidgetAssets> {
        None
    }
}

//! Forms as admins write them: one TOML file a form, beside the articles.
//!
//! [`file`] reads a file, [`check`] finds what makes no sense in it, [`cases`]
//! runs the examples that stand beside it. What is published is a
//! [`kb_protocol::form::Form`] in each locale.

pub mod cases;
mod check;
mod file;

use std::path::Path;

use kb_locales::Locale;
use kb_protocol::form::Form;
use kb_protocol::id::FormId;

use crate::config::SiteConfig;
use crate::diagnostic::{Diagnostic, in_plain_words, position, unknown_key_help};

/// Folder of the forms, relative to the site directory.
pub const FORMS_DIR: &str = "forms";

/// End of the name of a file with cases.
const CASES_SUFFIX: &str = ".test.toml";

/// One form in all locales.
#[derive(Clone, Debug)]
pub struct FormSource {
    /// Name of the file without its ending.
    pub id: FormId,
    /// The file, relative to the site directory.
    pub path: String,
    file: file::FormFile,
}

impl FormSource {
    /// Whether it is not to be published.
    pub fn is_draft(&self) -> bool {
        self.file.draft
    }

    /// Last part of its address.
    pub fn slug(&self) -> &str {
        self.file.slug.as_deref().unwrap_or(self.id.as_str())
    }

    /// Whether a brand has it; all do where it names none.
    pub fn is_of(&self, brand: &str) -> bool {
        self.file.brands.is_empty() || self.file.brands.iter().any(|name| name == brand)
    }

    /// The form with the texts of one locale.
    pub fn in_locale(&self, locale: &Locale, default: &Locale) -> Form {
        self.file.in_locale(&self.id, locale, default)
    }

    /// What is said when it was sent, if it says something of its own.
    pub fn thanks(&self, locale: &Locale, default: &Locale) -> Option<&str> {
        Some(self.file.thanks.as_ref()?.get(locale, default))
    }
}

/// Reads all forms of a site, sorted by id. One with an error is left out.
pub fn load(config: &SiteConfig, diagnostics: &mut Vec<Diagnostic>) -> Vec<FormSource> {
    let mut forms = Vec::new();
    for name in file_names(&config.dir.join(FORMS_DIR)) {
        let path = format!("{FORMS_DIR}/{name}");
        let Some(stem) = name.strip_suffix(".toml") else { continue };
        if name.ends_with(CASES_SUFFIX) {
            continue;
        }
        let Ok(id) = stem.parse::<FormId>() else {
            diagnostics.push(
                Diagnostic::error("form-name", &path, format!("`{stem}` is no name of a form"))
                    .with_help("use ASCII letters, digits, hyphens and underscores"),
            );
            continue;
        };
        let Some(text) = read(config, &path, diagnostics) else { continue };
        match toml::from_str::<file::FormFile>(&text) {
            Ok(file) => {
                let form = FormSource { id, path, file };
                if check::check(&form, &text, config, diagnostics) {
                    forms.push(form);
                }
            }
            Err(error) => diagnostics.push(of_toml("form", &path, &text, &error)),
        }
    }
    tell_shared_slugs(&forms, diagnostics);
    forms
}

/// Names of the TOML files of a folder, sorted; none without the folder.
pub(super) fn file_names(dir: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(dir).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries
        .filter(|entry| entry.path().is_file())
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| name.ends_with(".toml") && !name.starts_with('.'))
        .collect();
    names.sort();
    names
}

pub(super) fn read(
    config: &SiteConfig,
    path: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<String> {
    std::fs::read_to_string(config.dir.join(path))
        .map_err(|error| {
            diagnostics.push(
                Diagnostic::error("unreadable", path, format!("cannot read: {error}"))
                    .with_help("save it as UTF-8 text that the user who builds may read"),
            );
        })
        .ok()
}

/// What the TOML reader complains about, in an author's words.
pub(super) fn of_toml(
    code: &'static str,
    path: &str,
    text: &str,
    error: &toml::de::Error,
) -> Diagnostic {
    let message = error.message().trim();
    let found = Diagnostic::error(code, path, "");
    let (mut found, line) = match error.span() {
        Some(span) => {
            let (line, column) = position(text, span.start);
            (found.at(line, column), text.lines().nth(line - 1).unwrap_or_default())
        }
        None => (found, ""),
    };
    let (what, help) = message.split_once("; ").map_or((message, None), |(a, b)| (a, Some(b)));
    found.message = in_plain_words(what, line);
    found.help = unknown_key_help(message).or_else(|| help.map(str::to_owned));
    found
}

/// Two forms of one brand cannot lie at one address.
fn tell_shared_slugs(forms: &[FormSource], diagnostics: &mut Vec<Diagnostic>) {
    for (at, form) in forms.iter().enumerate() {
        let shares = |other: &&FormSource| {
            let brands = &other.file.brands;
            other.slug() == form.slug()
                && (brands.is_empty()
                    || form.file.brands.is_empty()
                    || brands.iter().any(|brand| form.is_of(brand)))
        };
        if let Some(other) = forms[..at].iter().find(shares) {
            let message = format!("the slug `{}` is that of `{}` too", form.slug(), other.path);
            diagnostics.push(
                Diagnostic::error("form-slug", &form.path, message)
                    .with_help("give one of them another `slug`"),
            );
        }
    }
}

#[cfg(test)]
mod tests;

//! The files of a site's content, found in the same order everywhere.

use std::path::{Path, PathBuf};

use ignore::WalkBuilder;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use kb_locales::Locale;

use super::slug::is_unsafe_in_name;
use crate::config::SiteConfig;
use crate::diagnostic::Diagnostic;

/// Largest article in bytes; a longer one is a mistake (a log, a dump) and
/// would make a page that no phone can show.
pub const MAX_ARTICLE_BYTES: u64 = 8 * 1024 * 1024;

/// What a file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A page of text.
    Article,
    /// Title, text and settings of a folder.
    Category,
    /// Docusaurus' `_category_.json`.
    CategoryJson,
    /// An image or another file that articles refer to.
    Asset,
}

/// One file of the content.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Where to read it.
    pub file: PathBuf,
    /// Relative to the site directory, for diagnostics.
    pub path: String,
    /// Relative to the content folder, without locale and extension: what
    /// articles in several locales have in common. Assets keep theirs.
    pub key: String,
    /// Locale, from the folder or the file's name.
    pub locale: Locale,
    /// What it is for.
    pub kind: FileKind,
    /// Size in bytes.
    pub bytes: u64,
}

/// Finds the files of all content folders, sorted by path.
///
/// # Errors
///
/// The content folder is missing or cannot be listed.
pub fn find(
    config: &SiteConfig,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Vec<SourceFile>, std::io::Error> {
    let mut files = Vec::new();
    let main = config.dir.join(&config.content.dir);
    list(config, &main, &config.content.dir, None, &mut files, diagnostics)?;
    for (code, dir) in &config.content.dirs {
        let locale = Locale::parse(code).expect("checked when the settings were read");
        list(config, &config.dir.join(dir), dir, Some(locale), &mut files, diagnostics)?;
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    mark_bundles(&mut files);
    Ok(files)
}

fn list(
    config: &SiteConfig,
    root: &Path,
    shown_root: &str,
    locale: Option<Locale>,
    files: &mut Vec<SourceFile>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<(), std::io::Error> {
    // Fails early, with the folder's own name, where there is none.
    let canonical_root = root.canonicalize()?;
    let ignored = ignore_rules(&config.content.ignore);
    let separate: Vec<PathBuf> =
        config.content.dirs.values().map(|dir| config.dir.join(dir)).collect();
    let output = config.output.clone();
    let walk = WalkBuilder::new(root)
        .standard_filters(false)
        .hidden(true)
        .follow_links(false)
        .filter_entry({
            let root = root.to_owned();
            move |entry| {
                let path = entry.path();
                path == root || (path != output && !separate.iter().any(|dir| dir == path))
            }
        })
        .build();
    for entry in walk {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let (path, why) = unlisted(&error, root, shown_root);
                diagnostics.push(
                    Diagnostic::error("unreadable", path, format!("cannot list: {why}"))
                        .with_help("give the user who builds the site the right to read it"),
                );
                continue;
            }
        };
        let Ok(relative) = entry.path().strip_prefix(root) else { continue };
        if relative.as_os_str().is_empty() {
            continue;
        }
        let Some(relative) = relative.to_str() else {
            diagnostics.push(
                Diagnostic::error(
                    "file-name",
                    format!("{shown_root}/{}", relative.to_string_lossy()),
                    "file name is not valid UTF-8, so it can stand in no address",
                )
                .with_help("rename the file"),
            );
            continue;
        };
        let relative = relative.replace('\\', "/");
        if ignored.matched_path_or_any_parents(&relative, false).is_ignore() {
            continue;
        }
        let path = format!("{shown_root}/{relative}");
        let file_type = entry.file_type();
        if file_type.is_some_and(|kind| kind.is_dir()) {
            continue;
        }
        // A pipe would be read for ever.
        if file_type.is_some_and(|kind| !kind.is_file() && !kind.is_symlink()) {
            continue;
        }
        let mut bytes = entry.metadata().map_or(0, |metadata| metadata.len());
        if file_type.is_some_and(|kind| kind.is_symlink()) {
            match link_target(entry.path(), &canonical_root) {
                Ok(target_bytes) => bytes = target_bytes,
                Err(message) => {
                    diagnostics.push(
                        Diagnostic::error("symbolic-link", path, message)
                            .with_help("copy the file into the content folder"),
                    );
                    continue;
                }
            }
        }
        if let Some(name) = relative.rsplit('/').next()
            && let Some(c) = name.chars().find(|c| is_unsafe_in_name(*c))
        {
            diagnostics.push(
                Diagnostic::warning(
                    "file-name",
                    path.escape_debug().to_string(),
                    format!("file name contains `{}`", c.escape_unicode()),
                )
                .with_help("rename the file; the address leaves the character out"),
            );
        }
        match classify(config, &relative, locale.as_ref()) {
            Ok((key, file_locale, kind)) => files.push(SourceFile {
                file: entry.path().to_owned(),
                path,
                key,
                locale: file_locale,
                kind,
                bytes,
            }),
            Err(other) => diagnostics.push(
                Diagnostic::warning(
                    "unknown-locale",
                    path,
                    format!("`{}` is not one of the site's locales", other.code()),
                )
                .with_help(format!("add \"{}\" to `locales` in kb.toml", other.code())),
            ),
        }
    }
    Ok(())
}

fn link_target(path: &Path, root: &Path) -> Result<u64, String> {
    let target = path.canonicalize().map_err(|_| "symbolic link leads nowhere".to_owned())?;
    if !target.starts_with(root) {
        return Err("symbolic link leads out of the content folder".into());
    }
    if target.is_dir() {
        return Err("symbolic link leads to a folder, which could go in circles".into());
    }
    Ok(target.metadata().map_or(0, |metadata| metadata.len()))
}

fn ignore_rules(patterns: &[String]) -> Gitignore {
    let mut builder = GitignoreBuilder::new("");
    for pattern in patterns {
        // A pattern that cannot be read matches nothing.
        let _ = builder.add_line(None, pattern);
    }
    builder.build().unwrap_or_else(|_| Gitignore::empty())
}

/// Key, locale and kind of a file, or the locale it is in that the site has not.
fn classify(
    config: &SiteConfig,
    relative: &str,
    locale: Option<&Locale>,
) -> Result<(String, Locale, FileKind), Locale> {
    let (folder_locale, rest) = match relative.split_once('/') {
        Some((first, rest)) if locale.is_none() => match site_locale(config, first) {
            Some(found) => (Some(found), rest),
            None => (None, relative),
        },
        _ => (None, relative),
    };
    let file_locale =
        locale.cloned().or(folder_locale).unwrap_or_else(|| config.default_locale.clone());
    let (folder, name) = rest.rsplit_once('/').map_or(("", rest), |(f, n)| (f, n));
    let join = |stem: &str| {
        if folder.is_empty() { stem.to_owned() } else { format!("{folder}/{stem}") }
    };
    if name == "_category_.json" {
        return Ok((folder.to_owned(), file_locale, FileKind::CategoryJson));
    }
    let Some(stem) = name.strip_suffix(".md").or_else(|| name.strip_suffix(".markdown")) else {
        return Ok((relative.to_owned(), file_locale, FileKind::Asset));
    };
    let (stem, suffix_locale) = match stem.rsplit_once('.') {
        Some((base, suffix)) => match site_locale(config, suffix) {
            Some(found) => (base, Some(found)),
            None => match Locale::parse(suffix) {
                Ok(other) if kb_locales::embedded_locales().contains(&other.code()) => {
                    return Err(other);
                }
                _ => (stem, None),
            },
        },
        None => (stem, None),
    };
    let file_locale = suffix_locale.unwrap_or(file_locale);
    Ok(if stem == "_index" {
        (folder.to_owned(), file_locale, FileKind::Category)
    } else {
        (join(stem), file_locale, FileKind::Article)
    })
}

/// The folder that cannot be listed, relative to the site, and why.
fn unlisted(error: &ignore::Error, root: &Path, shown_root: &str) -> (String, String) {
    match error {
        ignore::Error::WithDepth { err, .. } => unlisted(err, root, shown_root),
        ignore::Error::WithPath { path, err } => {
            let below = path.strip_prefix(root).unwrap_or(path).to_string_lossy();
            let (_, why) = unlisted(err, root, shown_root);
            (format!("{shown_root}/{}", below.replace('\\', "/")), why)
        }
        ignore::Error::Io(source) => {
            let text = source.to_string();
            let own = text.rsplit(": ").next().unwrap_or(&text);
            (shown_root.to_owned(), own.to_owned())
        }
        other => (shown_root.to_owned(), other.to_string()),
    }
}

fn site_locale(config: &SiteConfig, code: &str) -> Option<Locale> {
    if !code.starts_with(|c: char| c.is_ascii_alphabetic()) || !(2..=12).contains(&code.len()) {
        return None;
    }
    let parsed = Locale::parse(code).ok()?;
    config.locales.iter().find(|locale| **locale == parsed).cloned()
}

/// Decides what `index.md` is: the page of its folder where it is alone there
/// (a page bundle), the folder's introduction where other articles stand
/// beside or below it.
fn mark_bundles(files: &mut [SourceFile]) {
    let mut occupied: std::collections::BTreeSet<String> = std::collections::BTreeSet::new();
    let is_index = |key: &str| key == "index" || key.ends_with("/index");
    for file in files.iter() {
        if file.kind == FileKind::Article && !is_index(&file.key) {
            let mut folder = file.key.as_str();
            while let Some((parent, _)) = folder.rsplit_once('/') {
                occupied.insert(parent.to_owned());
                folder = parent;
            }
            occupied.insert(String::new());
        }
    }
    let nested: Vec<String> = files
        .iter()
        .filter(|file| file.kind == FileKind::Article && is_index(&file.key))
        .map(|file| file.key.clone())
        .collect();
    for key in nested {
        let folder = key.strip_suffix("index").unwrap_or_default().trim_end_matches('/');
        if let Some((parent, _)) = folder.rsplit_once('/') {
            occupied.insert(parent.to_owned());
        }
        if !folder.is_empty() {
            occupied.insert(String::new());
        }
    }
    for file in files {
        if file.kind == FileKind::Article && is_index(&file.key) {
            let folder = file.key.strip_suffix("index").unwrap_or_default().trim_end_matches('/');
            let folder = folder.to_owned();
            if occupied.contains(&folder) || folder.is_empty() {
                file.kind = FileKind::Category;
            }
            file.key = folder;
        }
    }
}

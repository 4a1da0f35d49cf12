//! A theme as a site sees it: its own files over those of the named theme and
//! of the themes that one extends.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::embedded::{self, Files, embedded_theme_names};
use crate::manifest::Manifest;
use crate::problem::{ThemeError, ThemeProblem, did_you_mean, nearest};
use crate::setting::{self, SettingValues};
use crate::stylesheet;

/// Theme that every other one falls back to.
const BASE: &str = "plain";

/// Folders in which a site may put files of its own that override nothing.
const OWN_FOLDERS: [&str; 2] = ["templates/custom/", "static/custom/"];

/// An opened theme: reads nothing more from disk.
#[derive(Clone, Debug)]
pub struct Theme {
    name: String,
    /// Files of the site's theme folder by path.
    site: BTreeMap<String, Vec<u8>>,
    /// Embedded themes, the named one first.
    layers: Vec<(&'static str, &'static Files)>,
    manifest: Manifest,
}

/// One file of a theme and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeFile {
    /// Path such as `templates/article.html`.
    pub path: String,
    /// Embedded theme that has it; `None` if only the site has.
    pub theme: Option<&'static str>,
    /// Whether the site overrides it.
    pub overridden: bool,
}

impl Theme {
    /// Opens the embedded theme `name` under the overrides in `site_dir`, if
    /// that folder exists.
    ///
    /// # Errors
    ///
    /// - [`ThemeError::UnknownTheme`] if no theme is called `name`.
    /// - [`ThemeError::Read`] if a file of `site_dir` cannot be read.
    pub fn open(
        name: &str,
        site_dir: Option<&Path>,
    ) -> Result<(Self, Vec<ThemeProblem>), ThemeError> {
        let mut problems = Vec::new();
        let layers = layers(name)?;
        let site = match site_dir {
            Some(dir) if dir.is_dir() => read_folder(dir, &mut problems)?,
            _ => BTreeMap::new(),
        };
        let mut manifest = Manifest::default();
        for (layer, files) in layers.iter().rev() {
            manifest.overlay(embedded_manifest(layer, files));
        }
        if let Some(bytes) = site.get("theme.toml") {
            match parse_manifest(bytes) {
                Ok(own) => manifest.overlay(own),
                Err(problem) => problems.push(*problem),
            }
        }
        let theme = Self { name: name.to_owned(), site, layers, manifest };
        problems.extend(theme.idle_overrides());
        Ok((theme, problems))
    }

    /// Name under which the theme was opened.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Settings, tokens and contrast of all layers together.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Checks the values of a site and fills in defaults.
    pub fn settings(&self, values: &SettingValues) -> (SettingValues, Vec<ThemeProblem>) {
        setting::check(&self.manifest, values)
    }

    /// See [`setting::settings_in_locale`].
    pub fn settings_in_locale(&self, values: &SettingValues, chain: &[&str]) -> SettingValues {
        setting::settings_in_locale(&self.manifest, values, chain)
    }

    /// Text of a template by its name below `templates/`, such as
    /// `article.html` or `parts/header.html`.
    pub fn template(&self, name: &str) -> Option<Cow<'_, str>> {
        let bytes = self.file(&format!("templates/{name}"))?;
        Some(String::from_utf8_lossy(bytes))
    }

    /// Bytes of a file by its name below `static/`, such as `site.js`.
    pub fn static_file(&self, name: &str) -> Option<Cow<'_, [u8]>> {
        self.file(&format!("static/{name}")).map(Cow::Borrowed)
    }

    /// Names below `static/` of all files to publish; style sheets are not
    /// among them, they go into [`Theme::stylesheet`].
    pub fn static_files(&self) -> Vec<String> {
        let mut names: Vec<String> = self
            .paths()
            .into_iter()
            .filter_map(|path| path.strip_prefix("static/").map(str::to_owned))
            .filter(|name| !name.starts_with("css/"))
            .collect();
        names.sort_unstable();
        names
    }

    /// Names below `templates/` of all templates.
    pub fn templates(&self) -> Vec<String> {
        self.paths()
            .into_iter()
            .filter_map(|path| path.strip_prefix("templates/").map(str::to_owned))
            .collect()
    }

    /// Style sheets in order, as paths in the theme.
    pub fn css_files(&self) -> &[String] {
        &self.manifest.css
    }

    /// All CSS in one: custom properties from the settings for light, dark and
    /// high contrast, then the theme's files.
    ///
    /// `settings` are those that [`Theme::settings`] returned.
    pub fn stylesheet(&self, settings: &SettingValues) -> (String, Vec<ThemeProblem>) {
        let (mut css, mut problems) = stylesheet::properties(&self.manifest, settings);
        for path in self.css_files() {
            match self.file(path) {
                Some(bytes) => css.push_str(&stylesheet::minify(&String::from_utf8_lossy(bytes))),
                None => {
                    let near = self.nearest_path(path);
                    problems.push(
                        ThemeProblem::file(
                            "missing-theme-file",
                            "theme.toml",
                            format!("`{path}` of `css` does not exist"),
                        )
                        .with_help(did_you_mean(near.as_deref())),
                    );
                }
            }
        }
        (css, problems)
    }

    /// Every file of the theme, in order of path.
    pub fn files(&self) -> Vec<ThemeFile> {
        self.paths()
            .into_iter()
            .map(|path| ThemeFile {
                theme: self.layer_of(path).map(|(name, _)| name),
                overridden: self.site.contains_key(path),
                path: path.to_owned(),
            })
            .collect()
    }

    /// Bytes of a file without the site's override, and the theme that has it;
    /// what `kb eject` copies.
    pub fn default_file(&self, path: &str) -> Option<(&'static str, &'static [u8])> {
        self.layer_of(path)
    }

    /// Path of the theme that is closest to `path`.
    pub fn nearest_path(&self, path: &str) -> Option<String> {
        let known: BTreeSet<&str> =
            self.layers.iter().flat_map(|(_, files)| files.keys().copied()).collect();
        nearest(path, known.iter().copied())
            .or_else(|| {
                let file = path.rsplit('/').next()?;
                known.iter().copied().find(|known| known.rsplit('/').next() == Some(file))
            })
            .map(str::to_owned)
    }

    /// A hash over every file that can reach the output.
    pub fn content_hash(&self) -> [u8; 32] {
        let mut hasher = blake3::Hasher::new();
        for path in self.paths() {
            let bytes = self.file(path).unwrap_or_default();
            for part in [path.as_bytes(), bytes] {
                hasher.update(&(part.len() as u64).to_le_bytes());
                hasher.update(part);
            }
        }
        // Manifests of lower layers count even where a higher one hides them.
        for (name, _) in &self.layers {
            hasher.update(name.as_bytes());
            hasher.update(embedded::file_of(name, "theme.toml").unwrap_or_default());
        }
        *hasher.finalize().as_bytes()
    }

    fn file(&self, path: &str) -> Option<&[u8]> {
        match self.site.get(path) {
            Some(bytes) => Some(bytes),
            None => self.layer_of(path).map(|(_, bytes)| bytes),
        }
    }

    fn layer_of(&self, path: &str) -> Option<(&'static str, &'static [u8])> {
        self.layers.iter().find_map(|(name, files)| Some((*name, *files.get(path)?)))
    }

    fn paths(&self) -> BTreeSet<&str> {
        self.layers
            .iter()
            .flat_map(|(_, files)| files.keys().copied())
            .chain(self.site.keys().map(String::as_str))
            .collect()
    }

    fn idle_overrides(&self) -> Vec<ThemeProblem> {
        self.site
            .keys()
            .filter(|path| path.as_str() != "theme.toml")
            .filter(|path| !OWN_FOLDERS.iter().any(|folder| path.starts_with(folder)))
            .filter(|path| !self.manifest.css.contains(path))
            .filter(|path| self.layer_of(path).is_none())
            .map(|path| {
                let help = did_you_mean(self.nearest_path(path).as_deref()).unwrap_or_else(|| {
                    format!(
                        "files of your own belong in `{}` or `{}`",
                        OWN_FOLDERS[0], OWN_FOLDERS[1]
                    )
                });
                ThemeProblem::file(
                    "idle-theme-override",
                    path,
                    format!("`{path}` overrides nothing: theme `{}` has no such file", self.name),
                )
                .with_help(Some(help))
            })
            .collect()
    }
}

fn layers(name: &str) -> Result<Vec<(&'static str, &'static Files)>, ThemeError> {
    let mut layers: Vec<(&'static str, &'static Files)> = Vec::new();
    let mut next = Some(name.to_owned());
    while let Some(wanted) = next.take() {
        let known = embedded_theme_names().iter().find(|known| **known == wanted);
        let (Some(known), Some(files)) = (known, embedded::files(&wanted)) else {
            let nearest = nearest(&wanted, embedded_theme_names().iter().copied());
            return Err(ThemeError::UnknownTheme {
                nearest: nearest.map(str::to_owned),
                name: wanted,
            });
        };
        layers.push((*known, files));
        if *known != BASE {
            let extends = embedded_manifest(known, files).extends;
            next = Some(extends.unwrap_or_else(|| BASE.to_owned()));
        }
    }
    Ok(layers)
}

fn embedded_manifest(name: &str, files: &Files) -> Manifest {
    let text = files
        .get("theme.toml")
        .and_then(|bytes| std::str::from_utf8(bytes).ok())
        .unwrap_or_else(|| panic!("embedded theme `{name}` has a theme.toml; a test opens it"));
    toml::from_str(text)
        .unwrap_or_else(|error| panic!("theme.toml of embedded theme `{name}`: {error}"))
}

fn parse_manifest(bytes: &[u8]) -> Result<Manifest, Box<ThemeProblem>> {
    let invalid = |line, message| {
        let problem = ThemeProblem::file("invalid-theme", "theme.toml", message);
        Box::new(ThemeProblem { line, ..problem })
    };
    let text = std::str::from_utf8(bytes)
        .map_err(|_| invalid(None, "the file is not UTF-8 text".to_owned()))?;
    toml::from_str(text).map_err(|error| {
        let line =
            error.span().map(|span| text[..span.start.min(text.len())].matches('\n').count() + 1);
        invalid(line, error.message().to_owned())
    })
}

/// Reads all files below `root`; hidden files and symbolic links are left out.
fn read_folder(
    root: &Path,
    problems: &mut Vec<ThemeProblem>,
) -> Result<BTreeMap<String, Vec<u8>>, ThemeError> {
    let mut files = BTreeMap::new();
    let mut open = vec![(root.to_owned(), String::new())];
    while let Some((folder, prefix)) = open.pop() {
        let fail = |path: &Path| {
            let path = path.to_owned();
            move |source| ThemeError::Read { path, source }
        };
        for entry in std::fs::read_dir(&folder).map_err(fail(&folder))? {
            let entry = entry.map_err(fail(&folder))?;
            let kind = entry.file_type().map_err(fail(&entry.path()))?;
            let Ok(name) = entry.file_name().into_string() else {
                let path = entry.path().display().to_string();
                problems.push(ThemeProblem::file(
                    "theme-file-name",
                    &path,
                    format!("the name of `{path}` is not UTF-8, the file is ignored"),
                ));
                continue;
            };
            if name.starts_with('.') {
                continue;
            }
            let path = format!("{prefix}{name}");
            if kind.is_dir() {
                open.push((entry.path(), format!("{path}/")));
            } else if kind.is_file() {
                let bytes = std::fs::read(entry.path()).map_err(fail(&entry.path()))?;
                files.insert(path, bytes);
            } else {
                problems.push(ThemeProblem::file(
                    "theme-symbolic-link",
                    &path,
                    format!("`{path}` is a symbolic link and is ignored"),
                ));
            }
        }
    }
    Ok(files)
}

//! What an author's link means: a file, an address or a name, found in any
//! of the spellings that other generators accept.

use std::collections::HashMap;
use std::sync::Mutex;

use super::load::Content;
use super::slug::decode_path;
use crate::config::SiteConfig;
use crate::diagnostic::nearest;

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target<'a> {
    /// Position of the article, and the fragment with its `#`.
    Article(usize, &'a str),
    /// Key of the category, and the fragment with its `#`.
    Category(String, &'a str),
    /// A file beside the articles, by path from the site directory.
    Asset(String),
    /// A file of `static/`, by its address on the site, without the slash.
    Static(String),
    /// A place on the same page.
    Fragment(&'a str),
    /// Another address of the site, taken from its settings; not checked.
    Unknown,
}

/// Resolves the links of a site's content.
pub struct Links<'a> {
    content: &'a Content,
    config: &'a SiteConfig,
    articles: HashMap<&'a str, usize>,
    aliases: HashMap<String, usize>,
    static_files: &'a [String],
    /// Files that are named like a broken link's target, by whether an article
    /// is meant and its name: many pages of a large site err alike.
    guesses: Mutex<HashMap<(bool, String), Option<String>>>,
}

/// Where a link stands.
#[derive(Clone, Copy, Debug)]
pub struct From<'a> {
    /// File, relative to the site directory.
    pub path: &'a str,
    /// Key of the article or category.
    pub key: &'a str,
    /// File of the source version: images of a translation may stand beside it.
    pub source_path: &'a str,
}

impl<'a> Links<'a> {
    /// Prepares the lookup; `static_files` are paths below `static/`, sorted.
    pub fn new(config: &'a SiteConfig, content: &'a Content, static_files: &'a [String]) -> Self {
        let articles =
            content.articles.iter().enumerate().map(|(i, a)| (a.key.as_str(), i)).collect();
        let mut aliases = HashMap::new();
        for (index, article) in content.articles.iter().enumerate() {
            for version in article.versions.values() {
                for alias in &version.front.aliases {
                    aliases.entry(alias.trim_matches('/').to_owned()).or_insert(index);
                }
            }
        }
        let guesses = Mutex::new(HashMap::new());
        Self { content, config, articles, aliases, static_files, guesses }
    }

    /// Finds what a target, as written, leads to.
    pub fn resolve<'t>(&self, from: From<'_>, target: &'t str) -> Target<'t> {
        let (path, fragment) = split_fragment(target);
        if path.is_empty() {
            return Target::Fragment(fragment);
        }
        let decoded = decode_path(path);
        let root_relative = ["@site/", "@/", "/"].iter().find_map(|p| decoded.strip_prefix(p));
        if let Some(rooted) = root_relative {
            return self.resolve_rooted(rooted, fragment);
        }
        let folder = folder_of(from.path);
        // A file by its path, beside this version or beside the source.
        for folder in [folder, folder_of(from.source_path)] {
            if let Some(file) = join(folder, &decoded)
                && self.content.assets.contains_key(&file)
            {
                return Target::Asset(file);
            }
        }
        // An article by its file's path, then by its address relative to this
        // page's, as Hugo and Docusaurus have it.
        let own_folder = self.key_folder(from.path);
        for base in [own_folder.as_str(), from.key] {
            if let Some(found) = join(base, &decoded).and_then(|key| self.by_key(&key, fragment)) {
                return found;
            }
        }
        Target::Unknown
    }

    fn resolve_rooted<'t>(&self, path: &str, fragment: &'t str) -> Target<'t> {
        let path = path.trim_end_matches('/');
        if self.static_files.binary_search_by(|file| file.as_str().cmp(path)).is_ok() {
            return Target::Static(path.to_owned());
        }
        let asset = format!("{}/{path}", self.config.content.dir);
        if self.content.assets.contains_key(&asset) {
            return Target::Asset(asset);
        }
        let dir = &self.config.content.dir;
        let dir_name = dir.rsplit('/').next().unwrap_or(dir);
        let candidates = [
            Some(path),
            path.strip_prefix(dir.as_str()).map(|rest| rest.trim_start_matches('/')),
            path.strip_prefix(dir_name).map(|rest| rest.trim_start_matches('/')),
        ];
        for candidate in candidates.into_iter().flatten() {
            if let Some(found) = self.by_key(candidate, fragment) {
                return found;
            }
            if let Some((first, rest)) = candidate.split_once('/')
                && self.config.locales.iter().any(|l| l.code().eq_ignore_ascii_case(first))
                && let Some(found) = self.by_key(rest, fragment)
            {
                return found;
            }
        }
        self.aliases.get(path).map_or(Target::Unknown, |index| Target::Article(*index, fragment))
    }

    fn by_key<'t>(&self, key: &str, fragment: &'t str) -> Option<Target<'t>> {
        let key = key.trim_end_matches('/');
        let stem = [".md", ".markdown", ".mdx", ".html"]
            .iter()
            .find_map(|extension| key.strip_suffix(extension))
            .unwrap_or(key);
        let stem = match stem.rsplit_once('.') {
            Some((base, code)) if self.config.locales.iter().any(|l| l.code() == code) => base,
            _ => stem,
        };
        for candidate in [Some(stem), index_folder(stem)].into_iter().flatten() {
            if let Some(index) = self.articles.get(candidate) {
                return Some(Target::Article(*index, fragment));
            }
            if self.content.categories.contains_key(candidate) && (candidate != stem || key == stem)
            {
                return Some(Target::Category(candidate.to_owned(), fragment));
            }
        }
        None
    }

    /// Folder of a file as part of keys: without content folder and locale.
    fn key_folder(&self, path: &str) -> String {
        let roots =
            std::iter::once(&self.config.content.dir).chain(self.config.content.dirs.values());
        let inside = roots
            .filter_map(|dir| path.strip_prefix(dir.as_str())?.strip_prefix('/'))
            .min_by_key(|rest| rest.len())
            .unwrap_or(path);
        let inside = match inside.split_once('/') {
            Some((first, rest))
                if self.config.locales.iter().any(|l| l.code().eq_ignore_ascii_case(first)) =>
            {
                rest
            }
            _ => inside,
        };
        folder_of(inside).to_owned()
    }

    /// What the author of a broken link may have meant, as a path from the file.
    pub fn suggest(&self, from: From<'_>, target: &str) -> Option<String> {
        let (path, _) = split_fragment(target);
        let wanted = decode_path(path);
        let wanted = wanted.trim_end_matches('/');
        let folder = folder_of(from.path);
        let last = wanted.rsplit('/').next()?;
        // Articles are told by their names, other files by those with ending.
        let is_article = last.ends_with(".md") || !last.contains('.');
        let wanted = if is_article { name_of(wanted) } else { last };
        let key = (is_article, wanted.to_owned());
        let known = self.guesses.lock().ok().and_then(|guesses| guesses.get(&key).cloned());
        let path = known.unwrap_or_else(|| {
            let path = self.nearest_path(is_article, wanted).map(str::to_owned);
            // Without the lock the guess is only made again.
            if let Ok(mut guesses) = self.guesses.lock() {
                guesses.insert(key, path.clone());
            }
            path
        })?;
        Some(relative(folder, &path))
    }

    fn nearest_path(&self, is_article: bool, wanted: &str) -> Option<&'a str> {
        let known: Vec<(&str, &'a str)> = if is_article {
            let articles = self.content.articles.iter();
            let paths = articles.map(|article| article.source_version().path.as_str());
            paths.map(|path| (name_of(path), path)).collect()
        } else {
            let paths = self.content.assets.keys().map(String::as_str);
            paths.map(|path| (path.rsplit('/').next().unwrap_or(path), path)).collect()
        };
        let best = nearest(wanted, known.iter().map(|(name, _)| *name))?;
        known.iter().find(|(name, _)| *name == best).map(|(_, path)| *path)
    }
}

/// Parts a target into path and fragment with its `#`; a query goes with the path's end.
pub fn split_fragment(target: &str) -> (&str, &str) {
    let at = target.find('#').unwrap_or(target.len());
    let (path, fragment) = target.split_at(at);
    (path.split('?').next().unwrap_or(path), fragment)
}

fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn index_folder(stem: &str) -> Option<&str> {
    if ["index", "_index", "README"].contains(&stem) {
        return Some("");
    }
    ["/index", "/_index", "/README"].iter().find_map(|name| stem.strip_suffix(name))
}

/// What an article is called by its path: the file's name without its ending,
/// or the folder's.
fn name_of(path: &str) -> &str {
    let path = path.trim_end_matches('/');
    let stem = [".md", ".markdown", ".mdx"]
        .iter()
        .find_map(|extension| path.strip_suffix(extension))
        .unwrap_or(path);
    index_folder(stem).unwrap_or(stem).rsplit('/').next().unwrap_or(stem)
}

/// Joins a relative path to a folder; `None` where it leaves the site.
fn join(folder: &str, relative: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            _ => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The way from a folder to a file.
fn relative(folder: &str, path: &str) -> String {
    let from: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let to: Vec<&str> = path.split('/').collect();
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let mut parts = vec![".."; from.len() - shared];
    parts.extend(&to[shared..]);
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_joined_and_may_not_leave_the_site() {
        assert_eq!(join("a/b", "../c.md").as_deref(), Some("a/c.md"));
        assert_eq!(join("a", "./x/./y").as_deref(), Some("a/x/y"));
        assert_eq!(join("a", "../../etc/passwd"), None);
    }

    #[test]
    fn the_way_between_two_files_is_told() {
        assert_eq!(relative("articles/a", "articles/b/c.md"), "../b/c.md");
        assert_eq!(relative("articles/a", "articles/a/c.md"), "c.md");
    }

    #[test]
    fn articles_are_named_by_file_or_folder() {
        assert_eq!(name_of("a/unlock.md"), "unlock");
        assert_eq!(name_of("a/bikes/_index.md"), "bikes");
        assert_eq!(name_of("/a/bikes/"), "bikes");
    }

    #[test]
    fn fragments_are_parted_from_paths() {
        assert_eq!(split_fragment("a.md?x=1#y"), ("a.md", "#y"));
        assert_eq!(split_fragment("#y"), ("", "#y"));
    }
}

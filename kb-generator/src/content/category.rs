//! The tree of categories.

use std::collections::{BTreeMap, BTreeSet};

use kb_locales::Locale;

use super::article::Version;
use super::front_matter::FrontMatter;
use super::slug::derived_id;
use crate::diagnostic::{Diagnostic, did_you_mean};

/// A category: a folder of the tree.
#[derive(Clone, Debug)]
pub struct Category {
    /// Path in the tree; empty for the root.
    pub key: String,
    /// Stable id, part of the address.
    pub id: String,
    /// Key of the category that contains it; `None` for the root.
    pub parent: Option<String>,
    /// Settings that all locales share.
    pub front: FrontMatter,
    /// Title, description and introduction by locale; empty for a folder
    /// without `_index.md`.
    pub versions: BTreeMap<Locale, Version>,
}

impl Category {
    /// A category for a folder that says nothing about itself.
    pub fn from_folder(key: &str) -> Self {
        Self {
            key: key.to_owned(),
            id: derived_id(&format!("category:{key}")),
            parent: parent_key(key),
            front: FrontMatter::default(),
            versions: BTreeMap::new(),
        }
    }

    /// Title in a locale: its own, the first of the chain's, or the folder's name.
    pub fn title(&self, locale: &Locale, chain: &[Locale]) -> String {
        std::iter::once(locale)
            .chain(chain)
            .find_map(|l| self.versions.get(l))
            .or_else(|| self.versions.values().next())
            .map_or_else(|| title_from_name(&self.key), |version| version.title.clone())
    }
}

/// Key of the folder around a key; `None` for the root.
pub fn parent_key(key: &str) -> Option<String> {
    if key.is_empty() {
        return None;
    }
    Some(key.rsplit_once('/').map_or(String::new(), |(parent, _)| parent.to_owned()))
}

/// A title for a file or folder that has none: `getting-started` becomes
/// `Getting started`. Numbers that only order files are left out.
pub fn title_from_name(key: &str) -> String {
    let name = key.rsplit('/').next().unwrap_or(key);
    let name = name
        .split_once(['-', '_', '.', ' '])
        .filter(|(number, rest)| !rest.is_empty() && number.chars().all(|c| c.is_ascii_digit()))
        .map_or(name, |(_, rest)| rest);
    let words = name.replace(['-', '_'], " ");
    let mut chars = words.trim().chars();
    chars.next().map_or_else(|| key.to_owned(), |first| first.to_uppercase().chain(chars).collect())
}

/// Adds the folders that contain something, follows `parent`, and reports
/// parents that do not exist and categories that contain themselves.
pub fn complete(
    categories: &mut BTreeMap<String, Category>,
    article_folders: &BTreeSet<String>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut wanted: BTreeSet<String> = article_folders.clone();
    wanted.extend(categories.keys().cloned());
    wanted.insert(String::new());
    for key in wanted {
        let mut next = Some(key);
        while let Some(key) = next {
            next = parent_key(&key);
            categories.entry(key.clone()).or_insert_with(|| Category::from_folder(&key));
        }
    }
    let keys: Vec<String> = categories.keys().cloned().collect();
    let by_id: BTreeMap<String, String> =
        categories.values().map(|c| (c.id.clone(), c.key.clone())).collect();
    for key in &keys {
        let Some(wanted) = categories[key].front.parent.clone() else { continue };
        let wanted_key = wanted.trim_matches('/').to_owned();
        let path = path_of(&categories[key]);
        let found = if categories.contains_key(&wanted_key) {
            Some(wanted_key)
        } else {
            by_id.get(&wanted).cloned()
        };
        match found {
            Some(found) => {
                if let Some(category) = categories.get_mut(key) {
                    category.parent = Some(found);
                }
            }
            None => diagnostics.push(
                Diagnostic::error(
                    "unknown-category",
                    path,
                    format!("parent category `{wanted}` does not exist"),
                )
                .with_help_if(did_you_mean(&wanted, keys.iter().map(String::as_str))),
            ),
        }
    }
    for key in &keys {
        let mut seen = vec![key.clone()];
        let mut next = categories[key].parent.clone();
        while let Some(parent) = next {
            if seen.contains(&parent) {
                // Every member of the circle is visited; it is told once, by
                // the one it is broken at.
                if parent == *key {
                    seen.push(parent);
                    let category = categories.get_mut(key).expect("listed above");
                    category.parent = parent_key(key);
                    diagnostics.push(
                        Diagnostic::error(
                            "category-cycle",
                            path_of(category),
                            format!("category contains itself: {}", seen.join(" -> ")),
                        )
                        .with_help("remove one `parent`"),
                    );
                }
                break;
            }
            next = categories[&parent].parent.clone();
            seen.push(parent);
        }
    }
}

fn path_of(category: &Category) -> String {
    category.versions.values().next().map_or_else(|| category.key.clone(), |v| v.path.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_titles() {
        assert_eq!(title_from_name("a/getting-started"), "Getting started");
        assert_eq!(title_from_name("01-first_steps"), "First steps");
        assert_eq!(title_from_name("404"), "404");
    }

    #[test]
    fn folders_between_are_filled_in() {
        let mut categories = BTreeMap::new();
        complete(&mut categories, &BTreeSet::from(["a/b/c".to_owned()]), &mut Vec::new());
        assert_eq!(categories.keys().collect::<Vec<_>>(), ["", "a", "a/b", "a/b/c"]);
    }

    #[test]
    fn a_circle_of_parents_is_told_once_and_broken() {
        let mut categories: BTreeMap<String, Category> = BTreeMap::new();
        for (key, parent) in [("a", "b"), ("b", "a")] {
            let mut category = Category::from_folder(key);
            category.front.parent = Some(parent.into());
            categories.insert(key.into(), category);
        }
        let mut diagnostics = Vec::new();
        complete(&mut categories, &BTreeSet::new(), &mut diagnostics);
        let told: Vec<String> = diagnostics.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "a: error[category-cycle]: category contains itself: a -> b -> a\n  help: remove one `parent`"
            ]
        );
    }
}

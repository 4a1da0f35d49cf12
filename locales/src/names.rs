//! What locales are called, by their readers and by others.
//!
//! The table is CLDR 48 as ICU4X's experimental display names give it, which
//! are neither stable nor quick to compile (a minute). Native names are in the
//! form of a list entry: with a capital, and the region where readers look
//! for it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::locale::Locale;

const TABLE: &str = include_str!("../names.tsv");

/// Cells of each row of the table by its locale's code; the first cell is the
/// native name.
static NAMES: LazyLock<BTreeMap<&str, Vec<&str>>> = LazyLock::new(|| {
    TABLE
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once('\t'))
        .map(|(code, cells)| (code, cells.split('\t').collect()))
        .collect()
});

/// The column of each locale that names others.
static COLUMNS: LazyLock<BTreeMap<&str, usize>> = LazyLock::new(|| {
    let header = TABLE.lines().next().unwrap_or_default();
    header.split('\t').skip(1).enumerate().map(|(column, code)| (code, column)).collect()
});

pub(crate) fn native_name(locale: &Locale) -> String {
    name(locale, 0)
}

pub(crate) fn name_in(locale: &Locale, other: &Locale) -> String {
    name(locale, column(other).unwrap_or(0))
}

/// The column of a locale, its parent or its relative: `de-AT` reads `de`'s.
fn column(reader: &Locale) -> Option<usize> {
    std::iter::successors(Some(reader.clone()), Locale::parent)
        .chain(crate::embedded::relative(reader))
        .find_map(|locale| COLUMNS.get(locale.code()).copied())
}

fn name(locale: &Locale, column: usize) -> String {
    if let Some(name) = NAMES.get(locale.code()).and_then(|names| names.get(column)) {
        return (*name).to_owned();
    }
    match (locale.code().rsplit_once('-'), locale.parent()) {
        (Some((_, subtag)), Some(parent)) => format!("{} ({subtag})", name(&parent, column)),
        _ => locale.code().to_owned(),
    }
}

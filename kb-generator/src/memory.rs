//! What is worth keeping between brands of a build and between the rebuilds
//! of a preview: of ten thousand articles an author has changed one.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use blake3::Hash;

use crate::diagnostic::Diagnostic;
use crate::index::LocaleIndex;
use crate::site::Body;

/// Results by everything that they were made from.
#[derive(Debug)]
pub struct Cache<T> {
    shelves: Mutex<Shelves<T>>,
}

#[derive(Debug)]
struct Shelves<T> {
    before: HashMap<Hash, T>,
    now: HashMap<Hash, T>,
}

impl<T> Default for Cache<T> {
    fn default() -> Self {
        let shelves = Shelves { before: HashMap::new(), now: HashMap::new() };
        Self { shelves: Mutex::new(shelves) }
    }
}

impl<T: Clone> Cache<T> {
    /// Begins a rebuild: what the last one did not use is forgotten.
    pub fn begin(&self) {
        self.with(|shelves| shelves.before = std::mem::take(&mut shelves.now));
    }

    /// What was made before from the same, else what `make` makes.
    ///
    /// # Errors
    ///
    /// Those of `make`; they are not kept.
    pub fn of<E>(&self, key: Hash, make: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        let known = self
            .with(|shelves| shelves.before.remove(&key).or_else(|| shelves.now.get(&key).cloned()));
        let value = known.map_or_else(make, Ok)?;
        self.with(|shelves| shelves.now.insert(key, value.clone()));
        Ok(value)
    }

    fn with<R>(&self, act: impl FnOnce(&mut Shelves<T>) -> R) -> R {
        act(&mut self.shelves.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Everything that is kept; by default nothing.
#[derive(Debug, Default)]
pub struct Memory {
    /// Rendered texts and what their authors should know; only previews render
    /// a text twice.
    pub bodies: Option<Cache<(Arc<Body>, Vec<Diagnostic>)>>,
    /// Search indexes: brands with the same articles share them, and an edit
    /// in one locale leaves those of the others alone.
    pub indexes: Option<Cache<Arc<LocaleIndex>>>,
    surroundings: Mutex<Option<Hash>>,
}

impl Memory {
    /// For one build of several brands.
    pub fn for_brands() -> Self {
        Self { indexes: Some(Cache::default()), ..Self::default() }
    }

    /// For a program that builds a site again and again.
    pub fn for_rebuilds() -> Self {
        Self { bodies: Some(Cache::default()), ..Self::for_brands() }
    }

    /// Begins a rebuild. `surroundings` is a hash of everything that texts are
    /// rendered with beside their own words, taken before it is read.
    pub fn begin(&self, surroundings: Hash) {
        *self.surroundings.lock().unwrap_or_else(PoisonError::into_inner) = Some(surroundings);
        if let Some(bodies) = &self.bodies {
            bodies.begin();
        }
        if let Some(indexes) = &self.indexes {
            indexes.begin();
        }
    }
}

impl Memory {
    /// What the present rebuild was begun with.
    pub fn surroundings(&self) -> Option<Hash> {
        *self.surroundings.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A hash of texts that cannot be mixed up with that of other texts.
pub fn hash_of<'t>(texts: impl IntoIterator<Item = &'t [u8]>) -> Hash {
    let mut hasher = blake3::Hasher::new();
    for text in texts {
        hasher.update(&(text.len() as u64).to_le_bytes());
        hasher.update(text);
    }
    hasher.finalize()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_last_rebuild_used_is_kept() {
        let cache = Cache::default();
        let made = |text: &str| {
            let mut is_made = false;
            let value = cache.of(blake3::hash(text.as_bytes()), || {
                is_made = true;
                Ok::<_, ()>(text.len())
            });
            assert_eq!(value, Ok(text.len()));
            is_made
        };
        assert!(made("one") && made("other") && !made("one"));
        cache.begin();
        assert!(!made("one"), "kept from the last rebuild");
        cache.begin();
        assert!(!made("one") && made("other"), "the last rebuild had no use for it");
    }

    #[test]
    fn failures_are_not_kept() {
        let cache = Cache::default();
        let key = blake3::hash(b"");
        assert_eq!(cache.of(key, || Err("full disk")), Err("full disk"));
        assert_eq!(cache.of(key, || Ok::<_, &str>(1)), Ok(1));
    }

    #[test]
    fn texts_that_only_look_alike_when_joined_have_other_hashes() {
        let hash = |texts: [&str; 2]| hash_of(texts.map(str::as_bytes));
        assert_ne!(hash(["ab", "c"]), hash(["a", "bc"]));
    }
}

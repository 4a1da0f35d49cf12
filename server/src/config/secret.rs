//! Texts that nobody else may read.

use serde::Deserialize;

/// A text that is never printed.
#[derive(Clone, Deserialize, PartialEq, Eq)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// The secret itself.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }

    /// Number of bytes.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether this is the secret; takes as long for a nearly right text.
    pub fn is(&self, text: &str) -> bool {
        // Hashes of 32 bytes compare in constant time in this crate.
        blake3::hash(self.0.as_bytes()) == blake3::hash(text.as_bytes())
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Secret(..)")
    }
}

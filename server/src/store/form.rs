//! Forms: the part of the [`Store`](super::Store) that keeps what has to be
//! known beside the conversations that they open.

use kb_protocol::id::{BrandId, FormId};
use kb_protocol::time::Timestamp;

use super::Pending;

/// Keeps what forms need beside conversations.
pub trait FormStore {
    /// The one secret of this database; the first who asks gives it.
    fn secret(&self, fresh: [u8; 32]) -> Pending<'_, Vec<u8>>;

    /// Uses a challenge for something; `false` if it was used for something
    /// else.
    fn use_challenge(
        &self,
        id: String,
        used_for: String,
        expires_at: Timestamp,
    ) -> Pending<'_, bool>;

    /// Forgets used challenges that have expired.
    fn forget_challenges(&self, now: Timestamp) -> Pending<'_, ()>;

    /// Remembers that a brand has published these forms.
    fn note_forms(&self, brand: BrandId, forms: Vec<FormId>) -> Pending<'_, ()>;

    /// Whether a brand has published this form once.
    fn has_seen_form(&self, brand: BrandId, form: FormId) -> Pending<'_, bool>;
}

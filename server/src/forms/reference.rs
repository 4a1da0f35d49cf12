//! Numbers by which people name what they have sent.

use kb_protocol::id::{BrandId, SubmissionId};

use super::Keys;

/// Digits and letters that nobody takes for each other when they are read
/// aloud or written down (Crockford, "Base 32", 2019).
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The reference of a submission, such as `HW-7K3M-Q9XA`: 40 bits, which
/// nobody guesses who has not sent it, and always the same.
pub(crate) fn reference(keys: &Keys, brand: &BrandId, id: &SubmissionId) -> String {
    let hash = keys.hash(&["reference", brand.as_str(), id.as_str()]);
    let signs: String = hash.as_bytes()[..8]
        .iter()
        .map(|byte| char::from(ALPHABET[usize::from(byte % 32)]))
        .collect();
    format!("HW-{}-{}", &signs[..4], &signs[4..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_short_and_stays() {
        let keys = Keys::of(b"secret");
        let of = |id: &str| {
            reference(&keys, &"pedalo".parse().expect("an id"), &id.parse().expect("an id"))
        };
        assert_eq!(of("s1"), of("s1"));
        assert_ne!(of("s1"), of("s2"));
        assert_eq!(of("s1").len(), "HW-7K3M-Q9XA".len());
        assert!(!of("s1").contains(['I', 'L', 'O', 'U']));
    }
}

//! Challenges: work that a sender does before a form is taken, and proof of
//! when it was begun.
//!
//! A challenge is a text that only this relay can have signed: how many bits,
//! when, for which form, and a random number. Nothing is kept of it until it
//! is used. A page without a script gets one without work; then it only says
//! how long the form was open.

use kb_protocol::chat::Code;
use kb_protocol::form::leading_zero_bits;
use kb_protocol::time::Timestamp;
use sha2::{Digest, Sha256};

use super::Keys;
use crate::auth::new_id;

/// How long a challenge counts, in milliseconds: somebody may be called away
/// from a long form.
pub(crate) const LIFE_MS: i64 = 4 * 60 * 60 * 1000;
/// Longest token, in bytes.
const TOKEN_BYTES: usize = 128;
/// Hexadecimal digits of a signature.
const SIGNATURE: usize = 32;

/// A challenge that this relay has made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Issued {
    /// Random.
    pub(crate) id: String,
    /// Zero bits that its solution has to begin with.
    pub(crate) bits: u32,
    /// When.
    pub(crate) at: Timestamp,
}

impl Issued {
    /// Until when it counts.
    pub(crate) fn expires_at(&self) -> Timestamp {
        self.at.plus_ms(LIFE_MS)
    }
}

/// A new one. `scope` is what it counts for.
pub(crate) fn issue(keys: &Keys, scope: &[&str], bits: u32, now: Timestamp) -> String {
    let said = format!("{bits}.{}.{}", now.0, new_id());
    let signature = sign(keys, scope, &said);
    format!("{said}.{signature}")
}

/// What a token says, if it is one of ours and not too old.
///
/// # Errors
///
/// [`Code::ProofWrong`], [`Code::ProofExpired`].
pub(crate) fn read(
    keys: &Keys,
    scope: &[&str],
    token: &str,
    now: Timestamp,
) -> Result<Issued, Code> {
    if token.len() > TOKEN_BYTES {
        return Err(Code::ProofWrong);
    }
    let (said, signature) = token.rsplit_once('.').ok_or(Code::ProofWrong)?;
    // Hashes of both: how long it takes tells nothing of the right one.
    if blake3::hash(sign(keys, scope, said).as_bytes()) != blake3::hash(signature.as_bytes()) {
        return Err(Code::ProofWrong);
    }
    let mut parts = said.split('.');
    let mut next = || parts.next().ok_or(Code::ProofWrong);
    let bits = next()?.parse().map_err(|_| Code::ProofWrong)?;
    let at = Timestamp(next()?.parse().map_err(|_| Code::ProofWrong)?);
    let issued = Issued { id: next()?.to_owned(), bits, at };
    if now < issued.expires_at() { Ok(issued) } else { Err(Code::ProofExpired) }
}

/// Whether a number solves a challenge.
pub(crate) fn is_solved(token: &str, nonce: u64, bits: u32) -> bool {
    leading_zero_bits(&Sha256::digest(format!("{token}:{nonce}"))) >= bits
}

fn sign(keys: &Keys, scope: &[&str], said: &str) -> String {
    let mut hasher = blake3::Hasher::new_keyed(&keys.challenge);
    for part in scope.iter().chain([&said]) {
        hasher.update(&part.len().to_le_bytes());
        hasher.update(part.as_bytes());
    }
    hasher.finalize().to_hex()[..SIGNATURE].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_000_000);
    const SCOPE: &[&str] = &["pedalo", "contact"];

    #[test]
    fn a_token_counts_for_its_form_and_for_its_life() {
        let keys = Keys::of(b"secret");
        let token = issue(&keys, SCOPE, 12, NOW);
        let issued = read(&keys, SCOPE, &token, NOW).expect("ours");
        assert_eq!((issued.bits, issued.at), (12, NOW));
        let last = NOW.plus_ms(LIFE_MS - 1);
        assert_eq!(read(&keys, SCOPE, &token, last), Ok(issued));
        let late = NOW.plus_ms(LIFE_MS);
        assert_eq!(read(&keys, SCOPE, &token, late), Err(Code::ProofExpired));
        for scope in [&["pedalo", "bug"][..], &["other", "contact"], &["pedaloc", "ontact"]] {
            assert_eq!(read(&keys, scope, &token, NOW), Err(Code::ProofWrong), "{scope:?}");
        }
        let other = Keys::of(b"other");
        assert_eq!(read(&other, SCOPE, &token, NOW), Err(Code::ProofWrong));
    }

    #[test]
    fn a_token_that_was_changed_is_none() {
        let keys = Keys::of(b"secret");
        let token = issue(&keys, SCOPE, 12, NOW);
        let easier = token.replacen("12.", "0.", 1);
        let long = "1.".repeat(TOKEN_BYTES);
        for wrong in ["", ".", "a.b.c.d", easier.as_str(), &token[..token.len() - 1], &long] {
            assert_eq!(read(&keys, SCOPE, wrong, NOW), Err(Code::ProofWrong), "{wrong}");
        }
    }

    #[test]
    fn work_is_a_number_with_which_the_hash_begins_with_zeros() {
        let token = issue(&Keys::of(b"secret"), SCOPE, 8, NOW);
        let nonce = (0..).find(|nonce| is_solved(&token, *nonce, 8)).expect("one in 256");
        assert!(is_solved(&token, nonce, 0));
        let hash = Sha256::digest(format!("{token}:{nonce}"));
        assert_eq!(hash[0], 0);
        assert!(!is_solved(&token, nonce, 256));
    }
}

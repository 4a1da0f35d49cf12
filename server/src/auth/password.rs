//! Passwords of agents: Argon2id with the parameters that OWASP recommends.
//!
//! Source: OWASP Password Storage Cheat Sheet, 2025: Argon2id with 19 MiB,
//! two iterations and one lane.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};

/// Shortest password, in characters (NIST SP 800-63B-4, single factor).
const MIN_CHARS: usize = 15;
/// Longest password, in bytes: hashing must not be a way to keep us busy.
const MAX_BYTES: usize = 512;

/// Why a password is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Too few characters.
    #[error("a password has at least {MIN_CHARS} characters; a sentence is easy to remember")]
    TooShort,
    /// Too many bytes.
    #[error("a password has at most {MAX_BYTES} bytes")]
    TooLong,
}

/// The PHC string of a new password, with a salt of its own.
///
/// # Errors
///
/// If the password is too short or too long.
pub fn hash_password(password: &str) -> Result<String, PasswordError> {
    if password.chars().count() < MIN_CHARS {
        return Err(PasswordError::TooShort);
    }
    if password.len() > MAX_BYTES {
        return Err(PasswordError::TooLong);
    }
    let hash = argon2()
        .hash_password(password.as_bytes())
        .expect("parameters and length are within Argon2's bounds");
    Ok(hash.to_string())
}

/// Whether `password` is the one that was hashed. Takes as long for a wrong
/// one, and for an account that does not exist: pass `None` then.
pub fn is_password(password: &str, hash: Option<&str>) -> bool {
    // Of no password: made once with these parameters from random bytes.
    const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$c29tZSByYW5kb20gc2FsdA$\
                          U3sPGXoAuNnq2ocA8OwuhWcQNiDnaE9ycdcSBkoe5wU";
    if password.len() > MAX_BYTES {
        return false;
    }
    let Ok(parsed) = PasswordHash::new(hash.unwrap_or(NOBODY)) else { return false };
    let is_right = argon2().verify_password(password.as_bytes(), &parsed).is_ok();
    is_right && hash.is_some()
}

fn argon2() -> Argon2<'static> {
    let params = Params::new(19 * 1024, 2, 1, None).expect("OWASP's parameters are valid");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_password_is_taken() {
        let hash = hash_password("correct horse battery").expect("long enough");
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(is_password("correct horse battery", Some(&hash)));
        assert!(!is_password("correct horse batterz", Some(&hash)));
        assert!(!is_password("correct horse battery", None));
        assert_ne!(hash, hash_password("correct horse battery").expect("a salt of its own"));
    }

    #[test]
    fn the_hash_of_nobody_takes_as_long_as_a_real_one() {
        // A hash that cannot be parsed would answer at once, and so tell
        // which addresses have accounts.
        let nobody = "$argon2id$v=19$m=19456,t=2,p=1$c29tZSByYW5kb20gc2FsdA$\
                      U3sPGXoAuNnq2ocA8OwuhWcQNiDnaE9ycdcSBkoe5wU";
        assert!(PasswordHash::new(nobody).is_ok());
    }

    #[test]
    fn short_and_endless_passwords_are_refused() {
        assert_eq!(hash_password("12345678901234"), Err(PasswordError::TooShort));
        assert_eq!(hash_password(&"x".repeat(513)), Err(PasswordError::TooLong));
    }
}

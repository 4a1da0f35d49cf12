//! Secrets that browsers keep, and ids that the server makes.

use std::fmt;
use std::fmt::Write;

/// Random bytes of a token and of an id.
const TOKEN_BYTES: usize = 32;
const ID_BYTES: usize = 16;

/// A secret; whoever has it is the person of its session.
///
/// It is never stored and never printed: the database has its [`TokenHash`].
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// A new one, with 256 bits from the operating system.
    pub fn random() -> Self {
        Self(random_hex::<TOKEN_BYTES>())
    }

    /// As a browser sent it; anything that is no token has a hash that nobody
    /// has.
    pub fn from_text(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The secret itself, to hand out.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What the database knows of it.
    pub fn hash(&self) -> TokenHash {
        TokenHash(*blake3::hash(self.0.as_bytes()).as_bytes())
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Token(..)")
    }
}

/// BLAKE3 of a token. A slow hash as for passwords is not needed: nobody
/// guesses 256 random bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TokenHash([u8; 32]);

impl TokenHash {
    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// An id with 128 random bits: it cannot be guessed.
pub fn new_id() -> String {
    random_hex::<ID_BYTES>()
}

fn random_hex<const BYTES: usize>() -> String {
    let mut bytes = [0; BYTES];
    getrandom::fill(&mut bytes).expect("the operating system gives random numbers");
    let mut text = String::with_capacity(2 * BYTES);
    for byte in bytes {
        write!(text, "{byte:02x}").expect("a string takes everything");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_not_printed() {
        let token = Token::random();
        assert!(!format!("{token:?}").contains(token.reveal()));
        assert_eq!(token.reveal().len(), 64);
        assert_ne!(token, Token::random());
    }
}

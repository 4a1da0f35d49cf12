//! Section `[brands.ID.login]`: how a brand's own site vouches for people.

use serde::Deserialize;

use super::Secret;

/// Shortest secret of HS256, in bytes (RFC 7518, 3.2).
const SECRET_BYTES: usize = 32;
/// Secrets that count at the same time: the new one and the one before.
const SECRETS: usize = 2;

/// What the tokens of `login` are checked with. Without any of it nobody can
/// log in.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(default, deny_unknown_fields)]
pub struct LoginConfig {
    /// Secrets of tokens that are signed with HS256. To change one, put the
    /// new one beside it, let the site sign with the new one, take the old one
    /// away.
    pub secrets: Vec<Secret>,
    /// File with the public keys of tokens that are signed with RS256 or
    /// EdDSA, as a JSON Web Key Set (RFC 7517), relative to `server.toml`.
    pub jwks: Option<String>,
}

impl LoginConfig {
    /// What is wrong with the secrets.
    pub(super) fn check(&self) -> Result<(), String> {
        if self.secrets.len() > SECRETS {
            return Err(format!(
                "{} secrets; at most {SECRETS} count at the same time, the new one and the one \
                 before",
                self.secrets.len()
            ));
        }
        match self.secrets.iter().position(|secret| secret.len() < SECRET_BYTES) {
            Some(index) => Err(format!(
                "secret {} has fewer than {SECRET_BYTES} characters; `openssl rand -hex 32` makes \
                 one",
                index + 1
            )),
            None => Ok(()),
        }
    }
}

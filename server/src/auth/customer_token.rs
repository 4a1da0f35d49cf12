//! Tokens with which a brand's own site vouches for a person (RFC 7519).

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, JwkSet};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use kb_protocol::chat::Code;
use kb_protocol::id::BrandId;
use kb_protocol::time::Timestamp;
use serde::Deserialize;

use crate::config::{BrandConfig, LoginConfig};

/// How old a token may be.
const MAX_AGE_MS: i64 = 15 * 60 * 1000;
/// How far the clock of the site may be wrong.
const LEEWAY_MS: i64 = 60 * 1000;
/// Longest token, in bytes.
const TOKEN_BYTES: usize = 8 * 1024;
/// Longest claim about a person, in characters.
const CLAIM_CHARS: usize = 254;

/// A file of keys that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeysError {
    /// The file cannot be read.
    #[error("cannot read the keys `{0}`; `jwks` in server.toml names the file")]
    Read(PathBuf, #[source] io::Error),
    /// It is no key set.
    #[error("`{0}` is no JSON Web Key Set")]
    Parse(PathBuf, #[source] serde_json::Error),
    /// A key in it is of no use.
    #[error(
        "key {index} in `{path}` is neither an RSA nor an Ed25519 public key; secrets of HS256 \
         belong into `secrets`"
    )]
    Unsupported {
        /// Which file.
        path: PathBuf,
        /// From 1.
        index: usize,
    },
}

/// Who somebody is, as the brand's site says: at least one of the first two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Verified by the site; in lower case.
    pub email: Option<String>,
    /// What the site calls the person.
    pub external_id: Option<String>,
    /// The person's name.
    pub name: Option<String>,
}

/// Why a token is not taken, with a sentence for the engineers of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rejected(pub(crate) Code, pub(crate) &'static str);

/// What the tokens of every brand's visitors are checked with.
#[derive(Default)]
pub(crate) struct Logins(BTreeMap<String, LoginKeys>);

impl Logins {
    /// Takes the secrets and reads the keys of all brands; relative paths
    /// begin at `base`.
    ///
    /// # Errors
    ///
    /// If a file of keys cannot be used.
    pub(crate) fn load(
        brands: &BTreeMap<String, BrandConfig>,
        base: &Path,
    ) -> Result<Self, KeysError> {
        let load = |(id, brand): (&String, &BrandConfig)| {
            Ok((id.clone(), LoginKeys::load(&brand.login, base)?))
        };
        Ok(Self(brands.iter().map(load).collect::<Result<_, _>>()?))
    }

    /// Who the token says its bearer is to a brand.
    ///
    /// # Errors
    ///
    /// As [`LoginKeys::verify`].
    pub(crate) fn verify(
        &self,
        brand: &BrandId,
        token: &str,
        now: Timestamp,
    ) -> Result<Identity, Rejected> {
        match self.0.get(brand.as_str()) {
            Some(keys) => keys.verify(token, now),
            None => LoginKeys::default().verify(token, now),
        }
    }
}

/// What the tokens of one brand are checked with.
#[derive(Default)]
struct LoginKeys(Vec<Key>);

struct Key {
    algorithm: Algorithm,
    id: Option<String>,
    key: DecodingKey,
}

#[derive(Debug, Deserialize)]
struct Claims {
    iat: Option<f64>,
    exp: Option<f64>,
    nbf: Option<f64>,
    email: Option<String>,
    #[serde(rename = "externalId")]
    external_id: Option<ExternalId>,
    name: Option<String>,
}

/// Sites have both.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum ExternalId {
    Text(String),
    Number(u64),
}

impl LoginKeys {
    /// Takes the secrets and reads the keys; relative paths begin at `base`.
    ///
    /// # Errors
    ///
    /// If the file of keys cannot be used.
    fn load(config: &LoginConfig, base: &Path) -> Result<Self, KeysError> {
        let mut keys: Vec<Key> = config
            .secrets
            .iter()
            .map(|secret| Key {
                algorithm: Algorithm::HS256,
                id: None,
                key: DecodingKey::from_secret(secret.reveal().as_bytes()),
            })
            .collect();
        if let Some(name) = &config.jwks {
            let path = base.join(name);
            let text = fs::read_to_string(&path)
                .map_err(|source| KeysError::Read(path.clone(), source))?;
            keys.append(&mut public_keys(&text, &path)?);
        }
        Ok(Self(keys))
    }

    /// Who the token says its bearer is.
    ///
    /// # Errors
    ///
    /// If no key of this brand has signed it, if it is not of now, or names
    /// nobody.
    fn verify(&self, token: &str, now: Timestamp) -> Result<Identity, Rejected> {
        const FORGED: Rejected =
            Rejected(Code::InvalidToken, "no secret and no key of this brand has signed the token");
        if self.0.is_empty() {
            return Err(Rejected(Code::LoginDisabled, "this brand has no secret for logins"));
        }
        if token.len() > TOKEN_BYTES {
            return Err(Rejected(Code::InvalidToken, "the token is longer than 8 KiB"));
        }
        // `none` is no algorithm here, nor is any that the brand has no key of.
        let header = decode_header(token).map_err(|_| FORGED)?;
        if header.crit.is_some() {
            return Err(Rejected(Code::InvalidToken, "the token demands an extension (`crit`)"));
        }
        let claims = self
            .0
            .iter()
            .filter(|key| key.algorithm == header.alg)
            .filter(|key| key.id.is_none() || header.kid.is_none() || key.id == header.kid)
            .find_map(|key| decode::<Claims>(token, &key.key, &validation(key.algorithm)).ok())
            .ok_or(FORGED)?
            .claims;
        is_of_now(&claims, now)?;
        identity(claims)
    }
}

/// The signature alone: times are compared with our own clock.
fn validation(algorithm: Algorithm) -> Validation {
    let mut validation = Validation::new(algorithm);
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_aud = false;
    validation
}

fn is_of_now(claims: &Claims, now: Timestamp) -> Result<(), Rejected> {
    let ms = |seconds: f64| (seconds * 1000.0) as i64;
    let Some(issued) = claims.iat.map(ms) else {
        return Err(Rejected(Code::InvalidToken, "the token has no time of issue (`iat`)"));
    };
    if issued < now.0 - MAX_AGE_MS {
        return Err(Rejected(
            Code::TokenExpired,
            "the token was issued (`iat`) too long ago; at most 15 minutes are allowed",
        ));
    }
    if issued > now.0 + LEEWAY_MS {
        return Err(Rejected(
            Code::TokenExpired,
            "the token is issued (`iat`) in the future; `iat` is in seconds, and the clock has to be right",
        ));
    }
    if claims.exp.is_some_and(|exp| ms(exp) < now.0 - LEEWAY_MS)
        || claims.nbf.is_some_and(|nbf| ms(nbf) > now.0 + LEEWAY_MS)
    {
        return Err(Rejected(
            Code::TokenExpired,
            "the token is over (`exp`) or not valid yet (`nbf`)",
        ));
    }
    Ok(())
}

fn identity(claims: Claims) -> Result<Identity, Rejected> {
    let is_short = |text: &String| {
        !text.is_empty()
            && text.chars().count() <= CLAIM_CHARS
            && !text.chars().any(char::is_control)
    };
    let email = claims.email.map(|email| email.trim().to_lowercase());
    if email.as_ref().is_some_and(|email| !is_short(email) || !is_address(email)) {
        return Err(Rejected(Code::InvalidToken, "the token's `email` is no address"));
    }
    let external_id = claims.external_id.map(|id| match id {
        ExternalId::Text(text) => text,
        ExternalId::Number(number) => number.to_string(),
    });
    if external_id.as_ref().is_some_and(|id| !is_short(id)) {
        return Err(Rejected(Code::InvalidToken, "the token's `externalId` is empty or too long"));
    }
    if email.is_none() && external_id.is_none() {
        return Err(Rejected(
            Code::InvalidToken,
            "the token names neither `externalId` nor `email`",
        ));
    }
    Ok(Identity { email, external_id, name: claims.name.filter(is_short) })
}

/// Enough to tell an address from a mistake; whether it receives mail is the
/// site's to know.
pub(crate) fn is_address(text: &str) -> bool {
    text.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !text.contains(char::is_whitespace)
    })
}

fn public_keys(text: &str, path: &Path) -> Result<Vec<Key>, KeysError> {
    let set: JwkSet =
        serde_json::from_str(text).map_err(|source| KeysError::Parse(path.to_owned(), source))?;
    let key = |(index, jwk): (usize, &jsonwebtoken::jwk::Jwk)| {
        let algorithm = match &jwk.algorithm {
            AlgorithmParameters::RSA(_) => Some(Algorithm::RS256),
            AlgorithmParameters::OctetKeyPair(pair) if pair.curve == EllipticCurve::Ed25519 => {
                Some(Algorithm::EdDSA)
            }
            _ => None,
        };
        let key = algorithm.zip(DecodingKey::from_jwk(jwk).ok());
        let (algorithm, key) =
            key.ok_or_else(|| KeysError::Unsupported { path: path.to_owned(), index: index + 1 })?;
        Ok(Key { algorithm, id: jwk.common.key_id.clone(), key })
    };
    set.keys.iter().enumerate().map(key).collect()
}

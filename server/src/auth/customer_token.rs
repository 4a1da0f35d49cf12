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

#[cfg(test)]
mod tests {
    use jsonwebtoken::{EncodingKey, Header, encode};
    use serde_json::{Value, json};

    use super::*;
    use crate::config::Config;

    /// Moment of issue of all tokens here, in seconds.
    const ISSUED: i64 = 1_800_000_000;
    const NOW: Timestamp = Timestamp(ISSUED * 1000);
    const NEW: &str = "the new secret, of 32 bytes or more";
    const OLD: &str = "the old secret, of 32 bytes or more";
    /// Public keys made once, and a token that each has signed: the private
    /// halves are thrown away.
    const KEYS: &str = include_str!("customer_token_samples.json");
    const SIGNED: &str = include_str!("customer_token_samples.txt");

    fn with_secrets(secrets: &[&str]) -> LoginKeys {
        let toml = format!(
            "[brands.a]\nname = \"A\"\nkey = \"wk_0123456789abcdef\"\norigins = []\n\
             [brands.a.login]\nsecrets = {secrets:?}\n"
        );
        let config = Config::parse(&toml, "server.toml").expect("right");
        LoginKeys::load(&config.brands["a"].login, Path::new("")).expect("no file is named")
    }

    fn sign(secret: &str, header: &Header, claims: &Value) -> String {
        encode(header, claims, &EncodingKey::from_secret(secret.as_bytes())).expect("signs")
    }

    fn signed(claims: Value) -> String {
        sign(NEW, &Header::default(), &claims)
    }

    fn code(result: Result<Identity, Rejected>) -> Code {
        result.expect_err("refused").0
    }

    #[test]
    fn both_secrets_count_while_one_replaces_the_other() {
        let claims = json!({"iat": ISSUED, "email": " Ann@Example.org ", "name": "Ann"});
        for secret in [NEW, OLD] {
            let token = sign(secret, &Header::default(), &claims);
            let identity = with_secrets(&[NEW, OLD]).verify(&token, NOW).expect("right");
            assert_eq!(identity.email.as_deref(), Some("ann@example.org"));
            assert_eq!(identity.name.as_deref(), Some("Ann"));
        }
        let old = sign(OLD, &Header::default(), &claims);
        assert_eq!(code(with_secrets(&[NEW]).verify(&old, NOW)), Code::InvalidToken);
    }

    #[test]
    fn public_keys_verify_what_their_private_halves_have_signed() {
        let keys = LoginKeys(public_keys(KEYS, Path::new("keys.json")).expect("right"));
        for token in SIGNED.lines() {
            let identity = keys.verify(token, NOW).expect("right");
            assert_eq!(identity.email.as_deref(), Some("ann@example.org"));
            assert_eq!(identity.external_id.as_deref(), Some("7"));
            let forged = token.replace('A', "B");
            assert_eq!(code(keys.verify(&forged, NOW)), Code::InvalidToken);
        }
    }

    #[test]
    fn neither_no_algorithm_nor_another_one_counts() {
        let secrets = with_secrets(&[NEW]);
        // {"alg":"none"} and {"iat":1800000000,"email":"ann@example.org"}
        let none =
            "eyJhbGciOiJub25lIn0.eyJpYXQiOjE4MDAwMDAwMDAsImVtYWlsIjoiYW5uQGV4YW1wbGUub3JnIn0.";
        assert_eq!(code(secrets.verify(none, NOW)), Code::InvalidToken);
        let claims = json!({"iat": ISSUED, "email": "ann@example.org"});
        for algorithm in [Algorithm::HS384, Algorithm::HS512] {
            let token = sign(NEW, &Header::new(algorithm), &claims);
            assert_eq!(code(secrets.verify(&token, NOW)), Code::InvalidToken);
        }
        // A public key is no secret.
        let keys = LoginKeys(public_keys(KEYS, Path::new("keys.json")).expect("right"));
        let token = sign(KEYS, &Header::default(), &claims);
        assert_eq!(code(keys.verify(&token, NOW)), Code::InvalidToken);
        let critical = Header { crit: Some(vec!["exp".into()]), ..Header::default() };
        assert_eq!(code(secrets.verify(&sign(NEW, &critical, &claims), NOW)), Code::InvalidToken);
    }

    #[test]
    fn a_token_is_of_now() {
        let keys = with_secrets(&[NEW]);
        for (claims, expected) in [
            (json!({"iat": ISSUED - 15 * 60, "externalId": "7"}), None),
            (json!({"iat": ISSUED + 60, "externalId": "7"}), None),
            (json!({"iat": ISSUED, "exp": ISSUED - 60, "externalId": "7"}), None),
            (json!({"iat": ISSUED - 15 * 60 - 1, "externalId": "7"}), Some(Code::TokenExpired)),
            (json!({"iat": ISSUED + 61, "externalId": "7"}), Some(Code::TokenExpired)),
            (json!({"iat": ISSUED * 1000, "externalId": "7"}), Some(Code::TokenExpired)),
            (
                json!({"iat": ISSUED, "exp": ISSUED - 61, "externalId": "7"}),
                Some(Code::TokenExpired),
            ),
            (
                json!({"iat": ISSUED, "nbf": ISSUED + 61, "externalId": "7"}),
                Some(Code::TokenExpired),
            ),
            (json!({"externalId": "7"}), Some(Code::InvalidToken)),
        ] {
            let found = keys.verify(&signed(claims.clone()), NOW).err().map(|wrong| wrong.0);
            assert_eq!(found, expected, "{claims}");
        }
    }

    #[test]
    fn a_token_names_somebody() {
        let keys = with_secrets(&[NEW]);
        for claims in [
            json!({"iat": ISSUED}),
            json!({"iat": ISSUED, "email": "ann"}),
            json!({"iat": ISSUED, "email": "ann@x y.org"}),
            json!({"iat": ISSUED, "externalId": ""}),
            json!({"iat": ISSUED, "externalId": "a\nb"}),
            json!({"iat": ISSUED, "externalId": "x".repeat(255)}),
            json!({"iat": ISSUED, "externalId": ["7"]}),
        ] {
            let found = keys.verify(&signed(claims.clone()), NOW);
            assert_eq!(code(found), Code::InvalidToken, "{claims}");
        }
    }

    #[test]
    fn without_keys_nobody_logs_in() {
        let token = signed(json!({"iat": ISSUED, "externalId": "7"}));
        assert_eq!(code(LoginKeys::default().verify(&token, NOW)), Code::LoginDisabled);
    }

    #[test]
    fn a_key_of_another_kind_is_named_by_its_place() {
        let secret = r#"{"keys": [{"kty": "oct", "k": "c2VjcmV0"}]}"#;
        let wrong = public_keys(secret, Path::new("keys.json")).err().expect("wrong");
        assert_eq!(
            wrong.to_string(),
            "key 1 in `keys.json` is neither an RSA nor an Ed25519 public key; secrets of HS256 \
             belong into `secrets`"
        );
    }
}

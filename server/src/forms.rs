//! Forms: what a brand's site has published, whether what comes in fits, and
//! how it becomes a conversation.
//!
//! The site is built without the relay: [`published`] reads its `forms.json`
//! from disk. [`challenge`] makes a sender work or wait, without keeping
//! anything of it; [`letter`] writes the answers as agents read them. Whether
//! answers are right is for [`kb_protocol::form::check`] alone to say, here as
//! in every browser.

pub(crate) mod body;
pub(crate) mod challenge;
mod intake;
mod letter;
mod page;
pub(crate) mod plain;
mod published;
mod reference;
mod route;

pub(crate) use intake::{Open, Sender, Upload, find, take};
use letter::compose;
pub(crate) use page::{escape, locale_of};
pub(crate) use published::Published;
use reference::reference;

use std::net::IpAddr;

use kb_protocol::id::{BrandId, ConversationId, CustomerId, SubmissionId};

/// Keys that are made of the one secret of a database, so that every process
/// on it has the same, after every start.
pub(crate) struct Keys {
    /// Signs challenges.
    challenge: [u8; 32],
    /// Makes references and ids.
    names: [u8; 32],
    /// Makes of addresses what may be kept of them.
    addresses: [u8; 32],
}

impl Keys {
    /// The keys of a secret.
    pub(crate) fn of(secret: &[u8]) -> Self {
        Self {
            challenge: blake3::derive_key("helpwright 2026 challenges of forms", secret),
            names: blake3::derive_key("helpwright 2026 names of submissions", secret),
            addresses: blake3::derive_key("helpwright 2026 addresses of senders", secret),
        }
    }

    /// The conversation that a submission opens: always the same one.
    pub(crate) fn conversation(&self, brand: &BrandId, id: &SubmissionId) -> ConversationId {
        self.name(&["conversation", brand.as_str(), id.as_str()])
    }

    /// Who sent a form without a session. Whoever names the same address is
    /// the same unverified customer; one who names none is somebody new. It is
    /// never a customer of a login or of the widget: those have other ids.
    pub(crate) fn customer(
        &self,
        brand: &BrandId,
        email: Option<&str>,
        id: &SubmissionId,
    ) -> CustomerId {
        match email {
            Some(email) => self.name(&["address", brand.as_str(), &email.to_lowercase()]),
            None => self.name(&["sender", brand.as_str(), id.as_str()]),
        }
    }

    /// What may be kept of an address: whoever does not have the key of this
    /// database learns nothing from it.
    pub(crate) fn address(&self, address: IpAddr) -> String {
        let hash = blake3::keyed_hash(&self.addresses, address.to_string().as_bytes());
        hash.to_hex()[..16].to_owned()
    }

    fn name<T: std::str::FromStr>(&self, parts: &[&str]) -> T
    where
        T::Err: std::fmt::Debug,
    {
        let hash = self.hash(parts);
        hash.to_hex()[..32].parse().expect("hexadecimal digits are an id")
    }

    fn hash(&self, parts: &[&str]) -> blake3::Hash {
        let mut hasher = blake3::Hasher::new_keyed(&self.names);
        for part in parts {
            // With its length: no two lists of parts are one text.
            hasher.update(&part.len().to_le_bytes());
            hasher.update(part.as_bytes());
        }
        hasher.finalize()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_is_one_customer_of_one_brand() {
        let keys = Keys::of(b"secret");
        let (pedalo, other) = ("pedalo".parse().expect("id"), "other".parse().expect("id"));
        let (first, second) = ("s1".parse().expect("id"), "s2".parse().expect("id"));
        let ann = keys.customer(&pedalo, Some("Ann@example.com"), &first);
        assert_eq!(ann, keys.customer(&pedalo, Some("ann@example.com"), &second));
        assert_ne!(ann, keys.customer(&other, Some("ann@example.com"), &first));
        assert_ne!(ann, Keys::of(b"other").customer(&pedalo, Some("ann@example.com"), &first));
        let (one, two) =
            (keys.customer(&pedalo, None, &first), keys.customer(&pedalo, None, &second));
        assert_ne!(one, two, "nobody knows whether they are the same");
        assert_ne!(keys.conversation(&pedalo, &first), keys.conversation(&other, &first));
    }
}

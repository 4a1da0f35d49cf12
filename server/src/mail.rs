//! Letters to customers: what agents wrote and nobody has seen, by e-mail.
//!
//! A letter is a row before it is anything else; `jobs::letters` writes rows
//! and sends what is due. [`letter`] puts a letter together from what the
//! conversation says at that moment, [`post`] hands it to a mail server, and
//! [`Keys`] signs the address by which somebody wants no more of them, and the
//! one that leads [back](way_back) into the conversation. A
//! [`notice`] tells an agent that something has happened. A letter never has
//! the customer's own words: anybody may have written the address.

pub(crate) mod letter;
mod notice;
mod post;
pub(crate) mod way_back;

pub(crate) use letter::{Answer, Draft, Kind, draft_test};
pub(crate) use notice::Notice;
pub use post::PostError;
pub(crate) use post::{Post, Refusal, explain};
pub(crate) use way_back::WayBack;

use kb_protocol::id::BrandId;
use kb_protocol::inbox::Channel;

use crate::config::BrandConfig;
use crate::config::desk::origin_of;
use crate::conversation::Conversation;

/// Hexadecimal digits of an address' hash, and of a signature.
const DIGITS: usize = 32;

/// Where the customer finds the chat again: the site on which it began, if it
/// is the brand's, or the help site. Of the page only the site counts:
/// anybody may have written the rest.
pub(crate) fn site_of<'a>(
    conversation: &'a Conversation,
    brand: &'a BrandConfig,
) -> Option<&'a str> {
    if conversation.channel != Channel::Chat {
        return None;
    }
    let began = conversation.page.as_deref().map(origin_of);
    let own = began.and_then(|began| brand.origins.iter().find(|origin| *origin == began));
    own.map(String::as_str).or(brand.help_site.as_deref())
}

/// Keys that are made of the one secret of a database.
pub(crate) struct Keys {
    /// Makes of addresses what is kept of those that want no letters.
    addresses: [u8; 32],
    /// Signs the way out.
    signatures: [u8; 32],
    /// Signs the way back: with a key of its own, so that no other signed text
    /// passes for one.
    ways_back: [u8; 32],
}

impl Keys {
    /// The keys of a secret.
    pub(crate) fn of(secret: &[u8]) -> Self {
        Self {
            addresses: blake3::derive_key("helpwright 2026 addresses of letters", secret),
            signatures: blake3::derive_key("helpwright 2026 ways out of letters", secret),
            ways_back: blake3::derive_key("helpwright 2026 ways back from letters", secret),
        }
    }

    /// What is kept of an address that wants no letters.
    pub(crate) fn address(&self, email: &str) -> String {
        let email = email.trim().to_lowercase();
        blake3::keyed_hash(&self.addresses, email.as_bytes()).to_hex()[..DIGITS].to_owned()
    }

    /// The last part of the address under which somebody gets no more letters
    /// of a brand. It has no address in it and counts for good.
    pub(crate) fn way_out(&self, brand: &BrandId, address: &str) -> String {
        format!("{brand}.{address}.{}", self.sign(brand.as_str(), address))
    }

    /// The brand and what is kept of the address, if this is a way out.
    pub(crate) fn read_way_out(&self, text: &str) -> Option<(BrandId, String)> {
        let (rest, signature) = text.rsplit_once('.')?;
        let (brand, address) = rest.rsplit_once('.')?;
        Self::is_same(signature, &self.sign(brand, address)).then_some(())?;
        Some((brand.parse().ok()?, address.to_owned()))
    }

    fn sign(&self, brand: &str, address: &str) -> String {
        Self::signature(&self.signatures, &format!("{brand}.{address}"))
    }

    fn signature(key: &[u8; 32], said: &str) -> String {
        blake3::keyed_hash(key, said.as_bytes()).to_hex()[..DIGITS].to_owned()
    }

    /// Whether two signatures are the same, in a time that tells nothing.
    fn is_same(one: &str, other: &str) -> bool {
        blake3::hash(one.as_bytes()) == blake3::hash(other.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_signed_way_out_is_one_and_it_names_nobody() {
        let keys = Keys::of(b"secret");
        let brand: BrandId = "pedalo".parse().expect("an id");
        let ann = keys.address(" Ann@Example.com");
        assert_eq!(ann, keys.address("ann@example.com"));
        let way = keys.way_out(&brand, &ann);
        assert!(!way.contains("ann") && !way.contains('@'), "{way}");
        assert_eq!(keys.read_way_out(&way), Some((brand.clone(), ann)));
        let other = keys.address("bob@example.com");
        let forged = format!("pedalo.{other}.{}", &way[way.len() - DIGITS..]);
        for wrong in [forged.as_str(), "", ".", "pedalo.x", &way.replace("pedalo", "other")] {
            assert_eq!(keys.read_way_out(wrong), None, "{wrong}");
        }
        assert_eq!(Keys::of(b"another").read_way_out(&way), None);
    }
}

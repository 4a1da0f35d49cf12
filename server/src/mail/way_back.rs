//! The way from a letter back into its conversation: a signed text that names
//! the conversation and whose letter it was, for a while.

use kb_protocol::id::{BrandId, ConversationId};
use kb_protocol::time::Timestamp;

use super::Keys;

/// How long a way back counts: long enough for whoever comes home from
/// holidays, short enough that an old mailbox opens nothing.
pub(crate) const COUNTS_MS: i64 = 30 * 24 * 60 * 60 * 1000;

/// Which conversation a way back leads into, and whose letter it stood in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct WayBack {
    pub(crate) brand: BrandId,
    pub(crate) conversation: ConversationId,
    /// What is kept of the address, as [`Keys::address`] makes it: whoever has
    /// another address by now is not the one who was written to.
    pub(crate) address: String,
    /// The first moment at which it counts no longer, in whole seconds.
    pub(crate) until: Timestamp,
}

impl WayBack {
    /// The way back of a letter that was written at this moment.
    pub(crate) fn new(
        brand: BrandId,
        conversation: ConversationId,
        address: String,
        at: Timestamp,
    ) -> Self {
        let until = Timestamp(at.plus_ms(COUNTS_MS).0.div_euclid(1000) * 1000);
        Self { brand, conversation, address, until }
    }

    /// The address of its page, at the relay's address for browsers.
    pub(crate) fn url(&self, keys: &Keys, public_url: &str, locale: &str) -> String {
        format!("{public_url}/mail/v1/conversation/{}?locale={locale}", keys.way_back(self))
    }
}

/// The brand that such a text says it is of, whoever wrote it. Only for the
/// look of a page which says that the text is wrong.
pub(crate) fn named_brand(text: &str) -> Option<BrandId> {
    text.split_once('.')?.0.parse().ok()
}

impl Keys {
    /// The last part of the address that leads back.
    pub(crate) fn way_back(&self, way: &WayBack) -> String {
        let WayBack { brand, conversation, address, until } = way;
        let said = format!("{brand}.{conversation}.{address}.{}", until.0.div_euclid(1000));
        let signature = Self::signature(&self.ways_back, &said);
        format!("{said}.{signature}")
    }

    /// What such a text says, if we have signed it.
    pub(crate) fn read_way_back(&self, text: &str) -> Option<WayBack> {
        let (said, signature) = text.rsplit_once('.')?;
        if !Self::is_same(signature, &Self::signature(&self.ways_back, said)) {
            return None;
        }
        let mut parts = said.split('.');
        let way = WayBack {
            brand: parts.next()?.parse().ok()?,
            conversation: parts.next()?.parse().ok()?,
            address: parts.next()?.to_owned(),
            until: Timestamp(parts.next()?.parse::<i64>().ok()?.checked_mul(1000)?),
        };
        parts.next().is_none().then_some(way)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_signed_way_back_is_one_and_no_way_out_is() {
        let keys = Keys::of(b"secret");
        let brand: BrandId = "pedalo".parse().expect("an id");
        let ann = keys.address("ann@example.com");
        let conversation: ConversationId = "c-1".parse().expect("an id");
        let way = WayBack::new(brand.clone(), conversation, ann.clone(), Timestamp(1_500));
        assert_eq!(way.until, Timestamp(COUNTS_MS + 1_000));
        let text = keys.way_back(&way);
        assert!(!text.contains("ann") && !text.contains('@'), "{text}");
        assert_eq!(keys.read_way_back(&text), Some(way.clone()));
        assert_eq!(named_brand(&text), Some(brand.clone()));
        let later = text.replace(".2592001.", ".9992001.");
        assert_ne!(later, text);
        let way_out = keys.way_out(&brand, &ann);
        for wrong in ["", ".", "pedalo.c-1", &later, &text.replace("c-1", "c-2"), &way_out] {
            assert_eq!(keys.read_way_back(wrong), None, "{wrong}");
        }
        assert_eq!(keys.read_way_out(&text), None, "it stops no letters");
        assert_eq!(Keys::of(b"another").read_way_back(&text), None);
    }
}

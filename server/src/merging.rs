//! The pure core of merging two customers by hand: who may become part of
//! whom, what the one who stays is then, and what both are when it is undone.
//!
//! Of two values that of the target counts; what the target lacks comes from
//! the source. A proved address counts before one that somebody typed. Every
//! store calls this inside its transaction.

use std::collections::BTreeMap;

use kb_protocol::api::AttributeValue;
use kb_protocol::chat::Code;
use kb_protocol::id::{BrandId, CustomerId};
use kb_protocol::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::auth::Identity;
use crate::login::{Profile, plan};

/// How long a merge can be undone, in milliseconds: a day, so that who finds a
/// mistake on the next morning can still put it right.
pub const UNDO_MS: i64 = 24 * 60 * 60 * 1000;

/// One of two customers.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Who.
    pub id: CustomerId,
    /// With whom the customer has to do.
    pub brand: BrandId,
    /// Of whom the customer is a part already.
    pub merged_into: Option<CustomerId>,
    /// What is known of the customer.
    pub side: Side,
}

/// What is known of a customer, as far as a merge changes it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Side {
    /// Name.
    pub name: Option<String>,
    /// Address.
    pub email: Option<String>,
    /// Whether the brand's site has verified it.
    pub is_email_verified: bool,
    /// What the brand's site calls the person.
    pub external_id: Option<String>,
    /// Custom attributes.
    pub attributes: BTreeMap<String, AttributeValue>,
    /// Since when nothing is taken from the customer.
    pub blocked_at: Option<Timestamp>,
}

impl Side {
    fn verified_email(&self) -> Option<&String> {
        self.email.as_ref().filter(|_| self.is_email_verified)
    }
}

/// Whether the source may become part of the target.
///
/// # Errors
///
/// - [`Code::SameCustomer`], [`Code::OtherBrand`];
/// - [`Code::AlreadyMerged`] if one of them is part of somebody;
/// - [`Code::TwoAccounts`] if the brand's site knows both: whoever signs in
///   next would part them again.
pub fn check(source: &Candidate, target: &Candidate) -> Result<(), Code> {
    if source.id == target.id {
        return Err(Code::SameCustomer);
    }
    if source.brand != target.brand {
        return Err(Code::OtherBrand);
    }
    if source.merged_into.is_some() || target.merged_into.is_some() {
        return Err(Code::AlreadyMerged);
    }
    let differ = |one: Option<&String>, other: Option<&String>| {
        one.zip(other).is_some_and(|(one, other)| one != other)
    };
    let (one, other) = (&source.side, &target.side);
    if differ(one.external_id.as_ref(), other.external_id.as_ref())
        || differ(one.verified_email(), other.verified_email())
    {
        return Err(Code::TwoAccounts);
    }
    Ok(())
}

/// The target after the merge, and the addresses of both that are no longer
/// the first one.
pub fn united(source: &Side, target: &Side) -> (Side, Vec<String>) {
    let takes_email = target.email.is_none()
        || (source.verified_email().is_some() && target.verified_email().is_none());
    let first = if takes_email && source.email.is_some() { source } else { target };
    let mut attributes = source.attributes.clone();
    attributes.extend(target.attributes.clone());
    let after = Side {
        name: target.name.clone().or_else(|| source.name.clone()),
        email: first.email.clone(),
        is_email_verified: first.is_email_verified,
        external_id: target.external_id.clone().or_else(|| source.external_id.clone()),
        attributes,
        // Who is blocked stays so under another name.
        blocked_at: target.blocked_at.or(source.blocked_at),
    };
    let others = [source, target].into_iter().filter_map(|side| side.email.clone());
    let others = others.filter(|email| Some(email) != after.email.as_ref()).collect();
    (after, others)
}

/// What stays with the source's own row: nothing by which anybody is found.
pub fn left_behind(source: &Side) -> Side {
    Side { name: source.name.clone(), blocked_at: source.blocked_at, ..Side::default() }
}

/// The target without the source: what is as the merge has left it becomes as
/// it was before, what was changed since stays.
pub fn parted(before: &Side, after: &Side, now: &Side) -> Side {
    fn back<T: Clone + PartialEq>(before: &T, after: &T, now: &T) -> T {
        if now == after { before.clone() } else { now.clone() }
    }
    let email = |side: &Side| (side.email.clone(), side.is_email_verified);
    let (email, is_email_verified) = back(&email(before), &email(after), &email(now));
    let mut attributes = now.attributes.clone();
    attributes.retain(|name, value| {
        // What only the source had goes back with it.
        before.attributes.contains_key(name) || after.attributes.get(name) != Some(value)
    });
    Side {
        name: back(&before.name, &after.name, &now.name),
        email,
        is_email_verified,
        external_id: back(&before.external_id, &after.external_id, &now.external_id),
        attributes,
        blocked_at: back(&before.blocked_at, &after.blocked_at, &now.blocked_at),
    }
}

/// The source that goes back: as it was, and blocked too if somebody blocked the
/// person meanwhile.
pub fn returned(source: &Side, after: &Side, now: &Side) -> Side {
    let since = now.blocked_at.filter(|_| now.blocked_at != after.blocked_at);
    Side { blocked_at: source.blocked_at.or(since), ..source.clone() }
}

/// Whether a login would mean the source had nobody merged it into a target
/// that was so `before`.
pub fn means_source(source: &Side, before: &Side, identity: &Identity) -> bool {
    let id = |word: &str| word.parse::<CustomerId>().expect("a word is an id");
    let profile = |word: &str, side: &Side| Profile {
        id: id(word),
        email: side.verified_email().cloned(),
        external_id: side.external_id.clone(),
    };
    let both = [profile("target", before), profile("source", source)];
    plan(None, &both, identity, id("nobody")).profile.id == both[1].id
}

/// Whether the target still has the account that it had right after the merge.
///
/// # Errors
///
/// [`Code::TwoAccounts`] if somebody has signed in as the target and given it
/// another one: nobody can tell whose it is.
pub fn check_account(after: &Side, now: &Side) -> Result<(), Code> {
    if after.external_id != now.external_id || after.verified_email() != now.verified_email() {
        return Err(Code::TwoAccounts);
    }
    Ok(())
}

/// Whether a merge of this moment can be undone now; `is_kept` says whether it
/// is still known what both were.
///
/// # Errors
///
/// - [`Code::UndoTooLate`] after [`UNDO_MS`], or without what both were;
/// - [`Code::LaterMerge`] if the target has become part of somebody, or
///   somebody part of the target, since: the last one is undone first, and one
///   by a login never.
pub fn check_undo(
    merged_at: Timestamp,
    is_kept: bool,
    has_later: bool,
    now: Timestamp,
) -> Result<(), Code> {
    if !is_kept || now > merged_at.plus_ms(UNDO_MS) {
        return Err(Code::UndoTooLate);
    }
    if has_later {
        return Err(Code::LaterMerge);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn candidate(id: &str, side: Side) -> Candidate {
        Candidate {
            id: id.parse().expect("an id"),
            brand: "pedalo".parse().expect("an id"),
            merged_into: None,
            side,
        }
    }

    fn known(external_id: Option<&str>, email: Option<&str>, is_email_verified: bool) -> Side {
        Side {
            external_id: external_id.map(str::to_owned),
            email: email.map(str::to_owned),
            is_email_verified,
            ..Side::default()
        }
    }

    #[test]
    fn two_accounts_of_the_site_stay_two() {
        let check = |one: Side, other: Side| check(&candidate("a", one), &candidate("b", other));
        let (seven, eight) = (known(Some("7"), None, false), known(Some("8"), None, false));
        assert_eq!(check(seven.clone(), eight), Err(Code::TwoAccounts));
        let (ann, bob) = (known(None, Some("a@x.y"), true), known(None, Some("b@x.y"), true));
        assert_eq!(check(ann.clone(), bob.clone()), Err(Code::TwoAccounts));
        assert_eq!(check(seven, ann.clone()), Ok(()), "each has half of one account");
        let typed = known(None, Some("b@x.y"), false);
        assert_eq!(check(typed, ann), Ok(()), "what somebody typed is no account");
    }

    #[test]
    fn nobody_becomes_part_of_oneself_of_another_brand_or_of_a_part() {
        let ann = candidate("ann", Side::default());
        let bob = candidate("bob", Side::default());
        assert_eq!(check(&ann, &ann), Err(Code::SameCustomer));
        let foreign = Candidate { brand: "amphora".parse().expect("an id"), ..bob.clone() };
        assert_eq!(check(&ann, &foreign), Err(Code::OtherBrand));
        let part = Candidate { merged_into: Some("kim".parse().expect("an id")), ..bob.clone() };
        assert_eq!(check(&part, &ann), Err(Code::AlreadyMerged));
        assert_eq!(check(&ann, &part), Err(Code::AlreadyMerged));
        assert_eq!(check(&ann, &bob), Ok(()));
    }

    #[test]
    fn a_proved_address_counts_before_one_that_somebody_typed() {
        let (proved, typed) =
            (known(Some("7"), Some("a@x.y"), true), known(None, Some("b@x.y"), false));
        for (source, target) in [(&proved, &typed), (&typed, &proved)] {
            let (after, others) = united(source, target);
            assert_eq!((after.email.as_deref(), after.is_email_verified), (Some("a@x.y"), true));
            assert_eq!((after.external_id.as_deref(), others), (Some("7"), vec!["b@x.y".into()]));
        }
    }

    #[test]
    fn a_day_later_and_before_a_later_merge_nothing_is_undone() {
        let at = Timestamp(1_000);
        assert_eq!(check_undo(at, true, false, at.plus_ms(UNDO_MS)), Ok(()));
        assert_eq!(check_undo(at, true, false, at.plus_ms(UNDO_MS + 1)), Err(Code::UndoTooLate));
        assert_eq!(check_undo(at, true, true, at), Err(Code::LaterMerge));
        let forgotten = check_undo(at, false, false, at);
        assert_eq!(forgotten, Err(Code::UndoTooLate), "nobody is made of nothing");
    }

    #[test]
    fn who_logs_in_is_the_one_whose_account_it_was() {
        let identity = |external_id: Option<&str>, email: Option<&str>| Identity {
            external_id: external_id.map(str::to_owned),
            email: email.map(str::to_owned),
            name: None,
        };
        let (seven, nobody) = (known(Some("7"), None, false), Side::default());
        let ann = known(None, Some("a@x.y"), true);
        assert!(means_source(&seven, &nobody, &identity(Some("7"), None)));
        assert!(!means_source(&nobody, &seven, &identity(Some("7"), None)));
        assert!(!means_source(&nobody, &nobody, &identity(Some("7"), None)), "nobody's yet");
        assert!(!means_source(&seven, &ann, &identity(None, Some("a@x.y"))));
        let typed = known(None, Some("a@x.y"), false);
        assert!(!means_source(&typed, &nobody, &identity(None, Some("a@x.y"))));
    }

    fn side() -> impl Strategy<Value = Side> {
        let word = || proptest::option::of("[ab]");
        let attributes = proptest::collection::btree_map("[ab]Num", 0..2_i8, 0..3);
        let blocked_at = proptest::option::of(0..3_i64);
        (word(), word(), any::<bool>(), word(), attributes, blocked_at).prop_map(
            |(name, email, is_verified, external_id, attributes, blocked_at)| Side {
                name,
                is_email_verified: is_verified && email.is_some(),
                email,
                external_id,
                attributes: attributes
                    .into_iter()
                    .map(|(name, value)| (name, AttributeValue::Number(value.into())))
                    .collect(),
                blocked_at: blocked_at.map(Timestamp),
            },
        )
    }

    proptest! {
        #[test]
        fn what_nobody_touched_is_after_the_undo_as_before(source in side(), target in side()) {
            let (after, _) = united(&source, &target);
            prop_assert_eq!(parted(&target, &after, &after), target);
        }

        #[test]
        fn nothing_that_is_known_of_either_is_lost(source in side(), target in side()) {
            let (after, others) = united(&source, &target);
            for side in [&source, &target] {
                if let Some(email) = &side.email {
                    prop_assert!(after.email.as_ref() == Some(email) || others.contains(email));
                }
                prop_assert!(side.attributes.keys().all(|name| after.attributes.contains_key(name)));
                prop_assert!(side.blocked_at.is_none() || after.blocked_at.is_some());
            }
        }

        #[test]
        fn what_was_changed_since_stays(source in side(), target in side(), name in "[cd]") {
            let (after, _) = united(&source, &target);
            let now = Side { name: Some(name.clone()), ..after.clone() };
            prop_assert_eq!(parted(&target, &after, &now).name, Some(name));
        }
    }
}

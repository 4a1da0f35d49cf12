//! The pure core of a login: whose profile a session gets.
//!
//! The first login of an anonymous visitor joins what was said before to the
//! profile; a visitor who is known already never takes anything along to
//! another profile. Every store calls [`plan`] inside its transaction.

use kb_protocol::id::CustomerId;

use crate::auth::Identity;

/// What is known of a customer, as far as a login matters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// Who.
    pub id: CustomerId,
    /// Verified address, in lower case.
    pub email: Option<String>,
    /// What the brand's site calls the person.
    pub external_id: Option<String>,
}

impl Profile {
    fn is_anonymous(&self) -> bool {
        self.email.is_none() && self.external_id.is_none()
    }
}

/// What a login does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The profile after it.
    pub profile: Profile,
    /// Whether the profile is new.
    pub is_new: bool,
    /// The anonymous customer whose conversations the profile gets.
    pub merged: Option<CustomerId>,
    /// Whether the present session goes on; else it ends and a new one begins.
    pub keeps_session: bool,
    /// Whether what the browser shows belongs to this visitor.
    pub is_same: bool,
}

/// Decides a login.
///
/// `current` is the customer of the present session, `candidates` are the
/// customers of the brand who have the identity's address or external id,
/// `fresh` is the id of a new one.
pub fn plan(
    current: Option<&Profile>,
    candidates: &[Profile],
    identity: &Identity,
    fresh: CustomerId,
) -> Plan {
    let by_email = identity
        .email
        .as_ref()
        .and_then(|email| candidates.iter().find(|one| one.email.as_ref() == Some(email)));
    let by_external_id = identity
        .external_id
        .as_ref()
        .and_then(|id| candidates.iter().find(|one| one.external_id.as_ref() == Some(id)));
    // The address wins: somebody of another address is somebody else.
    let found =
        by_email.or(by_external_id.filter(|one| identity.email.is_none() || one.email.is_none()));
    let anonymous = current.filter(|current| current.is_anonymous());
    let known = found.or(anonymous);
    let mut profile =
        known.cloned().unwrap_or(Profile { id: fresh, email: None, external_id: None });
    if profile.email.is_none() {
        profile.email.clone_from(&identity.email);
    }
    let is_free = by_external_id.is_none_or(|owner| owner.id == profile.id);
    if profile.external_id.is_none() && is_free {
        profile.external_id.clone_from(&identity.external_id);
    }
    let is_current = current.is_some_and(|current| current.id == profile.id);
    Plan {
        is_new: known.is_none(),
        merged: anonymous.map(|one| one.id.clone()).filter(|id| *id != profile.id),
        // Whoever was anonymous is somebody from now on, and gets a new secret.
        keeps_session: is_current && anonymous.is_none(),
        is_same: is_current || anonymous.is_some(),
        profile,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile(id: &str, email: Option<&str>, external_id: Option<&str>) -> Profile {
        Profile {
            id: id.parse().expect("an id"),
            email: email.map(str::to_owned),
            external_id: external_id.map(str::to_owned),
        }
    }

    /// Profile, merged customer and flags of a login in one line.
    fn login(
        current: Option<Profile>,
        candidates: &[Profile],
        email: Option<&str>,
        external_id: Option<&str>,
    ) -> String {
        let identity = Identity {
            email: email.map(str::to_owned),
            external_id: external_id.map(str::to_owned),
            name: None,
        };
        let plan = plan(current.as_ref(), candidates, &identity, "fresh".parse().expect("an id"));
        let Plan { profile, is_new, merged, keeps_session, is_same } = plan;
        let mut words = vec![
            profile.id.to_string(),
            profile.email.unwrap_or_else(|| "-".into()),
            profile.external_id.unwrap_or_else(|| "-".into()),
        ];
        words.extend(merged.map(|id| format!("<{id}")));
        for (is_so, word) in [(is_new, "new"), (keeps_session, "keeps"), (is_same, "same")] {
            words.extend(is_so.then(|| word.to_owned()));
        }
        words.join(" ")
    }

    #[test]
    fn nobody_yet_gets_the_profile_or_a_new_one() {
        let ann = profile("ann", Some("a@x.y"), None);
        assert_eq!(login(None, &[ann], Some("a@x.y"), None), "ann a@x.y -");
        assert_eq!(login(None, &[], Some("a@x.y"), Some("7")), "fresh a@x.y 7 new");
    }

    #[test]
    fn an_anonymous_visitor_joins_the_profile_or_becomes_it() {
        let anonymous = || Some(profile("anon", None, None));
        let ann = profile("ann", Some("a@x.y"), None);
        assert_eq!(login(anonymous(), &[ann], Some("a@x.y"), None), "ann a@x.y - <anon same");
        assert_eq!(login(anonymous(), &[], None, Some("7")), "anon - 7 same");
    }

    #[test]
    fn a_known_visitor_takes_nothing_along_to_another_profile() {
        let bob = || Some(profile("bob", None, Some("8")));
        let ann = profile("ann", Some("a@x.y"), None);
        assert_eq!(login(bob(), &[ann], Some("a@x.y"), None), "ann a@x.y -");
        assert_eq!(login(bob(), &[], Some("c@x.y"), None), "fresh c@x.y - new");
    }

    #[test]
    fn the_same_person_again_keeps_the_session() {
        let ann = profile("ann", Some("a@x.y"), Some("7"));
        let again = login(Some(ann.clone()), &[ann], Some("a@x.y"), Some("7"));
        assert_eq!(again, "ann a@x.y 7 keeps same");
    }

    #[test]
    fn of_address_and_external_id_the_address_wins() {
        let ann = profile("ann", Some("a@x.y"), None);
        let seven = profile("seven", None, Some("7"));
        let both = [ann.clone(), seven.clone()];
        assert_eq!(login(None, &both, Some("a@x.y"), Some("7")), "ann a@x.y -");
        assert_eq!(login(None, &[ann], Some("a@x.y"), Some("7")), "ann a@x.y 7");
        assert_eq!(login(None, &[seven], Some("b@x.y"), Some("7")), "seven b@x.y 7");
        let other = profile("other", Some("o@x.y"), Some("7"));
        assert_eq!(login(None, &[other], Some("b@x.y"), Some("7")), "fresh b@x.y - new");
    }
}

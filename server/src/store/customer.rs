//! Who customers are: the part of the [`Store`](super::Store) that keeps what
//! sites and pages say of them.

use std::collections::BTreeMap;

use kb_protocol::api::{AttributeValue, CustomerDescription, Social};
use kb_protocol::id::{BrandId, ConversationId, CustomerId};
use kb_protocol::inbox::CustomerDetail;
use kb_protocol::time::Timestamp;
use serde::{Deserialize, Serialize};

use super::{NewSession, Pending, StoreError, VisitorSession};
use crate::auth::{Identity, TokenHash};
use crate::login::Plan;

/// Most unverified addresses, numbers and accounts of one customer.
pub(super) const CONTACTS: usize = 30;

/// A login to be carried out.
#[derive(Clone, Debug)]
pub struct Login {
    /// The brand.
    pub brand: BrandId,
    /// Who the site says the person is.
    pub identity: Identity,
    /// The present session with its customer.
    pub current: Option<(TokenHash, CustomerId)>,
    /// Id of a new customer, should one be needed.
    pub fresh: CustomerId,
    /// The session that begins unless the present one goes on.
    pub session: NewSession,
}

/// A customer with what pages say of one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CustomerRecord {
    /// As the brand's site says.
    pub name: Option<String>,
    /// Address; that of a login, or what the visitor left.
    pub email: Option<String>,
    /// Whether the address is that of a login.
    pub is_email_verified: bool,
    /// Since when nothing is taken from the customer.
    pub blocked_at: Option<Timestamp>,
    /// What the brand's site calls the person.
    pub external_id: Option<String>,
    /// Custom attributes.
    pub attributes: BTreeMap<String, AttributeValue>,
    /// Kind, service and value of what nobody has verified.
    pub contacts: Vec<SharedContact>,
}

impl CustomerRecord {
    /// Whether whoever reads letters to the address may come back as this
    /// customer without a login: it is the address of a login, or nobody has
    /// logged in. Who logged in by an id alone has perhaps not written the
    /// address, which somebody else at the same browser may have left before.
    pub(crate) fn comes_back_by_letter(&self) -> bool {
        self.blocked_at.is_none() && (self.is_email_verified || self.external_id.is_none())
    }
}

/// A customer who was there, and until when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    /// Who.
    pub customer: CustomerId,
    /// When the last connection ended.
    pub at: Timestamp,
}

/// An address, number or account that nobody has verified.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharedContact {
    /// `email`, `phone` or `social`.
    pub kind: String,
    /// Where an account is; empty for the others.
    pub service: String,
    /// The address, number or name of the account.
    pub value: String,
}

impl CustomerRecord {
    /// As the inbox shows one, with the attributes of a conversation.
    pub fn detail(self, of_conversation: BTreeMap<String, AttributeValue>) -> CustomerDetail {
        let of = |kind: &str| {
            let found = self.contacts.iter().filter(|one| one.kind == kind);
            found.cloned().collect::<Vec<_>>()
        };
        let values = |kind: &str| {
            // What stands beside the name need not stand there twice.
            let known = |one: &SharedContact| self.email.as_ref() == Some(&one.value);
            of(kind).into_iter().filter(|one| !known(one)).map(|one| one.value).collect()
        };
        let socials = of("social").into_iter();
        CustomerDetail {
            shared_emails: values("email"),
            shared_phones: values("phone"),
            shared_socials: socials
                .map(|one| Social { username: one.value, service: one.service })
                .collect(),
            name: self.name,
            email: self.email,
            is_email_verified: self.is_email_verified,
            blocked_at: self.blocked_at,
            external_id: self.external_id,
            attributes: self.attributes,
            conversation_attributes: of_conversation,
            others: Vec::new(),
            merges: Vec::new(),
        }
    }
}

/// What a description adds to the contacts.
pub(super) fn contacts(description: &CustomerDescription) -> Vec<SharedContact> {
    let plain = |kind: &'static str| {
        move |value: &String| SharedContact {
            kind: kind.to_owned(),
            service: String::new(),
            value: value.clone(),
        }
    };
    let social = |social: &Social| SharedContact {
        kind: "social".to_owned(),
        service: social.service.clone(),
        value: social.username.clone(),
    };
    let emails = description.emails.iter().map(plain("email"));
    let phones = description.phones.iter().map(plain("phone"));
    emails.chain(phones).chain(description.socials.iter().map(social)).collect()
}

/// Attributes with those of a description; what is nothing is taken away.
pub(super) fn patched(
    stored: &str,
    changes: &BTreeMap<String, Option<AttributeValue>>,
) -> Result<String, StoreError> {
    let mut values = attributes(stored)?;
    for (name, value) in changes {
        match value {
            Some(value) => _ = values.insert(name.clone(), value.clone()),
            None => _ = values.remove(name),
        }
    }
    Ok(super::stored::to_json(&values))
}

/// The attributes of both; of two values that of `kept`.
pub(super) fn united(kept: &str, joining: &str) -> Result<String, StoreError> {
    let mut values = attributes(joining)?;
    values.extend(attributes(kept)?);
    Ok(super::stored::to_json(&values))
}

/// Attributes as a column has them.
pub(super) fn attributes(text: &str) -> Result<BTreeMap<String, AttributeValue>, StoreError> {
    serde_json::from_str(text)
        .map_err(|_| StoreError::Corrupt { what: "attributes", value: text.to_owned() })
}

/// What became of a login.
pub type LoggedIn = Plan;

/// Keeps what is known of customers.
pub trait CustomerStore {
    /// Logs a visitor in: finds or makes the profile, joins what an anonymous
    /// visitor said before, and begins a session, all of it or nothing.
    fn login(&self, login: Login) -> Pending<'_, LoggedIn>;

    /// Keeps another session of a customer from whom something is taken, or of
    /// the profile that one has become part of, and answers whose it is; `None`
    /// if nobody is there, or nothing is taken.
    fn readmit(
        &self,
        visitor: VisitorSession,
        session: NewSession,
    ) -> Pending<'_, Option<CustomerId>>;

    /// Ends a visitor's session.
    fn revoke_visitor_session(&self, token_hash: TokenHash, now: Timestamp) -> Pending<'_, ()>;

    /// A customer; the profile where the customer has become part of one.
    fn customer_record(&self, id: CustomerId) -> Pending<'_, Option<CustomerRecord>>;

    /// Keeps when customers were last there.
    fn keep_left(&self, left: Vec<Left>) -> Pending<'_, ()>;

    /// When these customers were last there, of those of whom it is known.
    fn last_seen(&self, customers: Vec<CustomerId>) -> Pending<'_, Vec<Left>>;

    /// Adds to what is known of a customer.
    fn describe_customer(
        &self,
        id: CustomerId,
        description: CustomerDescription,
    ) -> Pending<'_, ()>;

    /// Changes attributes of a conversation.
    fn describe_conversation(
        &self,
        id: ConversationId,
        changes: BTreeMap<String, Option<AttributeValue>>,
    ) -> Pending<'_, ()>;

    /// Attributes of a conversation.
    fn conversation_attributes(
        &self,
        id: ConversationId,
    ) -> Pending<'_, BTreeMap<String, AttributeValue>>;
}

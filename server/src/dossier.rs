//! All that is kept of a customer, as one document: what a person may ask for.
//!
//! Notes and events are not in it. They are the agents' own words; whoever
//! hands the document over decides about them.

use std::collections::BTreeMap;

use kb_protocol::api::AttributeValue;
use kb_protocol::chat::Entry;
use kb_protocol::file::FileInfo;
use kb_protocol::hook::Transaction;
use kb_protocol::id::{BrandId, ConversationId, CustomerId, FileId};
use kb_protocol::inbox::{Channel, Receipt, Status};
use kb_protocol::time::Timestamp;
use serde::Serialize;
use serde_json::Value;

use crate::store::{KeptSession, KnownFile, Merge, Person, Store, StoreError};

/// Entries that are read at once.
const CHUNK: usize = 500;

/// The document. Moments are milliseconds since 1970.
#[derive(Serialize)]
pub(crate) struct Dossier {
    customer: CustomerId,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    joined: Vec<CustomerId>,
    brand: BrandId,
    created_at: Timestamp,
    last_seen_at: Option<Timestamp>,
    name: Option<String>,
    email: Option<String>,
    is_email_verified: bool,
    external_id: Option<String>,
    attributes: BTreeMap<String, AttributeValue>,
    contacts: Vec<Contact>,
    sessions: Vec<KeptSession>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    merges: Vec<Merge>,
    conversations: Vec<Thread>,
    files: Vec<FileInfo>,
}

#[derive(Serialize)]
struct Contact {
    kind: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    service: String,
    value: String,
}

#[derive(Serialize)]
struct Thread {
    id: ConversationId,
    channel: Channel,
    form: Option<String>,
    reference: Option<String>,
    status: Status,
    tags: Vec<String>,
    locale: String,
    page: Option<String>,
    created_at: Timestamp,
    attributes: BTreeMap<String, AttributeValue>,
    entries: Vec<Entry>,
    /// What form hooks have heard of the form that it began with.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    hooks: Vec<Transaction<Value>>,
    /// When messages reached the person, and where.
    delivered: Vec<Receipt>,
    seen: Vec<Receipt>,
}

impl Dossier {
    /// Reads everything; `None` if nobody has this id.
    pub(crate) async fn read(
        store: &dyn Store,
        customer: CustomerId,
    ) -> Result<Option<Self>, StoreError> {
        let Some(person) = store.person(customer).await? else { return Ok(None) };
        let Person {
            id, joined, brand, created_at, last_seen_at, record, sessions, merges, ..
        } = person;
        let mut conversations = Vec::with_capacity(person.conversations.len());
        for id in person.conversations {
            // Erased since.
            let Some(one) = thread(store, id).await? else { continue };
            conversations.push(one);
        }
        let contacts = record.contacts.into_iter().map(|one| Contact {
            kind: one.kind,
            service: one.service,
            value: one.value,
        });
        Ok(Some(Self {
            customer: id,
            joined,
            brand,
            created_at,
            last_seen_at,
            name: record.name,
            email: record.email,
            is_email_verified: record.is_email_verified,
            external_id: record.external_id,
            attributes: record.attributes,
            contacts: contacts.collect(),
            sessions,
            merges,
            conversations,
            files: known(store, person.files).await?.into_iter().map(|file| file.info).collect(),
        }))
    }

    /// The files that belong to it.
    pub(crate) fn files(&self) -> &[FileInfo] {
        &self.files
    }
}

/// Files in the order of their ids.
async fn known(store: &dyn Store, ids: Vec<FileId>) -> Result<Vec<KnownFile>, StoreError> {
    let places: BTreeMap<String, usize> =
        ids.iter().enumerate().map(|(place, id)| (id.to_string(), place)).collect();
    let mut files = store.files(ids).await?;
    files.sort_by_key(|file| places.get(file.info.id.as_str()).copied());
    Ok(files)
}

async fn thread(store: &dyn Store, id: ConversationId) -> Result<Option<Thread>, StoreError> {
    let Some(found) = store.conversation(id.clone()).await? else { return Ok(None) };
    let mut entries: Vec<Entry> = Vec::new();
    loop {
        let after = entries.last().map_or(0, |last| last.seq);
        let page = store.entries_after(id.clone(), after, CHUNK).await?;
        if page.is_empty() {
            break;
        }
        entries.extend(page);
    }
    let (mut delivered, mut seen) = (Vec::new(), Vec::new());
    for (is_seen, receipt) in store.receipts(id.clone(), 0, usize::MAX).await? {
        if is_seen { seen.push(receipt) } else { delivered.push(receipt) }
    }
    // Nothing else has told hooks anything.
    let hooks = match found.form {
        Some(_) => store.transactions_of(id.clone()).await?,
        None => Vec::new(),
    };
    Ok(Some(Thread {
        attributes: store.conversation_attributes(id).await?,
        id: found.id,
        channel: found.channel,
        form: found.form.map(|form| form.to_string()),
        reference: found.reference,
        status: found.status,
        tags: found.tags,
        locale: found.locale,
        page: found.page,
        created_at: found.created_at,
        entries,
        hooks,
        delivered,
        seen,
    }))
}

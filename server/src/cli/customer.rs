//! `kb-server customer`: what is kept of people, for those who ask for it.

mod merge;

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Subcommand;
use kb_protocol::api::Tombstone;
use kb_protocol::file::FileInfo;
use kb_protocol::id::CustomerId;

use crate::app::App;
use crate::clock::{Clock, SystemClock};
use crate::dossier::Dossier;
use crate::store::{Erasure, Store};

/// What is done with customers.
#[derive(Debug, Subcommand)]
pub(super) enum CustomerCommand {
    /// Lists the customers with an email address: id, brand, conversations,
    /// and whether the address is verified.
    Find {
        /// The address.
        email: String,
    },
    /// Writes all that is kept of a customer into a new folder: profile,
    /// conversations and sessions as `customer.json`, and the files. Notes of
    /// agents are not among it.
    Export {
        /// Id of the customer.
        customer: String,
        /// The new folder.
        to: PathBuf,
    },
    /// Makes one customer part of another: conversations, files, addresses and
    /// attributes. Both ids stay known, and browsers of both see all of it.
    /// With SQLite, while no server runs; the inbox does it at any time.
    Merge {
        /// Id of the customer who becomes part of the other.
        source: String,
        /// Id of the customer who stays.
        #[arg(long)]
        into: String,
        /// Does it; without this it is only said what would move.
        #[arg(long)]
        yes: bool,
    },
    /// Parts two customers again who were merged within the last day. With
    /// SQLite, while no server runs; the inbox does it at any time.
    Unmerge {
        /// Id of the merge, as `merge` printed it.
        merge: String,
    },
    /// Erases a customer with conversations, files and sessions, for good.
    /// With SQLite, while no server runs; the inbox does it at any time.
    /// Backups are yours to erase.
    Erase {
        /// Id of the customer.
        customer: String,
        /// Does it; without this it is only said what would be erased.
        #[arg(long)]
        yes: bool,
    },
}

impl CustomerCommand {
    /// What did not happen if a server would have to be told of it.
    pub(super) fn needs_alone(&self) -> Option<&'static str> {
        match self {
            Self::Erase { yes: true, .. } => {
                Some("nobody was erased; erase in the inbox while the server runs")
            }
            Self::Merge { yes: true, .. } => {
                Some("nobody was merged; merge in the inbox while the server runs")
            }
            Self::Unmerge { .. } => {
                Some("nothing was undone; undo it in the inbox while the server runs")
            }
            _ => None,
        }
    }
}

pub(super) async fn obey(app: &App, command: &CustomerCommand) -> Result<()> {
    let store = &*app.store;
    match command {
        CustomerCommand::Find { email } => find(store, email).await,
        CustomerCommand::Export { customer, to } => export(store, customer, to).await,
        CustomerCommand::Merge { source, into, yes } => {
            merge::merge(store, source, into, *yes).await
        }
        CustomerCommand::Unmerge { merge } => merge::unmerge(store, merge).await,
        CustomerCommand::Erase { customer, yes } => erase(store, customer, *yes).await,
    }
}

async fn find(store: &dyn Store, email: &str) -> Result<()> {
    let found = store.people_with(email.trim().to_owned()).await?;
    if found.is_empty() {
        bail!("no customer has the address `{email}`");
    }
    for id in found {
        let Some(person) = store.person(id).await? else { continue };
        let is_proved = person.record.is_email_verified
            && person.record.email.is_some_and(|known| known.eq_ignore_ascii_case(email.trim()));
        let (id, brand) = (person.id, person.brand);
        let (count, proof) =
            (person.conversations.len(), if is_proved { "verified" } else { "not verified" });
        println!("{id}\t{brand}\t{count} conversation(s)\t{proof}");
    }
    Ok(())
}

fn parse(customer: &str) -> Result<CustomerId> {
    customer.parse().ok().with_context(|| {
        format!(
            "`{customer}` is no id of a customer; `kb-server customer find ann@example.org` \
             lists the ids with an address"
        )
    })
}

/// Why there is nothing with this id.
async fn nobody(store: &dyn Store, customer: &CustomerId) -> Result<()> {
    match store.tombstone(customer.clone()).await? {
        Some(tombstone) => bail!("this customer was erased: {}", words(&tombstone)),
        None => bail!(
            "nobody has the id `{customer}`; `kb-server customer find ann@example.org` lists the \
             ids with an address"
        ),
    }
}

fn words(tombstone: &Tombstone) -> String {
    let Tombstone { conversations, messages, files, .. } = tombstone;
    format!("{conversations} conversation(s), {messages} message(s), {files} file(s)")
}

async fn export(store: &dyn Store, customer: &str, to: &Path) -> Result<()> {
    let id = parse(customer)?;
    let Some(dossier) = Dossier::read(store, id.clone()).await? else {
        return nobody(store, &id).await;
    };
    let wrong = || format!("cannot write `{}`; name a folder that is not there yet", to.display());
    if to.exists() {
        bail!(wrong());
    }
    let mut aside = to.as_os_str().to_owned();
    aside.push(".unfinished");
    let aside = PathBuf::from(aside);
    // What is in the way is somebody's: nothing is written over.
    fs::create_dir(&aside).with_context(wrong)?;
    let written = fill(store, &dossier, &aside).await;
    let finished = written.and_then(|()| Ok(fs::rename(&aside, to)?));
    if let Err(error) = finished {
        #[expect(clippy::disallowed_methods, reason = "made a moment ago, by us")]
        fs::remove_dir_all(&aside).with_context(wrong)?;
        return Err(error).with_context(wrong);
    }
    println!("{}: all that is kept of the customer", to.display());
    Ok(())
}

/// Writes the document and the files.
async fn fill(store: &dyn Store, dossier: &Dossier, folder: &Path) -> Result<()> {
    let mut document = File::create_new(folder.join("customer.json"))?;
    document.write_all((serde_json::to_string_pretty(dossier)? + "\n").as_bytes())?;
    if !dossier.files().is_empty() {
        let files = folder.join("files");
        fs::create_dir(&files)?;
        for info in dossier.files() {
            write(store, info, &files).await?;
        }
    }
    Ok(())
}

/// Longest name of a file behind its id; both together have at most 255 bytes.
const NAME_BYTES: usize = 180;

/// Writes one file. Its name begins with its id, which `customer.json` names:
/// two files may have the same name.
async fn write(store: &dyn Store, info: &FileInfo, folder: &Path) -> Result<()> {
    let mut name: String =
        info.name.chars().filter(|c| !c.is_control() && !"/\\:".contains(*c)).collect();
    // With the id before it no longer than a name may be.
    while name.len() > NAME_BYTES {
        name.pop();
    }
    let path = folder.join(format!("{}-{name}", info.id));
    let mut file = BufWriter::new(File::create_new(&path)?);
    let mut part = 0;
    while let Some(bytes) = store.file_part(info.id.clone(), part).await? {
        file.write_all(&bytes)?;
        part += 1;
    }
    file.flush()?;
    Ok(())
}

async fn erase(store: &dyn Store, customer: &str, yes: bool) -> Result<()> {
    let id = parse(customer)?;
    if !yes {
        let Some(person) = store.person(id.clone()).await? else {
            return nobody(store, &id).await;
        };
        let (conversations, files) = (person.conversations.len(), person.files.len());
        println!(
            "{conversations} conversation(s) and {files} file(s) of the brand `{}` would be \
             erased, for good; say `--yes` to do it",
            person.brand
        );
        return Ok(());
    }
    let erasure = Erasure { customer: id.clone(), by: "command".to_owned(), at: SystemClock.now() };
    match store.erase(erasure).await? {
        Some(tombstone) => println!("erased: {}", words(&tombstone)),
        None => return nobody(store, &id).await,
    }
    Ok(())
}

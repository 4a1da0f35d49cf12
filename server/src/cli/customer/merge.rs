//! `kb-server customer merge` and `unmerge`.

use anyhow::{Context, Result};
use kb_protocol::chat::{Author, Code};
use kb_protocol::id::MergeId;

use super::{nobody, parse};
use crate::auth::new_id;
use crate::clock::{Clock, SystemClock};
use crate::handlers::merges::{why, why_of};
use crate::merging::{Candidate, Side, check};
use crate::store::{ActError, Merge, MergeStep, Person, Store};

/// Makes one customer part of another, or says what would move.
pub(super) async fn merge(store: &dyn Store, source: &str, into: &str, yes: bool) -> Result<()> {
    let (from, into) = (parse(source)?, parse(into)?);
    if yes {
        let id: MergeId = new_id().parse().context("an id")?;
        let at = SystemClock.now();
        let (source, target) = (from.clone(), into.clone());
        let step = MergeStep::Merge { id, source, target, by: Author::System, at };
        let merge = carry_out(store, step).await?;
        let Merge { id, target, .. } = merge;
        println!("merged into {target}; `kb-server customer unmerge {id}` undoes it within a day");
        return Ok(());
    }
    let Some(person) = store.person(from.clone()).await? else {
        return nobody(store, &from).await;
    };
    let Some(target) = store.person(into.clone()).await? else {
        return nobody(store, &into).await;
    };
    if person.id != from {
        let is_same = person.id == target.id;
        return Err(refusal(if is_same { Code::SameCustomer } else { Code::AlreadyMerged }));
    }
    let (conversations, files) = (person.conversations.len(), person.files.len());
    let brand = person.brand.clone();
    let target_id = target.id.clone();
    check(&candidate(person), &candidate(target)).map_err(refusal)?;
    println!(
        "{conversations} conversation(s) and {files} file(s) of the brand `{brand}` would move to \
         {target_id}; say `--yes` to do it"
    );
    Ok(())
}

/// Parts two customers again.
pub(super) async fn unmerge(store: &dyn Store, merge: &str) -> Result<()> {
    let id: MergeId = merge.parse().ok().with_context(|| {
        format!("`{merge}` is no id of a merge; `kb-server customer merge` prints it")
    })?;
    let step = MergeStep::Undo { id, by: Author::System, at: SystemClock.now() };
    let Merge { source, target, .. } = carry_out(store, step).await?;
    println!("{source} and {target} are two customers again");
    Ok(())
}

async fn carry_out(store: &dyn Store, step: MergeStep) -> Result<Merge> {
    let why = why_of(&step);
    match store.merge(step).await {
        Ok(merge) => Ok(merge),
        Err(ActError::Refused(code)) => Err(anyhow::anyhow!(why(code))),
        Err(ActError::Store(error)) => Err(error.into()),
    }
}

fn refusal(code: Code) -> anyhow::Error {
    anyhow::anyhow!(why(code))
}

fn candidate(person: Person) -> Candidate {
    let Person { id, brand, record, .. } = person;
    Candidate {
        id,
        brand,
        merged_into: None,
        side: Side {
            name: record.name,
            email: record.email,
            is_email_verified: record.is_email_verified,
            external_id: record.external_id,
            attributes: record.attributes,
            blocked_at: record.blocked_at,
        },
    }
}

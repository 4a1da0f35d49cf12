//! Two customers who are one person: merged by hand, and parted again.

use axum::extract::{Path, Query, State};
use axum::{Extension, Json};
use kb_protocol::chat::{Author, Code};
use kb_protocol::id::{CustomerId, MergeId};
use kb_protocol::inbox::{CustomerMerge, MergeChoice, MergeRequest};
use kb_protocol::limits;
use serde::Deserialize;

use crate::app::App;
use crate::auth::new_id;
use crate::door::SignedIn;
use crate::error::ApiError;
use crate::merging::UNDO_MS;
use crate::search::Wanted;
use crate::store::{ActError, MergeStep, SearchQuery};

/// Conversations that are searched for candidates.
const SEARCHED: usize = 50;

/// Parameters of a search for candidates.
#[derive(Debug, Deserialize)]
pub(crate) struct CandidateQuery {
    #[serde(default)]
    q: String,
}

/// A customer, and who may be the same person.
///
/// # Errors
///
/// `unknown_customer`, `too_long`, `rate_limited`.
pub(crate) async fn candidates(
    State(app): State<App>,
    Extension(signed_in): Extension<SignedIn>,
    Path(id): Path<CustomerId>,
    Query(query): Query<CandidateQuery>,
) -> Result<Json<MergeChoice>, ApiError> {
    app.limits
        .search(&signed_in.agent.id)
        .map_err(|retry_after_ms| ApiError::RateLimited { retry_after_ms })?;
    if query.q.chars().count() > limits::SEARCH_CHARS {
        return Err(ApiError::refused(Code::TooLong, "the search is too long"));
    }
    let id = app.store.profile_of(id).await?;
    let Some(customer) = app.store.outlines(vec![id.clone()]).await?.pop() else {
        return Err(ApiError::refused(Code::UnknownCustomer, "nobody has this id, or no longer"));
    };
    let found = if query.q.trim().is_empty() {
        app.store.alike(id, limits::MERGE_CANDIDATES).await?
    } else {
        let wanted = Wanted::parse(&query.q);
        let search = SearchQuery { wanted, before: None, limit: SEARCHED };
        let mut found: Vec<CustomerId> = Vec::new();
        for hit in app.store.search(search).await? {
            let (who, brand) = (hit.conversation.customer, hit.conversation.brand);
            if brand == customer.brand && who != id && !found.contains(&who) {
                found.push(who);
            }
        }
        found.truncate(limits::MERGE_CANDIDATES);
        found
    };
    let candidates = app.store.outlines(found).await?;
    Ok(Json(MergeChoice { customer, candidates }))
}

/// Makes a customer part of another one; asked again it answers the same.
///
/// # Errors
///
/// `unknown_customer`, `same_customer`, `other_brand`, `already_merged`,
/// `two_accounts`.
pub(crate) async fn merge(
    State(app): State<App>,
    Extension(signed_in): Extension<SignedIn>,
    Path(source): Path<CustomerId>,
    Json(MergeRequest { into }): Json<MergeRequest>,
) -> Result<Json<CustomerMerge>, ApiError> {
    let id: MergeId = new_id().parse().expect("hexadecimal digits are an id");
    let agent = signed_in.agent.id.clone();
    let (by, at) = (author(signed_in), app.clock.now());
    let merge = carry_out(&app, MergeStep::Merge { id, source, target: into, by, at }).await?;
    let CustomerMerge { id, source, into, .. } = &merge;
    tracing::info!(merge = %id, %source, %into, by = %agent, "merged");
    Ok(Json(merge))
}

/// Parts two customers again; asked again it answers the same.
///
/// # Errors
///
/// `unknown_merge`, also after an erasure; `undo_too_late`, `later_merge`;
/// `two_accounts` if somebody has given the one who stays another account.
pub(crate) async fn undo(
    State(app): State<App>,
    Extension(signed_in): Extension<SignedIn>,
    Path(id): Path<MergeId>,
) -> Result<Json<CustomerMerge>, ApiError> {
    let agent = signed_in.agent.id.clone();
    let (by, at) = (author(signed_in), app.clock.now());
    let merge = carry_out(&app, MergeStep::Undo { id, by, at }).await?;
    let CustomerMerge { id, source, into, .. } = &merge;
    tracing::info!(merge = %id, %source, %into, by = %agent, "parted");
    Ok(Json(merge))
}

/// Merges into a customer that can be undone now, the latest first.
pub(super) async fn undoable(
    app: &App,
    customer: CustomerId,
) -> Result<Vec<CustomerMerge>, ApiError> {
    let since = app.clock.now().plus_ms(-UNDO_MS);
    let found = app.store.merges_of(customer, since).await?;
    Ok(found.into_iter().map(|merge| merge.shown()).collect())
}

async fn carry_out(app: &App, step: MergeStep) -> Result<CustomerMerge, ApiError> {
    let why = why_of(&step);
    match app.store.merge(step).await {
        Ok(merge) => Ok(merge.shown()),
        Err(ActError::Refused(code)) => Err(ApiError::refused(code, why(code))),
        Err(ActError::Store(error)) => Err(ApiError::Store(error)),
    }
}

fn author(signed_in: SignedIn) -> Author {
    Author::Agent { id: signed_in.agent.id, name: signed_in.agent.name }
}

/// What says why a step is refused.
pub(crate) fn why_of(step: &MergeStep) -> fn(Code) -> &'static str {
    match step {
        MergeStep::Merge { .. } => why,
        MergeStep::Undo { .. } => why_not_undone,
    }
}

/// Why a merge stays.
fn why_not_undone(code: Code) -> &'static str {
    match code {
        Code::TwoAccounts => {
            "somebody has signed in with another account since: nobody can tell whose it is"
        }
        _ => why(code),
    }
}

/// Why two customers stay as they are.
pub(crate) fn why(code: Code) -> &'static str {
    match code {
        Code::UnknownCustomer => "nobody has this id, or no longer",
        Code::SameCustomer => "both ids are the same customer",
        Code::OtherBrand => "the two belong to different brands",
        Code::AlreadyMerged => "the customer is part of another one already",
        Code::TwoAccounts => {
            "both have an account of the brand's site: whoever signs in next would part them again"
        }
        Code::UnknownMerge => "there is no such merge, or one of the two was erased",
        Code::UndoTooLate => "a merge is undone within 24 hours, or not at all",
        Code::LaterMerge => {
            "the customer was merged again since: that has to be undone first, and after a login \
             it stays"
        }
        _ => "the two customers stay as they are",
    }
}

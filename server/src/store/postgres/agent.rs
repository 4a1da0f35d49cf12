//! Agents in PostgreSQL.

use kb_protocol::id::AgentId;
use kb_protocol::inbox::Presence;
use kb_protocol::time::Timestamp;

use super::super::stored;
use super::super::{
    Agent, AgentChange, AgentStore, Changed, KnownAgent, NewAgent, NewSession, Pending, StoreError,
};
use super::link::Session;
use super::{PostgresStore, rows};
use crate::auth::TokenHash;

impl AgentStore for PostgresStore {
    fn create_agent(&self, new: NewAgent) -> Pending<'_, bool> {
        Box::pin(async move {
            let sql = "INSERT INTO agent (id, email, name, password_hash, role, created_at)
                 VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (lower(email)) DO NOTHING
                 RETURNING id";
            let Agent { id, email, name, role, .. } = new.agent;
            let (role, at) = (stored::role_name(role), new.created_at.0);
            let session = self.link.session().await?;
            let added = session
                .query(sql, &[&id.as_str(), &email, &name, &new.password_hash, &role, &at])
                .await?;
            Ok(added.len() == 1)
        })
    }

    fn agent_by_email(&self, email: String) -> Pending<'_, Option<(Agent, String)>> {
        Box::pin(async move {
            let sql = format!(
                "SELECT {}, password_hash FROM agent
                 WHERE lower(email) = lower($1) AND deactivated_at IS NULL",
                stored::AGENT
            );
            let found = self.link.session().await?.query(&sql, &[&email]).await?;
            found
                .first()
                .map(|row| Ok((rows::agent(row)?, rows::column(row, stored::AGENT_COLUMNS)?)))
                .transpose()
        })
    }

    fn agents(&self) -> Pending<'_, Vec<Agent>> {
        Box::pin(async move {
            let sql = format!(
                "SELECT {} FROM agent WHERE deactivated_at IS NULL ORDER BY name, id",
                stored::AGENT
            );
            let found = self.link.session().await?.query(&sql, &[]).await?;
            found.iter().map(rows::agent).collect()
        })
    }

    fn set_presence(&self, agent: AgentId, presence: Presence) -> Pending<'_, ()> {
        Box::pin(async move {
            let sql = "UPDATE agent SET presence = $2 WHERE id = $1";
            let presence = stored::presence_name(presence);
            let session = self.link.session().await?;
            session.query(sql, &[&agent.as_str(), &presence]).await.map(drop)
        })
    }

    fn create_agent_session(&self, agent: AgentId, session: NewSession) -> Pending<'_, ()> {
        Box::pin(async move {
            let sql = "INSERT INTO agent_session (token_hash, agent, created_at, expires_at)
                 VALUES ($1, $2, $3, $4)";
            let token = session.token_hash.as_bytes();
            let (from, until) = (session.created_at.0, session.expires_at.0);
            let link = self.link.session().await?;
            link.query(sql, &[&token, &agent.as_str(), &from, &until]).await.map(drop)
        })
    }

    fn agent_session(&self, token_hash: TokenHash, now: Timestamp) -> Pending<'_, Option<Agent>> {
        Box::pin(async move {
            let sql = format!(
                "SELECT {} FROM agent_session JOIN agent ON agent.id = agent
                 WHERE token_hash = $1 AND expires_at > $2 AND revoked_at IS NULL
                 AND deactivated_at IS NULL",
                stored::AGENT
            );
            let session = self.link.session().await?;
            let found = session.query(&sql, &[&token_hash.as_bytes(), &now.0]).await?;
            found.first().map(rows::agent).transpose()
        })
    }

    fn revoke_agent_session(&self, token_hash: TokenHash, now: Timestamp) -> Pending<'_, ()> {
        Box::pin(async move {
            let sql = "UPDATE agent_session SET revoked_at = $2
                 WHERE token_hash = $1 AND revoked_at IS NULL";
            let session = self.link.session().await?;
            session.query(sql, &[&token_hash.as_bytes(), &now.0]).await.map(drop)
        })
    }

    fn all_agents(&self, now: Timestamp) -> Pending<'_, Vec<KnownAgent>> {
        Box::pin(async move {
            let sql = format!(
                "SELECT {}, deactivated_at IS NULL, (SELECT count(*) FROM agent_session
                     WHERE agent = agent.id AND revoked_at IS NULL AND expires_at > $1)
                 FROM agent ORDER BY agent.name, agent.id",
                stored::AGENT
            );
            let found = self.link.session().await?.query(&sql, &[&now.0]).await?;
            let known = |row| {
                let sessions: i64 = rows::column(row, stored::AGENT_COLUMNS + 1)?;
                Ok(KnownAgent {
                    agent: rows::agent(row)?,
                    is_active: rows::column(row, stored::AGENT_COLUMNS)?,
                    sessions: u32::try_from(sessions).unwrap_or(u32::MAX),
                })
            };
            found.iter().map(known).collect()
        })
    }

    fn change_agent(
        &self,
        email: String,
        change: AgentChange,
        now: Timestamp,
    ) -> Pending<'_, Changed> {
        Box::pin(async move { self.clerk.change_agent(&email, &change, now).await })
    }
}

/// Changes an agent; the caller has begun a transaction.
pub(super) async fn change(
    session: &Session,
    email: &str,
    change: &AgentChange,
    now: Timestamp,
) -> Result<Changed, StoreError> {
    // Of two owners who go at the same moment one stays.
    let sql = "SELECT pg_advisory_xact_lock(hashtextextended('owners', 0))";
    session.query(sql, &[]).await?;
    let sql = "SELECT id, role = 'owner' AND deactivated_at IS NULL AND NOT EXISTS (
             SELECT 1 FROM agent other WHERE other.role = 'owner'
             AND other.deactivated_at IS NULL AND other.id <> agent.id)
         FROM agent WHERE lower(email) = lower($1)";
    let found = session.query(sql, &[&email]).await?;
    let Some(row) = found.first() else { return Ok(Changed::Unknown) };
    let (id, is_last_owner): (String, bool) = (rows::column(row, 0)?, rows::column(row, 1)?);
    if change.takes_an_owner() && is_last_owner {
        return Ok(Changed::LastOwner);
    }
    let ends_sessions = match change {
        AgentChange::Active(is_active) => {
            let at = (!is_active).then_some(now.0);
            // Who is out already stays out since then.
            let sql = "UPDATE agent SET deactivated_at = CASE WHEN $2::bigint IS NULL
                 THEN NULL ELSE coalesce(deactivated_at, $2) END WHERE id = $1";
            session.query(sql, &[&id, &at]).await?;
            !is_active
        }
        AgentChange::Role(role) => {
            let sql = "UPDATE agent SET role = $2 WHERE id = $1";
            session.query(sql, &[&id, &stored::role_name(*role)]).await?;
            false
        }
        AgentChange::Password(hash) => {
            let sql = "UPDATE agent SET password_hash = $2 WHERE id = $1";
            session.query(sql, &[&id, hash]).await?;
            true
        }
        AgentChange::SignOut => true,
    };
    let ended = if ends_sessions {
        let sql = "UPDATE agent_session SET revoked_at = $2
             WHERE agent = $1 AND revoked_at IS NULL AND expires_at > $2 RETURNING 1";
        session.query(sql, &[&id, &now.0]).await?.len()
    } else {
        0
    };
    Ok(Changed::Yes { ended: u32::try_from(ended).unwrap_or(u32::MAX) })
}

//! Agents in SQLite.

use kb_protocol::id::AgentId;
use kb_protocol::inbox::Presence;
use kb_protocol::time::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::super::stored;
use super::super::{
    Agent, AgentChange, AgentStore, Changed, KnownAgent, NewAgent, NewSession, Pending,
};
use super::{SqliteStore, rows};
use crate::auth::TokenHash;

impl AgentStore for SqliteStore {
    fn create_agent(&self, new: NewAgent) -> Pending<'_, bool> {
        self.writer.write(move |connection| {
            let added = connection
                .prepare_cached(
                    "INSERT INTO agent (id, email, name, password_hash, role, created_at)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (email) DO NOTHING",
                )?
                .execute(params![
                    new.agent.id.as_str(),
                    new.agent.email,
                    new.agent.name,
                    new.password_hash,
                    stored::role_name(new.agent.role),
                    new.created_at.0
                ])?;
            Ok(added == 1)
        })
    }

    fn agent_by_email(&self, email: String) -> Pending<'_, Option<(Agent, String)>> {
        self.read(move |connection| {
            connection
                .prepare_cached(&format!(
                    "SELECT {}, password_hash FROM agent
                     WHERE email = ?1 AND deactivated_at IS NULL",
                    stored::AGENT
                ))?
                .query_row([email], |row| Ok((rows::agent(row)?, row.get(stored::AGENT_COLUMNS)?)))
                .optional()
        })
    }

    fn agents(&self) -> Pending<'_, Vec<Agent>> {
        self.read(|connection| {
            connection
                .prepare_cached(&format!(
                    "SELECT {} FROM agent WHERE deactivated_at IS NULL ORDER BY name, id",
                    stored::AGENT
                ))?
                .query_map([], rows::agent)?
                .collect()
        })
    }

    fn set_presence(&self, agent: AgentId, presence: Presence) -> Pending<'_, ()> {
        self.writer.write(move |connection| {
            connection
                .prepare_cached("UPDATE agent SET presence = ?2 WHERE id = ?1")?
                .execute(params![agent.as_str(), stored::presence_name(presence)])
                .map(drop)
        })
    }

    fn create_agent_session(&self, agent: AgentId, session: NewSession) -> Pending<'_, ()> {
        self.writer.write(move |connection| {
            connection
                .prepare_cached(
                    "INSERT INTO agent_session (token_hash, agent, created_at, expires_at)
                     VALUES (?1, ?2, ?3, ?4)",
                )?
                .execute(params![
                    session.token_hash.as_bytes(),
                    agent.as_str(),
                    session.created_at.0,
                    session.expires_at.0
                ])
                .map(drop)
        })
    }

    fn agent_session(&self, token_hash: TokenHash, now: Timestamp) -> Pending<'_, Option<Agent>> {
        self.read(move |connection| {
            connection
                .prepare_cached(&format!(
                    "SELECT {} FROM agent_session JOIN agent ON agent.id = agent
                     WHERE token_hash = ?1 AND expires_at > ?2 AND revoked_at IS NULL
                     AND deactivated_at IS NULL",
                    stored::AGENT
                ))?
                .query_row(params![token_hash.as_bytes(), now.0], rows::agent)
                .optional()
        })
    }

    fn revoke_agent_session(&self, token_hash: TokenHash, now: Timestamp) -> Pending<'_, ()> {
        self.writer.write(move |connection| {
            connection
                .prepare_cached(
                    "UPDATE agent_session SET revoked_at = ?2
                     WHERE token_hash = ?1 AND revoked_at IS NULL",
                )?
                .execute(params![token_hash.as_bytes(), now.0])
                .map(drop)
        })
    }

    fn all_agents(&self, now: Timestamp) -> Pending<'_, Vec<KnownAgent>> {
        self.read(move |connection| {
            connection
                .prepare_cached(&format!(
                    "SELECT {}, deactivated_at IS NULL, (SELECT count(*) FROM agent_session
                         WHERE agent = agent.id AND revoked_at IS NULL AND expires_at > ?1)
                     FROM agent ORDER BY agent.name, agent.id",
                    stored::AGENT
                ))?
                .query_map([now.0], |row| {
                    Ok(KnownAgent {
                        agent: rows::agent(row)?,
                        is_active: row.get(stored::AGENT_COLUMNS)?,
                        sessions: row.get(stored::AGENT_COLUMNS + 1)?,
                    })
                })?
                .collect()
        })
    }

    fn change_agent(
        &self,
        email: String,
        change: AgentChange,
        now: Timestamp,
    ) -> Pending<'_, Changed> {
        self.writer.write(move |connection| {
            let found: Option<String> = connection
                .prepare_cached("SELECT id FROM agent WHERE email = ?1")?
                .query_row([&email], |row| row.get(0))
                .optional()?;
            let Some(id) = found else { return Ok(Changed::Unknown) };
            if change.takes_an_owner() && is_last_owner(connection, &id)? {
                return Ok(Changed::LastOwner);
            }
            let ends_sessions = match &change {
                AgentChange::Active(is_active) => {
                    let at = (!is_active).then_some(now.0);
                    // Who is out already stays out since then.
                    let sql = "UPDATE agent SET deactivated_at = CASE WHEN ?2 IS NULL THEN NULL
                         ELSE coalesce(deactivated_at, ?2) END WHERE id = ?1";
                    connection.execute(sql, params![id, at])?;
                    !is_active
                }
                AgentChange::Role(role) => {
                    let sql = "UPDATE agent SET role = ?2 WHERE id = ?1";
                    connection.execute(sql, params![id, stored::role_name(*role)])?;
                    false
                }
                AgentChange::Password(hash) => {
                    let sql = "UPDATE agent SET password_hash = ?2 WHERE id = ?1";
                    connection.execute(sql, params![id, hash])?;
                    true
                }
                AgentChange::SignOut => true,
            };
            let ended = if ends_sessions {
                connection.execute(
                    "UPDATE agent_session SET revoked_at = ?2
                     WHERE agent = ?1 AND revoked_at IS NULL AND expires_at > ?2",
                    params![id, now.0],
                )?
            } else {
                0
            };
            Ok(Changed::Yes { ended: u32::try_from(ended).unwrap_or(u32::MAX) })
        })
    }
}

/// Whether an agent is the only active owner.
fn is_last_owner(connection: &Connection, id: &str) -> rusqlite::Result<bool> {
    connection
        .prepare_cached(
            "SELECT count(*) = 1 AND max(id) = ?1 FROM agent
             WHERE role = 'owner' AND deactivated_at IS NULL",
        )?
        .query_row([id], |row| row.get::<_, Option<bool>>(0))
        .map(|is_last| is_last.unwrap_or(false))
}

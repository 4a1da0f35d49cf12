//! How much anybody may do.

use kb_protocol::limits;
use serde::Deserialize;

use super::Wrong;

/// Section `[limits]`: how much one visitor, address or account may do.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(default, deny_unknown_fields)]
pub struct LimitsConfig {
    /// Messages of one visitor.
    pub messages_per_minute: u32,
    /// Frames of one connection, of whatever kind. A person at a keyboard
    /// never reaches it; who does is disconnected.
    pub frames_per_second: u32,
    /// Files of one visitor or agent.
    pub uploads_per_minute: u32,
    /// Files of one visitor, and of all visitors at one address, in MiB.
    pub upload_mb_per_hour: u32,
    /// New visitors from one address (IPv6: from one /64).
    pub sessions_per_hour: u32,
    /// Attempts to sign in, per account and per address.
    pub sign_ins_per_minute: u32,
    /// Searches of one agent.
    pub searches_per_minute: u32,
    /// Logins of visitors from one address (IPv6: from one /64).
    pub logins_per_minute: u32,
    /// How often pages may describe one visitor and the conversations.
    pub descriptions_per_minute: u32,
    /// Forms from one address (IPv6: from one /64).
    pub forms_per_hour: u32,
    /// What one address (IPv6: one /64) posts to form hooks.
    pub hooks_per_minute: u32,
    /// Votes and other records from one address (IPv6: from one /64).
    pub records_per_minute: u32,
    /// How long a visitor's browser is remembered after its first message.
    pub visitor_session_days: u32,
    /// How long an agent stays signed in.
    pub agent_session_days: u32,
    /// How often a connection is told that the server is there; for tests, as
    /// browsers count on the default.
    pub beat_ms: u32,
    /// Silence after which a connection is taken for dead; likewise.
    pub silence_ms: u32,
}

impl Default for LimitsConfig {
    fn default() -> Self {
        Self {
            messages_per_minute: 30,
            frames_per_second: 20,
            uploads_per_minute: 20,
            upload_mb_per_hour: 100,
            sessions_per_hour: 60,
            sign_ins_per_minute: 10,
            searches_per_minute: 120,
            logins_per_minute: 120,
            descriptions_per_minute: 30,
            forms_per_hour: 30,
            hooks_per_minute: 60,
            records_per_minute: 60,
            visitor_session_days: 365,
            agent_session_days: 14,
            beat_ms: limits::BEAT_MS,
            silence_ms: limits::SILENCE_MS,
        }
    }
}

impl LimitsConfig {
    /// What is wrong, with the key.
    pub(super) fn check(&self) -> Result<(), Wrong> {
        if self.beat_ms == 0 || self.silence_ms < self.beat_ms {
            return Err((
                "limits.silence_ms".into(),
                "`silence_ms` is at least `beat_ms`, and that is above 0".into(),
            ));
        }
        Ok(())
    }
}

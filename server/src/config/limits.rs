//! How much anybody may do.

use serde::Deserialize;

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
    /// How long a visitor's browser is remembered after its first message.
    pub visitor_session_days: u32,
    /// How long an agent stays signed in.
    pub agent_session_days: u32,
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
            visitor_session_days: 365,
            agent_session_days: 14,
        }
    }
}

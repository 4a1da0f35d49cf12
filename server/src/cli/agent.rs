//! `kb-server agent`: who answers, and who does no longer.

use anyhow::{Result, bail};
use clap::Subcommand;
use kb_protocol::api::Role;

use super::{RoleName, read_password};
use crate::app::App;
use crate::auth::hash_password;
use crate::clock::{Clock, SystemClock};
use crate::config::nearest;
use crate::store::{AgentChange, Changed};

/// What is done with agents. All of it works while the server runs, which
/// closes the connections of ended sessions within seconds.
#[derive(Debug, Subcommand)]
pub(super) enum AgentCommand {
    /// Lists the agents with their roles and sessions.
    List,
    /// Lets an agent sign in no longer and ends every session; what the agent
    /// wrote stays.
    Disable {
        /// Address to sign in with.
        email: String,
    },
    /// Lets a disabled agent sign in again.
    Enable {
        /// Address to sign in with.
        email: String,
    },
    /// Sets what an agent may do.
    SetRole {
        /// Address to sign in with.
        email: String,
        /// The new role.
        #[arg(value_enum)]
        role: RoleName,
    },
    /// Sets a new password, read from standard input, and ends every session.
    SetPassword {
        /// Address to sign in with.
        email: String,
    },
    /// Ends every session of an agent, as after a lost laptop.
    SignOut {
        /// Address to sign in with.
        email: String,
    },
}

/// Lists agents, or changes one.
pub(super) async fn obey(app: &App, command: &AgentCommand) -> Result<()> {
    let (email, change, done) = match command {
        AgentCommand::List => return list(app).await,
        AgentCommand::Disable { email } => {
            (email, AgentChange::Active(false), "may sign in no longer")
        }
        AgentCommand::Enable { email } => (email, AgentChange::Active(true), "may sign in"),
        AgentCommand::SetRole { email, role } => {
            (email, AgentChange::Role((*role).into()), "has another role")
        }
        AgentCommand::SetPassword { email } => {
            let hash = hash_password(&read_password()?)?;
            (email, AgentChange::Password(hash), "has a new password")
        }
        AgentCommand::SignOut { email } => (email, AgentChange::SignOut, "is signed out"),
    };
    match app.store.change_agent(email.trim().to_owned(), change, SystemClock.now()).await? {
        Changed::Yes { ended: 0 } => println!("{email} {done}"),
        Changed::Yes { ended } => println!("{email} {done}; sessions ended: {ended}"),
        Changed::Unknown => return unknown(app, email).await,
        Changed::LastOwner => bail!(
            "{email} is the only owner; make somebody else one first: \
             kb-server agent set-role ADDRESS owner"
        ),
    }
    Ok(())
}

async fn list(app: &App) -> Result<()> {
    for known in app.store.all_agents(SystemClock.now()).await? {
        let role = role_name(known.agent.role);
        let state = if known.is_active { "" } else { "\tdisabled" };
        let (email, name, sessions) = (known.agent.email, known.agent.name, known.sessions);
        println!("{email}\t{name}\t{role}\t{sessions} session(s){state}");
    }
    Ok(())
}

/// As `--role` takes it.
fn role_name(role: Role) -> String {
    let name = serde_json::to_value(role).ok();
    name.as_ref().and_then(|name| name.as_str()).unwrap_or_default().replace('_', "-")
}

async fn unknown(app: &App, email: &str) -> Result<()> {
    let known = app.store.all_agents(SystemClock.now()).await?;
    match nearest(email, known.iter().map(|known| known.agent.email.as_str())) {
        Some(near) => bail!("nobody signs in as `{email}`; did you mean `{near}`?"),
        None => bail!("nobody signs in as `{email}`; `kb-server agent list` lists the agents"),
    }
}

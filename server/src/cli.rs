//! The command line of `kb-server`.

mod agent;
mod customer;
mod hook;
mod mail;

use std::io::{self, BufRead, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use clap::{Parser, Subcommand, ValueEnum};
use kb_protocol::api::Role;
use kb_protocol::inbox::Presence;

use self::agent::AgentCommand;
use self::customer::CustomerCommand;
use self::hook::HookCommand;
use self::mail::MailCommand;
use crate::app::App;
use crate::auth::{Logins, hash_password, new_id};
use crate::clock::{Clock, SystemClock};
use crate::config::{CONFIG_FILE, Config};
use crate::mail::Post;
use crate::store::{self, Agent, NewAgent, ServerLock, copy_store};

/// Relays live chat between visitors and agents, and keeps every word of it.
#[derive(Debug, Parser)]
#[command(version, arg_required_else_help = true, after_help = EXAMPLES)]
struct Arguments {
    /// The settings file.
    #[arg(long, global = true, default_value = CONFIG_FILE, value_name = "FILE")]
    config: PathBuf,
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "Examples:
  kb-server new-key
  kb-server check-config
  echo 'a long sentence as password' | kb-server add-agent --email kim@example.com --name Kim
  kb-server serve
  kb-server backup helpwright-2026-11-22.db
  kb-server restore helpwright-2026-11-22.db

The smallest server.toml, with the key that `kb-server new-key` printed:
  [brands.example]
  name = \"Example\"
  key = \"wk_...\"
  origins = [\"https://www.example.com\"]";

#[derive(Debug, Subcommand)]
enum Command {
    /// Answers browsers until it is stopped (Ctrl-C or SIGTERM). SIGHUP makes it
    /// read brands and schedules again.
    Serve,
    /// Reads the settings and says whether they are right.
    CheckConfig,
    /// Adds a person who answers; the password is read from standard input.
    AddAgent {
        /// Address to sign in with.
        #[arg(long)]
        email: String,
        /// As shown to visitors.
        #[arg(long)]
        name: String,
        /// What the agent may do.
        #[arg(long, value_enum, default_value = "agent")]
        role: RoleName,
    },
    /// Lists the people who answer, and changes or ends what they may do.
    Agent {
        #[command(subcommand)]
        command: AgentCommand,
    },
    /// Writes a whole copy of the database into a new file, also while the
    /// server runs.
    Backup {
        /// The new file.
        to: PathBuf,
    },
    /// Puts a backup in the place of the database, while no server runs.
    Restore {
        /// The backup. It stays as it is.
        from: PathBuf,
        /// Replaces a database that is there already; it is kept beside the
        /// new one, with a name that ends with `.before-restore`.
        #[arg(long)]
        force: bool,
    },
    /// Moves everything from SQLite to an empty PostgreSQL database. A server
    /// that runs meanwhile refuses messages until it is started on the new one.
    CopyStore {
        /// Address of the new database: `postgres://user@host/name`, with
        /// `?sslmode=verify-full` where it is reached over a network.
        #[arg(long)]
        to: String,
    },
    /// Adds form hooks, which take what other people's forms send, and changes
    /// them.
    Hook {
        #[command(subcommand)]
        command: HookCommand,
    },
    /// Finds customers, hands over what is kept of one, merges two, and erases
    /// one.
    Customer {
        #[command(subcommand)]
        command: CustomerCommand,
    },
    /// Tries out whether letters can be sent, and prints the link of one.
    Mail {
        #[command(subcommand)]
        command: MailCommand,
    },
    /// Prints a new widget key for `server.toml`.
    NewKey,
}

/// Roles as the command line spells them.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum RoleName {
    Owner,
    Admin,
    Manager,
    ContentAdmin,
    Agent,
    Collaborator,
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Self {
        match name {
            RoleName::Owner => Self::Owner,
            RoleName::Admin => Self::Admin,
            RoleName::Manager => Self::Manager,
            RoleName::ContentAdmin => Self::ContentAdmin,
            RoleName::Agent => Self::Agent,
            RoleName::Collaborator => Self::Collaborator,
        }
    }
}

/// Runs the command of this process' arguments.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    match obey(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn obey(arguments: &Arguments) -> Result<()> {
    if let Command::NewKey = arguments.command {
        println!("wk_{}", new_id());
        return Ok(());
    }
    let config = Config::load(&arguments.config)?;
    let base = arguments.config.parent().unwrap_or(Path::new(""));
    if let Command::CheckConfig = arguments.command {
        Logins::load(&config.brands, base)?;
        Post::open(&config, base)?;
        check_sites(&config, base)?;
        println!("{}: right, {} brand(s)", arguments.config.display(), config.brands.len());
        return Ok(());
    }
    match &arguments.command {
        Command::Backup { to } => {
            store::backup(&sqlite_file(&config, base)?, to)?;
            println!("{}: a whole copy of the database", to.display());
            return Ok(());
        }
        Command::Restore { from, force } => return restore(&config, base, from, *force),
        _ => {}
    }
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().context("cannot start")?;
    if let Command::CopyStore { to } = &arguments.command {
        return runtime.block_on(copy(&config, base, to));
    }
    if let Command::Mail { command: MailCommand::Test { address } } = &arguments.command {
        return runtime.block_on(mail::test(&config, base, address));
    }
    runtime.block_on(with_database(arguments, config, base))
}

/// Forms and rules come from the folder of a built site; the server itself
/// waits for a folder that is not there yet, for it may be built afterwards.
fn check_sites(config: &Config, base: &Path) -> Result<()> {
    for (id, brand) in &config.brands {
        let Some(site) = &brand.site else { continue };
        let folder = base.join(site);
        if !folder.is_dir() {
            bail!(
                "`site` of brand `{id}` names no folder: `{}`; write the folder into which \
                 `kb build` puts this brand's site, or leave `site` out if the brand has neither \
                 forms nor rules",
                folder.display()
            );
        }
    }
    Ok(())
}

async fn copy(config: &Config, base: &Path, to: &str) -> Result<()> {
    let from = sqlite_file(config, base)?;
    for (table, rows) in copy_store(&from, to).await.context("nothing was moved")? {
        println!("{table}: {rows}");
    }
    println!("now name the new database in {CONFIG_FILE} and start the server again");
    Ok(())
}

/// The file that holds everything.
fn sqlite_file(config: &Config, base: &Path) -> Result<PathBuf> {
    let Some(path) = config.database_path(base) else {
        bail!("`database` in the settings names PostgreSQL; use `pg_dump` and `pg_restore`");
    };
    if !path.exists() {
        bail!("there is no database `{}` yet", path.display());
    }
    Ok(path)
}

fn restore(config: &Config, base: &Path, from: &Path, force: bool) -> Result<()> {
    let Some(to) = config.database_path(base) else {
        bail!("`database` in the settings names PostgreSQL; use `pg_dump` and `pg_restore`");
    };
    if let Some(kept) = store::restore(from, &to, force)? {
        println!("{}: the database that was here before", kept.display());
    }
    println!("{}: as it was in `{}`; start the server", to.display(), from.display());
    Ok(())
}

async fn with_database(arguments: &Arguments, config: Config, base: &Path) -> Result<()> {
    let command = &arguments.command;
    let listen = config.listen;
    let clock = Arc::new(SystemClock);
    // Held until the process ends.
    let _lock = match (command, config.database_path(base)) {
        (Command::Serve, Some(path)) => Some(ServerLock::take(&path)?),
        // A server would go on with what it remembers of the conversations.
        (Command::Customer { command }, Some(path)) => command
            .needs_alone()
            .map(|refusal| ServerLock::take(&path).context(refusal))
            .transpose()?,
        _ => None,
    };
    let app = crate::open(config, base, clock).await?;
    match command {
        Command::Serve => {
            tracing_subscriber::fmt().with_writer(io::stderr).init();
            let listener = tokio::net::TcpListener::bind(listen)
                .await
                .map_err(|error| anyhow::anyhow!("cannot listen on {listen}: {}", why(&error)))?;
            reload_on_signal(app.clone(), arguments.config.clone())?;
            // Programs that start us wait for this line, and port 0 is chosen
            // by the system.
            println!("listening on http://{}", listener.local_addr()?);
            crate::serve(app, listener, stop_signal()).await.context("cannot serve")
        }
        Command::AddAgent { email, name, role } => {
            let agent = Agent {
                presence: Presence::default(),
                id: new_id().parse().context("an id")?,
                email: email.trim().to_owned(),
                name: name.trim().to_owned(),
                role: (*role).into(),
            };
            if !agent.email.contains('@') || agent.name.is_empty() {
                bail!("an agent has an address such as `kim@example.com` and a name");
            }
            let password_hash = hash_password(&read_password()?)?;
            let created_at = SystemClock.now();
            let new = NewAgent { agent, password_hash, created_at };
            if !app.store.create_agent(new).await? {
                bail!("there is an agent with the address `{email}` already");
            }
            println!("{email} can sign in");
            Ok(())
        }
        Command::Agent { command } => agent::obey(&app, command).await,
        Command::Hook { command } => hook::obey(&app, command).await,
        Command::Customer { command } => customer::obey(&app, command).await,
        Command::Mail { command: MailCommand::Link { conversation } } => {
            mail::link(&app, conversation).await
        }
        Command::CheckConfig
        | Command::NewKey
        | Command::Mail { .. }
        | Command::Backup { .. }
        | Command::Restore { .. }
        | Command::CopyStore { .. } => Ok(()),
    }
}

/// What to do about a port that cannot be had.
fn why(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::AddrInUse => format!(
            "another program listens there; end it, or write another port into `listen` in \
             {CONFIG_FILE}"
        ),
        io::ErrorKind::PermissionDenied => format!(
            "ports below 1024 are for root; write a higher one into `listen` in {CONFIG_FILE} and \
             put a proxy in front of it"
        ),
        io::ErrorKind::AddrNotAvailable => {
            format!("this machine has no such address; see `listen` in {CONFIG_FILE}")
        }
        _ => error.to_string(),
    }
}

/// One line; arguments would be seen by everybody who lists processes.
fn read_password() -> Result<String> {
    if io::stdin().is_terminal() {
        eprintln!("Password (at least 15 characters, shown as you type):");
    }
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line).context("cannot read the password")?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

/// Reads the settings again whenever the process gets SIGHUP. Brands and
/// schedules count at once; a file that is wrong changes nothing.
#[cfg(unix)]
fn reload_on_signal(app: App, path: PathBuf) -> Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut hang_up = signal(SignalKind::hangup()).context("cannot hear SIGHUP")?;
    tokio::spawn(async move {
        while hang_up.recv().await.is_some() {
            reload(&app, &path);
        }
    });
    Ok(())
}

/// There is no such signal.
#[cfg(not(unix))]
fn reload_on_signal(_: App, _: PathBuf) -> Result<()> {
    Ok(())
}

#[cfg(unix)]
fn changed(path: &Path) -> Result<(Config, Logins)> {
    let config = Config::load(path)?;
    let logins = Logins::load(&config.brands, path.parent().unwrap_or(Path::new("")))?;
    Ok((config, logins))
}

#[cfg(unix)]
fn reload(app: &App, path: &Path) {
    match changed(path) {
        Ok((changed, logins)) => {
            let brands = changed.brands.len();
            let waiting = app.reload(changed, logins).join(", ");
            tracing::info!(brands, "brands and schedules are as in the changed settings");
            if !waiting.is_empty() {
                tracing::warn!(keys = waiting, "other settings were changed: they need a restart");
            }
        }
        Err(error) => {
            let error = format!("{error:#}");
            tracing::error!(error, "the changed settings are wrong, the old ones stay");
        }
    }
}

/// Done when somebody wants the server to stop.
async fn stop_signal() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}

//! `kb-server hook`: addresses that take what other people's forms send.

use anyhow::{Result, bail};
use clap::Subcommand;
use kb_protocol::id::{BrandId, FormId};

use crate::app::App;
use crate::auth::new_id;
use crate::clock::{Clock, SystemClock};
use crate::config::nearest;
use crate::hooks::is_redirect;
use crate::store::NewHook;

/// What is done with form hooks.
#[derive(Debug, Subcommand)]
pub(super) enum HookCommand {
    /// Adds a hook and prints the path of its address.
    Add {
        /// Letters, digits, `-` and `_`; events are named after it.
        name: String,
        /// The brand it belongs to.
        #[arg(long)]
        brand: String,
        /// Beginning of an address to which the field `_redirect` may send a
        /// browser: `https://shop.example/`. Can be repeated.
        #[arg(long, value_name = "ADDRESS")]
        redirect: Vec<String>,
    },
    /// Lists the hooks with the paths of their addresses.
    List,
    /// Gives a hook another address; the old one takes nothing any longer, and
    /// what has come stays.
    Rotate {
        /// Which one.
        name: String,
    },
    /// Lets a hook take nothing any longer.
    Disable {
        /// Which one.
        name: String,
    },
    /// Lets a disabled hook take something again.
    Enable {
        /// Which one.
        name: String,
    },
}

/// Changes form hooks, and prints the path of one that takes something.
pub(super) async fn obey(app: &App, command: &HookCommand) -> Result<()> {
    let now = SystemClock.now();
    let name = match command {
        HookCommand::Add { name, brand, redirect } => {
            add_hook(app, name, brand, redirect).await?;
            name
        }
        HookCommand::List => {
            for hook in app.store.hooks().await? {
                let state = if hook.is_enabled { "" } else { "\tdisabled" };
                println!("{}\t{}\t{} received{state}", hook.name, hook.path, hook.received);
            }
            return Ok(());
        }
        HookCommand::Rotate { name } => {
            found(app, name, app.store.rotate_hook(name.clone(), new_id(), now).await?).await?;
            name
        }
        HookCommand::Disable { name } => {
            found(app, name, app.store.enable_hook(name.clone(), false).await?).await?;
            println!("{name}: takes nothing any longer");
            return Ok(());
        }
        HookCommand::Enable { name } => {
            found(app, name, app.store.enable_hook(name.clone(), true).await?).await?;
            name
        }
    };
    for hook in app.store.hooks().await?.iter().filter(|hook| hook.name == *name) {
        println!("{}", hook.path);
    }
    Ok(())
}

async fn add_hook(app: &App, name: &str, brand: &str, redirects: &[String]) -> Result<()> {
    if name.parse::<FormId>().is_err() {
        bail!("`{name}` is no name of a hook; use letters, digits, `-` and `_`");
    }
    let brands = app.brands();
    let Some((brand, _)) = brands.iter().find(|(id, _)| id.as_str() == brand) else {
        let ids: Vec<BrandId> = brands.iter().map(|(id, _)| id).collect();
        match nearest(brand, ids.iter().map(BrandId::as_str)) {
            Some(right) => bail!("there is no brand `{brand}`; did you mean `{right}`?"),
            None => bail!("there is no brand `{brand}` in the settings"),
        }
    };
    if let Some(wrong) = redirects.iter().find(|address| !is_redirect(address)) {
        bail!(
            "`{wrong}` is no beginning of an address; write scheme, host and path, such as \
             `https://shop.example/`"
        );
    }
    let new = NewHook {
        name: name.to_owned(),
        brand,
        hash: new_id(),
        redirects: redirects.to_vec(),
        created_at: SystemClock.now(),
    };
    if !app.store.add_hook(new).await? {
        bail!("there is a hook `{name}` already; `kb-server hook list` shows all");
    }
    Ok(())
}

/// Says which hook may be meant where there is none of this name.
async fn found(app: &App, name: &str, is_there: bool) -> Result<()> {
    if is_there {
        return Ok(());
    }
    let hooks = app.store.hooks().await?;
    match nearest(name, hooks.iter().map(|hook| hook.name.as_str())) {
        Some(right) => bail!("there is no hook `{name}`; did you mean `{right}`?"),
        None => bail!("there is no hook `{name}`; `kb-server hook list` shows all"),
    }
}

//! `kb-server mail`: whether letters arrive.

use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};
use clap::Subcommand;

use crate::auth::new_id;
use crate::clock::{Clock, SystemClock};
use crate::config::{CONFIG_FILE, Config};
use crate::mail::{Post, draft_test, explain};

/// What is done with letters.
#[derive(Debug, Subcommand)]
pub(super) enum MailCommand {
    /// Sends a letter to an address, and says what is wrong if it cannot.
    Test {
        /// Whose letter it is: `kim@example.com`.
        address: String,
    },
}

/// Sends the letter.
pub(super) async fn obey(config: &Config, base: &Path, command: &MailCommand) -> Result<()> {
    let MailCommand::Test { address } = command;
    let Some(post) = Post::open(config, base)? else {
        bail!("{CONFIG_FILE} has no section `[mail]`; see docs/server.md");
    };
    let letter =
        draft_test(&post.from, address, &new_id(), SystemClock.now()).with_context(|| {
            format!("`{address}` is no address; write one such as `kim@example.com`")
        })?;
    let server = config.mail.as_ref().map_or("", |mail| mail.server.as_str());
    post.try_connect()
        .await
        .map_err(|error| anyhow!("no way into the mail server `{server}`: {}", explain(&error)))?;
    post.try_send(letter).await.map_err(|error| {
        anyhow!("the mail server `{server}` does not take the letter: {}", explain(&error))
    })?;
    println!("the mail server `{server}` has taken a letter to {address}");
    Ok(())
}

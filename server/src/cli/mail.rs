//! `kb-server mail`: whether letters arrive, and where they lead.

use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};
use clap::Subcommand;

use crate::app::App;
use crate::auth::new_id;
use crate::clock::{Clock, SystemClock};
use crate::config::{CONFIG_FILE, Config};
use crate::forms::locale_of;
use crate::mail::{Post, WayBack, draft_test, explain};

/// What is done with letters.
#[derive(Debug, Subcommand)]
pub(super) enum MailCommand {
    /// Sends a letter to an address, and says what is wrong if it cannot.
    Test {
        /// Whose letter it is: `kim@example.com`.
        address: String,
    },
    /// Prints the link that a letter about a conversation has, for a customer
    /// who got none. Whoever has it can read and write there for 30 days: hand
    /// it to nobody else.
    Link {
        /// The id of the conversation.
        conversation: String,
    },
}

/// Prints the link.
pub(super) async fn link(app: &App, conversation: &str) -> Result<()> {
    let known = match conversation.parse() {
        Ok(id) => app.store.conversation(id).await?,
        Err(_) => None,
    };
    let known = known.with_context(|| format!("there is no conversation `{conversation}`"))?;
    let customer = app.store.customer(known.customer.clone()).await?;
    let Some(email) = &customer.email else {
        bail!("nobody has left an address in `{conversation}`; the link is for its owner alone");
    };
    let record = app.store.customer_record(known.customer.clone()).await?;
    if !record.is_some_and(|record| record.comes_back_by_letter()) {
        bail!(
            "a link would open nothing: the customer of `{conversation}` is blocked, or has logged \
             in and not shown that the address is theirs"
        );
    }
    let address = app.mail_keys.address(email);
    let way = WayBack::new(known.brand, known.id, address, app.clock.now());
    let named = app.post.as_ref().map(|post| &post.public_url).or(app.config.public_url.as_ref());
    // Without an address of its own it is reached where it listens.
    let public_url = named.cloned().unwrap_or_else(|| format!("http://{}", app.config.listen));
    println!("{}", way.url(&app.mail_keys, &public_url, locale_of(&known.locale).code()));
    Ok(())
}

/// Sends the letter.
pub(super) async fn test(config: &Config, base: &Path, address: &str) -> Result<()> {
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
    post.try_send(&letter).await.map_err(|error| {
        anyhow!("the mail server `{server}` does not take the letter: {}", explain(&error))
    })?;
    println!("the mail server `{server}` has taken a letter to {address}");
    Ok(())
}

//! The relay: live chat between visitors and agents, with nothing lost.
//!
//! [`serve`] answers on a socket until it is told to stop. A request passes
//! [`router`], which names the permission of every route, the door, which
//! finds out who asks and asks [`policy`], and a handler, which acts through
//! [`store`]. What is committed reaches the hub and from there every
//! connection that may see it. ARCHITECTURE.md tells why it is so.

pub mod app;
pub mod assets;
pub mod auth;
mod availability;
pub mod cli;
pub mod clock;
pub mod config;
pub mod conversation;
mod device;
mod door;
mod dossier;
mod error;
pub mod files;
mod forms;
mod handlers;
mod hooks;
mod jobs;
pub mod login;
mod mail;
pub mod merging;
mod notices;
pub mod openapi;
mod peer;
pub mod policy;
mod rate_limit;
mod relay;
pub mod router;
pub mod schedule;
pub mod search;
pub mod store;
mod telemetry;
mod wishes;

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio::time::timeout;

use crate::app::{App, Parts};
use crate::assets::Assets;
use crate::auth::{KeysError, Logins};
use crate::clock::Clock;
use crate::config::Config;
use crate::forms::Keys;
use crate::mail::Post;
pub use crate::mail::PostError;
use crate::relay::hub::Hub;
use crate::store::{Listener, PostgresStore, SqliteStore, Store, StoreError};

/// Time that connections have to leave before the process ends.
const DRAIN: Duration = Duration::from_secs(10);

/// A server that cannot start.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The database cannot be opened or brought up to date.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The keys of a brand's logins cannot be used.
    #[error(transparent)]
    Login(#[from] KeysError),
    /// Letters cannot be sent as the settings say.
    #[error(transparent)]
    Mail(#[from] PostError),
    /// The folder of `assets` cannot be read.
    #[error(
        "cannot read the files for browsers in `{folder}`, which `assets` in server.toml names"
    )]
    Assets {
        /// Which folder.
        folder: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
}

/// Opens the database of a configuration and puts everything together.
/// Relative paths begin at `base`.
///
/// # Errors
///
/// If the database or the files for browsers cannot be read.
pub async fn open(config: Config, base: &Path, clock: Arc<dyn Clock>) -> Result<App, OpenError> {
    let assets = match &config.assets {
        Some(folder) => {
            let folder = base.join(folder);
            Assets::load(&folder, &["widget", "inbox"])
                .map_err(|source| OpenError::Assets { folder, source })?
        }
        None => Assets::default(),
    };
    telemetry::recorder();
    let logins = Logins::load(&config.brands, base)?;
    let post = Post::open(&config, base)?;
    let hub = Hub::new();
    let told = Arc::clone(&hub);
    let told_at = Arc::clone(&clock);
    let listener: Listener = Box::new(move |news| told.hear(news, told_at.now()));
    let store: Arc<dyn Store> = match config.database_path(base) {
        Some(path) => Arc::new(SqliteStore::open(&path, listener)?),
        None => Arc::new(PostgresStore::open(&config.database, listener).await?),
    };
    let mut fresh = [0; 32];
    getrandom::fill(&mut fresh).expect("the operating system gives random numbers");
    let secret = store.secret(fresh).await?;
    let (keys, mail_keys) = (Keys::of(&secret), mail::Keys::of(&secret));
    let base = base.to_owned();
    let parts = Parts { base, assets, store, clock, hub, logins, keys, mail_keys, post };
    Ok(App::new(config, parts))
}

/// Answers until `stop` is done; then takes nobody new, tells everybody to
/// come back later and waits until they have gone.
///
/// # Errors
///
/// If the listener breaks.
pub async fn serve(
    app: App,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let jobs = tokio::spawn(jobs::run(app.clone()));
    let letters = tokio::spawn(jobs::send_letters(app.clone()));
    let service = router::router(app.clone()).into_make_service_with_connect_info::<SocketAddr>();
    // Chat is many small frames: none of them waits for the next.
    let listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    let told = app.clone();
    let stopping = async move {
        stop.await;
        told.stopping.send_replace(true);
    };
    let served = axum::serve(listener, service).with_graceful_shutdown(stopping);
    let result = served.await;
    if timeout(DRAIN, app.stopping.closed()).await.is_err() {
        tracing::warn!("some connections did not leave in time");
    }
    jobs.abort();
    letters.abort();
    if let Err(error) = app.end_attendance().await {
        tracing::error!(error = %error, "when customers were last there could not be kept");
    }
    result
}

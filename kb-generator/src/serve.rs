//! The preview server for authors: pages made when they are asked for, and
//! browsers that reload when something has changed.
//!
//! [`model`] answers for one state of the site, [`web`] speaks HTTP, and the
//! loop here stands between them: it shows an edited text at once through the
//! present model, and makes the next one beside it.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use notify::{RecursiveMode, Watcher as _};
use tokio::sync::watch;

use crate::build::{self, BuildOptions};
use crate::config::SiteConfig;
use crate::diagnostic::Diagnostic;
use crate::memory::Memory;

use model::{Edit, Heirloom, PageRequest, Request};

mod model;
mod web;

/// Ports tried above the one asked for.
const PORTS_TO_TRY: u16 = 50;
/// Editors save in several steps; what follows this soon belongs together.
const SETTLE: Duration = Duration::from_millis(10);
/// A file that never rests, such as a log, must not hold up the others.
const PATIENCE: Duration = Duration::from_millis(200);
/// A model is made that long after an edit that is shown already, so that the
/// browser gets its page first.
const BREATH: Duration = Duration::from_millis(250);

/// What the preview has to tell.
pub enum Event {
    /// Brand and address of each preview.
    Listening(Vec<(String, String)>),
    /// An edited article is visible. What it means for the rest (lists, search,
    /// translations that are now stale) comes with [`Event::Rebuilt`], to be
    /// seen on the pages that are opened from then on.
    Shown {
        /// From the first sign of the change.
        milliseconds: u128,
    },
    /// All changes are visible.
    Rebuilt {
        /// How long it took.
        milliseconds: u128,
        /// What is to be mended.
        diagnostics: Vec<Diagnostic>,
    },
    /// The site cannot be shown as it is; the last one that could still is.
    Failed(String),
}

/// What the loop is told.
enum Message {
    Page(PageRequest),
    Changed(Vec<PathBuf>),
    Ready { model: mpsc::Sender<Request>, diagnostics: Vec<Diagnostic> },
    Failed(anyhow::Error),
}

/// Serves previews of all brands until the process ends.
///
/// `tell` may take its time, such as a terminal that is held: pages do not
/// wait for it.
///
/// # Errors
///
/// The site cannot be read at all, or no port is free.
pub fn serve(
    mut config: SiteConfig,
    options: BuildOptions,
    port: u16,
    tell: &dyn Fn(Event),
) -> anyhow::Result<()> {
    let mut listeners = Vec::new();
    let mut addresses = Vec::new();
    let mut next = port;
    let chosen: Vec<String> =
        build::chosen_brands(&config, &options)?.iter().map(|b| b.name.clone()).collect();
    config.brands.retain(|brand| chosen.contains(&brand.name));
    for brand in &config.brands {
        let listener = listen(next)?;
        let bound = listener.local_addr()?.port();
        next = bound.saturating_add(1);
        let address = format!("http://127.0.0.1:{bound}{}", brand.base_path());
        addresses.push((brand.name.clone(), address));
        listeners.push(listener);
    }
    let (messages, inbox) = mpsc::channel();
    // Pages of an earlier process must not take this one's for their own.
    let (version, versions) = watch::channel(u64::from(std::process::id()) << 32);
    let (events, told) = mpsc::channel();
    let _watcher = watch(&config, messages.clone())?;
    web::start(listeners, &messages, &versions)?;
    let heirloom = Heirloom { memory: Memory::for_rebuilds(), ..Heirloom::default() };
    let mut desk = Desk {
        config,
        options,
        addresses,
        heirloom: Arc::new(heirloom),
        messages,
        version,
        events,
        model: None,
        waiting: Vec::new(),
        building: None,
        build_at: None,
        changed: Vec::new(),
        settled_at: None,
        first_sign: None,
        unread: Vec::new(),
        has_hidden: false,
    };
    let desk = std::thread::spawn(move || {
        desk.build();
        desk.work(&inbox)
    });
    told.into_iter().for_each(tell);
    desk.join().unwrap_or_else(|_| anyhow::bail!("the preview stumbled"))
}

/// Tells of every change below the site's folder, but in its output.
fn watch(
    config: &SiteConfig,
    messages: mpsc::Sender<Message>,
) -> anyhow::Result<notify::RecommendedWatcher> {
    let dir = config.dir.canonicalize()?;
    // It need not be there yet.
    let output = config.output.canonicalize().unwrap_or_else(|_| {
        config
            .output
            .strip_prefix(&config.dir)
            .map_or(config.output.clone(), |below| dir.join(below))
    });
    let site = dir.clone();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        let Ok(mut event) = event else { return };
        if event.need_rescan() {
            // More has changed than the system could tell.
            event.paths = vec![site.clone()];
        }
        event.paths.retain(|path| !path.starts_with(&output));
        if !event.kind.is_access() && !event.paths.is_empty() {
            // The loop is gone only when the program ends.
            let _ = messages.send(Message::Changed(event.paths));
        }
    })?;
    watcher.watch(&dir, RecursiveMode::Recursive).context("cannot watch the site's folder")?;
    Ok(watcher)
}

fn listen(port: u16) -> anyhow::Result<TcpListener> {
    (port..=port.saturating_add(PORTS_TO_TRY))
        .find_map(|port| TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).ok())
        .with_context(|| format!("no port from {port} on is free; name another with --port"))
}

/// Where requests, changes and models meet.
struct Desk {
    config: SiteConfig,
    options: BuildOptions,
    /// Brand and address of each preview.
    addresses: Vec<(String, String)>,
    heirloom: Arc<Heirloom>,
    messages: mpsc::Sender<Message>,
    /// Counts what browsers have to reload for.
    version: watch::Sender<u64>,
    events: mpsc::Sender<Event>,
    /// The present model.
    model: Option<mpsc::Sender<Request>>,
    /// Requests before the first model.
    waiting: Vec<PageRequest>,
    /// Since when the next model has been made.
    building: Option<Instant>,
    /// When the next model is to be made.
    build_at: Option<Instant>,
    /// Files that are being changed.
    changed: Vec<PathBuf>,
    /// When they count as saved.
    settled_at: Option<Instant>,
    /// When the first of them changed.
    first_sign: Option<Instant>,
    /// Files that changed since the next model was begun.
    unread: Vec<PathBuf>,
    /// Whether the present model lacks something that the next one shows.
    has_hidden: bool,
}

impl Desk {
    fn work(&mut self, inbox: &mpsc::Receiver<Message>) -> anyhow::Result<()> {
        loop {
            let due = self.settled_at.into_iter().chain(self.build_at).min();
            let message = match due {
                Some(due) => inbox.recv_timeout(due.saturating_duration_since(Instant::now())),
                None => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            match message {
                Ok(Message::Page(request)) => self.pass_on(request),
                Ok(Message::Changed(files)) => {
                    let now = Instant::now();
                    let first_sign = *self.first_sign.get_or_insert(now);
                    self.settled_at = Some((now + SETTLE).min(first_sign + PATIENCE));
                    self.changed.extend(files);
                }
                Ok(Message::Ready { model, diagnostics }) => self.replace(model, diagnostics),
                Ok(Message::Failed(error)) if self.model.is_none() => return Err(error),
                Ok(Message::Failed(error)) => {
                    self.tell(Event::Failed(format!("{error:#}")));
                    self.building = None;
                    self.continue_building();
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Ok(()),
            }
            let now = Instant::now();
            if self.settled_at.is_some_and(|due| due <= now) {
                self.take_changes();
            }
            if self.build_at.is_some_and(|due| due <= now) && self.building.is_none() {
                self.read_settings_and_build();
            }
        }
    }

    fn pass_on(&mut self, mut request: PageRequest) {
        request.version = *self.version.borrow();
        match &self.model {
            // A model that is gone drops the request, which is asked again.
            Some(model) => drop(model.send(Request::Page(request))),
            None => self.waiting.push(request),
        }
    }

    /// Shows what can be shown at once, and plans the rest.
    fn take_changes(&mut self) {
        self.settled_at = None;
        let mut files = std::mem::take(&mut self.changed);
        files.sort();
        files.dedup();
        let first_sign = self.first_sign.take().unwrap_or_else(Instant::now);
        if self.building.is_some() {
            // The next model may have read them, or not: it is asked too.
            self.unread.extend(files.iter().cloned());
        }
        let outcome = self.edit(files);
        if outcome == Edit::Foreign {
            return;
        }
        if outcome == Edit::Shown {
            self.reload_browsers();
            self.tell(Event::Shown { milliseconds: first_sign.elapsed().as_millis() });
        }
        self.has_hidden |= outcome != Edit::Shown;
        if self.building.is_none() {
            let breath = if outcome == Edit::Shown { BREATH } else { Duration::ZERO };
            self.build_at = Some(Instant::now() + breath);
        }
    }

    fn edit(&self, files: Vec<PathBuf>) -> Edit {
        let (answer, outcome) = mpsc::channel();
        let Some(model) = &self.model else { return Edit::TooLarge };
        if model.send(Request::Edit { files, answer }).is_err() {
            return Edit::TooLarge;
        }
        outcome.recv().unwrap_or(Edit::TooLarge)
    }

    fn tell(&self, event: Event) {
        // Nobody listens only when the program ends.
        let _ = self.events.send(event);
    }

    fn reload_browsers(&self) {
        self.version.send_modify(|version| *version += 1);
    }

    fn read_settings_and_build(&mut self) {
        self.build_at = None;
        match SiteConfig::load(&self.config.dir) {
            Ok(mut changed) => {
                let is_served = |name: &str| self.addresses.iter().any(|(brand, _)| brand == name);
                changed.brands.retain(|brand| is_served(&brand.name));
                // Ports go by position.
                let position = |name: &str| self.addresses.iter().position(|(own, _)| own == name);
                changed.brands.sort_by_key(|brand| position(&brand.name));
                if changed.brands.len() == self.addresses.len() {
                    self.config = changed;
                    self.build();
                } else {
                    let message = "brands have changed: start `kb serve` again";
                    self.tell(Event::Failed(message.into()));
                }
            }
            Err(error) => self.tell(Event::Failed(error.to_string())),
        }
    }

    /// Makes the next model beside the present one.
    fn build(&mut self) {
        self.building = Some(Instant::now());
        let mut config = self.config.clone();
        let addresses: BTreeMap<&str, &str> =
            self.addresses.iter().map(|(brand, url)| (brand.as_str(), url.as_str())).collect();
        for brand in &mut config.brands {
            if let Some(address) = addresses.get(brand.name.as_str()) {
                brand.set_base_url(address);
            }
        }
        let (options, heirloom) = (self.options.clone(), Arc::clone(&self.heirloom));
        let messages = self.messages.clone();
        std::thread::spawn(move || {
            let ready = |model, diagnostics| {
                let _ = messages.send(Message::Ready { model, diagnostics });
            };
            let run = AssertUnwindSafe(|| model::run(&config, &options, &heirloom, ready));
            let outcome = catch_unwind(run).unwrap_or_else(|_| {
                Err(anyhow::anyhow!("the preview stumbled: please report the message above"))
            });
            if let Err(error) = outcome {
                let _ = messages.send(Message::Failed(error));
            }
        });
    }

    fn replace(&mut self, model: mpsc::Sender<Request>, diagnostics: Vec<Diagnostic>) {
        let is_first = self.model.replace(model).is_none();
        for request in std::mem::take(&mut self.waiting) {
            self.pass_on(request);
        }
        if is_first {
            self.tell(Event::Listening(self.addresses.clone()));
        }
        let begun = self.building.take().unwrap_or_else(Instant::now);
        self.tell(Event::Rebuilt { milliseconds: begun.elapsed().as_millis(), diagnostics });
        let had_hidden = std::mem::take(&mut self.has_hidden);
        self.continue_building();
        if is_first || had_hidden {
            self.reload_browsers();
        }
    }

    /// What changed while a model was made is shown by it as far as that can
    /// be, and asks for another one.
    fn continue_building(&mut self) {
        let unread = std::mem::take(&mut self.unread);
        if unread.is_empty() {
            return;
        }
        let outcome = self.edit(unread);
        if outcome != Edit::Foreign {
            self.has_hidden |= outcome == Edit::TooLarge;
            self.build_at = Some(Instant::now());
        }
    }
}

//! How `kb` talks: a bar on a terminal, plain lines elsewhere, JSON for programs.

use std::io::IsTerminal as _;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use kb_generator::diagnostic::{Diagnostic, Severity};
use kb_generator::serve::Event;

use super::arguments::Format;

/// Steps shorter than this are not worth a line.
const PATIENCE: Duration = Duration::from_millis(300);

/// The voice of one command.
pub(crate) struct Output {
    format: Format,
    quiet: bool,
    bar: Option<ProgressBar>,
    said: Mutex<(String, Instant)>,
}

impl Output {
    pub(crate) fn new(format: Format, quiet: bool) -> Self {
        let wants_bar = !quiet && format == Format::Human && std::io::stderr().is_terminal();
        let bar = wants_bar.then(|| {
            let style = ProgressStyle::with_template("{spinner} {msg} {wide_bar} {pos}/{len}")
                .unwrap_or_else(|_| ProgressStyle::default_bar());
            let bar = ProgressBar::no_length().with_style(style);
            bar.enable_steady_tick(Duration::from_millis(120));
            bar
        });
        Self { format, quiet, bar, said: Mutex::new((String::new(), Instant::now())) }
    }

    /// Tells what is being done; called from many threads.
    pub(crate) fn progress(&self, what: &str, done: usize, total: usize) {
        if let Some(bar) = &self.bar {
            bar.set_message(what.to_owned());
            if total > 0 {
                bar.set_length(total as u64);
                bar.set_position(done as u64);
            }
            return;
        }
        if self.quiet || self.format == Format::Json {
            return;
        }
        let Ok(mut said) = self.said.lock() else { return };
        let is_new = !said.0.starts_with(what);
        let percent = (done * 100).checked_div(total).unwrap_or(0);
        if is_new || (said.1.elapsed() > Duration::from_secs(2) && percent > 0) {
            if said.1.elapsed() > PATIENCE {
                eprintln!(
                    "{what}{}",
                    if percent > 0 { format!(" {percent} %") } else { String::new() }
                );
            }
            *said = (what.to_owned(), Instant::now());
        }
    }

    /// Ends the bar.
    pub(crate) fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }

    /// Tells all diagnostics and counts them.
    pub(crate) fn diagnostics(&self, diagnostics: &[Diagnostic]) -> Counts {
        self.finish();
        for diagnostic in diagnostics {
            match self.format {
                Format::Json => {
                    println!("{}", serde_json::to_string(diagnostic).unwrap_or_default());
                }
                Format::Human if self.quiet && diagnostic.severity < Severity::Error => {}
                Format::Human => eprintln!("{diagnostic}"),
            }
        }
        let count = |severity| diagnostics.iter().filter(|d| d.severity == severity).count();
        Counts {
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            notes: count(Severity::Note),
        }
    }

    /// A line for people; programs get only data.
    pub(crate) fn line(&self, text: &str) {
        self.finish();
        if !self.quiet && self.format == Format::Human {
            println!("{text}");
        }
    }

    /// A value for programs.
    pub(crate) fn data(&self, value: &serde_json::Value) {
        if self.format == Format::Json {
            println!("{value}");
        }
    }

    /// What the preview server has to say.
    pub(crate) fn serving(&self, event: Event) {
        match event {
            Event::Listening(addresses) => {
                for (brand, address) in &addresses {
                    self.line(&format!("{brand}: {address}"));
                    self.data(&serde_json::json!({"event": "listening", "brand": brand, "address": address}));
                }
                self.line("watching for changes; Ctrl-C ends");
            }
            Event::Shown { milliseconds } => {
                self.line(&format!("shown after {milliseconds} ms"));
                self.data(&serde_json::json!({"event": "shown", "milliseconds": milliseconds}));
            }
            Event::Rebuilt { milliseconds, diagnostics } => {
                let counts = self.diagnostics(&diagnostics);
                self.line(&format!("updated in {milliseconds} ms{}", counts.suffix()));
                self.data(&serde_json::json!({"event": "updated", "milliseconds": milliseconds}));
            }
            Event::Failed(message) => {
                self.data(&serde_json::json!({"event": "failed", "message": message}));
                self.finish();
                eprintln!("{message}");
            }
        }
    }
}

/// How many diagnostics there were.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) errors: usize,
    pub(crate) warnings: usize,
    pub(crate) notes: usize,
}

impl Counts {
    /// Whether there is anything that `--strict` fails on.
    pub(crate) fn any(self) -> bool {
        self.errors + self.warnings > 0
    }

    /// `, 2 errors, 1 warning`, or nothing.
    pub(crate) fn suffix(self) -> String {
        [(self.errors, "error"), (self.warnings, "warning"), (self.notes, "note")]
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, name)| format!(", {count} {name}{}", if count == 1 { "" } else { "s" }))
            .collect()
    }
}

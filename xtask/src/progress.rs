//! What a person sees while something takes longer than a second.

use std::io::{IsTerminal, stdout};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

/// How often a line is printed where no terminal can show a spinner.
const LINE_EVERY: Duration = Duration::from_secs(20);

/// One running activity: a spinner on a terminal, a line now and then elsewhere.
///
/// Dropping it without [`Activity::done`] leaves no trace but the lines
/// already printed.
pub(crate) struct Activity {
    name: String,
    started: Instant,
    spinner: Option<ProgressBar>,
    lines: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Activity {
    /// Starts to show `name`.
    pub(crate) fn start(name: &str) -> Self {
        let started = Instant::now();
        let mut activity = Self { name: name.to_owned(), started, spinner: None, lines: None };
        if stdout().is_terminal() {
            let spinner = ProgressBar::new_spinner();
            if let Ok(style) = ProgressStyle::with_template("  {spinner} {msg} {elapsed}") {
                spinner.set_style(style);
            }
            spinner.set_message(name.to_owned());
            spinner.enable_steady_tick(Duration::from_millis(120));
            activity.spinner = Some(spinner);
        } else {
            let (stop, stopped) = channel();
            let name = name.to_owned();
            let thread = thread::spawn(move || {
                while stopped.recv_timeout(LINE_EVERY) == Err(RecvTimeoutError::Timeout) {
                    println!("  … {name} ({})", seconds(started.elapsed()));
                }
            });
            activity.lines = Some((stop, thread));
        }
        activity
    }

    /// Ends the activity and, if it took a noticeable time, says how long.
    pub(crate) fn done(mut self) {
        self.stop();
        let elapsed = self.started.elapsed();
        if elapsed >= Duration::from_secs(1) {
            println!("  {} ({})", self.name, seconds(elapsed));
        }
    }

    fn stop(&mut self) {
        if let Some(spinner) = self.spinner.take() {
            spinner.finish_and_clear();
        }
        if let Some((stop, thread)) = self.lines.take() {
            drop(stop);
            // The thread only prints; if it panicked there is nothing to save.
            let _ = thread.join();
        }
    }
}

impl Drop for Activity {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Writes a duration the way every line of this program does.
pub(crate) fn seconds(duration: Duration) -> String {
    let seconds = duration.as_secs_f64();
    if seconds < 100.0 { format!("{seconds:.1} s") } else { format!("{seconds:.0} s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_durations_have_a_decimal() {
        assert_eq!(seconds(Duration::from_millis(1234)), "1.2 s");
        assert_eq!(seconds(Duration::from_secs(321)), "321 s");
    }
}

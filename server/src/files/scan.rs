//! The brand's own look at a file: a program that says yes or no.

use std::io::{Read, Write};
use std::process::{Command, Stdio};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

/// What the program said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Exit code 0.
    Clean,
    /// Exit code 1.
    Refused,
    /// Any other code, no program, no answer in time: nobody knows.
    Unknown,
}

/// Gives the file to a program as its standard input. Waits; call it where
/// that is allowed.
///
/// The exit codes are those of `clamscan` and `clamdscan` (ClamAV manual,
/// "Return codes").
pub(super) fn scan(command: &[String], bytes: Arc<Vec<u8>>, patience: Duration) -> Verdict {
    let Some((program, arguments)) = command.split_first() else { return Verdict::Clean };
    let child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let mut child = match child {
        Ok(child) => child,
        Err(error) => {
            tracing::error!(error = %error, program = %program, "the scanner cannot be started");
            return Verdict::Unknown;
        }
    };
    let (input, output) = (child.stdin.take(), child.stdout.take());
    thread::spawn(move || {
        // A program that has seen enough closes its input.
        let _ = input.map(|mut input| input.write_all(&bytes));
    });
    // Its output ends when it does, and can be waited for with a deadline.
    let (ended, is_over) = mpsc::channel();
    thread::spawn(move || {
        let mut sink = [0; 4096];
        let mut output = output;
        while output.as_mut().is_some_and(|output| output.read(&mut sink).is_ok_and(|n| n > 0)) {}
        let _ = ended.send(());
    });
    if is_over.recv_timeout(patience).is_err() {
        tracing::error!(program = %program, "the scanner did not answer in time");
        // It may have ended this very moment.
        let _ = child.kill();
        let _ = child.wait();
        return Verdict::Unknown;
    }
    match child.wait().ok().and_then(|status| status.code()) {
        Some(0) => Verdict::Clean,
        Some(1) => Verdict::Refused,
        code => {
            tracing::error!(program = %program, code = ?code, "the scanner failed");
            Verdict::Unknown
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn check(script: &str, patience: Duration, verdict: Verdict) {
        let command = ["sh", "-c", script].map(str::to_owned);
        let bytes = Arc::new(vec![b'x'; 1 << 20]);
        assert_eq!(scan(&command, bytes, patience), verdict, "{script}");
    }

    #[test]
    fn the_exit_code_is_the_answer() {
        let patience = Duration::from_secs(60);
        check("test $(wc -c) = 1048576", patience, Verdict::Clean);
        check("head -c 10 | grep -q y", patience, Verdict::Refused);
        check("exit 2", patience, Verdict::Unknown);
        check("kill -9 $$", patience, Verdict::Unknown);
        assert_eq!(scan(&["/no/such/scanner".into()], Arc::default(), patience), Verdict::Unknown);
    }

    #[test]
    fn a_program_that_does_not_end_is_ended() {
        check("exec sleep 600", Duration::from_millis(100), Verdict::Unknown);
    }
}

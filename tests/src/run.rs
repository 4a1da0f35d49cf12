//! `kb` as a process.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::Command;

use crate::built::files_of;

/// What a run of the command said.
#[derive(Debug)]
pub struct Run {
    /// Exit code; `None` where a signal ended it.
    pub code: Option<i32>,
    /// What it printed.
    pub stdout: String,
    /// What it complained about, without the lines of its progress.
    pub stderr: String,
}

impl Run {
    /// The command, to be run in a folder.
    pub fn command(program: &str, dir: &Path) -> Command {
        let mut command = Command::new(program);
        command.arg0("kb").current_dir(dir).env_remove("RUST_BACKTRACE").env("NO_COLOR", "1");
        command
    }

    /// Runs a command to its end.
    pub fn of(command: &mut Command) -> Self {
        let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        Self {
            code: output.status.code(),
            stdout: text(output.stdout),
            stderr: without_progress(&text(output.stderr)),
        }
    }

    /// Runs `kb` with arguments in a folder.
    pub fn kb<S: AsRef<OsStr>>(program: &str, dir: &Path, arguments: &[S]) -> Self {
        Self::of(Self::command(program, dir).args(arguments))
    }

    /// Exit code and complaints, as a snapshot shows them.
    pub fn complaint(&self) -> String {
        let code = self.code.map_or("killed".to_owned(), |code| code.to_string());
        format!("exit code {code}\n{}", self.stderr.trim_end())
    }

    /// The same run, which must have succeeded.
    pub fn expect_success(self) -> Self {
        assert_eq!(self.code, Some(0), "{}\n{}", self.stdout, self.stderr);
        self
    }
}

/// Slow machines get lines about the progress that fast ones do not.
fn without_progress(stderr: &str) -> String {
    const STEPS: [&str; 4] =
        ["reading articles", "rendering Markdown", "search index of ", "pages of "];
    stderr
        .lines()
        .filter(|line| !STEPS.iter().any(|step| line.starts_with(step)))
        .map(|line| format!("{line}\n"))
        .collect()
}

/// Every file below a folder.
pub fn files_below(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    files_of(dir)
}

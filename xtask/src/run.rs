//! Starts other programs and turns their failure into a message one can act on.

use std::env;
use std::ffi::OsStr;
use std::io::{IsTerminal as _, Read, stderr};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::places::Places;
use crate::progress::Activity;

/// How many of the last lines of a quiet program are shown when it fails.
const LINES_OF_A_FAILURE: usize = 60;

/// A `cargo` command that builds into the shared native target folder.
pub(crate) fn cargo(places: &Places) -> Command {
    let program = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(program);
    command.current_dir(&places.root).env("CARGO_TARGET_DIR", places.native_target());
    forget_this_cargo(&mut command);
    command
}

/// Removes what `cargo run` told this process about package xtask, so that
/// the programs we start see the environment a person's shell would give.
pub(crate) fn forget_this_cargo(command: &mut Command) {
    for (name, _) in env::vars_os() {
        let Some(text) = name.to_str() else { continue };
        if text.starts_with("CARGO_PKG_")
            || text.starts_with("CARGO_MANIFEST_")
            || text == "CARGO"
            || text == "LD_LIBRARY_PATH"
        {
            command.env_remove(text);
        }
    }
}

/// Runs a program whose own output is the progress.
pub(crate) fn visible(command: &mut Command) -> Result<()> {
    let status =
        command.status().with_context(|| format!("cannot start `{}`", program_name(command)))?;
    if !status.success() {
        bail!("`{}` failed ({status})", line_of(command));
    }
    Ok(())
}

/// Runs a `cargo` that compiles: with its own progress bar on a terminal, with
/// a line now and then elsewhere.
pub(crate) fn compile(what: &str, cargo: &mut Command) -> Result<()> {
    if stderr().is_terminal() {
        return visible(cargo);
    }
    let activity = Activity::start(what);
    let outcome = visible(cargo.env("CARGO_TERM_QUIET", "true"));
    if outcome.is_ok() {
        activity.done();
    }
    outcome
}

/// Runs a program behind a spinner; its output is shown only if it fails.
///
/// Returns what it wrote to standard output.
pub(crate) fn quiet(what: &str, command: &mut Command) -> Result<String> {
    let activity = Activity::start(what);
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("cannot start `{}`", program_name(command)))?;
    let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() {
        drop(activity);
        let stderr = String::from_utf8_lossy(&output.stderr);
        let lines: Vec<&str> = stdout.lines().chain(stderr.lines()).collect();
        for line in &lines[lines.len().saturating_sub(LINES_OF_A_FAILURE)..] {
            println!("    {line}");
        }
        bail!("{what}: `{}` failed ({})", line_of(command), output.status);
    }
    activity.done();
    Ok(stdout)
}

/// Runs a program behind a spinner and answers whether it succeeded and what
/// it wrote, for callers that read its complaints themselves.
pub(crate) fn examine(what: &str, command: &mut Command) -> Result<(bool, String)> {
    let activity = Activity::start(what);
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("cannot start `{}`", program_name(command)))?;
    activity.done();
    let mut text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.push_str(&String::from_utf8_lossy(&output.stderr));
    Ok((output.status.success(), text))
}

/// Runs a program and answers its standard output, without a word.
pub(crate) fn capture(command: &mut Command) -> Result<String> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::piped())
        .output()
        .with_context(|| format!("cannot start `{}`", program_name(command)))?;
    if !output.status.success() {
        bail!(
            "`{}` failed ({}): {}",
            line_of(command),
            output.status,
            String::from_utf8_lossy(&output.stderr).trim()
        );
    }
    String::from_utf8(output.stdout)
        .with_context(|| format!("`{}` wrote something that is not text", line_of(command)))
}

/// Runs a program for at most `limit`; `Ok(false)` if it failed or was killed.
pub(crate) fn within(what: &str, limit: Duration, command: &mut Command) -> Result<bool> {
    let activity = Activity::start(what);
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start `{}`", program_name(command)))?;
    // The pipe is drained beside, or a talkative program would block on it.
    let stderr = child.stderr.take();
    let reader = thread::spawn(move || {
        let mut text = String::new();
        if let Some(mut stderr) = stderr {
            // What could not be read is only missing from a message.
            let _ = stderr.read_to_string(&mut text);
        }
        text
    });
    let finished = wait(&mut child, limit)?;
    if finished == Some(true) {
        activity.done();
        return Ok(true);
    }
    drop(activity);
    if finished.is_none() {
        println!("  {what}: no answer within {} s, given up", limit.as_secs());
    } else if let Ok(text) = reader.join() {
        println!("  {what}: {}", text.lines().last().unwrap_or("failed"));
    }
    Ok(false)
}

/// `Some(success)` when the program ended in time; otherwise it is killed.
fn wait(child: &mut Child, limit: Duration) -> Result<Option<bool>> {
    let started = Instant::now();
    loop {
        if let Some(status) = child.try_wait().context("cannot wait for a program")? {
            return Ok(Some(status.success()));
        }
        if started.elapsed() >= limit {
            // It may have ended in between, which is just as well.
            let _ = child.kill();
            let _ = child.wait();
            return Ok(None);
        }
        thread::sleep(Duration::from_millis(50));
    }
}

/// The first of `names` that is found on `PATH`.
pub(crate) fn find_program<S: AsRef<OsStr>>(names: &[S]) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    names.iter().find_map(|name| {
        env::split_paths(&path).map(|folder| folder.join(name.as_ref())).find(|file| file.is_file())
    })
}

/// The command as one would type it, for messages.
pub(crate) fn line_of(command: &Command) -> String {
    let mut line = program_name(command);
    for argument in command.get_args() {
        line.push(' ');
        line.push_str(&argument.to_string_lossy());
    }
    line
}

fn program_name(command: &Command) -> String {
    Path::new(command.get_program())
        .file_name()
        .unwrap_or(command.get_program())
        .to_string_lossy()
        .into_owned()
}

//! A server under load, and the load.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::Programs;
use crate::run;

/// Limits that no load reaches.
const SETTINGS: &str = "listen = \"127.0.0.1:0\"\n\n[limits]\nmessages_per_minute = 100000000\n\
     frames_per_second = 100000000\nsessions_per_hour = 100000000\nforms_per_hour = 100000000\n\n\
     [forms]\nproof_bits = 0\nmin_seconds = 0\n\n[brands.bench]\nname = \"Bench\"\n\
     key = \"wk_bench_0123456789abcdef\"\norigins = [\"http://pages.example\"]\nsite = \"site\"\n";
/// What `kb build` publishes of a small form.
const FORMS: &str = r#"{"version":1,"forms":[{"id":"contact","slug":"contact","locales":{"en":
    {"version":1,"id":"contact","locale":"en","title":"Contact","steps":[{"fields":[
    {"id":"email","type":"email","label":"Address","required":true,"target":"customer.email"},
    {"id":"message","type":"textarea","label":"Message","required":true,"target":"message.body"}
    ]}]}}}]}"#;

/// What kind of server is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Helpwright,
    Floor,
    Ws,
    SocketIo,
}

impl Kind {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Helpwright => "kb-server",
            Self::Floor => "bare WebSocket floor",
            Self::Ws => "ws + better-sqlite3",
            Self::SocketIo => "socket.io + better-sqlite3",
        }
    }

    /// How the load gets in.
    fn door(self) -> &'static str {
        match self {
            Self::Helpwright => "helpwright",
            Self::Floor | Self::Ws => "room",
            Self::SocketIo => "socketio",
        }
    }
}

/// A running server with an empty database; ends when it is dropped.
pub(super) struct Server {
    kind: Kind,
    process: Child,
    host: String,
    /// From the start of the process until it listens.
    pub(super) boot_seconds: f64,
}

impl Server {
    pub(super) fn start(programs: &Programs, work: &Path, kind: Kind) -> Result<Self> {
        // Left over from the run before.
        let _ = fs::remove_dir_all(work);
        fs::create_dir_all(work).with_context(|| format!("cannot create `{}`", work.display()))?;
        fs::write(work.join("server.toml"), SETTINGS)?;
        fs::create_dir(work.join("site"))?;
        fs::write(work.join("site").join("forms.json"), FORMS)?;
        let mut command = match kind {
            Kind::Helpwright => Command::new(&programs.server),
            Kind::Floor => Command::new(&programs.floor),
            Kind::Ws | Kind::SocketIo => Command::new(&programs.node),
        };
        match kind {
            Kind::Helpwright => {
                command.arg("serve");
            }
            Kind::Floor => {}
            Kind::Ws | Kind::SocketIo => {
                let word = if kind == Kind::Ws { "ws" } else { "socket.io" };
                command.arg(&programs.peer).arg(word).arg(&programs.packages).arg("peer.db");
            }
        }
        run::forget_this_cargo(&mut command);
        command.current_dir(work).stdin(Stdio::null()).stdout(Stdio::piped());
        let begun = Instant::now();
        let mut process = command.stderr(Stdio::null()).spawn().context("cannot start a server")?;
        let mut line = String::new();
        let output = process.stdout.take().context("a pipe")?;
        BufReader::new(output).read_line(&mut line).context("the server says nothing")?;
        let boot_seconds = begun.elapsed().as_secs_f64();
        let Some(host) = line.trim().strip_prefix("listening on http://") else {
            let _ = process.kill();
            let _ = process.wait();
            bail!("{} did not start", kind.name());
        };
        Ok(Self { kind, host: host.to_owned(), process, boot_seconds })
    }

    /// Memory that the process has in RAM.
    pub(super) fn resident_kib(&self) -> Result<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id()))
            .context("this machine does not tell the memory of processes")?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let value = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
        value.context("the server has ended")
    }

    /// User and system time of the process.
    ///
    /// Source: `man 5 proc_pid_stat`, fields 14 and 15, in ticks of which
    /// Linux has 100 a second on every machine that we run on.
    pub(super) fn cpu_seconds(&self) -> Result<f64> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.process.id()))
            .context("this machine does not tell the time of processes")?;
        let (_, fields) = stat.rsplit_once(')').context("no process")?;
        let ticks: f64 = fields
            .split_whitespace()
            .skip(11)
            .take(2)
            .filter_map(|field| field.parse::<f64>().ok())
            .sum();
        Ok(ticks / 100.0)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The load, connected.
pub(super) struct Load {
    process: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Load {
    /// Starts it and waits until all connections are there.
    pub(super) fn start(programs: &Programs, server: &Server, work: &[&str]) -> Result<Self> {
        let mut command = Command::new(&programs.load);
        command.arg(server.kind.door()).arg(&server.host).args(work);
        let mut process = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("cannot start the load")?;
        let input = process.stdin.take();
        let output = BufReader::new(process.stdout.take().context("a pipe")?);
        let mut load = Self { process, input, output };
        load.next_line()?;
        Ok(load)
    }

    /// The next thing that it says.
    pub(super) fn next_line(&mut self) -> Result<Value> {
        let mut line = String::new();
        self.output.read_line(&mut line).context("the load says nothing")?;
        serde_json::from_str(&line).context("the load failed")
    }

    /// Lets it end; the last thing that it said.
    pub(super) fn end(mut self) -> Result<Value> {
        drop(self.input.take());
        let last = self.next_line();
        let status = self.process.wait().context("cannot wait for the load")?;
        if !status.success() {
            bail!("the load failed ({status})");
        }
        last
    }
}

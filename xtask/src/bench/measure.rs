//! Processor time and memory of whole processes.

use std::fs;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeVal;

use crate::run;

/// How often a running process is asked for its memory.
const LOOK_EVERY: Duration = Duration::from_millis(4);

/// What one run of a process, or of several one after the other, cost.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Cost {
    /// User and system time of the process and its children.
    pub(crate) cpu_seconds: f64,
    pub(crate) wall_seconds: f64,
    /// Largest resident size; 0 where the system does not tell.
    pub(crate) peak_mib: f64,
}

impl Cost {
    /// The cost of both, one after the other.
    pub(crate) fn and(self, other: Self) -> Self {
        Self {
            cpu_seconds: self.cpu_seconds + other.cpu_seconds,
            wall_seconds: self.wall_seconds + other.wall_seconds,
            peak_mib: self.peak_mib.max(other.peak_mib),
        }
    }
}

/// Runs a program to its end. Nothing else may be started meanwhile: the
/// system counts the time of all finished children together.
pub(crate) fn cost_of(command: &mut Command) -> Result<Cost> {
    run::forget_this_cargo(command);
    let before = cpu_seconds(UsageWho::RUSAGE_CHILDREN)?;
    let started = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .with_context(|| format!("cannot start `{}`", run::line_of(command)))?;
    let memory = format!("/proc/{}/status", child.id());
    let mut peak_kib = 0;
    let status = loop {
        if let Some(status) = child.try_wait().context("cannot wait for a program")? {
            break status;
        }
        peak_kib = peak_kib.max(peak_of(&memory));
        thread::sleep(LOOK_EVERY);
    };
    let wall_seconds = started.elapsed().as_secs_f64();
    if !status.success() {
        bail!("`{}` failed ({status})", run::line_of(command));
    }
    Ok(Cost {
        cpu_seconds: cpu_seconds(UsageWho::RUSAGE_CHILDREN)? - before,
        wall_seconds,
        peak_mib: peak_kib as f64 / 1024.0,
    })
}

/// What a piece of our own work costs this process.
pub(crate) fn cost_here(work: impl FnOnce() -> Result<()>) -> Result<Cost> {
    let before = cpu_seconds(UsageWho::RUSAGE_SELF)?;
    let started = Instant::now();
    work()?;
    Ok(Cost {
        cpu_seconds: cpu_seconds(UsageWho::RUSAGE_SELF)? - before,
        wall_seconds: started.elapsed().as_secs_f64(),
        peak_mib: 0.0,
    })
}

fn cpu_seconds(who: UsageWho) -> Result<f64> {
    let usage = getrusage(who).context("the system does not tell the time of processes")?;
    let seconds = |time: TimeVal| time.tv_sec() as f64 + time.tv_usec() as f64 / 1e6;
    Ok(seconds(usage.user_time()) + seconds(usage.system_time()))
}

/// High-water mark of a process in KiB, as the kernel keeps it.
fn peak_of(status: &str) -> u64 {
    fs::read_to_string(status)
        .ok()
        .and_then(|text| {
            let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
            line.trim().trim_end_matches(" kB").parse().ok()
        })
        .unwrap_or(0)
}

/// Several measurements of one thing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Series(Vec<f64>);

impl Series {
    pub(crate) fn push(&mut self, value: f64) {
        self.0.push(value);
        self.0.sort_by(f64::total_cmp);
    }

    /// The value with as many below as above it.
    pub(crate) fn median(&self) -> f64 {
        match self.0.len() {
            0 => f64::NAN,
            n if n % 2 == 1 => self.0[n / 2],
            n => (self.0[n / 2 - 1] + self.0[n / 2]) / 2.0,
        }
    }

    pub(crate) fn least(&self) -> f64 {
        self.0.first().copied().unwrap_or(f64::NAN)
    }

    pub(crate) fn most(&self) -> f64 {
        self.0.last().copied().unwrap_or(f64::NAN)
    }

    /// The value that 95 of 100 do not exceed.
    pub(crate) fn p95(&self) -> f64 {
        let rank = (self.0.len() * 95).div_ceil(100);
        self.0.get(rank.saturating_sub(1)).copied().unwrap_or(f64::NAN)
    }

    /// Every value as a share of the other's median.
    pub(crate) fn over(&self, other: &Self) -> Self {
        let whole = other.median();
        self.map(|value| value / whole)
    }

    /// Every value changed alike.
    pub(crate) fn map(&self, change: impl Fn(f64) -> f64) -> Self {
        let mut series = Self(self.0.iter().copied().map(change).collect());
        series.0.sort_by(f64::total_cmp);
        series
    }
}

impl FromIterator<f64> for Series {
    fn from_iter<I: IntoIterator<Item = f64>>(values: I) -> Self {
        let mut series = Self::default();
        values.into_iter().for_each(|value| series.push(value));
        series
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_stands_in_the_middle() {
        let series: Series = [3.0, 1.0, 2.0].into_iter().collect();
        assert_eq!((series.least(), series.median(), series.most()), (1.0, 2.0, 3.0));
        let even: Series = [4.0, 1.0, 2.0, 3.0].into_iter().collect();
        assert_eq!(even.median(), 2.5);
        let hundred: Series = (1..=100).map(f64::from).collect();
        assert_eq!((hundred.p95(), even.p95()), (95.0, 4.0));
    }

    #[test]
    fn a_program_has_a_cost() {
        let cost = cost_of(Command::new("ls").arg("/")).unwrap();
        assert!(cost.cpu_seconds >= 0.0 && cost.wall_seconds > 0.0);
        assert!(cost_of(Command::new("ls").arg("/no such folder")).is_err());
    }
}

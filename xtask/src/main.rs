//! Build orchestration: everything that takes more than one `cargo` command.
//!
//! `cargo xtask demo` shows the product, `cargo xtask test` is what must hold
//! before a merge. What a machine lacks is provided, or named.

mod bench;
mod browser;
mod budgets;
mod corpora;
mod demo;
mod dist;
mod html;
mod lint;
mod places;
mod progress;
mod provide;
mod relay;
mod run;
mod serve;
mod test;
mod wasm;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use bench::{BenchName, BenchOptions};
use demo::DemoOptions;
use places::Places;
use test::TestOptions;

/// Builds, shows, checks and measures the project.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build the demo sites, serve them on 127.0.0.1 and print the addresses.
    Demo {
        /// First port; the next free one is taken for each brand.
        #[arg(long, default_value_t = 4000)]
        port: u16,
        /// Rebuild when a source file changes.
        #[arg(long)]
        watch: bool,
        /// Build only.
        #[arg(long, conflicts_with = "watch")]
        no_serve: bool,
    },
    /// Run everything that must hold before a merge, cheapest first.
    Test {
        /// Run only this step; may be given several times.
        #[arg(long, value_name = "STEP")]
        only: Vec<String>,
        /// Go on after a failed step.
        #[arg(long)]
        keep_going: bool,
        /// Name the steps and stop.
        #[arg(long)]
        list: bool,
    },
    /// Build what runs in the browser into target/assets/.
    Wasm,
    /// Check the rules of ARCHITECTURE.md and deny.toml.
    Lint,
    /// Run the browser tests on a fresh build of the demo.
    Browser {
        /// Only tests whose title matches this expression.
        #[arg(long, value_name = "REGEX")]
        grep: Option<String>,
        /// Only this project of tests/browser/playwright.config.ts; may be
        /// given several times.
        #[arg(long, value_name = "NAME")]
        project: Vec<String>,
    },
    /// Take the pictures of widget and inbox in docs/pictures/.
    Pictures,
    /// Measure against the goals; leaves target/bench/NAME.json.
    Bench {
        /// What to measure.
        name: BenchName,
        /// Fewer rounds.
        #[arg(long)]
        quick: bool,
    },
    /// Build the release program with all assets inside.
    Dist,
    /// Serve a folder as a static host would.
    Serve {
        /// The folder of a built site.
        folder: PathBuf,
        /// Port on 127.0.0.1; the next free one if it is taken.
        #[arg(long, default_value_t = 4200)]
        port: u16,
        /// Path below which the site lies.
        #[arg(long, default_value = "/")]
        prefix: String,
    },
}

fn main() -> ExitCode {
    match perform(Arguments::parse().task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn perform(task: Task) -> Result<()> {
    let places = Places::find()?;
    match task {
        Task::Demo { port, watch, no_serve } => {
            demo::command(&places, &DemoOptions { port, watch, serve: !no_serve })
        }
        Task::Test { only, keep_going, list } => {
            test::command(&places, &TestOptions { only, keep_going, list })
        }
        Task::Wasm => wasm::command(&places),
        Task::Lint => lint::command(&places),
        Task::Browser { grep, project } => test::browser_only(&places, grep.as_deref(), &project),
        Task::Pictures => test::browser_only(&places, None, &["pictures".to_owned()]),
        Task::Bench { name, quick } => bench::command(&places, &BenchOptions { name, quick }),
        Task::Dist => dist::command(&places),
        Task::Serve { folder, port, prefix } => serve::command(folder, port, &prefix),
    }
}

//! Measurements against the goals; each leaves `target/bench/NAME.json`.

use anyhow::{Result, bail};
use clap::ValueEnum;

use crate::places::Places;

/// What can be measured.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum BenchName {
    /// Whole builds against Hugo with Pagefind and the write floor.
    Generator,
    /// Search quality and bytes against Pagefind.
    Search,
    /// Bytes and scores of pages.
    Pages,
}

/// Options of `cargo xtask bench`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BenchOptions {
    pub(crate) name: BenchName,
    pub(crate) quick: bool,
}

/// Runs one measurement.
pub(crate) fn command(places: &Places, options: &BenchOptions) -> Result<()> {
    let rounds = if options.quick { 1 } else { 5 };
    bail!(
        "measurement `{:?}` with {rounds} round(s) into `{}` does not exist yet",
        options.name,
        places.product("bench").display()
    )
}

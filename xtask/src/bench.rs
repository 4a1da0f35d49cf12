//! Measurements against the goals; each leaves `target/bench/NAME.json`.
//!
//! Ours and the peer run in turns, and only processor time, bytes and ratios
//! count: a machine under load tells nothing else.

mod figure;
mod forms;
mod generator;
mod measure;
mod pages;
mod peers;
mod preview;
mod relay;
mod search;
mod widget;
mod work;

use anyhow::Result;
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
    /// The relay against a bare floor, `ws` and `socket.io`.
    Relay,
    /// What the widget costs a host page, in Chromium.
    Widget,
    /// Forms and rules: bytes, conditions, suggestions, submissions.
    Forms,
}

/// Options of `cargo xtask bench`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BenchOptions {
    pub(crate) name: BenchName,
    pub(crate) quick: bool,
}

/// Runs one measurement.
pub(crate) fn command(places: &Places, options: &BenchOptions) -> Result<()> {
    match options.name {
        BenchName::Generator => generator::command(places, options),
        BenchName::Search => search::command(places),
        BenchName::Pages => pages::command(places),
        BenchName::Relay => relay::command(places, options),
        BenchName::Widget => widget::command(places, options),
        BenchName::Forms => forms::command(places, options),
    }
}

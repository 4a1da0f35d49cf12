//! todo
use anyhow::Result;
use super::BenchOptions;
use crate::places::Places;
pub(super) fn command(_places: &Places, _options: &BenchOptions) -> Result<()> { Ok(()) }

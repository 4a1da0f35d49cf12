//! The command `kb`.

use std::process::ExitCode;

fn main() -> ExitCode {
    kb_generator::cli::run()
}

//! The command `kb`.

use std::process::ExitCode;

/// Builds make and drop many small texts on all threads.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    kb_generator::cli::run()
}

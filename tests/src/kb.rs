//! The command `kb`, built with the tests.

fn main() -> std::process::ExitCode {
    kb_generator::cli::run()
}

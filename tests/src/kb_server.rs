//! The command `kb-server`, built with the tests.

fn main() -> std::process::ExitCode {
    kb_server::cli::run()
}

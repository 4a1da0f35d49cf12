//! The command `kb-server`.

fn main() -> std::process::ExitCode {
    kb_server::cli::run()
}

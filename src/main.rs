//! The `annexa` command.

fn main() -> std::process::ExitCode {
    annexa::cli::run()
}

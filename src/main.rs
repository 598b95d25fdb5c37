//! The `gangyao` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    gangyao::cli::run(std::env::args_os()).into()
}

//! The `firstaid` binary.

use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    firstaid_cli::run(std::env::args_os(), PathBuf::from(".")).exit_code()
}

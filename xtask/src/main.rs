//! The maintainers' entry: `cargo xtask X …` is `firstaid X …` on this repository, and the chores of the repository.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).parent().map(PathBuf::from).unwrap_or_default();
    let args: Vec<OsString> = std::env::args_os().collect();
    firstaid_cli::run(args, root).exit_code()
}

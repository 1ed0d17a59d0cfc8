//! The `firstaid` binary.

use std::path::PathBuf;
use std::process::ExitCode;

#[cfg(feature = "fast-memory")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    firstaid_cli::run(std::env::args_os(), PathBuf::from(".")).exit_code()
}

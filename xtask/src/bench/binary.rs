use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use crate::process;

/// Builds the release binary with these arguments of `cargo build`, and returns its path.
pub(super) fn build(root: &Path, args: &[&str]) -> Result<PathBuf> {
    let build = ["build", "--release", "--package", "firstaid-cli", "--target-dir", "target"];
    process::run(Command::new("cargo").args(build).args(args).current_dir(root))?;
    Ok(root.join("target/release/firstaid"))
}

//! The name of the person who attests or reviews something.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

/// The name of `--by`, or else git's `user.name` in `root`.
pub(crate) fn person(given: Option<&str>, root: &Path) -> Result<String> {
    match given {
        Some(name) => Ok(name.to_owned()),
        None => git_user(root).context("--by: give your name; git has no user.name here"),
    }
}

fn git_user(root: &Path) -> Option<String> {
    let output = Command::new("git").args(["config", "user.name"]).current_dir(root).output().ok()?;
    let name = String::from_utf8(output.stdout).ok()?.trim().to_owned();
    (!name.is_empty()).then_some(name)
}

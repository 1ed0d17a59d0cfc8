//! The other tools that we compare with. None is required.

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use anyhow::Result;

/// Folders that are searched for other tools before those of `PATH`, in the syntax of `PATH`.
const VARIABLE: &str = "FIRSTAID_BENCH_PATH";

/// The `PATH` for measured commands.
pub(super) fn path() -> Result<OsString> {
    Ok(env::join_paths(folders())?)
}

pub(super) fn is_installed(program: &OsStr) -> bool {
    Path::new(program).is_absolute() || folders().any(|folder| folder.join(program).is_file())
}

fn folders() -> impl Iterator<Item = PathBuf> {
    [VARIABLE, "PATH"].into_iter().filter_map(env::var_os).flat_map(|value| {
        // An empty entry would mean the working folder.
        env::split_paths(&value).filter(|folder| !folder.as_os_str().is_empty()).collect::<Vec<_>>()
    })
}

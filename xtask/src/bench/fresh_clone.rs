//! `cargo xtask bench build [--rev REV]…`: the time from a fresh clone to the first finding of `cargo xtask lint`, as a
//! newcomer waits for it.
//!
//! Measured are the commit that is checked out and each REV, once, with an empty target folder. Dependencies are
//! fetched before.

use std::env;
use std::ffi::OsString;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail, ensure};

use super::measure::children_cpu_seconds;
use crate::print::eprint;
use crate::process;

/// Variables of the outer cargo and of the user that would change how the inner cargo builds, or save it work.
const REMOVED_VARIABLES: [&str; 5] =
    ["CARGO", "CARGO_MANIFEST_DIR", "CARGO_MANIFEST_PATH", "RUSTC_WRAPPER", "CARGO_BUILD_RUSTC_WRAPPER"];

struct Checkout {
    /// The name of the commit in the table.
    rev: String,
    folder: PathBuf,
}

struct Times {
    first_finding: f64,
    wall_seconds: f64,
    cpu_seconds: f64,
}

pub(super) fn run(root: &Path, args: &[OsString]) -> Result<()> {
    let revs = parse(args)?;
    if !git(root, &["status", "--porcelain"])?.is_empty() {
        eprint("note: uncommitted changes are not measured\n");
    }
    let temporary = tempfile::tempdir()?;
    let checkouts: Vec<Checkout> = revs
        .into_iter()
        .enumerate()
        .map(|(n, rev)| clone(root, rev, temporary.path().join(n.to_string())))
        .collect::<Result<_>>()?;
    eprint("seconds until:   first finding  end of lint  CPU\n");
    let mut first: Option<(String, Times)> = None;
    for Checkout { rev, folder } in checkouts {
        let times = time_lint(&folder).with_context(|| rev.clone())?;
        let Times { first_finding, wall_seconds, cpu_seconds } = times;
        eprint(&format!("{rev:16} {first_finding:13.1}  {wall_seconds:11.1}  {cpu_seconds:3.0}\n"));
        match &first {
            Some((name, first)) => {
                let ratio = first.first_finding / first_finding;
                eprint(&format!("    {name} takes {ratio:.2} of the time of {rev}\n"));
            }
            None => first = Some((rev, times)),
        }
    }
    Ok(())
}

/// HEAD and the commits of `--rev`.
fn parse(args: &[OsString]) -> Result<Vec<String>> {
    let mut revs = vec!["HEAD".to_owned()];
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        match (arg == "--rev", args.next()) {
            (true, Some(rev)) => revs.push(rev.to_str().context("--rev: not UTF-8")?.to_owned()),
            _ => bail!("usage: cargo xtask bench build [--rev REV]…"),
        }
    }
    Ok(revs)
}

/// Clones the repository at a commit, and fetches the dependencies of that commit.
fn clone(root: &Path, rev: String, folder: PathBuf) -> Result<Checkout> {
    let commit = git(root, &["rev-parse", "--verify", "--end-of-options", &format!("{rev}^{{commit}}")])?;
    process::run(Command::new("git").args(["clone", "--quiet", "--no-checkout"]).arg(root).arg(&folder))?;
    git(&folder, &["checkout", "--quiet", "--detach", commit.trim()])?;
    process::run(cargo(&folder).args(["fetch", "--quiet", "--locked"]))?;
    Ok(Checkout { rev, folder })
}

/// Runs `cargo xtask lint` in a clone that was never built, without the network.
fn time_lint(folder: &Path) -> Result<Times> {
    let cpu_before = children_cpu_seconds()?;
    let start = Instant::now();
    let mut lint = cargo(folder);
    lint.args(["xtask", "lint"]).env("CARGO_NET_OFFLINE", "true").stdin(Stdio::null()).stdout(Stdio::piped());
    let mut lint = lint.spawn()?;
    let mut output = lint.stdout.take().context("standard output is piped")?;
    let has_output = output.read_exact(&mut [0]).is_ok();
    let first_finding = start.elapsed().as_secs_f64();
    io::copy(&mut output, &mut io::sink())?;
    let status = lint.wait()?;
    ensure!(has_output && matches!(status.code(), Some(0 | 1)), "cargo xtask lint: {status}");
    Ok(Times {
        first_finding,
        wall_seconds: start.elapsed().as_secs_f64(),
        cpu_seconds: children_cpu_seconds()? - cpu_before,
    })
}

/// Cargo in a clone, with nothing that was built elsewhere.
fn cargo(folder: &Path) -> Command {
    let mut cargo = Command::new("cargo");
    cargo.current_dir(folder).env("CARGO_TARGET_DIR", folder.join("target"));
    let inherited = env::vars_os().map(|(name, _)| name).filter(|name| {
        let name = name.to_string_lossy();
        name.starts_with("CARGO_PKG_") || REMOVED_VARIABLES.contains(&&*name)
    });
    for name in inherited {
        cargo.env_remove(name);
    }
    cargo
}

fn git(folder: &Path, args: &[&str]) -> Result<String> {
    let output = Command::new("git").arg("-C").arg(folder).args(args).output().context("git")?;
    ensure!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr).trim_end());
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

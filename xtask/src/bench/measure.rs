//! Time and memory of a process, and a table of several.

use std::env;
use std::ffi::OsString;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail, ensure};
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeVal;

use super::peers;
use crate::print::{eprint, print};

/// Runs of each command of a table; medians are printed.
pub(super) const RUNS: usize = 5;

/// The head of the table that [`report`] prints.
pub(super) const TABLE_HEAD: &str = "command                              wall s    CPU s    peak MB\n";

/// Units of `ru_maxrss` in a mebibyte: bytes on macOS, kibibytes elsewhere.
const PEAK_UNITS_IN_MIB: f64 = if cfg!(target_os = "macos") { 1_048_576.0 } else { 1024.0 };

/// A command line and its name in a table.
pub(super) struct Measured {
    pub(super) name: String,
    pub(super) command: Vec<OsString>,
}

#[derive(Clone, Copy)]
pub(super) struct Figures {
    pub(super) wall_seconds: f64,
    /// User and system time of all threads and child processes.
    pub(super) cpu_seconds: f64,
    pub(super) peak_mib: f64,
    /// -1 if a signal ended the process.
    pub(super) exit_code: f64,
}

impl Figures {
    fn to_line(self) -> String {
        format!("{} {} {} {}\n", self.wall_seconds, self.cpu_seconds, self.peak_mib, self.exit_code)
    }

    fn from_line(line: &str) -> Option<Self> {
        let figures: Vec<f64> = line.split_whitespace().filter_map(|figure| figure.parse().ok()).collect();
        let [wall_seconds, cpu_seconds, peak_mib, exit_code] = figures[..] else { return None };
        Some(Self { wall_seconds, cpu_seconds, peak_mib, exit_code })
    }
}

/// `xtask measure COMMAND…`: runs one command and prints its [`Figures`]. [`measure`] calls it in a process of its own,
/// because the system reports one peak for all children of a process together.
pub(crate) fn measure_here(args: &[OsString]) -> Result<()> {
    let [program, args @ ..] = args else { bail!("usage: measure COMMAND…") };
    let start = Instant::now();
    let status = Command::new(program)
        .args(args)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .with_context(|| program.display().to_string())?;
    let wall_seconds = start.elapsed().as_secs_f64();
    let figures = Figures {
        wall_seconds,
        cpu_seconds: children_cpu_seconds()?,
        peak_mib: getrusage(UsageWho::RUSAGE_CHILDREN)?.max_rss() as f64 / PEAK_UNITS_IN_MIB,
        exit_code: status.code().unwrap_or(-1).into(),
    };
    print(&figures.to_line());
    Ok(())
}

/// User and system time of all children that have ended, and of their children.
pub(super) fn children_cpu_seconds() -> Result<f64> {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let seconds = |time: TimeVal| time.tv_sec() as f64 + time.tv_usec() as f64 / 1e6;
    Ok(seconds(usage.user_time()) + seconds(usage.system_time()))
}

/// Runs a command once.
pub(super) fn measure(command: &[OsString]) -> Result<Figures> {
    let mut process = Command::new(env::current_exe()?);
    let output = process.arg("measure").args(command).env("PATH", peers::path()?).output()?;
    let figures = Figures::from_line(&String::from_utf8_lossy(&output.stdout));
    figures.with_context(|| String::from_utf8_lossy(&output.stderr).into_owned())
}

/// As [`measure`], for our own command: exit codes above 1 are errors, whose time would mislead.
pub(super) fn measure_ours(command: &[OsString]) -> Result<Figures> {
    let figures = measure(command)?;
    ensure!([0.0, 1.0].contains(&figures.exit_code), "{command:?}: exit code {}", figures.exit_code);
    Ok(figures)
}

/// Runs each command [`RUNS`] times and prints and returns medians. The commands take turns, so that the load of the
/// machine is the same for all.
pub(super) fn report(commands: &[Measured]) -> Result<Vec<Figures>> {
    let mut runs: Vec<Vec<Figures>> = vec![Vec::new(); commands.len()];
    for _ in 0..RUNS {
        for (measured, runs) in commands.iter().zip(&mut runs) {
            runs.push(measure(&measured.command).with_context(|| measured.name.clone())?);
        }
    }
    let medians: Vec<Figures> = runs.iter().map(|runs| medians(runs)).collect();
    for (Measured { name, .. }, figures) in commands.iter().zip(&medians) {
        let Figures { wall_seconds, cpu_seconds, peak_mib, .. } = figures;
        eprint(&format!("{name:35} {wall_seconds:7.2}  {cpu_seconds:7.2}  {peak_mib:9.0}\n"));
    }
    Ok(medians)
}

/// The median of each figure by itself.
fn medians(runs: &[Figures]) -> Figures {
    let median = |figure: fn(&Figures) -> f64| {
        let mut figures: Vec<f64> = runs.iter().map(figure).collect();
        figures.sort_by(f64::total_cmp);
        figures[figures.len() / 2]
    };
    Figures {
        wall_seconds: median(|it| it.wall_seconds),
        cpu_seconds: median(|it| it.cpu_seconds),
        peak_mib: median(|it| it.peak_mib),
        exit_code: median(|it| it.exit_code),
    }
}

//! `cargo xtask bench`: the linter on 10,000 pages, in time and memory, with whatever peers are installed beside it.
//!
//! Figures are of whole processes and of this machine in this hour; compare them within one run.

#![expect(clippy::cast_precision_loss, reason = "figures for people")]

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use nix::sys::resource::{UsageWho, getrusage};

use crate::eprint;

const PAGES: usize = 10_000;
const RUNS: usize = 5;

/// `getrusage` tells kilobytes, on macOS bytes.
const PEAK_UNITS_IN_MB: f64 = if cfg!(target_os = "macos") { 1_048_576.0 } else { 1024.0 };

/// Measures ourselves and the peers that are installed; `args` are further folders of pages.
pub(crate) fn run(root: &Path, args: &[OsString]) -> Result<()> {
    crate::run(Command::new("cargo").args(["build", "--release", "--package", "firstaid-cli"]).current_dir(root))?;
    let scale = root.join("target/bench/scale");
    let folders: Vec<PathBuf> =
        std::iter::once(root.join("content/en")).chain(args.iter().map(PathBuf::from)).collect();
    let (pages, bytes) = make_corpus(&scale, &folders, PAGES)?;
    eprint(&format!("{pages} pages, {:.1} MB; medians of {RUNS} runs\n\n", bytes as f64 / 1e6));
    eprint("command                              wall s    CPU s    peak MB\n");

    let firstaid = root.join("target/release/firstaid");
    let content = scale.join("content");
    let ours = |extra: &[&str]| -> Vec<OsString> {
        let mut command = vec![firstaid.clone().into_os_string(), "lint".into(), "--root".into()];
        command.push(scale.clone().into_os_string());
        command.extend(extra.iter().map(OsString::from));
        command
    };
    let peer = |words: &[&str]| -> Vec<OsString> {
        words.iter().map(OsString::from).chain([content.clone().into_os_string()]).collect()
    };
    let commands = [
        (
            "read every byte (cat)",
            vec!["sh".into(), "-c".into(), format!("find {} -type f -exec cat {{}} +", content.display()).into()],
        ),
        ("firstaid lint --format jsonl", ours(&["--format", "jsonl"])),
        ("firstaid lint --format human", ours(&[])),
        ("firstaid lint --threads 1", ours(&["--format", "jsonl", "--threads", "1"])),
        ("rg -c http", peer(&["rg", "-c", "http"])),
        ("typos", peer(&["typos", "--format", "brief"])),
        ("rumdl check", peer(&["rumdl", "check", "--no-cache", "--quiet"])),
        ("lychee --offline", peer(&["lychee", "--offline", "--no-progress"])),
    ];
    for (name, command) in commands {
        if is_installed(&command[0]) {
            report(name, &command)?;
        } else {
            eprint(&format!("{name:35} not installed\n"));
        }
    }
    Ok(())
}

/// Runs one command and prints wall seconds, CPU seconds and peak kilobytes: a process of its own, because the system
/// tells the peak of all children together.
pub(crate) fn measure(args: &[OsString]) -> Result<()> {
    let [program, args @ ..] = args else { bail!("usage: measure COMMAND…") };
    let start = Instant::now();
    Command::new(program)
        .args(args)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .with_context(|| format!("{}", program.display()))?;
    let wall = start.elapsed().as_secs_f64();
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let seconds = |time: nix::sys::time::TimeVal| time.tv_sec() as f64 + time.tv_usec() as f64 / 1e6;
    let cpu = seconds(usage.user_time()) + seconds(usage.system_time());
    print(&format!("{wall} {cpu} {}", usage.max_rss()));
    Ok(())
}

#[expect(clippy::print_stdout, reason = "the figures are the output")]
fn print(line: &str) {
    println!("{line}");
}

pub(crate) fn report(name: &str, command: &[OsString]) -> Result<()> {
    report_all(&[(name.to_owned(), command.to_owned())]).map(|_| ())
}

/// The median seconds of each command. They take turns, so that a busy machine is busy for all of them.
pub(crate) fn report_all(commands: &[(String, Vec<OsString>)]) -> Result<Vec<f64>> {
    let mut runs: Vec<Vec<[f64; 3]>> = vec![Vec::new(); commands.len()];
    for _ in 0..RUNS {
        for ((name, command), runs) in commands.iter().zip(&mut runs) {
            let output = Command::new(std::env::current_exe()?).arg("measure").args(command).output()?;
            let text = String::from_utf8_lossy(&output.stdout);
            let figures: Vec<f64> = text.split_whitespace().filter_map(|figure| figure.parse().ok()).collect();
            let [wall, cpu, peak] = figures[..] else {
                bail!("{name}: {}", String::from_utf8_lossy(&output.stderr));
            };
            runs.push([wall, cpu, peak]);
        }
    }
    let median = |runs: &[[f64; 3]], which: usize| {
        let mut figures: Vec<f64> = runs.iter().map(|run| run[which]).collect();
        figures.sort_by(f64::total_cmp);
        figures[RUNS / 2]
    };
    for ((name, _), runs) in commands.iter().zip(&runs) {
        let [wall, cpu, peak] = [0, 1, 2].map(|which| median(runs, which));
        eprint(&format!("{name:35} {wall:7.2}  {cpu:7.2}  {:9.0}\n", peak / PEAK_UNITS_IN_MB));
    }
    Ok(runs.iter().map(|runs| median(runs, 0)).collect())
}

pub(crate) fn is_installed(program: &OsStr) -> bool {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    Path::new(program).is_absolute() || std::env::split_paths(&paths).any(|folder| folder.join(program).is_file())
}

/// Repeats the pages of the folders, in order, under other paths until there are enough. A folder below `FOLDER` that
/// is named like a locale holds that locale's pages; others are English.
pub(crate) fn make_corpus(scale: &Path, folders: &[PathBuf], pages: usize) -> Result<(usize, u64)> {
    let mut sources: Vec<(String, PathBuf)> = Vec::new();
    for folder in folders {
        collect(folder, "en", &mut sources)?;
    }
    sources.sort();
    if sources.is_empty() {
        bail!("no pages to repeat");
    }
    if scale.exists() {
        fs::remove_dir_all(scale)?;
    }
    let mut bytes = 0;
    for n in 0..pages {
        let (locale, source) = &sources[n % sources.len()];
        let folder = scale.join("content").join(locale).join(format!("{:04}", n / sources.len()));
        fs::create_dir_all(&folder)?;
        // Pages of one name from two folders must not meet.
        bytes += fs::copy(source, folder.join(format!("{}-{}", n % sources.len(), name_of(source))))?;
    }
    fs::write(scale.join("firstaid.toml"), "[content]\nroot = \"content\"\n")?;
    Ok((pages, bytes))
}

fn collect(folder: &Path, locale: &str, sources: &mut Vec<(String, PathBuf)>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        let name = name_of(&path);
        if path.is_dir() {
            let is_locale = name.len() == 2 && name.bytes().all(|b| b.is_ascii_lowercase());
            collect(&path, if is_locale { &name } else { locale }, sources)?;
        } else if name.ends_with(".md") {
            sources.push((locale.to_owned(), path));
        }
    }
    Ok(())
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

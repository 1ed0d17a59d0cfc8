//! `lint --watch`: lints again after every change to a file. It writes no file but those of `--output`.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::args::LintArgs;
use super::once::lint_once;
use super::reader::when_closed;
use crate::error::print_error;
use crate::guide::guide_root;
use crate::note::note_line;
use crate::outcome::Outcome;

/// Changes that follow each other within this time are one change: editors write a file in several steps.
const DEBOUNCE: Duration = Duration::from_millis(100);
/// Maximum time from the first change to the next run, even if changes continue.
const MAX_WAIT: Duration = Duration::from_secs(1);

/// The escape sequence that clears the screen and its scroll-back.
const CLEAR: &str = "\x1b[2J\x1b[3J\x1b[H";

/// Folders that are not watched, besides hidden ones: they hold no pages and may hold very many files.
const IGNORED_FOLDERS: [&str; 2] = ["node_modules", "target"];

/// The reason to stop waiting.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Signal {
    Changed,
    /// Ctrl-C, a termination signal, or closed output.
    Stop,
}

/// Lints until Ctrl-C, or until standard output is closed, and returns the outcome of the last run.
pub(super) fn watch(args: &LintArgs, root: &Path) -> Result<Outcome> {
    let root = guide_root(args.root.as_deref(), args.config.as_deref(), root.to_owned());
    let root = root.canonicalize().with_context(|| root.display().to_string())?;
    let (sender, signals) = channel();
    let stop = |sender: Sender<Signal>| {
        move || {
            // Fails when the process is about to end, which is no error.
            let _ = sender.send(Signal::Stop);
        }
    };
    ctrlc::set_handler(stop(sender.clone())).context("Ctrl-C")?;
    when_closed(stop(sender.clone()));
    let own: Vec<PathBuf> = args.output.iter().filter_map(|output| watcher_path(&output.path)).collect();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
        // An error means that events were lost; one may have been a change.
        if event.map_or(true, |event| is_change(&event, &own)) {
            let _ = sender.send(Signal::Changed);
        }
    })
    .context("--watch")?;
    let mut known_folders = BTreeSet::new();
    loop {
        // Repeated for new folders, and before the files are read, so that no change is missed.
        known_folders.retain(|folder: &PathBuf| folder.is_dir());
        for (folder, mode) in folders(args, &root) {
            if known_folders.insert(folder.clone()) {
                add(&mut watcher, &folder, mode)?;
            }
        }
        if io::stdout().is_terminal() {
            anstream::stdout().write_all(CLEAR.as_bytes())?;
        }
        let outcome = lint_once(args, root.clone()).unwrap_or_else(|error| {
            print_error(&error);
            Outcome::Failed
        });
        note_line("waiting for changes; press Ctrl-C to stop");
        if wait(&signals) == Signal::Stop {
            return Ok(outcome);
        }
    }
}

/// The folders to watch: the root, its folders, and the folders of the configuration and the baseline.
fn folders(args: &LintArgs, root: &Path) -> Vec<(PathBuf, RecursiveMode)> {
    let mut folders = vec![(root.to_owned(), RecursiveMode::NonRecursive)];
    for entry in fs::read_dir(root).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if is_folder && !name.starts_with('.') && !IGNORED_FOLDERS.contains(&&*name) {
            folders.push((entry.path(), RecursiveMode::Recursive));
        }
    }
    let named = [&args.config, &args.baseline].into_iter().flatten().filter_map(|file| watcher_path(file));
    let beside = named.filter(|file| !file.starts_with(root)).filter_map(|file| Some(file.parent()?.to_owned()));
    folders.extend(beside.map(|folder| (folder, RecursiveMode::NonRecursive)));
    folders
}

fn add(watcher: &mut RecommendedWatcher, folder: &Path, mode: RecursiveMode) -> Result<()> {
    watcher.watch(folder, mode).with_context(|| format!("--watch: {}", folder.display()))
}

/// The path of a file as the watcher names it. The file need not exist.
fn watcher_path(file: &Path) -> Option<PathBuf> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Some(folder.canonicalize().ok()?.join(file.file_name()?))
}

/// Whether an event can change the findings: files that are only read and our own reports cannot.
fn is_change(event: &Event, own: &[PathBuf]) -> bool {
    let is_written = match event.kind {
        EventKind::Access(kind) => kind == AccessKind::Close(AccessMode::Write),
        _ => true,
    };
    let is_temporary =
        |path: &Path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(".firstaid-"));
    let is_own = |path: &PathBuf| own.contains(path) || is_temporary(path);
    is_written && (event.paths.is_empty() || !event.paths.iter().all(is_own))
}

/// Waits for a change and for the changes that follow it within [`DEBOUNCE`], or for the end.
fn wait(signals: &Receiver<Signal>) -> Signal {
    // Without a sender no more changes can come.
    let Ok(Signal::Changed) = signals.recv() else { return Signal::Stop };
    let first = Instant::now();
    while first.elapsed() < MAX_WAIT {
        match signals.recv_timeout(DEBOUNCE) {
            Ok(Signal::Changed) => {}
            Ok(Signal::Stop) => return Signal::Stop,
            Err(_) => break,
        }
    }
    Signal::Changed
}

#[cfg(test)]
mod tests {
    use notify::event::{DataChange, ModifyKind};

    use super::*;

    #[test]
    fn reads_and_our_own_reports_are_not_changes() {
        let own = [PathBuf::from("/g/lint.sarif")];
        let is_change = |kind, path: &str| is_change(&Event::new(kind).add_path(path.into()), &own);
        let written = EventKind::Modify(ModifyKind::Data(DataChange::Any));
        assert!(is_change(written, "/g/content/en/A.md"));
        assert!(is_change(EventKind::Access(AccessKind::Close(AccessMode::Write)), "/g/content/en/A.md"));
        assert!(!is_change(EventKind::Access(AccessKind::Open(AccessMode::Any)), "/g/content/en/A.md"));
        assert!(!is_change(written, "/g/lint.sarif"));
        assert!(!is_change(written, "/g/.firstaid-7-0.tmp"));
        // A report's temporary file is renamed to the report.
        let renamed = Event::new(written).add_path("/g/.firstaid-7-0.tmp".into()).add_path("/g/lint.sarif".into());
        assert!(!super::is_change(&renamed, &own));
    }

    #[test]
    fn an_event_without_a_path_counts_as_a_change() {
        assert!(super::is_change(&Event::new(EventKind::Any), &[]));
    }
}

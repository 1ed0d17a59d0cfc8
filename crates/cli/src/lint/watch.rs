//! `lint --watch`: lints again whenever something changes, and changes nothing itself.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::args::LintArgs;
use crate::lint::reader::when_gone;
use crate::lint::{note_line, once};
use crate::{Outcome, tell};

/// Editors write a file in several steps: what follows within this time belongs together.
const QUIET: Duration = Duration::from_millis(100);
/// After so long it is linted even if there is no end of changes.
const PATIENCE: Duration = Duration::from_secs(1);

/// Clears the screen and what was scrolled out of it.
const CLEAR: &str = "\x1b[2J\x1b[3J\x1b[H";

/// Folders that hold no pages and may hold very many files; besides those that are hidden.
const LEFT_OUT: [&str; 2] = ["node_modules", "target"];

/// What ends a wait.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Signal {
    Changed,
    /// Ctrl-C, a request to end, or nobody there to read.
    Stop,
}

/// Lints until Ctrl-C, or until nobody reads what is found; the last verdict counts.
pub(super) fn watch(args: &LintArgs, root: &Path) -> Result<Outcome> {
    let root = args.root.as_deref().unwrap_or(root);
    let root = root.canonicalize().with_context(|| root.display().to_string())?;
    let (sender, signals) = channel();
    let stop = |sender: Sender<Signal>| {
        move || {
            // Nobody listens any more when the process is about to end; that is no error.
            let _ = sender.send(Signal::Stop);
        }
    };
    ctrlc::set_handler(stop(sender.clone())).context("Ctrl-C")?;
    when_gone(stop(sender.clone()));
    let own: Vec<PathBuf> = args.output.iter().filter_map(|output| full(&output.path)).collect();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
        // An event that got lost may have been a change.
        if event.map_or(true, |event| is_change(&event, &own)) {
            let _ = sender.send(Signal::Changed);
        }
    })
    .context("--watch")?;
    let mut seen = BTreeSet::new();
    loop {
        // Before each run, for a folder that is new; and before anything is read, so that no change is missed.
        seen.retain(|folder: &PathBuf| folder.is_dir());
        for (folder, mode) in folders(args, &root) {
            if seen.insert(folder.clone()) {
                add(&mut watcher, &folder, mode)?;
            }
        }
        if io::stdout().is_terminal() {
            anstream::stdout().write_all(CLEAR.as_bytes())?;
        }
        let outcome = once(args, root.clone()).unwrap_or_else(|error| {
            tell(&error);
            Outcome::Failed
        });
        note_line("waiting for changes; Ctrl-C ends");
        if wait(&signals) == Signal::Stop {
            return Ok(outcome);
        }
    }
}

/// What to watch: the root with its folders, and where the other files of the command line are.
fn folders(args: &LintArgs, root: &Path) -> Vec<(PathBuf, RecursiveMode)> {
    let mut folders = vec![(root.to_owned(), RecursiveMode::NonRecursive)];
    for entry in fs::read_dir(root).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if is_folder && !name.starts_with('.') && !LEFT_OUT.contains(&&*name) {
            folders.push((entry.path(), RecursiveMode::Recursive));
        }
    }
    let named = [&args.config, &args.baseline].into_iter().flatten().filter_map(|file| full(file));
    let beside = named.filter(|file| !file.starts_with(root)).filter_map(|file| Some(file.parent()?.to_owned()));
    folders.extend(beside.map(|folder| (folder, RecursiveMode::NonRecursive)));
    folders
}

fn add(watcher: &mut RecommendedWatcher, folder: &Path, mode: RecursiveMode) -> Result<()> {
    watcher.watch(folder, mode).with_context(|| format!("--watch: {}", folder.display()))
}

/// The path of a file as the watcher names it, whether or not there is one.
fn full(file: &Path) -> Option<PathBuf> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Some(folder.canonicalize().ok()?.join(file.file_name()?))
}

/// Whether there may be something new to find: not where files are only read, nor where we write reports.
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

/// Waits for a change and for those that follow it at once, or for the end.
fn wait(signals: &Receiver<Signal>) -> Signal {
    // Without a sender nothing can change any more.
    let Ok(Signal::Changed) = signals.recv() else { return Signal::Stop };
    let first = Instant::now();
    while first.elapsed() < PATIENCE {
        match signals.recv_timeout(QUIET) {
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
    fn reading_and_our_own_reports_are_no_change() {
        let own = [PathBuf::from("/g/lint.sarif")];
        let is_change = |kind, path: &str| is_change(&Event::new(kind).add_path(path.into()), &own);
        let written = EventKind::Modify(ModifyKind::Data(DataChange::Any));
        assert!(is_change(written, "/g/content/en/A.md"));
        assert!(is_change(EventKind::Access(AccessKind::Close(AccessMode::Write)), "/g/content/en/A.md"));
        assert!(!is_change(EventKind::Access(AccessKind::Open(AccessMode::Any)), "/g/content/en/A.md"));
        assert!(!is_change(written, "/g/lint.sarif"));
        assert!(!is_change(written, "/g/.firstaid-7-0.tmp"));
        // The report's temporary file gets its name.
        let renamed = Event::new(written).add_path("/g/.firstaid-7-0.tmp".into()).add_path("/g/lint.sarif".into());
        assert!(!super::is_change(&renamed, &own));
    }

    #[test]
    fn an_event_without_a_path_may_be_anything() {
        assert!(super::is_change(&Event::new(EventKind::Any), &[]));
    }
}

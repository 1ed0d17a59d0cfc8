//! `lint --watch`: lints again after every change to a file. It writes no file but those of `--output`.

use std::collections::BTreeSet;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Instant;

use anyhow::{Context, Result};
use notify::Event;

use super::args::LintArgs;
use super::once::lint_once;
use super::reader::when_closed;
use crate::error::print_error;
use crate::guide::guide_root;
use crate::note::note_line;
use crate::outcome::Outcome;
use crate::watching::{DEBOUNCE, MAX_WAIT, add, folders, is_change, watcher_path};

/// The escape sequence that clears the screen and its scroll-back.
const CLEAR: &str = "\x1b[2J\x1b[3J\x1b[H";

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
        let named = [&args.config, &args.baseline].into_iter().flatten();
        for (folder, mode) in folders(&root, named.map(PathBuf::as_path)) {
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

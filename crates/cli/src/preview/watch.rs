//! Tells the desk of changes to files.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use notify::{Event, RecommendedWatcher};

use crate::watching::{DEBOUNCE, MAX_WAIT, add, folders, is_change};

/// How often new folders are looked for where nothing else changes.
const PATIENCE: Duration = Duration::from_secs(60);

/// Calls `changed` after every change below the root, until what is returned is dropped.
pub(super) fn watch(root: &Path, config: Option<&Path>, changed: impl Fn() + Send + 'static) -> Result<Watch> {
    let (sender, events) = channel();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
        // An error means that events were lost; one may have been a change.
        if event.map_or(true, |event| is_change(&event, &[])) {
            // Fails when the preview ends.
            let _ = sender.send(());
        }
    })
    .context("cannot watch files")?;
    let mut known = BTreeSet::new();
    add_new(&mut watcher, &mut known, root, config)?;
    let (root, config) = (root.to_owned(), config.map(Path::to_owned));
    let (stop, stopped) = channel::<()>();
    thread::spawn(move || {
        while stopped.try_recv() != Err(std::sync::mpsc::TryRecvError::Disconnected) {
            match events.recv_timeout(PATIENCE) {
                Ok(()) => {
                    let first = Instant::now();
                    while first.elapsed() < MAX_WAIT && events.recv_timeout(DEBOUNCE).is_ok() {}
                    // A folder that cannot be watched costs reloading, not the preview.
                    let _ = add_new(&mut watcher, &mut known, &root, config.as_deref());
                    changed();
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    });
    Ok(Watch { _stop: stop })
}

/// A watch that ends when it is dropped.
pub(super) struct Watch {
    _stop: std::sync::mpsc::Sender<()>,
}

fn add_new(
    watcher: &mut RecommendedWatcher,
    known: &mut BTreeSet<PathBuf>,
    root: &Path,
    config: Option<&Path>,
) -> Result<()> {
    known.retain(|folder| folder.is_dir());
    for (folder, mode) in folders(root, config.into_iter()) {
        if known.insert(folder.clone()) {
            add(watcher, &folder, mode)?;
        }
    }
    Ok(())
}

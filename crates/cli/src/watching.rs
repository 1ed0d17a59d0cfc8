//! Which changes of files are noticed while a command runs.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};
use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

/// Changes that follow each other within this time are one change: editors write a file in several steps.
pub(crate) const DEBOUNCE: Duration = Duration::from_millis(100);
/// Maximum time from the first change to the next run, even if changes continue.
pub(crate) const MAX_WAIT: Duration = Duration::from_secs(1);

/// Folders that are not watched, besides hidden ones: they hold no pages and may hold very many files.
const IGNORED_FOLDERS: [&str; 2] = ["node_modules", "target"];

/// The folders to watch: the root, its folders, and the folders of files that the command line names.
pub(crate) fn folders<'a>(root: &Path, named: impl Iterator<Item = &'a Path>) -> Vec<(PathBuf, RecursiveMode)> {
    let mut folders = vec![(root.to_owned(), RecursiveMode::NonRecursive)];
    for entry in fs::read_dir(root).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if is_folder && !name.starts_with('.') && !IGNORED_FOLDERS.contains(&&*name) {
            folders.push((entry.path(), RecursiveMode::Recursive));
        }
    }
    let named = named.filter_map(watcher_path);
    let beside = named.filter(|file| !file.starts_with(root)).filter_map(|file| Some(file.parent()?.to_owned()));
    folders.extend(beside.map(|folder| (folder, RecursiveMode::NonRecursive)));
    folders
}

pub(crate) fn add(watcher: &mut RecommendedWatcher, folder: &Path, mode: RecursiveMode) -> Result<()> {
    watcher.watch(folder, mode).with_context(|| format!("cannot watch {}", folder.display()))
}

/// The path of a file as the watcher names it. The file need not exist.
pub(crate) fn watcher_path(file: &Path) -> Option<PathBuf> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Some(folder.canonicalize().ok()?.join(file.file_name()?))
}

/// Whether an event can change the findings: files that are only read and our own reports cannot.
pub(crate) fn is_change(event: &Event, own: &[PathBuf]) -> bool {
    let is_written = match event.kind {
        EventKind::Access(kind) => kind == AccessKind::Close(AccessMode::Write),
        _ => true,
    };
    let is_temporary =
        |path: &Path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(".firstaid-"));
    let is_own = |path: &PathBuf| own.contains(path) || is_temporary(path);
    is_written && (event.paths.is_empty() || !event.paths.iter().all(is_own))
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

//! The journal beside the ledger: observations are on disk as soon as they are reported, however the run ends.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use firstaid_ledger::{Entry, Ledger};

use crate::error::OnlineError;

/// The path of a ledger's journal.
pub fn journal_path(ledger: &Path) -> PathBuf {
    let mut name = ledger.file_name().unwrap_or_default().to_owned();
    name.push(".journal");
    ledger.with_file_name(name)
}

/// The observations of an interrupted run; `None` if the last run finished. An incomplete line at the end was never
/// reported, and is skipped. Whatever else a line says is dropped: a probe only writes what it saw.
pub fn read_journal(path: &Path) -> Result<Option<Ledger>, OnlineError> {
    let error = |source| OnlineError::Journal { path: path.to_owned(), source };
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(source) if source.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(error(source)),
    };
    let mut ledger = Ledger::default();
    for line in bytes.split(|&byte| byte == b'\n') {
        if let Ok(entry) = serde_json::from_slice::<Entry>(line) {
            ledger.add(entry.observed());
        }
    }
    Ok(Some(ledger))
}

/// An open journal, locked against other processes.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    file: File,
}

impl Journal {
    /// Opens the journal and keeps the observations of an interrupted run. A symbolic link in its place is an error: no
    /// probe makes one, and it may lead anywhere.
    pub fn open(path: &Path) -> Result<Self, OnlineError> {
        let error = |source| OnlineError::Journal { path: path.to_owned(), source };
        if fs::symlink_metadata(path).is_ok_and(|it| !it.is_file()) {
            return Err(OnlineError::NoJournal(path.to_owned()));
        }
        let file = OpenOptions::new().create(true).append(true).open(path).map_err(error)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(fs::TryLockError::WouldBlock) => return Err(OnlineError::Locked(path.to_owned())),
            Err(fs::TryLockError::Error(source)) => return Err(error(source)),
        }
        // The last line may be incomplete; the next entry must not join it.
        let mut journal = Self { path: path.to_owned(), file };
        if journal.file.metadata().map_err(error)?.len() > 0 {
            journal.file.write_all(b"\n").map_err(error)?;
        }
        Ok(journal)
    }

    /// Appends entries. They are on the disk when this returns.
    pub fn append(&mut self, entries: &[Entry]) -> Result<(), OnlineError> {
        let mut bytes = Vec::new();
        let written = entries
            .iter()
            .try_for_each(|entry| {
                serde_json::to_writer(&mut bytes, entry)?;
                bytes.push(b'\n');
                Ok::<(), io::Error>(())
            })
            .and_then(|()| self.file.write_all(&bytes))
            .and_then(|()| self.file.sync_data());
        written.map_err(|source| OnlineError::Journal { path: self.path.clone(), source })
    }

    /// Deletes the journal, once all observations are in the ledger.
    pub fn finish(self) -> Result<(), OnlineError> {
        fs::remove_file(&self.path).map_err(|source| OnlineError::Journal { path: self.path.clone(), source })
    }
}

#[cfg(test)]
mod tests {
    use firstaid_ledger::{Class, LinkUrl, Observation};
    use jiff::civil::date;

    use super::*;

    fn entry(path: &str) -> Entry {
        let url = LinkUrl::parse(&format!("https://a.org/{path}")).unwrap().0;
        Entry::new(url).with(Observation::new(date(2026, 11, 23), Class::Alive))
    }

    #[test]
    #[cfg(unix)]
    fn a_link_is_no_journal() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("links.jsonl.journal");
        for target in ["notes.txt", "missing.txt"] {
            fs::write(folder.path().join("notes.txt"), "kept").unwrap();
            std::os::unix::fs::symlink(target, &path).unwrap();
            assert!(matches!(Journal::open(&path), Err(OnlineError::NoJournal(_))));
            assert_eq!(fs::read_to_string(folder.path().join("notes.txt")).unwrap(), "kept");
            assert!(!folder.path().join("missing.txt").exists());
            fs::remove_file(&path).unwrap();
        }
    }

    #[test]
    fn a_journal_tells_what_was_seen_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("links.jsonl.journal");
        let mut forged = serde_json::to_value(entry("a")).unwrap();
        forged["attested"] = serde_json::json!({ "on": "2026-11-20", "by": "Ann", "note": "fine" });
        forged["archive"] = "https://b.org/".into();
        forged["unused"] = "2026-11-20".into();
        fs::write(&path, forged.to_string()).unwrap();
        let ledger = read_journal(&path).unwrap().unwrap();
        assert_eq!(ledger.entries().next(), Some(&entry("a")));
    }

    #[test]
    fn entries_survive_an_incomplete_line_between_them() {
        let folder = tempfile::tempdir().unwrap();
        let path = journal_path(&folder.path().join("links.jsonl"));
        assert_eq!(path.file_name().unwrap(), "links.jsonl.journal");
        assert!(read_journal(&path).unwrap().is_none());
        Journal::open(&path).unwrap().append(&[entry("a"), entry("b")]).unwrap();
        OpenOptions::new().append(true).open(&path).unwrap().write_all(b"{\"url\":\"https://a.o").unwrap();
        let mut journal = Journal::open(&path).unwrap();
        assert!(matches!(Journal::open(&path), Err(OnlineError::Locked(_))));
        journal.append(&[entry("c")]).unwrap();
        let urls = |ledger: &Ledger| ledger.entries().map(|it| it.url.path().to_owned()).collect::<Vec<_>>();
        assert_eq!(urls(&read_journal(&path).unwrap().unwrap()), ["/a", "/b", "/c"]);
        journal.finish().unwrap();
        assert!(read_journal(&path).unwrap().is_none());
    }
}

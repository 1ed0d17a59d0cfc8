//! Files with keys in the guide, for readers to fetch.

use std::path::{Path, PathBuf};

use firstaid_ledger::{KeyEntry, KeySource, Outcome, Sighting, SourceKind};
use firstaid_lint::{Config, GuideKey};
use firstaid_online::openpgp::{Certificate, facts, read_certificates};
use ignore::WalkBuilder;
use jiff::civil::Date;

use crate::guide::{read_bytes_inside, shown};

/// Endings of files with keys.
const ENDINGS: [&str; 4] = ["asc", "gpg", "key", "pgp"];
/// Maximum bytes of such a file.
const MAX_BYTES: u64 = 1 << 20;
/// Maximum number of such files.
const MAX_FILES: usize = 200;

/// The wanted keys that are in files of the guide. A file that cannot be read as keys has none: it may be a signature.
pub(super) fn sightings_in_files(root: &Path, config: &Config, wanted: &[GuideKey], today: Date) -> Vec<KeyEntry> {
    if wanted.is_empty() {
        return Vec::new();
    }
    let files = key_files(&root.join(&config.content.root));
    let mut entries = Vec::new();
    for file in files {
        let Some(keys) = read(root, &file) else { continue };
        let source = KeySource::new(SourceKind::File, &shown(root, &file));
        for key in wanted {
            let copy = keys.iter().find_map(|certificate| facts(certificate, &key.key, today));
            entries.extend(copy.map(|copy| {
                let result = Outcome::Found(Box::new(copy));
                KeyEntry::new(key.key.clone(), vec![Sighting { on: today, at: source.clone(), result }])
            }));
        }
    }
    entries
}

fn key_files(folder: &Path) -> Vec<PathBuf> {
    let entries = WalkBuilder::new(folder).sort_by_file_name(Ord::cmp).build().filter_map(Result::ok);
    let is_file = |path: &Path| path.extension().is_some_and(|it| ENDINGS.iter().any(|ending| it == *ending));
    let files = entries.filter(|it| it.file_type().is_some_and(|kind| kind.is_file()));
    files.map(ignore::DirEntry::into_path).filter(|path| is_file(path)).take(MAX_FILES).collect()
}

/// The keys of a file; `None` if it has none, or its parser does not survive it.
fn read(root: &Path, file: &Path) -> Option<Vec<Certificate>> {
    let bytes = read_bytes_inside(root, file, MAX_BYTES).ok()?;
    std::thread::spawn(move || read_certificates(&bytes).ok()).join().ok()?
}

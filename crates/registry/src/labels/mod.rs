//! Label packs: what the menus, settings, buttons and dialogs of an app show, by key and locale.
//!
//! A pack is a folder: `pack.yaml` says which app, platform and version it is of, and where it comes from; the
//! other files have its labels by key and locale, keys equal in all locales. Packs whose licences allow it are embedded;
//! see `data/labels/README.md`. A locale is unpacked when it is first asked for.

mod form;
mod former;
mod near;
mod pack;
mod parents;
mod table;

pub use form::label_form;
pub use former::{FORMER, FORMER_TABLE, FormerLabel};
pub use pack::{LabelPack, Platform};
pub use table::{LabelRow, Labels};

use std::sync::Arc;

use crate::{Registry, RegistryError};

/// Folder, `pack.yaml` as JSON, and locale files by name, of each embedded pack.
type BuiltIn = (&'static str, &'static str, &'static [(&'static str, &'static [u8])]);

include!(concat!(env!("OUT_DIR"), "/labels.rs"));

impl Registry {
    /// Adds the embedded packs.
    pub(crate) fn add_built_in_labels(&mut self) {
        for (folder, header, files) in BUILT_IN {
            let mut pack: LabelPack = serde_json::from_str(header).expect("a test reads every embedded pack");
            for (name, bytes) in *files {
                assert!(pack.add_embedded(name, bytes), "{folder}/{name} is a file of a pack");
            }
            self.labels.push(Arc::new(pack));
        }
    }

    /// Adds a guide's own pack; it replaces the known pack of its app and platform. `path` is that of its `pack.yaml`,
    /// for messages; `files` are the names and bytes of the other files of its folder.
    pub fn add_label_pack(
        &mut self,
        path: &str,
        header: &str,
        files: impl IntoIterator<Item = (String, Vec<u8>)>,
    ) -> Result<(), RegistryError> {
        let mut pack = LabelPack::parse(path, header)?;
        for (name, bytes) in files {
            pack.add_file(path, &name, bytes)?;
        }
        self.labels.retain(|known| (&known.app, known.platform) != (&pack.app, pack.platform));
        self.labels.push(Arc::new(pack));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "app: Otter\nplatform: desktop\nversion: '1'\nsource: made up\nlicence: CC0-1.0\ndate: 2026\n";

    #[test]
    fn every_embedded_pack_is_read_in_every_locale() {
        let registry = Registry::built_in();
        assert!(!registry.labels.is_empty());
        for pack in &registry.labels {
            assert!(pack.locales().any(|locale| locale == "en"), "{}", pack.app);
            for locale in pack.locales() {
                let labels = pack.labels(locale).next().expect("a locale that the pack has");
                assert!(labels.rows().count() > 100, "{} {locale}", pack.app);
                let rows: Vec<LabelRow<'_>> = labels.rows().collect();
                assert!(rows.is_sorted_by_key(|row| (row.key, row.label)), "{} {locale}", pack.app);
            }
        }
    }

    #[test]
    fn embedded_packs_are_small_and_free_to_embed() {
        let files = BUILT_IN.iter().flat_map(|(_, _, files)| files.iter());
        assert!(files.map(|(_, bytes)| bytes.len()).sum::<usize>() < 3_000_000);
        for pack in Registry::built_in().labels {
            assert_eq!(pack.licence, "MPL-2.0", "{}", pack.app);
        }
    }

    #[test]
    fn a_guide_adds_a_pack_and_replaces_one() {
        let mut registry = Registry::default();
        let file = |label: &str| vec![("de.tsv".to_owned(), format!("lock\t{label}\n").into_bytes())];
        registry.add_label_pack("p/pack.yaml", HEADER, file("Schließen")).unwrap();
        registry.add_label_pack("p/pack.yaml", HEADER, file("Sperren")).unwrap();
        let labels: Vec<&Labels> = registry.labels.iter().flat_map(|pack| pack.labels("de-AT")).collect();
        assert_eq!(labels.len(), 1);
        assert_eq!(labels[0].rows().map(|row| row.label).collect::<Vec<_>>(), ["Sperren"]);
    }

    #[test]
    fn a_pack_knows_what_was_renamed_and_where_a_label_stands() {
        let files = [
            ("en.tsv", "lock\tLock\nprefs\tSettings\ntools\tTools\nwipe\tWipe\n"),
            ("parents.tsv", "lock\tprefs\n"),
            ("former.tsv", "en\tlock\tSeal\nen\tgone\tBurn\n"),
        ];
        let files = files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()));
        let mut registry = Registry::default();
        registry.add_label_pack("p/pack.yaml", HEADER, files).unwrap();
        let pack = &registry.labels[0];
        assert_eq!(pack.locales().collect::<Vec<_>>(), ["en"]);
        assert_eq!(pack.renamed("seal", "en-GB"), ["Lock"]);
        assert!(pack.renamed("Burn", "en").is_empty() && pack.renamed("Lock", "en").is_empty());
        assert_eq!(pack.misplaced("Lock", "Tools", "en"), Vec::<&str>::new(), "where Tools stands is not known");
        assert_eq!(pack.misplaced("Lock", "Settings", "en"), Vec::<&str>::new());
        assert_eq!(pack.misplaced("Wipe", "Settings", "en"), Vec::<&str>::new());
    }

    #[test]
    fn a_mistake_in_a_pack_is_reported() {
        let problem = |header: &str, name: &str, text: &str| {
            let files = [(name.to_owned(), text.as_bytes().to_vec())];
            Registry::default().add_label_pack("p/pack.yaml", header, files).unwrap_err().to_string()
        };
        assert!(problem("app: Otter\n", "de.tsv", "").starts_with("p/pack.yaml:"));
        assert_eq!(problem(HEADER, "de.tsv", "a\tA\nb B\n"), "p/de.tsv:2: not a key, a tab and a label");
        assert_eq!(problem(HEADER, "parents.tsv", "lock\n"), "p/parents.tsv:1: not a key, a tab and a label");
        assert_eq!(problem(HEADER, "de.txt.gz", "no gzip"), "p/de.txt.gz:1: not a gzip file");
    }
}

//! The folders of catalogs, as platforms name them: `pt_BR`, `zh_Hant`, `sr@latin`. A catalog is written where it was
//! read.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use firstaid_content::Locale;

/// Where the catalogs of a locale are.
pub(crate) struct CatalogPlaces {
    /// The folder of new catalogs.
    folder: PathBuf,
    /// The files by page name, at least one for each. Two folders of one locale, such as `pt-BR` and `pt_BR`, may both
    /// have one.
    files: BTreeMap<Box<str>, Vec<PathBuf>>,
}

impl CatalogPlaces {
    /// `folder` holds the folders of the locales, `files` are all catalogs of the locale. New ones go into the folder
    /// with the name of the locale unless the locale has only a folder with another spelling of it.
    pub(super) fn new(folder: &Path, locale: &Locale, files: impl Iterator<Item = (Box<str>, PathBuf)>) -> Self {
        let plain = folder.join(locale.as_str());
        let mut own = names(folder).into_iter().filter(|name| Locale::new(name).as_ref() == Some(locale));
        let other = if plain.is_dir() { None } else { own.next().map(|name| folder.join(name)) };
        let mut places = Self { folder: other.unwrap_or(plain), files: BTreeMap::new() };
        for (name, path) in files {
            places.files.entry(name).or_default().push(path);
        }
        places
    }

    /// The path of the catalog of a page, whether or not the file exists.
    pub(crate) fn path(&self, page: &str) -> PathBuf {
        let read = self.files.get(page).and_then(|paths| paths.first());
        read.cloned().unwrap_or_else(|| self.folder.join(format!("{page}.po")))
    }

    /// The files of a page that has several, of which nobody knows which is right.
    pub(super) fn several(&self, page: &str) -> Option<&[PathBuf]> {
        self.files.get(page).map(Vec::as_slice).filter(|paths| paths.len() > 1)
    }

    /// Whether the page has a file.
    pub(super) fn has(&self, page: &str) -> bool {
        self.files.contains_key(page)
    }

    /// Every file, by page name.
    pub(super) fn files(&self) -> impl Iterator<Item = (&str, &Path)> {
        self.files.iter().flat_map(|(name, paths)| paths.iter().map(move |path| (&**name, &**path)))
    }
}

/// What people should know of the folders: those that are not read, and those whose locale has quite another name.
pub(super) fn notes(folder: &Path) -> Vec<String> {
    let note = |name: String| match Locale::new(&name) {
        None if has_catalog(&folder.join(&name)) => {
            Some(format!("{}: not the name of a locale, so its catalogs are not read", folder.join(&name).display()))
        }
        Some(locale) if name.contains('@') => {
            Some(format!("{}: the catalogs of `{locale}`", folder.join(&name).display()))
        }
        _ => None,
    };
    let mut notes: Vec<String> = names(folder).into_iter().filter_map(note).collect();
    if files(folder).iter().any(|path| is_catalog(path)) {
        notes.push(format!("{}: catalogs outside of the folder of a locale are not read", folder.display()));
    }
    notes
}

/// The names of the folders in a folder, in order.
fn names(folder: &Path) -> Vec<String> {
    let folders = files(folder).into_iter().filter(|path| path.is_dir());
    let names = folders.filter_map(|path| path.file_name()?.to_str().map(str::to_owned));
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

/// Whether a folder has a PO file, also in a folder of its own, as in `LC_MESSAGES`.
fn has_catalog(folder: &Path) -> bool {
    let files_of = files(folder);
    files_of.iter().any(|path| is_catalog(path) || files(path).iter().any(|path| is_catalog(path)))
}

fn is_catalog(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "po")
}

/// The paths in a folder; none for a file.
fn files(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_catalog_is_written_where_it_was_read() {
        let tree = tempfile::tempdir().unwrap();
        let folder = tree.path();
        for name in ["pt_BR", "es", "uz@cyrillic", "templates"] {
            fs::create_dir(folder.join(name)).unwrap();
        }
        fs::create_dir(folder.join("es_ES")).unwrap();
        fs::write(folder.join("pt_BR/a.po"), "").unwrap();
        fs::write(folder.join("templates/a.po"), "").unwrap();
        let path = |tag: &str, page: &str| {
            let locale = Locale::new(tag).unwrap();
            let mut files = Vec::new();
            for name in names(folder).into_iter().filter(|name| Locale::new(name).as_ref() == Some(&locale)) {
                let file = folder.join(name).join("a.po");
                files.extend(file.is_file().then(|| (Box::from("a"), file)));
            }
            let path = CatalogPlaces::new(folder, &locale, files.into_iter()).path(page);
            path.strip_prefix(folder).unwrap().display().to_string()
        };
        assert_eq!(path("pt-BR", "a"), "pt_BR/a.po");
        assert_eq!(path("pt-BR", "new"), "pt_BR/new.po");
        assert_eq!(path("uz-Cyrl", "a"), "uz@cyrillic/a.po");
        assert_eq!(path("es", "a"), "es/a.po");
        assert_eq!(path("zh-Hant", "a"), "zh-Hant/a.po");
        // A person renamed the folder: what is left in the old one is still written there.
        fs::create_dir(folder.join("pt-BR")).unwrap();
        assert_eq!(path("pt-BR", "a"), "pt_BR/a.po");
        let notes = notes(folder);
        assert_eq!(notes.len(), 2);
        assert!(
            notes[0].contains("templates: not the name") && notes[1].contains("uz@cyrillic: the catalogs of `uz-Cyrl`")
        );
    }
}

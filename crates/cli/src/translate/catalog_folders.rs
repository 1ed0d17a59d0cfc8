//! The folders of catalogs, as platforms name them: `pt_BR`, `zh_Hant`, `sr@latin`. A catalog is written where it was read.

use std::fs;
use std::path::{Path, PathBuf};

use firstaid_content::Locale;

/// The path of the catalog of a page: the file that is there, else a new one in the folder that the locale has, else one
/// in a folder with the name of the locale. `folder` holds the folders of the locales.
pub(super) fn catalog_path(folder: &Path, locale: &Locale, page: &str) -> PathBuf {
    let file = format!("{page}.po");
    let plain = folder.join(locale.as_str());
    let own = || names(folder).into_iter().filter(|name| Locale::new(name).as_ref() == Some(locale));
    let mut folders = std::iter::once(plain.clone()).chain(own().map(|name| folder.join(name)));
    let with_file = folders.find(|folder| folder.join(&file).symlink_metadata().is_ok());
    let with_file = with_file.or_else(|| plain.is_dir().then(|| plain.clone()));
    with_file.or_else(|| own().next().map(|name| folder.join(name))).unwrap_or(plain).join(file)
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
            let path = catalog_path(folder, &Locale::new(tag).unwrap(), page);
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

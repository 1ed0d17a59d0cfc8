//! Finding and reading the data files that `[content] data-text` names.

use std::collections::BTreeMap;
use std::path::Path;

use firstaid_text::{SourceFile, TextRange, glob_matches};
use rayon::prelude::*;

use crate::config::ContentConfig;
use crate::locale::Locale;
use crate::page::Page;
use crate::parse::parse_data;
use crate::paths::{folder, join};
use crate::problem::{Problem, ProblemKind};
use crate::walk::{below, read_text, walk};

/// Stands for the locale of a file in a pattern of `data-text`.
const LOCALE: &str = "{locale}";

/// The folder in which the files of a pattern are, from the root: all of it before the first `*` or `{locale}`.
pub fn folder_of_pattern(pattern: &str) -> &str {
    let fixed = pattern.find(['*', '{']).map_or(pattern, |at| &pattern[..at]);
    folder(fixed)
}

/// The text of the data files of a configuration, by path. `files` are those below the content folder.
pub(crate) fn load_data(
    root: &Path,
    config: &ContentConfig,
    prefix: &str,
    files: &[Box<str>],
    source: &Locale,
    pages: &[Page],
) -> Vec<Page> {
    let mut known: Vec<&Locale> = pages.iter().map(|page| &page.key.locale).chain([source]).collect();
    known.sort_unstable();
    known.dedup();
    let mut found: BTreeMap<String, Locale> = BTreeMap::new();
    for pattern in &config.data_text {
        // Patterns that lead out of the root are refused with the configuration.
        let Some(pattern) = join("", pattern) else { continue };
        let mut take = |path: String| {
            if let Some(locale) = locale_of(&pattern, &path, source) {
                found.entry(path).or_insert(locale);
            }
        };
        let folder = folder_of_pattern(&pattern);
        if format!("{folder}/").starts_with(prefix) {
            for path in files {
                take(path.to_string());
            }
        } else {
            let start = if folder.is_empty() { String::new() } else { format!("{folder}/") };
            let at = root.join(folder);
            for entry in walk(&at) {
                take(format!("{start}{}", below(&entry.path, &at)));
            }
        }
    }
    let read = |(path, locale): (String, Locale)| {
        let (text, problem) = read_data(&root.join(&path));
        let end = text.len() as u32;
        let mut pages = parse_data(SourceFile::new(path, text), &locale, &known, config.anchors());
        if let (Some(message), Some(page)) = (problem, pages.first_mut()) {
            page.problems.push(Problem { kind: ProblemKind::Unreadable, range: TextRange::empty(end), message });
        }
        pages
    };
    found.into_par_iter().map(read).collect::<Vec<_>>().into_iter().flatten().collect()
}

fn read_data(path: &Path) -> (String, Option<String>) {
    if path.is_symlink() {
        return (String::new(), Some("a symbolic link; put the file itself here".to_owned()));
    }
    read_text(path)
}

/// The locale of a file that a pattern names; that of the source if the pattern has no `{locale}`.
fn locale_of(pattern: &str, path: &str, source: &Locale) -> Option<Locale> {
    if !pattern.contains(LOCALE) {
        return glob_matches(pattern, path).then(|| source.clone());
    }
    path.split(['/', '.']).find_map(|part| {
        let locale = Locale::new(part).filter(Locale::is_known)?;
        glob_matches(&pattern.replace(LOCALE, part), path).then_some(locale)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_says_where_the_locale_stands() {
        let en = Locale::new("en").unwrap();
        let of = |pattern: &str, path: &str| locale_of(pattern, path, &en).map(|locale| locale.to_string());
        assert_eq!(of("c/{locale}/*/list.yml", "c/pt-BR/a/b/list.yml").as_deref(), Some("pt-BR"));
        assert_eq!(of("i18n/{locale}.json", "i18n/de.json").as_deref(), Some("de"));
        assert_eq!(of("i18n/ui.{locale}.json", "i18n/ui.de.json").as_deref(), Some("de"));
        assert_eq!(of("c/*.yml", "c/a/b.yml").as_deref(), Some("en"));
        assert_eq!(of("i18n/{locale}.json", "i18n/package.json"), None);
        assert_eq!(of("c/*.yml", "d/b.yml"), None);
    }

    #[test]
    fn the_folder_of_a_pattern_ends_before_what_varies() {
        assert_eq!(folder_of_pattern("content/_data/a.yaml"), "content/_data");
        assert_eq!(folder_of_pattern("content/{locale}/*.yaml"), "content");
        assert_eq!(folder_of_pattern("*.yaml"), "");
        assert_eq!(folder_of_pattern("../x/*.yaml"), "../x");
    }
}

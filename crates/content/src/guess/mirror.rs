//! Translations beside the folder of the source, as translation platforms write them: `locales/es/content/page.md`.

use std::collections::{BTreeMap, BTreeSet};

use super::locales::is_locale_folder;
use super::place::join;
use crate::config::{ContentConfig, Patterns};

/// Fills in the pattern of a tree that repeats the names of the source's pages below folders of locales. `tree` are all
/// pages of the tree, `pages` those of the content folder. Returns whether there is one.
pub(super) fn guess(tree: &[String], pages: &[String], content: &mut ContentConfig) -> bool {
    let root = join("", &content.root);
    let own = if root == "." { String::new() } else { format!("{root}/") };
    let names: BTreeSet<&str> = pages.iter().map(String::as_str).collect();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let outside = || tree.iter().filter(|path| own.is_empty() || !path.starts_with(&own));
    for path in outside() {
        for (head, locale_and_rest) in splits(path) {
            let Some((_, rest)) = locale_and_rest.split_once('/').filter(|(tag, _)| is_locale_folder(tag)) else {
                continue;
            };
            if let Some(between) = folders_before_name(rest, &names) {
                *counts.entry(format!("{head}{{locale}}/{between}{{page}}.md")).or_default() += 1;
                break;
            }
        }
    }
    let Some((pattern, count)) = counts.into_iter().max_by_key(|(_, count)| *count) else { return false };
    let head = pattern.split("{locale}").next().unwrap_or_default();
    // Two folders may have pages of one name by chance: most pages of the tree must have one of the source.
    let below = outside().filter(|path| !head.is_empty() && path.starts_with(head)).count();
    if own.is_empty() || head.is_empty() || count * 2 < below {
        return false;
    }
    content.source_pages = Some(Patterns(vec![format!("{own}{{page}}.md")]));
    content.pages = Patterns(vec![pattern]);
    for path in &mut content.exclude {
        path.insert_str(0, &own);
    }
    content.data.insert_str(0, &own);
    // The site still has the files of its own folder at its root.
    content.assets.insert(0, root);
    ".".clone_into(&mut content.root);
    true
}

/// The ways to split a path before one of its folders.
fn splits(path: &str) -> impl Iterator<Item = (&str, &str)> {
    path.match_indices('/').map(|(slash, _)| path.split_at(slash + 1))
}

/// The folders before the name of a page of the source, if the path ends in one; as few as there can be.
fn folders_before_name<'p>(path: &'p str, names: &BTreeSet<&str>) -> Option<&'p str> {
    let starts = std::iter::once(0).chain(path.match_indices('/').map(|(slash, _)| slash + 1));
    starts.into_iter().find(|&start| names.contains(&path[start..])).map(|start| &path[..start])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_of_the_content_keep_their_place_below_the_new_root() {
        let tree = ["docs/a.md", "docs/b.md", "i18n/de/docs/a.md", "i18n/fr/docs/b.md"].map(str::to_owned);
        let pages = ["a.md", "b.md"].map(str::to_owned);
        let mut content = ContentConfig {
            root: "docs".to_owned(),
            exclude: vec!["SUMMARY.md".to_owned()],
            ..ContentConfig::default()
        };
        let data = content.data_folder();
        assert!(guess(&tree, &pages, &mut content));
        assert_eq!((&*content.root, &*content.exclude), (".", &["docs/SUMMARY.md".to_owned()][..]));
        assert_eq!(content.data_folder(), format!("./{data}"));
    }
}

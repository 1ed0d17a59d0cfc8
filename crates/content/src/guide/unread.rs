use std::collections::BTreeMap;

use super::index::Guide;
use crate::paths::is_excluded;

/// Formats of pages that are not read, with the endings of their files.
const FORMATS: [(&str, &[&str]); 8] = [
    ("AsciiDoc", &["adoc", "asciidoc"]),
    ("ikiwiki", &["mdwn"]),
    ("Lektor", &["lr"]),
    ("Markdown with another ending", &["mdown", "mkd", "mkdn", "MD", "Md", "MARKDOWN"]),
    ("Org", &["org"]),
    ("Quarto or R Markdown", &["qmd", "Rmd", "rmd"]),
    ("reStructuredText", &["rst"]),
    ("Textile", &["textile"]),
];

impl Guide {
    /// Whether a file in a format that is not read is at a path without its ending: the site has a page of it.
    pub(super) fn is_unread_page(&self, path: &str) -> bool {
        let mut ends = FORMATS.iter().flat_map(|(_, ends)| *ends);
        ends.any(|end| self.files.contains(&*format!("{path}.{end}")))
    }

    /// What of the content folder is probably pages and is not read: `2 files of AsciiDoc (.adoc)`; by format.
    pub fn unread_pages(&self) -> Vec<String> {
        let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for file in &self.files {
            let name = file.rsplit_once('/').map_or(&**file, |(_, name)| name);
            let Some((_, end)) = name.rsplit_once('.').filter(|_| !self.is_aside(file)) else { continue };
            if let Some((format, _)) = FORMATS.iter().find(|(_, ends)| ends.contains(&end)) {
                *counts.entry((format, end)).or_default() += 1;
            }
        }
        let described = counts.into_iter().map(|((format, end), count)| {
            let noun = if count == 1 { "file" } else { "files" };
            format!("{count} {noun} of {format} (.{end})")
        });
        described.collect()
    }

    /// Whether a file is in a folder that holds no pages.
    fn is_aside(&self, path: &str) -> bool {
        let below = self.below(path);
        is_excluded(&self.exclude, below)
            || below.split('/').any(|part| part.starts_with('.') || part.starts_with('_'))
            || !path.starts_with(&*self.prefix)
    }
}

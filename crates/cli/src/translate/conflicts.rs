//! How conflicts are shown.

use firstaid_content::{Locale, PageKey};
use firstaid_text::TextRange;
use firstaid_translate::Conflict;

use super::catalog_folders::CatalogPlaces;
use crate::guide::OpenGuide;

/// A conflict in words: where it is and what happened, and the texts, each with its name.
pub(crate) struct ConflictText {
    pub(crate) line: String,
    pub(crate) texts: Vec<(&'static str, String)>,
}

/// The lines that show the conflicts of a page.
pub(super) fn conflict_lines(
    opened: &OpenGuide,
    places: &CatalogPlaces,
    locale: &Locale,
    name: &str,
    conflicts: &[Conflict],
) -> Vec<String> {
    let texts = conflict_texts(opened, places, locale, name, conflicts);
    let lines = texts.into_iter().flat_map(|ConflictText { line, texts }| {
        let texts = texts.into_iter().map(|(name, text)| format!("  {:<8} {text}", format!("{name}:")));
        std::iter::once(line).chain(texts)
    });
    lines.collect()
}

/// The conflicts of a page in words.
pub(crate) fn conflict_texts(
    opened: &OpenGuide,
    places: &CatalogPlaces,
    locale: &Locale,
    name: &str,
    conflicts: &[Conflict],
) -> Vec<ConflictText> {
    let key = PageKey { locale: locale.clone(), name: name.into() };
    let page = opened.guide.by_key(&key);
    let place = |range: TextRange| {
        page.map_or(String::new(), |page| {
            let at = page.source.line_column(range.start());
            format!("{}:{}:{}", page.source.path(), at.line, at.column)
        })
    };
    let catalog = opened.shown(&places.path(name));
    let text = |conflict: &Conflict| {
        let (line, texts): (String, Vec<(&'static str, &String)>) = match conflict {
            Conflict::Both { source, page, page_range, catalog: other } => (
                format!("{}: changed here and differently in {catalog}", place(*page_range)),
                vec![("source", source), ("page", page), ("catalog", other)],
            ),
            Conflict::Unanswered { reason, former, source, page, page_range } => (
                format!("{}: edited here, and its source changed: {reason}", place(*page_range)),
                vec![("before", former), ("source", source), ("page", page)],
            ),
            Conflict::Added { page_range } => {
                (format!("{}: a block that the source does not have", place(*page_range)), Vec::new())
            }
            Conflict::Removed { source, near } => {
                (format!("{}: a block of the source is missing before this", place(*near)), vec![("source", source)])
            }
            Conflict::Gap { page_range, page, source } => (
                format!("{}: changed here and differently in the source", place(*page_range)),
                vec![("page", page), ("source", source)],
            ),
            Conflict::Structure { source, translation } => (
                format!("{catalog}: this translation is not exactly one block, as its source is"),
                vec![("source", source), ("catalog", translation)],
            ),
        };
        ConflictText { line, texts: texts.into_iter().map(|(name, text)| (name, text.clone())).collect() }
    };
    conflicts.iter().map(text).collect()
}

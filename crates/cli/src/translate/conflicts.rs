//! How conflicts are shown.

use firstaid_content::{Locale, PageKey};
use firstaid_text::TextRange;
use firstaid_translate::Conflict;

use super::catalog_folders::CatalogPlaces;
use crate::guide::OpenGuide;

/// The lines that show the conflicts of a page.
pub(super) fn conflict_lines(
    opened: &OpenGuide,
    places: &CatalogPlaces,
    locale: &Locale,
    name: &str,
    conflicts: &[Conflict],
) -> Vec<String> {
    let key = PageKey { locale: locale.clone(), name: name.into() };
    let page = opened.guide.by_key(&key);
    let place = |range: TextRange| {
        page.map_or(String::new(), |page| {
            let at = page.source.line_column(range.start());
            format!("{}:{}:{}", page.source.path(), at.line, at.column)
        })
    };
    let catalog = places.path(name).display().to_string();
    let mut lines = Vec::new();
    for conflict in conflicts {
        match conflict {
            Conflict::Both { source, page, page_range, catalog: other } => {
                lines.push(format!("{}: changed here and differently in {catalog}", place(*page_range)));
                lines.push(format!("  source:  {source}"));
                lines.push(format!("  page:    {page}"));
                lines.push(format!("  catalog: {other}"));
            }
            Conflict::Unanswered { reason, former, source, page, page_range } => {
                lines.push(format!("{}: edited here, and its source changed: {reason}", place(*page_range)));
                lines.push(format!("  before:  {former}"));
                lines.push(format!("  source:  {source}"));
                lines.push(format!("  page:    {page}"));
            }
            Conflict::Added { page_range } => {
                lines.push(format!("{}: a block that the source does not have", place(*page_range)));
            }
            Conflict::Removed { source, near } => {
                lines.push(format!("{}: a block of the source is missing before this", place(*near)));
                lines.push(format!("  source:  {source}"));
            }
            Conflict::Gap { page_range, page, source } => {
                lines.push(format!("{}: changed here and differently in the source", place(*page_range)));
                lines.push(format!("  page:    {page}"));
                lines.push(format!("  source:  {source}"));
            }
            Conflict::Structure { source, translation } => {
                lines.push(format!("{catalog}: this translation is not exactly one block, as its source is"));
                lines.push(format!("  source:  {source}"));
                lines.push(format!("  catalog: {translation}"));
            }
        }
    }
    lines
}

//! Pages that sync must leave as they are.

use firstaid_content::{Guide, Locale, Page, PageKey, ProblemKind};

use crate::segments::segments;

/// Why a page of a locale is not synced. None of its files is written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Obstacle {
    /// The page has text and no catalog: a sync would replace what somebody wrote. It must be imported first.
    NotImported { path: String },
    /// The page or its source was not read as a whole, or has an unresolved merge, so nobody knows its text.
    NotWhole { path: String, line: u32, problem: String },
}

/// The obstacle to the sync of a source page into a locale, if there is one.
pub(super) fn obstacle(guide: &Guide, source: &Page, locale: &Locale, has_catalog: bool) -> Option<Obstacle> {
    let own = guide.by_key(&PageKey { locale: locale.clone(), name: source.key.name.clone() });
    if let Some(obstacle) = [Some(source), own].into_iter().flatten().find_map(not_whole) {
        return Some(obstacle);
    }
    let own = own.filter(|page| !has_catalog && has_text(page))?;
    Some(Obstacle::NotImported { path: own.source.path().to_owned() })
}

fn not_whole(page: &Page) -> Option<Obstacle> {
    let is_fatal = |kind| matches!(kind, ProblemKind::Unreadable | ProblemKind::MergeConflict);
    let problem = page.problems.iter().find(|problem| is_fatal(problem.kind))?;
    let line = page.source.line_column(problem.range.start()).line;
    Some(Obstacle::NotWhole { path: page.source.path().to_owned(), line, problem: problem.message.clone() })
}

/// Whether there is anything on a page that a person wrote: text, or a body of any kind.
fn has_text(page: &Page) -> bool {
    let body = page.front_matter.as_ref().map_or(0, |front_matter| front_matter.range.end() as usize);
    !page.text()[body..].trim().is_empty() || !segments(page).is_empty()
}

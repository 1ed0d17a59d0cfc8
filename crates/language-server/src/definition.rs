//! Where something is: a page, a heading or an id, a term, or the other language's text.

use firstaid_content::{Page, Resolved, Target};
use firstaid_registry::GlossaryEntry;
use firstaid_text::{SourceFile, TextRange};
use gen_lsp_types as lsp;

use crate::counterpart::counterparts;
use crate::thing::{Thing, file_at_target, ids, link_at, thing_at};
use crate::view::View;

pub(crate) fn definition(view: &View<'_>, params: &lsp::DefinitionParams) -> Vec<lsp::Location> {
    let at = &params.text_document_position_params;
    let Some((_, page)) = view.open(&at.text_document.uri) else { return Vec::new() };
    let offset = view.places(page.text()).offset(at.position);
    if let Some(file) = file_at(view, page, offset) {
        return vec![file];
    }
    let places: Vec<(&SourceFile, TextRange)> = match thing_at(view, page, offset) {
        Some((Thing::Page(to), _)) => vec![(&to.source, TextRange::empty(0))],
        // From a heading to where it is would be no way at all.
        Some((Thing::Anchor(to, _), range)) if is_itself(page, to, range) => counterparts(view, page, offset),
        Some((Thing::Anchor(to, id), _)) => vec![(&to.source, place_of(to, id))],
        Some((Thing::Term(entry), _)) => term(view, page, entry),
        None => counterparts(view, page, offset),
    };
    places.into_iter().filter_map(|(source, range)| view.location(source, range)).collect()
}

fn is_itself(page: &Page, to: &Page, range: TextRange) -> bool {
    page.source.path() == to.source.path() && page.headings.iter().any(|heading| heading.range == range)
}

/// The place of an id.
pub(crate) fn place_of(page: &Page, id: &str) -> TextRange {
    ids(page).find(|(it, _)| *it == id).map_or(TextRange::empty(0), |(_, range)| range)
}

/// The file of the guide, no page, that a link leads to.
fn file_at(view: &View<'_>, page: &Page, offset: u32) -> Option<lsp::Location> {
    let (url, _) = link_at(page, offset)?;
    let target = Target::new(url)?;
    let is_file = view.guide().resolve_target(page, &target) == Resolved::File;
    let path = file_at_target(view.guide(), page, &target).filter(|_| is_file)?;
    Some(lsp::Location { uri: view.root.uri(&path)?, range: lsp::Range::default() })
}

/// Where readers find a term explained, in their language, and the entry that the guide keeps of it.
fn term<'a>(view: &View<'a>, page: &Page, entry: &GlossaryEntry) -> Vec<(&'a SourceFile, TextRange)> {
    let locale = &page.key.locale;
    let translation = entry.translations.get(locale.as_str()).or_else(|| entry.translations.get(locale.language()));
    let name = translation.map_or(&*entry.term, |translation| &*translation.term);
    let pages = view.guide().pages.iter().filter(|page| page.key.locale == *locale);
    let explained = pages.filter_map(|page| Some((&*page.source, explanation(page, name)?)));
    let kept = view.workspace.glossary.as_ref().and_then(|file| Some((file, line_of(file, &entry.term)?)));
    explained.chain(kept).collect()
}

/// The heading that is a term, or the item that begins with it in bold.
fn explanation(page: &Page, term: &str) -> Option<TextRange> {
    let is_term = |text: &str| text.to_lowercase() == term.to_lowercase();
    let heading = page.headings.iter().find(|heading| is_term(&heading.text)).map(|heading| heading.range);
    let items = page.lists.iter().flat_map(|list| &list.items);
    let bold = items.filter_map(|item| {
        let text = page.source.slice(TextRange::new(item.marker.end(), item.range.end()));
        let (name, _) = text.trim_start().strip_prefix("**")?.split_once("**")?;
        let start = item.range.end() - text.trim_start().len() as u32 + 2;
        is_term(name.trim_end_matches(':')).then(|| TextRange::new(start, start + name.len() as u32))
    });
    heading.or_else(|| bold.into_iter().next())
}

/// The line of a registry that an entry of this term begins in.
fn line_of(file: &SourceFile, term: &str) -> Option<TextRange> {
    let mut start = 0;
    for line in file.text().split_inclusive('\n') {
        let value = line.strip_prefix("- term:").map(|rest| rest.trim().trim_matches(['"', '\'']));
        if value == Some(term) {
            return Some(TextRange::new(start, start + line.trim_end().len() as u32));
        }
        start += line.len() as u32;
    }
    None
}

//! `textDocument/definition`: where a page, an id or a term is defined; for a block of text, its translations or
//! source.

use firstaid_content::{Page, Target};
use firstaid_registry::GlossaryEntry;
use firstaid_text::{SourceFile, TextRange};
use gen_lsp_types as lsp;

use crate::counterpart::counterparts;
use crate::entity::{Entity, entity_at};
use crate::links::{file_target, id_range, link_at};
use crate::view::View;

pub(crate) fn definition(view: &View<'_>, params: &lsp::DefinitionParams) -> Vec<lsp::Location> {
    let at = &params.text_document_position_params;
    let Some((_, page)) = view.open_page(&at.text_document.uri) else { return Vec::new() };
    let offset = view.positions(page.text()).offset(at.position);
    if let Some(file) = linked_file(view, page, offset) {
        return vec![file];
    }
    let places: Vec<(&SourceFile, TextRange)> = match entity_at(view, page, offset) {
        Some((Entity::Page(to), _)) => vec![(&to.source, TextRange::empty(0))],
        // A heading is its own definition, so its counterparts are more useful.
        Some((Entity::Anchor(to, _), range)) if is_own_heading(page, to, range) => counterparts(view, page, offset),
        Some((Entity::Anchor(to, id), _)) => vec![(&to.source, id_range(to, id))],
        Some((Entity::Term(entry), _)) => term_definitions(view, page, entry),
        None => counterparts(view, page, offset),
    };
    places.into_iter().filter_map(|(source, range)| view.location(source, range)).collect()
}

fn is_own_heading(page: &Page, to: &Page, range: TextRange) -> bool {
    page.source.path() == to.source.path() && page.headings.iter().any(|heading| heading.range == range)
}

/// The file, not a page, that the link at an offset leads to.
fn linked_file(view: &View<'_>, page: &Page, offset: u32) -> Option<lsp::Location> {
    let (url, _) = link_at(page, offset)?;
    let path = file_target(view.guide(), page, &Target::new(url)?)?;
    Some(lsp::Location { uri: view.root.uri(&path)?, range: lsp::Range::default() })
}

/// The places that explain a term on pages of the same locale, and the term's entry in the guide's glossary.
fn term_definitions<'a>(view: &View<'a>, page: &Page, entry: &GlossaryEntry) -> Vec<(&'a SourceFile, TextRange)> {
    let locale = &page.key.locale;
    let translation = entry.translations.get(locale.as_str()).or_else(|| entry.translations.get(locale.language()));
    let name = translation.map_or(&*entry.term, |translation| &*translation.term);
    let pages = view.guide().pages.iter().filter(|page| page.key.locale == *locale);
    let explanations = pages.filter_map(|page| Some((&*page.source, explanation(page, name)?)));
    let glossary = view.workspace.glossary.as_ref();
    let entry = glossary.and_then(|file| Some((file, entry_line(file, &entry.term)?)));
    explanations.chain(entry).collect()
}

/// The heading whose text is the term, or else the first list item that begins with the term in bold.
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

/// The line on which the entry of a term begins in the glossary file.
fn entry_line(file: &SourceFile, term: &str) -> Option<TextRange> {
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

//! `textDocument/references`: links to a page or an id, and uses of a term, in all locales.

use firstaid_content::Page;
use firstaid_registry::GlossaryEntry;
use firstaid_text::TextRange;
use gen_lsp_types as lsp;

use crate::entity::{Entity, entity_at};
use crate::links::{fragments_to, id_range, page_target};
use crate::terms::pattern;
use crate::view::View;

/// Maximum number of locations in one answer.
const MAX_LOCATIONS: usize = 10_000;

pub(crate) fn references(view: &View<'_>, params: &lsp::ReferenceParams) -> Vec<lsp::Location> {
    let at = &params.text_document_position_params;
    let Some((_, page)) = view.open_page(&at.text_document.uri) else { return Vec::new() };
    let offset = view.positions(page.text()).offset(at.position);
    // Where there is no link, heading or term, the references are those to the page itself.
    let entity = entity_at(view, page, offset).map_or(Entity::Page(page), |(entity, _)| entity);
    let declaration = match entity {
        Entity::Page(_) | Entity::Term(_) => None,
        Entity::Anchor(to, id) => view.location(&to.source, id_range(to, id)),
    };
    let declaration = declaration.filter(|_| params.context.include_declaration);
    let references = view.guide().pages.iter().flat_map(|page| {
        let ranges = match entity {
            Entity::Page(to) => links_to(view, page, to),
            Entity::Anchor(to, id) => {
                let links = fragments_to(view.guide(), page, to).filter(|(_, it)| *it == id);
                links.map(|(range, _)| range).collect()
            }
            Entity::Term(entry) => term_uses(view, page, entry),
        };
        locations(view, page, &ranges)
    });
    declaration.into_iter().chain(references).take(MAX_LOCATIONS).collect()
}

fn locations(view: &View<'_>, page: &Page, ranges: &[TextRange]) -> Vec<lsp::Location> {
    if ranges.is_empty() {
        return Vec::new();
    }
    let (Some(uri), positions) = (view.uri(page.source.path()), view.positions(page.text())) else { return Vec::new() };
    ranges.iter().map(|&range| lsp::Location { uri: uri.clone(), range: positions.range(range) }).collect()
}

fn links_to(view: &View<'_>, page: &Page, to: &Page) -> Vec<TextRange> {
    let leads_there = |url: &str| {
        page_target(view.guide(), page, url).is_some_and(|(target, _)| target.source.path() == to.source.path())
    };
    page.targets().filter(|(url, ..)| !url.starts_with('#') && leads_there(url)).map(|(_, range, _)| range).collect()
}

/// The uses of a term in the prose of a page.
fn term_uses(view: &View<'_>, page: &Page, entry: &GlossaryEntry) -> Vec<TextRange> {
    let Some(pattern) = pattern(entry, &page.key.locale, view.guide().layout.source()) else { return Vec::new() };
    // Extracting the prose is expensive, and most pages do not use the term.
    if !pattern.is_match(page.text()) {
        return Vec::new();
    }
    let prose = page.prose();
    pattern.find_iter(prose.text()).map(|hit| prose.source_range(hit.range())).collect()
}

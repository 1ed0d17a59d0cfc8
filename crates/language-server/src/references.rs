//! Who leads to a page or an id, and where a term is used, in all locales.

use firstaid_content::Page;
use firstaid_registry::GlossaryEntry;
use firstaid_text::TextRange;
use gen_lsp_types as lsp;

use crate::definition::place_of;
use crate::terms::pattern;
use crate::thing::{Thing, fragments_to, lead, thing_at};
use crate::view::View;

/// Nobody reads more.
const MAX: usize = 10_000;

pub(crate) fn references(view: &View<'_>, params: &lsp::ReferenceParams) -> Vec<lsp::Location> {
    let at = &params.text_document_position_params;
    let Some((_, page)) = view.open(&at.text_document.uri) else { return Vec::new() };
    let offset = view.places(page.text()).offset(at.position);
    // What is nothing else is about its page.
    let thing = thing_at(view, page, offset).map_or(Thing::Page(page), |(thing, _)| thing);
    let declared = match thing {
        Thing::Page(_) | Thing::Term(_) => None,
        Thing::Anchor(to, id) => view.location(&to.source, place_of(to, id)),
    };
    let declared = declared.filter(|_| params.context.include_declaration);
    let found = view.guide().pages.iter().flat_map(|page| {
        let ranges = match thing {
            Thing::Page(to) => links_to(view, page, to),
            Thing::Anchor(to, id) => {
                let links = fragments_to(view.guide(), page, to).filter(|(_, it)| *it == id);
                links.map(|(range, _)| range).collect()
            }
            Thing::Term(entry) => uses(view, page, entry),
        };
        locations(view, page, &ranges)
    });
    declared.into_iter().chain(found).take(MAX).collect()
}

fn locations(view: &View<'_>, page: &Page, ranges: &[TextRange]) -> Vec<lsp::Location> {
    if ranges.is_empty() {
        return Vec::new();
    }
    let (Some(uri), places) = (view.uri(page.source.path()), view.places(page.text())) else { return Vec::new() };
    ranges.iter().map(|&range| lsp::Location { uri: uri.clone(), range: places.range(range) }).collect()
}

fn links_to(view: &View<'_>, page: &Page, to: &Page) -> Vec<TextRange> {
    let leads = |url: &str| lead(view.guide(), page, url).is_some_and(|(it, _)| it.source.path() == to.source.path());
    page.targets().filter(|(url, ..)| !url.starts_with('#') && leads(url)).map(|(_, range, _)| range).collect()
}

/// The uses of a term in prose.
fn uses(view: &View<'_>, page: &Page, entry: &GlossaryEntry) -> Vec<TextRange> {
    let Some(pattern) = pattern(entry, &page.key.locale, view.guide().layout.source()) else { return Vec::new() };
    // Most pages do not have it, and prose is made for those that do.
    if !pattern.is_match(page.text()) {
        return Vec::new();
    }
    let prose = page.prose();
    pattern.find_iter(prose.text()).map(|hit| prose.source_range(hit.range())).collect()
}

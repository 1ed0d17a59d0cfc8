//! Headings as an outline of a page, and as a way into the guide.

use firstaid_content::Heading;
use firstaid_text::TextRange;
use gen_lsp_types as lsp;

use crate::convert::Places;
use crate::view::View;

/// Nobody reads more.
const MAX: usize = 500;

/// The headings of a page, each with those below it.
pub(crate) fn of_page(view: &View<'_>, params: &lsp::DocumentSymbolParams) -> Vec<lsp::DocumentSymbol> {
    let Some((_, page)) = view.open(&params.text_document.uri) else { return Vec::new() };
    below(&page.headings, page.text().len() as u32, &view.places(page.text()))
}

/// The headings of a section that ends at `end`.
fn below(headings: &[Heading], end: u32, places: &Places<'_>) -> Vec<lsp::DocumentSymbol> {
    let mut symbols = Vec::new();
    let mut rest = headings;
    while let Some((heading, after)) = rest.split_first() {
        let len = after.iter().take_while(|it| it.level > heading.level).count();
        let end = after.get(len).map_or(end, |next| next.range.start());
        let children = below(&after[..len], end, places);
        let range = TextRange::new(heading.range.start(), end.max(heading.range.end()));
        symbols.push(lsp::DocumentSymbol::new(
            name(heading),
            Some(format!("#{}", heading.anchor)),
            lsp::SymbolKind::String,
            None,
            None,
            places.range(range),
            places.range(heading.range),
            (!children.is_empty()).then_some(children),
        ));
        rest = &after[len..];
    }
    symbols
}

/// The headings of the guide in which the letters of the query stand in order, letter case aside.
pub(crate) fn of_guide(view: &View<'_>, params: &lsp::WorkspaceSymbolParams) -> Vec<lsp::WorkspaceSymbol> {
    let query = params.query.to_lowercase();
    let headings = view.guide().pages.iter().flat_map(|page| page.headings.iter().map(move |heading| (page, heading)));
    let found = headings.filter(|(_, heading)| has_letters(&heading.text, &query)).filter_map(|(page, heading)| {
        let base_symbol_information = lsp::BaseSymbolInformation {
            name: name(heading),
            kind: lsp::SymbolKind::String,
            tags: None,
            container_name: Some(page.source.path().to_owned()),
        };
        let location = view.location(&page.source, heading.range)?.into();
        Some(lsp::WorkspaceSymbol { location, data: None, base_symbol_information })
    });
    found.take(MAX).collect()
}

/// Editors refuse a symbol without a name.
fn name(heading: &Heading) -> String {
    if heading.text.is_empty() { format!("#{}", heading.anchor) } else { heading.text.to_string() }
}

fn has_letters(text: &str, query: &str) -> bool {
    let mut letters = text.chars().flat_map(char::to_lowercase);
    query.chars().filter(|c| !c.is_whitespace()).all(|wanted| letters.any(|c| c == wanted))
}

#[cfg(test)]
mod tests {
    use super::has_letters;

    #[test]
    fn letters_are_found_in_order() {
        assert!(has_letters("Safer Computing", "scomp") && has_letters("حماية", "حم") && has_letters("x", ""));
        assert!(!has_letters("Safer", "fas"));
    }
}

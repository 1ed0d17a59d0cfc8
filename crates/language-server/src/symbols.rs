//! `textDocument/documentSymbol` and `workspace/symbol`: the headings of a page, and of the guide.

use firstaid_content::Heading;
use firstaid_text::TextRange;
use gen_lsp_types as lsp;

use crate::convert::Positions;
use crate::view::View;

/// Maximum number of symbols in an answer to `workspace/symbol`.
const MAX_SYMBOLS: usize = 500;

/// The headings of a page as a tree.
pub(crate) fn document_symbols(view: &View<'_>, params: &lsp::DocumentSymbolParams) -> Vec<lsp::DocumentSymbol> {
    let Some((_, page)) = view.open_page(&params.text_document.uri) else { return Vec::new() };
    tree(&page.headings, page.text().len() as u32, &view.positions(page.text()))
}

/// The headings of a section that ends at offset `end`, as a tree.
fn tree(headings: &[Heading], end: u32, positions: &Positions<'_>) -> Vec<lsp::DocumentSymbol> {
    let mut symbols = Vec::new();
    let mut rest = headings;
    while let Some((heading, after)) = rest.split_first() {
        let len = after.iter().take_while(|it| it.level > heading.level).count();
        let end = after.get(len).map_or(end, |next| next.range.start());
        let children = tree(&after[..len], end, positions);
        let range = TextRange::new(heading.range.start(), end.max(heading.range.end()));
        symbols.push(lsp::DocumentSymbol::new(
            name(heading),
            Some(format!("#{}", heading.anchor)),
            lsp::SymbolKind::String,
            None,
            None,
            positions.range(range),
            positions.range(heading.range),
            (!children.is_empty()).then_some(children),
        ));
        rest = &after[len..];
    }
    symbols
}

/// The headings of the guide that contain the letters of the query in their order, in any letter case.
pub(crate) fn workspace_symbols(view: &View<'_>, params: &lsp::WorkspaceSymbolParams) -> Vec<lsp::WorkspaceSymbol> {
    let query = params.query.to_lowercase();
    let headings = view.guide().pages.iter().flat_map(|page| page.headings.iter().map(move |heading| (page, heading)));
    let found = headings.filter(|(_, heading)| is_subsequence(&heading.text, &query)).filter_map(|(page, heading)| {
        let base_symbol_information = lsp::BaseSymbolInformation {
            name: name(heading),
            kind: lsp::SymbolKind::String,
            tags: None,
            container_name: Some(page.source.path().to_owned()),
        };
        let location = view.location(&page.source, heading.range)?.into();
        Some(lsp::WorkspaceSymbol { location, data: None, base_symbol_information })
    });
    found.take(MAX_SYMBOLS).collect()
}

/// The text of a heading, or else its id: editors refuse a symbol without a name.
fn name(heading: &Heading) -> String {
    if heading.text.is_empty() { format!("#{}", heading.anchor) } else { heading.text.to_string() }
}

/// Whether `text` has the letters of `query` in their order. `query` is in lower case; its spaces do not count.
fn is_subsequence(text: &str, query: &str) -> bool {
    let mut letters = text.chars().flat_map(char::to_lowercase);
    query.chars().filter(|c| !c.is_whitespace()).all(|wanted| letters.any(|c| c == wanted))
}

#[cfg(test)]
mod tests {
    use super::is_subsequence;

    #[test]
    fn letters_must_be_in_order() {
        assert!(is_subsequence("Safer Computing", "scomp") && is_subsequence("حماية", "حم") && is_subsequence("x", ""));
        assert!(!is_subsequence("Safer", "fas"));
    }
}

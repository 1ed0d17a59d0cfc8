//! `textDocument/documentLink`: the links of a page that an editor can open.

use firstaid_content::{Page, Resolved, Target};
use gen_lsp_types as lsp;
use url::Url;

use crate::links::file_target;
use crate::view::View;

pub(crate) fn document_links(view: &View<'_>, params: &lsp::DocumentLinkParams) -> Vec<lsp::DocumentLink> {
    let Some((_, page)) = view.open_page(&params.text_document.uri) else { return Vec::new() };
    let positions = view.positions(page.text());
    let link = |(url, range, _): (&str, _, _)| {
        let target = Some(resolve(view, page, url)?);
        Some(lsp::DocumentLink { range: positions.range(range), target, ..lsp::DocumentLink::default() })
    };
    page.targets().filter_map(link).collect()
}

/// The URI that a link opens: of a file of the guide, or on the web. Other schemes are not opened.
fn resolve(view: &View<'_>, page: &Page, url: &str) -> Option<lsp::Uri> {
    if let Ok(url) = Url::parse(url) {
        return matches!(url.scheme(), "http" | "https").then(|| lsp::Uri(url.into()));
    }
    let target = Target::new(url)?;
    if target.path.is_empty() {
        return view.uri(page.source.path());
    }
    match view.guide().resolve_target(page, &target) {
        Resolved::Page(index) => view.uri(view.guide().pages[index].source.path()),
        _ => view.root.uri(&file_target(view.guide(), page, &target)?),
    }
}

//! Links that an editor can follow.

use firstaid_content::{Page, Resolved, Target};
use gen_lsp_types as lsp;
use url::Url;

use crate::thing::file_at_target;
use crate::view::View;

pub(crate) fn document_links(view: &View<'_>, params: &lsp::DocumentLinkParams) -> Vec<lsp::DocumentLink> {
    let Some((_, page)) = view.open(&params.text_document.uri) else { return Vec::new() };
    let places = view.places(page.text());
    let link = |(url, range, _): (&str, _, _)| {
        let target = Some(address(view, page, url)?);
        Some(lsp::DocumentLink { range: places.range(range), target, ..lsp::DocumentLink::default() })
    };
    page.targets().filter_map(link).collect()
}

/// Where a link leads: a file of the guide, or the web. Other schemes are not for an editor to open.
fn address(view: &View<'_>, page: &Page, url: &str) -> Option<lsp::Uri> {
    if let Ok(url) = Url::parse(url) {
        return matches!(url.scheme(), "http" | "https").then(|| lsp::Uri(url.into()));
    }
    let target = Target::new(url)?;
    if target.path.is_empty() {
        return view.uri(page.source.path());
    }
    match view.guide().resolve_target(page, &target) {
        Resolved::Page(index) => view.uri(view.guide().pages[index].source.path()),
        Resolved::File => view.root.uri(&file_at_target(view.guide(), page, &target)?),
        _ => None,
    }
}

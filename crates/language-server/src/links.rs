//! Links of a page resolved in the guide: to a page, to an id on a page, to another file.

use std::borrow::Cow;

use firstaid_content::paths::{folder, join};
use firstaid_content::{Guide, Page, Resolved, Target, Token, TokenKind};
use firstaid_text::TextRange;
use percent_encoding::percent_decode_str;

/// The URL of the innermost link around an offset, and the range of the whole link. An image may be the text of a link.
pub(crate) fn link_at(page: &Page, offset: u32) -> Option<(&str, TextRange)> {
    let links = page.tokens.iter().filter_map(|token| Some((url_of(token)?, token.range)));
    links.filter(|(_, range)| range.contains(TextRange::empty(offset))).min_by_key(|(_, range)| range.len())
}

fn url_of(token: &Token) -> Option<&str> {
    match &token.kind {
        TokenKind::Link(link) => Some(&link.url),
        TokenKind::Url(url) => Some(url),
        _ => None,
    }
}

/// The page of the guide that a URL leads to, and its fragment as typed.
pub(crate) fn page_target<'a, 'u>(
    guide: &'a Guide,
    from: &'a Page,
    url: &'u str,
) -> Option<(&'a Page, Option<&'u str>)> {
    let target = Target::new(url)?;
    let fragment = target.fragment.filter(|fragment| !fragment.is_empty());
    if target.path.is_empty() {
        return Some((from, fragment));
    }
    match guide.resolve_target(from, &target) {
        Resolved::Page(index) => Some((&guide.pages[index], fragment)),
        _ => None,
    }
}

/// The path, below the root, of the file that a link leads to and that is no page.
pub(crate) fn file_target(guide: &Guide, from: &Page, target: &Target<'_>) -> Option<String> {
    if guide.resolve_target(from, target) != Resolved::File {
        return None;
    }
    let path = match target.path.strip_prefix('/') {
        Some(path) => join(&guide.prefix, path),
        None => join(folder(from.source.path()), &target.path),
    };
    path.filter(|path| guide.has_file(path))
}

/// Every id of a page, with the range of its heading or HTML tag.
pub(crate) fn ids(page: &Page) -> impl Iterator<Item = (&str, TextRange)> {
    let headings = page.headings.iter().map(|heading| (&*heading.anchor, heading.range));
    headings.chain(page.tokens.iter().filter_map(|token| match &token.kind {
        TokenKind::Anchor(id) => Some((&**id, token.range)),
        _ => None,
    }))
}

/// The range of an id; the start of the page if the page does not have it.
pub(crate) fn id_range(page: &Page, id: &str) -> TextRange {
    ids(page).find(|(it, _)| *it == id).map_or(TextRange::empty(0), |(_, range)| range)
}

/// The id of a page that a fragment names, percent-encoded or not.
pub(crate) fn known_id<'a>(page: &'a Page, fragment: &str) -> Option<&'a str> {
    let decoded = percent_decode_str(fragment).decode_utf8().unwrap_or(Cow::Borrowed(fragment));
    ids(page).map(|(id, _)| id).find(|id| *id == fragment || **id == *decoded)
}

/// The links of `page` to ids of `to`: the range of each fragment, and the id. The range is that of the whole link
/// target where escapes hide the place of the fragment.
pub(crate) fn fragments_to<'a>(
    guide: &'a Guide,
    page: &'a Page,
    to: &'a Page,
) -> impl Iterator<Item = (TextRange, &'a str)> {
    page.targets().filter_map(move |(url, range, _)| {
        let (_, typed) = url.split_once('#')?;
        let (target, fragment) = page_target(guide, page, url)?;
        let id = known_id(to, fragment?).filter(|_| target.source.path() == to.source.path())?;
        let is_verbatim = page.source.slice(range) == url && url.ends_with(fragment?) && typed == fragment?;
        let start = range.end() - typed.len().min(range.len() as usize) as u32;
        Some((if is_verbatim { TextRange::new(start, range.end()) } else { range }, id))
    })
}

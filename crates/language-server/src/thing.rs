//! What stands at a place of a page.

use std::borrow::Cow;

use firstaid_content::paths::{folder, join};
use firstaid_content::{Guide, Page, Resolved, Target, Token, TokenKind};
use firstaid_registry::GlossaryEntry;
use firstaid_text::TextRange;
use percent_encoding::percent_decode_str;

use crate::terms;
use crate::view::View;

/// What a place is about.
#[derive(Clone, Copy)]
pub(crate) enum Thing<'a> {
    /// A page: a link leads to it.
    Page(&'a Page),
    /// An id on a page: a heading that has it, or a link that leads to it.
    Anchor(&'a Page, &'a str),
    /// A term of the glossary.
    Term(&'a GlossaryEntry),
}

/// What is at an offset of a page, and its bytes.
pub(crate) fn thing_at<'a>(view: &View<'a>, page: &'a Page, offset: u32) -> Option<(Thing<'a>, TextRange)> {
    if let Some((url, range)) = link_at(page, offset) {
        let (to, fragment) = lead(view.guide(), page, url)?;
        let anchor = fragment.and_then(|id| known_id(to, id));
        return Some((anchor.map_or(Thing::Page(to), |id| Thing::Anchor(to, id)), range));
    }
    if let Some(heading) = page.headings.iter().find(|heading| heading.range.contains(TextRange::empty(offset))) {
        return Some((Thing::Anchor(page, &heading.anchor), heading.range));
    }
    terms::term_at(view, page, offset).map(|(entry, range)| (Thing::Term(entry), range))
}

/// The address that a link at an offset leads to, by whatever part of it, and the bytes of the link.
pub(crate) fn link_at(page: &Page, offset: u32) -> Option<(&str, TextRange)> {
    let links = page.tokens.iter().filter_map(|token| Some((url_of(token)?, token.range)));
    // The innermost: an image may be the text of a link.
    links.filter(|(_, range)| range.contains(TextRange::empty(offset))).min_by_key(|(_, range)| range.len())
}

fn url_of(token: &Token) -> Option<&str> {
    match &token.kind {
        TokenKind::Link(link) => Some(&link.url),
        TokenKind::Url(url) => Some(url),
        _ => None,
    }
}

/// The page of the guide that an address leads to, and the id on it, as typed.
pub(crate) fn lead<'a, 'u>(guide: &'a Guide, from: &'a Page, url: &'u str) -> Option<(&'a Page, Option<&'u str>)> {
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

/// The file of the guide, no page, that a link leads to.
pub(crate) fn file_at_target(guide: &Guide, from: &Page, target: &Target<'_>) -> Option<String> {
    let path = match target.path.strip_prefix('/') {
        Some(path) => join(&guide.prefix, path),
        None => join(folder(from.source.path()), &target.path),
    };
    path.filter(|path| guide.has_file(path))
}

/// The id of a page that a fragment means.
pub(crate) fn known_id<'a>(page: &'a Page, fragment: &str) -> Option<&'a str> {
    let decoded = percent_decode_str(fragment).decode_utf8().unwrap_or(Cow::Borrowed(fragment));
    ids(page).map(|(id, _)| id).find(|id| *id == fragment || **id == *decoded)
}

/// Every id of a page, with its place: the heading, or the tag.
pub(crate) fn ids(page: &Page) -> impl Iterator<Item = (&str, TextRange)> {
    let headings = page.headings.iter().map(|heading| (&*heading.anchor, heading.range));
    headings.chain(page.tokens.iter().filter_map(|token| match &token.kind {
        TokenKind::Anchor(id) => Some((&**id, token.range)),
        _ => None,
    }))
}

/// The links of a page that lead to an id of another, or of itself: the bytes of each fragment, and its id.
pub(crate) fn fragments_to<'a>(
    guide: &'a Guide,
    page: &'a Page,
    to: &'a Page,
) -> impl Iterator<Item = (TextRange, &'a str)> {
    page.targets().filter_map(move |(url, range, _)| {
        let (_, typed) = url.split_once('#')?;
        let (target, fragment) = lead(guide, page, url)?;
        let id = known_id(to, fragment?).filter(|_| target.source.path() == to.source.path())?;
        // With entities in the way it is not known where in the target the fragment is.
        let is_plain = page.source.slice(range) == url && url.ends_with(fragment?) && typed == fragment?;
        let start = range.end() - typed.len().min(range.len() as usize) as u32;
        Some((if is_plain { TextRange::new(start, range.end()) } else { range }, id))
    })
}

//! What a position is about: the entity that "go to definition", "find references" and "rename" act on.

use firstaid_content::Page;
use firstaid_registry::GlossaryEntry;
use firstaid_text::TextRange;

use crate::links::{known_id, link_at, page_target};
use crate::terms::term_at;
use crate::view::View;

#[derive(Clone, Copy)]
pub(crate) enum Entity<'a> {
    /// A page that a link leads to.
    Page(&'a Page),
    /// An id on a page: of the heading at the position, or the target of the link there.
    Anchor(&'a Page, &'a str),
    /// A term of the glossary.
    Term(&'a GlossaryEntry),
}

/// The entity at an offset of a page, and the range of the link, heading or word that names it.
pub(crate) fn entity_at<'a>(view: &View<'a>, page: &'a Page, offset: u32) -> Option<(Entity<'a>, TextRange)> {
    if let Some((url, range)) = link_at(page, offset) {
        let (target, fragment) = page_target(view.guide(), page, url)?;
        let id = fragment.and_then(|fragment| known_id(target, fragment));
        return Some((id.map_or(Entity::Page(target), |id| Entity::Anchor(target, id)), range));
    }
    if let Some(heading) = page.headings.iter().find(|heading| heading.range.contains(TextRange::empty(offset))) {
        return Some((Entity::Anchor(page, &heading.anchor), heading.range));
    }
    term_at(view, page, offset).map(|(entry, range)| (Entity::Term(entry), range))
}

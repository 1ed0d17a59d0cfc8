//! `textDocument/rename`: gives a heading another text, and updates all links to its id, in every locale.

use std::collections::BTreeMap;

use firstaid_content::{Heading, Page};
use firstaid_text::{Edit, SourceFile, TextRange, apply_edits};
use firstaid_translate::segments;
use gen_lsp_types as lsp;

use crate::entity::{Entity, entity_at};
use crate::links::fragments_to;
use crate::view::View;

/// The range of the text of the heading that a position names.
pub(crate) fn prepare(view: &View<'_>, params: &lsp::PrepareRenameParams) -> Option<lsp::Range> {
    let at = &params.text_document_position_params;
    let (page, heading) = heading_at(view, at)?;
    Some(view.positions(page.text()).range(heading_text(page, heading)?))
}

/// The edits that rename the heading at a position; an error says why it cannot be renamed.
///
/// The new ids are those of the edited page, because renaming one heading can change the number in another's id.
/// Headings of translations that still have the source's text are renamed as well, so that they keep the same id.
pub(crate) fn rename(view: &View<'_>, params: &lsp::RenameParams) -> Result<Option<lsp::WorkspaceEdit>, &'static str> {
    let Some((page, heading)) = heading_at(view, &params.text_document_position_params) else { return Ok(None) };
    let name = params.new_name.trim();
    if name.is_empty() || name.contains(['\n', '\r']) {
        return Err("a heading is one line of text");
    }
    let mut edits: BTreeMap<&str, (&SourceFile, Vec<Edit>)> = BTreeMap::new();
    let pages = std::iter::once(page).chain(untranslated_in(view, page, heading));
    for page in pages {
        let Some(heading) = page.headings.iter().find(|it| it.text == heading.text && it.level == heading.level) else {
            continue;
        };
        let Some(range) = heading_text(page, heading) else { return Err("this heading has no text of its own") };
        let edit = Edit::replace(range, name);
        for (from, edit) in link_edits(view, page, &edit)? {
            edits.entry(from.source.path()).or_insert((&from.source, Vec::new())).1.push(edit);
        }
        edits.entry(page.source.path()).or_insert((&page.source, Vec::new())).1.push(edit);
    }
    Ok(view.edit(edits.values().map(|(source, edits)| (*source, edits.iter().collect()))))
}

fn heading_at<'a>(view: &View<'a>, at: &lsp::TextDocumentPositionParams) -> Option<(&'a Page, &'a Heading)> {
    let (_, page) = view.open_page(&at.text_document.uri)?;
    let offset = view.positions(page.text()).offset(at.position);
    match entity_at(view, page, offset)? {
        (Entity::Anchor(to, id), _) => Some((to, to.headings.iter().find(|heading| *heading.anchor == *id)?)),
        _ => None,
    }
}

/// The range of a heading's text without its markers; `None` if it is not text of the page's own.
fn heading_text(page: &Page, heading: &Heading) -> Option<TextRange> {
    segments(page).into_iter().map(|it| it.range).find(|range| heading.range.contains(*range) && !range.is_empty())
}

/// The translations of a source page in which a heading still has the source's text.
fn untranslated_in<'a>(view: &View<'a>, page: &'a Page, heading: &'a Heading) -> impl Iterator<Item = &'a Page> {
    let is_source = page.key.locale == *view.guide().layout.source();
    let pages = view.guide().pages.iter().filter(move |it| is_source && it.key.name == page.key.name);
    let has_heading = |it: &&Page| it.headings.iter().any(|other| other.text == heading.text);
    pages.filter(move |it| it.key.locale != page.key.locale && has_heading(it))
}

/// The edits to all links of the guide whose target id changes with an edit of `page`.
fn link_edits<'a>(view: &View<'a>, page: &'a Page, edit: &Edit) -> Result<Vec<(&'a Page, Edit)>, &'static str> {
    let text = apply_edits(page.text(), std::slice::from_ref(edit)).map_err(|_| "the heading overlaps itself")?;
    let after = view.guide().parse(page.key.clone(), SourceFile::new(page.source.path(), text));
    if after.headings.len() != page.headings.len() {
        return Err("with this text it would no longer be a heading");
    }
    let pairs = page.headings.iter().zip(&after.headings);
    let changed: Vec<(&str, &str)> =
        pairs.map(|(old, new)| (&*old.anchor, &*new.anchor)).filter(|(old, new)| old != new).collect();
    if changed.is_empty() {
        return Ok(Vec::new());
    }
    let links = view.guide().pages.iter().flat_map(|from| {
        let fragments = fragments_to(view.guide(), from, page).collect::<Vec<_>>();
        fragments.into_iter().map(move |(range, id)| (from, range, id))
    });
    let edits = links.filter_map(|(from, range, id)| {
        let (_, new) = changed.iter().find(|(old, _)| *old == id)?;
        // A link inside the heading is replaced with its text. The linter reports links whose fragment is escaped.
        let is_inside = from.source.path() == page.source.path() && edit.range.overlaps(range);
        let is_verbatim = !from.source.slice(range).contains('#');
        (!is_inside && is_verbatim).then(|| (from, Edit::replace(range, *new)))
    });
    Ok(edits.collect())
}

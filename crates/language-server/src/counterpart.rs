//! From a page to its translations and back, block by block.

use firstaid_content::{Page, PageKey};
use firstaid_text::{SourceFile, TextRange};
use firstaid_translate::{align, segments};

use crate::view::View;

/// What translates the block at an offset, or what it translates.
pub(crate) fn counterparts<'a>(view: &View<'a>, page: &'a Page, offset: u32) -> Vec<(&'a SourceFile, TextRange)> {
    let guide = view.guide();
    let source = guide.layout.source();
    if page.key.locale != *source {
        let key = PageKey { locale: source.clone(), name: page.key.name.clone() };
        let other = guide.by_key(&key);
        return other.and_then(|other| counterpart(other, page, offset, false)).into_iter().collect();
    }
    let translations = guide.pages.iter().filter(|it| it.key.name == page.key.name && it.key.locale != *source);
    translations.filter_map(|other| counterpart(page, other, offset, true)).collect()
}

/// The other side of the pair that a block is in: of the source's block, or of its translation's.
fn counterpart<'a>(
    source: &'a Page,
    translation: &'a Page,
    offset: u32,
    of_source: bool,
) -> Option<(&'a SourceFile, TextRange)> {
    let (left, right) = (segments(source), segments(translation));
    let (own, others, other) = if of_source { (&left, &right, translation) } else { (&right, &left, source) };
    let n = own.iter().position(|it| it.range.contains(TextRange::empty(offset)))?;
    let pair = align(source, &left, translation, &right).into_iter().find(|pair| {
        let side = if of_source { &pair.source } else { &pair.target };
        side.contains(&n)
    })?;
    let side = if of_source { pair.target } else { pair.source };
    let first = others.get(side.clone())?.first()?;
    let last = others.get(side)?.last()?;
    Some((&other.source, first.range.cover(last.range)))
}

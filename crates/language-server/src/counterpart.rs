//! From a block of a page to the same block of its translations or of its source.

use firstaid_content::{Page, PageKey};
use firstaid_text::{SourceFile, TextRange};
use firstaid_translate::{align, segments};

use crate::view::View;

/// The blocks that translate the block at an offset of a source page; for a translation, the source's block.
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

/// The block aligned with the one at an offset, which is in `source` if `is_source` and in `translation` otherwise.
fn counterpart<'a>(
    source: &'a Page,
    translation: &'a Page,
    offset: u32,
    is_source: bool,
) -> Option<(&'a SourceFile, TextRange)> {
    let (left, right) = (segments(source), segments(translation));
    let (own, others, other) = if is_source { (&left, &right, translation) } else { (&right, &left, source) };
    let n = own.iter().position(|it| it.range.contains(TextRange::empty(offset)))?;
    let pair = align(source, &left, translation, &right).into_iter().find(|pair| {
        let side = if is_source { &pair.source } else { &pair.target };
        side.contains(&n)
    })?;
    let side = if is_source { pair.target } else { pair.source };
    let first = others.get(side.clone())?.first()?;
    let last = others.get(side)?.last()?;
    Some((&other.source, first.range.cover(last.range)))
}

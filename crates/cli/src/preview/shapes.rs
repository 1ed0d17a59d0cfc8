//! What a block looks like on the site.

use firstaid_content::{BlockKind, List, ListItem, Page};
use firstaid_online::preview::{Mark, Shape};
use firstaid_text::TextRange;
use firstaid_translate::{Segment, SegmentKind};

/// The shape of a segment of a page.
pub(super) fn shape(page: &Page, segment: &Segment) -> Shape {
    match segment.kind {
        SegmentKind::FrontMatter(_) | SegmentKind::Title => Shape::Value,
        SegmentKind::Heading(level) => Shape::Heading(level),
        SegmentKind::Paragraph | SegmentKind::Item => in_list(page, segment.range, segment.lists),
        SegmentKind::Cell => Shape::Cell,
        SegmentKind::Html => in_html(page, segment.range),
        SegmentKind::Verbatim => Shape::Verbatim,
    }
}

/// The shape of a block that is no segment.
pub(super) fn shape_of_block(page: &Page, kind: BlockKind, range: TextRange) -> Shape {
    let lists = page.lists.iter().filter(|list| list.range.contains(range)).count() as u32;
    match kind {
        BlockKind::Heading(level) => Shape::Heading(level),
        BlockKind::TableCell => Shape::Cell,
        BlockKind::FrontMatter | BlockKind::FrontMatterText => Shape::Value,
        BlockKind::Code => Shape::Verbatim,
        BlockKind::Paragraph | BlockKind::Item | BlockKind::Html => in_list(page, range, lists),
    }
}

fn in_list(page: &Page, range: TextRange, depth: u32) -> Shape {
    if depth == 0 {
        return Shape::Paragraph;
    }
    let around = page.lists.iter().filter(|list| list.range.contains(TextRange::empty(range.start())));
    let inner = around.max_by_key(|list| list.depth);
    let item = inner.and_then(|list| Some((list, list.items.iter().position(|item| item.range.contains(range))?)));
    Shape::Item { depth, mark: item.map_or(Mark::None, |(list, n)| mark(page, list, n, range)) }
}

/// The mark of the `n`th item of a list, if the block at a range is the first in it.
fn mark(page: &Page, list: &List, n: usize, range: TextRange) -> Mark {
    let ListItem { marker, .. } = list.items[n];
    let between = page.text().get(marker.end() as usize..range.start() as usize).unwrap_or_default();
    match between.trim() {
        "[ ]" => return Mark::Task(false),
        "[x]" | "[X]" => return Mark::Task(true),
        // An escape that belongs to the text, or the mark of a heading or a quote.
        it if it.chars().all(|c| matches!(c, '\\' | '>' | '#')) => {}
        _ => return Mark::None,
    }
    if !list.ordered {
        return Mark::Bullet;
    }
    // What the first item says counts (CommonMark 0.31, section 5.3).
    let first = page.text()[list.items[0].marker].trim_end_matches(['.', ')']).trim().parse().unwrap_or(1u32);
    Mark::Number(first.saturating_add(n as u32))
}

/// The shape of a text in raw HTML, by the tag before it.
fn in_html(page: &Page, range: TextRange) -> Shape {
    let before = page.text()[..range.start() as usize].trim_end();
    let tag = before.ends_with('>').then(|| before.rfind('<')).flatten().map(|at| &before[at + 1..]);
    let name: String = tag.unwrap_or_default().chars().take_while(char::is_ascii_alphanumeric).collect();
    match &*name.to_ascii_lowercase() {
        "h1" => Shape::Heading(1),
        "h2" => Shape::Heading(2),
        "h3" => Shape::Heading(3),
        "h4" => Shape::Heading(4),
        "h5" => Shape::Heading(5),
        "h6" | "summary" | "caption" | "legend" | "dt" => Shape::Heading(6),
        "li" => Shape::Item { depth: 1, mark: Mark::Bullet },
        "td" | "th" => Shape::Cell,
        _ => Shape::Paragraph,
    }
}

#[cfg(test)]
mod tests {
    use firstaid_content::{AnchorDialect, Locale, PageKey, parse};
    use firstaid_text::SourceFile;
    use firstaid_translate::segments;

    use super::*;

    fn shapes(text: &str) -> Vec<Shape> {
        let key = PageKey { locale: Locale::new("en").unwrap(), name: "A".into() };
        let page = parse(key, SourceFile::new("en/A.md", text), AnchorDialect::GitHub);
        segments(&page).iter().map(|segment| shape(&page, segment)).collect()
    }

    #[test]
    fn items_have_the_marks_of_the_site() {
        let item = |depth, mark| Shape::Item { depth, mark };
        for (text, expected) in [
            ("- a\n- b\n", vec![item(1, Mark::Bullet), item(1, Mark::Bullet)]),
            ("3. a\n3. b\n", vec![item(1, Mark::Number(3)), item(1, Mark::Number(4))]),
            (
                "1. a\n\n   more\n   - b\n2. c\n",
                vec![item(1, Mark::Number(1)), item(1, Mark::None), item(2, Mark::Bullet), item(1, Mark::Number(2))],
            ),
            ("- [ ] a\n- [x] b\n", vec![item(1, Mark::Task(false)), item(1, Mark::Task(true))]),
            ("- \\*a\n", vec![item(1, Mark::Bullet)]),
        ] {
            assert_eq!(shapes(text), expected, "{text}");
        }
    }

    #[test]
    fn texts_in_html_look_like_their_element() {
        let text = "<h2 class=x>a</h2>\n<p>b</p>\n<ul><li>c</li></ul>\n<details><summary>d</summary>\n";
        let expected =
            [Shape::Heading(2), Shape::Paragraph, Shape::Item { depth: 1, mark: Mark::Bullet }, Shape::Heading(6)];
        assert_eq!(shapes(text), expected);
    }
}

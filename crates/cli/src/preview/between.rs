//! What stands between the blocks of a page: code, HTML, pictures, tables, rules, tags of templates, and text that only
//! one side has.

use firstaid_content::{Block, BlockKind, Page};
use firstaid_online::preview::{Between, Part};
use firstaid_text::TextRange;
use firstaid_translate::Segment;

use super::shapes::{shape, shape_of_block};

/// A page of one side with its segments.
#[derive(Clone, Copy)]
pub(super) struct Half<'p> {
    pub(super) page: &'p Page,
    pub(super) segments: &'p [Segment],
}

/// What stands before each segment of the source on both sides, and behind the last. `pairs` has the segment of the page
/// for each segment of the source.
pub(super) fn between(source: Half<'_>, own: Option<Half<'_>>, pairs: &[Option<usize>]) -> Vec<Between> {
    let mut all = vec![Between::default(); source.segments.len() + 1];
    for (at, part) in parts(source, &|_| true) {
        all[before(source.segments, at)].source.push(part);
    }
    let Some(own) = own else { return all };
    let mut of_own: Vec<Option<usize>> = vec![None; own.segments.len()];
    for (n, pair) in pairs.iter().enumerate() {
        if let Some(slot) = pair.and_then(|at| of_own.get_mut(at)) {
            *slot = Some(n);
        }
    }
    for (at, part) in parts(own, &|n| of_own[n].is_some()) {
        let above = of_own[..before(own.segments, at)].iter().rev().flatten().next();
        all[above.map_or(0, |n| n + 1)].page.push(part);
    }
    all
}

/// The number of segments that begin before an offset.
fn before(segments: &[Segment], at: u32) -> usize {
    segments.partition_point(|segment| segment.range.start() < at)
}

/// The parts of a page with their places, in order. A segment that `is_shown` does not know is a part, too.
fn parts(half: Half<'_>, is_shown: &dyn Fn(usize) -> bool) -> Vec<(u32, Part)> {
    let Half { page, segments } = half;
    let mut parts = Vec::new();
    let mut covered: Vec<TextRange> = segments.iter().map(|segment| segment.range).collect();
    for block in page.blocks.iter().filter(|it| !is_front_matter(it)) {
        covered.push(block.range);
        let inside = &segments[before_end(segments, block.range.start())..];
        let inside: Vec<TextRange> =
            inside.iter().map(|it| it.range).take_while(|it| it.start() < block.range.end()).collect();
        match block.kind {
            BlockKind::Html => {
                let html = free(block.range, &inside).into_iter();
                parts.extend(html.map(|range| (range.start(), Part::Html(page.source.slice(range).to_owned()))));
            }
            _ if !inside.is_empty() => {}
            BlockKind::Code => parts.push((block.range.start(), Part::Code(page.source.slice(block.range).to_owned()))),
            kind => {
                let text = page.source.slice(block.range).trim();
                let part = if is_template(text) {
                    Part::Template(text.to_owned())
                } else {
                    Part::Text { shape: shape_of_block(page, kind, block.range), text: text.to_owned() }
                };
                let is_cell = kind == BlockKind::TableCell;
                parts.extend((!is_cell && !text.is_empty()).then_some((block.range.start(), part)));
            }
        }
    }
    parts.extend(tables(page));
    covered.sort_unstable_by_key(|range| (range.start(), range.end()));
    parts.extend(lines(page, &covered));
    let alone = segments.iter().enumerate().filter(|(n, _)| !is_shown(*n));
    parts.extend(alone.map(|(_, segment)| {
        let text = page.source.slice(segment.range).to_owned();
        (segment.range.start(), Part::Text { shape: shape(page, segment), text })
    }));
    parts.sort_by_key(|(at, _)| *at);
    parts
}

fn is_front_matter(block: &Block) -> bool {
    matches!(block.kind, BlockKind::FrontMatter | BlockKind::FrontMatterText)
}

/// The number of segments that end at or before an offset.
fn before_end(segments: &[Segment], at: u32) -> usize {
    segments.partition_point(|segment| segment.range.end() <= at)
}

/// What of a range is in none of these ranges, which are in order.
fn free(range: TextRange, taken: &[TextRange]) -> Vec<TextRange> {
    let mut from = range.start();
    let mut free = Vec::new();
    for it in taken {
        if from < it.start() {
            free.push(TextRange::new(from, it.start()));
        }
        from = from.max(it.end());
    }
    if from < range.end() {
        free.push(TextRange::new(from, range.end()));
    }
    free
}

/// The tables of a page in Markdown.
fn tables(page: &Page) -> Vec<(u32, Part)> {
    let text = page.text();
    let mut found: Vec<TextRange> = Vec::new();
    for cell in page.blocks.iter().filter(|block| block.kind == BlockKind::TableCell) {
        let start = text[..cell.range.start() as usize].rfind('\n').map_or(0, |at| at + 1) as u32;
        let end = text[cell.range.end() as usize..].find('\n').map_or(text.len(), |at| cell.range.end() as usize + at);
        let line = TextRange::new(start, end as u32);
        match found.last_mut() {
            Some(last) if is_next_row(text, *last, line) => *last = last.cover(line),
            _ => found.push(line),
        }
    }
    let bare = |line: &str| line.trim().trim_start_matches(['>', ' ']).to_owned();
    let table = |range: TextRange| text[range].lines().map(bare).collect::<Vec<_>>().join("\n");
    found.into_iter().map(|range| (range.start(), Part::Table(table(range)))).collect()
}

/// Whether a line goes on with the table that ends before it: below its head stands one line more.
fn is_next_row(text: &str, table: TextRange, line: TextRange) -> bool {
    let between = text.get(table.end() as usize..line.start() as usize).unwrap_or_default();
    let mut lines = between.trim_start_matches(['\r']).strip_prefix('\n').unwrap_or(between).lines();
    lines.next().is_none_or(|line| !line.trim().is_empty()) && lines.next().is_none()
}

/// Rules and tags of templates in lines that belong to no block. `covered` has the ranges that do, in order.
fn lines(page: &Page, covered: &[TextRange]) -> Vec<(u32, Part)> {
    let text = page.text();
    let body = page.front_matter.as_ref().map_or(0, |it| it.range.end());
    let mut parts = Vec::new();
    if page.is_data {
        return parts;
    }
    let mut at = body as usize;
    let mut next = covered.partition_point(|range| range.end() <= body);
    let mut is_below_text = false;
    for line in text[at..].split_inclusive('\n') {
        let range = TextRange::new(at as u32, (at + line.trim_end().len()) as u32);
        at += line.len();
        while covered.get(next).is_some_and(|it| it.end() <= range.start()) {
            next += 1;
        }
        let is_free = covered[next..].iter().take_while(|it| it.start() < range.end()).all(|it| !it.overlaps(range));
        let typed = line.trim().trim_start_matches(['>', ' ']);
        if is_free && is_template(typed) {
            parts.push((range.start(), Part::Template(typed.to_owned())));
        } else if is_free && is_rule(typed) && !(is_below_text && typed.starts_with(['-', '='])) {
            parts.push((range.start(), Part::Rule));
        }
        is_below_text = !is_free;
    }
    parts
}

/// Whether a text is one tag of a template, or several.
fn is_template(text: &str) -> bool {
    text.starts_with("{%") && text.ends_with("%}")
        || text.starts_with("{{") && text.ends_with("}}")
        || text.starts_with("--8<--")
}

/// Whether a line is a thematic break (CommonMark 0.31, section 4.1).
fn is_rule(line: &str) -> bool {
    let mut marks = line.chars().filter(|c| !c.is_whitespace());
    let Some(first) = marks.next().filter(|c| matches!(c, '-' | '*' | '_')) else { return false };
    marks.clone().all(|c| c == first) && marks.count() >= 2
}

#[cfg(test)]
mod tests {
    use firstaid_content::{AnchorDialect, Locale, PageKey, parse};
    use firstaid_online::preview::Shape;
    use firstaid_text::SourceFile;
    use firstaid_translate::segments;

    use super::*;

    fn page(text: &str) -> Page {
        let key = PageKey { locale: Locale::new("en").unwrap(), name: "A".into() };
        parse(key, SourceFile::new("en/A.md", text), AnchorDialect::GitHub)
    }

    fn of(text: &str) -> Vec<Part> {
        let page = page(text);
        parts(Half { page: &page, segments: &segments(&page) }, &|_| true).into_iter().map(|(_, part)| part).collect()
    }

    #[test]
    fn what_is_no_segment_is_a_part() {
        let html = |text: &str| Part::Html(text.to_owned());
        let code = Part::Code("```\nls\n```".to_owned());
        for (text, expected) in [
            ("a\n\n```\nls\n```\n", vec![code]),
            ("a\n\n---\n\nb\n\n* * *\n", vec![Part::Rule, Part::Rule]),
            ("a\n---\n\nb\n===\n", vec![]),
            ("---\ntitle: a\n---\n\nb\n", vec![]),
            ("- a\n- b\n", vec![]),
            ("<div>a</div>\n", vec![html("<div>"), html("</div>\n")]),
            ("{% include x.html %}\n\na\n", vec![Part::Template("{% include x.html %}".to_owned())]),
            ("| a | b |\n|---|---|\n| c | d |\n", vec![Part::Table("| a | b |\n|---|---|\n| c | d |".to_owned())]),
        ] {
            let found = of(text);
            let trimmed = |part: &Part| match part {
                Part::Html(text) => Part::Html(text.trim().to_owned()),
                Part::Code(text) => Part::Code(text.trim().to_owned()),
                part => part.clone(),
            };
            let all = |parts: &[Part]| parts.iter().map(trimmed).collect::<Vec<_>>();
            assert_eq!(all(&found), all(&expected), "{text}");
        }
    }

    #[test]
    fn two_tables_are_two() {
        let table = "| a |\n|---|\n| b |\n";
        let found = of(&format!("{table}\n{table}\nc\n\n{table}"));
        assert_eq!(found.iter().filter(|part| matches!(part, Part::Table(_))).count(), 3, "{found:?}");
    }

    #[test]
    fn text_that_is_not_translated_or_that_one_side_alone_has_is_a_part() {
        let text = |text: &str| Part::Text { shape: Shape::Paragraph, text: text.to_owned() };
        assert_eq!(of("a\n\n<!-- firstaid: no-translate -->\n\nb\n").last(), Some(&text("b")));
        let (source, own) = (page("a\n\nb\n\n---\n"), page("x\n\nmore\n\ny\n\n***\n"));
        let (of_source, of_own) = (segments(&source), segments(&own));
        let halves = [(&source, &of_source), (&own, &of_own)].map(|(page, segments)| Half { page, segments });
        let all = between(halves[0], Some(halves[1]), &[Some(0), Some(2)]);
        assert_eq!(all[1], Between { source: Vec::new(), page: vec![text("more")] });
        assert_eq!(all[2], Between { source: vec![Part::Rule], page: vec![Part::Rule] });
        assert!(all[0].is_empty());
    }
}

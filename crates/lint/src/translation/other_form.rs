//! Blocks of the source that are on the page in another form, and so are not missing: as code, as lines of another
//! block, as a footnote elsewhere, as the same picture.

use std::ops::Range;

use firstaid_content::{BlockKind, Page};
use firstaid_text::TextRange;
use firstaid_translate::Segment;

use super::Translation;

/// Whether the missing blocks of a gap are there in another form. `run` are the pairs of the gap that lack a side,
/// `missing` those of them that lack a target.
pub(super) fn has_other_form(of: &Translation<'_>, run: Range<usize>, missing: &[usize]) -> bool {
    let all = || missing.iter().flat_map(|&pair| &of.source_segments[of.pairs[pair].source.clone()]);
    let is_elsewhere = |it: &Segment| is_same_picture(of, it) || is_same_footnote(of, it);
    all().next().is_some() && (is_code(of, &run, all()) || are_lines(of, &run, all()) || all().all(is_elsewhere))
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

/// Whether the page has a block of code in the place of the blocks, fenced or indented, with as much text.
fn is_code<'t>(of: &Translation<'_>, run: &Range<usize>, missing: impl Iterator<Item = &'t Segment>) -> bool {
    let before = run.start.checked_sub(1).and_then(|n| of.pairs[n].target.end.checked_sub(1));
    let start = before.map_or(0, |n| of.segments[n].range.end());
    let after = of.pairs.get(run.end).and_then(|pair| of.segments.get(pair.target.start));
    let end = after.map_or(of.page.text().len() as u32, |segment| segment.range.start());
    if start >= end || of.segments.iter().any(|it| start <= it.range.start() && it.range.end() <= end) {
        return false;
    }
    let gap = TextRange::new(start, end);
    let has_code = of.page.blocks.iter().any(|it| it.kind == BlockKind::Code && gap.overlaps(it.range));
    has_code && letters(&of.page.text()[gap]) * 2 > missing.map(|it| letters(&it.message)).sum()
}

/// Whether the block before or after the gap has as many lines more than its source as the missing blocks have: lines
/// with hard breaks, which the source sets apart.
fn are_lines<'t>(of: &Translation<'_>, run: &Range<usize>, missing: impl Iterator<Item = &'t Segment>) -> bool {
    let lines = |page: &Page, segments: &[Segment]| -> usize {
        segments.iter().map(|it| page.text()[it.range].trim().lines().count()).sum()
    };
    let added: usize = missing.map(|it| lines(of.source, std::slice::from_ref(it))).sum();
    let has_breaks = |it: &Segment| {
        let text = of.page.text()[it.range].trim_end();
        let breaks = text.lines().count().saturating_sub(1);
        // Items without the blank behind their marks: "*Bread;".
        let are_items = || text.lines().skip(1).all(|line| line.trim_start().starts_with(['*', '-', '+', '•']));
        let are_broken = |line: &str| line.ends_with("  ") || line.ends_with('\\');
        breaks > 0 && (text.lines().take(breaks).all(are_broken) || are_items())
    };
    let neighbours = [run.start.checked_sub(1), Some(run.end)].into_iter().flatten();
    neighbours.filter_map(|n| of.unit(n)).any(|unit| {
        let (there, here) = (lines(of.source, unit.source), lines(of.page, unit.target));
        let is_line = |it: &Segment| of.page.text()[it.range].trim().lines().count() == 1;
        let mut parts = unit.target.iter();
        here == there + added && parts.all(|it| has_breaks(it) || is_line(it)) && unit.target.iter().any(has_breaks)
    })
}

/// Whether a block is a picture that the page shows as often as its source does.
fn is_same_picture(of: &Translation<'_>, source: &Segment) -> bool {
    let text = of.source.text();
    let typed = text[source.range].trim();
    let Some(url) = typed.strip_prefix("![").and_then(|rest| rest.split_once("](")).map(|(_, url)| url) else {
        return false;
    };
    let Some(url) = url.strip_suffix(')').filter(|url| !url.is_empty() && !url.contains(')')) else { return false };
    of.page.text().matches(url).count() >= text.matches(url).count()
}

/// Whether a block begins a footnote whose label the page explains, too, in whatever place.
fn is_same_footnote(of: &Translation<'_>, source: &Segment) -> bool {
    let before = of.source.text()[..source.range.start() as usize].trim_end();
    let label = before.strip_suffix("]:").and_then(|before| before.rsplit_once("[^")).map(|(_, label)| label);
    label.is_some_and(|label| {
        !label.is_empty() && !label.contains([']', '\n']) && of.page.text().contains(&*format!("[^{label}]:"))
    })
}

//! Findings of a page and its catalog, at the blocks that they are in.

use std::collections::HashMap;
use std::ops::Range;

use firstaid_content::Page;
use firstaid_diagnostics::{Diagnostic, FileDiagnostics, NoteKind};
use firstaid_online::preview::Finding;
use firstaid_text::{SourceFile, TextRange};
use firstaid_translate::Segment;
use firstaid_translate::po::{Catalog, Entry};

/// Maximum characters of the text at fault that are shown; the whole of a block says nothing of the place.
const MAX_EXCERPT: usize = 80;

/// Findings by the block of the source that they belong to.
pub(super) struct Placed<'f> {
    pub(super) of_block: Vec<Vec<&'f Diagnostic>>,
    pub(super) elsewhere: Vec<&'f Diagnostic>,
}

/// The findings of a page. `pairs` has the segment of the page for each segment of the source.
pub(super) fn of_page<'f>(
    found: &'f FileDiagnostics,
    of_page: &[Segment],
    pairs: &[Option<usize>],
    (source, of_source): (&Page, &[Segment]),
) -> Placed<'f> {
    let in_page = |at: TextRange| segment_at(of_page, at.start());
    let in_source = |at: TextRange| segment_at(of_source, at.start());
    let sources: HashMap<usize, usize> = pairs.iter().enumerate().filter_map(|(n, pair)| Some(((*pair)?, n))).collect();
    place(found, of_source.len(), |finding| {
        let own = in_page(finding.range).and_then(|at| sources.get(&at).copied());
        own.or_else(|| {
            let related = finding.related.as_deref().filter(|it| it.source.path() == source.source.path())?;
            in_source(related.range)
        })
    })
}

/// The segment that an offset is in, of segments in order.
fn segment_at(segments: &[Segment], offset: u32) -> Option<usize> {
    let at = segments.partition_point(|segment| segment.range.end() < offset);
    segments.get(at).filter(|segment| segment.range.contains(TextRange::empty(offset))).map(|_| at)
}

/// The findings of a catalog, whose entries on disk are `on_disk`. `entries` are those of the blocks.
pub(super) fn of_catalog<'f>(found: &'f FileDiagnostics, on_disk: Option<&Catalog>, entries: &[Entry]) -> Placed<'f> {
    place(found, entries.len(), |finding| {
        let in_file = on_disk?.entries.iter();
        let own = in_file.filter(|it| !it.obsolete).find(|it| it.place.entry.contains(finding.range))?;
        entries.iter().position(|it| (&it.context, &it.id) == (&own.context, &own.id))
    })
}

fn place(found: &FileDiagnostics, blocks: usize, block: impl Fn(&Diagnostic) -> Option<usize>) -> Placed<'_> {
    let mut placed = Placed { of_block: vec![Vec::new(); blocks], elsewhere: Vec::new() };
    for finding in &found.diagnostics {
        match block(finding) {
            Some(n) => placed.of_block[n].push(finding),
            None => placed.elsewhere.push(finding),
        }
    }
    placed
}

/// A finding as it is shown.
pub(super) fn shown(finding: &Diagnostic, source: &SourceFile, with_line: bool) -> Finding {
    let text = source.slice(finding.range).trim().lines().next().unwrap_or_default();
    let excerpt = if text.chars().nth(MAX_EXCERPT).is_some() { String::new() } else { text.to_owned() };
    let notes = finding.notes.iter().filter(|note| note.kind != NoteKind::Source).map(|note| note.text.to_string());
    let at = source.line_column(finding.range.start());
    let place = with_line.then(|| format!("{}:{}:{}", source.path(), at.line, at.column));
    Finding {
        rule: finding.rule.0,
        severity: finding.severity,
        message: finding.message.to_string(),
        excerpt,
        notes: place.into_iter().chain(notes).collect(),
    }
}

/// The stretches of a block that findings are about, from its start, in order and apart from each other.
pub(super) fn marks(findings: &[&Diagnostic], block: TextRange) -> Vec<Range<usize>> {
    let ranges = findings.iter().flat_map(|it| std::iter::once(it.range).chain(it.also.iter().copied()));
    let mut inside: Vec<TextRange> =
        ranges.filter(|it| !it.is_empty() && block.contains(*it) && *it != block).collect();
    inside.sort_by_key(|it| (it.start(), it.end()));
    let mut marks: Vec<Range<usize>> = Vec::new();
    for range in inside {
        let (start, end) = ((range.start() - block.start()) as usize, (range.end() - block.start()) as usize);
        match marks.last_mut() {
            Some(last) if start <= last.end => last.end = last.end.max(end),
            _ => marks.push(start..end),
        }
    }
    marks
}

#[cfg(test)]
mod tests {
    use firstaid_diagnostics::{RuleName, Severity};

    use super::*;

    fn finding(start: u32, end: u32) -> Diagnostic {
        Diagnostic::new(RuleName("stale-tool"), Severity::Error, TextRange::new(start, end), "gone")
    }

    #[test]
    fn marks_lie_in_the_block_and_apart() {
        let all =
            [finding(12, 15), finding(14, 18), finding(10, 30), finding(22, 24), finding(28, 33), finding(20, 20)];
        let all: Vec<&Diagnostic> = all.iter().collect();
        assert_eq!(marks(&all, TextRange::new(10, 30)), [2..8, 12..14]);
    }

    #[test]
    fn a_finding_shows_a_line_of_its_text() {
        let source = SourceFile::new("de/A.md", format!("Use Ostel\n{}\n", "é".repeat(100)));
        let one = shown(&finding(4, 12), &source, true);
        assert_eq!((&*one.excerpt, &*one.notes[0]), ("Ostel", "de/A.md:1:5"));
        assert_eq!(shown(&finding(10, 210), &source, false).excerpt, "", "the whole of a long block");
    }
}

//! Which bytes a synced page is made of: its own, those of the source, and segments.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use firstaid_content::Page;
use firstaid_text::TextRange;

use super::base::{Base, gaps_of};
use super::form::{forms, is_of_segments};
use super::input::PlanInput;
use super::known::candidates;
use super::placing::{Place, places};
use super::three_way::{Clash, Origin, join, rebased};
use super::token::{Placed, Token, bare, tokens};
use crate::catalogs::memo::Memo;
use crate::catalogs::po::Entry;
use crate::catalogs::record::is_changed;
use crate::config::TranslationConfig;
use crate::page::Site;
use crate::segments::{Segment, SegmentKind, segments};
use crate::sync::conflict::Conflict;
use crate::sync::page_texts::page_texts;
use crate::sync::side::Side;

/// A part of a page that is synced.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Part {
    /// Bytes of the page.
    Page(TextRange),
    /// Bytes of the source.
    Source(TextRange),
    /// A segment of the source, by its index.
    Segment(usize),
}

/// How a page is made.
#[derive(Clone)]
pub(crate) struct Plan {
    /// What stands below the front matter.
    pub(crate) parts: Vec<Part>,
    pub(crate) page_segments: Vec<Segment>,
    /// Where each segment of the source is on the page, as indices of the page's segments.
    pub(crate) places: Vec<Option<Place>>,
    /// Segments whose bytes on the page stay, whatever the catalog says.
    pub(crate) kept: HashSet<usize>,
    /// Blocks of the page that are no segment of the source.
    pub(crate) added: Vec<TextRange>,
    /// Segments that the page lacks although the last sync saw them in the source, each with the block that follows.
    pub(crate) missing: Vec<(usize, TextRange)>,
    /// Stretches that source and page changed in different ways.
    pub(crate) conflicts: Vec<Conflict>,
    /// The gaps of the source.
    pub(crate) gaps: Vec<Vec<u32>>,
}

pub(crate) fn is_body(segment: &Segment) -> bool {
    !matches!(segment.kind, SegmentKind::FrontMatter(_))
}

/// Plans the page of a locale.
pub(crate) fn plan(input: PlanInput<'_>, site: &Site<'_>, config: &TranslationConfig) -> Plan {
    let PlanInput { source, segments: of_source, base, .. } = input;
    let Some(page) = input.page else { return Plan::new_page(source, of_source, site) };
    let page_segments = segments(page);
    let first = page_segments.iter().position(is_body).unwrap_or(page_segments.len());
    let texts = page_texts(page, &page_segments[first..], source, site);
    let row = OldRow::new(input);
    let candidates = candidates(&row.numbers, row.len, input, &page_segments[first..], &texts, site, config);
    let mut found: Vec<Option<Place>> = vec![None; of_source.len()];
    let mut spans: Vec<(Range<usize>, u32)> = Vec::new();
    for (&number, place) in row.numbers.iter().zip(places(&candidates, &texts)) {
        let Some(place) = place else { continue };
        // A text that is in no catalog does not go with its block of the source: it is the page's own from now on.
        let is_dropped = number as usize >= of_source.len();
        if is_dropped && !place.is_known && input.prefer != Some(Side::Catalog) {
            continue;
        }
        let blocks = place.blocks.start + first..place.blocks.end + first;
        spans.push((blocks.clone(), number));
        if let Some(slot) = found.get_mut(number as usize) {
            *slot = Some(Place { blocks, ..place });
        }
    }
    spans.sort_by_key(|(blocks, _)| blocks.start);
    let mut is_taken = vec![false; page_segments.len()];
    for (blocks, _) in &spans {
        is_taken[blocks.clone()].fill(true);
    }
    let added = (first..page_segments.len()).filter(|&n| !is_taken[n]).map(|n| page_segments[n].range).collect();
    let missing = missing(&row, &found, &page_segments);
    let span = |blocks: &Range<usize>| page_segments[blocks.start].range.cover(page_segments[blocks.end - 1].range);
    let on_page: Vec<(TextRange, u32)> = spans.iter().map(|(blocks, number)| (span(blocks), *number)).collect();
    let own = of_source.iter().enumerate().filter(|(_, segment)| is_body(segment));
    let in_source: Vec<(TextRange, u32)> = own.map(|(n, segment)| (segment.range, n as u32)).collect();
    let (page_row, source_row) = (tokens(page, &on_page, site), tokens(source, &in_source, site));
    let base_row = base_row(base, input.is_as_synced, &row, &page_row, &source_row);
    let (on_page, of_source_now) = (bare(&page_row), bare(&source_row));
    let base_row = if input.is_as_synced { &base_row } else { rebased(&base_row, &on_page, &of_source_now) };
    let is_alike = |clash: &Clash| {
        let (own, new) = (&page_row[clash.page.clone()], &source_row[clash.source.clone()]);
        forms(page, own).eq(forms(source, new)) || forms(page, own).next().is_none() && is_of_segments(source, new)
    };
    let (taken, clashes) = join(base_row, &page_row, &source_row, input.prefer, &is_alike);
    let parts = parts(taken, &page_row, &source_row, of_source.len());
    let mut planned = Plan {
        parts,
        page_segments,
        places: found,
        kept: HashSet::new(),
        added,
        missing,
        conflicts: clashes.iter().map(|clash| conflict(clash, (page, &page_row), (source, &source_row))).collect(),
        gaps: gaps_of(&source_row),
    };
    planned.insert_left_out(input, &row, &source_row);
    planned
}

/// The segments below the front matter in the order of the last sync.
struct OldRow {
    /// Their numbers: the index of the segment, or for one that the source dropped, the number of segments plus the
    /// index of its entry; for one that the catalog dropped, a number beyond all of those. Segments that are new in the
    /// source come last.
    numbers: Vec<u32>,
    /// How many of them the last sync saw.
    len: usize,
}

impl OldRow {
    fn new(input: PlanInput<'_>) -> Self {
        let PlanInput { segments: of_source, old, olds, row, base, .. } = input;
        let segment_of: HashMap<usize, usize> =
            olds.iter().enumerate().filter_map(|(n, taken)| Some(((*taken)?.entry, n))).collect();
        let number = |(at, entry): (usize, Option<usize>)| {
            let Some(entry) = entry else { return of_source.len() + old.len() + at };
            let segment = segment_of.get(&entry).copied().filter(|&n| is_body(&of_source[n]));
            segment.unwrap_or(of_source.len() + entry)
        };
        let all = row.iter().copied().enumerate();
        let mut numbers: Vec<u32> = if let Some(base) = base.filter(|base| base.has_messages()) {
            all.skip(base.values()).map(|it| number(it) as u32).collect()
        } else {
            let is_body = |entry: Option<usize>| entry.is_some_and(|entry| !is_of_front_matter(&old[entry]));
            all.filter(|&(_, entry)| is_body(entry)).map(|it| number(it) as u32).collect()
        };
        let len = numbers.len();
        let known: HashSet<u32> = numbers.iter().copied().collect();
        let all = of_source.iter().enumerate().filter(|(_, segment)| is_body(segment)).map(|(n, _)| n as u32);
        numbers.extend(all.filter(|number| !known.contains(number)));
        Self { numbers, len }
    }

    fn known(&self) -> &[u32] {
        &self.numbers[..self.len]
    }
}

fn missing(row: &OldRow, found: &[Option<Place>], page_segments: &[Segment]) -> Vec<(usize, TextRange)> {
    let end = page_segments.last().map_or(TextRange::empty(0), |it| it.range);
    let mut near = end;
    let mut missing = Vec::new();
    for &number in row.known().iter().rev() {
        match found.get(number as usize) {
            Some(Some(place)) => near = page_segments[place.blocks.start].range,
            Some(None) => missing.push((number as usize, near)),
            None => {}
        }
    }
    missing.reverse();
    missing
}

/// Whether an entry is a value of the front matter, by its place.
fn is_of_front_matter(entry: &Entry) -> bool {
    matches!(Memo::of(entry).kind(), Some(SegmentKind::FrontMatter(_)))
}

/// The tokens of the last sync. Without any record, they are those of the page if it is unchanged. In all other cases
/// what the page has is its own, and the base is the source.
fn base_row(
    base: Option<&Base>,
    is_as_synced: bool,
    row: &OldRow,
    page_row: &[Placed],
    source_row: &[Placed],
) -> Vec<Token> {
    if let Some(base) = base.filter(|base| base.gaps.len() == row.len + 1) {
        let mut tokens = Vec::with_capacity(page_row.len());
        for (n, gap) in base.gaps.iter().enumerate() {
            tokens.extend(gap.iter().map(|&line| Token::Line(line)));
            tokens.extend(row.known().get(n).map(|&number| Token::Segment(number)));
        }
        return tokens;
    }
    if is_as_synced && base.is_none() {
        return page_row.iter().map(|it| it.token).collect();
    }
    let known: HashSet<u32> = row.known().iter().copied().collect();
    let is_known = |token: &Token| if let Token::Segment(number) = token { known.contains(number) } else { true };
    source_row.iter().map(|it| it.token).filter(is_known).collect()
}

fn parts(taken: Vec<Origin>, page: &[Placed], source: &[Placed], count: usize) -> Vec<Part> {
    let mut seen: HashSet<u32> = HashSet::new();
    let part = |taken: Origin| {
        let (placed, is_page) = match taken {
            Origin::Page(n) => (page[n], true),
            Origin::Source(n) => (source[n], false),
        };
        match placed.token {
            Token::Segment(number) if !seen.insert(number) => None,
            Token::Segment(number) if (number as usize) < count => Some(Part::Segment(number as usize)),
            _ if is_page => Some(Part::Page(placed.range)),
            _ => Some(Part::Source(placed.range)),
        }
    };
    taken.into_iter().filter_map(part).collect()
}

fn conflict(clash: &Clash, page: (&Page, &[Placed]), source: (&Page, &[Placed])) -> Conflict {
    let bytes = |range: &Range<usize>, (page, row): (&Page, &[Placed])| {
        let start = row.get(range.start).map_or(page.text().len() as u32, |it| it.range.start());
        let end = range.clone().next_back().map_or(start, |last| row[last].range.end());
        TextRange::new(start, end.max(start))
    };
    let (page_range, source_range) = (bytes(&clash.page, page), bytes(&clash.source, source));
    let text = |page: &Page, range: TextRange| page.text()[range].trim().to_owned();
    Conflict::Gap { page_range, page: text(page.0, page_range), source: text(source.0, source_range) }
}

impl Plan {
    /// Puts in what joining left out: segments that are new in the source, those of which the page has a text, and
    /// those that were missing on the page and are now translated in the catalog.
    fn insert_left_out(&mut self, input: PlanInput<'_>, row: &OldRow, source_row: &[Placed]) {
        let used: HashSet<usize> = self.parts.iter().filter_map(Part::segment).collect();
        let known: HashSet<u32> = row.known().iter().copied().collect();
        let is_wanted = |n: usize| {
            let is_new = !known.contains(&(n as u32));
            let is_answered = || {
                let old = input.olds[n].map(|taken| &input.old[taken.entry]);
                old.is_some_and(|old| old.is_translated() && is_changed(old, &Memo::of(old)))
            };
            is_new || self.places[n].is_some() || is_answered()
        };
        let in_body = |&n: &usize| is_body(&input.segments[n]) && !used.contains(&n);
        let left_out: Vec<usize> = (0..input.segments.len()).filter(in_body).filter(|&n| is_wanted(n)).collect();
        for n in left_out {
            self.insert(n, input, source_row);
        }
    }

    /// Inserts a segment after the nearest one before it in the source, with the gap that it has there.
    fn insert(&mut self, n: usize, input: PlanInput<'_>, source_row: &[Placed]) {
        let is_segment = |it: &Placed, n: usize| it.token == Token::Segment(n as u32);
        let Some(at) = source_row.iter().position(|it| is_segment(it, n)) else { return };
        let lines = |row: &[Placed]| row.iter().map(|it| Part::Source(it.range)).collect::<Vec<_>>();
        let is_line = |it: &&Placed| matches!(it.token, Token::Line(_));
        let before = source_row[..at].iter().rev().take_while(is_line).count();
        let after = source_row[at + 1..].iter().take_while(is_line).count();
        let anchor = (0..n).rev().find_map(|n| self.parts.iter().position(|part| part.segment() == Some(n)));
        if let Some(anchor) = anchor {
            let gap = &source_row[at - before..at];
            let (behind, is_there) = self.behind(anchor, input, gap);
            let mut new = lines(&gap[is_there..]);
            new.push(Part::Segment(n));
            if is_there > 0 {
                let line_end = source_row[at + 1..at + 1 + after].iter().find(|it| it.token == Token::Line(0));
                new.extend(line_end.map(|it| Part::Source(it.range)));
            }
            self.parts.splice(behind..behind, new);
        } else {
            let mut new = vec![Part::Segment(n)];
            new.extend(lines(&source_row[at + 1..at + 1 + after]));
            let first = self.parts.iter().position(|part| part.segment().is_some()).unwrap_or(self.parts.len());
            self.parts.splice(first..first, new);
        }
    }
}

impl Plan {
    /// Where a segment is inserted that follows the one at the part `anchor`, and how many lines of the gap before it
    /// are there already: an element of HTML around the anchor is closed before another block begins.
    fn behind(&self, anchor: usize, input: PlanInput<'_>, gap: &[Placed]) -> (usize, usize) {
        let text = |part: &Part| match *part {
            Part::Page(range) => input.page.map_or("", |page| &page.text()[range]),
            Part::Source(range) => &input.source.text()[range],
            Part::Segment(_) => "",
        };
        let own = self.parts[anchor + 1..].iter().take_while(|part| part.segment().is_none());
        let own: Vec<&str> = own.map(|part| text(part).trim()).collect();
        let is_there = gap.iter().enumerate().rev().find_map(|(n, line)| {
            let line = &input.source.text()[line.range];
            let is_whole = line.ends_with('\n') && !line.trim().is_empty();
            let at = own.iter().position(|own| *own == line.trim()).filter(|_| is_whole)?;
            Some((anchor + 1 + at + 1, n + 1))
        });
        is_there.unwrap_or((anchor + 1, 0))
    }

    /// Whether the page has a text that was found by its neighbours alone.
    pub(crate) fn has_unknown_text(&self) -> bool {
        self.places.iter().flatten().any(|place| !place.is_known)
    }

    /// Blocks that only page or source has.
    pub(crate) fn differences(&self, segments: &[Segment]) -> Vec<Conflict> {
        let removed = self.missing.iter();
        let removed = removed.map(|&(n, near)| Conflict::Removed { source: segments[n].message.clone(), near });
        let added = self.added.iter().map(|&page_range| Conflict::Added { page_range });
        removed.chain(added).collect()
    }
}

impl Plan {
    /// Keeps the bytes that the page has for a segment. Returns whether it did not yet.
    pub(crate) fn keep(&mut self, n: usize) -> bool {
        self.kept.insert(n)
    }

    /// Leaves out a segment that the page does not have, with what the source has in its line and the empty lines before
    /// it. Returns the block of the page that follows, or the last; `None` if the segment is not planned.
    pub(crate) fn leave_out(&mut self, n: usize, source: &str) -> Option<TextRange> {
        let at = self.parts.iter().position(|part| part.segment() == Some(n))?;
        let line = |part: &Part| if let Part::Source(range) = *part { Some(&source[range]) } else { None };
        let is_mark = |part: &&Part| line(part).is_some_and(|line| !line.ends_with('\n'));
        let is_empty = |part: &&Part| line(part).is_some_and(|line| line.ends_with('\n') && line.trim().is_empty());
        let marks = self.parts[..at].iter().rev().take_while(is_mark).count();
        let empty = self.parts[..at - marks].iter().rev().take_while(is_empty).count();
        // With the end of its own line, as many lines end as before it.
        let has_end = self.parts.get(at + 1).is_some_and(|part| is_empty(&part));
        let start = at - marks - empty + usize::from(empty > 0 && !has_end);
        self.parts.drain(start..=at + usize::from(has_end && empty == 0));
        let following = self.parts[start..].iter().filter_map(Part::segment);
        let mut following = following.filter_map(|n| self.places[n].as_ref());
        let near = following.next().map(|place| &self.page_segments[place.blocks.start]);
        Some(near.or(self.page_segments.last()).map_or(TextRange::empty(0), |block| block.range))
    }
}

impl Part {
    pub(crate) fn segment(&self) -> Option<usize> {
        if let Self::Segment(n) = self { Some(*n) } else { None }
    }
}

impl Plan {
    /// The plan of a page that does not exist yet: that of its source.
    pub(crate) fn new_page(source: &Page, of_source: &[Segment], site: &Site<'_>) -> Self {
        let own = of_source.iter().enumerate().filter(|(_, segment)| is_body(segment));
        let in_source: Vec<(TextRange, u32)> = own.map(|(n, segment)| (segment.range, n as u32)).collect();
        let row = tokens(source, &in_source, site);
        let part = |placed: &Placed| match placed.token {
            Token::Segment(number) => Part::Segment(number as usize),
            Token::Line(_) => Part::Source(placed.range),
        };
        Self {
            parts: row.iter().map(part).collect(),
            page_segments: Vec::new(),
            places: vec![None; of_source.len()],
            kept: HashSet::new(),
            added: Vec::new(),
            missing: Vec::new(),
            conflicts: Vec::new(),
            gaps: gaps_of(&row),
        }
    }
}

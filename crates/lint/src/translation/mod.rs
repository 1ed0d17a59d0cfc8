//! A translated page beside its source, for the rules of the translation family.
//!
//! A page without a source costs nothing. The data of a source page is computed once for all its translations. An
//! uncertain pair of segments must never cause a finding that may be wrong.

pub(crate) mod address;
mod change;
mod changes;
mod dropped;
mod editions;
mod exchange;
pub(crate) mod fused;
mod gaps;
mod inside;
pub(crate) mod labels;
mod likeness;
mod lists;
mod literal;
pub(crate) mod locales;
mod located_quantity;
mod neighbours;
mod other_form;
mod other_name;
pub(crate) mod paired_text;
mod plausible;
mod reference;
mod reference_likeness;
mod sentence_habits;
mod sides;
mod similar;
mod source_alone;
mod source_page;
pub(crate) mod source_words;
mod step_order;
mod word_places;

use std::collections::HashSet;
use std::sync::OnceLock;

use firstaid_content::{Page, ProseText};
use firstaid_diagnostics::Diagnostic;
use firstaid_mentions::names::Mention;
use firstaid_mentions::stance::Stance;
use firstaid_registry::EntryRef;
use firstaid_text::TextRange;
use firstaid_translate::{Pair, SURE, Segment, SegmentKind, align_by, segments};

use crate::World;

pub(crate) use address::Languages;
pub(crate) use change::Change;
pub(crate) use dropped::dropped_sentences;
pub(crate) use editions::edition;
pub(crate) use gaps::Gap;
pub(crate) use likeness::Likeness;
pub(crate) use located_quantity::LocatedQuantity;
pub(crate) use other_name::{OtherName, other_names};
pub(crate) use reference::{Reference, ReferenceKind, within};
pub(crate) use sides::{Sentences, Sides};
pub(crate) use source_alone::source_alone;
pub(crate) use source_page::{LastSource, SourcePage};
pub(crate) use step_order::SwappedSteps;

/// Minimum confidence (0 to 1) of pairs that are compared.
const LIKELY: f32 = 0.8;

/// A translated page and its source.
pub(crate) struct Translation<'a> {
    pub(crate) world: &'a World<'a>,
    pub(crate) page: &'a Page,
    pub(crate) source: &'a Page,
    pub(crate) source_segments: &'a [Segment],
    pub(crate) segments: Vec<Segment>,
    /// In source order; each segment of either page is in exactly one pair.
    pub(crate) pairs: Vec<Pair>,
    source_page: &'a SourcePage<'a>,
    references: OnceLock<Vec<Reference>>,
    changes: OnceLock<Vec<Change>>,
    lists: OnceLock<Vec<Option<u32>>>,
    ratios: OnceLock<plausible::Ratios>,
    pair_of: OnceLock<Vec<usize>>,
    /// By the order of [`Self::sides`].
    sentences: OnceLock<Vec<Vec<Sentences>>>,
    sentence_habits: OnceLock<sentence_habits::SentenceHabits>,
}

/// Segments of the source and their translations; neither side is empty.
#[derive(Clone, Copy)]
pub(crate) struct Unit<'t> {
    pub(crate) source: &'t [Segment],
    pub(crate) target: &'t [Segment],
    /// Index into [`Translation::pairs`].
    pub(crate) pair: usize,
}

impl<'a> Translation<'a> {
    /// The primary language of the source.
    pub(crate) fn source_language(&self) -> &'a str {
        self.source.key.locale.language()
    }

    /// The prose of the source.
    pub(crate) fn source_prose(&self) -> &'a ProseText {
        self.source_page.prose()
    }

    /// Whether a text stands in the Markdown of the source as whole words.
    pub(crate) fn source_has_word(&self, text: &str) -> bool {
        self.source_page.has_word(text)
    }

    /// Where a text stands in the prose of the source as whole words.
    pub(crate) fn places_in_source<'t>(&'t self, text: &'t str) -> impl Iterator<Item = usize> + 't {
        self.source_page.places_in_prose(text)
    }

    /// The registry entries that the source names anywhere.
    pub(crate) fn source_names(&self) -> &'a HashSet<EntryRef> {
        self.source_page.names(self.world)
    }

    /// The names that the source mentions, in order.
    fn source_mentions(&self) -> &'a [Mention] {
        self.source_page.mentions(self.world)
    }

    /// How the source speaks of a registry entry, wherever it names it.
    pub(crate) fn source_stances(&self, entry: EntryRef) -> &'a [Stance] {
        self.source_page.stances(self.world).get(&entry).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn new(world: &'a World<'a>, source: &'a SourcePage<'a>, page: &'a Page) -> Self {
        let (source_segments, segments) = (source.segments(), segments(page));
        let pairs = align_by(source.landmarks(), (source.page, source_segments), (page, &segments));
        let pairs = neighbours::corrected(pairs, source_segments, &segments);
        Self {
            world,
            page,
            source: source.page,
            source_segments,
            segments,
            pairs,
            source_page: source,
            references: OnceLock::new(),
            changes: OnceLock::new(),
            lists: OnceLock::new(),
            ratios: OnceLock::new(),
            pair_of: OnceLock::new(),
            sentences: OnceLock::new(),
            sentence_habits: OnceLock::new(),
        }
    }

    /// The log of the number of letters of the page for each letter of the source, in sure pairs.
    pub(crate) fn log_ratio(&self) -> f32 {
        self.ratios().median
    }

    /// The same without a pair that has a large share of the page: what it lacks must not count as the page's ratio.
    pub(crate) fn log_ratio_beside(&self, pair: usize) -> f32 {
        self.ratios().beside(pair)
    }

    fn ratios(&self) -> &plausible::Ratios {
        self.ratios.get_or_init(|| plausible::Ratios::new(self))
    }

    /// Whether nothing shows that a unit is paired wrongly: no block nearby looks more like its source, or its page.
    pub(crate) fn is_plausible(&self, unit: Unit<'_>) -> bool {
        plausible::is_plausible(self, unit)
    }

    /// Whether both languages are written in Latin letters, so that names and cognates look alike.
    pub(crate) fn is_latin(&self) -> bool {
        plausible::is_latin(self)
    }

    /// Whether a block of the source seems to be in the page, near a pair, although it is paired with nothing.
    pub(crate) fn seems_present(&self, source: &Segment, pair: usize) -> bool {
        plausible::seems_present(self, source, pair)
    }

    /// The pairs with both sides that probably belong together, in source order.
    pub(crate) fn units(&self) -> impl Iterator<Item = Unit<'_>> {
        let units = self.pairs.iter().enumerate().filter(|(_, pair)| pair.confidence >= LIKELY);
        units.filter_map(|(n, _)| self.unit(n))
    }

    /// The pairs with both sides that certainly belong together, in source order.
    pub(crate) fn sure_units(&self) -> impl Iterator<Item = Unit<'_>> {
        self.units().filter(|unit| self.pairs[unit.pair].confidence >= SURE)
    }

    /// The pairs of two blocks of one kind that are less certain, between neighbours that belong together: what makes
    /// them uncertain may be what the page lacks. The neighbours of a likely pair need to be no more than likely.
    pub(crate) fn enclosed_units(&self) -> impl Iterator<Item = Unit<'_>> {
        let has = |n: Option<usize>, confidence: f32| {
            n.and_then(|n| self.pairs.get(n)).is_none_or(|pair| pair.confidence >= confidence)
        };
        let is_enclosed = move |n: usize| {
            let own = self.pairs[n].confidence;
            let around = if own >= LIKELY { LIKELY } else { SURE };
            self.pairs.len() > 1 && own < SURE && has(n.checked_sub(1), around) && has(Some(n + 1), around)
        };
        let units = (0..self.pairs.len()).filter(move |&n| is_enclosed(n)).filter_map(|n| self.unit(n));
        units.filter(|unit| matches!((unit.source, unit.target), ([source], [target]) if source.kind == target.kind))
    }

    /// The certain pair of the segment of the page around a place.
    pub(crate) fn unit_at(&self, place: u32) -> Option<Unit<'_>> {
        let segment = self.segments.partition_point(|segment| segment.range.start() <= place).checked_sub(1)?;
        let unit = self.unit(self.pair_of(segment))?;
        let range = unit.target_range();
        let is_inside = range.start() <= place && place < range.end();
        (is_inside && self.pairs[unit.pair].confidence >= SURE).then_some(unit)
    }

    /// The index of the pair of a segment of the page.
    pub(crate) fn pair_of(&self, segment: usize) -> usize {
        let all = self.pair_of.get_or_init(|| {
            let mut all = vec![0; self.segments.len()];
            for (n, pair) in self.pairs.iter().enumerate() {
                all[pair.target.clone()].fill(n);
            }
            all
        });
        all[segment]
    }

    /// The index of the pair of a segment of the source.
    pub(crate) fn pair_of_source(&self, segment: usize) -> usize {
        self.pairs.iter().position(|pair| pair.source.contains(&segment)).unwrap_or(0)
    }

    /// The first block of the page that is probably the translation of a segment of the source, as an index.
    pub(crate) fn likely_block_of(&self, segment: usize) -> Option<usize> {
        let pair = &self.pairs[self.pair_of_source(segment)];
        (pair.confidence >= LIKELY && !pair.target.is_empty()).then_some(pair.target.start)
    }

    /// The pair of an index, if both of its sides have segments.
    pub(crate) fn unit(&self, pair: usize) -> Option<Unit<'_>> {
        let Pair { source, target, .. } = self.pairs.get(pair)?;
        let both = !source.is_empty() && !target.is_empty();
        both.then(|| Unit {
            source: &self.source_segments[source.clone()],
            target: &self.segments[target.clone()],
            pair,
        })
    }

    /// The bytes of the source of a pair; empty if it has none.
    pub(crate) fn source_range(&self, pair: &Pair) -> TextRange {
        around_or_empty(&self.source_segments[pair.source.clone()])
    }

    /// The bytes of the page of a pair; empty if it has none.
    pub(crate) fn target_range(&self, pair: &Pair) -> TextRange {
        around_or_empty(&self.segments[pair.target.clone()])
    }

    /// The links, addresses and keys of the source, in order.
    pub(crate) fn source_references(&self) -> &'a [Reference] {
        self.source_page.references()
    }

    /// The links, addresses and keys of the page, in order.
    pub(crate) fn references(&self) -> &[Reference] {
        self.references.get_or_init(|| reference::references(self.page))
    }

    /// The differences between page and source in links, addresses and keys.
    pub(crate) fn changes(&self) -> &[Change] {
        self.changes.get_or_init(|| changes::changes(self))
    }

    /// Whether a reference that the source lacks beside it needs no counterpart there.
    pub(crate) fn explains_added(&self, target: &Reference) -> bool {
        reference_likeness::explains_added(self, target)
    }

    /// Consecutive steps of numbered lists that are in the other order than in the source.
    pub(crate) fn swapped_steps(&self) -> Vec<SwappedSteps> {
        step_order::swapped(self)
    }

    /// The blocks of the source that are missing in the page.
    pub(crate) fn gaps(&self) -> Vec<Gap<'_>> {
        gaps::gaps(self)
    }

    /// The innermost list around a segment of the source, as an index into its lists.
    pub(crate) fn source_list(&self, segment: usize) -> Option<u32> {
        self.source_page.list(segment)
    }

    /// The innermost list around a segment of the page.
    pub(crate) fn list(&self, segment: usize) -> Option<u32> {
        self.lists.get_or_init(|| lists::innermost(self.page, &self.segments))[segment]
    }

    /// The numbers of the source, in order.
    pub(crate) fn source_quantities(&self) -> &'a [LocatedQuantity] {
        self.source_page.quantities()
    }

    /// The numbers of the page, in order; `prose` is the prose of the page.
    pub(crate) fn quantities(&self, prose: &ProseText) -> Vec<LocatedQuantity> {
        located_quantity::quantities(self.page, prose)
    }

    pub(crate) fn languages(&self) -> Languages<'a> {
        Languages { source: self.source.key.locale.language(), target: self.page.key.locale.language() }
    }

    /// Adds a range of the source to a finding.
    pub(crate) fn beside(&self, finding: Diagnostic, source: TextRange) -> Diagnostic {
        finding.related(&self.source.source, source, "the source")
    }

    /// The place of a missing block: the last word of the segment before it, or the first word of the page.
    pub(crate) fn gap_after(&self, pair: usize) -> TextRange {
        let before = self.pairs[..pair].iter().rev().find(|pair| !pair.target.is_empty());
        let is_body = |segment: &&Segment| !matches!(segment.kind, SegmentKind::FrontMatter(_));
        if let Some(last) = before.and_then(|pair| self.segments.get(pair.target.end - 1)).filter(is_body) {
            return last_word(self.page.text(), last.range);
        }
        self.segments
            .iter()
            .find(is_body)
            .map_or(TextRange::empty(0), |first| first_word(self.page.text(), first.range))
    }
}

impl Unit<'_> {
    pub(crate) fn source_range(&self) -> TextRange {
        around(self.source)
    }

    pub(crate) fn target_range(&self) -> TextRange {
        around(self.target)
    }
}

fn around_or_empty(segments: &[Segment]) -> TextRange {
    if segments.is_empty() { TextRange::empty(0) } else { around(segments) }
}

fn around(segments: &[Segment]) -> TextRange {
    let (first, last) = (&segments[0], &segments[segments.len() - 1]);
    TextRange::new(first.range.start(), last.range.end())
}

fn last_word(text: &str, range: TextRange) -> TextRange {
    let typed = text[range].trim_end();
    let word = typed.rsplit(char::is_whitespace).next().unwrap_or(typed);
    let end = range.start() + typed.len() as u32;
    TextRange::new(end - word.len() as u32, end)
}

fn first_word(text: &str, range: TextRange) -> TextRange {
    let word = text[range].split(char::is_whitespace).next().unwrap_or_default();
    TextRange::new(range.start(), range.start() + word.len() as u32)
}

//! The prose of segments and their translations, with the way back to the bytes of both pages.

use std::ops::Range;

use firstaid_content::ProseText;
use firstaid_diagnostics::Diagnostic;
use firstaid_language::negation::{Change, count, denials, denials_of_translation, forbids};
use firstaid_language::numbers::{Quantity, QuantityKind, quantities};
use firstaid_language::opposites::{Evidence, Opposite, Side, opposites};
use firstaid_language::sentence_pairs::{Bead, Dropped, dropped, pairs};
use firstaid_language::sentences::possible_ends;
use firstaid_mentions::names::Mention;
use firstaid_registry::EntryRef;
use firstaid_text::TextRange;
use firstaid_translate::Segment;

use super::paired_text::{blank, is_untranslated, labels, without_shared_words};
use super::sentence_habits::{SentenceHabits, sentence_list};
use super::similar::Shape;
use super::{Translation, Unit};

/// Maximum difference of the log length ratio of two sentences from that of the pages; beyond it, one of them says more
/// than the other.
const MAX_LENGTH_DIFFERENCE: f32 = 0.6;

/// Letters added to the length of sentences, so that one word more or less changes the ratio of short ones little.
const EXTRA_LETTERS: f32 = 12.0;

/// Minimum by which the best pairing of sentences must exceed those without gaps for a sentence to be dropped, as a log
/// likelihood ratio.
const MIN_MARGIN: f32 = 1.2;

/// The same for a sentence with a denial, a number or a name, of a block whose translation has none.
const MIN_MARGIN_OF_LOSSES: f32 = 0.5;

/// Maximum number that is often written in words.
const MAX_IN_WORDS: u64 = 20;

/// Maximum distance, in pairs, of the blocks whose sentences a pair of sentences is compared with.
const REACH: usize = 4;

/// Minimum likeness (0 to 1) of another sentence that makes a pair doubtful.
const MIN_RIVAL: f32 = 0.35;

/// The same for a sentence that is less like the block that it is paired with.
const MIN_LOST_RIVAL: f32 = 0.28;

/// The prose of both sides of a unit; neither is empty.
pub(crate) struct Sides<'t> {
    pub(crate) unit: Unit<'t>,
    pub(crate) source: &'t str,
    pub(crate) target: &'t str,
    pub(super) translation: &'t Translation<'t>,
    target_prose: &'t ProseText,
    source_at: usize,
    target_at: usize,
}

impl Translation<'_> {
    /// The certain units with their prose; `prose` is the prose of this page.
    pub(crate) fn sides<'t>(&'t self, prose: &'t ProseText) -> impl Iterator<Item = Sides<'t>> {
        self.sure_units().filter_map(move |unit| self.sides_of(unit, prose))
    }

    /// [`Self::sides`], each with its sentences that are translations of each other.
    pub(crate) fn sentences<'t>(&'t self, prose: &'t ProseText) -> impl Iterator<Item = (Sides<'t>, &'t [Sentences])> {
        let all = || self.sides(prose).map(|sides| sides.sentences()).collect();
        self.sides(prose).zip(self.sentences.get_or_init(all).iter().map(Vec::as_slice))
    }

    /// The texts of a unit, if both have any. `prose` is that of the page.
    pub(super) fn sides_of<'t>(&'t self, unit: Unit<'t>, prose: &'t ProseText) -> Option<Sides<'t>> {
        let source = self.source_prose().prose_range(around(unit.source))?;
        let target = prose.prose_range(around(unit.target))?;
        Some(Sides {
            unit,
            source: &self.source_prose().text()[source.clone()],
            target: &prose.text()[target.clone()],
            translation: self,
            target_prose: prose,
            source_at: source.start,
            target_at: target.start,
        })
    }
}

/// A sentence and its translation, for rules that compare what they say.
pub(crate) struct Sentences {
    /// Bytes of [`Sides::source`] and of [`Sides::target`].
    pub(crate) source: Range<usize>,
    pub(crate) target: Range<usize>,
    /// Their texts, with blanks in the place of labels and of words that both have in the same form.
    pub(crate) source_text: String,
    pub(crate) target_text: String,
}

impl Sides<'_> {
    /// How much longer the translation of a sentence is than the ratio of the pages lets expect, as a log ratio.
    #[expect(clippy::cast_precision_loss, reason = "letters are few")]
    pub(super) fn length_difference(&self, source: &Range<usize>, target: &Range<usize>) -> f32 {
        let ratio = self.translation.log_ratio();
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count() as f32;
        // Of a language that takes a third of the letters, a third of the extra ones, too.
        let here = (letters(&self.target[target.clone()]) + EXTRA_LETTERS * ratio.exp()).ln();
        let there = (letters(&self.source[source.clone()]) + EXTRA_LETTERS).ln();
        here - there - ratio
    }

    /// Pairs of sentences that certainly are translations of each other, and are translated. Sentences that were joined
    /// or split are one.
    fn sentences(&self) -> Vec<Sentences> {
        let mut all = pairs(self.source, self.target, self.translation.log_ratio());
        all.retain(|bead| {
            self.length_difference(&bead.source, &bead.target).abs() <= MAX_LENGTH_DIFFERENCE
                && !is_untranslated(&self.source[bead.source.clone()], &self.target[bead.target.clone()])
        });
        if all.is_empty() {
            return Vec::new();
        }
        let (source, target) = self.without_labels();
        let of_bead = |Bead { source: from, target: to, .. }: Bead| {
            let (source_text, target_text) = without_shared_words(&source[from.clone()], &target[to.clone()]);
            Sentences { source: from, target: to, source_text, target_text }
        };
        all.into_iter().map(of_bead).collect()
    }

    /// The sentences of the source that the translation certainly lacks, as bytes of [`Sides::source`].
    pub(crate) fn dropped_sentences(&self) -> Vec<Range<usize>> {
        let has_more =
            || sentence_list(self.source).len() > sentence_list(self.target).len() + possible_ends(self.target);
        if !has_more() || is_untranslated(self.source, self.target) {
            return Vec::new();
        }
        let ratio = self.translation.log_ratio_beside(self.unit.pair);
        let Some(Dropped { sentences: mut likely, margin }) = dropped(self.source, self.target, ratio) else {
            return Vec::new();
        };
        let habits =
            self.translation.sentence_habits.get_or_init(|| SentenceHabits::new(self.translation, self.target_prose));
        let evidence = margin + habits.evidence_beside(self.unit.pair);
        if evidence >= MIN_MARGIN {
            return likely;
        }
        // A denial in the sentence, and none in the whole translation, is evidence, too; and so are a number and a name.
        let (from, to) = (self.translation.source_language(), self.translation.page.key.locale.language());
        if evidence < MIN_MARGIN_OF_LOSSES {
            return Vec::new();
        }
        let has_none = denials_of_translation((from, self.source), (to, self.target)) == Some(0);
        likely.retain(|range| {
            let sentence = &self.source[range.clone()];
            self.lacks_a_name(range)
                || has_none && count(from, sentence).is_some_and(|denials| denials > 0)
                || lacks_a_number((from, sentence), (to, self.target))
        });
        likely
    }

    /// Whether a sentence of the source names a product that the translation has in no place.
    fn lacks_a_name(&self, sentence: &Range<usize>) -> bool {
        let of = self.translation;
        let at = |it: &Mention| it.range.start.wrapping_sub(self.source_at);
        let all = of.source_mentions();
        let first = all.partition_point(|it| it.range.start < self.source_at + sentence.start);
        let mut inside = all[first..].iter().take_while(|it| at(it) < sentence.end);
        inside.any(|it| {
            let typed = &of.source_prose().text()[it.range.clone()];
            let is_product = matches!(it.entry, EntryRef::Tool(_) | EntryRef::Brand(_));
            is_product && !it.ambiguous && ![typed, &it.canonical].iter().any(|name| self.target.contains(name))
        })
    }

    /// Both texts with blanks in the place of labels.
    fn without_labels(&self) -> (String, String) {
        let Translation { source, page, .. } = self.translation;
        let (mut there, mut here) = (self.source.to_owned(), self.target.to_owned());
        let source_prose = self.translation.source_prose();
        let sides = [
            (&mut there, self.source_at, source_prose, source.text(), self.unit.source),
            (&mut here, self.target_at, self.target_prose, page.text(), self.unit.target),
        ];
        for (text, at, prose, markdown, segments) in sides {
            for segment in segments {
                let start = segment.range.start();
                let in_page = |it: Range<usize>| TextRange::new(start + it.start as u32, start + it.end as u32);
                let ranges = labels(&markdown[segment.range]).into_iter().map(in_page);
                for range in ranges.filter_map(|range| prose.prose_range(range)) {
                    if range.start >= at && range.end <= at + text.len() {
                        blank(text, range.start - at..range.end - at);
                    }
                }
            }
        }
        (there, here)
    }

    /// How the translation of a sentence changes its negations.
    pub(crate) fn negation_change(&self, sentences: &Sentences) -> Option<Change> {
        let Translation { source_page, page, .. } = self.translation;
        source_page.negation_change(&sentences.source_text, page.key.locale.language(), &sentences.target_text)
    }

    /// Whether a sentence of the source has a denial anywhere, in labels and quotations, too.
    pub(crate) fn source_denies(&self, sentences: &Sentences) -> bool {
        denials(self.translation.source_language(), &self.source[sentences.source.clone()]).is_some_and(|it| it > 0)
    }

    /// Whether the translation of a sentence may have its denial in a form that no word of negation shows: in a
    /// sentence beside it, which denies more often than its own source, or by the opposite of the denied word.
    pub(crate) fn may_be_denied_otherwise(&self, sentences: &Sentences) -> bool {
        let (from, to) = (self.translation.source_language(), self.translation.page.key.locale.language());
        // The numbers of denials of the sentences before and behind.
        let beside = |text: &str, range: &Range<usize>, counted: &dyn Fn(&str) -> Option<usize>| {
            let (before, behind) = (&text[..range.start], &text[range.end..]);
            let near = [sentence_list(before).pop(), sentence_list(behind).into_iter().next()];
            near.map(|sentence| sentence.and_then(counted).unwrap_or_default())
        };
        let is_beside = || {
            let there = beside(self.source, &sentences.source, &|sentence| denials(from, sentence));
            let here = beside(self.target, &sentences.target, &|sentence| count(to, sentence));
            here.into_iter().zip(there).any(|(here, there)| here > there)
        };
        !forbids(from, &sentences.source_text) && is_beside()
            || self.denies_in_a_label((from, to), sentences)
            || has_opposite((from, &sentences.source_text), (to, &sentences.target_text))
    }

    /// Whether the translation has a denial in a label or quotation that is none in the source: `no login` and „kein
    /// Login“.
    fn denies_in_a_label(&self, (from, to): (&str, &str), sentences: &Sentences) -> bool {
        let blanked = |language: &str, whole: &str, text: &str| {
            denials(language, whole).unwrap_or_default() > denials(language, text).unwrap_or_default()
        };
        let (there, here) = (&self.source[sentences.source.clone()], &self.target[sentences.target.clone()]);
        blanked(to, here, &sentences.target_text) && !blanked(from, there, &sentences.source_text)
    }

    /// Whether another sentence near one side looks like the other side, and this pair does not: blocks that moved, or
    /// whose sentences were joined otherwise, are paired by their place.
    /// A prohibition is believed: it is short, and what it says stands in few words.
    pub(crate) fn is_outdone(&self, sentences: &Sentences) -> bool {
        let of = self.translation;
        if !of.is_latin() || forbids(of.source_language(), &sentences.source_text) {
            return false;
        }
        let (source, target) = (&self.source[sentences.source.clone()], &self.target[sentences.target.clone()]);
        let (there, here) = (Shape::new(source), Shape::new(target));
        let own = there.likeness(&here);
        let pair = self.unit.pair;
        let near = || of.pairs[pair.saturating_sub(REACH)..(pair + REACH + 1).min(of.pairs.len())].iter();
        let text_of = |segments: &[Segment]| -> String { segments.iter().map(|it| &*it.message).collect() };
        // A rival that is less like its own counterpart is believed sooner.
        let outdoes = |shape: &Shape, text: &str, counterpart: &str| {
            sentence_list(text).into_iter().any(|other| {
                let rival = Shape::new(other);
                let likeness = shape.likeness(&rival);
                let is_lost = || {
                    let paired = sentence_list(counterpart).into_iter().map(|it| rival.likeness(&Shape::new(it)));
                    paired.fold(0.0, f32::max) < likeness
                };
                other.trim() != source.trim()
                    && other.trim() != target.trim()
                    && likeness > 2.0 * own
                    && (likeness > MIN_RIVAL || likeness > MIN_LOST_RIVAL && is_lost())
            })
        };
        near().any(|it| {
            let (theirs, ours) = (&of.source_segments[it.source.clone()], &of.segments[it.target.clone()]);
            theirs.iter().any(|segment| outdoes(&here, &segment.message, &text_of(ours)))
                || ours.iter().any(|segment| outdoes(&there, &segment.message, &text_of(theirs)))
        })
    }

    /// The bytes of the page of a range of [`Sides::target`].
    pub(crate) fn target_range(&self, target: Range<usize>) -> TextRange {
        self.target_prose.source_range(self.target_at + target.start..self.target_at + target.end)
    }

    /// The bytes of the source of a range of [`Sides::source`].
    pub(crate) fn source_range(&self, source: Range<usize>) -> TextRange {
        self.translation.source_prose().source_range(self.source_at + source.start..self.source_at + source.end)
    }

    /// Adds a range of [`Sides::source`] to a finding.
    pub(crate) fn beside(&self, finding: Diagnostic, source: Range<usize>) -> Diagnostic {
        self.translation.beside(finding, self.source_range(source))
    }
}

/// Whether a sentence has a number in digits, too large to be written in words, that a translation has in no form.
fn lacks_a_number((from, sentence): (&str, &str), (to, target): (&str, &str)) -> bool {
    let is_digits = |it: &Quantity| it.kind == QuantityKind::Digits && it.values[0] > MAX_IN_WORDS * 1000;
    let lost: Vec<Quantity> = quantities(from, sentence).into_iter().filter(is_digits).collect();
    let here = if lost.is_empty() { Vec::new() } else { quantities(to, target) };
    lost.iter().any(|it| !here.iter().any(|other| other.has_same_value(it)))
}

/// Whether a translation has one side of a pair of opposites where its source has the other and not this one: "does not
/// expose" may be "protects".
fn has_opposite((from, source): (&str, &str), (to, target): (&str, &str)) -> bool {
    let has = |all: &[Opposite], pair: &str, side: Side| all.iter().any(|it| it.pair == pair && it.side == side);
    let (there, mut here) = (opposites(from, source), opposites(to, target));
    // "Not encrypted" is itself a side of its pair; its opposite is what a lost negation makes of it.
    let is_denied = |it: &Opposite| denials(from, &source[it.range.clone()]).is_some_and(|count| count > 0);
    let denies = |word: &str| denials_of_translation((from, source), (to, word)).is_some_and(|count| count > 0);
    // "Sans danger" is safe.
    here.retain(|it| !target[..it.range.start].split_whitespace().next_back().is_some_and(denies));
    there.iter().filter(|it| it.evidence != Evidence::Degree && !is_denied(it)).any(|it| {
        let other = if it.side == Side::First { Side::Second } else { Side::First };
        has(&here, it.pair, other) && !has(&here, it.pair, it.side) && !has(&there, it.pair, other)
    })
}

fn around(segments: &[Segment]) -> TextRange {
    let (first, last) = (&segments[0], &segments[segments.len() - 1]);
    TextRange::new(first.range.start(), last.range.end())
}

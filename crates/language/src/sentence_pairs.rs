//! Pairs the sentences of a block with those of its translation: by length, marks and the words that both share.
//!
//! Translators join, split, drop and add sentences, so equal numbers prove nothing. Dynamic programming finds the best
//! pairing; a sentence counts as dropped only if every pairing without a gap is much worse.

#![expect(clippy::cast_precision_loss, reason = "letters and sentences are few")]

use std::hash::BuildHasher;
use std::ops::Range;

use firstaid_content::OPAQUE;
use foldhash::fast::FixedState;

use crate::sentences::{closes, sentences};

/// Sentences of the source and their translation, as bytes of the two texts. One side is empty if its sentences have no
/// counterpart.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Bead {
    pub source: Range<usize>,
    pub target: Range<usize>,
    /// Numbers of sentences on both sides.
    pub counts: (usize, usize),
}

/// Maximum sentences on either side; a text with more is one bead.
const MAX_SENTENCES: usize = 40;

/// Maximum distance from the diagonal at which sentences are paired.
const REACH: usize = 6;

/// Score of a sentence without a counterpart.
const GAP: f32 = -2.5;
/// Score of two sentences that became one, in addition to the pair.
const JOINED: f32 = -2.0;
/// Score of an identifier of the source that the translation lacks.
const LOST: f32 = -0.8;
/// Maximum number of them that count.
const MAX_LOST: usize = 2;
/// How the log length ratios of sentences that belong together are distributed.
#[derive(Clone, Copy)]
struct Lengths {
    /// Variance of long sentences.
    long: f32,
    /// Additional variance of short sentences, times their letters.
    short: f32,
    /// Whether far outliers are expected (Student's distribution with four degrees of freedom, not Gauss's).
    has_outliers: bool,
}

/// For pairing: a wide range, so that marks and shared words decide.
const WIDE: Lengths = Lengths { long: 0.04, short: 5.0, has_outliers: false };
/// For dropped sentences: as measured on 12,000 sentences of guides in German, French, Russian and Spanish. A sentence
/// of 100 letters seldom differs by more than a fifth from the ratio of its page.
const MEASURED: Lengths = Lengths { long: 0.004, short: 1.3, has_outliers: true };

impl Lengths {
    /// The log likelihood of a difference from the ratio of the page, save for a constant.
    fn fit(self, off: f32, variance: f32) -> f32 {
        let distance = off * off / variance;
        let tail = if self.has_outliers { -2.5 * (distance / 4.0).ln_1p() } else { -0.5 * distance };
        tail - 0.5 * variance.ln()
    }

    /// The log likelihood ratio of two lengths to be those of translations of each other.
    fn score(self, there: f32, here: f32, log_ratio: f32) -> f32 {
        let variance = self.long + self.short / there;
        let off = here.ln() - there.ln() - log_ratio;
        self.fit(off, variance) - self.fit(off, variance + UNRELATED_VARIANCE)
    }
}

/// Variance for unrelated sentences, in addition.
const UNRELATED_VARIANCE: f32 = 1.2;
/// Letters added to each length.
const EXTRA_LETTERS: f32 = 4.0;

/// Pairs the sentences of a source with those of its translation, in order, without gaps: each sentence is in one bead.
/// `log_ratio` is the log of the number of target letters for each source letter on the page.
pub fn pairs(source: &str, target: &str, log_ratio: f32) -> Vec<Bead> {
    let (from, to) = (features(source), features(target));
    if from.len().max(to.len()) > MAX_SENTENCES || from.is_empty() || to.is_empty() {
        return whole(&from, &to).into_iter().collect();
    }
    if let ([_], [_]) = (&from[..], &to[..]) {
        return whole(&from, &to).into_iter().collect();
    }
    best(&from, &to, (log_ratio, WIDE), false).1
}

/// Sentences of a source that its translation may lack.
#[derive(Debug)]
pub struct Dropped {
    /// In order, as bytes of the source; at least one.
    pub sentences: Vec<Range<usize>>,
    /// By how much the score of the best pairing, a log likelihood ratio, exceeds that of the best one without gaps.
    pub margin: f32,
}

/// The sentences of a source that its translation lacks in the best pairing; `None` if it lacks none.
pub fn dropped(source: &str, target: &str, log_ratio: f32) -> Option<Dropped> {
    let (from, to) = (features(source), features(target));
    if from.len().max(to.len()) > MAX_SENTENCES || to.is_empty() || from.len() <= to.len() {
        return None;
    }
    let (with_gaps, beads) = best(&from, &to, (log_ratio, MEASURED), true);
    let (without, _) = best(&from, &to, (log_ratio, MEASURED), false);
    if beads.iter().any(|bead| bead.counts.0 == 0) {
        return None;
    }
    let is_dropped = |bead: &Bead| bead.counts.1 == 0;
    let sentences: Vec<_> = beads.into_iter().filter(is_dropped).map(|bead| bead.source).collect();
    (!sentences.is_empty()).then_some(Dropped { sentences, margin: with_gaps - without })
}

/// What of a sentence survives translation.
struct Features {
    range: Range<usize>,
    letters: usize,
    asks: bool,
    /// Code, addresses and other opaque pieces.
    opaque: usize,
    /// Hashes of numbers in digits and of words that begin with a Latin capital, each once.
    keys: Vec<u64>,
    /// Hashes of words of several Latin capitals, and with digits, which no translation changes: NTFS, IPv6.
    ids: Vec<u64>,
}

fn features(text: &str) -> Vec<Features> {
    let of = |range: Range<usize>| {
        let typed = &text[range.clone()];
        let mut keys: Vec<u64> = typed
            .split(|c: char| !c.is_alphanumeric())
            .enumerate()
            .filter(|(n, word)| {
                let is_name = *n > 0 && word.len() > 1 && word.starts_with(|c: char| c.is_ascii_uppercase());
                word.starts_with(|c: char| c.is_ascii_digit()) || is_name
            })
            .map(|(_, word)| FixedState::default().hash_one(word.to_lowercase()))
            .collect();
        keys.sort_unstable();
        keys.dedup();
        let is_id = |word: &&str| {
            let marks = |is: fn(&char) -> bool| word.chars().filter(is).count();
            marks(char::is_ascii_uppercase) > 1
                || marks(char::is_ascii_uppercase) > 0 && marks(char::is_ascii_digit) > 0
        };
        let words = typed.split(|c: char| !c.is_alphanumeric());
        let ids = words.filter(is_id).map(|word| FixedState::default().hash_one(word.to_lowercase())).collect();
        Features {
            ids,
            letters: typed.chars().filter(|c| c.is_alphanumeric()).count(),
            asks: typed.trim_end_matches(|c| c == ' ' || closes(c)).ends_with(['?', '؟', '？', '\u{37e}']),
            opaque: typed.matches(OPAQUE).count(),
            keys,
            range,
        }
    };
    sentences(text).into_iter().map(of).filter(|it| it.letters > 0 || it.opaque > 0).collect()
}

fn whole(from: &[Features], to: &[Features]) -> Option<Bead> {
    bead(from, to).filter(|bead| bead.counts.0 > 0 && bead.counts.1 > 0)
}

fn bead(from: &[Features], to: &[Features]) -> Option<Bead> {
    let span = |all: &[Features]| match (all.first(), all.last()) {
        (Some(first), Some(last)) => first.range.start..last.range.end,
        _ => 0..0,
    };
    let counts = (from.len(), to.len());
    (counts != (0, 0)).then(|| Bead { source: span(from), target: span(to), counts })
}

/// The score of some sentences as translations of each other; a natural log-likelihood ratio.
fn score(from: &[Features], to: &[Features], log_ratio: f32, lengths: Lengths) -> f32 {
    if from.is_empty() || to.is_empty() {
        return GAP * (from.len() + to.len()) as f32;
    }
    let letters = |all: &[Features]| all.iter().map(|it| it.letters).sum::<usize>() as f32 + EXTRA_LETTERS;
    let (there, here) = (letters(from), letters(to));
    let by_length = lengths.score(there, here, log_ratio);
    let has = |key: &u64| to.iter().any(|it| it.keys.contains(key));
    let mut shared: Vec<&u64> = from.iter().flat_map(|it| &it.keys).filter(|key| has(key)).collect();
    // A word in both of two joined sentences proves no more than one.
    shared.sort_unstable();
    shared.dedup();
    let shared = shared.len() as f32;
    let is_lost = |id: &&u64| !to.iter().any(|it| it.ids.contains(id));
    let lost = from.iter().flat_map(|it| &it.ids).filter(is_lost).count().min(MAX_LOST) as f32;
    let opaque = |all: &[Features]| all.iter().map(|it| it.opaque).sum::<usize>();
    let same_opaque = opaque(from).min(opaque(to)) as f32;
    let other_opaque = opaque(from).abs_diff(opaque(to)) as f32;
    let asks = |all: &[Features]| all.last().is_some_and(|it| it.asks);
    let mark = match (asks(from), asks(to)) {
        (true, true) => 0.8,
        (false, false) => 0.0,
        _ => -0.8,
    };
    let joined = JOINED * (from.len() + to.len() - 2) as f32;
    by_length + 1.2 * shared + 0.7 * same_opaque - 0.7 * other_opaque + mark + joined + LOST * lost
}

/// Numbers of sentences that a bead may have on both sides.
const SHAPES: [(usize, usize); 8] = [(1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1), (1, 0), (0, 1)];

/// The best pairing and its score.
fn best(from: &[Features], to: &[Features], (log_ratio, lengths): (f32, Lengths), has_gaps: bool) -> (f32, Vec<Bead>) {
    let width = to.len() + 1;
    let mut scores = vec![f32::NEG_INFINITY; (from.len() + 1) * width];
    let mut steps = vec![(0, 0); scores.len()];
    scores[0] = 0.0;
    for i in 0..=from.len() {
        let diagonal = i * to.len() / from.len().max(1);
        for j in diagonal.saturating_sub(REACH)..=(diagonal + REACH).min(to.len()) {
            for (a, b) in SHAPES {
                if a > i || b > j || !has_gaps && (a == 0 || b == 0) {
                    continue;
                }
                let before = scores[(i - a) * width + j - b];
                if before == f32::NEG_INFINITY {
                    continue;
                }
                let total = before + score(&from[i - a..i], &to[j - b..j], log_ratio, lengths);
                if total > scores[i * width + j] {
                    (scores[i * width + j], steps[i * width + j]) = (total, (a, b));
                }
            }
        }
    }
    let (mut i, mut j) = (from.len(), to.len());
    let total = scores[i * width + j];
    if total == f32::NEG_INFINITY {
        return (total, whole(from, to).into_iter().collect());
    }
    let mut beads = Vec::new();
    while (i, j) != (0, 0) {
        let (a, b) = steps[i * width + j];
        beads.extend(bead(&from[i - a..i], &to[j - b..j]));
        (i, j) = (i - a, j - b);
    }
    beads.reverse();
    (total, beads)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paired<'t>(source: &'t str, target: &'t str) -> Vec<(&'t str, &'t str)> {
        pairs(source, target, 0.1).into_iter().map(|it| (&source[it.source], &target[it.target])).collect()
    }

    #[test]
    fn sentences_are_paired_by_length_and_shared_words() {
        assert_eq!(
            paired(
                "Wait for us. Is the gate of the Garden Club open at 10 in the morning? Take the bus.",
                "Espéranos. Mira si la verja del Garden Club está abierta. A las 10 de la mañana ya suele estarlo. Toma el bus."
            )
            .len(),
            3
        );
        assert_eq!(paired("Wait. Ask.", "Espera; pregunta."), [("Wait. Ask.", "Espera; pregunta.")]);
        assert_eq!(paired("Wait. Ask.", "Espera. Pregunta."), [("Wait.", "Espera."), ("Ask.", "Pregunta.")]);
    }

    #[test]
    fn an_identifier_shows_which_sentence_is_missing() {
        let source = "Take the blue disk for all the computers in the house. On the old one, NTFS may be the better choice. A \
                      short label is shown beside it.";
        let target = "Для всех компьютеров в этом доме возьмите, пожалуйста, синий диск. Рядом с ним будет показана \
                      краткая надпись.";
        let lacking = dropped(source, target, 0.1).unwrap();
        assert_eq!(&source[lacking.sentences[0].clone()], "On the old one, NTFS may be the better choice.");
        assert!(lacking.margin > 0.7, "{lacking:?}");
    }

    #[test]
    fn a_sentence_that_is_missing_is_found() {
        let source = "The library opens in the morning and closes in the late evening. Is there a card with your name and your \
                      picture on it, and did you bring it along today? The lamp beside the door is on while somebody is there.";
        let target = "La biblioteca abre por la mañana y cierra a última hora de la tarde. La lámpara junto a la puerta está \
                      encendida mientras hay alguien.";
        let lacking = dropped(source, target, 0.1).unwrap();
        assert!(lacking.margin > 1.1, "{lacking:?}");
        assert_eq!(
            lacking.sentences.into_iter().map(|range| &source[range]).collect::<Vec<_>>(),
            ["Is there a card with your name and your picture on it, and did you bring it along today?"]
        );
        let joined = "La biblioteca abre por la mañana y cierra a última hora de la tarde; ¿hay una tarjeta con tu nombre y tu foto, y la \
                      has traído hoy? La lámpara junto a la puerta está encendida mientras hay alguien.";
        assert!(dropped(source, joined, 0.1).is_none_or(|it| it.margin < 1.1));
    }
}

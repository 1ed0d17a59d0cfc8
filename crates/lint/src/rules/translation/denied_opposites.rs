//! Whether denials make two opposite words say the same: "not locked" is "unlocked".

use std::ops::Range;

use firstaid_language::negation::{denials, denials_of_translation, replaces_negation};
use firstaid_language::opposites::{Evidence, Opposite};

use crate::translation::Sentences;

/// A pair whose sides are one when they are denied: "must not" and "darf nicht".
pub(super) const MUST: &str = "must";

/// Maximum distance of a word that stops something ("prevent") before the word of the translation, in words.
const NEAR_STOP: usize = 6;

/// Maximum distances, in words, of a denial before the word that it denies, in the source and in the translation; more
/// in the source, because "invalid jars are refused" may be one translation of "jars … are not accepted".
const NEAR: [usize; 2] = [3, 2];

/// Whether a denial stands before one of two opposites, and not before the other: what is denied may be said by its
/// opposite ("without the light switched on", "with the light switched off").
fn is_other_scope((from, to): (&str, &str), sentences: &Sentences, source: &Opposite, target: &Opposite) -> bool {
    let is_before = |text: &str, range: &Range<usize>, near: usize, is: &dyn Fn(&str) -> bool| {
        text[..range.start].split_whitespace().rev().take(near).any(is)
    };
    let (there, here) = (&*sentences.source_text, &*sentences.target_text);
    let is_negating_source = |word: &str| denials(from, word).is_some_and(|count| count > 0);
    // "Stops being visible" is invisible.
    let is_negating_target = |word: &str| {
        denials_of_translation((from, there), (to, word)).is_some_and(|count| count > 0) || replaces_negation(to, word)
    };
    let is_denied_there = is_before(there, &source.range, NEAR[0], &is_negating_source);
    // To keep others from entering more easily is to make it harder.
    let is_stopped_here = || is_before(here, &target.range, NEAR_STOP, &|word| replaces_negation(to, word));
    is_denied_there != is_before(here, &target.range, NEAR[1], &is_negating_target)
        || !is_denied_there && is_stopped_here()
}

/// Whether a sentence is only the rest of one, whose verb may stand before it.
fn is_fragment(sentences: &Sentences) -> bool {
    let begins_low = |text: &str| text.trim_start().starts_with(char::is_lowercase);
    begins_low(&sentences.source_text) && sentences.source.start > 0
        || begins_low(&sentences.target_text) && sentences.target.start > 0
}

/// Whether the clause around a word denies something.
fn denies_around(language: &str, text: &str, word: &Range<usize>) -> bool {
    const ENDS: [char; 12] = [',', ';', ':', '.', '!', '?', '(', ')', '–', '—', '،', '؛'];
    let start = text[..word.start].rfind(ENDS).map_or(0, |at| at + text[at..].chars().next().map_or(0, char::len_utf8));
    let end = text[word.end..].find(ENDS).map_or(text.len(), |at| word.end + at);
    denials(language, &text[start..end]).is_some_and(|count| count > 0)
}

/// Whether denials make the two words say the same, or may do so; `denied` are the denials of both sentences.
pub(super) fn is_denied_otherwise(
    (from, to): (&str, &str),
    sentences: &Sentences,
    (source, target): (&Opposite, &Opposite),
    denied: [usize; 2],
) -> bool {
    match source.evidence {
        Evidence::Absence => denied.iter().sum::<usize>() != 1,
        _ if denied[0] != denied[1] => true,
        Evidence::Opposite => is_other_scope((from, to), sentences, source, target),
        Evidence::Degree if source.pair == MUST => {
            is_fragment(sentences)
                || denies_around(from, &sentences.source_text, &source.range)
                || denies_around(to, &sentences.target_text, &target.range)
        }
        _ => false,
    }
}

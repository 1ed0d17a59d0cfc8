//! Opposites (lock and unlock, before and after) in a text, and whether a change turns its meaning round.
//!
//! A pair has one name in all languages, so that a translation can be compared with its source. The data of a language
//! is in its `opposites.txt`.

mod pairs;

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use pairs::{GAP, Language, MAX_GAP, Phrase, evidence, language};

use crate::words::{Word, words};

/// One of the two sides of a pair of opposites.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Side {
    First,
    Second,
}

/// What it shows if one side of a pair stands in a translation where its source has the other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Evidence {
    /// Nothing: the words have too many meanings.
    None,
    /// The translation says the opposite.
    Opposite,
    /// The second side denies the first ("without" and "with", "never" and "always"): the translation says the opposite
    /// if one took the place of the other, and nothing else denies.
    Absence,
    /// The words are no opposites, but one in place of the other changes what is asked ("must" and "may") or when
    /// ("only if" and "even if").
    Degree,
}

/// A word or phrase that is one side of a pair of opposites.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Opposite {
    /// The name of the pair, the same in all languages: `lock`.
    pub pair: &'static str,
    pub side: Side,
    /// `false` for a word that often has another meaning, as `on` has. It may explain why the other side is missing; it
    /// is no evidence by itself.
    pub is_sure: bool,
    pub evidence: Evidence,
    /// From the first word to the last, in bytes of the text.
    pub range: Range<usize>,
}

/// Whether the opposites of a language (primary subtag) are known.
pub fn knows(in_language: &str) -> bool {
    language(in_language).is_some()
}

/// The opposites that a text holds, in order. The longest phrase wins: "not encrypted" is not "encrypted". Of two of
/// one length, words that are written out win over those that are unrelated to any pair, and these over patterns.
pub fn opposites(in_language: &str, text: &str) -> Vec<Opposite> {
    let Some(language) = language(in_language) else { return Vec::new() };
    let words = words(text);
    let mut is_taken = vec![false; words.len()];
    let mut found = Vec::new();
    for n in 0..words.len() {
        if is_taken[n] {
            continue;
        }
        let matching = language
            .beginning_with(&words[n].folded)
            .filter_map(|phrase| Some((phrase, matched(language, phrase, &words, n)?)));
        let matching: Vec<(&Phrase, Vec<usize>)> = matching.collect();
        let longest = matching.iter().map(|(_, at)| at.len()).max().unwrap_or(0);
        let longest: Vec<_> = matching.into_iter().filter(|(_, at)| at.len() == longest).collect();
        let is_unrelated = longest.iter().any(|(phrase, _)| phrase.pair.is_none());
        let first = found.len();
        for (phrase, at) in longest {
            let Phrase { pair, side, is_sure, .. } = *phrase;
            let range = words[n].range.start..words[at[at.len() - 1]].range.end;
            for word in at {
                is_taken[word] = true;
            }
            let Some(pair) = pair.filter(|_| !is_unrelated || phrase.is_exact()) else { continue };
            if !found[first..].iter().any(|other: &Opposite| (other.pair, other.side) == (pair, side)) {
                found.push(Opposite { pair, side, is_sure, evidence: evidence(pair), range });
            }
        }
    }
    found
}

/// The indices of the words of a phrase that begins at word `n`; `None` if its other words do not follow.
fn matched(language: &Language, phrase: &Phrase, words: &[Word<'_>], n: usize) -> Option<Vec<usize>> {
    let mut at = vec![n];
    let (mut next, mut reach) = (n + 1, 1);
    for part in &phrase.parts[1..] {
        if *part == GAP {
            reach = MAX_GAP + 1;
            continue;
        }
        let end = (next + reach).min(words.len());
        let found = (next.min(end)..end).find(|&n| language.matches(&words[n].folded, part))?;
        at.push(found);
        (next, reach) = (found + 1, 1);
    }
    Some(at)
}

/// Whether a change of a text turns its meaning round: one side of a pair took the place of the other ("on" became
/// "off"), or a word took or lost a prefix that negates it ("locked" became "unlocked"). `false` in a language whose
/// opposites are not known.
///
/// Words that often have another meaning count beside a word that has not, or if nothing else changed.
pub fn is_turned_round(in_language: &str, before: &str, after: &str) -> bool {
    let Some(language) = language(in_language) else { return false };
    let (old, new) = (words(before), words(after));
    let (removed, added) = (only_in(&old, &new), only_in(&new, &old));
    let is_one_word = removed.len() <= 1 && added.len() <= 1;
    let count = |text: &str| {
        let mut counts: HashMap<&str, [Count; 2]> = HashMap::new();
        for it in opposites(in_language, text) {
            let count = &mut counts.entry(it.pair).or_default()[it.side as usize];
            count.all += 1;
            count.sure += isize::from(it.is_sure);
        }
        counts
    };
    let (old, new) = (count(before), count(after));
    let is_swapped = |(pair, old): (&&str, &[Count; 2])| {
        let new = new.get(*pair).copied().unwrap_or_default();
        let [first, second] =
            [0, 1].map(|side| Count { all: new[side].all - old[side].all, sure: new[side].sure - old[side].sure });
        first.all.signum() * second.all.signum() < 0 && (is_one_word || first.sure != 0 || second.sure != 0)
    };
    old.iter().any(is_swapped) || is_prefix_changed(language, &removed, &added)
}

/// Number of the words of one side of a pair.
#[derive(Clone, Copy, Default)]
struct Count {
    all: isize,
    /// Without words that often have another meaning.
    sure: isize,
}

/// The words of one text that the other lacks.
fn only_in<'w>(one: &'w [Word<'_>], other: &[Word<'_>]) -> Vec<&'w str> {
    let other: HashSet<&str> = other.iter().map(|word| &*word.folded).collect();
    one.iter().map(|word| &*word.folded).filter(|word| !other.contains(word)).collect()
}

/// Whether one word took or lost a negating prefix, or an ending became its opposite.
///
/// Looks each changed word up by the stems that a prefix or ending leaves, not by every other word: a page may change
/// thousands of them.
fn is_prefix_changed(language: &Language, removed: &[&str], added: &[&str]) -> bool {
    /// Minimum length of the word behind a prefix, in characters: "to" is not negated by "into".
    const MIN_WORD: usize = 4;
    let differ = |these: &[&str], others: &[&str]| {
        let others: HashSet<&str> = others.iter().copied().collect();
        these.iter().any(|word| {
            let is_bare = |bare: &str| bare.chars().count() >= MIN_WORD && others.contains(bare);
            let mut bare = language.negating_prefixes.iter().filter_map(|prefix| word.strip_prefix(*prefix));
            let swapped = |from: &str, to: &str| {
                let stem = word.strip_suffix(from).filter(|stem| !stem.is_empty());
                stem.is_some_and(|stem| others.contains(&*format!("{stem}{to}")))
            };
            bare.any(is_bare) || language.opposite_endings.iter().any(|(one, other)| swapped(one, other))
        })
    };
    differ(removed, added) || differ(added, removed)
}

#[cfg(test)]
mod tests;

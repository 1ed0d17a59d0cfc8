//! Misspelled names: Damerau–Levenshtein distance 1 (optimal string alignment), found by the deletions that a word and
//! a name have in common (as `SymSpell` does), ranked by the kind of misspelling.

use std::collections::{HashMap, HashSet};

use firstaid_language::{Misspelling, deletions, misspelling};
use firstaid_registry::{EntryRef, FormKind, Registry, Spelling};

/// Minimum characters of a name; shorter ones have too many neighbours.
const MIN_NAME: usize = 5;

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NearMiss<'a> {
    pub entry: EntryRef,
    pub canonical: &'a str,
    pub misspelling: Misspelling,
}

/// Index of the names whose misspellings are found.
#[derive(Default)]
pub struct NearMisses {
    targets: Vec<Target>,
    /// Targets by themselves and by each of their one-character deletions.
    deletions: HashMap<Box<str>, Vec<u32>, foldhash::fast::FixedState>,
    /// Long names of three words or more, in which any one word may be misspelled.
    phrases: Phrases,
    /// Other names of several words, in which only a word that no dictionary accepts may be misspelled.
    pairs: Phrases,
    /// Beginnings and endings of names, of at least three characters.
    beginnings: HashSet<Box<str>, foldhash::fast::FixedState>,
    endings: HashSet<Box<str>, foldhash::fast::FixedState>,
}

/// Targets by each of their two longest words in lower case, with its position.
type Phrases = HashMap<Box<str>, Vec<(u32, u8)>, foldhash::fast::FixedState>;

struct Target {
    entry: EntryRef,
    canonical: Box<str>,
    /// In lower case, without spaces and hyphens.
    key: Box<str>,
    /// In lower case, word by word.
    words: Vec<Box<str>>,
}

impl NearMisses {
    pub fn new(registry: &Registry) -> Self {
        let mut near = Self::default();
        for form in registry.forms().filter(|form| form.kind == FormKind::Right) {
            let words: Vec<Box<str>> = form.text.split(' ').map(|word| word.to_lowercase().into()).collect();
            let key: String = words.concat().replace('-', "");
            let index = near.targets.len() as u32;
            let exact = registry.spelling(form.entry) == Spelling::Exact || registry.is_ordinary_anywhere(form.entry);
            let letters = key.chars().all(char::is_alphanumeric);
            let word_like = letters && key.chars().count() >= MIN_NAME && !exact;
            let parts = form.text.split([' ', '-']).count();
            let phrase = words.len() >= 2 && parts >= 3 && key.chars().count() >= 14;
            let pair = words.len() >= 2 && !phrase && key.chars().count() >= MIN_NAME;
            if !word_like && !phrase && !pair {
                continue;
            }
            if word_like {
                for deletion in std::iter::once(key.clone()).chain(deletions(&key)) {
                    near.deletions.entry(deletion.into()).or_default().push(index);
                }
                for (at, _) in key.char_indices().skip(3) {
                    near.beginnings.insert(key[..at].into());
                }
                for (at, _) in key.char_indices().skip(1).take(key.chars().count().saturating_sub(3)) {
                    near.endings.insert(key[at..].into());
                }
            }
            if phrase || pair {
                let index_of = if phrase { &mut near.phrases } else { &mut near.pairs };
                // One misspelling leaves one of any two words intact; the longest two are the rarest.
                let mut positions: Vec<usize> = (0..words.len()).collect();
                positions.sort_by_key(|&position| std::cmp::Reverse(words[position].len()));
                for (position, word) in positions.into_iter().take(2).map(|position| (position, &words[position])) {
                    index_of.entry(word.clone()).or_default().push((index, position as u8));
                }
            }
            near.targets.push(Target { entry: form.entry, canonical: form.text.into(), key: key.into(), words });
        }
        near
    }

    /// Whether a word (in lower case) is part of a long name of several words.
    pub fn has_phrase_with(&self, word: &str) -> bool {
        self.phrases.contains_key(word)
    }

    /// Whether a word (in lower case) is part of another name of several words.
    pub fn has_pair_with(&self, word: &str) -> bool {
        self.pairs.contains_key(word)
    }

    pub fn begins_name(&self, word: &str) -> bool {
        self.beginnings.contains(word)
    }

    pub fn ends_name(&self, word: &str) -> bool {
        self.endings.contains(word)
    }

    /// The name that a word (in lower case, without spaces and hyphens) misspells, if any; the likeliest misspelling
    /// wins, then the first name. A word that is a name itself has distance 0 and is reported as
    /// [`Misspelling::Spacing`].
    pub fn find(&self, word: &str) -> Option<NearMiss<'_>> {
        let candidates = std::iter::once(word.to_owned()).chain(deletions(word));
        candidates
            .filter_map(|candidate| self.deletions.get(candidate.as_str()))
            .flatten()
            .filter_map(|&index| {
                let target = &self.targets[index as usize];
                Some((misspelling(word, &target.key)?, &target.canonical, target.entry))
            })
            .min()
            .map(|(misspelling, canonical, entry)| NearMiss { entry, canonical, misspelling })
    }

    /// Long names of three words or more at a place, with one misspelled word. `at` gives the words around the place by
    /// their offset from it.
    pub fn find_phrases<'s, 'w>(
        &'s self,
        word: &str,
        at: impl Fn(isize) -> Option<&'w str>,
    ) -> impl Iterator<Item = PhraseMiss<'s>> {
        self.find_among(&self.phrases, word, at)
    }

    /// Other names of several words at a place, with one misspelled word.
    pub fn find_pairs<'s, 'w>(
        &'s self,
        word: &str,
        at: impl Fn(isize) -> Option<&'w str>,
    ) -> impl Iterator<Item = PhraseMiss<'s>> {
        self.find_among(&self.pairs, word, at)
    }

    fn find_among<'s, 'w>(
        &'s self,
        phrases: &'s Phrases,
        word: &str,
        at: impl Fn(isize) -> Option<&'w str>,
    ) -> impl Iterator<Item = PhraseMiss<'s>> {
        let places = phrases.get(word.to_lowercase().as_str()).into_iter().flatten();
        places.filter_map(move |&(index, position)| {
            let target = &self.targets[index as usize];
            let typed = |n: usize| at(n as isize - isize::from(position));
            let mut off: Option<usize> = None;
            for (n, wanted) in target.words.iter().enumerate() {
                if equal_but_for_case(typed(n)?, wanted) {
                    continue;
                }
                if off.is_some() {
                    return None;
                }
                off = Some(n);
            }
            let off = off?;
            let (typed, wanted) = (typed(off)?, &target.words[off]);
            if !may_misspell(typed, wanted) {
                return None;
            }
            let typed = typed.to_lowercase();
            let misspelling = misspelling(&typed, wanted)?;
            // "Security Helplines": the plural of the last word is not a misspelling.
            let plural = typed.strip_suffix('s') == Some(wanted) || wanted.strip_suffix('s') == Some(&typed);
            if plural && off + 1 == target.words.len() {
                return None;
            }
            let near = NearMiss { entry: target.entry, canonical: &target.canonical, misspelling };
            Some(PhraseMiss { near, wanted, before: position as usize, len: target.words.len(), off })
        })
    }
}

/// A name of several words, one of them misspelled.
pub struct PhraseMiss<'a> {
    pub near: NearMiss<'a>,
    /// The correct form of the misspelled word, in lower case.
    pub wanted: &'a str,
    /// Number of words of the name before the place.
    pub before: usize,
    /// Number of words of the name.
    pub len: usize,
    /// Index of the misspelled word in the name.
    pub off: usize,
}

/// Whether a word may be one edit from another in lower case: a test that most pairs of words fail, at little cost. One
/// edit leaves the first or the last character as it is in words of three and more.
fn may_misspell(typed: &str, lower: &str) -> bool {
    let (a, b) = (typed.as_bytes(), lower.as_bytes());
    if !typed.is_ascii() || !lower.is_ascii() || a.len() < 3 || b.len() < 3 {
        return true;
    }
    let is_same = |at: usize, other: usize| a[at].eq_ignore_ascii_case(&b[other]);
    a.len().abs_diff(b.len()) <= 1 && (is_same(0, 0) || is_same(a.len() - 1, b.len() - 1))
}

fn equal_but_for_case(typed: &str, lower: &str) -> bool {
    typed.eq_ignore_ascii_case(lower) || !typed.is_ascii() && typed.to_lowercase() == lower
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_misspelling_fails_the_quick_test() {
        let alphabet = ["a", "b", "B", "é"];
        let mut words = vec![String::new()];
        for _ in 0..4 {
            let longer = words.iter().flat_map(|word| alphabet.iter().map(move |letter| format!("{word}{letter}")));
            let longer: Vec<String> = longer.collect();
            words.extend(longer);
            words.sort();
            words.dedup();
        }
        for typed in &words {
            for wanted in words.iter().filter(|word| !word.contains('B')) {
                let is_misspelling = misspelling(&typed.to_lowercase(), wanted).is_some();
                assert!(may_misspell(typed, wanted) || !is_misspelling, "{typed} {wanted}");
            }
        }
    }
}

//! Names with one slip in them: Damerau–Levenshtein distance 1 (optimal string alignment), found by the deletions
//! that a word and a name have in common (as `SymSpell` does), graded by how fingers slip.

use std::collections::{HashMap, HashSet};

use firstaid_registry::{EntryRef, FormKind, Registry, Spelling};

/// A name shorter than this, in characters, has too many neighbours.
const MIN_NAME: usize = 5;

/// The kind of slip, the likeliest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Slip {
    /// No slip in the letters: blanks or hyphens are missing or too many.
    Spacing,
    Transposed,
    Dropped,
    Doubled,
    /// A letter hit beside the right one, or together with it.
    AdjacentKey,
    Substituted,
    Inserted,
}

impl Slip {
    /// Whether fingers do this of themselves; the rest may be another word.
    pub(crate) fn is_strong(self) -> bool {
        self <= Self::AdjacentKey
    }
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct NearMiss<'a> {
    pub(crate) entry: EntryRef,
    pub(crate) canonical: &'a str,
    pub(crate) slip: Slip,
}

/// Names that slips are looked for in, indexed.
#[derive(Default)]
pub(crate) struct NearMisses {
    targets: Vec<Target>,
    /// Targets by themselves and by each of their one-character deletions.
    deletions: HashMap<Box<str>, Vec<u32>, foldhash::fast::FixedState>,
    /// Long names of three words or more, in which any one word may be off.
    phrases: Phrases,
    /// Other names of several words, in which only what is no word may be off.
    pairs: Phrases,
    /// What names begin and end with, three characters at least.
    beginnings: HashSet<Box<str>, foldhash::fast::FixedState>,
    endings: HashSet<Box<str>, foldhash::fast::FixedState>,
}

/// Targets by each of their two longest words in lower case, with its position.
type Phrases = HashMap<Box<str>, Vec<(u32, u8)>, foldhash::fast::FixedState>;

struct Target {
    entry: EntryRef,
    canonical: Box<str>,
    /// In lower case, blanks and hyphens left out.
    key: Box<str>,
    /// In lower case, word by word.
    words: Vec<Box<str>>,
}

impl NearMisses {
    pub(crate) fn new(registry: &Registry) -> Self {
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
                // One slip leaves one of any two words whole; the longest two are the rarest.
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
    pub(crate) fn has_phrase_with(&self, word: &str) -> bool {
        self.phrases.contains_key(word)
    }

    /// Whether a word (in lower case) is part of another name of several words.
    pub(crate) fn has_pair_with(&self, word: &str) -> bool {
        self.pairs.contains_key(word)
    }

    pub(crate) fn begins_name(&self, word: &str) -> bool {
        self.beginnings.contains(word)
    }

    pub(crate) fn ends_name(&self, word: &str) -> bool {
        self.endings.contains(word)
    }

    /// The name that a word (in lower case, blanks and hyphens left out) is one slip away from, if any; the
    /// likeliest slip wins, then the name that comes first. A word that is a name itself has distance 0 and comes
    /// out as [`Slip::Spacing`].
    pub(crate) fn find(&self, word: &str) -> Option<NearMiss<'_>> {
        let candidates = std::iter::once(word.to_owned()).chain(deletions(word));
        candidates
            .filter_map(|candidate| self.deletions.get(candidate.as_str()))
            .flatten()
            .filter_map(|&index| {
                let target = &self.targets[index as usize];
                Some((slip(word, &target.key)?, &target.canonical, target.entry))
            })
            .min()
            .map(|(slip, canonical, entry)| NearMiss { entry, canonical, slip })
    }

    /// Long names of three words or more that stand at a place but for one slip in one word. `at` gives the words
    /// around the place by their offset from it.
    pub(crate) fn find_phrases<'s, 'w>(
        &'s self,
        word: &str,
        at: impl Fn(isize) -> Option<&'w str>,
    ) -> impl Iterator<Item = PhraseMiss<'s>> {
        self.find_among(&self.phrases, word, at)
    }

    /// Other names of several words, likewise.
    pub(crate) fn find_pairs<'s, 'w>(
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
            let (typed, wanted) = (typed(off)?.to_lowercase(), &target.words[off]);
            let slip = slip(&typed, wanted)?;
            // "Security Helplines": the last word in the plural is no slip.
            let plural = typed.strip_suffix('s') == Some(wanted) || wanted.strip_suffix('s') == Some(&typed);
            if plural && off + 1 == target.words.len() {
                return None;
            }
            let near = NearMiss { entry: target.entry, canonical: &target.canonical, slip };
            Some(PhraseMiss { near, wanted, before: position as usize, len: target.words.len(), off })
        })
    }
}

/// A name of several words, one of them with a slip.
pub(crate) struct PhraseMiss<'a> {
    pub(crate) near: NearMiss<'a>,
    /// What the word with the slip should be, in lower case.
    pub(crate) wanted: &'a str,
    /// How many words before the place the name begins.
    pub(crate) before: usize,
    /// How many words it has.
    pub(crate) len: usize,
    /// Which of them has the slip.
    pub(crate) off: usize,
}

fn equal_but_for_case(typed: &str, lower: &str) -> bool {
    typed.eq_ignore_ascii_case(lower) || !typed.is_ascii() && typed.to_lowercase() == lower
}

/// The word without each of its characters in turn.
pub(crate) fn deletions(word: &str) -> impl Iterator<Item = String> + '_ {
    word.char_indices().map(|(at, c)| {
        let mut shorter = String::with_capacity(word.len());
        shorter.push_str(&word[..at]);
        shorter.push_str(&word[at + c.len_utf8()..]);
        shorter
    })
}

/// The single slip that makes `typed` of `name`; `None` when it takes more than one. Both in lower case.
pub(crate) fn slip(typed: &str, name: &str) -> Option<Slip> {
    let (typed, name): (Vec<char>, Vec<char>) = (typed.chars().collect(), name.chars().collect());
    let start = typed.iter().zip(&name).take_while(|(a, b)| a == b).count();
    let left = typed.len().min(name.len()) - start;
    let end = typed.iter().rev().zip(name.iter().rev()).take(left).take_while(|(a, b)| a == b).count();
    let (typed_middle, name_middle) = (&typed[start..typed.len() - end], &name[start..name.len() - end]);
    match (typed_middle, name_middle) {
        ([], []) => Some(Slip::Spacing),
        ([], [_]) => Some(Slip::Dropped),
        ([extra], []) => {
            let around = [start.checked_sub(1).map(|at| name[at]), name.get(start).copied()];
            if around.contains(&Some(*extra)) {
                Some(Slip::Doubled)
            } else if around.into_iter().flatten().any(|c| are_adjacent(*extra, c)) {
                Some(Slip::AdjacentKey)
            } else {
                Some(Slip::Inserted)
            }
        }
        ([a], [b]) => Some(if are_adjacent(*a, *b) { Slip::AdjacentKey } else { Slip::Substituted }),
        ([a, b], [c, d]) if (a, b) == (d, c) => Some(Slip::Transposed),
        _ => None,
    }
}

/// Whether two keys touch on a QWERTY, QWERTZ or AZERTY keyboard.
fn are_adjacent(a: char, b: char) -> bool {
    const LAYOUTS: [[&str; 3]; 3] = [
        ["qwertyuiop", "asdfghjkl", "zxcvbnm"],
        ["qwertzuiop", "asdfghjkl", "yxcvbnm"],
        ["azertyuiop", "qsdfghjklm", "wxcvbn"],
    ];
    let place = |layout: &[&str; 3], key: char| {
        layout.iter().enumerate().find_map(|(row, keys)| keys.find(key).map(|column| (row as i32, column as i32)))
    };
    LAYOUTS.iter().any(|layout| match (place(layout, a), place(layout, b)) {
        // Each row is shifted by about half a key: a key touches two above and two below.
        (Some((row, column)), Some((other_row, other_column))) => match other_row - row {
            0 => (column - other_column).abs() == 1,
            1 => (0..=1).contains(&(column - other_column)),
            -1 => (-1..=0).contains(&(column - other_column)),
            _ => false,
        },
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_told_apart() {
        for (typed, name, expected) in [
            ("thunderbrid", "thunderbird", Some(Slip::Transposed)),
            ("gmal", "gmail", Some(Slip::Dropped)),
            ("gmmail", "gmail", Some(Slip::Doubled)),
            ("gmsil", "gmail", Some(Slip::AdjacentKey)),
            ("gmsail", "gmail", Some(Slip::AdjacentKey)),
            ("gmoil", "gmail", Some(Slip::Substituted)),
            ("gmaxil", "gmail", Some(Slip::Inserted)),
            ("gmail", "gmail", Some(Slip::Spacing)),
            ("gmial", "gmalx", None),
            ("email", "gmail", Some(Slip::Substituted)),
        ] {
            assert_eq!(slip(typed, name), expected, "{typed} for {name}");
        }
    }

    #[test]
    fn neighbours_on_the_keyboard() {
        assert!(are_adjacent('s', 'a') && are_adjacent('g', 't') && are_adjacent('g', 'y') && are_adjacent('b', 'g'));
        assert!(!are_adjacent('a', 'p') && !are_adjacent('g', 'e'));
    }
}

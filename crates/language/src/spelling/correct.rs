//! What was meant by a suspect word: the correction of a known misspelling, the same word with other accents, or a word
//! one edit away.

use super::correction::{Correction, Evidence};
use super::known;
use super::letters::{alphabet, has_accents, unaccented, with_accents};
use super::lexicon::{Lexicon, is_common, lexicon};
use super::speller::Speller;
use crate::misspelling::{Misspelling, misspelling};

/// Maximum length of a word that is corrected, in characters.
const MAX_LETTERS: usize = 32;

/// Minimum length of a word that is corrected by the words near it, in characters.
const MIN_LETTERS: usize = 4;

/// Minimum length of a word that is corrected by words of the dictionary that are not frequent, in characters.
const MIN_LETTERS_BY_DICTIONARY: usize = 7;

/// Maximum number of corrections of a word.
const MAX_ANSWERS: usize = 3;

impl Speller<'_> {
    /// What was meant by a suspect word without hyphens, [`plain`](super::plain), as far as tables tell: a listed
    /// correction, letter case, accents, a frequent word one edit away.
    pub fn correction(self, language: &str, word: &str) -> Option<Correction> {
        self.spelling.quick.get(language, word, || by_tables(self, language, word))
    }

    /// The same for a word that [`Self::correction`] has no answer for, by asking the dictionary for each of some
    /// hundred words one edit away: as expensive as the rest of a run, so only where the answer would be reported. The
    /// answer rests on [`Self::thorough_evidence`], or on better.
    pub fn thorough_correction(self, language: &str, word: &str) -> Option<Correction> {
        self.spelling.thorough.get(language, word, || by_dictionary(self, language, word))
    }

    /// The same by the frequent words, in lower case, that the text itself writes again and again: `bendor` on a page
    /// on vendors. They need no other sign, so the slip may be in the first letter, too.
    pub fn correction_by<'a>(
        self,
        language: &str,
        word: &str,
        repeated: impl Iterator<Item = &'a str>,
    ) -> Option<Correction> {
        /// Minimum characters of the word.
        const MIN_LETTERS: usize = 6;
        let lower = word.to_lowercase();
        let letters = lower.chars().count();
        if !(MIN_LETTERS..=MAX_LETTERS).contains(&letters) {
            return None;
        }
        let is_meant = |meant: &&str| {
            meant.chars().count() >= MIN_LETTERS
                && edit_between(&lower, meant).is_some_and(|(kind, _, end)| kind.is_typical() && end >= 2)
                && is_common(language, meant)
        };
        let mut answers: Vec<String> = repeated.filter(is_meant).map(str::to_owned).collect();
        answers.sort();
        answers.truncate(MAX_ANSWERS);
        (!answers.is_empty()).then_some(Correction { answers, evidence: Evidence::Known })
    }

    /// The best evidence that a thorough correction can have in a language.
    pub fn thorough_evidence(language: &str) -> Evidence {
        if language == "es" { Evidence::Common } else { Evidence::Known }
    }
}

/// A correction with its weight: the lower, the likelier.
type Weighted = (u32, String);

fn by_tables(speller: Speller<'_>, language: &str, word: &str) -> Option<Correction> {
    let lower = word.to_lowercase();
    let letters = lower.chars().count();
    if letters > MAX_LETTERS {
        return None;
    }
    if let Some(answers) = known::corrections(language, &lower) {
        let answers = answers.take(MAX_ANSWERS).map(str::to_owned).collect();
        return Some(Correction { answers, evidence: Evidence::Listed });
    }
    if word.chars().all(char::is_alphabetic) && word.chars().skip(1).any(char::is_uppercase) {
        return Some(Correction { answers: vec![lower], evidence: Evidence::Case });
    }
    if letters < MIN_LETTERS {
        return None;
    }
    let empty = Lexicon::default();
    let lexicon = lexicon(language).unwrap_or(&empty);
    if let Some(answer) = accents(speller, language, lexicon, &lower) {
        return Some(Correction { answers: vec![answer], evidence: Evidence::Accents });
    }
    let mut found = common(lexicon, language, &lower);
    if found.is_empty() {
        found = without_doubled_syllable(lexicon, &lower);
    }
    if found.is_empty() && language == "de" {
        found = part_of_compound(speller, lexicon, &lower);
    }
    likeliest(found, Evidence::Common)
}

fn by_dictionary(speller: Speller<'_>, language: &str, word: &str) -> Option<Correction> {
    let lower = word.to_lowercase();
    let letters = lower.chars().count();
    if !(MIN_LETTERS..=MAX_LETTERS).contains(&letters) {
        return None;
    }
    if letters >= MIN_LETTERS_BY_DICTIONARY && language != "ar" {
        let found = in_dictionary(speller, language, &lower);
        if !found.is_empty() {
            return likeliest(found, Evidence::Known);
        }
    }
    likeliest(without_accents(lexicon(language)?, language, &lower), Evidence::Common)
}

/// The likeliest of the words found.
fn likeliest(mut found: Vec<Weighted>, evidence: Evidence) -> Option<Correction> {
    found.sort();
    found.dedup_by(|a, b| a.1 == b.1);
    let best = found.first()?.0;
    // Words that are much less likely than the best are left out.
    let answers = found.into_iter().take_while(|(weight, _)| *weight <= best * 8 + 400).map(|(_, word)| word);
    Some(Correction { answers: answers.take(MAX_ANSWERS).collect(), evidence })
}

/// The word that differs in accents only: a frequent one, or the only word of the dictionary that differs in one
/// accent.
fn accents(speller: Speller<'_>, language: &str, lexicon: &Lexicon, lower: &str) -> Option<String> {
    if !has_accents(language) {
        return None;
    }
    let without = unaccented(lower);
    if let Some(answer) = lexicon.with_accents(&without) {
        return Some(answer.to_owned());
    }
    let mut letters: Vec<char> = lower.chars().collect();
    // Short French words are close to many rare ones.
    if letters.len() < 6 && language == "fr" {
        return None;
    }
    let mut found: Vec<String> = Vec::new();
    for at in 0..letters.len() {
        let was = letters[at];
        let base = unaccented(was.encode_utf8(&mut [0; 4])).chars().next()?;
        for &other in with_accents(language, base).iter().filter(|&&other| other != was) {
            letters[at] = other;
            let candidate: String = letters.iter().collect();
            if speller.dictionaries.knows_exactly(language, &candidate) {
                found.push(candidate);
            }
        }
        letters[at] = was;
    }
    // Two mistakes at once: one accent too many and one too few.
    if found.is_empty() && without != lower {
        found.extend(speller.dictionaries.knows_exactly(language, &without).then_some(without));
    }
    (found.len() == 1).then(|| found.remove(0))
}

/// Factor of the weight of a correction by the kind of misspelling: the higher, the less likely.
fn cost(kind: Misspelling) -> u32 {
    match kind {
        Misspelling::Spacing => 0,
        Misspelling::Transposed | Misspelling::Dropped | Misspelling::Doubled => 1,
        Misspelling::AdjacentKey => 2,
        Misspelling::Substituted | Misspelling::Inserted => 6,
    }
}

/// Frequent words one edit away. The shorter the word, the more frequent they must be.
fn common(lexicon: &Lexicon, language: &str, lower: &str) -> Vec<Weighted> {
    let letters = lower.chars().count();
    let mut found = Vec::new();
    edits(language, lower, lexicon.common_affixes(lower), &mut |candidate| {
        let Some(&rank) = lexicon.common.get(candidate) else { return };
        let Some(place @ (kind, start, _)) = edit_between(lower, candidate) else { return };
        let max_rank = match (letters, kind.is_typical()) {
            (..=4, true) => 600,
            (..=4, false) => 0,
            (5, true) => 3000,
            (5, false) => 200,
            (9.., false) if is_vowel_for_vowel(lower, candidate, start) => u32::MAX,
            (6, true) | (9.., false) => 12_000,
            (6, false) => 2000,
            (7..=8, false) => 8000,
            _ => u32::MAX,
        };
        if rank < max_rank && is_likely(language, letters, place) {
            found.push(((rank + 50) * cost(kind), candidate.to_owned()));
        }
    });
    found
}

/// Whether a vowel stands for another after `start` equal characters: `natworking`.
fn is_vowel_for_vowel(typed: &str, meant: &str, start: usize) -> bool {
    let is_vowel = |word: &str| word.chars().nth(start).is_some_and(|c| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u'));
    typed.len() == meant.len() && is_vowel(typed) && is_vowel(meant)
}

/// Frequent words of which one syllable was typed twice: `inititiative`.
fn without_doubled_syllable(lexicon: &Lexicon, lower: &str) -> Vec<Weighted> {
    /// Minimum length of such a word, and lengths of the syllable, in characters.
    const MIN_LONG: usize = 9;
    const SYLLABLE: std::ops::RangeInclusive<usize> = 2..=4;
    let letters: Vec<char> = lower.chars().collect();
    if letters.len() < MIN_LONG {
        return Vec::new();
    }
    let mut found = Vec::new();
    for len in SYLLABLE {
        for at in 0..=letters.len().saturating_sub(2 * len) {
            if letters[at..at + len] != letters[at + len..at + 2 * len] {
                continue;
            }
            let candidate: String = letters[..at].iter().chain(&letters[at + len..]).collect();
            if let Some(&rank) = lexicon.common.get(&*candidate) {
                found.push((rank + 50, candidate));
            }
        }
    }
    found
}

/// Frequent words that a long word without accents is one edit away from, their accents aside: `authenticacion`.
fn without_accents(lexicon: &Lexicon, language: &str, lower: &str) -> Vec<Weighted> {
    /// Minimum length of such a word, in characters.
    const MIN_LONG: usize = 9;
    let letters = lower.chars().count();
    if language != "es" || letters < MIN_LONG || !lower.is_ascii() {
        return Vec::new();
    }
    let mut found = Vec::new();
    edits(language, lower, (letters, letters), &mut |candidate| {
        let Some(answer) = lexicon.with_accents(candidate) else { return };
        let Some(place @ (kind, start, _)) = edit_between(lower, candidate) else { return };
        if start >= 1 && is_likely(language, letters, place) {
            let rank = lexicon.common.get(answer).copied().unwrap_or(u32::MAX / 16);
            found.push(((rank + 50) * cost(kind), answer.to_owned()));
        }
    });
    found
}

/// Words of the dictionary that are one typical misspelling away from a long word. Dictionaries have many words that
/// nobody uses and lack many that are used, so the conditions are stricter than for frequent words.
fn in_dictionary(speller: Speller<'_>, language: &str, lower: &str) -> Vec<Weighted> {
    /// The rank that words of the dictionary count as: less frequent than all frequent ones.
    const RANK: u32 = 40_000;
    let letters = lower.chars().count();
    let mut found = Vec::new();
    edits(language, lower, (letters, letters), &mut |candidate| {
        let Some((kind, start, end)) = edit_between(lower, candidate) else { return };
        let is_likely_kind = match kind {
            Misspelling::Transposed | Misspelling::Dropped | Misspelling::Doubled => true,
            Misspelling::AdjacentKey => language != "de",
            Misspelling::Inserted => letters >= 10 && start >= 2 && end >= 2 && language != "de",
            Misspelling::Substituted | Misspelling::Spacing => false,
        };
        if is_likely_kind
            && (start >= 1 || letters >= 11)
            && is_likely(language, letters, (kind, start, end))
            && speller.dictionaries.knows_exactly(language, candidate)
        {
            found.push((RANK * cost(kind), candidate.to_owned()));
        }
    });
    found
}

/// Corrections of a German compound that is misspelled in one of its two parts.
fn part_of_compound(speller: Speller<'_>, lexicon: &Lexicon, lower: &str) -> Vec<Weighted> {
    let mut found = Vec::new();
    for (at, _) in lower.char_indices().skip(4) {
        let (first, second) = lower.split_at(at);
        if second.chars().count() < 4 {
            break;
        }
        let head = ["", "s", "n"]
            .iter()
            .filter_map(|joint| first.strip_suffix(joint))
            .any(|it| lexicon.common.contains_key(it));
        if head && second.chars().count() >= 6 {
            let tails = common(lexicon, "de", second);
            found.extend(tails.into_iter().map(|(weight, tail)| (weight, format!("{first}{tail}"))));
        }
        if first.chars().count() >= 6 && lexicon.common.contains_key(second) {
            let joint =
                if first.ends_with("ungs") || first.ends_with("heits") || first.ends_with("keits") { "s" } else { "" };
            let stem = first.strip_suffix(joint).unwrap_or(first);
            let heads = common(lexicon, "de", stem);
            found.extend(heads.into_iter().map(|(weight, head)| (weight, format!("{head}{joint}{second}"))));
        }
    }
    found.retain(|(_, word)| speller.is_word("de", word));
    found
}

/// The edit that makes `typed` of `meant`, with the numbers of equal characters before and behind it.
fn edit_between(typed: &str, meant: &str) -> Option<(Misspelling, usize, usize)> {
    let kind = misspelling(typed, meant)?;
    let start = typed.chars().zip(meant.chars()).take_while(|(a, b)| a == b).count();
    let end = typed.chars().rev().zip(meant.chars().rev()).take_while(|(a, b)| a == b).count();
    Some((kind, start, end))
}

/// Whether an edit is more likely a misspelling than another form, or another word, of the language.
fn is_likely(language: &str, letters: usize, (kind, start, end): (Misspelling, usize, usize)) -> bool {
    if kind == Misspelling::Transposed {
        return true;
    }
    // Words are inflected at their end: an edit there may make another form. Minimum of equal characters behind the
    // edit.
    let min_end = match language {
        "ru" | "ar" | "de" => 2,
        _ if kind.is_typical() => 1,
        _ => 2,
    };
    // Prefixes, and particles in Arabic, stand at the begin. Minimum of equal characters before the edit.
    let min_start = match kind {
        _ if language == "ar" => 2,
        Misspelling::Dropped | Misspelling::Doubled => 0,
        Misspelling::AdjacentKey => usize::from(letters < 8),
        _ => usize::from(letters < 10),
    };
    end >= min_end && start >= min_start && (kind.is_typical() || language != "ar")
}

/// Calls `each` with every string one edit away, some of them repeatedly: those that have at most `before` characters
/// of the word unchanged before the edit, and at most `behind` behind it.
fn edits(language: &str, lower: &str, (before, behind): (usize, usize), each: &mut dyn FnMut(&str)) {
    let letters: Vec<char> = lower.chars().collect();
    let mut buffer = String::with_capacity(lower.len() + 4);
    let mut emit = |parts: [&[char]; 3]| {
        if parts[0].len() <= before && parts[2].len() <= behind {
            buffer.clear();
            buffer.extend(parts.into_iter().flatten());
            each(&buffer);
        }
    };
    // Of the places before the first one, more characters stand behind them than a string may have there.
    let places = letters.len().saturating_sub(behind.saturating_add(2))..=before.min(letters.len());
    for at in places.clone().take_while(|at| *at < letters.len()) {
        let (start, after) = letters.split_at(at);
        emit([start, &[], &after[1..]]);
        if let [first, second, rest @ ..] = after
            && first != second
        {
            emit([start, &[*second, *first], rest]);
        }
    }
    for letter in alphabet(language).chars() {
        for at in places.clone() {
            let (start, after) = letters.split_at(at);
            emit([start, &[letter], after]);
            if let [first, rest @ ..] = after
                && *first != letter
            {
                emit([start, &[letter], rest]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::known::lines;
    use super::*;

    #[test]
    fn no_listed_correction_stands_alone_where_a_frequent_word_is_nearer() {
        /// One line of so many is tested: all of them take a minute.
        const STEP: usize = 40;
        let lexicon = lexicon("en").expect("a lexicon");
        for line in lines("en").step_by(STEP) {
            let (typed, corrections) = line.split_once(' ').expect("a correction");
            if corrections.contains(' ') || misspelling(typed, corrections).is_some() {
                continue;
            }
            edits("en", typed, (usize::MAX, usize::MAX), &mut |nearer| {
                assert!(!lexicon.common.contains_key(nearer), "{typed}: {nearer} is nearer than {corrections}");
            });
        }
    }
}

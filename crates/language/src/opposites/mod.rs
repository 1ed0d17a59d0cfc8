//! Opposites (lock and unlock, before and after) in a text, and whether a change turns its meaning round.
//!
//! A pair has one name in all languages, so that a translation can be compared with its source. The data of a language is
//! in its `opposites.txt`.

mod pairs;

use std::collections::HashMap;
use std::ops::Range;

use pairs::{GAP, Language, MAX_GAP, Phrase, language};

use crate::words::{Word, words};

/// One of the two sides of a pair of opposites.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Side {
    First,
    Second,
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
    /// From the first word to the last, in bytes of the text.
    pub range: Range<usize>,
}

/// Whether the opposites of a language (primary subtag) are known.
pub fn knows(in_language: &str) -> bool {
    language(in_language).is_some()
}

/// Whether a language has words for a pair.
pub fn has_pair(in_language: &str, pair: &str) -> bool {
    language(in_language).is_some_and(|language| language.has_pair(pair))
}

/// The opposites that a text holds, in order. Words of which `is_aside` is true (the words of names and of labels) are
/// skipped. The longest phrase wins: "not encrypted" is not "encrypted".
pub fn opposites(in_language: &str, text: &str, is_aside: &dyn Fn(Range<usize>) -> bool) -> Vec<Opposite> {
    let Some(language) = language(in_language) else { return Vec::new() };
    let words: Vec<Word<'_>> = words(text).into_iter().filter(|word| !is_aside(word.range.clone())).collect();
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
        let first = found.len();
        for (phrase, at) in matching.into_iter().filter(|(_, at)| at.len() == longest) {
            let range = words[n].range.start..words[at[at.len() - 1]].range.end;
            let Phrase { pair, side, is_sure, .. } = *phrase;
            let opposite = Opposite { pair, side, is_sure, range };
            if !found[first..].iter().any(|other: &Opposite| (other.pair, other.side) == (pair, side)) {
                found.push(opposite);
            }
            for word in at {
                is_taken[word] = true;
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
pub fn is_turned_round(in_language: &str, before: &str, after: &str) -> bool {
    let Some(language) = language(in_language) else { return false };
    let count = |text: &str| {
        let mut counts: HashMap<&str, [isize; 2]> = HashMap::new();
        for it in opposites(in_language, text, &|_| false) {
            counts.entry(it.pair).or_default()[it.side as usize] += 1;
        }
        counts
    };
    let (old, new) = (count(before), count(after));
    let is_swapped = |(pair, old): (&&str, &[isize; 2])| {
        let new = new.get(*pair).copied().unwrap_or_default();
        let [first, second] = [new[0] - old[0], new[1] - old[1]];
        first < 0 && second > 0 || first > 0 && second < 0
    };
    old.iter().any(is_swapped) || is_prefix_changed(language, before, after)
}

/// Whether one word took or lost a negating prefix, or an ending became its opposite.
fn is_prefix_changed(language: &Language, before: &str, after: &str) -> bool {
    /// Minimum length of the word behind a prefix, in characters: "to" is not negated by "into".
    const MIN_WORD: usize = 4;
    let (old, new) = (words(before), words(after));
    let only_in = |one: &[Word<'_>], other: &[Word<'_>]| -> Vec<String> {
        let missing = one.iter().filter(|word| !other.iter().any(|it| it.folded == word.folded));
        missing.map(|word| word.folded.clone().into_owned()).collect()
    };
    let (removed, added) = (only_in(&old, &new), only_in(&new, &old));
    let negates = |negated: &str, word: &str| {
        let is_long = word.chars().count() >= MIN_WORD;
        let mut prefixes = language.negating_prefixes.iter();
        is_long && prefixes.any(|prefix| negated.strip_prefix(prefix) == Some(word))
    };
    let has_opposite_ending = |one: &str, other: &str| {
        let stems = |(this, that): &(&str, &str)| Some((one.strip_suffix(this)?, other.strip_suffix(that)?));
        language.opposite_endings.iter().filter_map(stems).any(|(one, other)| !one.is_empty() && one == other)
    };
    removed.iter().any(|old| {
        added.iter().any(|new| {
            negates(old, new) || negates(new, old) || has_opposite_ending(old, new) || has_opposite_ending(new, old)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(language: &str, text: &str) -> Vec<String> {
        let mark = |it: Opposite| {
            let side = if it.side == Side::First { "" } else { "not " };
            let doubt = if it.is_sure { "" } else { "?" };
            format!("{doubt}{side}{} «{}»", it.pair, &text[it.range])
        };
        opposites(language, text, &|_| false).into_iter().map(mark).collect()
    }

    #[test]
    fn both_sides_of_a_pair_are_found_in_every_language() {
        for (language, text, expected) in [
            ("en", "Unlock the gate.", "not lock «Unlock»"),
            ("es", "Desbloquea la verja.", "not lock «Desbloquea»"),
            ("fr", "Déverrouillez la grille.", "not lock «Déverrouillez»"),
            ("de", "Entsperren Sie das Tor.", "not lock «Entsperren»"),
            ("ru", "Разблокируйте калитку.", "not lock «Разблокируйте»"),
            ("ar", "البوابة غير مقفلة", "not lock «غير مقفلة»"),
            ("it", "Sblocca il cancello.", "not lock «Sblocca»"),
            ("pt", "Destranque o portão.", "not lock «Destranque»"),
        ] {
            assert!(found(language, text).iter().any(|it| it == expected), "{language}: {:?}", found(language, text));
        }
    }

    #[test]
    fn the_longest_phrase_wins_and_a_gap_is_no_part_of_it() {
        assert_eq!(found("en", "The call is not encrypted."), ["not encrypt «not encrypted»"]);
        assert_eq!(found("en", "Turn the radio off."), ["not enable «Turn the radio off»"]);
        assert_eq!(found("es", "al menos dos"), ["at least «al menos»"]);
        assert_eq!(found("en", "Call on Monday."), ["?enable «on»"]);
    }

    #[test]
    fn names_are_skipped() {
        let text = "Ask Lock & Sons to unlock it.";
        let names = |range: Range<usize>| text[range].starts_with("Lock");
        let pairs: Vec<_> = opposites("en", text, &names).into_iter().map(|it| (it.pair, it.side)).collect();
        assert_eq!(pairs, [("lock", Side::Second)]);
    }

    #[test]
    fn a_side_in_place_of_the_other_turns_the_meaning_round() {
        for (language, before, after) in [
            ("en", "Leave the radio on.", "Leave the radio off."),
            ("en", "Sign before you ask.", "Sign after you ask."),
            ("en", "A harmless note", "A harmful note"),
            ("en", "It is a reliable lamp.", "It is an unreliable lamp."),
            ("en", "Carry it with a bag.", "Carry it without a bag."),
            ("de", "Die Lampe ist zuverlässig.", "Die Lampe ist unzuverlässig."),
            ("es", "Acepta la oferta.", "Rechaza la oferta."),
            ("fr", "Activez le son.", "Désactivez le son."),
            ("ru", "Это законно.", "Это незаконно."),
            ("ar", "الرسالة مشفرة", "الرسالة غير مشفرة"),
        ] {
            assert!(is_turned_round(language, before, after), "{language}: {before} -> {after}");
            assert!(is_turned_round(language, after, before), "{language}: {after} -> {before}");
        }
    }

    #[test]
    fn other_changes_do_not() {
        for (before, after) in [
            ("Put it on the table.", "Put it on the red table."),
            ("Lock the door, then open the window.", "Open the window, then lock the door."),
            ("Write the adress.", "Write the address."),
            ("Go to the hall.", "Go into the hall."),
            ("Ask after lunch.", "Ask at noon."),
        ] {
            assert!(!is_turned_round("en", before, after), "{before} -> {after}");
        }
        assert!(!is_turned_round("tlh", "on", "off"));
    }
}

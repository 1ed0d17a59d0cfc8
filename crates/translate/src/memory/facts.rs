//! The facts of a text: numbers, identities, code and negations. A match with other facts must not look like an equal
//! one.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use firstaid_language::negation;
use firstaid_language::words::words;

use crate::segments::squeezed;

/// In this order: slots, code, tags, URLs, mail addresses, fingerprints, other runs of hexadecimal digits, hosts,
/// numbers.
static FACT: LazyLock<Regex> = LazyLock::new(|| {
    let patterns = [
        r"\{+[0-9]+\}+",
        r"`[^`]+`",
        r"</?[A-Za-z][^<>]*>",
        r"[A-Za-z][A-Za-z0-9+.-]*://[^\s<>()\[\]]+",
        r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
        r"(?:[0-9A-Fa-f]{4}[ \x{a0}]{1,2}){3,}[0-9A-Fa-f]{4}",
        r"(?:0[xX])?[0-9A-Fa-f]{16,}",
        r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[a-z]{2,}",
        r"\p{Nd}+(?:[.,:/\x{a0}\x{202f}' -]?\p{Nd}+)*",
    ];
    Regex::new(&patterns.join("|")).expect("a valid pattern")
});

/// The language whose number words and negations are facts: that of most sources.
const LANGUAGE: &str = "en";

/// English number words.
const NUMBER_WORDS: [&str; 19] = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "twenty",
    "thirty", "hundred", "thousand", "half", "twice", "dozen",
];

#[derive(Clone, PartialEq, Eq, Debug)]
struct Fact {
    range: Range<usize>,
    /// Whether it is a number or a slot, which may be replaced by another.
    is_replaceable: bool,
}

/// The facts of a text.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Facts {
    /// The matches of [`FACT`], in order.
    found: Vec<Fact>,
    /// The texts of the facts, sorted, with number words and with `not` for each negation.
    values: Vec<Box<str>>,
}

impl Facts {
    pub(super) fn of(text: &str) -> Self {
        let mut found: Vec<Fact> = Vec::new();
        let mut values: Vec<Box<str>> = Vec::new();
        for fact in FACT.find_iter(text) {
            found.push(Fact { range: fact.range(), is_replaceable: !fact.as_str().contains(is_of_identity) });
            values.push(squeezed(fact.as_str()).into());
        }
        let in_words = words(text).into_iter().filter(|word| NUMBER_WORDS.contains(&&*word.folded));
        values.extend(in_words.map(|word| word.folded.into()));
        values.extend((0..negation::count(LANGUAGE, text).unwrap_or(0)).map(|_| "not".into()));
        values.sort_unstable();
        Self { found, values }
    }

    /// Whether both have the same facts, in any order.
    pub(super) fn agree(&self, other: &Self) -> bool {
        self.values == other.values
    }

    /// Turns `translation`, that of `old`, into one of `new` by replacing numbers and slots. `None` if the texts differ
    /// in anything else, or if a replaced number or slot is not exactly once in `old` and exactly once in the
    /// translation.
    pub(super) fn adapted(&self, old: &str, new_facts: &Self, new: &str, translation: &str) -> Option<String> {
        if self.found.len() != new_facts.found.len() || self.skeleton(old) != new_facts.skeleton(new) {
            return None;
        }
        let places = Self::of(translation);
        let at = |facts: &Self, text: &str, value: &str| {
            let mut same = facts.found.iter().filter(|fact| &text[fact.range.clone()] == value);
            let first = same.next()?.range.clone();
            same.next().is_none().then_some(first)
        };
        let mut changes: HashMap<usize, (Range<usize>, &str)> = HashMap::new();
        for (old_fact, new_fact) in self.found.iter().zip(&new_facts.found) {
            let (before, after) = (&old[old_fact.range.clone()], &new[new_fact.range.clone()]);
            if before == after {
                continue;
            }
            if !old_fact.is_replaceable || !new_fact.is_replaceable {
                return None;
            }
            at(self, old, before)?;
            let place = at(&places, translation, before)?;
            changes.insert(place.start, (place, after));
        }
        let mut changes: Vec<_> = changes.into_values().collect();
        changes.sort_unstable_by_key(|(place, _)| place.start);
        let mut adapted = translation.to_owned();
        for (place, value) in changes.into_iter().rev() {
            adapted.replace_range(place, value);
        }
        Some(adapted)
    }

    /// The text between the facts, with white space squeezed.
    fn skeleton(&self, text: &str) -> Vec<String> {
        let starts = std::iter::once(0).chain(self.found.iter().map(|fact| fact.range.end));
        let ends = self.found.iter().map(|fact| fact.range.start).chain([text.len()]);
        starts.zip(ends).map(|(start, end)| squeezed(&text[start..end])).collect()
    }
}

/// Whether a character occurs in facts other than slots and numbers.
fn is_of_identity(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '`' | '<' | '@')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> Vec<String> {
        Facts::of(text).values.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn facts_are_numbers_identities_code_and_negations() {
        assert_eq!(values("See [it]({1}) at 10:30, never `rm`."), ["10:30", "`rm`", "not", "{1}"]);
        assert_eq!(values("Mail help@accessnow.org or ssd.eff.org"), ["help@accessnow.org", "ssd.eff.org"]);
        assert_eq!(values("+1 202-555-0136 now"), ["1 202-555-0136"]);
        assert_eq!(values("BEEF CAFE DEAD FADE x"), ["BEEF CAFE DEAD FADE"]);
        assert_eq!(values("two days and ٣"), ["two", "٣"]);
    }

    fn adapted(old: &str, new: &str, translation: &str) -> Option<String> {
        Facts::of(old).adapted(old, &Facts::of(new), new, translation)
    }

    #[test]
    fn a_number_with_one_possible_place_is_replaced() {
        assert_eq!(adapted("wait 2 h", "wait 3 h", "espere 2 h").as_deref(), Some("espere 3 h"));
        assert_eq!(adapted("1 to 2", "2 to 1", "de 1 a 2").as_deref(), Some("de 2 a 1"));
        assert_eq!(adapted("[a]({1}) 2", "[a]({3}) 2", "2 [a]({1})").as_deref(), Some("2 [a]({3})"));
    }

    #[test]
    fn a_number_with_no_or_several_possible_places_is_not_replaced() {
        assert_eq!(adapted("2 of 2", "3 of 2", "2 de 2"), None);
        assert_eq!(adapted("2 h", "3 h", "2 h, 2"), None);
        assert_eq!(adapted("2 h", "3 h", "dos h"), None);
        assert_eq!(adapted("2 hours", "3 days", "2 horas"), None);
    }

    #[test]
    fn an_identity_is_never_replaced() {
        assert_eq!(adapted("to a@b.org", "to c@b.org", "a a@b.org"), None);
        assert_eq!(adapted("at eff.org", "at efa.org", "en eff.org"), None);
    }
}

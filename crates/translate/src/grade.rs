//! Grades changes of the source by what they mean for a translation of the old text.

use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

use firstaid_language::spelling::{corrects, is_another_word};
use firstaid_language::{negation, opposites};

use crate::segments::message;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Grade {
    /// Only white space changed.
    Cosmetic,
    /// Words changed by a few letters, as by the fix of a typo, or punctuation changed.
    Minor,
    Major,
    /// An identity, a number, a negation or a retired tool changed, or a word became its opposite: following the old
    /// text may harm readers.
    Critical,
}

impl Grade {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Cosmetic => "cosmetic",
            Self::Minor => "minor",
            Self::Major => "major",
            Self::Critical => "critical",
        }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        [Self::Cosmetic, Self::Minor, Self::Major, Self::Critical].into_iter().find(|grade| grade.as_str() == text)
    }
}

/// A graded change of the source, with the reason for the grade.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Change {
    pub grade: Grade,
    pub reason: &'static str,
}

/// Mail addresses, hosts and key digits in running text.
static IDENTITY: LazyLock<Regex> = LazyLock::new(|| {
    let address = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+";
    let host = r"\b(?:[a-z0-9-]+\.)+[a-z]{2,}\b";
    let key = r"\b[0-9A-Fa-f]{4}(?:[ \u{a0}]?[0-9A-Fa-f]{4}){3,}\b";
    Regex::new(&format!("(?i){address}|{host}|{key}")).expect("a valid pattern")
});

/// Numbers, with separators between groups of three digits and with a decimal part.
static NUMBER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\d+(?:[.,\u{a0}\u{202f} ]\d{3})*(?:[.,]\d+)?").expect("a valid pattern"));

/// Maximum edit distance between a word and its misspelling, in letters.
const MAX_TYPO_DISTANCE: usize = 2;

/// Grades the change of a message from `before` to `after`. `language` is the primary subtag of the source locale;
/// `is_retired` says whether a text names a tool that must no longer be used.
pub fn grade(before: &str, after: &str, language: &str, is_retired: &dyn Fn(&str) -> bool) -> Change {
    let change = |grade, reason| Change { grade, reason };
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let (old, new) = (words(before), words(after));
    if old == new {
        return change(Grade::Cosmetic, "only white space changed");
    }
    if all(&IDENTITY, before) != all(&IDENTITY, after) {
        return change(Grade::Critical, "an address or a key changed");
    }
    let plain = |text: &str| message::fill(text, |_| Some("".into()));
    if all(&NUMBER, &plain(before)) != all(&NUMBER, &plain(after)) {
        return change(Grade::Critical, "a number changed");
    }
    if negation::count(language, before) != negation::count(language, after) {
        return change(Grade::Critical, "a negation changed");
    }
    if opposites::is_turned_round(language, before, after) {
        return change(Grade::Critical, "a word was replaced by its opposite");
    }
    if is_retired(before) != is_retired(after) {
        return change(Grade::Critical, "a retired tool was named or taken out");
    }
    if message::slots_in(before).len() != message::slots_in(after).len() {
        return change(Grade::Major, "a link was added or removed");
    }
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let is_typo = |old: &String, new: &String| {
        let (old, new) = (bare(old), bare(new));
        old == new
            || old.chars().count().min(new.chars().count()) > MAX_TYPO_DISTANCE
                && strsim::osa_distance(&old, &new) <= MAX_TYPO_DISTANCE
    };
    if old.len() == new.len() && old.iter().zip(&new).all(|(old, new)| is_typo(old, new)) {
        let changed = || old.iter().zip(&new).map(|(old, new)| (bare(old), bare(new))).filter(|(old, new)| old != new);
        return match changed().next() {
            None => change(Grade::Minor, "punctuation or capitals changed"),
            _ if changed().all(|(old, new)| corrects(language, &old, &new)) => change(Grade::Minor, "a typo was fixed"),
            _ if changed().any(|(old, new)| is_another_word(language, &old, &new)) => {
                change(Grade::Major, "the wording changed")
            }
            _ => change(Grade::Minor, "a few letters changed"),
        };
    }
    change(Grade::Major, "the wording changed")
}

/// All matches without their spaces, sorted.
fn all(pattern: &Regex, text: &str) -> Vec<String> {
    let mut found: Vec<String> = pattern
        .find_iter(text)
        .map(|it| it.as_str().chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}')).collect())
        .collect();
    found.sort_unstable();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graded(before: &str, after: &str) -> Grade {
        grade(before, after, "en", &|text| text.contains("Ostel")).grade
    }

    #[test]
    fn changes_that_can_harm_readers_are_critical() {
        for (before, after) in [
            ("Write to a@b.org", "Write to a@c.org"),
            ("Wait 3 days", "Wait 5 days"),
            ("Do share it", "Do not share it"),
            ("Use Ostel for calls", "Use Signal for calls"),
            ("Key 6CE6 221C 98EC F399 A04C", "Key 6CE6 221C 98EC F399 A04D"),
            ("See eff.org", "See eff.com"),
        ] {
            assert_eq!(graded(before, after), Grade::Critical, "{before} -> {after}");
        }
    }

    #[test]
    fn white_space_is_cosmetic_a_typo_minor_and_wording_major() {
        assert_eq!(graded("a  b\nc", "a b c"), Grade::Cosmetic);
        assert_eq!(graded("Teh phone, please", "The phone please"), Grade::Minor);
        assert_eq!(graded("Use the phone", "Use the computer"), Grade::Major);
        assert_eq!(graded("See [it]({1})", "See [it]({1}) and [that]({2})"), Grade::Major);
    }
}

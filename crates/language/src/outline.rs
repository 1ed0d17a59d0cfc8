//! The outline of a dictionary: a fast test that fails for most strings that the dictionary does not accept.
//!
//! A word that a Hunspell dictionary without compounds accepts is one of its prefixes or none, then the beginning of a
//! stem, then the endings of up to two suffixes. The outline has the beginnings of all stems by their hashes, and the
//! endings; it has no flags and conditions, so the dictionary must confirm what the outline allows.

use std::borrow::Cow;
use std::collections::HashSet;

use foldhash::fast::FixedState;

use crate::beginnings::Beginnings;

type Strings = HashSet<Box<str>, FixedState>;

/// Binary logarithm of the number of bits for hashes. The largest dictionary has about a million beginnings of stems,
/// so of other strings one in four or fewer is taken for one.
const BITS_LOG: u32 = 22;

pub(crate) struct Outline {
    stems: Beginnings,
    /// Prefixes, each with the beginning of a stem that it replaces.
    prefixes: Vec<(Box<str>, Box<str>)>,
    /// Whole endings, as suffixes add them.
    endings: Strings,
    /// Endings, and what is left of each without its first characters.
    tails: Strings,
    /// Parts of the endings that may have another suffix behind them.
    inner: Strings,
    /// Characters that a word must have for the dictionary to convert or shorten it before the look-up.
    converted: Vec<char>,
    /// Those that it removes.
    ignored: Vec<char>,
}

impl Outline {
    /// `None` for dictionaries whose words have other forms: compounds, prefixes before other prefixes, a case of
    /// letters that is the language's own.
    pub(crate) fn new(affixes: &str, words: &str) -> Option<Self> {
        let mut outline = Self {
            stems: Beginnings::new(BITS_LOG),
            prefixes: Vec::new(),
            endings: Strings::default(),
            tails: Strings::default(),
            inner: Strings::default(),
            converted: Vec::new(),
            ignored: Vec::new(),
        };
        for line in affixes.lines() {
            let mut fields = line.split_whitespace();
            let (key, value, strip) = (fields.next(), fields.next(), fields.next());
            match key.unwrap_or_default() {
                "SFX" => outline.add_suffix(fields.next()?),
                // The head of a table has `Y` or `N` and the number of its lines.
                "PFX" if matches!(strip, Some("Y" | "N")) => {}
                "PFX" => {
                    let prefix = outline.without_ignored(split_flags(fields.next()?).0).into();
                    outline.prefixes.push((prefix, strip.filter(|it| *it != "0").unwrap_or_default().into()));
                }
                "IGNORE" => outline.ignored.extend(value?.chars()),
                // Of `e` with a combining accent it is the accent that few words have.
                "ICONV" => outline.converted.extend(value?.chars().max()),
                "COMPLEXPREFIXES" | "COMPOUNDFLAG" | "COMPOUNDBEGIN" | "CHECKSHARPS" | "LANG" => return None,
                _ => {}
            }
        }
        outline.converted.extend(&outline.ignored);
        let mut previous = String::new();
        for line in words.lines() {
            let stem = outline.without_ignored(line.split(['/', '\t']).next()?).into_owned();
            outline.add_stem(&stem, &previous);
            if stem.chars().skip(1).any(char::is_uppercase) {
                // Such a stem is also accepted as a capitalized word.
                outline.add_stem(&capitalized(&stem.to_lowercase()), "");
            }
            previous = stem;
        }
        Some(outline)
    }

    fn without_ignored<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if text.contains(&self.ignored[..]) { text.replace(&self.ignored[..], "").into() } else { text.into() }
    }

    fn add_suffix(&mut self, field: &str) {
        let (ending, has_flags) = split_flags(field);
        let ending = self.without_ignored(ending);
        self.endings.insert((*ending).into());
        self.tails.extend(ending.char_indices().map(|(at, _)| ending[at..].into()));
        if has_flags {
            let ends = |at: usize| ending[at..].char_indices().map(move |(end, c)| at + end + c.len_utf8());
            let parts = ending.char_indices().flat_map(|(at, _)| ends(at).map(move |end| at..end));
            self.inner.extend(parts.map(|part| ending[part].into()));
        }
    }

    /// Adds the beginnings of a stem, save those that it has in common with the stem that was added before it.
    fn add_stem(&mut self, stem: &str, previous: &str) {
        let common = stem.chars().zip(previous.chars()).take_while(|(a, b)| a == b).count();
        self.stems.add(stem.chars(), common);
    }

    /// Whether the dictionary may accept a word. If not, it certainly does not.
    pub(crate) fn allows(&self, word: &str) -> bool {
        if !word.chars().all(|c| c.is_alphabetic() && !self.converted.contains(&c)) {
            return true;
        }
        self.allows_as_typed(word)
            || word.contains(char::is_uppercase) && {
                let lower = word.to_lowercase();
                self.allows_as_typed(&lower) || self.allows_as_typed(&capitalized(&lower))
            }
    }

    fn allows_as_typed(&self, word: &str) -> bool {
        let mut prefixes = self.prefixes.iter();
        self.is_stem_with_endings(word)
            || prefixes.any(|(prefix, replaced)| {
                let rest = word.strip_prefix(&**prefix);
                rest.is_some_and(|rest| self.is_stem_with_endings(&format!("{replaced}{rest}")))
            })
    }

    fn is_stem_with_endings(&self, word: &str) -> bool {
        let stem_len = self.stems.longest(word.chars());
        let tail = word.char_indices().nth(stem_len).map_or("", |(at, _)| &word[at..]);
        tail.is_empty() || self.tails.contains(tail) || {
            let mut splits = tail.char_indices().skip(1).map(|(at, _)| tail.split_at(at));
            splits.any(|(inner, ending)| self.endings.contains(ending) && self.inner.contains(inner))
        }
    }
}

/// A word (in lower case) with its first letter in upper case.
pub(crate) fn capitalized(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// What an affix adds, and whether it has flags of its own: `ción/S`; `0` is nothing.
fn split_flags(field: &str) -> (&str, bool) {
    let (added, has_flags) = field.split_once('/').map_or((field, false), |(added, _)| (added, true));
    (if added == "0" { "" } else { added }, has_flags)
}

#[cfg(test)]
mod tests {
    use super::*;

    const AFFIXES: &str = "SET UTF-8\nICONV 1\nICONV ß ss\nPFX A Y 2\nPFX A 0 re .\nPFX A no ig no\n\
        SFX B Y 2\nSFX B ar ción/S ar\nSFX B r da r\nSFX S Y 1\nSFX S ón ones ón\n";

    #[test]
    fn prefixes_stems_and_endings_are_allowed_and_nothing_else() {
        let outline = Outline::new(AFFIXES, "3\nnotar/AB\nplan/S\nMcPlan\n").unwrap();
        for word in
            ["notar", "Renotar", "notación", "NOTACIONES", "renotada", "igtar", "plan", "McPlan", "Mcplan", "ß", "a-b"]
        {
            assert!(outline.allows(word), "{word}");
        }
        for word in ["nxotar", "notarx", "renotxar", "Planx", "xplan"] {
            assert!(!outline.allows(word), "{word}");
        }
        assert!(Outline::new("COMPOUNDFLAG X\n", "1\na\n").is_none());
    }
}

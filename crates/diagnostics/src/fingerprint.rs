//! Fingerprints of findings, which stay the same from one run to the next while the page changes around them.

use std::collections::HashMap;
use std::fmt;

use firstaid_text::SourceFile;
use serde::{Serialize, Serializer};
use sha3::{Digest, Sha3_256};

use crate::{Diagnostic, FileDiagnostics};

/// The first half of a SHA3-256 hash of rule, path, the text of the finding and the words around it. Line numbers, the
/// amount of whitespace and line ends do not matter.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint([u8; 16]);

/// A fingerprint, and the number of the finding (from 1) among those of the page with the same fingerprint.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Occurrence {
    pub fingerprint: Fingerprint,
    pub number: u32,
}

/// Number of words on either side that are hashed: enough to distinguish two places, few enough that most edits of a
/// paragraph change nothing.
const CONTEXT_WORDS: usize = 3;

/// Maximum number of characters of these words on either side: a word may be as long as the page.
const CONTEXT_LETTERS: usize = 120;

/// Maximum number of characters, with whitespace, that are searched for these words.
const CONTEXT_WINDOW: usize = 2000;

/// Follows each part of what is hashed.
const SEPARATOR: &str = "\0";

/// The fingerprint of a finding.
///
/// If the finding has no text, because a field is missing for example, its message is hashed instead. Words beyond a
/// blank line are not hashed.
pub fn fingerprint(source: &SourceFile, diagnostic: &Diagnostic) -> Fingerprint {
    let found = source.slice(diagnostic.range);
    let mut hashed = String::with_capacity(256);
    let mut add = |part: &str| hashed.extend([part, SEPARATOR]);
    add(diagnostic.rule.0);
    add(source.path());
    if found.trim().is_empty() {
        add(&diagnostic.message);
    } else {
        found.split_whitespace().for_each(&mut add);
        add("");
        let (before, after) = source.text().split_at(diagnostic.range.start() as usize);
        add_context(before.chars().rev(), &mut hashed);
        hashed.push_str(SEPARATOR);
        add_context(after[found.len()..].chars(), &mut hashed);
    }
    let mut half = [0; 16];
    half.copy_from_slice(&Sha3_256::digest(&hashed)[..16]);
    Fingerprint(half)
}

/// The fingerprints of the findings of a page, in order.
pub fn occurrences(file: &FileDiagnostics) -> Vec<Occurrence> {
    let mut seen: HashMap<Fingerprint, u32> = HashMap::new();
    let number = |diagnostic: &Diagnostic| {
        let fingerprint = fingerprint(&file.source, diagnostic);
        let number = seen.entry(fingerprint).or_default();
        *number += 1;
        Occurrence { fingerprint, number: *number }
    };
    file.diagnostics.iter().map(number).collect()
}

/// Appends the first words up to a blank line, each followed by the separator.
fn add_context(text: impl Iterator<Item = char>, hashed: &mut String) {
    let (mut words, mut letters, mut line_ends) = (0, 0, 0);
    let mut is_in_word = false;
    for c in text.take(CONTEXT_WINDOW).filter(|&c| c != '\u{feff}') {
        let ends_word = is_in_word && c.is_whitespace();
        line_ends += usize::from(c == '\n');
        words += usize::from(ends_word);
        if letters == CONTEXT_LETTERS || line_ends == 2 || words == CONTEXT_WORDS {
            break;
        }
        if ends_word {
            hashed.push_str(SEPARATOR);
            is_in_word = false;
        } else if !c.is_whitespace() {
            hashed.push(c);
            (letters, line_ends, is_in_word) = (letters + 1, 0, true);
        }
    }
    if is_in_word {
        hashed.push_str(SEPARATOR);
    }
}

impl Fingerprint {
    /// Parses the 32 hexadecimal digits, in lower case, that [`fmt::Display`] writes.
    pub fn parse(digits: &str) -> Option<Self> {
        let mut bytes = [0; 16];
        if digits.len() != 32 || !digits.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
            return None;
        }
        for (n, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&digits[2 * n..2 * n + 2], 16).ok()?;
        }
        Some(Self(bytes))
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", u128::from_be_bytes(self.0))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Occurrence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.fingerprint, self.number)
    }
}

impl Serialize for Occurrence {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use firstaid_text::TextRange;
    use proptest::prelude::*;

    use super::*;
    use crate::{RuleName, Severity};

    /// The fingerprint of a finding at the first `Ostel`.
    fn of(text: &str) -> Fingerprint {
        let at = text.find("Ostel").unwrap() as u32;
        let range = TextRange::new(at, at + 5);
        let found = Diagnostic::new(RuleName("stale-tool"), Severity::Error, range, "gone");
        fingerprint(&SourceFile::new("en/A.md", text), &found)
    }

    #[test]
    fn text_further_away_does_not_matter() {
        let text = "For your calls use Ostel if you can or else.\n";
        for other in [
            "\u{feff}# New\n\nMuch\n\nFor your calls use Ostel if you can and then.\n\nMore.\n",
            "\r\n\r\nFor your\r\ncalls  use\tOstel if you\r\ncan\r\n",
            "Look! For your calls use Ostel if you can",
        ] {
            assert_eq!(of(text), of(other), "{other}");
        }
    }

    #[test]
    fn the_words_around_matter() {
        let text = "For your calls use Ostel if you can.\n";
        for other in
            ["For his calls use Ostel if you can.\n", "For your calls use Ostel if they can.\n", "use\n\nOstel"]
        {
            assert_ne!(of(text), of(other), "{other}");
        }
    }

    #[test]
    fn findings_without_text_differ_by_message() {
        let found = |message: &'static str| {
            let found = Diagnostic::new(RuleName("missing-field"), Severity::Error, TextRange::empty(0), message);
            fingerprint(&SourceFile::new("en/A.md", "text"), &found)
        };
        assert_ne!(found("`title` is missing"), found("`date` is missing"));
    }

    #[test]
    fn equal_findings_are_numbered() {
        let source = SourceFile::new("en/A.md", "Ostel\n\nOstel\n");
        let at = |at: u32| Diagnostic::new(RuleName("x"), Severity::Error, TextRange::new(at, at + 5), "gone");
        let found = occurrences(&FileDiagnostics::new(source.into(), vec![at(0), at(7)]));
        assert_eq!(found[0].fingerprint, found[1].fingerprint);
        assert_eq!((found[0].number, found[1].number), (1, 2));
    }

    proptest! {
        #[test]
        fn moved_lines_keep_their_fingerprints(above in "([a-z#* ]{0,20}\r?\n){0,5}", line in "[a-zé🙂 ]{0,300}") {
            let page = format!("{line} Ostel {line}\n");
            prop_assert_eq!(of(&page), of(&format!("{above}\n{page}")));
        }

        #[test]
        fn any_place_has_a_fingerprint_that_reads_back(text in any::<String>(), start: prop::sample::Index) {
            let bounds: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let range = TextRange::from(*start.get(&bounds)..text.len());
            let found = Diagnostic::new(RuleName("x"), Severity::Error, range, "");
            let fingerprint = fingerprint(&SourceFile::new("A.md", text), &found);
            prop_assert_eq!(Fingerprint::parse(&fingerprint.to_string()), Some(fingerprint));
        }
    }
}

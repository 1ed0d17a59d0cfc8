//! What a finding is known by from one run to the next, when its page has changed around it.

use std::collections::HashMap;
use std::fmt;

use firstaid_text::SourceFile;
use sha3::{Digest, Sha3_256};

use crate::{Diagnostic, FileDiagnostics};

/// A hash over rule, page, the text of the finding and the words around it: not over lines, blanks or line ends.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint([u8; 16]);

/// The how-manyth finding of a page has this fingerprint, from 1.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Occurrence {
    pub fingerprint: Fingerprint,
    pub number: u32,
}

/// So many words on either side count: enough to tell two places apart, few enough to let a paragraph be edited.
const WORDS: usize = 3;
/// So many of their characters: a word may be as long as the page.
const LETTERS: usize = 120;
/// Words are looked for in so many characters.
const WINDOW: usize = 2000;

/// The fingerprint of a finding.
///
/// Where it points at no text, as at a field that is missing, its message stands in for the text. Words behind a blank
/// line are not around.
pub fn fingerprint(source: &SourceFile, diagnostic: &Diagnostic) -> Fingerprint {
    let found = source.slice(diagnostic.range);
    let mut hash = Sha3_256::new();
    let mut part = |part: &str| {
        hash.update(part.as_bytes());
        hash.update([0]);
    };
    part(diagnostic.rule.0);
    part(source.path());
    if found.trim().is_empty() {
        part(&diagnostic.message);
    } else {
        let (before, after) = source.text().split_at(diagnostic.range.start() as usize);
        let after = &after[found.len()..];
        found.split_whitespace().for_each(&mut part);
        part("");
        let around = [words(before.chars().rev()), vec![String::new()], words(after.chars())];
        for word in around.iter().flatten() {
            part(word);
        }
    }
    let mut short = [0; 16];
    short.copy_from_slice(&hash.finalize()[..16]);
    Fingerprint(short)
}

/// The fingerprints of a page's findings, in their order, each with its number among those that are the same.
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

/// The first words, up to a blank line. How much is blank between them makes no difference.
fn words(text: impl Iterator<Item = char>) -> Vec<String> {
    let mut words = vec![String::new()];
    let (mut letters, mut line_ends) = (0, 0);
    for c in text.take(WINDOW).filter(|&c| c != '\u{feff}') {
        let ends_word = c.is_whitespace() && words.last().is_some_and(|word| !word.is_empty());
        line_ends += usize::from(c == '\n');
        if letters == LETTERS || line_ends == 2 || ends_word && words.len() == WORDS {
            break;
        }
        if ends_word {
            words.push(String::new());
        } else if let Some(word) = words.last_mut().filter(|_| !c.is_whitespace()) {
            word.push(c);
            (letters, line_ends) = (letters + 1, 0);
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

impl Fingerprint {
    /// As [`fmt::Display`] writes it.
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
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
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
    fn what_stands_further_off_makes_no_difference() {
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
    fn what_stands_around_does() {
        let text = "For your calls use Ostel if you can.\n";
        for other in
            ["For his calls use Ostel if you can.\n", "For your calls use Ostel if they can.\n", "use\n\nOstel"]
        {
            assert_ne!(of(text), of(other), "{other}");
        }
    }

    #[test]
    fn where_nothing_is_shown_the_message_tells_findings_apart() {
        let found = |message: &str| {
            let found = Diagnostic::new(RuleName("missing-field"), Severity::Error, TextRange::empty(0), message);
            fingerprint(&SourceFile::new("en/A.md", "text"), &found)
        };
        assert_ne!(found("`title` is missing"), found("`date` is missing"));
    }

    #[test]
    fn the_same_again_has_the_next_number() {
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

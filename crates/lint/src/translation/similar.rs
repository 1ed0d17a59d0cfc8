//! How alike two short texts of different languages look; they can share names, numbers and cognates.

#![expect(clippy::cast_precision_loss, reason = "blocks and letters are few")]

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Maximum characters that are compared; the name of a link target is at the beginning of its text.
const MAX_CHARS: usize = 200;

/// A text prepared for comparison: the letter trigrams of its words.
#[derive(Debug)]
pub(super) struct Shape {
    /// Sorted, each once.
    trigrams: Vec<[char; 3]>,
}

impl Shape {
    pub(super) fn new(text: &str) -> Self {
        let mut trigrams = Vec::new();
        let folded = folded(text);
        for word in folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
            let letters: Vec<char> = std::iter::once(' ').chain(word.chars()).chain([' ']).collect();
            trigrams.extend(letters.windows(3).map(|three| [three[0], three[1], three[2]]));
        }
        trigrams.sort_unstable();
        trigrams.dedup();
        Self { trigrams }
    }

    /// From 0 to 1: the share of common trigrams (Dice's coefficient).
    pub(super) fn likeness(&self, other: &Self) -> f32 {
        let all = self.trigrams.len() + other.trigrams.len();
        let common = self.trigrams.iter().filter(|it| other.trigrams.binary_search(it).is_ok()).count();
        if all == 0 { 0.0 } else { 2.0 * common as f32 / all as f32 }
    }
}

/// Whether two words look like one word of two languages: they have half of their letters in common, from the beginning
/// or in groups of three. Very short words are compared whole.
pub(super) fn are_cognates(one: &str, other: &str) -> bool {
    /// Minimum common letters at the beginning.
    const MIN_COMMON: usize = 4;
    /// Minimum likeness from 0 to 1.
    const MIN_LIKENESS: f32 = 0.5;
    let (a, b) = (folded(one), folded(other));
    let (len, other_len) = (a.chars().count(), b.chars().count());
    if len.min(other_len) < MIN_COMMON {
        return a == b;
    }
    let common = a.chars().zip(b.chars()).take_while(|(one, other)| one == other).count();
    common >= MIN_COMMON && common * 2 + 1 >= len.max(other_len)
        || Shape::new(&a).likeness(&Shape::new(&b)) >= MIN_LIKENESS
}

/// In lower case, without accents, Cyrillic letters transliterated.
fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.nfd().filter(|&c| !is_combining_mark(c)).take(MAX_CHARS).flat_map(char::to_lowercase) {
        match latin(c) {
            Some(latin) => out.push_str(latin),
            None => out.push(c),
        }
    }
    out
}

/// The transliteration of a Russian letter in names (after ICAO 9303, shortened to the letters that cognates share).
fn latin(c: char) -> Option<&'static str> {
    const LETTERS: [&str; 32] = [
        "a", "b", "v", "g", "d", "e", "zh", "z", "i", "i", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f", "h",
        "c", "ch", "sh", "sh", "", "y", "", "e", "u", "a",
    ];
    let place = (c as u32).checked_sub(0x430)?;
    LETTERS.get(place as usize).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn likeness(a: &str, b: &str) -> f32 {
        Shape::new(a).likeness(&Shape::new(b))
    }

    #[test]
    fn names_and_cognates_are_alike_across_languages() {
        for (text, right, wrong) in [
            ("Security in a Box", "la guía Security in a Box", "la guía Me and My Shadow"),
            ("list of organizations", "lista de organizaciones", "verifica un sitio web"),
            ("certificate", "сертификат", "пароль"),
            ("Électronique", "electronica", "ordinateur"),
        ] {
            assert!(likeness(text, right) > likeness(text, wrong) + 0.2, "{text}");
        }
    }

    #[test]
    fn cognates_share_letters() {
        for (one, other) in
            [("install", "instalar"), ("metadata", "метаданные"), ("perfect", "perfecta"), ("faq", "FAQ")]
        {
            assert!(are_cognates(one, other), "{one} {other}");
        }
        for (one, other) in [("garden", "jardín"), ("gate", "puerta"), ("worth", "valor")] {
            assert!(!are_cognates(one, other), "{one} {other}");
        }
    }

    #[test]
    fn empty_texts_are_not_alike() {
        assert!(likeness("", "").abs() < f32::EPSILON);
        assert!((likeness("Tor", "tor") - 1.0).abs() < f32::EPSILON);
    }
}

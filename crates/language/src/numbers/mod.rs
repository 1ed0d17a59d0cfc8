//! The numbers that a text gives: in digits of any script, in words, with the units that they count.
//!
//! Dates, times, versions, ordinals and what is a name with digits in it may match a number and are never missed: they
//! are the business of others. It must never take an article for a number.

mod digits;
mod units;
mod words;

use std::ops::Range;

use digits::{Digits, digits_at};
pub use units::Unit;
use units::{is_dual, unit};
use words::{CONNECTORS, Numeral, Words, numeral, words};

/// A number in a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Quantity {
    /// In thousandths: what it can be read as (`1.500` is two numbers).
    pub values: [u64; 2],
    pub unit: Option<Unit>,
    pub range: Range<usize>,
    pub kind: QuantityKind,
}

/// How much a number weighs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum QuantityKind {
    /// It can be the translation of a number, and need not be one.
    Possible,
    /// In words: languages have other ways to say it.
    Words,
    /// In digits.
    Digits,
}

const ONE: u64 = 1000;

impl Quantity {
    /// Whether the two are as much: the same number of the same thing, as far as that is said.
    pub fn is_as_much(&self, other: &Self) -> bool {
        match (self.unit, other.unit) {
            (Some(unit), Some(its)) => {
                let readings = self.values.iter().flat_map(|&a| other.values.iter().map(move |&b| (a, b)));
                readings.into_iter().any(|(a, b)| Unit::is_as_much((a, unit), (b, its)))
            }
            _ => self.has_same_value(other),
        }
    }

    pub fn has_same_value(&self, other: &Self) -> bool {
        self.values.iter().any(|value| other.values.contains(value))
    }
}

/// Whether the number words of a language are known.
pub fn has_words(language: &str) -> bool {
    words(language).is_some()
}

/// The numbers of a text, in order.
pub fn quantities(language: &str, text: &str) -> Vec<Quantity> {
    let mut reader = Reader { language, words: words(language), text, found: Vec::new() };
    let mut at = 0;
    while let Some((start, is_digits)) = next_start(text, at) {
        at = if is_digits { reader.read_digits(start) } else { reader.read_words(start) };
    }
    reader.found
}

/// The next word or number: where it begins, and whether it begins with a digit.
fn next_start(text: &str, from: usize) -> Option<(usize, bool)> {
    let (at, c) = text[from..].char_indices().find(|(_, c)| c.is_alphanumeric())?;
    Some((from + at, digits::value_of(c).is_some()))
}

struct Reader<'t> {
    language: &'t str,
    words: Option<&'static Words>,
    text: &'t str,
    found: Vec<Quantity>,
}

impl Reader<'_> {
    /// Reads what begins with a digit; returns where it ends.
    fn read_digits(&mut self, start: usize) -> usize {
        let Digits { values, end, is_plain } = digits_at(self.language, self.text, start);
        let (unit, unit_end) = self.unit_behind(end);
        let glued = self.text[end..].chars().next().is_some_and(char::is_alphabetic);
        let is_number = is_plain && (!glued || unit.is_some());
        let kind = if is_number && values[0] != ONE { QuantityKind::Digits } else { QuantityKind::Possible };
        self.found.push(Quantity { values, unit: unit.filter(|_| is_number), range: start..end, kind });
        if glued { word_end(self.text, end) } else { end.max(unit_end.min(end)) }
    }

    /// Reads a word, and the number that begins with it if it is one.
    fn read_words(&mut self, start: usize) -> usize {
        let end = word_end(self.text, start);
        let Some(words) = self.words else { return end };
        let has_digit = |range: Range<usize>| self.text[range].chars().any(|c| digits::value_of(c).is_some());
        if has_digit(start..end) {
            let values = self.text[start..end].chars().filter_map(digits::value_of);
            let value = values.fold(0_u64, |sum, digit| sum.saturating_mul(10).saturating_add(digit));
            let values = [value.saturating_mul(ONE); 2];
            self.found.push(Quantity { values, unit: None, range: start..end, kind: QuantityKind::Possible });
            return end;
        }
        let Some(first) = self.numeral(words, start..end) else {
            self.push_dual(start..end);
            return end;
        };
        let (number, end) = self.composed(words, first, end);
        let (unit, _) = self.unit_behind(end);
        let is_share = self.language != "de" && first.value == 100 && self.is_behind_per(start);
        let kind = if number.is_sure && !is_share { QuantityKind::Words } else { QuantityKind::Possible };
        let values = [number.value.saturating_mul(ONE); 2];
        self.found.push(Quantity { values, unit, range: start..end, kind });
        end
    }

    /// "pour cent", "por ciento".
    fn is_behind_per(&self, start: usize) -> bool {
        let before = self.text[..start].trim_end();
        ["pour", "por"].iter().any(|per| before.ends_with(per))
    }

    /// An Arabic pair: the word has its number in its ending.
    fn push_dual(&mut self, range: Range<usize>) {
        let word = &self.text[range.clone()];
        if self.language == "ar" && is_dual(word) {
            let kind = QuantityKind::Possible;
            self.found.push(Quantity { values: [2 * ONE; 2], unit: unit("ar", word), range, kind });
        }
    }

    fn numeral(&self, words: &Words, range: Range<usize>) -> Option<Numeral> {
        /// The longest is `siebenundzwanzig`, in bytes that of Russian `четырнадцати`.
        const MAX: usize = 32;
        let word = &self.text[range];
        if word.len() > MAX {
            return None;
        }
        let is_lower = word.bytes().all(|b| b.is_ascii_lowercase());
        if is_lower { numeral(words, self.language, word) } else { numeral(words, self.language, &word.to_lowercase()) }
    }

    /// A number of several words, the first of which ends at `end`: "two hundred and five", "soixante-dix".
    fn composed(&self, words: &Words, first: Numeral, end: usize) -> (Numeral, usize) {
        let (mut total, mut current, mut end) = (0_u64, first.value, end);
        let mut is_sure = first.is_sure;
        while let Some((next, range)) = self.next_numeral(words, end) {
            let fits = |under: u64, of: u64| next.value < under && current % of == 0 && current > 0;
            if next.value >= 1000 && next.value.is_multiple_of(1000) && total == 0 {
                total = current.saturating_mul(next.value);
                current = 0;
            } else if next.value == 100 && (2..10).contains(&current) {
                current *= 100;
            } else if current == 4 && next.value == 20 && self.language == "fr" {
                current = 80;
            } else if current >= 20 && fits(10, 10)
                || fits(100, 100)
                || current == 0 && next.value < 1000
                || matches!(current, 60 | 80) && next.value < 20 && self.language == "fr"
                || current < 10 && (10..100).contains(&next.value) && self.language == "ar"
            {
                current += next.value;
            } else {
                break;
            }
            is_sure = true;
            end = range.end;
        }
        (Numeral { value: total.saturating_add(current), is_sure }, end)
    }

    /// The numeral that goes on behind a place: after a blank or a hyphen, or after a connecting word.
    fn next_numeral(&self, words: &Words, at: usize) -> Option<(Numeral, Range<usize>)> {
        let next_word = |at: usize| {
            let rest = &self.text[at..];
            let start = at + rest.strip_prefix([' ', '\u{a0}', '-', '\u{2011}']).map_or(0, |it| rest.len() - it.len());
            let is_word = start > at && self.text[start..].starts_with(char::is_alphabetic);
            is_word.then(|| start..word_end(self.text, start))
        };
        let range = next_word(at)?;
        if CONNECTORS.contains(&&self.text[range.clone()]) {
            let range = next_word(range.end)?;
            return Some((self.numeral(words, range.clone())?, range));
        }
        Some((self.numeral(words, range.clone())?, range))
    }

    /// The unit that a number counts: the word behind it, or a sign of percent.
    fn unit_behind(&self, end: usize) -> (Option<Unit>, usize) {
        let rest = self.text[end..].trim_start_matches([' ', '\u{a0}', '\u{202f}', '-', '\u{2011}']);
        let start = self.text.len() - rest.len();
        if rest.starts_with(['%', '٪']) {
            return (Some(Unit::Percent), start);
        }
        let stop = word_end(self.text, start);
        let word = self.text[start..stop].to_lowercase();
        (unit(self.language, &word), stop)
    }
}

/// Where the letters and digits that begin at a place end.
fn word_end(text: &str, start: usize) -> usize {
    let is_inside =
        |c: char| c.is_alphanumeric() || matches!(c, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{670}');
    text[start..].find(|c| !is_inside(c)).map_or(text.len(), |len| start + len)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(language: &str, text: &str) -> Vec<String> {
        let shown = |it: &Quantity| {
            let unit = it.unit.map(|unit| format!(" {unit:?}")).unwrap_or_default();
            let value = it.values[0] / ONE;
            format!("{value}{unit}{}", if it.kind == QuantityKind::Possible { "?" } else { "" })
        };
        quantities(language, text).iter().map(shown).collect()
    }

    #[test]
    fn numbers_are_read_in_words_and_digits() {
        for (language, text, expected) in [
            ("en", "Within two hours, or 24 hours.", vec!["2 Hour", "24 Hour"]),
            ("es", "en dos horas, o 24 h; treinta y un días", vec!["2 Hour", "24 Hour", "31 Day"]),
            ("fr", "quatre-vingt-dix jours, soixante-dix, 8 Go", vec!["90 Day", "70", "8 Gigabyte"]),
            ("de", "einundzwanzig Tage und 2 Wochen", vec!["21 Day", "2 Week"]),
            ("ru", "двух часов, 8 ГБ, двадцать четыре часа", vec!["2 Hour", "8 Gigabyte", "24 Hour"]),
            ("ar", "خلال ٢٤ ساعة أو خلال ساعتين", vec!["24 Hour", "2 Hour?"]),
            ("ar", "خمس عشرة دقيقة، خمسة وعشرون يومًا", vec!["15 Minute", "25 Day"]),
            ("en", "two hundred and five thousand, 50% of 3", vec!["205000", "50 Percent", "3"]),
        ] {
            assert_eq!(found(language, text), expected, "{text}");
        }
    }

    #[test]
    fn what_may_be_no_number_is_only_possible() {
        for (language, text) in [
            ("en", "one of them"),
            ("fr", "un neuf"),
            ("de", "Acht"),
            ("en", "2FA, IPv6 and MP3"),
            ("en", "14:30, 24/7, 2018-02-24, 1.2.3"),
            ("fr", "pour cent"),
        ] {
            let all = found(language, text);
            assert!(!all.is_empty() && all.iter().all(|it| it.ends_with('?')), "{text}: {all:?}");
        }
    }

    #[test]
    fn amounts_are_compared_across_units() {
        let one = |language: &str, text: &str| quantities(language, text).remove(0);
        for (en, es, is_as_much) in [
            ("24 hours", "un día", true),
            ("two weeks", "14 días", true),
            ("two weeks", "quince días", true),
            ("12 months", "un año", true),
            ("two hours", "dos días", false),
            ("8 GB", "8 MB", false),
            ("1,500 people", "1.500 personas", true),
            ("1.5 hours", "1,5 horas", true),
        ] {
            assert_eq!(one("en", en).is_as_much(&one("es", es)), is_as_much, "{en} {es}");
        }
    }
}

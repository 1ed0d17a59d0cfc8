//! Chinese numerals, which stand in a row of characters without blanks: "三个月", "二十五天", "一百零五".
//!
//! Many words have a numeral in them ("十分" is very, "三星" a company). A number is sure only with a unit or measure
//! word behind it.

use super::words::Words;

/// Maximum characters of a number: 九千九百九十九万九千九百九十九 has 15.
const MAX_CHARS: usize = 18;

/// A numeral in a row of characters.
pub(super) struct Numeral {
    pub(super) value: u64,
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether a measure word follows.
    pub(super) is_measured: bool,
    /// Whether it may be no amount: an ordinal, a day of the week, "some ten".
    pub(super) is_vague: bool,
    /// "百分之…"
    pub(super) is_percentage: bool,
}

/// The first numeral between two places of a text, where no word that only looks like one stands.
pub(super) fn next(words: &Words, text: &str, from: usize, to: usize) -> Option<Numeral> {
    let mut at = from;
    while at < to {
        let c = text[at..].chars().next()?;
        // "十分" is very, "十分钟" are ten minutes.
        let is_word = |word: &str| text[at..].strip_prefix(word).is_some_and(|rest| !rest.starts_with(['钟', '鐘']));
        if let Some(word) = words.no_numbers.iter().find(|word| is_word(word)) {
            at += word.len();
            continue;
        }
        let digits = text[at..to].chars().take(MAX_CHARS).take_while(|&c| value_of(words, c).is_some());
        let row: Vec<u64> = digits.filter_map(|c| value_of(words, c)).collect();
        if row.is_empty() {
            at += c.len_utf8();
            continue;
        }
        let end = at + text[at..].chars().take(row.len()).map(char::len_utf8).sum::<usize>();
        let (before, behind) = (&text[..at], &text[end..]);
        let begins = |words: &[&str]| words.iter().any(|word| behind.starts_with(word));
        return Some(Numeral {
            value: value(&row),
            start: at,
            end,
            is_measured: begins(&words.measures),
            is_vague: is_about(&row)
                || words.vague_before.iter().any(|word| before.ends_with(word))
                || begins(&words.vague_behind),
            is_percentage: words.per_hundred.is_some_and(|per| before.ends_with(per)),
        });
    }
    None
}

/// Whether two digits say a number vaguely: "两三个" is two or three.
fn is_about(row: &[u64]) -> bool {
    matches!(row, [one, other] if *other < 10 && one + 1 == *other)
}

/// The value of a character.
fn value_of(words: &Words, c: char) -> Option<u64> {
    let mut bytes = [0; 4];
    words.get(c.encode_utf8(&mut bytes)).map(|it| it.value)
}

/// The value of a row of characters: digits, and the powers of ten that multiply what stands before them.
fn value(row: &[u64]) -> u64 {
    if row.iter().all(|&it| it < 10) {
        return row.iter().fold(0, |value: u64, it| value.saturating_mul(10).saturating_add(*it));
    }
    let (mut total, mut section, mut digit) = (0_u64, 0_u64, 0_u64);
    for &it in row {
        match it {
            0..10 => digit = it,
            10..10_000 => {
                section = section.saturating_add(digit.max(1).saturating_mul(it));
                digit = 0;
            }
            _ => {
                total = total.saturating_add(section.saturating_add(digit).max(1)).saturating_mul(it);
                (section, digit) = (0, 0);
            }
        }
    }
    total.saturating_add(section).saturating_add(digit)
}

//! Phone numbers: their groups of digits are no numbers, the whole is one.

use super::digits::value_of;

/// Minimum digits of a phone number with a country code, and of one without.
const MIN_DIGITS: [usize; 2] = [7, 9];

/// Maximum digits; by ITU-T E.164.
const MAX_DIGITS: usize = 15;

/// Minimum groups of a phone number without a country code.
const MIN_GROUPS: usize = 3;

/// A phone number: its digits as a number, and its end.
pub(super) fn phone_at(text: &str, start: usize) -> Option<(u64, usize)> {
    let has_code = text[..start].ends_with('+');
    let groups = groups(text, start);
    let end = groups.last()?.1;
    let digits: Vec<u64> = text[start..end].chars().filter_map(value_of).collect();
    let sizes = || groups.iter().map(|(from, to)| text[*from..*to].chars().count());
    // "10 000 000" is an amount, "2018-02-24" a date.
    let is_amount = || sizes().skip(1).all(|size| size == 3);
    let is_date = || groups.len() == MIN_GROUPS && sizes().any(|size| size == 4) && digits.len() <= 8;
    let is_phone = if has_code {
        digits.len() >= MIN_DIGITS[0]
    } else {
        digits.len() >= MIN_DIGITS[1] && groups.len() >= MIN_GROUPS && !is_amount() && !is_date()
    };
    let value = || digits.iter().fold(0_u64, |sum, digit| sum * 10 + digit);
    (is_phone && digits.len() <= MAX_DIGITS).then(|| (value(), end))
}

/// The groups of digits from `start` on, with a blank, a hyphen, a full stop or brackets between them.
fn groups(text: &str, start: usize) -> Vec<(usize, usize)> {
    /// Maximum separators between two groups: `) (`.
    const MAX_BETWEEN: usize = 3;
    let mut found = Vec::new();
    let mut at = start;
    while found.len() <= MAX_DIGITS {
        let len = text[at..].find(|c| value_of(c).is_none()).unwrap_or(text.len() - at);
        if len == 0 {
            break;
        }
        found.push((at, at + len));
        let between = text[at + len..].chars().take_while(|c| matches!(c, ' ' | '\u{a0}' | '-' | '.' | '(' | ')'));
        let between: Vec<char> = between.collect();
        // "1.5" has a full stop, too: a phone number has more than one, or other separators; `phone_at` counts groups.
        if between.is_empty() || between.len() > MAX_BETWEEN {
            break;
        }
        at += len + between.iter().map(|c| c.len_utf8()).sum::<usize>();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phone_numbers_are_read_as_one() {
        for (text, value) in [
            ("(+41) 22 555 01 88 or", Some(41_225_550_188)),
            ("+352 247 88444.", Some(35_224_788_444)),
            ("06 12 34 56 78", Some(612_345_678)),
            ("(202) 555-0143, 2", Some(2_025_550_143)),
            ("10 000 000 people", None),
            ("2018-02-24", None),
            ("1.500.000", None),
            ("24 7", None),
        ] {
            let start = text.find(|c: char| c.is_ascii_digit()).unwrap();
            assert_eq!(phone_at(text, start).map(|(value, _)| value), value, "{text}");
        }
    }
}

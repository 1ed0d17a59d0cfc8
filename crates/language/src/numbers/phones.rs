//! Phone numbers: their groups of digits are no numbers, the whole is one.
//!
//! Dates, ranges and versions are rows of groups, too. Only what is written as phone numbers are is certainly one.

use super::digits::value_of;

/// Minimum digits of a phone number with a country code, and of one without.
const MIN_DIGITS: [usize; 2] = [7, 9];

/// Maximum digits; by ITU-T E.164.
const MAX_DIGITS: usize = 15;

/// Minimum groups of a phone number without a country code, and of one that nothing else shows to be one.
const MIN_GROUPS: [usize; 2] = [3, 4];

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Phone {
    /// Its digits as a number.
    pub(super) value: u64,
    pub(super) end: usize,
    /// `false` if it may be a row of other numbers.
    pub(super) is_sure: bool,
}

/// The phone number that begins at `start`, behind its `+` or opening bracket.
pub(super) fn phone_at(text: &str, start: usize) -> Option<Phone> {
    let before = text[..start].trim_end_matches(['(', '[']);
    // "C++11" is no country code.
    let has_code = before.strip_suffix('+').is_some_and(|it| !it.ends_with(|c: char| c == '+' || c.is_alphanumeric()));
    let groups = groups(text, start);
    let end = groups.last()?.range.1;
    let digits: Vec<u64> = text[start..end].chars().filter_map(value_of).collect();
    if digits.len() > MAX_DIGITS || holds_date(&groups) {
        return None;
    }
    let is_sure = if has_code {
        digits.len() >= MIN_DIGITS[0]
    } else {
        // "10 000 000" is an amount.
        let is_amount = groups.iter().skip(1).all(|group| group.size == 3);
        if digits.len() < MIN_DIGITS[1] || groups.len() < MIN_GROUPS[0] || is_amount {
            return None;
        }
        let sizes: Vec<usize> = groups.iter().map(|group| group.size).collect();
        let has_trunk = digits[0] == 0 && sizes[0] > 1;
        let has_area = text[..start].ends_with('(') && text[groups[0].range.1..].starts_with(')');
        has_trunk || has_area || sizes == [3, 3, 4]
    };
    let has_dots = groups.iter().any(|group| group.separator == '.');
    let is_phone = is_sure || groups.len() >= MIN_GROUPS[1] && !has_dots;
    let value = digits.iter().fold(0_u64, |sum, digit| sum * 10 + digit);
    is_phone.then_some(Phone { value, end, is_sure })
}

/// Digits, and the separator before them: a blank, a hyphen, a full stop or a bracket.
struct Group {
    range: (usize, usize),
    size: usize,
    separator: char,
    /// The year of four digits, or zero.
    year: u64,
}

/// Whether three groups are a date, or two are years: "01.02.2020-03.04.2020", "2018-2019 2020".
fn holds_date(groups: &[Group]) -> bool {
    let is_year = |group: &Group| (1900..2100).contains(&group.year);
    let is_date = |of: &[Group]| {
        let are_joined = of[1].separator == of[2].separator && matches!(of[1].separator, '.' | '-');
        let are_days = |one: &Group, other: &Group| one.size <= 2 && other.size <= 2;
        are_joined && (is_year(&of[0]) && are_days(&of[1], &of[2]) || are_days(&of[0], &of[1]) && is_year(&of[2]))
    };
    groups.windows(3).any(is_date) || groups.iter().filter(|group| is_year(group)).count() > 1
}

/// The groups of digits from `start` on, with a blank, a hyphen, a full stop or brackets between them.
fn groups(text: &str, start: usize) -> Vec<Group> {
    /// Maximum separators between two groups: `) (`.
    const MAX_BETWEEN: usize = 3;
    let mut found: Vec<Group> = Vec::new();
    let (mut at, mut separator) = (start, '\0');
    while found.len() <= MAX_DIGITS {
        let len = text[at..].find(|c| value_of(c).is_none()).unwrap_or(text.len() - at);
        if len == 0 {
            break;
        }
        let digits = text[at..at + len].chars().filter_map(value_of);
        let size = digits.clone().count();
        let year = if size == 4 { digits.fold(0, |sum, digit| sum * 10 + digit) } else { 0 };
        found.push(Group { range: (at, at + len), size, separator, year });
        let between = text[at + len..].chars().take_while(|c| matches!(c, ' ' | '\u{a0}' | '-' | '.' | '(' | ')'));
        let between: Vec<char> = between.collect();
        // "1.5" has a full stop, too: a phone number has more than one, or other separators; `phone_at` counts groups.
        // A hyphen between blanks parts a range.
        let is_range = between.len() > 1 && between.contains(&'-') && between[0] != ')';
        if between.is_empty() || between.len() > MAX_BETWEEN || is_range {
            break;
        }
        separator = *between.last().unwrap_or(&'\0');
        at += len + between.iter().map(|c| c.len_utf8()).sum::<usize>();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phone(text: &str) -> Option<Phone> {
        phone_at(text, text.find(|c: char| c.is_ascii_digit()).unwrap())
    }

    #[test]
    fn phone_numbers_are_read_as_one() {
        for (text, value) in [
            ("(+41) 22 555 01 88 or", 41_225_550_188),
            ("+352 247 88444.", 35_224_788_444),
            ("06 12 34 56 78", 612_345_678),
            ("06.12.34.56.78", 612_345_678),
            ("0800-123-4567", 8_001_234_567),
            ("(202) 555-0143, 2", 2_025_550_143),
            ("202-555-0143", 2_025_550_143),
        ] {
            assert_eq!(phone(text).map(|it| (it.value, it.is_sure)), Some((value, true)), "{text}");
        }
    }

    #[test]
    fn amounts_dates_ranges_and_versions_are_none() {
        for text in [
            "10 000 000 people",
            "2018-02-24",
            "1.500.000",
            "24 7",
            "01.02.2020-03.04.2021",
            "01.02.2020 - 03.04.2021",
            "2024-01-15 14:30",
            "2018-2019 2020-2021",
            "01-02-2020 100 200",
            "192.168.10.25",
            "10.15.7.2024.1",
            "C++17 2014 10",
            "+2024-01-15 200",
        ] {
            assert_eq!(phone(text), None, "{text}");
        }
    }

    #[test]
    fn a_row_of_groups_may_be_one() {
        for (text, value) in [("8 800 555-35-35", 88_005_553_535), ("30-40 50-60 70", 3_040_506_070)] {
            assert_eq!(phone(text).map(|it| (it.value, it.is_sure)), Some((value, false)), "{text}");
        }
    }
}

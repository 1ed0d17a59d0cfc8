//! Numbers in Latin, Arabic, Persian, Indic and full-width digits, with the separators of their language.

use firstaid_text::digit_value;

use super::words::parts_digits_by_blanks;

/// A number as it is typed.
pub(super) struct Digits {
    /// Both readings, in thousandths; equal if there is only one.
    pub(super) values: [u64; 2],
    pub(super) end: usize,
    /// Whether it is a number rather than a date, time, version, fraction or the number of a list item.
    pub(super) is_plain: bool,
}

/// The sign of a ratio, for which most type a colon: "16∶9".
const RATIO: char = '\u{2236}';

/// The value of a digit of any script.
pub(super) fn value_of(c: char) -> Option<u64> {
    digit_value(c).map(u64::from)
}

/// Reads the number whose first digit is at `start`.
pub(super) fn digits_at(language: &str, text: &str, start: usize) -> Digits {
    let mut groups: Vec<(char, &str)> = Vec::new();
    let (mut sizes, mut has_hyphen) = (Sizes::default(), false);
    let (mut at, mut separator) = (start, '\0');
    loop {
        let len = text[at..].find(|c| value_of(c).is_none()).unwrap_or(text.len() - at);
        groups.push((separator, &text[at..at + len]));
        sizes.push(text[at..at + len].chars().count());
        has_hyphen |= separator == '-';
        at += len;
        let mut rest = text[at..].chars();
        let (Some(next), Some(behind)) = (rest.next(), rest.next()) else { break };
        let is_blank = matches!(next, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}');
        let joins = matches!(next, '.' | ',' | '٫' | '٬' | '\'' | '’' | ':' | RATIO | '/' | '-')
            || is_blank
                && is_group(&text[at + next.len_utf8()..])
                && sizes.may_lead()
                && parts_digits_by_blanks(language);
        if !joins
            || value_of(behind).is_none()
            || matches!(next, ':' | RATIO)
                && !(sizes.are_parts_of_time && is_part_of_time(digits_before(&text[at + next.len_utf8()..])))
        {
            break;
        }
        // A range is two numbers; with a third part it is a date.
        if next == '-' && !has_hyphen && !is_date(&text[at + 1..]) {
            break;
        }
        separator = next;
        at += next.len_utf8();
    }
    let (values, is_plain) = read(&groups);
    let begins_line = text[..start].trim_end_matches([' ', '\u{a0}']).chars().next_back().is_none_or(|c| c == '\n');
    let is_list_number = begins_line && text[at..].starts_with(['.', ')']);
    let is_plain = is_plain && !is_list_number && !is_ordinal(&text[..start], &text[at..]);
    Digits { values, end: at, is_plain }
}

/// Whether what stands around digits makes them an ordinal: "第2", "2つ目", or a full stop before a small letter; or the
/// base of numbers, which other languages name by a word: "16 進数".
fn is_ordinal(before: &str, behind: &str) -> bool {
    /// Maximum characters from the digits to the mark, with a counter between: "2番目".
    const REACH: usize = 3;
    let counter = behind.trim_start_matches(' ');
    let marked = || counter.chars().take(REACH).take_while(|c| !c.is_ascii() && c.is_alphanumeric()).any(|c| c == '目');
    let goes_on = || behind.strip_prefix(". ").is_some_and(|rest| rest.starts_with(char::is_lowercase));
    before.ends_with(['第', '제']) || counter.starts_with(['進', '进']) || marked() || goes_on()
}

/// What the sizes of groups of digits tell, in the order of the text; kept up to date because a stranger's page may
/// have millions of groups.
struct Sizes {
    first: Option<usize>,
    /// Whether all groups behind the first have three digits, or two.
    are_three: bool,
    are_two: bool,
    /// Whether the groups may be parts of a time: "14:30". Those of "ISO 9001:2015" are not.
    are_parts_of_time: bool,
}

impl Default for Sizes {
    fn default() -> Self {
        Self { first: None, are_three: true, are_two: true, are_parts_of_time: true }
    }
}

impl Sizes {
    fn push(&mut self, size: usize) {
        if self.first.is_some() {
            self.are_three &= size == 3;
            self.are_two &= size == 2;
        }
        self.first.get_or_insert(size);
        self.are_parts_of_time &= is_part_of_time(size);
    }

    /// Whether a group of three digits may follow: the first has up to three digits, each other one three, or, as in
    /// India, two.
    fn may_lead(&self) -> bool {
        let first = self.first.unwrap_or(0);
        first <= 3 && self.are_three || first <= 2 && self.are_two
    }
}

fn is_part_of_time(digits: usize) -> bool {
    digits <= 2
}

/// Number of the digits that a text begins with.
fn digits_before(rest: &str) -> usize {
    rest.chars().take_while(|&c| value_of(c).is_some()).count()
}

/// Whether exactly three digits follow.
fn is_group(rest: &str) -> bool {
    digits_before(rest) == 3
}

/// Whether the rest of a date follows: `02-24`.
fn is_date(rest: &str) -> bool {
    let digits = digits_before(rest);
    let mut behind = rest.chars().skip(digits);
    digits <= 2 && behind.next() == Some('-') && behind.next().is_some_and(|c| value_of(c).is_some())
}

/// Both readings in thousandths of groups of digits, each with the separator before it; and whether they are a number.
fn read(groups: &[(char, &str)]) -> ([u64; 2], bool) {
    let whole = |groups: &[(char, &str)]| {
        let digits = groups.iter().flat_map(|(_, group)| group.chars()).filter_map(value_of);
        digits.fold(0_u64, |sum, digit| sum.saturating_mul(10).saturating_add(digit))
    };
    let thousandths = |fraction: &str| {
        let digits = fraction.chars().filter_map(value_of).chain([0, 0, 0]).take(3);
        digits.fold(0, |sum, digit| sum * 10 + digit)
    };
    let all = whole(groups).saturating_mul(1000);
    let Some((last, fraction)) = groups.last().filter(|_| groups.len() > 1).copied() else { return ([all; 2], true) };
    let inner = &groups[1..groups.len() - 1];
    let is_odd = |separator: char| matches!(separator, ':' | RATIO | '/' | '-');
    if groups.iter().any(|(separator, _)| is_odd(*separator)) {
        return ([all; 2], false);
    }
    let are_groups = groups[1..].iter().all(|(separator, _)| *separator == last) && fraction.chars().count() == 3;
    let decimal = whole(&groups[..groups.len() - 1]).saturating_mul(1000).saturating_add(thousandths(fraction));
    let mut leading = Sizes::default();
    groups[..groups.len() - 1].iter().for_each(|(_, group)| leading.push(group.chars().count()));
    if are_groups && leading.may_lead() {
        let is_one = inner.is_empty() && matches!(last, '.' | ',');
        return ([all, if is_one { decimal } else { all }], true);
    }
    let is_number = inner.iter().all(|(separator, _)| *separator != last) && matches!(last, '.' | ',' | '٫');
    ([decimal; 2], is_number)
}

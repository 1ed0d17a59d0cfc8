//! International phone numbers, and `tel:` links.

use super::Found;
use crate::TokenKind;

/// Digits of a number with its country code (ITU-T E.164; the shortest are some islands').
const DIGITS: std::ops::RangeInclusive<usize> = 7..=15;

/// From so many digits on, what follows in brackets is a remark ("(24 h)").
const LONG_ENOUGH: usize = 7;

/// The phone numbers of a text, in order: `+` or `00`, a country code, and groups of digits with a blank, a hyphen, a
/// dot or brackets between.
///
/// Numbers without a country code are left out: they cannot be told from dates, amounts and versions.
pub(crate) fn phones(text: &str) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for at in memchr::memchr2_iter(b'+', b'0', text.as_bytes()) {
        let is_taken = found.last().is_some_and(|last| at < last.range.end);
        let Some(digits) = text[at..].strip_prefix('+').or_else(|| after_zeros(&text[at..])) else { continue };
        let goes_on = text[at..].starts_with('0') && ends_in_group(&text[..at]);
        if is_taken || goes_on || !may_begin_after(&text[..at]) {
            continue;
        }
        let first = text.len() - digits.len();
        let Some(len) = number_len(digits) else { continue };
        let range = at..first + len;
        let value = normalised(&text[range.clone()]);
        if DIGITS.contains(&(value.len() - 1)) && !is_amount(&digits[..len]) {
            found.push(Found { range, kind: TokenKind::Phone(value.into()) });
        }
    }
    found
}

/// The number of a `tel:` address: `+` and digits, or digits alone where it has no country code.
pub(crate) fn phone_in(url: &str) -> Option<String> {
    let rest = url.get(..4).filter(|scheme| scheme.eq_ignore_ascii_case("tel:")).map(|_| &url[4..])?;
    let number = rest.split([';', '?']).next().unwrap_or_default();
    let number = normalised(&number.replace("%20", " ").replace("%2B", "+").replace("%2b", "+"));
    number.contains(|c: char| c.is_ascii_digit()).then_some(number)
}

/// `+` for either sign of a country code, and the digits. A trunk digit in brackets, "(0)", is not dialled from abroad.
fn normalised(typed: &str) -> String {
    let digits: String = typed.replace("(0)", "").chars().filter_map(digit).collect();
    match after_zeros(&digits).filter(|_| !typed.trim_start().starts_with('+')) {
        Some(rest) => format!("+{rest}"),
        None if typed.trim_start().starts_with('+') => format!("+{digits}"),
        None => digits,
    }
}

/// ASCII digits, and those of Arabic and Persian pages.
fn digit(c: char) -> Option<char> {
    let value = match c {
        '0'..='9' => return Some(c),
        '\u{660}'..='\u{669}' => c as u32 - 0x660,
        '\u{6f0}'..='\u{6f9}' => c as u32 - 0x6f0,
        _ => return None,
    };
    char::from_digit(value, 10)
}

/// What follows `00` and, at most, a blank. No country code begins with a zero.
fn after_zeros(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("00")?;
    let rest = rest.strip_prefix([' ', '\u{a0}']).unwrap_or(rest);
    rest.starts_with(|c: char| matches!(c, '1'..='9')).then_some(rest)
}

/// Whether a number can begin behind this: not inside a word, a larger number, a formula, a time or an address.
fn may_begin_after(before: &str) -> bool {
    let Some(last) = before.chars().next_back() else { return true };
    let is_inside = last.is_alphanumeric() || matches!(last, '+' | '.' | ',' | '-' | '_' | '/' | '=' | '%' | '&' | '#');
    // "tel:+352" is one, "12:00 352" is none.
    let is_time = last == ':' && before[..before.len() - 1].ends_with(|c: char| c.is_ascii_digit());
    !is_inside && !is_time
}

/// Whether the last word before is a group of digits that `00` may go on: `98EC 0010`.
fn ends_in_group(before: &str) -> bool {
    let word = before.trim_end_matches([' ', '\u{a0}']).rsplit(|c: char| !c.is_alphanumeric()).next();
    word.is_some_and(|word| word.contains(|c: char| c.is_ascii_digit()))
}

/// How long the number is whose first digit or bracket the text begins with; `None` if it ends in a word.
fn number_len(text: &str) -> Option<usize> {
    let (mut at, mut digits) = (0, 0);
    loop {
        let group: usize = text[at..].chars().take_while(|&c| digit(c).is_some()).map(char::len_utf8).sum();
        let bracketed = bracket(&text[at..]).filter(|_| digits < LONG_ENOUGH);
        let (len, count) = match (group, bracketed) {
            (0, None) => break,
            (0, Some(found)) => found,
            (len, _) => (len, text[at..at + len].chars().count()),
        };
        (at, digits) = (at + len, digits + count);
        let between = separator(&text[at..]);
        let rest = &text[at + between..];
        let goes_on = rest.starts_with(|c| digit(c).is_some()) || bracket(rest).is_some() && digits < LONG_ENOUGH;
        // "24/7" behind a number is no part of it.
        if !goes_on || rest.starts_with("24/7") {
            break;
        }
        at += between;
    }
    let is_inside = text[at..].starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '%' | '+' | '@'));
    (at > 0 && !is_inside).then_some(at)
}

/// Digits in brackets, with their length and how many they are.
fn bracket(text: &str) -> Option<(usize, usize)> {
    let inner = text.strip_prefix('(')?.split_once(')')?.0;
    let count = inner.chars().count();
    (matches!(count, 1..=5) && inner.chars().all(|c| digit(c).is_some())).then_some((inner.len() + 2, count))
}

/// How long what stands between two groups is: blanks, or one mark with a blank beside it.
fn separator(text: &str) -> usize {
    let is_blank = |c: char| matches!(c, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}');
    let is_mark = |c: char| matches!(c, '-' | '\u{2010}' | '\u{2011}' | '\u{2013}' | '/');
    let blanks = |text: &str| text.chars().take(2).take_while(|&c| is_blank(c)).map(char::len_utf8).sum::<usize>();
    if text.starts_with('.') {
        return 1;
    }
    let before = blanks(text);
    let mark = text[before..].chars().next().filter(|&c| is_mark(c)).map_or(0, char::len_utf8);
    if mark == 0 { before } else { before + mark + blanks(&text[before + mark..]) }
}

/// Whether it is an amount: groups of three digits, round ("+10 000 000").
fn is_amount(digits: &str) -> bool {
    let groups: Vec<&str> = digits.split([' ', '.', '\u{a0}', '\u{202f}', '\u{2009}']).collect();
    groups.len() >= 3 && groups[1..].iter().all(|group| group.len() == 3) && groups.ends_with(&["000", "000"])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(String, String)> {
        let value = |kind| if let TokenKind::Phone(value) = kind { value.into_string() } else { String::new() };
        phones(text).into_iter().map(|found| (text[found.range].to_owned(), value(found.kind))).collect()
    }

    #[test]
    fn numbers_end_where_the_sentence_goes_on() {
        for (text, typed, value) in [
            ("Phone: +352 247 88444.", "+352 247 88444", "+35224788444"),
            ("+353 1 210 0489. 2014 was", "+353 1 210 0489", "+35312100489"),
            ("(00352 247-88444)", "00352 247-88444", "+35224788444"),
            ("00 49 30/1234-567, 8", "00 49 30/1234-567", "+49301234567"),
            ("+44 (0)20 7946 0958 (24 h)", "+44 (0)20 7946 0958", "+442079460958"),
            ("+1 (202) 555-0123 24/7", "+1 (202) 555-0123", "+12025550123"),
            ("Phone 1 +352 247 88444", "+352 247 88444", "+35224788444"),
            ("+1.800.555.1234…", "+1.800.555.1234", "+18005551234"),
            ("+33\u{a0}1\u{a0}4483\u{a0}6056 (24)", "+33\u{a0}1\u{a0}4483\u{a0}6056", "+33144836056"),
            ("هاتف: +٣٥٢ ٢٤٧ ٨٨٤٤٤.", "+٣٥٢ ٢٤٧ ٨٨٤٤٤", "+35224788444"),
        ] {
            assert_eq!(found(text), [(typed.to_owned(), value.to_owned())], "{text}");
        }
        assert_eq!(found("+352 247 88444 / +353 1 210 0489").len(), 2);
    }

    #[test]
    fn dates_versions_amounts_and_keys_are_none() {
        for text in [
            "2014-05-01 and 01.05.2014",
            "12:00 2014 2015 2016",
            "C++ 11 2014 2017",
            "1 + 2345678",
            "+10 000 000 readers",
            "1.2.3+20140501",
            "00-14-22-01-23-45",
            "+352 247",
            "+1234567890123456",
            "6CE6 221C 98EC 0010 0012 3456 7890",
            "+3522478844a",
            "?t=+352247884440",
            "00000000",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn tel_links_have_a_number() {
        assert_eq!(phone_in("TEL:+352-247-88444;ext=1").as_deref(), Some("+35224788444"));
        assert_eq!(phone_in("tel:00352%20247").as_deref(), Some("+352247"));
        assert_eq!(phone_in("tel:112").as_deref(), Some("112"));
        assert_eq!(phone_in("tel:"), None);
        assert_eq!(phone_in("té:1"), None);
    }
}

//! International phone numbers, and `tel:` links.

use firstaid_text::ascii_digit;

use super::found::Found;
use crate::token::TokenKind;

/// How many digits a number has, its country code included. At most 15 by ITU-T E.164; the shortest are of small
/// islands.
const DIGITS: std::ops::RangeInclusive<usize> = 7..=15;

/// After so many digits, brackets hold a remark ("(24 h)") and no part of the number.
const LONG_ENOUGH: usize = 7;

/// Text with more digits is not read on: brackets among them do not make it a number.
const MAX_TYPED_DIGITS: usize = 32;

/// Most digits in brackets.
const MAX_BRACKETED_DIGITS: usize = 5;

/// The phone numbers of a text, in order: `+` or `00`, a country code, and groups of digits separated by a space, a
/// hyphen, a slash, a dot or brackets.
///
/// Only numbers with a country code: others look like dates, amounts and versions.
pub(crate) fn phones(text: &str) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for at in memchr::memchr2_iter(b'+', b'0', text.as_bytes()) {
        if found.last().is_some_and(|last| at < last.range.end) {
            continue;
        }
        let (before, typed) = text.split_at(at);
        let Some(digits) = typed.strip_prefix('+').or_else(|| after_zeros(typed)) else { continue };
        if !may_begin_after(before) || typed.starts_with('0') && ends_in_group(before) {
            continue;
        }
        let first = text.len() - digits.len();
        let Some(len) = number_len(digits) else { continue };
        let range = at..first + len;
        let value = normalized(&text[range.clone()]);
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
    let number = normalized(&number.replace("%20", " ").replace("%2B", "+").replace("%2b", "+"));
    number.contains(|c: char| c.is_ascii_digit()).then_some(number)
}

/// `+` for either sign of a country code, and the digits. The trunk prefix "(0)" is not dialled from abroad.
fn normalized(typed: &str) -> String {
    let digits: String = typed.replace("(0)", "").chars().filter_map(ascii_digit).collect();
    match after_zeros(&digits).filter(|_| !typed.trim_start().starts_with('+')) {
        Some(rest) => format!("+{rest}"),
        None if typed.trim_start().starts_with('+') => format!("+{digits}"),
        None => digits,
    }
}

/// The text after `00` and at most one space. No country code begins with a zero.
fn after_zeros(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("00")?;
    let rest = rest.strip_prefix([' ', '\u{a0}']).unwrap_or(rest);
    rest.starts_with(|c: char| matches!(c, '1'..='9')).then_some(rest)
}

/// Whether a number may begin after this text: not inside a word, a larger number, a formula, a time or an address.
fn may_begin_after(before: &str) -> bool {
    let Some(last) = before.chars().next_back() else { return true };
    let is_inside = last.is_alphanumeric() || matches!(last, '+' | '.' | ',' | '-' | '_' | '/' | '=' | '%' | '&' | '#');
    // "tel:+352" is a number, "12:00 352" is not.
    let is_time = last == ':' && before[..before.len() - 1].ends_with(|c: char| c.is_ascii_digit());
    !is_inside && !is_time
}

/// Whether the last word is a group of digits that `00` may continue: `98EC 0010`.
fn ends_in_group(before: &str) -> bool {
    let word = before.trim_end_matches([' ', '\u{a0}']).rsplit(|c: char| !c.is_alphanumeric()).next();
    word.is_some_and(|word| word.contains(|c: char| c.is_ascii_digit()))
}

/// The length, in bytes, of the number that the text begins with, from its first digit or bracket; `None` if it ends in
/// a word or has too many digits.
fn number_len(text: &str) -> Option<usize> {
    let (mut at, mut digits) = (0, 0);
    loop {
        if digits > MAX_TYPED_DIGITS {
            return None;
        }
        let group: usize = text[at..].chars().take_while(|&c| ascii_digit(c).is_some()).map(char::len_utf8).sum();
        let bracketed = bracket(&text[at..]).filter(|_| digits < LONG_ENOUGH);
        let (len, count) = match (group, bracketed) {
            (0, None) => break,
            (0, Some(found)) => found,
            (len, _) => (len, text[at..at + len].chars().count()),
        };
        (at, digits) = (at + len, digits + count);
        let between = separator(&text[at..]);
        let rest = &text[at + between..];
        let goes_on = rest.starts_with(|c| ascii_digit(c).is_some()) || bracket(rest).is_some() && digits < LONG_ENOUGH;
        // "24/7" after a number says when to call.
        if !goes_on || rest.starts_with("24/7") {
            break;
        }
        at += between;
    }
    let is_inside = text[at..].starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '%' | '+' | '@'));
    (at > 0 && !is_inside).then_some(at)
}

/// The digits in brackets that a text begins with: their length in bytes, brackets included, and their number.
fn bracket(text: &str) -> Option<(usize, usize)> {
    let inner = text.strip_prefix('(')?;
    let digits = inner.chars().take(MAX_BRACKETED_DIGITS).take_while(|&c| ascii_digit(c).is_some());
    let (len, count) = digits.fold((0, 0), |(len, count), c| (len + c.len_utf8(), count + 1));
    (count > 0 && inner[len..].starts_with(')')).then_some((len + 2, count))
}

/// The length, in bytes, of what separates two groups: up to two spaces, or one mark with spaces around it.
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

/// Whether the digits are a round amount in groups of three ("+10 000 000").
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
    fn a_number_ends_before_the_rest_of_the_sentence() {
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
    fn dates_versions_amounts_and_keys_are_not_phone_numbers() {
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

//! OpenPGP fingerprints and key ids, by their shape and by the words before them.

use std::ops::{Range, RangeInclusive};
use std::sync::LazyLock;

use regex::Regex;

use super::context::{Context, context, is_key_behind};
use super::found::Found;
use super::hex::{HexWord, HexWords, between, digits};
use crate::token::TokenKind;

/// A character of a word, as Unicode's `\b` has it.
static WORD_CHAR: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^\w").expect("a valid pattern"));

/// The digits of an unbroken run that is a fingerprint: of version 3, 4 or 5, with a few missing or added.
const UNBROKEN_DIGITS: [RangeInclusive<usize>; 3] = [32..=32, 36..=44, 60..=68];

/// A text that is searched, as a part of a longer one: words around it say whose its digits are.
#[derive(Clone, Copy)]
struct Part<'t> {
    text: &'t str,
    whole: &'t str,
    /// Where the text begins in the whole.
    at: usize,
}

impl Part<'_> {
    fn context(self, at: usize) -> Context {
        context(self.whole, self.at + at)
    }
}

/// Maximum bytes between a fingerprint and a key id that belongs to it.
const MAX_BETWEEN: usize = 24;

/// OpenPGP fingerprints and key ids of a text, whole or damaged, in order and apart.
pub(crate) fn keys(text: &str) -> Vec<Found> {
    keys_of(Part { text, whole: text, at: 0 })
}

/// The same for a part of a text, such as a code span; the places found are in the part.
pub(crate) fn keys_within(whole: &str, range: Range<usize>) -> Vec<Found> {
    keys_of(Part { text: &whole[range.clone()], whole, at: range.start })
}

fn keys_of(part: Part<'_>) -> Vec<Found> {
    let text = part.text;
    let mut found = Vec::new();
    // Most text is decided by one cheap look.
    if !has_hex_run(text.as_bytes()) {
        return found;
    }
    let HexWords { words, may_be_id } = HexWords::new(text);
    let mut n = 0;
    while n < words.len() {
        let run = run_len(text, &words[n..]);
        // A single word is one only if it is long.
        if run > 1 || words[n].total as usize >= *UNBROKEN_DIGITS[0].start() {
            let range = fingerprint(part, &words[n..n + run]);
            found.extend(range.map(|range| Found { range, kind: TokenKind::Fingerprint }));
        }
        n += run;
    }
    if may_be_id {
        let fingerprints = found.len();
        for range in key_id_shapes(text) {
            let next = found[..fingerprints].partition_point(|other| other.range.end <= range.start);
            let is_apart = found[..fingerprints].get(next).is_none_or(|other| range.end <= other.range.start);
            let beside = &found[next.saturating_sub(1)..fingerprints.min(next + 1)];
            let is_beside_key = || beside.iter().any(|key| are_close(text, &key.range, &range));
            if is_apart && is_key_id(part, &range, is_beside_key) {
                found.push(Found { range, kind: TokenKind::KeyId });
            }
        }
        found.sort_by_key(|found| found.range.start);
    }
    found
}

/// Whether a text has four hexadecimal digits in a row, one of them a decimal digit. Every key has.
fn has_hex_run(bytes: &[u8]) -> bool {
    let is_end = |byte: &u8| !byte.is_ascii_hexdigit();
    let mut at = 0;
    while let Some(found) = first_digit(&bytes[at..]) {
        let digit = at + found;
        let before = bytes[at..digit].iter().rev().take_while(|byte| byte.is_ascii_hexdigit()).count();
        let end = bytes[digit..].iter().position(is_end).map_or(bytes.len(), |len| digit + len);
        if before + end - digit >= 4 {
            return true;
        }
        at = end;
    }
    false
}

/// The first decimal digit; most text has none, and is searched in chunks that the compiler turns into vectors.
fn first_digit(bytes: &[u8]) -> Option<usize> {
    let chunks = bytes.chunks(32);
    let without = chunks.take_while(|chunk| !chunk.iter().fold(false, |any, byte| any | byte.is_ascii_digit())).count();
    let skip = (without * 32).min(bytes.len());
    bytes[skip..].iter().position(u8::is_ascii_digit).map(|found| skip + found)
}

/// The words that may be key ids, in order: 8 or 16 hexadecimal digits, with or without `0x`.
fn key_id_shapes(text: &str) -> impl Iterator<Item = Range<usize>> {
    let bytes = text.as_bytes();
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + bytes[at..].iter().position(is_word)?;
            let end = bytes[start..].iter().position(|byte| !is_word(byte)).map_or(bytes.len(), |len| start + len);
            at = end;
            let word = &text[start..end];
            let typed = word.strip_prefix("0x").or_else(|| word.strip_prefix("0X")).unwrap_or(word);
            if matches!(typed.len(), 8 | 16)
                && typed.bytes().all(|b| b.is_ascii_hexdigit())
                && !text[..start].chars().next_back().is_some_and(is_word_char)
                && !text[end..].chars().next().is_some_and(is_word_char)
            {
                return Some(start..end);
            }
        }
    })
}

/// Whether a character beside a word of ASCII is part of it.
fn is_word_char(c: char) -> bool {
    !c.is_ascii() && WORD_CHAR.is_match(c.encode_utf8(&mut [0; 4]))
}

/// How many words from the first belong to one run of hexadecimal groups, separated by up to three spaces, colons,
/// hyphens or dots. One damaged group (with a wrong letter, or glued to a word) may stand among or after them.
fn run_len(text: &str, words: &[HexWord]) -> usize {
    let first = &words[0];
    if !(first.is_hex() || first.hex >= 2 && first.len <= 5 || is_damaged_first(text, words)) {
        return 1;
    }
    let mut run = 1;
    for pair in words.windows(2) {
        let between = between(text, &pair[0], &pair[1]);
        let is_joined = !between.is_empty()
            && between.chars().nth(3).is_none()
            && between.chars().all(|c| matches!(c, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}' | ':' | '-' | '.' | '\t'));
        if !is_joined {
            break;
        }
        // A key id before a fingerprint is no part of it.
        let is_id = run == 1 && matches!(words[0].len, 8 | 16);
        let whole_after = || words.get(1..11).is_some_and(|groups| groups.iter().all(HexWord::is_group));
        if is_id && (whole_after() || !between.chars().all(char::is_whitespace)) {
            break;
        }
        let next = &pair[1];
        let typed = next.text(text);
        let is_damaged = matches!(next.len, 3..=6) && has_digit_or_upper(typed) && next.total + 1 >= next.len;
        let is_glued = next.hex >= 2 && typed[..next.hex as usize].bytes().any(|b| b.is_ascii_digit());
        let follows_whole = words[run - 1].is_hex() || words[run - 1].len <= 6;
        if next.is_hex() && has_digit_or_upper(typed) || follows_whole && is_damaged {
            run += 1;
        } else if is_glued {
            run += 1;
            break;
        } else {
            break;
        }
    }
    whole_run(text, &words[..run]).unwrap_or(run)
}

/// Whether the first of these words is a group with a wrong letter: `GCE6` before `221C`. An ordinary word ("Code") is
/// not, though most of its letters may be hexadecimal.
fn is_damaged_first(text: &str, words: &[HexWord]) -> bool {
    let [first, next, ..] = words else { return false };
    if !matches!(first.len, 3..=6) || first.total + 1 != first.len || !next.is_group() {
        return false;
    }
    let typed = first.text(text);
    let is_no_word = typed.bytes().any(|b| b.is_ascii_digit()) || !typed.chars().any(char::is_lowercase);
    is_no_word && between(text, first, next).chars().all(char::is_whitespace)
}

/// How many words of a run make a whole fingerprint, if more words follow that are no part of it: a year, or words
/// after punctuation that does not separate the groups.
fn whole_run(text: &str, run: &[HexWord]) -> Option<usize> {
    let punctuated = |n: usize| !between(text, &run[n - 1], &run[n]).chars().all(char::is_whitespace);
    [10, 16].into_iter().find(|&groups| {
        let Some(next) = run.get(groups).map(|next| next.text(text)) else { return false };
        let is_whole = run[..groups].iter().all(HexWord::is_group);
        let is_year = (next.starts_with("19") || next.starts_with("20")) && next.bytes().all(|b| b.is_ascii_digit());
        let is_alone = run.get(groups + 1).is_none_or(|_| punctuated(groups + 1));
        is_whole && (punctuated(groups) && !punctuated(1) || is_year && is_alone)
    })
}

fn has_digit_or_upper(word: &str) -> bool {
    word.bytes().any(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
        || word.len() == 4 && word.bytes().all(|b| b.is_ascii_hexdigit())
}

/// The range of a run of groups, if it is meant to be a fingerprint.
fn fingerprint(part: Part<'_>, run: &[HexWord]) -> Option<Range<usize>> {
    let text = part.text;
    // Words at the end that merely look hexadecimal ("a", "be") are prose again.
    let last = run.iter().rposition(|word| word.len > 2 && word.total > 0).unwrap_or(0);
    let run = &run[..=last];
    let (first, tail) = (&run[0], &run[last]);
    let is_mistyped = run.len() == 1 && tail.total + 2 >= tail.len;
    let end = if tail.is_hex() || tail.len <= 6 || is_mistyped { tail.end } else { tail.start + tail.hex };
    let range = first.start as usize..end as usize;
    let shown = &text[range.clone()];
    let (mut count, mut has_decimal, mut has_letter) = (0_usize, false, false);
    for digit in digits(shown) {
        count += 1;
        has_decimal |= digit.is_ascii_digit();
        has_letter |= digit.is_ascii_alphabetic();
    }
    if !has_decimal || !has_letter || shown.contains('.') {
        return None;
    }
    let is_meant = if run.len() == 1 {
        // One unbroken run, as `gpg --with-colons` prints it; a digit or two may be missing, added or mistyped.
        let is_intact = first.total + 2 >= first.len && first.len <= 68;
        is_intact
            && UNBROKEN_DIGITS.iter().any(|digits| digits.contains(&count))
            && matches!(part.context(range.start), Context::Key | Context::Perhaps)
    } else {
        let groups = run.iter().filter(|word| word.is_group()).count();
        let bytes = run.iter().filter(|word| word.is_hex() && word.len == 2).count();
        let by_shape = groups >= 6 && !shown.contains(':');
        let by_context = groups >= 2 || bytes >= 16 || count >= 32 && groups + 2 >= run.len();
        (by_shape || by_context)
            && match part.context(range.start) {
                Context::Key | Context::Perhaps => true,
                Context::Other => false,
                Context::None => by_shape,
            }
    };
    is_meant.then_some(range)
}

fn is_key_id(part: Part<'_>, range: &Range<usize>, is_beside_key: impl Fn() -> bool) -> bool {
    let shown = &part.text[range.clone()];
    let typed = shown.strip_prefix("0x").or_else(|| shown.strip_prefix("0X"));
    let digits = typed.unwrap_or(shown);
    let is_mixed = digits.bytes().any(|b| b.is_ascii_digit()) && digits.bytes().any(|b| b.is_ascii_alphabetic());
    let is_one_case =
        !(digits.bytes().any(|b| b.is_ascii_lowercase()) && digits.bytes().any(|b| b.is_ascii_uppercase()));
    match part.context(range.start) {
        Context::Key => typed.is_some() || is_mixed && is_one_case,
        Context::Perhaps => typed.is_some(),
        Context::None => typed.is_some() && (is_beside_key() || is_key_behind(part.whole, part.at + range.end)),
        Context::Other => false,
    }
}

/// Whether two ranges stand in one line, with few bytes between them.
fn are_close(text: &str, one: &Range<usize>, other: &Range<usize>) -> bool {
    let between = if one.end <= other.start { one.end..other.start } else { other.end..one.start };
    between.len() <= MAX_BETWEEN && !text[between].contains('\n')
}

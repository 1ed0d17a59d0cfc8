//! OpenPGP fingerprints and key ids: by their shape, and by the words before them.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::Found;
use crate::TokenKind;

/// How far before a run the words that make it a key's may stand, in bytes.
const KEY_CONTEXT: usize = 160;

/// Words that say "what follows is of an OpenPGP key", in the languages we ship.
static KEY_WORDS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix) \b(?: open-?pgp | pgp | gpg | gnupg | finger-?print s? | fingerabdr[uü]ck\w* | empreintes?
            | huellas? (?:\s+(?:digital|dactilar)\w*)? | key[\s-]?id | key\s+fingerprint | recv-keys? | schlüssel\w*
            | clés? | claves? | llaves? ) \b
          | отпечат\w+ | ключ\w* | بصم[ةه] | مفتاح ",
    )
    .expect("a valid pattern")
});

/// Words that say "what follows is of a file, a commit or a certificate".
static NOT_KEY_WORDS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix) \b(?: sha-?\d+ | md5 | b2sum | blake\w* | check-?sums? | prüfsummen? | commit | revision | digest | hash\w*
            | tls | ssl | certificate | zertifikat\w* | certificado | certificat | uuid | ipv6 )\b
          | контрольн\w+\s+сумм\w+ | хеш\w* ",
    )
    .expect("a valid pattern")
});

static KEY_ID: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\b(?:0[xX])?(?:[0-9A-Fa-f]{16}|[0-9A-Fa-f]{8})\b").expect("a valid pattern"));

/// OpenPGP fingerprints and key ids of a text, whole or damaged. `context` tells what is known to be about keys
/// besides the text itself (`gpg` in a code block).
pub(crate) fn keys(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    // A cheap look first: no key without four hexadecimal digits in a row, one of them a decimal digit.
    if !has_hex_run(text) {
        return found;
    }
    let words: Vec<HexWord> = hex_words(text);
    let mut n = 0;
    while n < words.len() {
        let run = run_at(text, &words[n..]);
        if let Some(range) = fingerprint(text, &words[n..n + run]) {
            found.push(Found { range, kind: TokenKind::Fingerprint });
        }
        n += run.max(1);
    }
    for hit in KEY_ID.find_iter(text) {
        let apart = found.iter().all(|other| !overlap(&other.range, &hit.range()));
        if apart && is_key_id(text, hit.range()) {
            found.push(Found { range: hit.range(), kind: TokenKind::KeyId });
        }
    }
    found.sort_by_key(|found| found.range.start);
    found
}

/// The hexadecimal digits of a token, in upper case, separators left out.
pub fn hex_digits(text: &str) -> String {
    let text = text.trim_start_matches("0x").trim_start_matches("0X");
    text.chars().filter(char::is_ascii_hexdigit).map(|c| c.to_ascii_uppercase()).collect()
}

/// Whether a text speaks of an OpenPGP key, its id or its fingerprint.
pub fn mentions_key(text: &str) -> bool {
    KEY_WORDS.is_match(text)
}

fn has_hex_run(text: &str) -> bool {
    let bytes = text.as_bytes();
    // Every fourth byte will do: no run of four lies between two of them.
    let mut at = 3;
    while at < bytes.len() {
        if bytes[at].is_ascii_hexdigit() {
            let is_end = |byte: &u8| !byte.is_ascii_hexdigit();
            let start = bytes[..at].iter().rposition(is_end).map_or(0, |end| end + 1);
            let end = bytes[at..].iter().position(is_end).map_or(bytes.len(), |len| at + len);
            if end - start >= 4 && bytes[start..end].iter().any(u8::is_ascii_digit) {
                return true;
            }
            at = end;
        }
        at += 4;
    }
    false
}

/// A word of ASCII letters and digits that begins (or, glued to a word, ends) with hexadecimal digits.
struct HexWord {
    range: Range<usize>,
    /// How many of its characters, from the start, are hexadecimal.
    hex: usize,
    /// How many of its characters are hexadecimal, wherever they stand.
    total: usize,
    /// Its length in characters.
    len: usize,
}

impl HexWord {
    fn is_hex(&self) -> bool {
        self.hex == self.len
    }

    fn is_group(&self) -> bool {
        self.is_hex() && self.len == 4
    }
}

fn hex_words(text: &str) -> Vec<HexWord> {
    let is_word = |c: char| c.is_alphanumeric();
    let mut words = Vec::new();
    let mut at = 0;
    while let Some(found) = text[at..].find(is_word) {
        let start = at + found;
        let end = text[start..].find(|c| !is_word(c)).map_or(text.len(), |len| start + len);
        at = end;
        let word = &text[start..end];
        // `0x` before digits is no part of them.
        let (start, word) = match word.strip_prefix("0x").or_else(|| word.strip_prefix("0X")) {
            Some(rest) if !rest.is_empty() => (start + 2, rest),
            _ => (start, word),
        };
        // Letters glued to the front: `Fingerprint6CE6`.
        let tail = word.bytes().rev().take_while(|b| b.is_ascii_digit() || matches!(b, b'A'..=b'F')).count();
        let glued = tail >= 4 && tail < word.len() && word[word.len() - tail..].bytes().any(|b| b.is_ascii_digit());
        // One such letter is a mistyped digit.
        let front_letters = word[..word.len() - tail].chars().filter(|c| !c.is_ascii_hexdigit()).count();
        let (start, word) =
            if glued && front_letters >= 2 { (end - tail, &word[word.len() - tail..]) } else { (start, word) };
        let hex = word.bytes().take_while(u8::is_ascii_hexdigit).count();
        let total = word.bytes().filter(u8::is_ascii_hexdigit).count();
        words.push(HexWord { range: start..end, hex, total, len: word.chars().count() });
    }
    words
}

/// How many words from the first belong to one run of groups: separated by a blank or two, a colon, a hyphen or
/// a dot, and hexadecimal. One damaged group (a wrong letter, or digits glued to a word) may stand among or
/// after them.
fn run_at(text: &str, words: &[HexWord]) -> usize {
    let begins = words[0].is_hex() || words[0].hex >= 2 && words[0].len <= 5 || is_damaged_first(text, words);
    if !begins {
        return 1;
    }
    let mut run = 1;
    for pair in words.windows(2) {
        let between = &text[pair[0].range.end..pair[1].range.start];
        let joined = !between.is_empty()
            && between.chars().count() <= 3
            && between.chars().all(|c| matches!(c, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}' | ':' | '-' | '.' | '\t'));
        // A key id before a fingerprint is no part of it.
        let is_id = run == 1 && matches!(words[0].len, 8 | 16);
        let whole_after = words.get(1..11).is_some_and(|groups| groups.iter().all(HexWord::is_group));
        if !joined || is_id && (whole_after || !between.chars().all(char::is_whitespace)) {
            break;
        }
        let next = &pair[1];
        let damaged =
            matches!(next.len, 3..=6) && has_digit_or_upper(&text[next.range.clone()]) && next.total + 1 >= next.len;
        let glued =
            next.hex >= 2 && text[next.range.start..next.range.start + next.hex].bytes().any(|b| b.is_ascii_digit());
        let follows_whole = words[run - 1].is_hex() || words[run - 1].len <= 6;
        if next.is_hex() && has_digit_or_upper(&text[next.range.clone()]) || follows_whole && damaged {
            run += 1;
        } else if glued {
            run += 1;
            break;
        } else {
            break;
        }
    }
    whole_run(text, &words[..run]).unwrap_or(run)
}

/// Whether the first of these words is a group with a wrong letter in it: `GCE6` before `221C`. An ordinary word
/// ("Code") is not, though most of its letters may be hexadecimal.
fn is_damaged_first(text: &str, words: &[HexWord]) -> bool {
    let [first, next, ..] = words else { return false };
    let typed = &text[first.range.clone()];
    let no_word = typed.bytes().any(|b| b.is_ascii_digit()) || !typed.chars().any(char::is_lowercase);
    let blank = text[first.range.end..next.range.start].chars().all(char::is_whitespace);
    matches!(first.len, 3..=6) && first.total + 1 == first.len && no_word && blank && next.is_group()
}

/// How many words of a run make a whole fingerprint, if what follows them is no part of it: a year, or what stands
/// behind punctuation that is not between the groups.
fn whole_run(text: &str, run: &[HexWord]) -> Option<usize> {
    let punctuated = |n: usize| !text[run[n - 1].range.end..run[n].range.start].chars().all(char::is_whitespace);
    [10, 16].into_iter().find(|&groups| {
        let Some(next) = run.get(groups) else { return false };
        let whole = run[..groups].iter().all(HexWord::is_group);
        let year = text[next.range.clone()].starts_with("19") || text[next.range.clone()].starts_with("20");
        let decimal = text[next.range.clone()].bytes().all(|b| b.is_ascii_digit());
        let alone = run.get(groups + 1).is_none_or(|_| punctuated(groups + 1));
        whole && (punctuated(groups) && !punctuated(1) || year && decimal && alone)
    })
}

fn has_digit_or_upper(word: &str) -> bool {
    word.bytes().any(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
        || word.len() == 4 && word.bytes().all(|b| b.is_ascii_hexdigit())
}

/// Whether a run means to be a fingerprint, and its range if so.
fn fingerprint(text: &str, run: &[HexWord]) -> Option<Range<usize>> {
    // Words at the end that merely look hexadecimal ("a", "be") are prose again.
    let last = run.iter().rposition(|word| word.len > 2 && word.total > 0).unwrap_or(0);
    let run = &run[..=last];
    let (first, tail) = (&run[0], &run[last]);
    let mistyped = run.len() == 1 && tail.total + 2 >= tail.len;
    let end = if tail.is_hex() || tail.len <= 6 || mistyped { tail.range.end } else { tail.range.start + tail.hex };
    let range = first.range.start..end;
    let shown = &text[range.clone()];
    let digits = hex_digits(shown);
    let mixed = digits.bytes().any(|b| b.is_ascii_digit()) && digits.bytes().any(|b| b.is_ascii_alphabetic());
    if !mixed || shown.contains('.') {
        return None;
    }
    let groups = run.iter().filter(|word| word.is_group()).count();
    let context = context(text, range.start);
    let meant = if run.len() == 1 {
        // One unbroken run, as `gpg --with-colons` prints it, a digit or two lost, won or mistyped.
        let intact = first.total + 2 >= first.len && first.len <= 68;
        context == Context::Key && matches!(digits.len(), 32 | 36..=44 | 60..=68) && intact
    } else {
        let colons = shown.contains(':');
        let bytes = run.iter().filter(|word| word.is_hex() && word.len == 2).count();
        (groups >= 6 && !colons && context != Context::Other)
            || (context == Context::Key
                && (groups >= 2 || bytes >= 16 || digits.len() >= 32 && groups + 2 >= run.len()))
    };
    meant.then_some(range)
}

fn is_key_id(text: &str, range: Range<usize>) -> bool {
    let shown = &text[range.clone()];
    let prefixed = shown.starts_with("0x") || shown.starts_with("0X");
    let mixed = shown.bytes().any(|b| b.is_ascii_digit()) && hex_digits(shown).bytes().any(|b| b.is_ascii_alphabetic());
    let upper_or_lower = !(shown[if prefixed { 2 } else { 0 }..].bytes().any(|b| b.is_ascii_lowercase())
        && shown.bytes().any(|b| matches!(b, b'A'..=b'F')));
    context(text, range.start) == Context::Key && (prefixed || mixed && upper_or_lower)
}

#[derive(PartialEq, Eq, Debug)]
enum Context {
    /// The nearest telling word before is about OpenPGP keys.
    Key,
    /// It is about checksums, commits or certificates.
    Other,
    None,
}

/// What the words before an offset, in the same block, say that the digits are.
fn context(text: &str, at: usize) -> Context {
    let block = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let mut from = at.saturating_sub(KEY_CONTEXT).max(block);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let before = &text[from..at];
    let key = KEY_WORDS.find_iter(before).last().map(|hit| hit.start());
    let other = NOT_KEY_WORDS.find_iter(before).last().map(|hit| hit.start());
    match (key, other) {
        (None, None) => Context::None,
        (Some(_), None) => Context::Key,
        // "SHA-256 fingerprint" and "fingerprint (SHA-256)" are about a certificate or a file.
        (Some(key), Some(other)) if key > other + 40 => Context::Key,
        _ => Context::Other,
    }
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

//! Hexadecimal digits, and the words of a text by how hexadecimal they are.

/// The hexadecimal digits of a token, in upper case, without separators.
pub fn hex_digits(text: &str) -> String {
    digits(text).map(|digit| char::from(digit.to_ascii_uppercase())).collect()
}

/// The hexadecimal digits of a token, as typed.
pub(super) fn digits(text: &str) -> impl Iterator<Item = u8> {
    let mut typed = text;
    for prefix in ["0x", "0X"] {
        while let Some(rest) = typed.strip_prefix(prefix) {
            typed = rest;
        }
    }
    typed.bytes().filter(u8::is_ascii_hexdigit)
}

/// A word of letters and digits, with the number of hexadecimal digits in it. `0x` before the digits is no part of it,
/// nor is a word that is glued to them: `6CE6` of `Fingerprint6CE6`.
pub(super) struct HexWord {
    pub(super) start: u32,
    pub(super) end: u32,
    /// Its hexadecimal digits up to the first other character.
    pub(super) hex: u32,
    /// All its hexadecimal digits.
    pub(super) total: u32,
    /// Its length in characters.
    pub(super) len: u32,
}

impl HexWord {
    fn new(text: &str, start: usize, end: usize) -> Self {
        let word = &text[start..end];
        let (start, word) = match word.strip_prefix("0x").or_else(|| word.strip_prefix("0X")) {
            Some(rest) if !rest.is_empty() => (start + 2, rest),
            _ => (start, word),
        };
        let tail = word.bytes().rev().take_while(|b| b.is_ascii_digit() || matches!(b, b'A'..=b'F')).count();
        let (front, digits) = word.split_at(word.len() - tail);
        // One letter before the digits is a mistyped digit; more are a word.
        let is_glued = tail >= 4
            && digits.bytes().any(|b| b.is_ascii_digit())
            && front.chars().filter(|c| !c.is_ascii_hexdigit()).nth(1).is_some();
        let (start, word) = if is_glued { (end - tail, digits) } else { (start, word) };
        Self {
            start: start as u32,
            end: end as u32,
            hex: word.bytes().take_while(u8::is_ascii_hexdigit).count() as u32,
            total: word.bytes().filter(u8::is_ascii_hexdigit).count() as u32,
            len: word.chars().count() as u32,
        }
    }

    /// Its characters.
    pub(super) fn text<'t>(&self, text: &'t str) -> &'t str {
        &text[self.start as usize..self.end as usize]
    }

    pub(super) fn is_hex(&self) -> bool {
        self.hex == self.len
    }

    /// Whether it is a group of a fingerprint: four hexadecimal digits.
    pub(super) fn is_group(&self) -> bool {
        self.is_hex() && self.len == 4
    }
}

/// The words of a text.
pub(super) struct HexWords {
    pub(super) words: Vec<HexWord>,
    /// Whether a word has as many hexadecimal digits as a key id.
    pub(super) may_be_id: bool,
}

impl HexWords {
    pub(super) fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut all = Self { words: Vec::new(), may_be_id: false };
        let mut at = 0;
        while at < bytes.len() {
            let start = at;
            // In the plain case, the digits are counted on the way.
            let (mut hex, mut total, mut has_decimal) = (None, 0, false);
            while let Some(&byte) = bytes.get(at).filter(|byte| byte.is_ascii_alphanumeric()) {
                if byte.is_ascii_hexdigit() {
                    total += 1;
                    has_decimal |= byte.is_ascii_digit();
                } else if hex.is_none() {
                    hex = Some(total);
                }
                at += 1;
            }
            if bytes.get(at).is_none_or(u8::is_ascii) && !has_decimal {
                if at > start {
                    let len = (at - start) as u32;
                    let (start, end) = (start as u32, at as u32);
                    all.words.push(HexWord { start, end, hex: hex.unwrap_or(total), total, len });
                    all.may_be_id |= total >= 8;
                }
                at += 1;
                continue;
            }
            let rest = &text[start..];
            let end = rest.find(|c: char| !c.is_alphanumeric()).map_or(bytes.len(), |len| start + len);
            if end > start {
                all.words.push(HexWord::new(text, start, end));
                all.may_be_id |= bytes[start..end].iter().filter(|byte| byte.is_ascii_hexdigit()).count() >= 8;
                at = end;
            } else {
                at = start + rest.chars().next().map_or(1, char::len_utf8);
            }
        }
        all
    }
}

/// The text between two words.
pub(super) fn between<'t>(text: &'t str, before: &HexWord, after: &HexWord) -> &'t str {
    &text[before.end as usize..after.start as usize]
}

//! The keys of a text: numbers, names and words. The text is scanned byte by byte, because every aligned page comes
//! through here.

use firstaid_text::ascii_digit;

use super::key::{Key, KeyKind, Words, hash};

/// Adds the keys of a message and returns its number of letters and digits. Slots are skipped.
pub(super) fn push_text(message: &str, words: Words, keys: &mut Vec<Key>) -> u32 {
    let bytes = message.as_bytes();
    let (mut at, mut letters, mut after_letter) = (0, 0, false);
    while at < bytes.len() {
        let byte = bytes[at];
        if byte.is_ascii_alphanumeric() || is_foreign_digit(&bytes[at..]) {
            let end = at + word_len(&bytes[at..]);
            if let Some(address) = address_len(&bytes[end..]) {
                (at, after_letter) = (end + address, false);
                continue;
            }
            let before_letter = bytes.get(end).is_some_and(|byte| matches!(byte, 0xc3..=0xcb));
            push_word(&message[at..end], after_letter, before_letter, words, keys);
            letters += bytes[at..end].iter().filter(|byte| is_char_start(**byte)).count() as u32;
            (at, after_letter) = (end, before_letter);
        } else if byte < 0x80 {
            after_letter = false;
            at += markup_len(&bytes[at..]);
        } else {
            // Letters of other scripts. Leading bytes C2 and E2 and the prefix E3 80 are no-break spaces, quotes and
            // dashes.
            let is_letter = !matches!(byte, 0xc2 | 0xe2) && !bytes[at..].starts_with(&[0xe3, 0x80]);
            letters += u32::from(is_letter);
            after_letter = matches!(byte, 0xc3..=0xcb);
            at += 1;
            at += bytes[at..].iter().take_while(|byte| !is_char_start(**byte)).count();
        }
    }
    if letters > 0 {
        keys.push(hash(KeyKind::Text, message));
    }
    letters
}

fn is_char_start(byte: u8) -> bool {
    byte & 0xc0 != 0x80
}

/// Length in bytes of the leading ASCII letters and digits, or of the leading Arabic or Persian digits.
fn word_len(bytes: &[u8]) -> usize {
    if bytes[0].is_ascii() {
        let len = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let mut end = len(0);
        // "2,000", "2.000"
        while bytes[end - 1].is_ascii_digit() && bytes.get(end).is_some_and(|byte| matches!(byte, b'.' | b',')) {
            match len(end + 1) {
                3 if bytes[end + 1..end + 4].iter().all(u8::is_ascii_digit) => end += 4,
                _ => break,
            }
        }
        return end;
    }
    let mut end = 0;
    while is_foreign_digit(&bytes[end..]) {
        end += 2;
    }
    end
}

/// Length in bytes of the rest of an address that began with a word; `None` if it is not an address. An address has a
/// key of its own, so its words are skipped.
fn address_len(rest: &[u8]) -> Option<usize> {
    let is_address = match rest {
        [b'@', next, ..] => next.is_ascii_alphanumeric(),
        [b'.', next, ..] => next.is_ascii_alphabetic(),
        _ => rest.starts_with(b"://"),
    };
    let ends = |byte: &u8| byte.is_ascii_whitespace() || !byte.is_ascii() || b"()]<>\"`".contains(byte);
    is_address.then(|| rest.iter().position(ends).unwrap_or(rest.len()))
}

/// Whether the text begins with an Arabic or Persian digit: U+0660 to U+0669, U+06F0 to U+06F9.
fn is_foreign_digit(bytes: &[u8]) -> bool {
    matches!(bytes, [0xd9, 0xa0..=0xa9, ..] | [0xdb, 0xb0..=0xb9, ..])
}

/// Length in bytes of leading markup: that of a slot or an entity, else one.
fn markup_len(bytes: &[u8]) -> usize {
    let close = match bytes[0] {
        b'{' => b'}',
        b'&' => b';',
        _ => return 1,
    };
    let inner = bytes[1..].iter().take(8).take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'#').count();
    if inner > 0 && bytes.get(1 + inner) == Some(&close) { inner + 2 } else { 1 }
}

/// Adds the keys of a word. `after_letter` and `before_letter` say whether it is part of a longer word with letters
/// outside of ASCII.
fn push_word(word: &str, after_letter: bool, before_letter: bool, words: Words, keys: &mut Vec<Key>) {
    if word.bytes().all(|byte| !byte.is_ascii_alphabetic()) {
        let digits: String = word.chars().filter_map(ascii_digit).collect();
        keys.push(hash(KeyKind::Number, &digits));
        return;
    }
    let is_whole = !after_letter && !before_letter && word.len() > 1;
    let is_name = is_whole && word.bytes().any(|byte| byte.is_ascii_uppercase());
    if is_name {
        keys.push(hash(KeyKind::Name, &word.to_ascii_lowercase()));
    }
    if words == Words::All {
        let lower = word.to_ascii_lowercase();
        if is_whole && !is_name {
            keys.push(hash(KeyKind::Word, &lower));
        }
        if !after_letter && word.len() >= 5 && !is_name {
            keys.push(hash(KeyKind::Stem, &lower[..5]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str, words: Words) -> Vec<Key> {
        let mut keys = Vec::new();
        push_text(text, words, &mut keys);
        keys.retain(|key| key.kind != KeyKind::Text);
        keys
    }

    #[test]
    fn names_and_numbers_are_found_beside_letters_of_any_script() {
        let expected = [hash(KeyKind::Name, "tails"), hash(KeyKind::Number, "2000"), hash(KeyKind::Name, "usb")];
        for text in ["TAILS 2,000 USB", "вставьте Tails, 2.000 «USB»", "د TAILS، ٢٠٠٠ USB.", "Tails（2000）USB"]
        {
            assert_eq!(keys(text, Words::Names), expected, "{text}");
        }
    }

    #[test]
    fn slots_entities_addresses_and_parts_of_words_have_no_keys() {
        for text in
            ["[{1}]({12})", "x&nbsp;y", "mail Info@EFF.org", "https://EFF.org/A", "www.EFF.org", "RéSEAU", "ÉTÉ"]
        {
            assert_eq!(keys(text, Words::Names), [], "{text}");
        }
    }

    #[test]
    fn a_name_is_the_same_key_as_its_word() {
        let hashes = |text| keys(text, Words::All).iter().map(|key| key.hash).collect::<Vec<_>>();
        assert_eq!(hashes("Tor"), hashes("tor"));
        assert_eq!(hashes("encryption")[1], hashes("encryptage")[1]);
    }

    #[test]
    fn letters_are_counted_in_all_scripts() {
        let count = |text| push_text(text, Words::Names, &mut Vec::new());
        assert_eq!(
            [count("Été, 24h…"), count("«Где?»"), count("你好。"), count("{1}&nbsp;"), count("٢٠")],
            [6, 3, 2, 0, 2]
        );
    }
}

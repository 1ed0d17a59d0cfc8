//! What a word is in prose: ours, not Unicode's rule, so that `don't` and `e-mail` are one word each.

use firstaid_text::is_east_asian;

use crate::piece::OPAQUE;

/// A word of the prose: letters and marks, digits, and apostrophes or hyphens between them. A change between Latin
/// letters and those of Chinese, Japanese and Korean ends it: 使用, Signal and 通話 in `使用Signal通話`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Word<'a> {
    pub text: &'a str,
    /// Its offset in the prose, in bytes.
    pub at: usize,
}

/// The words of a text, in order.
pub(crate) fn words(text: &str) -> impl Iterator<Item = Word<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = word_start(text, at)?;
        let mut end = start + particles(&text[start..]);
        if end > start {
            at = end;
            return Some(Word { text: &text[start..end], at: start });
        }
        loop {
            end += text.as_bytes()[end..].iter().take_while(|b| b.is_ascii_alphanumeric()).count();
            match text.as_bytes().get(end) {
                Some(b' ' | b'\n' | b'.' | b',') | None => break,
                Some(b) if !b.is_ascii() => {
                    let rest = &text[end..];
                    let begins_east_asian = text[start..].starts_with(is_east_asian);
                    let is_part = |c: char| is_word_char(c) && is_east_asian(c) == begins_east_asian;
                    end += rest.find(|c| !is_part(c)).unwrap_or(rest.len());
                }
                Some(_) => {}
            }
            // One joiner between word characters belongs to the word.
            let mut ahead = text[end..].chars();
            match (ahead.next(), ahead.next()) {
                (Some(joiner @ ('\'' | '’' | '-' | '\u{2011}' | '\u{ad}')), Some(next)) if is_word_char(next) => {
                    end += joiner.len_utf8();
                }
                _ => break,
            }
        }
        at = end;
        Some(Word { text: &text[start..end], at: start })
    })
}

/// Where the next word at or after an offset starts.
fn word_start(text: &str, from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at += text.as_bytes()[at..].iter().position(|b| b.is_ascii_alphanumeric() || !b.is_ascii())?;
        let c = text[at..].chars().next()?;
        if is_word_char(c) {
            return Some(at);
        }
        at += c.len_utf8();
    }
}

/// The length, in bytes, of Arabic particles before a word in Latin letters: the first letter of `وBluetooth` is no
/// part of the name.
fn particles(text: &str) -> usize {
    if !text.starts_with(|c| matches!(c, '\u{627}'..='\u{648}')) {
        return 0;
    }
    let len = text.find(|c| !matches!(c, 'و' | 'ف' | 'ب' | 'ل' | 'ك' | 'ا')).unwrap_or(text.len());
    let is_latin = text[len..].starts_with(|c: char| c.is_ascii_alphanumeric());
    if is_latin { len } else { 0 }
}

fn is_word_char(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    // The letters of our locales, without a look at the tables.
    match c {
        '\u{c0}'..='\u{24f}' => c != '×' && c != '÷',
        '\u{400}'..='\u{481}' | '\u{48a}'..='\u{52f}' | '\u{620}'..='\u{669}' => true,
        '\u{2000}'..='\u{200b}' | '\u{200e}'..='\u{206f}' | OPAQUE => false,
        _ => c.is_alphanumeric() || is_mark(c),
    }
}

/// Combining marks inside words: accents, Hebrew and Arabic vowel signs, Indic signs, and the joiners of Persian and
/// Indic scripts.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{487}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6ed}' | '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}'
        | '\u{200c}' | '\u{200d}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arabic_particles_are_no_part_of_a_latin_name() {
        let found: Vec<&str> = words("على وBluetooth والiPhone وفي").map(|word| word.text).collect();
        assert_eq!(found, ["على", "و", "Bluetooth", "وال", "iPhone", "وفي"]);
    }

    #[test]
    fn names_in_chinese_japanese_and_korean_are_words_of_their_own() {
        let found: Vec<&str> =
            words("使用Signal進行通話。Chromiumの第3章、ライブラリー").map(|word| word.text).collect();
        assert_eq!(words("Signal을 켜고").next().map(|word| word.text), Some("Signal"));
        assert_eq!(found, ["使用", "Signal", "進行通話", "Chromium", "の第", "3", "章", "ライブラリー"]);
    }

    #[test]
    fn words_keep_their_inner_joiners() {
        let found: Vec<&str> = words("don't use e-mail – 'Tor' на-пример ١٢ re- l’été").map(|word| word.text).collect();
        assert_eq!(found, ["don't", "use", "e-mail", "Tor", "на-пример", "١٢", "re", "l’été"]);
    }
}

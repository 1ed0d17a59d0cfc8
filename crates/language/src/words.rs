//! The words of a text for comparison: their places, and their letters regardless of case.

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

/// A word and its bytes in the text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Word<'t> {
    /// The word in lower case, composed (NFC), without Arabic vowel marks and tatweel.
    pub folded: Cow<'t, str>,
    pub range: Range<usize>,
}

/// The words of a text in order. Hyphens, apostrophes and a change between Latin and another script separate words; in
/// scripts without blanks, each character is a word.
pub fn words(text: &str) -> Vec<Word<'_>> {
    let mut words: Vec<Word<'_>> = Vec::with_capacity(text.len() / 5);
    let mut begun: Option<(usize, Option<ScriptFamily>)> = None;
    let mut close = |begun: &mut Option<(usize, Option<ScriptFamily>)>, end: usize| {
        if let Some((start, _)) = begun.take() {
            let folded = fold(&text[start..end]);
            if !folded.is_empty() {
                words.push(Word { folded, range: start..end });
            }
        }
    };
    for (at, c) in text.char_indices() {
        if !is_word_character(c) {
            close(&mut begun, at);
            continue;
        }
        let family = family(c);
        match (&mut begun, family) {
            (Some((_, Some(before))), Some(now)) if *before != now || now == ScriptFamily::Unspaced => {
                close(&mut begun, at);
            }
            (Some((_, before)), Some(now)) => *before = Some(now),
            _ => {}
        }
        begun.get_or_insert((at, family));
    }
    close(&mut begun, text.len());
    words
}

/// The parts of a word around hyphens and apostrophes: `Gmal-Konto`, `l’iPhon`.
pub fn parts(word: &str) -> impl Iterator<Item = &str> {
    word.split(['-', '\'', '’', '\u{2011}'])
}

/// Whether the text between two words joins them into one expression: blanks, hyphens, apostrophes, emphasis.
pub fn is_joint(gap: &str) -> bool {
    gap.chars().all(|c| c.is_whitespace() || matches!(c, '-' | '\u{2010}' | '\u{2011}' | '\'' | '’' | '*' | '_'))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum ScriptFamily {
    Latin,
    /// Scripts without blanks between words.
    Unspaced,
    Other,
}

/// The family of a letter; `None` for digits and marks, which go with any.
fn family(c: char) -> Option<ScriptFamily> {
    match c {
        _ if c.is_ascii_alphabetic() => Some(ScriptFamily::Latin),
        '\u{300}'..='\u{36f}' => None,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' => Some(ScriptFamily::Unspaced),
        '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'.. => {
            Some(ScriptFamily::Unspaced)
        }
        _ if !c.is_alphabetic() => None,
        ..'\u{300}' | '\u{1e00}'..='\u{1eff}' => Some(ScriptFamily::Latin),
        _ => Some(ScriptFamily::Other),
    }
}

/// Whether a character is a word by itself: a letter of a script without blanks between words.
pub fn is_unspaced(c: char) -> bool {
    !c.is_ascii() && family(c) == Some(ScriptFamily::Unspaced)
}

fn is_word_character(c: char) -> bool {
    c.is_alphanumeric()
        || is_vowel_mark(c)
        || matches!(c, '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{e31}'..='\u{e4e}')
}

fn is_vowel_mark(c: char) -> bool {
    matches!(c, '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}')
}

/// Whether a character is in lower case and composed, and joins no other one: most letters of most texts.
fn is_folded(c: char) -> bool {
    matches!(c, 'a'..='z' | '0'..='9' | 'ß'..='ö' | 'ø'..='ÿ' | 'а'..='џ' | 'ء'..='غ' | 'ف'..='ي')
}

fn fold(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()) {
        return Cow::Borrowed(word);
    }
    if word.is_ascii() {
        return Cow::Owned(word.to_ascii_lowercase());
    }
    if word.chars().all(is_folded) {
        return Cow::Borrowed(word);
    }
    let kept = word.nfc().filter(|&c| !is_vowel_mark(c) && c != '\u{ad}');
    Cow::Owned(kept.flat_map(char::to_lowercase).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> Vec<String> {
        words(text).into_iter().map(|word| word.folded.into_owned()).collect()
    }

    #[test]
    fn hyphens_apostrophes_and_a_change_of_script_separate_words() {
        assert_eq!(folded("d’App-Passwort, PIN2"), ["d", "app", "passwort", "pin2"]);
        assert_eq!(folded("لVPN и VPNом"), ["ل", "vpn", "и", "vpn", "ом"]);
        assert_eq!(folded("安全key"), ["安", "全", "key"]);
    }

    #[test]
    fn what_counts_as_folded_is_left_as_it_is() {
        for c in ('\0'..='\u{ffff}').filter(|&c| is_folded(c)) {
            let word = format!("a{c}b{c}");
            let slow: String =
                word.nfc().filter(|&c| !is_vowel_mark(c) && c != '\u{ad}').flat_map(char::to_lowercase).collect();
            assert_eq!(slow, word);
        }
    }

    #[test]
    fn letter_case_composition_and_vowel_marks_make_no_difference() {
        assert_eq!(folded("E\u{301}TÉ"), ["été"]);
        assert_eq!(folded("مشفّرة"), folded("مشفرة"));
        assert_eq!(folded("Über"), ["über"]);
    }

    #[test]
    fn ranges_are_bytes_of_the_text() {
        let text = "a é-ß.";
        let found: Vec<&str> = words(text).into_iter().map(|word| &text[word.range]).collect();
        assert_eq!(found, ["a", "é", "ß"]);
    }
}

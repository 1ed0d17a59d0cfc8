use std::borrow::Cow;

use crate::commands::{stand_in, triggers};

/// The text with every character made visible that could control a terminal, reorder a line or command a CI runner.
///
/// C0 controls and DEL become Unicode's control pictures; C1 controls, bidirectional controls, line and
/// paragraph separators and other invisible formatting become U+FFFD. Tab and line feed stay. In a command to a CI
/// runner, one character becomes a look-alike. Each character is replaced by exactly one, so columns stay the same.
pub fn visible(text: &str) -> Cow<'_, str> {
    if is_harmless(text) {
        return Cow::Borrowed(text);
    }
    let triggers = triggers(text);
    let replaced = text.char_indices().map(|(at, c)| match picture(c) {
        None if triggers.binary_search(&at).is_ok() => stand_in(c),
        picture => picture.unwrap_or(c),
    });
    Cow::Owned(replaced.collect())
}

/// The same for a text that must stay on one line, such as a path: tab and line feed become pictures, too.
pub fn visible_line(text: &str) -> Cow<'_, str> {
    if !text.contains(['\t', '\n']) {
        return visible(text);
    }
    visible(&text.replace('\t', "\u{2409}").replace('\n', "\u{240a}")).into_owned().into()
}

/// The text of a web page, with every control character, override and invisible character made visible. What commands a CI
/// runner stays: nothing reads commands in a page. So do the joiners that some scripts spell words with.
pub fn visible_on_page(text: &str) -> Cow<'_, str> {
    let shown = |c: char| match c {
        '\u{200c}' | '\u{200d}' => c,
        '\t' | '\n' => ' ',
        c => picture(c).unwrap_or(c),
    };
    if text.chars().all(|c| shown(c) == c) { text.into() } else { text.chars().map(shown).collect::<String>().into() }
}

/// Whether [`visible`] leaves a text as it is.
#[expect(clippy::needless_bitwise_bool, reason = "without branches, the compiler tests many bytes at once")]
pub(crate) fn is_harmless(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (has_control, has_non_ascii) = bytes.iter().fold((false, false), |(control, non_ascii), &b| {
        let is_control = (b < b' ') & (b != b'\t') & (b != b'\n') | (b == 0x7f);
        (control | is_control, non_ascii | !b.is_ascii())
    });
    // Every command contains one of these pairs.
    let pairs = bytes.iter().zip(bytes.iter().skip(1));
    let has_pair = pairs.fold(false, |found, (&a, &b)| found | (a == b) & ((a == b'#') | (a == b':')));
    let is_harmful = has_control
        || has_non_ascii && text.chars().any(|c| picture(c).is_some())
        || has_pair && !triggers(text).is_empty();
    !is_harmful
}

/// The replacement of a character that must not reach a terminal; `None` for any other.
pub(crate) fn picture(c: char) -> Option<char> {
    match c {
        '\t' | '\n' => None,
        '\0'..='\u{1f}' => char::from_u32(0x2400 + c as u32),
        '\u{7f}' => Some('\u{2421}'),
        '\u{80}'..='\u{9f}'
        | '\u{ad}'
        | '\u{61c}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{fffe}'..='\u{ffff}'
        | '\u{e0000}'..='\u{e007f}' => Some('\u{fffd}'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escape_sequences_and_overrides_become_visible() {
        assert_eq!(visible("a\u{1b}[31m\u{9b}\u{202e}b\tc"), "a\u{241b}[31m\u{fffd}\u{fffd}b\tc");
    }

    #[test]
    fn a_line_stays_one_line() {
        assert_eq!(visible_line("a\n::error\tb\r"), "a\u{240a}::error\u{2409}b\u{240d}");
    }

    #[test]
    fn what_would_change_a_web_page_is_made_visible() {
        assert_eq!(visible_on_page("a\u{202e}b\u{0}c\u{1b}[1m\u{7f}\td"), "a\u{fffd}b\u{2400}c\u{241b}[1m\u{2421} d");
        assert_eq!(visible_on_page("می\u{200c}خواهم ##[group]"), "می\u{200c}خواهم ##[group]");
    }

    #[test]
    fn commands_become_harmless() {
        assert_eq!(visible("a ##[error]b"), "a #\u{266f}[error]b");
        assert_eq!(visible("a\n ::error::b"), "a\n \u{a789}:error::b");
    }

    #[test]
    fn ordinary_text_is_borrowed() {
        assert!(matches!(visible("é العربية 🙂\n"), Cow::Borrowed(_)));
    }
}

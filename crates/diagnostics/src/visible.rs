use std::borrow::Cow;

use crate::commands::{stand_in, triggers};

/// The text with everything that could steer a terminal, reorder a line or command a CI runner made visible.
///
/// C0 controls and DEL become Unicode's control pictures; C1 controls, bidirectional controls, line and
/// paragraph separators and other invisible formatting become U+FFFD. Tab and line feed stay. What would be a command
/// gets a look-alike in it. Each character is replaced by exactly one, so columns hold.
pub fn visible(text: &str) -> Cow<'_, str> {
    let triggers = triggers(text);
    if triggers.is_empty() && text.chars().all(|c| picture(c).is_none()) {
        return Cow::Borrowed(text);
    }
    let replaced = text.char_indices().map(|(at, c)| match picture(c) {
        None if triggers.binary_search(&at).is_ok() => stand_in(c),
        picture => picture.unwrap_or(c),
    });
    Cow::Owned(replaced.collect())
}

/// The same for what must stay on one line, such as a path: tab and line feed become pictures, too.
pub fn visible_line(text: &str) -> Cow<'_, str> {
    if !text.contains(['\t', '\n']) {
        return visible(text);
    }
    visible(&text.replace('\t', "\u{2409}").replace('\n', "\u{240a}")).into_owned().into()
}

/// What stands in for a character that must not reach a terminal.
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
    fn escape_sequences_and_overrides_are_shown_not_sent() {
        assert_eq!(visible("a\u{1b}[31m\u{9b}\u{202e}b\tc"), "a\u{241b}[31m\u{fffd}\u{fffd}b\tc");
    }

    #[test]
    fn a_line_stays_one() {
        assert_eq!(visible_line("a\n::error\tb\r"), "a\u{240a}::error\u{2409}b\u{240d}");
    }

    #[test]
    fn commands_are_shown_not_given() {
        assert_eq!(visible("a ##[error]b"), "a #\u{266f}[error]b");
        assert_eq!(visible("a\n ::error::b"), "a\n \u{a789}:error::b");
    }

    #[test]
    fn ordinary_text_is_borrowed() {
        assert!(matches!(visible("é العربية 🙂\n"), Cow::Borrowed(_)));
    }
}

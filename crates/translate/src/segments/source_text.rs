//! Whether a text of a translated page is still the source's.

use firstaid_language::words::words;

use super::message;

/// Maximum number of words of a translation that may equal its source; most of those are names.
const MAX_EQUAL_WORDS: usize = 3;

/// Whether a text of a translation is that of its source: the same words, whatever the marks around them (`_x_` for
/// `*x*`, other dashes, quotation marks and blanks). A few words alone may be names, which stay as they are.
pub(crate) fn is_source_text(text: &str, source: &str) -> bool {
    message::words(text) > MAX_EQUAL_WORDS && has_same_words(text, source)
}

fn has_same_words(text: &str, other: &str) -> bool {
    let (mut text, mut other) = (words(text).into_iter(), words(other).into_iter());
    loop {
        match (text.next(), other.next()) {
            (None, None) => return true,
            (one, two) if one.as_ref().map(|it| &it.folded) != two.as_ref().map(|it| &it.folded) => return false,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_marks_make_no_translation() {
        for text in ["Ask the _old_ clerk - “now”.", "Ask  the old clerk — now", "ask the **old** clerk, now!"] {
            assert!(is_source_text(text, "Ask the *old* clerk – \"now\"."), "{text}");
        }
        assert!(!is_source_text("Ask the old clerk later.", "Ask the *old* clerk now."));
        assert!(!is_source_text("Tor Browser", "Tor Browser"));
    }
}

//! What every check of punctuation needs: a mistake, and the characters around a place.

use std::ops::Range;

use firstaid_content::OPAQUE;

/// Punctuation that a language sets otherwise.
#[derive(Debug)]
pub struct Mistake {
    /// Its bytes in the text.
    pub range: Range<usize>,
    pub message: String,
    /// The bytes to replace, and by what.
    pub edits: Vec<(Range<usize>, String)>,
    /// Whether the edits keep the meaning in every case.
    pub is_safe: bool,
}

impl Mistake {
    /// A mistake that is fixed by writing `with` in its place.
    pub(super) fn replace(range: Range<usize>, message: impl Into<String>, with: impl Into<String>) -> Self {
        let edits = vec![(range.clone(), with.into())];
        Self { range, message: message.into(), edits, is_safe: true }
    }
}

/// The mistakes of each block, checked by itself, with the index of the block.
pub(super) fn in_each(blocks: &[&str], check: impl Fn(&str) -> Vec<Mistake>) -> Vec<(usize, Mistake)> {
    blocks.iter().enumerate().flat_map(|(n, block)| check(block).into_iter().map(move |it| (n, it))).collect()
}

/// The characters before and behind a range.
pub(super) fn around(text: &str, range: Range<usize>) -> (Option<char>, Option<char>) {
    (text[..range.start].chars().next_back(), text[range.end..].chars().next())
}

/// Whether a character is a letter, a digit, or stands for an address or code.
pub(super) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == OPAQUE
}

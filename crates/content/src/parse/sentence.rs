//! Which values of front matter and of data files are text for readers.

/// Keys whose values readers see as text.
pub(super) const PROSE_FIELDS: [&str; 3] = ["title", "summary", "description"];

/// Minimum words of a string under any other key that is text for readers, and no name, tag or path.
const MIN_WORDS: usize = 5;

/// Whether a string is a sentence: words in small letters, most of them, and nothing that a machine reads.
pub(super) fn is_sentence(text: &str) -> bool {
    let words = || text.split_whitespace();
    let is_word =
        |word: &&str| word.starts_with(char::is_alphabetic) && word.chars().filter(|c| c.is_lowercase()).count() > 1;
    let is_of_machine = text.contains(['{', '}', '<', '>', '|', '=', '\\']) || text.contains(" --");
    let count = words().filter(is_word).count();
    !is_of_machine && count >= MIN_WORDS && count * 4 >= words().count() * 3
}

//! What Arabic writes in one with a number word or a unit.

/// A word without the conjunction, preposition and article in front of it.
pub(super) fn without_particles(word: &str) -> &str {
    let rest = word.strip_prefix(['و', 'ف']).unwrap_or(word);
    let rest = rest.strip_prefix(['ب', 'ك']).unwrap_or(rest);
    let bare = rest.strip_prefix("ال").or_else(|| rest.strip_prefix("لل")).or_else(|| rest.strip_prefix('ل'));
    bare.unwrap_or(rest)
}

/// Whether a word has the ending of the dual: two of its unit.
pub(super) fn is_dual(word: &str) -> bool {
    (word.ends_with("ين") || word.ends_with("ان")) && word.chars().count() > 4
}

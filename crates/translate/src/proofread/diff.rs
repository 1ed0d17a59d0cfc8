use std::ops::Range;

use firstaid_text::differences;
use similar::{Algorithm, DiffTag};

/// Maximum words of a text that is compared; the cost is the product of both lengths.
pub(super) const MAX_WORDS: usize = 600;

/// Words that became others: ranges of indices before and after, one of which may be empty.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WordChange {
    pub before: Range<usize>,
    pub after: Range<usize>,
}

/// The changes between two texts by a longest common subsequence of their words, in order. `None` for texts of too many
/// words.
pub fn word_changes(before: &[&str], after: &[&str]) -> Option<Vec<WordChange>> {
    if before.len() > MAX_WORDS || after.len() > MAX_WORDS {
        return None;
    }
    let changed = differences(Algorithm::Lcs, before, after).into_iter().filter(|op| op.tag() != DiffTag::Equal);
    Some(changed.map(|op| WordChange { before: op.old_range(), after: op.new_range() }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changed_words_are_found_with_their_places() {
        let changes = |before: &str, after: &str| {
            let (before, after): (Vec<&str>, Vec<&str>) =
                (before.split_whitespace().collect(), after.split_whitespace().collect());
            let all = word_changes(&before, &after).unwrap();
            let shown = |it: WordChange| format!("{} > {}", before[it.before].join(" "), after[it.after].join(" "));
            all.into_iter().map(shown).collect::<Vec<_>>()
        };
        assert_eq!(changes("a b c d", "a x c d"), ["b > x"]);
        assert_eq!(changes("a b c", "a b b c e"), [" > b", " > e"]);
        assert_eq!(changes("the the cat sit", "the cat sits"), ["the > ", "sit > sits"]);
        assert_eq!(changes("a b", "a b"), Vec::<String>::new());
        assert_eq!(changes("", "x"), [" > x"]);
    }

    #[test]
    fn long_texts_are_refused() {
        assert_eq!(word_changes(&["x"; MAX_WORDS + 1], &["x"]), None);
    }
}

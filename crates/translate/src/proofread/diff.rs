use std::ops::Range;

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
    // lengths[b][a]: of the common subsequence of both rests.
    let mut lengths = vec![vec![0_u16; after.len() + 1]; before.len() + 1];
    for b in (0..before.len()).rev() {
        for a in (0..after.len()).rev() {
            lengths[b][a] = if before[b] == after[a] {
                lengths[b + 1][a + 1] + 1
            } else {
                lengths[b + 1][a].max(lengths[b][a + 1])
            };
        }
    }
    let mut changes: Vec<WordChange> = Vec::new();
    let (mut b, mut a) = (0, 0);
    while b < before.len() || a < after.len() {
        let is_same = b < before.len() && a < after.len() && before[b] == after[a];
        if is_same {
            (b, a) = (b + 1, a + 1);
            continue;
        }
        let drops = a == after.len() || b < before.len() && lengths[b + 1][a] >= lengths[b][a + 1];
        let next = if drops { (b + 1, a) } else { (b, a + 1) };
        match changes.last_mut().filter(|last| last.before.end == b && last.after.end == a) {
            Some(last) => (last.before.end, last.after.end) = next,
            None => changes.push(WordChange { before: b..next.0, after: a..next.1 }),
        }
        (b, a) = next;
    }
    Some(changes)
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

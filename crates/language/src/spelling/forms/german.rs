//! German: verbs with their prefixes, and words made of words.

use super::lists::{Lists, letters, with_prefix};

/// Minimum length of a word behind a prefix, in characters.
const MIN_PREFIXED: usize = 5;

/// Maximum number of words in a compound.
const MAX_PARTS: usize = 3;

pub(super) fn is_form(lists: &Lists, word: &str, known: &dyn Fn(&str) -> bool) -> bool {
    let is_inflected = |word: &str| known(word) || lists.has_known_stem(word, known);
    // The `zu` or `ge` behind the prefix of a verb: herunterzuladen.
    let has_infix = lists.own("verb prefix").iter().any(|prefix| {
        let rest = word.strip_prefix(prefix).and_then(|rest| rest.strip_prefix("zu").or(rest.strip_prefix("ge")));
        rest.is_some_and(|rest| letters(rest) >= 4 && is_inflected(rest))
    });
    has_infix
        || is_inflected(word)
        || with_prefix(word, lists.own("verb prefix"), MIN_PREFIXED, &is_inflected)
        || lists.has_known_rest(word, &is_inflected)
        || is_compound(lists, word, MAX_PARTS, known, &is_inflected)
}

/// Whether a word is made of up to `max_parts` known ones, the last in any form.
fn is_compound(
    lists: &Lists,
    word: &str,
    max_parts: usize,
    known: &dyn Fn(&str) -> bool,
    is_inflected: &dyn Fn(&str) -> bool,
) -> bool {
    let is_part = |part: &str| (letters(part) >= 4 || lists.own("short compound part").contains(&part)) && known(part);
    if max_parts < 2 || letters(word) < 7 {
        return false;
    }
    word.char_indices().skip(2).any(|(at, _)| {
        let (first, rest) = word.split_at(at);
        if letters(rest) < 3 {
            return false;
        }
        let joints = std::iter::once("").chain(lists.own("compound joint").iter().copied());
        joints.filter_map(|joint| first.strip_suffix(joint)).any(is_part)
            && (is_part(rest)
                || letters(rest) >= 5 && is_inflected(rest)
                || is_compound(lists, rest, max_parts - 1, known, is_inflected))
    })
}

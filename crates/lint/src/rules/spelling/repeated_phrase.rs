//! Several words that are repeated together.

use std::ops::Range;

use firstaid_language::cues::{begins_sentence, joins_equal_phrases};

use crate::PageContext;

/// Maximum words of a phrase.
const MAX_WORDS: usize = 4;

/// Minimum characters of the longest word of a phrase.
const MIN_WORD: usize = 4;

/// Minimum words of a phrase besides joiners, if it has any.
const MIN_WITH_JOINER: usize = 3;

/// A phrase and the same right behind it, by their bytes in the prose.
pub(super) struct RepeatedPhrase {
    pub first: Range<usize>,
    pub second: Range<usize>,
    pub whole: Range<usize>,
}

/// The phrases of two words and more that are repeated, with nothing but a blank between any two words.
pub(super) fn repeated_phrases(cx: &PageContext<'_>) -> Vec<RepeatedPhrase> {
    let (text, words) = (cx.prose.text(), cx.words());
    let word = |n: usize| &text[words[n].range()];
    let mut found = Vec::new();
    let mut from = 0;
    while from + 2 * 2 <= words.len() {
        let phrase = (2..=MAX_WORDS).find(|&len| {
            from + 2 * len <= words.len()
                && words[from].is_as_long_as(words[from + len])
                && words[from + 1].is_as_long_as(words[from + len + 1])
                && word(from).eq_ignore_ascii_case(word(from + len))
                && (1..len).all(|n| word(from + n) == word(from + len + n))
                && is_phrase(text, (from..from + 2 * len).map(|n| words[n].range()))
        });
        if let Some(len) = phrase {
            let range = |from: usize| words[from].range().start..words[from + len - 1].range().end;
            let (first, second) = (range(from), range(from + len));
            found.push(RepeatedPhrase { whole: first.start..second.end, first, second });
        }
        from += phrase.map_or(1, |len| 2 * len);
    }
    found
}

/// Whether the words are plain prose that nothing parts.
fn is_phrase(text: &str, words: impl Iterator<Item = Range<usize>> + Clone) -> bool {
    let gaps = words.clone().zip(words.clone().skip(1));
    // Where enough other words are repeated, too, a joiner between them repeats nothing by itself.
    let typed: Vec<&str> = words.clone().map(|range| &text[range]).collect();
    let half = typed.len() / 2;
    let is_joiner_allowed = typed[..half].iter().filter(|word| !joins_equal_phrases(word)).count() >= MIN_WITH_JOINER;
    let mut is_first = true;
    let mut is_plain = |range: &Range<usize>| {
        let word = &text[range.clone()];
        let begins = std::mem::take(&mut is_first) && begins_sentence(&text[..range.start]);
        (begins || word.chars().all(|c| c.is_lowercase() || matches!(c, '\'' | '’' | '-')))
            && word.chars().all(|c| !c.is_numeric())
            && (is_joiner_allowed || !joins_equal_phrases(word))
    };
    let mut distinct: Vec<&str> = words.clone().map(|range| &text[range]).collect();
    let is_long = distinct.iter().any(|word| word.chars().count() >= MIN_WORD);
    distinct.truncate(2);
    gaps.into_iter().all(|(one, two)| &text[one.end..two.start] == " ")
        && is_long
        && !distinct[0].eq_ignore_ascii_case(distinct[1])
        && words.into_iter().all(|range| is_plain(&range))
}

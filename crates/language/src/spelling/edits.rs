//! What an edit of a few letters did to a word.

use super::known;
use super::lexicon::{is_common, is_term};

/// Whether a change of a word (both in lower case) fixes a misspelling: the old word is none, the new one is. `false`
/// if that is not known.
pub fn corrects(language: &str, old: &str, new: &str) -> bool {
    let is_known_fix = known::corrections(language, old).is_some_and(|mut words| words.any(|word| word == new));
    is_known_fix || !is_listed(language, old) && is_listed(language, new)
}

/// Whether a change of a few letters made another word of a word (both in lower case), rather than another form of it:
/// "house" and "mouse", but not "door" and "doors".
pub fn is_another_word(language: &str, old: &str, new: &str) -> bool {
    /// Number of letters at the end in which the forms of a word differ.
    const ENDING: usize = 2;
    let stem = |word: &str| word.chars().count().saturating_sub(ENDING);
    let same = old.chars().zip(new.chars()).take_while(|(a, b)| a == b).count();
    let is_form = same >= stem(old).min(stem(new)).max(1);
    !is_form && is_listed(language, old) && is_listed(language, new)
}

fn is_listed(language: &str, word: &str) -> bool {
    is_common(language, word) || is_term(language, word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fix_makes_a_word_of_none() {
        assert!(corrects("en", "recieve", "receive") && corrects("en", "windoow", "window"));
        assert!(!corrects("en", "receive", "recieve") && !corrects("en", "house", "mouse"));
        assert!(!corrects("tlh", "a", "b"));
    }

    #[test]
    fn two_words_are_not_two_forms_of_one() {
        assert!(is_another_word("en", "house", "mouse") && is_another_word("de", "hand", "sand"));
        assert!(!is_another_word("en", "window", "windows") && !is_another_word("en", "recieve", "receive"));
    }
}

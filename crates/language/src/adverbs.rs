//! English adverbs that are joined to the next word by a hyphen: "externally-facing".

use crate::word_lists::list;

/// Minimum bytes of such an adverb.
const MIN_ADVERB: usize = 6;

/// Minimum bytes of a word that is joined to an adverb.
const MIN_PARTICIPLE: usize = 5;

/// Whether a word, in lower case, may have a part that is joined so; rules out nearly all words at little cost.
pub fn may_have_hyphen_behind_adverb(word: &str) -> bool {
    word.contains("ly-")
}

/// Where the hyphen stands in a word, in lower case, that an adverb in `-ly` begins. `knows` tells whether a word is
/// English.
pub fn hyphen_behind_adverb(word: &str, knows: impl Fn(&str) -> bool) -> Option<usize> {
    if word.len() <= MIN_ADVERB + MIN_PARTICIPLE {
        return None;
    }
    let at = word.find("ly-")? + 2;
    let (adverb, rest) = (&word[..at], &word[at + 1..]);
    let is_participle = rest.len() >= MIN_PARTICIPLE && (rest.ends_with("ed") || rest.ends_with("ing"));
    if adverb.len() < MIN_ADVERB
        || !is_participle
        || rest.contains('-')
        || !adverb.bytes().all(|b| b.is_ascii_lowercase())
    {
        return None;
    }
    let stem = &adverb[..at - 2];
    let adjectives = [stem.to_owned(), format!("{stem}le"), format!("{stem}y"), format!("{stem}l")];
    let of_y = stem.strip_suffix('i').map(|stem| format!("{stem}y"));
    let of_al = stem.strip_suffix("al");
    let is_adverb = knows(adverb)
        && (adjectives.iter().chain(&of_y).any(|word| knows(word)) || of_al.is_some_and(&knows))
        && !list("en", "no-adverb")?.contains(adverb);
    is_adverb.then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_adverbs_count() {
        let knows = |word: &str| {
            ["externally", "external", "easily", "easy", "family", "friendly", "friend", "publicly", "public"]
                .contains(&word)
        };
        assert_eq!(hyphen_behind_adverb("externally-facing", knows), Some(10));
        assert_eq!(hyphen_behind_adverb("publicly-listed", knows), Some(8));
        assert_eq!(hyphen_behind_adverb("easily-learned", knows), Some(6));
        for word in
            ["family-owned", "friendly-looking", "externally", "externally-up-dated", "publicly-held-ly", "early-stage"]
        {
            assert_eq!(hyphen_behind_adverb(word, knows), None, "{word}");
        }
    }
}

//! Spanish: plurals, and pronouns at the end of a verb.

use super::lists::{Lists, letters};

pub(super) fn is_form(lists: &Lists, word: &str, known: &dyn Fn(&str) -> bool) -> bool {
    const MIN_STEM: usize = 4;
    let singular = word.strip_suffix("es").or_else(|| word.strip_suffix('s'));
    let is_plural = || singular.is_some_and(|stem| letters(stem) >= MIN_STEM && known(stem) && !stem.ends_with('í'));
    lists.make(word, known) || is_plural() || has_pronouns(lists, word, known)
}

/// Whether a word is an infinitive, gerund or imperative with up to two pronouns, which give it a written accent:
/// `enviárselo`.
fn has_pronouns(lists: &Lists, word: &str, known: &dyn Fn(&str) -> bool) -> bool {
    let verb_is_known =
        |stem: &str| stem.ends_with(['r', 'o', 'a', 'e', 'n', 'd', 'z', 'l', 'á', 'é', 'í']) && known(stem);
    let has_one = |word: &str| {
        stems(lists, word).any(|stem| {
            let has_accented_ending = ["ár", "ér", "ír", "ándo", "iéndo", "yéndo"].iter().any(|it| stem.ends_with(it));
            let has_plain_ending = ["ar", "er", "ir", "ando", "iendo", "yendo"].iter().any(|it| stem.ends_with(it));
            let unaccented = without_acutes(stem);
            verb_is_known(stem) && has_plain_ending
                || (has_accented_ending || stem != unaccented) && verb_is_known(&unaccented)
        })
    };
    has_one(word) || stems(lists, word).any(has_one)
}

/// The word without each pronoun that it ends in.
fn stems<'w>(lists: &Lists, word: &'w str) -> impl Iterator<Item = &'w str> {
    const MIN_STEM: usize = 3;
    let stems = lists.own("pronoun").iter().filter_map(move |pronoun| word.strip_suffix(pronoun));
    stems.filter(|stem| letters(stem) >= MIN_STEM)
}

fn without_acutes(word: &str) -> String {
    let plain = |c: char| match c {
        'á' => 'a',
        'é' => 'e',
        'í' => 'i',
        'ó' => 'o',
        'ú' => 'u',
        c => c,
    };
    word.chars().map(plain).collect()
}

//! French: elided words before a vowel, and the spelling of 1990.

use super::lists::Lists;

pub(super) fn is_form(lists: &Lists, word: &str, known: &dyn Fn(&str) -> bool) -> bool {
    if let Some((first, rest)) = word.split_once('\'') {
        return lists.own("elided word").contains(&first) && (known(rest) || is_form(lists, rest, known));
    }
    lists.make(word, known) || is_reformed(lists, word, known) || word.contains("oe") && known(&word.replace("oe", "œ"))
}

/// The spelling of 1990: no circumflex on i and u, and a grave accent in the future and conditional of `gérer`.
fn is_reformed(lists: &Lists, word: &str, known: &dyn Fn(&str) -> bool) -> bool {
    let has_lost_circumflex = word.match_indices(['i', 'u']).any(|(at, letter)| {
        let traditional = if letter == "i" { "î" } else { "û" };
        known(&format!("{}{traditional}{}", &word[..at], &word[at + 1..]))
    });
    let is_future = || lists.own("future ending").iter().any(|ending| word.ends_with(ending));
    has_lost_circumflex || word.contains('è') && is_future() && known(&word.replace('è', "é"))
}

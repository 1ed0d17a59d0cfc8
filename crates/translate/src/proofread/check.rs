//! Whether an edit of a paragraph is one that a machine may suggest.

use firstaid_content::Locale;

use super::diff::word_changes;
use crate::grade::{Grade, grade};
use crate::machine::Refusal;
use crate::machine::{check_additions, same_shape};
use crate::segments::squeezed;
use crate::writing::is_in_script_of;

/// Words that an edit may change in any paragraph.
const MIN_CHANGED_WORDS: usize = 3;

/// Part of the words of a paragraph that an edit may change: one in this many, besides [`MIN_CHANGED_WORDS`].
const CHANGED_WORDS_DIVISOR: usize = 5;

/// Maximum edit distance between a name and its correction, in letters.
const MAX_NAME_DISTANCE: usize = 2;

/// Checks that an edit of a paragraph is small, and that identities, numbers, negations, names, links and markup are
/// the same. Both texts are messages of segments.
pub fn check_edit(before: &str, after: &str, locale: &Locale) -> Result<(), Refusal> {
    if after.trim().is_empty() {
        return Err(Refusal::Empty);
    }
    if after.contains(['\n', '\r']) {
        return Err(Refusal::Lines);
    }
    let before = &*squeezed(before);
    if squeezed(after) != after {
        return Err(Refusal::Blanks);
    }
    if before == after {
        return Err(Refusal::Unchanged);
    }
    check_additions(before, after)?;
    same_shape(before, after, locale.as_str())?;
    if is_in_script_of(before, locale.as_str()) && !is_in_script_of(after, locale.as_str()) {
        return Err(Refusal::OtherScript(locale.as_str().into()));
    }
    let (old, new): (Vec<&str>, Vec<&str>) = (before.split(' ').collect(), after.split(' ').collect());
    let edits = word_changes(&old, &new).ok_or(Refusal::TooLong)?;
    let changed: usize = edits.iter().map(|change| change.before.len().max(change.after.len())).sum();
    if changed > MIN_CHANGED_WORDS + old.len() / CHANGED_WORDS_DIVISOR {
        return Err(Refusal::Rewritten);
    }
    let is_new_name = |change: &super::WordChange| {
        let replaced = &old[change.before.clone()];
        change.after.clone().any(|at| is_name(&new, at) && !replaced.iter().any(|word| is_spelling_of(new[at], word)))
            || change.before.clone().any(|at| {
                is_name(&old, at) && !new[change.after.clone()].iter().any(|word| is_spelling_of(old[at], word))
            })
    };
    if edits.iter().any(is_new_name) {
        return Err(Refusal::OtherNames);
    }
    if grade(before, after, locale.language(), &|_| false).grade == Grade::Critical {
        return Err(Refusal::OtherMeaning);
    }
    Ok(())
}

/// Whether a word is written like a name: with a capital, and not because a sentence begins with it.
fn is_name(words: &[&str], at: usize) -> bool {
    let bare = |word: &str| word.trim_start_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let word = bare(words[at]);
    let begins_sentence =
        at == 0 || words[at - 1].trim_end_matches(['"', '”', '»', ')']).ends_with(['.', '!', '?', ':']);
    word.chars().skip(usize::from(begins_sentence)).any(char::is_uppercase)
}

/// Whether two words differ by letter case or a few letters.
fn is_spelling_of(word: &str, other: &str) -> bool {
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let (word, other) = (bare(word), bare(other));
    word == other
        || word.chars().count().min(other.chars().count()) > MAX_NAME_DISTANCE + 1
            && strsim::osa_distance(&word, &other) <= MAX_NAME_DISTANCE
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(before: &str, after: &str) -> Result<(), Refusal> {
        check_edit(before, after, &Locale::new("en").unwrap())
    }

    #[test]
    fn small_corrections_are_accepted() {
        for (before, after) in [
            ("Install a apps from [the store]({1}) now.", "Install an app from [the store]({1}) now."),
            ("He use Signal and **not** SMS on his phone.", "He uses Signal and **not** SMS on his phone."),
            ("Open the file and and close it.", "Open the file and close it."),
            ("Write to a@eff.org if you can reach it\nor call.", "Write to a@eff.org if you can reach it, or call."),
            ("the phone was lost. We wait.", "The phone was lost. We wait."),
            ("Use Singal for calls.", "Use Signal for calls."),
        ] {
            assert_eq!(check(before, after), Ok(()), "{after}");
        }
    }

    #[test]
    fn what_changes_more_than_words_is_refused() {
        let before = "Do not open links from [strangers]({1}) in Signal; write to a@eff.org within 24 hours, please.";
        for (after, refusal) in [
            (before.replace("Do not", "Do"), Refusal::OtherMeaning),
            (before.replace("24", "48"), Refusal::OtherNumbers),
            (before.replace("a@eff.org", "a@evil.org"), Refusal::OtherIdentities),
            (before.replace("Signal", "Telegram"), Refusal::OtherNames),
            (before.replace("in Signal", "in the app"), Refusal::OtherNames),
            (before.replace("[strangers]({1})", "strangers"), Refusal::OtherMarkup),
            (before.replace("please", "**please**"), Refusal::OtherMarkup),
            (before.replace("please", "<b>please</b>"), Refusal::AddedMarkup),
            (before.replace("please", "plea\u{202e}se"), Refusal::Invisible),
            (before.replace("please", "please\nnow"), Refusal::Lines),
            (format!("\"{before}\""), Refusal::Quoted),
            (format!("Here is it: {before}"), Refusal::Answer),
            (String::new(), Refusal::Empty),
            (before.to_owned(), Refusal::Unchanged),
        ] {
            assert_eq!(check(before, &after), Err(refusal), "{after}");
        }
        let rewritten = "Never trust any link that people you do not know send by [strangers]({1}) in Signal or by mail \
                         to a@eff.org for 24 hours.";
        assert!(check(before, rewritten).is_err());
        assert_eq!(
            check("Turn on the lock of the phone.", "Turn off the lock of the phone."),
            Err(Refusal::OtherMeaning)
        );
        let whole = "Keep the device near you at all times and lock it when you leave the room for long.";
        let other = "Always hold your phone close and secure it whenever walking away from where it is kept now.";
        assert_eq!(check(whole, other), Err(Refusal::Rewritten));
    }
}

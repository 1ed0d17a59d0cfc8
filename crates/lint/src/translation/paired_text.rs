//! What of two paired texts is not translated: words that both have in the same form, and labels.
//!
//! Names, titles and texts of buttons stay as they are, so a "not" in them denies nothing in the sentence.

use std::collections::HashSet;
use std::ops::Range;

/// Minimum consecutive words that are the same on both sides; a single one may be chance.
const MIN_RUN: usize = 2;

/// Maximum words on either side that are compared; the comparison is quadratic.
const MAX_WORDS: usize = 150;

/// Maximum words of a label.
const MAX_LABEL_WORDS: usize = 10;

/// Maximum words of a quoted term.
const MAX_MENTION_WORDS: usize = 2;

/// Minimum share of words that the source has, too, in percent, of a text that is still in the source's language.
const MIN_SAME_PERCENT: usize = 60;

/// The ranges of the words of a text.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        let is_inside = c.is_alphanumeric() || start.is_some() && matches!(c, '\'' | '’');
        match (start, is_inside) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                found.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    found.extend(start.map(|from| from..text.len()));
    found
}

/// Both texts with blanks in the place of the words that they share, as runs of at least two words in any case.
pub(crate) fn without_shared_words(source: &str, target: &str) -> (String, String) {
    let (from, to) = (words(source), words(target));
    let (mut source_left, mut target_left) = (source.to_owned(), target.to_owned());
    if from.len().max(to.len()) > MAX_WORDS {
        return (source_left, target_left);
    }
    let lower = |text: &str, all: &[Range<usize>]| -> Vec<String> {
        all.iter().map(|range| text[range.clone()].to_lowercase()).collect()
    };
    let (mut there, mut here) = (lower(source, &from), lower(target, &to));
    // The longest first: "Do not use Do Not Track" and "Usa Do Not Track" share the name, not the denial.
    while let Some((n, m, len)) = longest_run(&there, &here) {
        blank(&mut source_left, from[n].start..from[n + len - 1].end);
        blank(&mut target_left, to[m].start..to[m + len - 1].end);
        there[n..n + len].iter_mut().chain(&mut here[m..m + len]).for_each(String::clear);
    }
    (source_left, target_left)
}

/// The longest run of equal words, the first of several: where it begins on both sides, and its length. Empty words equal
/// none. `None` if it has fewer than [`MIN_RUN`] words.
fn longest_run(there: &[String], here: &[String]) -> Option<(usize, usize, usize)> {
    let mut longest = (0, 0, MIN_RUN - 1);
    // Lengths of the runs that end at each word, for the word of the source before and for this one.
    let (mut before, mut ending) = (vec![0; here.len() + 1], vec![0; here.len() + 1]);
    for (n, word) in there.iter().enumerate() {
        for (m, other) in here.iter().enumerate() {
            let len = if !word.is_empty() && word == other { before[m] + 1 } else { 0 };
            ending[m + 1] = len;
            if len > longest.2 {
                longest = (n + 1 - len, m + 1 - len, len);
            }
        }
        std::mem::swap(&mut before, &mut ending);
    }
    (longest.2 >= MIN_RUN).then_some(longest)
}

/// Puts blanks in the place of a range, so that all other places stay.
pub(crate) fn blank(text: &mut String, range: Range<usize>) {
    let blanks = " ".repeat(range.len());
    text.replace_range(range, &blanks);
}

/// Whether a text is still in the language of its source: most of its lower-case words are words of the source, too.
pub(crate) fn is_untranslated(source: &str, target: &str) -> bool {
    let is_word = |word: &&str| word.contains(char::is_alphabetic);
    let of_source: Vec<&str> = words(source).into_iter().map(|range| &source[range]).filter(is_word).collect();
    let of_target: Vec<&str> = words(target).into_iter().map(|range| &target[range]).filter(is_word).collect();
    if of_source == of_target {
        return true;
    }
    let is_lower = |word: &&str| word.starts_with(char::is_lowercase);
    let counted: Vec<&str> = of_target.into_iter().filter(is_lower).collect();
    let known: HashSet<&str> = of_source.into_iter().collect();
    let same = counted.iter().filter(|word| known.contains(**word)).count();
    counted.len() >= MIN_RUN && same * 100 >= counted.len() * MIN_SAME_PERCENT
}

/// The ranges of labels in the Markdown of a block: a few words that begin with a capital, in emphasis or in quotation
/// marks, inside a sentence: "Tap **Do not share**". Emphasis of a word in capitals ("Do **NOT** share") is no label.
pub(crate) fn labels(markdown: &str) -> Vec<Range<usize>> {
    const MARKS: [(&str, &str); 9] = [
        ("**", "**"),
        ("__", "__"),
        ("*", "*"),
        ("_", "_"),
        ("\"", "\""),
        ("“", "”"),
        ("„", "“"),
        ("«", "»"),
        ("「", "」"),
    ];
    let mut found: Vec<Range<usize>> = Vec::new();
    // Marks that nothing closes any more are not searched for again, so that the cost is linear.
    let mut is_open = [false; MARKS.len()];
    let mut at = 0;
    while at < markdown.len() {
        let rest = &markdown[at..];
        let opened = MARKS.iter().position(|(open, _)| rest.starts_with(open)).filter(|&mark| !is_open[mark]);
        let inner = opened.and_then(|mark| {
            let (open, close) = MARKS[mark];
            let start = at + open.len();
            let len = markdown[start..].find(close);
            is_open[mark] = len.is_none();
            len.map(|len| (start..start + len, start + len + close.len()))
        });
        match inner {
            Some((range, end)) if !range.is_empty() => {
                let inner = &markdown[range.clone()];
                // A quoted word or term is mentioned, not used: accept a "no", a "no logs" promise.
                let is_mention = !rest.starts_with(['*', '_']) && words(inner).len() <= MAX_MENTION_WORDS;
                if is_mention || is_label(&markdown[..at], inner) {
                    found.push(range);
                }
                at = end;
            }
            _ => at += rest.chars().next().map_or(1, char::len_utf8),
        }
    }
    found
}

fn is_label(before: &str, text: &str) -> bool {
    let text =
        text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '\u{a0}' | '\u{202f}' | '.' | ','));
    // Called last: it goes back to the last word, over any number of marks.
    let is_inside = || {
        let before = before
            .trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '(' | '[' | '"' | '«' | '“'));
        before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ',' | ':' | '>' | '»' | '→'))
    };
    let letters = || text.chars().filter(|c| c.is_alphabetic());
    let shouts = letters().count() > 2 && letters().all(|c| !c.is_lowercase()) && !text.contains(' ');
    !shouts
        && text.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase())
        && words(text).len() <= MAX_LABEL_WORDS
        && is_inside()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shared_words_are_blanked_on_both_sides() {
        let (source, target) = without_shared_words("It ignores Do Not Track now.", "Ignora Do Not Track ahora.");
        assert_eq!((&*source, &*target), ("It ignores              now.", "Ignora              ahora."));
        let (source, target) = without_shared_words("Do not use Do Not Track.", "Utilise Do Not Track.");
        assert_eq!((&*source, &*target), ("Do not use             .", "Utilise             ."));
    }

    #[test]
    fn text_that_is_still_in_the_language_of_its_source_is_known() {
        assert!(is_untranslated("Do not show hints: On", "Do not show hints: Activado"));
        assert!(!is_untranslated("Do not open Signal now.", "No abras Signal ahora."));
    }

    #[test]
    fn labels_stand_inside_of_a_sentence() {
        let found = |text: &'static str| labels(text).into_iter().map(|it| &text[it]).collect::<Vec<_>>();
        assert_eq!(found("Tap **Do not share**, then \"No\"."), ["Do not share", "No"]);
        assert_eq!(found("Accept \"no\", or «не» (*not* „Nein“)."), ["no", "не", "Nein"]);
        assert_eq!(found("Trust no \"no fees\" offer, and never \"pay at the gate\"."), ["no fees"]);
        assert_eq!(found("**Never** pay. Do **NOT** pay, they do *not* help."), Vec::<&str>::new());
    }
}

//! Cutting prose into sentences.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use firstaid_content::OPAQUE;

use crate::data;

/// Words before a full stop that does not end a sentence, in lower case, of all languages: texts mix them.
static ABBREVIATIONS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| data::parse_each("abbreviations.txt", data::words).into_values().flatten().collect());

/// The ranges of the sentences of a text, in order, without the blanks around them; none is empty. A line end ends a
/// sentence, too.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut push = |start: usize, end: usize| {
        let typed = &text[start..end];
        let from = start + (typed.len() - typed.trim_start().len());
        let to = from + typed.trim().len();
        if from < to {
            found.push(from..to);
        }
    };
    // The end of the current run of closing characters, and whether a sentence may end there: once for all marks of it.
    let (mut end, mut may_end) = (0, false);
    for (at, mark) in text.char_indices().filter(|&(_, c)| is_end_mark(c)) {
        if at < start {
            continue;
        }
        let behind = at + mark.len_utf8();
        if end < behind {
            let after = text[behind..].trim_start_matches(is_closing);
            (end, may_end) = (text.len() - after.len(), may_end_before(after));
        }
        if ends_sentence(&text[start..at], mark, may_end) {
            push(start, end);
            start = end;
        }
    }
    push(start, text.len());
    found
}

fn is_end_mark(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '؟' | '\n' | '。' | '！' | '？' | '۔' | '।')
}

/// Whether a character behind the end mark of a sentence still belongs to the sentence. French sets a narrow blank
/// before the closing quotation mark.
fn is_closing(c: char) -> bool {
    is_end_mark(c) && c != '\n' || closes(c)
}

/// Whether a character closes a quotation, a bracket or a mark of emphasis, or is the blank before it.
pub(crate) fn closes(c: char) -> bool {
    // "==marked==" is no emphasis to most parsers.
    matches!(c, '"' | '”' | '’' | '»' | ')' | ']' | '\'' | '“' | '\u{202f}' | '」' | '』' | '=')
}

/// Whether a mark that needs a blank behind it may end a sentence before a text.
fn may_end_before(after: &str) -> bool {
    if !(after.is_empty() || after.starts_with(char::is_whitespace)) {
        return false;
    }
    let next = after.trim_start().chars().find(|&c| !matches!(c, '"' | '“' | '„' | '«' | '(' | '¿' | '¡' | OPAQUE));
    !next.is_some_and(char::is_lowercase)
}

/// Whether a mark ends the sentence before it; `may_end` says whether what follows allows it.
fn ends_sentence(before: &str, mark: char, may_end: bool) -> bool {
    if matches!(mark, '\n' | '。' | '！' | '？') {
        return true;
    }
    let word = || before.rsplit(|c: char| c.is_whitespace() || matches!(c, '.' | '(' | '«' | '„')).next();
    may_end && (mark != '.' || !is_abbreviation(word().unwrap_or_default()))
}

fn is_initial(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none()
}

fn is_abbreviation(word: &str) -> bool {
    is_initial(word) || ABBREVIATIONS.contains(&*word.to_lowercase())
}

/// Whether a sentence may end between a word and the next: not in "i.e.", or inside a name ("v1.2", "example.org").
pub(crate) fn ends_between(word: &str, gap: &str) -> bool {
    gap.contains(['!', '?', '\n', '…']) || gap.contains('.') && gap != "." && !is_initial(word)
}

/// The number of abbreviations in a text that may end a sentence: before a capital letter. "Bread, cheese, etc. It is
/// all there" has two sentences, and reads as one.
pub fn possible_ends(text: &str) -> usize {
    let is_end = |(at, _): &(usize, &str)| {
        let word = text[..*at].rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let after = &text[at + 1..];
        ABBREVIATIONS.contains(&*word.to_lowercase())
            && after.starts_with(char::is_whitespace)
            && after.trim_start().starts_with(char::is_uppercase)
    };
    text.match_indices('.').filter(is_end).count()
}

/// Whether a text ends with an abbreviation, whose full stop need not be that of a sentence: "(cash, cards, etc.)".
pub fn ends_in_abbreviation(text: &str) -> bool {
    let text = text.trim_end_matches(|c: char| c != '.' && (is_closing(c) || c.is_whitespace()));
    let Some(text) = text.strip_suffix('.') else { return false };
    let word = text.rsplit(|c: char| !c.is_alphanumeric() && c != '.').next().unwrap_or_default();
    !word.is_empty() && (word.contains('.') || is_abbreviation(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        sentences(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn sentences_end_at_their_marks() {
        assert_eq!(cut(" One. “Two!” Three?\nFour "), ["One.", "“Two!”", "Three?", "Four"]);
        assert_eq!(cut("Qui ? « Vous ! » Bien…"), ["Qui ?", "« Vous !", "» Bien…"]);
        assert_eq!(
            cut("Вы в безопасности? См. раздел. А. С. Пушкин"),
            ["Вы в безопасности?", "См. раздел.", "А. С. Пушкин"]
        );
        assert_eq!(cut("هل أنت آمن؟ لا شيء. 你好。再见"), ["هل أنت آمن؟", "لا شيء.", "你好。", "再见"]);
    }

    #[test]
    fn full_stops_of_abbreviations_end_no_sentence() {
        assert_eq!(
            cut("Nimm z. B. Signal (2.0) bzw. Tor. Gut. etc. und"),
            ["Nimm z. B. Signal (2.0) bzw. Tor.", "Gut. etc. und"]
        );
        assert_eq!(cut("See example.org or e.g. this one."), ["See example.org or e.g. this one."]);
    }

    #[test]
    fn names_and_initials_do_not_end_a_sentence_between_words() {
        assert!(
            ends_between("late", ". ")
                && ends_between("late", "? ")
                && ends_between("late", ".)")
                && ends_between("1", ". ")
                && ends_between("etc", ". ")
        );
        assert!(!ends_between("e", ". ") && !ends_between("example", ".") && !ends_between("a", " "));
    }

    #[test]
    fn a_later_mark_of_a_run_may_end_the_sentence() {
        assert_eq!(cut("Was usw.? Ja. Ob Nr.…“ Gut"), ["Was usw.?", "Ja.", "Ob Nr.…“", "Gut"]);
        assert_eq!(cut("So….\nAb.xy. C"), ["So….", "Ab.xy.", "C"]);
    }

    #[test]
    fn runs_of_marks_and_blanks_cost_linear_time() {
        let marks = ".…".repeat(100_000);
        assert_eq!(sentences(&format!("{marks}x")).len(), 1);
        assert_eq!(sentences(&format!("{marks}{}x", " ".repeat(100_000))).len(), 1);
    }

    #[test]
    fn an_abbreviation_before_a_capital_may_end_a_sentence() {
        assert_eq!(possible_ends("Du pain, etc. Il est là. Tom mange."), 1);
        assert_eq!(possible_ends("Brot, Käse usw. liegen da"), 0);
    }

    #[test]
    fn an_abbreviation_at_the_end_is_known() {
        assert!(ends_in_abbreviation("(cash, cards, etc.)") && ends_in_abbreviation("Example Inc."));
        assert!(
            ends_in_abbreviation("im Zug usw.")
                && !ends_in_abbreviation("Take the train.")
                && !ends_in_abbreviation("etc")
        );
    }
}

//! Cutting prose into sentences, and pairing those of a translation with those of its source.

use std::ops::Range;

use firstaid_content::OPAQUE;

/// Words before a full stop that ends no sentence, in lower case; single letters end none either.
const ABBREVIATIONS: [&str; 26] = [
    "approx", "bzw", "ca", "cf", "dr", "ej", "etc", "evtl", "fig", "ggf", "inkl", "mr", "mrs", "nr", "no", "p", "pág",
    "prof", "st", "usw", "vs", "напр", "см", "стр", "тел", "эл",
];

/// The sentences of a text, by their ranges: without blanks around them, none empty. A line end ends one, too.
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
    for (at, mark) in text.char_indices().filter(|&(_, c)| ends(c)) {
        let after = &text[at + mark.len_utf8()..];
        let closing = after.len() - after.trim_start_matches(closes).len();
        let end = at + mark.len_utf8() + closing;
        if at < start || !is_end(text, start, at, mark, &after[closing..]) {
            continue;
        }
        push(start, end);
        start = end;
    }
    push(start, text.len());
    found
}

fn ends(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '؟' | '\n' | '。' | '！' | '？' | '۔' | '।')
}

/// Marks behind the last of a sentence that still belong to it; French sets a blank before the closing quotation mark.
fn closes(c: char) -> bool {
    ends(c) && c != '\n' || matches!(c, '"' | '”' | '’' | '»' | ')' | ']' | '\'' | '“' | '\u{202f}' | '」' | '』')
}

fn is_end(text: &str, start: usize, at: usize, mark: char, after: &str) -> bool {
    if matches!(mark, '\n' | '。' | '！' | '？') {
        return true;
    }
    if !(after.is_empty() || after.starts_with(char::is_whitespace)) {
        return false;
    }
    let next = after.trim_start().chars().find(|&c| !matches!(c, '"' | '“' | '„' | '«' | '(' | '¿' | '¡' | OPAQUE));
    if next.is_some_and(char::is_lowercase) {
        return false;
    }
    let word = text[start..at]
        .rsplit(|c: char| c.is_whitespace() || matches!(c, '.' | '(' | '«' | '„'))
        .next()
        .unwrap_or_default();
    mark != '.' || !is_abbreviation(word)
}

fn is_abbreviation(word: &str) -> bool {
    let mut letters = word.chars();
    let single = letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none();
    single || ABBREVIATIONS.contains(&&*word.to_lowercase())
}

/// The sentences of two texts, side by side: one by one where both have as many, else both texts as they are.
pub fn side_by_side(source: &str, target: &str) -> Vec<(Range<usize>, Range<usize>)> {
    let (ours, theirs) = (sentences(source), sentences(target));
    if ours.len() == theirs.len() {
        return ours.into_iter().zip(theirs).collect();
    }
    let whole = |all: &[Range<usize>]| Some(all.first()?.start..all.last()?.end);
    whole(&ours).zip(whole(&theirs)).into_iter().collect()
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
    fn stops_inside_of_a_sentence_end_none() {
        assert_eq!(
            cut("Nimm z. B. Signal (2.0) bzw. Tor. Gut. etc. und"),
            ["Nimm z. B. Signal (2.0) bzw. Tor.", "Gut. etc. und"]
        );
        assert_eq!(cut("See example.org or e.g. this one."), ["See example.org or e.g. this one."]);
    }

    #[test]
    fn texts_of_unlike_cut_are_compared_whole() {
        let (source, target) = ("Wait. Ask.", "Wait; ask.");
        assert_eq!(side_by_side(source, target), [(0..10, 0..10)]);
        assert_eq!(side_by_side(source, source), [(0..5, 0..5), (6..10, 6..10)]);
    }
}

//! Notes of editors to each other, in brackets: `{Suggestion: add a step}`.

use std::fmt::Write as _;
use std::sync::LazyLock;

use firstaid_language::cues::editors_notes;
use regex::{Regex, escape};

/// A note in braces or square brackets, with the words before its colon in any of our languages; what is to be inserted,
/// in braces; and a note in parentheses, where credits stand too, only if it asks for something.
pub(super) static EDITORS_NOTE: LazyLock<Regex> = LazyLock::new(|| {
    let heads: Vec<String> = editors_notes().map(pattern).collect();
    let heads = heads.join("|");
    let note = format!(r"[\[{{]{{1,2}}\s*(?:{heads})\s*:\s[^\[\]{{}}\n\u{{fffc}}]{{3,400}}[\]}}]{{1,2}}");
    Regex::new(&format!("(?i){note}|{TO_INSERT}|{REQUEST}")).expect("a test reads the cues of all languages")
});

const TO_INSERT: &str = r"\{{1,2}\s*(?:insert|add|fill in) [^\[\]{}\n\u{fffc}]{2,60}\}{1,2}";

const REQUEST: &str = concat!(
    r"\((?:(?:editors?|translators?|reviewers?): (?:please|can you|could you|should we|do we|is this)",
    r"|notes? (?:to|for) (?:the )?(?:editors?|translators?|reviewers?|self):",
    r"|to ?do:|fixme:|please (?:expand|rewrite)\b)\s[^()\n\u{fffc}]{3,400}\)",
);

/// The regular expression of a cue: `?` before a word that may be missing, `|` between words, `*` for letters, `…` for
/// any text before the colon.
fn pattern(cue: &str) -> String {
    let mut pattern = String::new();
    for (n, token) in cue.split(' ').enumerate() {
        if token == "…" {
            pattern.push_str(r"[^\[\]{}:]{0,40}");
            continue;
        }
        let (words, mark) = token.strip_prefix('?').map_or((token, ""), |words| (words, "?"));
        let words: Vec<String> = words.split('|').map(|word| escape(word).replace(r"\*", r"\p{L}+")).collect();
        let blank = if n > 0 { " " } else { "" };
        write!(pattern, "(?:{blank}(?:{})){mark}", words.join("|").replace('’', "['’]")).expect("a string takes all");
    }
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_found_by_the_words_of_all_languages() {
        for note in [
            "{Suggestion: add a step}",
            "[[Note to the editors: is it so?]]",
            "[Comment to self: ask Kim]",
            "{please check the second step: it fails}",
            "[Nota para las traductoras: más corto]",
            "[note pour l'équipe: plus court]",
            "{Hinweis an die Redaktion: kürzer}",
            "{комментарий: короче}",
            "{insert the number}",
            "(Editors: please check the second step)",
        ] {
            assert!(EDITORS_NOTE.find(note).is_some_and(|hit| hit.as_str() == note), "{note}");
        }
        for other in [
            "{Suggestions}",
            "[Note: wait]",
            "(comment: wait)",
            "[hint an die: kürzer]",
            "{Question:now}",
            "(editor: Kim)",
            "(insert the card)",
        ] {
            assert!(!EDITORS_NOTE.is_match(other), "{other}");
        }
    }
}

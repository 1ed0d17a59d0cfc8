//! Notes of editors to each other, in braces or square brackets: `{Suggestion: add a step}`.

use std::fmt::Write as _;
use std::sync::LazyLock;

use firstaid_language::cues::editors_notes;
use regex::{Regex, escape};

/// A note in its brackets. The words before its colon are those of all languages.
pub(super) static EDITORS_NOTE: LazyLock<Regex> = LazyLock::new(|| {
    let heads: Vec<String> = editors_notes().map(pattern).collect();
    let heads = heads.join("|");
    let note = format!(r"(?i)[\[{{]{{1,2}}\s*(?:{heads})\s*:\s[^\[\]{{}}\n\u{{fffc}}]{{3,400}}[\]}}]{{1,2}}");
    Regex::new(&note).expect("a test reads the cues of all languages")
});

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
        ] {
            assert!(EDITORS_NOTE.find(note).is_some_and(|hit| hit.as_str() == note), "{note}");
        }
        for other in ["{Suggestions}", "[Note: wait]", "(comment: wait)", "[hint an die: kürzer]", "{Question:now}"] {
            assert!(!EDITORS_NOTE.is_match(other), "{other}");
        }
    }
}

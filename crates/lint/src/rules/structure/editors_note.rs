//! Notes of editors to each other, in brackets: `{Suggestion: add a step}`.

use std::fmt::Write as _;
use std::ops::Range;
use std::sync::LazyLock;

use firstaid_language::cues;
use memchr::{memchr2, memchr3_iter};
use regex::{Regex, escape};

/// The places of notes in a block of prose.
pub(super) fn editors_notes(block: &str) -> Vec<Range<usize>> {
    // The pattern has the words of all languages: it is compiled only for a guide that may have a note.
    if !may_have_note(block) {
        return Vec::new();
    }
    let (mut notes, mut at) = (Vec::new(), 0);
    while let Some(hit) = EDITORS_NOTE.find_at(block, at) {
        if hit.as_str().chars().nth(MAX_NOTE).is_none() {
            notes.push(hit.range());
            at = hit.end();
        } else {
            // Behind its first bracket a text that is too long may have a note in other brackets.
            at = hit.start() + 1;
        }
    }
    notes
}

/// Whether a block has a bracket that may open a note: any brace, a square one before a colon, or a round one before one
/// of the few words that begin a request.
fn may_have_note(block: &str) -> bool {
    let begins_request = |inside: &str| {
        let begins = |head: &str| inside.get(..head.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(head));
        REQUEST_HEADS.into_iter().any(begins)
    };
    memchr3_iter(b'[', b'{', b'(', block.as_bytes()).any(|at| match block.as_bytes()[at] {
        b'{' => true,
        b'[' => {
            let end = block.len().min(at + MAX_HEAD);
            memchr2(b':', b']', &block.as_bytes()[at..end]).is_some_and(|to| block.as_bytes()[at + to] == b':')
        }
        _ => begins_request(&block[at + 1..]),
    })
}

/// Maximum characters of a note. It is checked on the match: a counted repetition compiles to one copy of its class for
/// each character.
const MAX_NOTE: usize = 450;

/// Bytes behind a bracket in which the colon of a note stands: more than the longest words of a note.
const MAX_HEAD: usize = 400;

/// What a request in parentheses begins with: see [`REQUEST`].
const REQUEST_HEADS: [&str; 8] = ["editor", "translator", "reviewer", "note", "to do", "todo", "fixme:", "please "];

/// A note in braces or square brackets, with the words before its colon in any of our languages; what is to be inserted,
/// in braces; and a note in parentheses, where credits stand too, only if it asks for something.
static EDITORS_NOTE: LazyLock<Regex> = LazyLock::new(|| {
    let heads: Vec<String> = cues::editors_notes().map(pattern).collect();
    let heads = heads.join("|");
    let note = format!(r"[\[{{]{{1,2}}\s*(?:{heads})\s*:\s[^\[\]{{}}\n\u{{fffc}}]{{3,}}[\]}}]{{1,2}}");
    Regex::new(&format!("(?i){note}|{TO_INSERT}|{REQUEST}")).expect("a test reads the cues of all languages")
});

const TO_INSERT: &str = r"\{{1,2}\s*(?:insert|add|fill in) [^\[\]{}\n\u{fffc}]{2,60}\}{1,2}";

const REQUEST: &str = concat!(
    r"\((?:(?:editors?|translators?|reviewers?): (?:please|can you|could you|should we|do we|is this)",
    r"|notes? (?:to|for) (?:the )?(?:editors?|translators?|reviewers?|self):",
    r"|to ?do:|fixme:|please (?:expand|rewrite)\b)\s[^()\n\u{fffc}]{3,}\)",
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
            assert_eq!(editors_notes(note), vec![0..note.len(); 1], "{note}");
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
            assert!(editors_notes(other).is_empty(), "{other}");
        }
        let long = "word ".repeat(100);
        assert!(editors_notes(&format!("{{note: {long}}}")).is_empty());
        let (start, inner) = (format!("{{note: {long}"), "(Editors: please check it)");
        assert_eq!(editors_notes(&format!("{start}{inner}}}")), vec![start.len()..start.len() + inner.len(); 1]);
    }
}

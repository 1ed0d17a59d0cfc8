//! Words and phrases that show what a sentence does (it warns, it says that a link is in English), from each language's
//! `cues.txt`.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::data;
use crate::languages::parts_words_by_blanks;

const FILE: &str = "cues.txt";

/// The keys of `cues.txt`.
const AFTER_COMMAND: &str = "after a command";
const BETWEEN_EQUAL_PHRASES: &str = "between equal phrases";
const CAPITALS: &str = "capitals";
const EDITORS_NOTE: &str = "editor's note";
const EXAMPLE: &str = "example";
const HIDDEN_ADDRESS: &str = "hidden address";
const IN_ENGLISH: &str = "in english";
const PICTURE: &str = "picture";
const SUBKEY: &str = "subkey";
const TOP_OF_THE_PAGE: &str = "top of the page";
const TRANSLATORS_NOTE: &str = "translator's note";
const TO_BE_TYPED: &str = "to be typed";
const WARNING: &str = "warning";
const WRONG_ON_PURPOSE: &str = "wrong on purpose";

/// The values of a key of `cues.txt`, of a language.
fn values(language: &str, key: &str) -> impl Iterator<Item = &'static str> {
    data::entries_of(language, FILE).filter(move |(it, _)| *it == key).flat_map(|(_, values)| values)
}

/// The values of a key, of all languages: for texts that may be in any of them.
fn values_of_all(key: &str) -> impl Iterator<Item = &'static str> {
    data::languages_with(FILE).flat_map(move |language| values(language, key))
}

/// What notes of editors to each other begin with, before a colon, in all our languages; see `data/README.md`.
pub fn editors_notes() -> impl Iterator<Item = &'static str> {
    values_of_all(EDITORS_NOTE)
}

/// Whether a word, in lower case, names the top of the page that a link leads to, in any of our languages.
pub fn names_top(word: &str) -> bool {
    static WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| values_of_all(TOP_OF_THE_PAGE).collect());
    WORDS.contains(word)
}

/// Whether a text, in lower case, says of a picture that it is one, in any of our languages, and nothing else.
pub fn is_only_picture(text: &str) -> bool {
    static TEXTS: LazyLock<HashSet<&str>> = LazyLock::new(|| values_of_all(PICTURE).collect());
    TEXTS.contains(text)
}

/// Whether a word joins two equal phrases in any of our languages: "step by step by step".
pub fn joins_equal_phrases(word: &str) -> bool {
    static WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| values_of_all(BETWEEN_EQUAL_PHRASES).collect());
    WORDS.contains(word)
}

/// Whether a text of a few words speaks, in any of our languages, of the subkey of an OpenPGP key.
pub fn speaks_of_subkey(text: &str) -> bool {
    static WORDS: LazyLock<Vec<&str>> = LazyLock::new(|| values_of_all(SUBKEY).collect());
    let lower = text.to_lowercase();
    let is_whole = |at: usize, word: &str| {
        let (before, behind) = (lower[..at].chars().next_back(), lower[at + word.len()..].chars().next());
        // Languages without blanks between words, and compounds, have letters beside it.
        !word.is_ascii() || ![before, behind].into_iter().flatten().any(char::is_alphanumeric)
    };
    WORDS.iter().any(|word| lower.match_indices(word).any(|(at, word)| is_whole(at, word)))
}

/// Whether all nouns of a language begin with a capital letter, so that capitals show no names.
pub fn capitalizes_nouns(language: &str) -> bool {
    values(language, CAPITALS).any(|value| value == "nouns")
}

/// Whether a sentence or a title begins at the end of a text.
pub fn begins_sentence(before: &str) -> bool {
    // Prose has a line end only between blocks; line ends inside of a block are blanks there.
    let trimmed = |text: &'_ str| {
        let text = text.trim_end_matches(|c: char| {
            c.is_whitespace() && c != '\n'
                || matches!(c, '"' | '“' | '„' | '«' | '(' | '\'' | '‘' | '*' | '•' | '-' | '–' | '—' | '¿' | '¡' | '[')
        });
        text.len()
    };
    let mut before = &before[..trimmed(before)];
    // The label of a footnote stands behind the mark: `It is over.[^1] Then`.
    while let Some(ahead) = before_label(before) {
        before = &ahead[..trimmed(ahead)];
    }
    before.is_empty() || before.ends_with(['.', '!', '?', ':', '\n', '؟', '…', '。', '！', '？', '：', '।', '۔'])
}

/// Maximum length of a footnote's label with its brackets, in bytes.
const MAX_LABEL: usize = 60;

/// The text before the label of a footnote that it ends with: `It is over.[^1]`.
fn before_label(text: &str) -> Option<&str> {
    let inner = text.strip_suffix(']')?.as_bytes();
    let reach = inner.len().saturating_sub(MAX_LABEL);
    let start = reach + inner[reach..].iter().rposition(|&b| matches!(b, b'[' | b']' | b' '))?;
    inner[start..].starts_with(b"[^").then(|| &text[..start])
}

/// Whether a word goes on with the sentence behind a command: "type `ls` and".
pub fn ends_command(language: &str, word: &str) -> bool {
    values(language, AFTER_COMMAND).any(|value| value == word)
}

/// Whether a text ends in words that say that a reader types what follows, or that a program is called so.
pub fn is_typed_next(language: &str, before: &str) -> bool {
    let before = before.trim_end().to_lowercase();
    let is_end = |cue: &str| {
        let start = before.strip_suffix(cue)?;
        Some(!start.chars().next_back().is_some_and(char::is_alphabetic))
    };
    values(language, TO_BE_TYPED).any(|cue| is_end(&cue.to_lowercase()) == Some(true))
}

/// Whether a text says that what it quotes is wrong: that it is a typo, a forgery, the words of a scam.
pub fn shows_wrong_forms(language: &str, text: &str) -> bool {
    has_cue(language, WRONG_ON_PURPOSE, text)
}

/// Whether a text explains that addresses can hide where they lead: it shows a shortened one on purpose.
pub fn speaks_of_hidden_addresses(language: &str, text: &str) -> bool {
    has_cue(language, HIDDEN_ADDRESS, text)
}

/// Whether a text has a value of a key as whole words, in any case.
fn has_cue(language: &str, key: &str, text: &str) -> bool {
    let lower = text.to_lowercase();
    let is_whole = |at: usize, cue: &str| {
        let (before, behind) = (lower[..at].chars().next_back(), lower[at + cue.len()..].chars().next());
        ![before, behind].into_iter().flatten().any(char::is_alphanumeric)
    };
    values(language, key).any(|cue| {
        let cue = cue.to_lowercase();
        lower.match_indices(&*cue).any(|(at, _)| is_whole(at, &cue))
    })
}

/// Whether a sentence of the text warns: "Never share it", "Warning: …".
pub fn warns(language: &str, text: &str) -> bool {
    let begins_warning = |at: usize, cue: &str| {
        let is_whole_word = text[at + cue.len()..].chars().next().is_none_or(|next| !next.is_alphanumeric());
        (is_whole_word || cue.ends_with(['’', '\'']) || !parts_words_by_blanks(language))
            && begins_sentence(&text[..at])
    };
    values(language, WARNING).any(|cue| text.match_indices(cue).any(|(at, cue)| begins_warning(at, cue)))
}

/// Whether a text ends in words that introduce an example: "a row of digits such as", "(for example".
pub fn introduces_example(language: &str, before: &str) -> bool {
    let is_opening = |c: char| c.is_whitespace() && c != '\n' || "\"'“„«‘‹(:,*_`".contains(c);
    let before = before.trim_end_matches(is_opening);
    values(language, EXAMPLE).any(|cue| {
        let start = before.len().checked_sub(cue.len()).filter(|&start| before.is_char_boundary(start));
        start.is_some_and(|start| {
            before[start..].to_lowercase() == *cue && !before[..start].ends_with(char::is_alphanumeric)
        })
    })
}

/// Whether a text speaks, in any of our languages, of the translation that it is part of: "Translated by …".
pub fn is_translators_note(text: &str) -> bool {
    static CUES: LazyLock<Vec<&str>> = LazyLock::new(|| values_of_all(TRANSLATORS_NOTE).collect());
    let lower = text.to_lowercase();
    let is_at = |at: usize| !lower[..at].chars().next_back().is_some_and(char::is_alphabetic);
    CUES.iter().any(|cue| lower.match_indices(cue).any(|(at, _)| is_at(at)))
}

/// Whether the text behind a link or a name says, in any of our languages, that its target is in English: "(en
/// inglés)".
pub fn says_english(behind: &str) -> bool {
    /// Maximum length of the remark, in characters.
    const REACH: usize = 40;
    static CUES: LazyLock<Vec<&str>> = LazyLock::new(|| values_of_all(IN_ENGLISH).collect());
    let Some(rest) = behind.trim_start().strip_prefix(['(', '[', '–', '—', ',']) else { return false };
    let remark: String = rest.chars().take(REACH).flat_map(char::to_lowercase).collect();
    let end = remark.find([')', ']', '.', '\n']).map_or(remark.len(), |end| (end + 1).min(remark.len()));
    CUES.iter().any(|cue| remark[..end].contains(cue))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_of_the_data_is_known() {
        let known = [
            AFTER_COMMAND,
            BETWEEN_EQUAL_PHRASES,
            CAPITALS,
            EDITORS_NOTE,
            EXAMPLE,
            HIDDEN_ADDRESS,
            IN_ENGLISH,
            PICTURE,
            SUBKEY,
            TO_BE_TYPED,
            TOP_OF_THE_PAGE,
            TRANSLATORS_NOTE,
            WARNING,
            WRONG_ON_PURPOSE,
        ];
        for (language, key) in data::keys(FILE) {
            assert!(known.contains(&key), "{language}: {key}");
        }
    }

    #[test]
    fn words_of_all_languages_count() {
        assert!(names_top("oben") && names_top("наверх") && !names_top("unten"));
        assert!(is_only_picture("screen shot") && is_only_picture("图片") && !is_only_picture("gate"));
        assert!(joins_equal_phrases("tras") && joins_equal_phrases("not") && !joins_equal_phrases("tip"));
    }

    #[test]
    fn subkeys_are_named_by_whole_words() {
        for text in [", subkey PGP key ", " sub rsa4096/", ", Unterschlüssel ", "，子密钥：", "sous-clé"] {
            assert!(speaks_of_subkey(text), "{text}");
        }
        assert!(!speaks_of_subkey(" (subject: the key ID") && !speaks_of_subkey("subscribe"));
    }

    #[test]
    fn examples_are_introduced() {
        for (language, text) in [("en", "digits such as “"), ("de", "eine Zeile (z. B. "), ("ru", "строка, например: ")]
        {
            assert!(introduces_example(language, text), "{text}");
        }
        for (language, text) in [("en", "I dislike "), ("en", "digits such as these: "), ("xx", "such as ")] {
            assert!(!introduces_example(language, text), "{text}");
        }
    }

    #[test]
    fn warnings_begin_a_sentence() {
        for (language, text) in [
            ("en", "Wait. **Never** share it."),
            ("es", "¡No compartas!"),
            ("fr", "N’ouvrez rien"),
            ("ar", "لا تفتح"),
            ("it", "Aspetta. Non aprire nulla."),
            ("pt", "**Atenção:** é falso."),
            ("tr", "Dikkat: bekleyin."),
            ("uk", "Зачекайте. Ніколи не платіть."),
            ("fa", "هشدار: صبر کنید."),
            ("zh", "请稍等。切勿付款。"),
        ] {
            assert!(warns(language, text), "{text}");
        }
        assert!(!warns("en", "We will never share it. Nevertheless, wait.") && !warns("es", "Nota"));
        assert!(!warns("zh", "请您注意时间。") && !warns("it", "La porta non chiude."));
    }

    #[test]
    fn a_note_on_the_translation_is_known_in_every_language() {
        for text in ["Übersetzung: Kim", "(Nota de la traductora)", "Перевод: Лу", "Tradotto da Lou", "ترجمة: لو"]
        {
            assert!(is_translators_note(text), "{text}");
        }
        assert!(!is_translators_note("Ask the clerk.") && !is_translators_note("Beim Setzen"));
    }

    #[test]
    fn a_remark_in_brackets_says_that_it_is_english() {
        assert!(
            says_english(" (en inglés)")
                && says_english(" (на английском языке)")
                && says_english(" (EN).")
                && says_english(" [ENG]")
        );
        assert!(!says_english(" en inglés") && !says_english(" (nuevo). En inglés"));
    }

    #[test]
    fn sentences_begin_behind_blocks_and_marks() {
        for before in ["", "Wait. ", "A title\n", "«", "One: "] {
            assert!(begins_sentence(before), "{before:?}");
        }
        assert!(!begins_sentence("A line ") && !begins_sentence("a, "));
    }
}

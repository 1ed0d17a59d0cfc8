//! Words and phrases, by language, that tell rules what a sentence does.

/// Languages that are not written in Latin letters (ISO 639-1), of those with many readers.
const OTHER_SCRIPTS: [&str; 40] = [
    "am", "ar", "be", "bg", "bn", "bo", "dv", "dz", "el", "fa", "gu", "he", "hi", "hy", "ja", "ka", "kk", "km", "kn",
    "ko", "ky", "lo", "mk", "ml", "mn", "mr", "my", "ne", "pa", "ps", "ru", "si", "ta", "te", "tg", "th", "ti", "ug",
    "uk", "ur",
];

/// Whether a language (primary subtag) is written in Latin letters.
pub fn is_latin(language: &str) -> bool {
    OTHER_SCRIPTS.binary_search(&language).is_err() && language != "zh"
}

/// Words right before a name that say "this is what it was called", in any of our languages.
const FORMERLY: [&str; 24] = [
    "formerly",
    "previously",
    "once",
    "ex",
    "was",
    "replaced",
    "replaces",
    "discontinued",
    "defunct",
    "former",
    "früher",
    "vormals",
    "ehemals",
    "ehemalige",
    "anciennement",
    "ancien",
    "antes",
    "anteriormente",
    "antiguo",
    "бывший",
    "ранее",
    "прежде",
    "سابقا",
    "سابقًا",
];

/// Phrases of up to four words right before a name that say the same.
const FORMERLY_PHRASES: [&str; 12] = [
    "formerly known as",
    "previously known as",
    "formerly called",
    "previously called",
    "used to be called",
    "used to be",
    "known then as",
    "früher bekannt als",
    "auparavant appelé",
    "antes llamado",
    "antes conocido como",
    "ранее известный как",
];

/// Whether the text before a name introduces it as a former one: "X (formerly Twitter)".
pub fn introduces_former_name(before: &str) -> bool {
    let before =
        before.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '“' | '„' | '«' | '(' | '\'' | '‘'));
    let tail_start = before.char_indices().rev().nth(48).map_or(0, |(at, _)| at);
    let tail = before[tail_start..].to_lowercase();
    let tail = tail.trim_end_matches(|c: char| c.is_whitespace());
    let last =
        tail.rsplit(|c: char| !c.is_alphanumeric() && !('\u{64b}'..='\u{65f}').contains(&c)).next().unwrap_or_default();
    FORMERLY.contains(&last) || FORMERLY_PHRASES.iter().any(|phrase| tail.ends_with(phrase))
}

/// Whether a place in a text begins a sentence, or stands where titles are capitalised.
pub fn begins_sentence(before: &str) -> bool {
    // A line end is one of a block: inside of blocks it is a blank.
    let before = before.trim_end_matches(|c: char| {
        c.is_whitespace() && c != '\n'
            || matches!(c, '"' | '“' | '„' | '«' | '(' | '\'' | '‘' | '*' | '•' | '-' | '–' | '—' | '¿' | '¡' | '[')
    });
    before.is_empty() || before.ends_with(['.', '!', '?', ':', '\n', '؟', '…'])
}

/// What begins a sentence that warns, by language.
const WARNINGS: [(&str, &[&str]); 6] = [
    ("ar", &["تحذير", "تنبيه", "احذر", "خطر", "لا", "تجنب", "تجنّب", "يجب ألا"]),
    ("de", &["Warnung", "Achtung", "Vorsicht", "Gefahr", "Wichtig", "Niemals", "Nie", "Vermeide", "Vermeiden Sie"]),
    (
        "en",
        &[
            "Warning",
            "Caution",
            "Danger",
            "Important",
            "Beware",
            "Never",
            "Do not",
            "Don't",
            "Don’t",
            "Avoid",
            "Please check",
        ],
    ),
    (
        "es",
        &[
            "Advertencia",
            "Atención",
            "Aviso",
            "Cuidado",
            "Peligro",
            "Importante",
            "Nunca",
            "Jamás",
            "No",
            "Evita",
            "Evite",
        ],
    ),
    ("fr", &["Avertissement", "Attention", "Danger", "Important", "Ne", "N’", "N'", "Évitez", "Jamais"]),
    ("ru", &["Предупреждение", "Внимание", "Осторожно", "Опасно", "Важно", "Никогда", "Не", "Избегайте"]),
];

/// Whether a sentence of the text warns: "Never share it", "Warning: …".
pub fn warns(language: &str, text: &str) -> bool {
    let Some((_, cues)) = WARNINGS.iter().find(|(of, _)| *of == language) else { return false };
    let begins = |at: usize, cue: &str| {
        let ends = text[at + cue.len()..].chars().next().is_none_or(|next| !next.is_alphanumeric());
        (ends || cue.ends_with(['’', '\''])) && begins_sentence(&text[..at])
    };
    cues.iter().any(|cue| text.match_indices(cue).any(|(at, cue)| begins(at, cue)))
}

/// What says after a link or a name, in brackets, that it is in English, in any of our languages.
const IN_ENGLISH: [&str; 15] = [
    "english",
    "englisch",
    "inglés",
    "ingles",
    "anglais",
    "inglês",
    "inglese",
    "английск",
    "англ.",
    "إنجليزي",
    "انجليزي",
    "en)",
    "en]",
    "eng)",
    "eng]",
];

/// Whether the text behind a link says that what it leads to is in English: "(en inglés)".
pub fn says_english(behind: &str) -> bool {
    const REACH: usize = 40;
    let Some(rest) = behind.trim_start().strip_prefix(['(', '[', '–', '—', ',']) else { return false };
    let remark: String = rest.chars().take(REACH).flat_map(char::to_lowercase).collect();
    let end = remark.find([')', ']', '.', '\n']).map_or(remark.len(), |end| (end + 1).min(remark.len()));
    IN_ENGLISH.iter().any(|word| remark[..end].contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn warnings_begin_a_sentence() {
        for (language, text) in
            [("en", "Wait. **Never** share it."), ("es", "¡No compartas!"), ("fr", "N’ouvrez rien"), ("ar", "لا تفتح")]
        {
            assert!(warns(language, text), "{text}");
        }
        assert!(!warns("en", "We will never share it. Nevertheless, wait.") && !warns("es", "Nota"));
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
    fn blocks_and_marks_begin_a_sentence() {
        for before in ["", "Wait. ", "A title\n", "«", "One: "] {
            assert!(begins_sentence(before), "{before:?}");
        }
        assert!(!begins_sentence("A line ") && !begins_sentence("a, "));
    }

    #[test]
    fn former_names_are_introduced_in_many_ways() {
        for before in ["X (formerly ", "X, früher “", "once known then as ", "It used to be called ", "X (ранее "]
        {
            assert!(introduces_former_name(before), "{before}");
        }
        for before in ["", "use ", "a former colleague uses ", "format"] {
            assert!(!introduces_former_name(before), "{before}");
        }
    }
}

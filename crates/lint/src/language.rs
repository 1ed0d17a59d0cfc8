//! Words and phrases, by language, that tell rules what a sentence does.

/// Languages that are not written in Latin letters (ISO 639-1), of those with many readers.
const OTHER_SCRIPTS: [&str; 40] = [
    "am", "ar", "be", "bg", "bn", "bo", "dv", "dz", "el", "fa", "gu", "he", "hi", "hy", "ja", "ka", "kk", "km", "kn",
    "ko", "ky", "lo", "mk", "ml", "mn", "mr", "my", "ne", "pa", "ps", "ru", "si", "ta", "te", "tg", "th", "ti", "ug",
    "uk", "ur",
];

/// Whether a language (primary subtag) is written in Latin letters.
pub(crate) fn is_latin(language: &str) -> bool {
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
pub(crate) fn introduces_former_name(before: &str) -> bool {
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
pub(crate) fn begins_sentence(before: &str) -> bool {
    let before = before.trim_end_matches(|c: char| {
        c.is_whitespace()
            || matches!(c, '"' | '“' | '„' | '«' | '(' | '\'' | '‘' | '*' | '•' | '-' | '–' | '—' | '¿' | '¡' | '[')
    });
    before.is_empty() || before.ends_with(['.', '!', '?', ':', '\n', '؟', '…'])
}

/// What says after a link or a name, in brackets, that it is in English, in any of our languages.
const IN_ENGLISH: [&str; 12] = [
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
];

/// Whether the text behind a link says that what it leads to is in English: "(en inglés)".
pub(crate) fn says_english(behind: &str) -> bool {
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

//! The words that turn a sentence into its opposite.

/// Negations of a language, in lower case; a `*` at the end stands for any ending. Languages that are not here have
/// none that are known.
fn words_of(language: &str) -> &'static [&'static str] {
    match language {
        "en" => &["not", "no", "never", "none", "nobody", "nothing", "nowhere", "neither", "nor", "cannot", "without"],
        "es" => &["no", "nunca", "jamás", "nadie", "nada", "ningún", "ningun*", "tampoco", "ni", "sin"],
        "fr" => &["ne", "n", "pas", "jamais", "aucun*", "personne", "rien", "ni", "sans", "non", "évitez"],
        "de" => &["nicht*", "nie", "niemals", "kein*", "niemand*", "nirgend*", "weder", "noch", "ohne"],
        "ru" => &["не", "нет", "никогда", "нельзя", "ни", "никто", "никому", "ничего", "никак*", "без"],
        "ar" => &["لا", "لن", "لم", "ليس", "ليست", "غير", "دون", "بدون", "أبدا", "عدم", "ما"],
        _ => &[],
    }
}

/// How many words of negation a text has; `None` for a language whose words are not known.
pub fn count(language: &str, text: &str) -> Option<usize> {
    let words = words_of(language);
    (!words.is_empty()).then(|| {
        let is_negation =
            |word: &str| words.iter().any(|it| it.strip_suffix('*').map_or(word == *it, |stem| word.starts_with(stem)));
        let lower = text.to_lowercase().replace('’', "'");
        lower
            .split(|c: char| !c.is_alphanumeric() && c != '\'')
            .flat_map(|word| word.split('\''))
            .filter(|word| is_negation(word))
            .count()
            + lower.matches("n't").count()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn negations_are_counted_in_each_language() {
        assert_eq!(count("en", "Never share it; don't reply, cannot"), Some(3));
        assert_eq!(count("de", "Teilen Sie nichts, niemals ohne"), Some(3));
        assert_eq!(count("ru", "Никогда не делитесь"), Some(2));
        assert_eq!(count("tlh", "x"), None);
    }
}

//! What a reader fills in, in a code: `cp /PATH/TO/FILE [FOLDER]`.

use strsim::osa_distance;

/// Minimum letters of a word that is a placeholder.
const MIN_LETTERS: usize = 2;

/// Minimum letters of a name that readers choose; shorter words are options.
const MIN_NAME: usize = 4;

/// Maximum edits of a mistyped word.
const MAX_TYPO: usize = 2;

/// Words of programming languages that nobody translates.
const CONSTANTS: [&str; 6] = ["true", "false", "null", "none", "default", "undefined"];

/// A code with `…` for each of its placeholders, which may be translated: words in capitals, and words in brackets.
/// A code of nothing but capitals may be a name (`LC_ALL=C`), so that each of its words must be one of the language.
pub(super) fn without_placeholders(code: &str, is_word: &dyn Fn(&str) -> bool) -> String {
    let are_names = !code.contains(char::is_lowercase) && words(code).any(|word| !is_word(word));
    let is_placeholder = |word: &str| !are_names && is_in_capitals(word);
    let mut left = String::with_capacity(code.len());
    let mut rest = code;
    while let Some(first) = rest.chars().next() {
        let len = match bracketed(rest) {
            Some(len) => {
                left.push('…');
                len
            }
            None if first.is_alphanumeric() => {
                let len = rest.find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '-')).unwrap_or(rest.len());
                left.push_str(if is_placeholder(&rest[..len]) { "…" } else { &rest[..len] });
                len
            }
            None => {
                left.push(first);
                first.len_utf8()
            }
        };
        rest = &rest[len..];
    }
    // "PATH TO FILE" may be another number of words.
    while left.contains("……") || left.contains("… …") || left.contains("…/…") {
        left = left.replace("……", "…").replace("… …", "…").replace("…/…", "…");
    }
    left
}

fn words(code: &str) -> impl Iterator<Item = &str> {
    code.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty())
}

fn is_in_capitals(word: &str) -> bool {
    let letters = || word.chars().filter(|c| c.is_alphabetic());
    letters().count() >= MIN_LETTERS && letters().all(char::is_uppercase)
}

/// The length of a placeholder in brackets at the beginning of a text: `[a name]`, `<you@example.org>`. What an option,
/// a range or an expression has in its brackets is none: `[--force]`, `[a-z]`, `{print $1}`.
fn bracketed(text: &str) -> Option<usize> {
    let closing = match text.as_bytes().first()? {
        b'[' => ']',
        b'<' => '>',
        b'{' => '}',
        _ => return None,
    };
    let rest = &text[1..];
    let len = rest.find(|c: char| !c.is_alphanumeric() && !" _-'’./@".contains(c))?;
    let inner = &rest[..len];
    let is_filled_in = inner.starts_with(char::is_alphabetic)
        && !inner.ends_with(' ')
        && words(inner).any(|word| word.chars().count() >= MIN_LETTERS);
    (rest[len..].starts_with(closing) && is_filled_in).then_some(len + 2)
}

/// Whether two codes differ only in words that the translation says in its own language, and share others: names that
/// readers choose, as in `ssh -L 80:server` and `ssh -L 80:serveur`. `is_word` asks the dictionary of a language, and
/// `None` if there is none.
///
/// Each word that differs must be an English word in the source, and no English one in the translation. A word that
/// only resembles its source is mistyped; one before a bracket is the name of a function, one behind `=` a value,
/// and one behind a hyphen an option.
pub(super) fn has_translated_names(
    source: &str,
    target: &str,
    language: &str,
    is_word: &dyn Fn(&str, &str) -> Option<bool>,
) -> bool {
    let Some((changed, kept)) = changed_words(source, target) else { return false };
    let is_translated = |(from, to): (&str, &str)| {
        let at = from.as_ptr() as usize - source.as_ptr() as usize;
        let (before, behind) = (&source[..at], &source[at + from.len()..]);
        let is_name = from.chars().count() >= MIN_NAME
            && from.chars().all(char::is_lowercase)
            && !CONSTANTS.contains(&from)
            && !behind.starts_with('(')
            && !before.ends_with(['=', '-'])
            && !before.ends_with(": ");
        let is_of_language =
            || !to.is_ascii() || is_word(language, to) == Some(true) || osa_distance(from, to) > MAX_TYPO;
        is_locale(from, "en") && is_locale(to, language)
            || is_name && is_word("en", from) == Some(true) && is_word("en", to) != Some(true) && is_of_language()
    };
    !changed.is_empty() && kept > 0 && changed.into_iter().all(is_translated)
}

/// The words of two codes that differ, in pairs, and the number of those that do not; `None` if more than words
/// differs.
fn changed_words<'t>(source: &'t str, target: &'t str) -> Option<(Vec<(&'t str, &'t str)>, usize)> {
    let (there, here): (Vec<&str>, Vec<&str>) = (words(source).collect(), words(target).collect());
    if there.len() != here.len() || frame(source) != frame(target) {
        return None;
    }
    let all = there.len();
    let changed: Vec<(&str, &str)> = there.into_iter().zip(here).filter(|(from, to)| from != to).collect();
    let kept = all - changed.len();
    Some((changed, kept))
}

/// What a code has between its words, with one blank for several.
fn frame(code: &str) -> String {
    let mut frame = String::new();
    for c in code.chars() {
        let part = if c.is_alphabetic() { 'a' } else { c };
        if !(matches!(part, 'a' | ' ') && frame.ends_with(part)) {
            frame.push(part);
        }
    }
    frame
}

/// Whether a word is the code of a language, as in the name of a folder.
fn is_locale(word: &str, language: &str) -> bool {
    word.eq_ignore_ascii_case(language)
}

/// Whether a code of nothing but words is mistyped on a page: one word or more differ by a letter, and are no words of
/// its language. `is_word` is as in [`has_translated_names`].
pub(super) fn is_mistyped(
    source: &str,
    target: &str,
    language: &str,
    is_word: &dyn Fn(&str, &str) -> Option<bool>,
) -> bool {
    let Some((changed, _)) = changed_words(source, target) else { return false };
    let is_typo = |(from, to): (&str, &str)| {
        from.chars().count() >= MIN_NAME
            && osa_distance(from, to) == 1
            && from.to_lowercase() != to.to_lowercase()
            && is_word(language, &to.to_lowercase()) == Some(false)
    };
    !changed.is_empty() && changed.into_iter().all(is_typo)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(code: &str) -> String {
        without_placeholders(code, &|word| matches!(word, "PATH" | "TO" | "FILE" | "FOLDER"))
    }

    #[test]
    fn words_in_capitals_and_brackets_are_placeholders() {
        assert_eq!(shown("cp /PATH/TO/FILE [a folder]"), "cp /…");
        assert_eq!(shown("/PATH/TO/FILE"), "/…");
        assert_eq!(shown("mail <you@example.org> {name}"), "mail …");
    }

    #[test]
    fn an_open_bracket_ends_nowhere() {
        for (one, other) in [
            ("gpg < file --decrypt", "gpg < file --encrypt"),
            ("test [ -f a", "test [ -d a"),
            ("awk '{print $1}'", "awk '{print $2}'"),
            ("grep [a-z]", "grep [0-9]"),
            ("wipe [--dry-run]", "wipe [--force]"),
        ] {
            assert_ne!(shown(one), shown(other));
        }
    }

    #[test]
    fn names_in_capitals_are_compared() {
        assert_ne!(shown("LC_ALL=C"), shown("LC_TIME=C"));
        assert_ne!(shown("HKLM\\FILE"), shown("HKCU\\FILE"));
    }

    #[test]
    fn names_that_readers_choose_may_be_translated() {
        let is_word = |language: &str, word: &str| match language {
            "en" => Some(["server", "open", "file", "garden", "true", "title"].contains(&word)),
            _ => Some(["serveur", "jardin", "vrai", "titre"].contains(&word)),
        };
        let is_translated = |source: &str, target: &str| has_translated_names(source, target, "fr", &is_word);
        assert!(is_translated("ssh -L 80:server", "ssh -L 80:serveur"));
        assert!(is_translated("/home/garden_x", "/home/jardin_x") && is_translated("docs/en/a.md", "docs/fr/a.md"));
        assert!(!is_translated("open-file", "ouvrir-fichier"));
        assert!(
            !is_translated("ls -alR /proc", "ls -alr /proc") && !is_translated("ssh -L 80:server", "ssh -L 81:serveur")
        );
        assert!(!is_translated("rm file.txt", "rm server.txt") && !is_translated("rm file.txt", "rm flie.txt"));
        assert!(!is_translated("lamp: true", "lamp: vrai") && !is_translated("x.title()", "x.titre()"));
        assert!(!is_translated("lamp=open", "lamp=ouvert"));
        assert!(!is_translated("id -Z", "id-Z") && !is_translated("rm  file", "rm file"));
    }
}

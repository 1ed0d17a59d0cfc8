//! What a reader fills in, in a code: `cp /PATH/TO/FILE [FOLDER]`.

/// Minimum letters of a word that is a placeholder.
const MIN_LETTERS: usize = 2;

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
}

//! Whether a message is in a language at all: names, pictures, icons and commands are the same in every one.

use std::sync::LazyLock;

use regex::Regex;

use super::markup::{PartKind, parts};
use super::segment::SegmentKind;

/// Pictures, icons such as `:material-home:`, attribute lists, and templates.
static WORDLESS: LazyLock<Regex> = LazyLock::new(|| {
    let picture = r"!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])?";
    let icon = r":[a-z0-9_+-]+:";
    let attributes = r"\{:?[ ]*[.#:a-z][^{}]*\}";
    let template = r"\{\{.*?\}\}|\{%.*?%\}";
    Regex::new(&format!("{picture}|{template}|{icon}|{attributes}")).expect("a valid pattern")
});

/// Whether a message has words of a language. Words that all begin with a capital letter are a name, except in a
/// heading or a sentence.
pub(crate) fn has_language(message: &str, kind: &SegmentKind) -> bool {
    let bare = WORDLESS.replace_all(message, " ");
    let text: Vec<&str> =
        parts(&bare).into_iter().filter(|it| it.kind == PartKind::Text).map(|it| &bare[it.range]).collect();
    let text = text.join(" ");
    let mut words = text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’')).filter_map(|word| {
        let first = word.chars().next()?;
        (word.chars().any(char::is_alphabetic)).then_some(first)
    });
    let is_sentence = text.trim_end().ends_with(['.', '!', '?', ':', '…', ';']);
    if matches!(kind, SegmentKind::Heading(_)) || is_sentence {
        return words.next().is_some();
    }
    words.any(|first| first.is_alphabetic() && !first.is_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_pictures_icons_and_commands_are_in_no_language() {
        for text in [
            "**Ada Muster**",
            ":fontawesome-solid-key:{ .lg .middle } **Ada Muster**",
            "![a lock](lock.png){ align=right }",
            "[:simple-mastodon:]({1} \"Mastodon\")",
            "`gpg --list-keys`",
            "{{ site.title }}",
            "<https://a.example/>",
            "2026",
        ] {
            assert!(!has_language(text, &SegmentKind::Paragraph), "{text}");
        }
        for text in ["Ask a friend", "**Warning:**", "![x](y) Shut the door", "门", "Sí."] {
            assert!(has_language(text, &SegmentKind::Paragraph), "{text}");
        }
        assert!(has_language("Mail", &SegmentKind::Heading(1)) && !has_language("Mail", &SegmentKind::Cell));
    }
}

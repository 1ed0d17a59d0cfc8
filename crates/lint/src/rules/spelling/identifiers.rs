//! Words of the text that are identifiers, because the page's code has them.

use firstaid_content::TokenKind;

use crate::PageContext;

/// Whether code on the page has a word as a whole, in any case: `apt install kmail` makes `KMail` a name of its own, and
/// `ssh -L 80:serveur intermediaire` a chosen name of "intermediaire".
pub(super) fn stands_in_code(cx: &PageContext<'_>, word: &str) -> bool {
    let code = cx.page.tokens.iter().filter(|token| token.kind == TokenKind::Code);
    code.into_iter().any(|token| has_word(cx.text(token.range), word))
}

/// Whether a text has a word that no letter or digit touches, in any case of ASCII letters.
fn has_word(text: &str, word: &str) -> bool {
    let parts = text.split(|c: char| !c.is_alphanumeric());
    parts.into_iter().any(|part| part.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::has_word;

    #[test]
    fn words_are_whole_and_of_any_case() {
        assert!(has_word("apt install lockpad-gtk", "LockPad") && has_word("`lockpad`", "lockpad"));
        assert!(!has_word("lockpads", "lockpad") && !has_word("", "lockpad"));
    }
}

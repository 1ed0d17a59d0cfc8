//! Spaces before the marks that they belong behind.

use firstaid_diagnostics::Applicability;

use super::typo::{Typo, mark_name};
use crate::PageContext;

/// `word , word` and `word . Word`.
pub(super) fn space_before(text: &str, at: usize) -> Option<Typo> {
    let mut before = text[..at - 1].chars().rev();
    let last = before.next()?;
    let is_after_word =
        last.is_alphabetic() && before.next().is_some_and(char::is_alphabetic) || matches!(last, ')' | '”' | '»');
    let rest = text[at + 1..].trim_start_matches(' ');
    let continues = if text.as_bytes()[at] == b',' {
        rest.starts_with(char::is_alphabetic)
    } else {
        rest.starts_with('\n') || rest.starts_with(char::is_uppercase)
    };
    (is_after_word && continues).then(|| Typo {
        range: at - 1..at + 1,
        message: format!("unexpected space before the {}", mark_name(text, at)),
        fix: (at - 1..at, "", Applicability::Safe),
    })
}

/// `word ;` and `word :` in English. A label of one word before a colon may be set apart on purpose.
pub(super) fn space_before_other(cx: &PageContext<'_>, at: usize) -> Option<Typo> {
    let text = cx.prose.text();
    let name = match text.as_bytes()[at] {
        b';' => "semicolon",
        b':' => "colon",
        b'!' => "exclamation mark",
        _ => "question mark",
    };
    let (start, block) = cx.prose.block_around(at);
    let before = block[..at - start].strip_suffix(' ')?;
    let words =
        before.rsplit(['\n', '.', ':', ';', '!', '?']).next()?.split(' ').filter(|word| !word.is_empty()).count();
    let last = before.rsplit(|c: char| !c.is_alphabetic()).next()?;
    let ends = match name {
        "semicolon" | "colon" => text[at + 1..].chars().next().is_none_or(char::is_whitespace),
        // "Press ? for help".
        _ => text[at + 1..].trim_start_matches(' ').chars().next().is_none_or(|c| c == '\n' || c.is_uppercase()),
    };
    let is_label = name == "colon" && words < 2;
    let is_behind_bracket = before.ends_with(')') && words > 2 && matches!(name, "question mark" | "exclamation mark");
    let is_behind_word = last.chars().count() >= 2 || is_behind_bracket;
    (cx.language() == "en" && ends && is_behind_word && !is_label).then(|| Typo {
        range: at - 1..at + 1,
        message: format!("unexpected space before the {name}"),
        fix: (at - 1..at, "", Applicability::Safe),
    })
}

/// `"He left. "` at the end of a block.
pub(super) fn blank_before_quote(cx: &PageContext<'_>, at: usize) -> Option<Typo> {
    if !cx.prose.text()[at + 1..].starts_with(" \"\n") {
        return None;
    }
    let (start, block) = cx.prose.block_around(at);
    let opens_before = block[..at - start].matches('"').count() % 2 == 1;
    opens_before.then(|| Typo {
        range: at + 1..at + 3,
        message: "a blank before the quotation mark that closes".to_owned(),
        fix: (at + 1..at + 2, "", Applicability::Safe),
    })
}

#[cfg(test)]
mod tests {
    use firstaid_diagnostics::Applicability::Safe;

    use crate::testing::case;

    #[test]
    fn spaces_before_other_marks_are_found_in_english() {
        case("punctuation").finds("Ask at the desk« :» Then see it« ;» is it open« ?» Yes, it is« !»\n");
        case("punctuation").fixes(Safe, "See the desk ; ask there\n", "See the desk; ask there\n");
        case("punctuation").finds("What was open (tick all that you saw)« ?»\n");
        case("punctuation").locale("de").finds("Fragen Sie am Schalter ; er ist offen ! Ja ?\n");
        for fine in ["Name : the one you use\n", "Press ? for help, or 10 : 30 :) :smile: ;-)\n", "A :b and c !d\n"] {
            case("punctuation").finds(fine);
        }
    }

    #[test]
    fn a_quotation_ends_without_a_blank() {
        case("punctuation").finds("She said: \"I left it there.« \"»\n");
        case("punctuation").fixes(Safe, "She said: \"I left. \"\n", "She said: \"I left.\"\n");
        case("punctuation").finds("He said no. \"I left it there.\"\n\nThe mark is this one. \"\n");
    }
}

use firstaid_diagnostics::{Applicability, Fix, RuleName, Severity};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc, is_nfc_quick};

use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds words that are not in composed form (NFC): letters and accents are separate characters, or a character is an
/// equivalent of another one.
///
/// ## Why
/// The word looks right, but searches, translation memories and spelling checkers read it as another one. It often
/// comes from text pasted from a PDF or from macOS file names.
///
/// ## Example
/// ```markdown
/// cafe[U+0301]
/// ```
///
/// ## Use instead
/// ```markdown
/// café
/// ```
///
/// ## Fix
/// Writes the word in composed form, which is equivalent; safe, except where the word is part of an address or of a
/// file name.
///
/// ## Not reported
/// Code, link targets and addresses. Words whose marks stand in another order (Arabic shadda before its vowel).
///
/// ## When not to use it
/// In texts that quote decomposed characters to explain them.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("not-nfc"), severity: Severity::Warning, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let text = cx.prose.text();
    if text.is_ascii() {
        return;
    }
    for word in cx.words().iter().filter(|word| word.class.has_others) {
        let typed = &text[word.range()];
        if typed.chars().all(is_composed) || is_nfc_quick(typed.chars()) == IsNormalized::Yes || is_nfc(typed) {
            continue;
        }
        let composed: String = typed.nfc().collect();
        if is_reordered(typed, &composed) {
            continue;
        }
        let mut odd: Vec<char> = typed.chars().filter(|c| !c.is_ascii() && !composed.contains(*c)).collect();
        odd.dedup();
        let odd: Vec<String> = odd.iter().take(3).map(|&c| format!("U+{:04X}", c as u32)).collect();
        let with = if odd.is_empty() { String::new() } else { format!(": it is typed with {}", odd.join(", ")) };
        let range = cx.prose.source_range(word.range());
        let finding = report.found(range, format!("`{composed}` is not in composed form (NFC){with}"));
        let applicability = match cx.text(range) == typed {
            false => Applicability::DisplayOnly,
            true if is_part_of_name(text, word.range()) => Applicability::Unsafe,
            true => Applicability::Safe,
        };
        report.push(finding.fix(Fix::replace(range, composed, applicability)));
    }
}

/// Whether two forms of a word differ in the order of their marks alone. Keyboards write a doubled letter of Arabic and
/// its vowel in the other order than NFC, and renderers, searches and editors treat both alike.
fn is_reordered(typed: &str, composed: &str) -> bool {
    let sorted = |text: &str| {
        let mut all: Vec<char> = text.chars().collect();
        all.sort_unstable();
        all
    };
    typed.len() == composed.len() && sorted(typed) == sorted(composed)
}

/// Characters that NFC never changes, whatever follows; saves most words the slow look-up in tables.
fn is_composed(c: char) -> bool {
    matches!(c, '\0'..='\u{2ff}' | '\u{400}'..='\u{482}' | '\u{48a}'..='\u{590}' | '\u{620}'..='\u{64a}'
        | '\u{2010}'..='\u{2027}')
}

/// Whether the word belongs to an address, a handle or a file name.
fn is_part_of_name(text: &str, word: std::ops::Range<usize>) -> bool {
    let before = text[..word.start].chars().next_back();
    let mut after = text[word.end..].chars();
    let (next, second) = (after.next(), after.next());
    before.is_some_and(|c| matches!(c, '@' | '.' | '/' | '\\' | '_' | '#'))
        || next.is_some_and(|c| matches!(c, '@' | '/' | '\\' | '_'))
        || next == Some('.') && second.is_some_and(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use firstaid_diagnostics::Applicability::Safe;

    use crate::testing::case;

    #[test]
    fn words_with_separate_accents_are_found() {
        case("not-nfc").finds("# «Se\u{301}curite\u{301}»\n\ncafé, «cafe\u{301}» and **«i\u{308}»**\n");
        case("not-nfc").locale("ru").finds("мой, «мои\u{306}», ещё\n");
        let messages = case("not-nfc").messages("cafe\u{301}\n");
        assert_eq!(messages, ["`café` is not in composed form (NFC): it is typed with U+0301"]);
    }

    #[test]
    fn text_without_a_composed_form_is_not_reported() {
        case("not-nfc").locale("ar").finds("شُكرًا مُدَرِّس\n");
        case("not-nfc").locale("lt").finds("q\u{301} क्षि 한국어 Ω\n");
    }

    #[test]
    fn the_order_of_marks_is_not_reported() {
        case("not-nfc").locale("ar").finds("صُن\u{651}\u{650}فت\n");
        case("not-nfc").locale("ar").finds("«ا\u{653}خر»\n");
    }

    #[test]
    fn code_and_addresses_are_not_reported() {
        case("not-nfc").finds("`cafe\u{301}` [x](https://cafe\u{301}.example/) https://eff.org/cafe\u{301}\n");
    }

    #[test]
    fn the_fix_is_safe_except_in_file_names() {
        case("not-nfc").fixes(Safe, "Le cafe\u{301}. cafe\u{301}.md\n", "Le café. cafe\u{301}.md\n");
    }
}

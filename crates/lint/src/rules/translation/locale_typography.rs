use firstaid_diagnostics::{Applicability, Fix, RuleName, Severity};
use firstaid_language::typography::{Slip, slips};
use firstaid_text::{Edit, TextRange};

use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds punctuation that is set as in another language: a Spanish question without `¿`, French marks without their
/// blank, German or Russian text in straight or English quotation marks, Latin commas in Arabic, half-width marks in
/// Chinese and Japanese, two hyphens for a dash.
///
/// ## Why
/// It is how readers tell a careful text from a machine's, and a fraud from a friend. Spanish needs `¿` to know where a
/// question begins; in Arabic a Latin comma looks the wrong way.
///
/// ## Example
/// ```markdown
/// Estas a salvo?
/// ```
///
/// ## Use instead
/// ```markdown
/// ¿Estas a salvo?
/// ```
///
/// ## Fix
/// Writes the language's own marks. Safe, save `¿` and `¡`: they may belong further inside of the sentence.
///
/// ## Not reported
/// What the page mostly does where a language has several ways: no blanks or ordinary ones in French, straight quotation
/// marks everywhere. Code, addresses, times, stretches marked as another language's. English.
///
/// ## When not to use it
/// On pages of quoted messages, which are kept as they were sent.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("locale-typography"), severity: Severity::Warning, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    if cx.language() == "en" {
        return;
    }
    let blocks: Vec<(usize, &str)> = cx.prose.blocks().map(|(at, _, block)| (at, block)).collect();
    let texts: Vec<&str> = blocks.iter().map(|(_, block)| *block).collect();
    for (block, slip) in slips(cx.language(), cx.page.key.locale.as_str(), &texts) {
        push(cx, report, blocks[block].0, slip);
    }
}

fn push(cx: &PageContext<'_>, report: &mut Report<'_>, at: usize, slip: Slip) {
    let range = cx.prose.source_range(at + slip.range.start..at + slip.range.end);
    if cx.page.foreign_at(range.start()).is_some() {
        return;
    }
    let mut edits = Vec::with_capacity(slip.edits.len());
    for (place, with) in slip.edits {
        // An empty place is the end of what stands before it, or the begin of the block.
        let typed = if place.is_empty() && place.start > 0 {
            let before = cx.prose.text()[..at + place.start].chars().next_back().map_or(0, char::len_utf8);
            let source = cx.prose.source_range(at + place.start - before..at + place.start);
            TextRange::empty(source.end())
        } else {
            cx.prose.source_range(at + place.start..at + place.end)
        };
        // Where the text stands for other bytes (an entity, a line end), the edit is not ours to make.
        if cx.text(typed) != &cx.prose.text()[at + place.start..at + place.end] {
            return;
        }
        edits.push(Edit::replace(typed, with));
    }
    let applicability = if slip.is_safe { Applicability::Safe } else { Applicability::Unsafe };
    let title = match edits.as_slice() {
        [edit] if edit.replacement.trim().is_empty() => "Write a fixed blank".to_owned(),
        [edit] => format!("Write `{}`", edit.replacement),
        _ => "Write the language's own marks".to_owned(),
    };
    report.push(report.found(range, slip.message).fix(Fix::new(title, edits, applicability)));
}

#[cfg(test)]
mod tests {
    use firstaid_diagnostics::Applicability::{Safe, Unsafe};

    use crate::testing::{Case, case};

    fn page(locale: &str) -> Case {
        case("locale-typography").locale(locale)
    }

    #[test]
    fn spanish_questions_are_opened() {
        page("es").finds("Hola. «Estás a salvo?» ¿Sí? Si es así, ¿qué haces? «Corre ya!»\n");
        page("es").finds("Usa Yahoo! y mira [x](https://example.org/?q=1). ¡Bien! (?) ¡¿Qué?! ¿De verdad!\n");
        page("es").fixes(Unsafe, "Hola. Estás a salvo?\n", "Hola. ¿Estás a salvo?\n");
    }

    #[test]
    fn french_marks_have_their_blanks() {
        let rest = "Oui\u{202f}? Non\u{202f}! Là\u{a0}: ici\u{202f}; bon.\n\n";
        let found = page("fr").marked(&format!("{rest}Quoi? À 12:30, voir https://a.org/?x ;) bien\n"));
        assert_eq!(found, format!("{rest}Quoi«?» À 12:30, voir https://a.org/?x ;) bien\n"));
        page("fr").fixes(
            Safe,
            &format!("{rest}Quoi? Voici : rien !\n"),
            &format!("{rest}Quoi\u{202f}? Voici\u{a0}: rien\u{202f}!\n"),
        );
        // What the page mostly does is right for it.
        page("fr").finds("Quoi ? Bien ! Oui : non ; si.\n");
        page("fr").finds("Quoi ? Bien ! Oui : non. Non«!»\n");
        page("fr-CA").finds("Quoi? Bien! Oui : non.\n");
    }

    #[test]
    fn german_quotations_are_closed_as_they_are_opened() {
        page("de").fixes(Safe, "„Ja\", „nein“ und \"doch\" und “so”.\n", "„Ja“, „nein“ und „doch“ und „so“.\n");
        page("de").finds("Sag \"ja\" oder \"nein\".\n");
        page("de").finds("Sag „ja“ oder 'nein'. 5\" und 6\"\n");
    }

    #[test]
    fn russian_quotations_and_dashes() {
        let text = "Скажите «да». Нажмите \"нет\" -- сейчас.\n";
        page("ru").fixes(Safe, text, "Скажите «да». Нажмите «нет» — сейчас.\n");
        page("ru").fixes(Safe, "Наберите x --help и \"да\"\n", "Наберите x --help и \"да\"\n");
    }

    #[test]
    fn arabic_and_wide_marks() {
        page("ar").fixes(
            Safe,
            "هل أنت آمن? نعم, أنا هنا; Signal, Tor, ثم 1,000.\n",
            "هل أنت آمن؟ نعم، أنا هنا؛ Signal, Tor, ثم 1,000.\n",
        );
        page("zh").fixes(Safe, "你好,世界. 再见!\n", "你好，世界。再见！\n");
        page("zh").finds("使用 Signal, Tor 3.0.\n");
    }

    #[test]
    fn entities_and_other_languages_are_left_alone() {
        page("es").finds("<span lang=\"en\">Are you safe?</span>\n");
        page("fr").finds("Oui&nbsp;? Non&#8239;! Là&nbsp;: ici.\n");
        case("locale-typography").finds("Are you safe? He said \"yes\" -- then left.\n");
    }
}

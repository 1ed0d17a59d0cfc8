use firstaid_diagnostics::{RuleName, Severity};
use firstaid_language::negation::{Change, change, forbids};
use firstaid_language::sentences::side_by_side;

use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds sentences of a translation without the negation of their source ("never share" became "share"), or with a
/// negation that the source does not have.
///
/// ## Why
/// It turns advice into its opposite, and the sentence still reads well: only a comparison word by word shows it.
///
/// ## Example
/// ```markdown
/// Teilen Sie Ihr Passwort.
/// ```
/// where the source says "Never share your password."
///
/// ## Use instead
/// ```markdown
/// Teilen Sie Ihr Passwort niemals.
/// ```
///
/// ## Fix
/// None: the sentence must be translated again.
///
/// ## Not reported
/// Wording without a negation: "avoid", "without", "unknown", or the opposite of an adjective ("not good" and "плохо").
/// Segments that are not certainly translations of each other. An added negation is reported only in plain sentences,
/// because one language often negates what another does not ("if you are locked out", "si no puedes entrar"). A lost
/// negation is an error in a prohibition, and a warning elsewhere. English, Spanish, French, German, Russian and Arabic
/// only.
///
/// ## When not to use it
/// On pages that paraphrase their source.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("lost-negation"), severity: Severity::Error, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let Some(translation) = cx.translation() else { return };
    let (from, to) = (translation.source_language(), cx.language());
    for sides in translation.sides(&cx.prose) {
        let find = || {
            let changed = side_by_side(sides.source, sides.target).into_iter().filter_map(|(source, target)| {
                let (source_text, target_text) = (&sides.source[source.clone()], &sides.target[target.clone()]);
                let change = change(from, source_text, to, target_text)?;
                let message = match change {
                    Change::Lost => "the source has a negation here, the translation does not",
                    Change::Gained => "the translation has a negation here, the source does not",
                };
                let finding = sides.beside(report.found(sides.target_range(target), message), source);
                let is_lost_prohibition = change == Change::Lost && forbids(from, source_text);
                Some(if is_lost_prohibition { finding } else { finding.at_most(Severity::Warning) })
            });
            // One finding a segment, the most severe.
            changed.max_by_key(|finding| finding.severity)
        };
        let found = sides.unless_known_faithful(find);
        report.extend(found);
    }
}

#[cfg(test)]
mod tests {
    use firstaid_diagnostics::Severity;

    use crate::testing::case;

    fn translated(locale: &str, source: &str) -> crate::testing::Case {
        case("lost-negation").locale(locale).source(source)
    }

    #[test]
    fn a_lost_prohibition_is_an_error() {
        let source = "# Safety\n\nUse Signal. Never share your password with anyone. Wait.\n";
        let page = "# Sicherheit\n\nNutzen Sie Signal. «Teilen Sie Ihr Passwort mit allen.» Warten Sie.\n";
        translated("de", source).finds(page);
        let found = translated("de", source).run(&page.replace(['«', '»'], ""));
        assert_eq!(found[0].severity, Severity::Error);
        assert!(found[0].related.is_some(), "{found:#?}");
    }

    #[test]
    fn a_lost_negation_of_a_statement_is_a_warning() {
        let found = translated("fr", "The subject line is not encrypted.\n").run("L’objet est chiffré.\n");
        assert_eq!(found[0].severity, Severity::Warning);
    }

    #[test]
    fn an_added_negation_is_found() {
        translated("es", "- Share the code with your helper.\n")
            .finds("- «No compartas el código con quien te ayuda.»\n");
    }

    #[test]
    fn a_segment_has_one_finding() {
        let source = "It does not help. Never pay.\n";
        translated("ru", source).finds("Это помогает. «Платите.»\n");
    }

    #[test]
    fn faithful_translations_are_not_reported() {
        let source = "- Do not open it, and never reply.\n- If you are locked out, ask.\n- Avoid public Wi-Fi.\n";
        for (locale, page) in [
            ("es", "- No lo abras ni respondas nunca.\n- Si no puedes entrar, pregunta.\n- No uses Wi-Fi público.\n"),
            (
                "de",
                "- Öffne es nicht und antworte nie.\n- Wenn du ausgesperrt bist, frag.\n- Meide öffentliches WLAN.\n",
            ),
            (
                "ru",
                "- Не открывайте и никогда не отвечайте.\n- Если не можете войти, спросите.\n- Избегайте чужих сетей.\n",
            ),
        ] {
            translated(locale, source).finds(page);
        }
        translated("pt", "Never pay.\n").finds("Pague.\n");
        case("lost-negation").locale("de").finds("Teilen Sie es.\n");
    }
}

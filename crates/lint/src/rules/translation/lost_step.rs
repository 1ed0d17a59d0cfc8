use firstaid_diagnostics::{RuleName, Severity};
use firstaid_translate::{Segment, SegmentKind};

use crate::translation::dropped_sentences;
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds items of ordered lists, and warnings, that are missing in a translated page; also a sentence that warns and is
/// missing in its paragraph.
///
/// ## Why
/// A reader who follows the steps of the translation skips one without knowing. A missing warning warns nobody, and it
/// was written because somebody came to harm.
///
/// ## Example
/// ```markdown
/// 1. Desconecta el dispositivo.
/// 2. Llama a quien te ayuda.
/// ```
///
/// ## Use instead
/// ```markdown
/// 1. Desconecta el dispositivo.
/// 2. No lo apagues.
/// 3. Llama a quien te ayuda.
/// ```
///
/// ## Fix
/// None. The finding is at the block after which the missing one belongs, and shows the source.
///
/// ## Not reported
/// Several consecutive missing blocks are one finding. `missing-block` reports other blocks. A block counts as a
/// warning if a sentence of it begins with a word such as "Never", "Do not" or "Warning", in the languages of the
/// guide.
///
/// ## When not to use it
/// On pages that abridge their source: suppress it there, with the reason.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("lost-step"), severity: Severity::Error, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let Some(translation) = cx.translation() else { return };
    for gap in translation.gaps() {
        let lost: Vec<&Segment> =
            gap.missing.iter().filter(|(_, is_step)| *is_step).map(|(segment, _)| *segment).collect();
        let lost: Vec<&Segment> =
            lost.into_iter().filter(|segment| !translation.seems_present(segment, gap.pair)).collect();
        let Some(first) = lost.first() else { continue };
        let message = match (lost.len(), &first.kind) {
            (1, SegmentKind::Item) => "a step of the source is missing after this".to_owned(),
            (1, _) => "a warning of the source is missing after this".to_owned(),
            (more, _) => format!("{more} steps or warnings of the source are missing after this"),
        };
        let finding = report.found(translation.gap_after(gap.pair), message);
        report.push(translation.beside(finding, first.range));
    }
    for lacking in dropped_sentences(cx, translation).filter(|it| it.warns) {
        report.push(lacking.finding(report, "a warning of the source is missing in this block"));
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, case};

    const SOURCE: &str = "# Steps\n\n1. Unplug the network cable of the computer.\n2. Write down the time on paper.\n\
        3. Call the helpdesk of your organization.\n\nWait for the answer of the helpdesk, and keep \
        [Signal](https://signal.org/) open.\n\nNever pay anybody who promises to hack your account back.\n";

    fn lost_step() -> Case {
        case("lost-step").also_rule("missing-block").locale("es").source(SOURCE)
    }

    #[test]
    fn a_missing_step_is_found() {
        lost_step().finds(
            "# Pasos\n\n1. Desconecta el cable de red de la «computadora.»\n\
             2. Llama al servicio de ayuda de tu organización.\n\nEspera la respuesta del servicio de ayuda y mantén \
             [Signal](https://signal.org/) abierta.\n\n\
             Nunca pagues a nadie que prometa recuperar tu cuenta.\n",
        );
    }

    #[test]
    fn a_missing_warning_is_found() {
        let page = "# Pasos\n\n1. Desconecta el cable de red de la computadora.\n2. Anota la hora en un papel.\n\
             3. Llama al servicio de ayuda de tu organización.\n\nEspera la respuesta del servicio de ayuda y mantén \
             [Signal](https://signal.org/) «abierta.»\n";
        lost_step().finds(page);
        let found = lost_step().run(&page.replace(['«', '»'], ""));
        assert_eq!(found[0].message, "a warning of the source is missing after this");
    }
}

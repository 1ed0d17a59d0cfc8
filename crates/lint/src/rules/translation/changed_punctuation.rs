use firstaid_diagnostics::{RuleName, Severity};
use firstaid_translate::SegmentKind;

use crate::translation::Sides;
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds translated paragraphs and list items that end otherwise than their source: a question without its question mark,
/// a text that leads to a list without its colon, a sentence that breaks off without a full stop.
///
/// ## Why
/// A question that is set as a statement is read as one. A text without an end was most often cut off, or lost its last
/// words to an editor.
///
/// ## Example
/// ```markdown
/// ¿Estás a salvo
/// ```
///
/// ## Use instead
/// ```markdown
/// ¿Estás a salvo?
/// ```
///
/// ## Fix
/// None: what is missing may be more than the mark.
///
/// ## Not reported
/// Headings, table cells, exclamation marks, and a full stop where the page often does without.
///
/// ## When not to use it
/// On pages that retell their source freely.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("changed-punctuation"), severity: Severity::Warning, check: Check::Page(check) };

/// How a text ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum End {
    Question,
    Colon,
    Stop,
    /// With a letter, a digit or a comma.
    Open,
    Other,
}

/// A page does without full stops if it leaves out one of so many.
const OFTEN: usize = 8;

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let Some(translation) = cx.translation() else { return };
    let is_text = |sides: &Sides<'_>| {
        let kinds = sides.unit.source.iter().chain(sides.unit.target).map(|segment| &segment.kind);
        kinds.clone().all(|kind| matches!(kind, SegmentKind::Paragraph | SegmentKind::Item))
    };
    let ends: Vec<(Sides<'_>, End, End)> = translation
        .sides(&cx.prose)
        .filter(is_text)
        .map(|sides| {
            let (ours, theirs) = (end(sides.source), end(sides.target));
            (sides, ours, theirs)
        })
        .collect();
    let count = |wanted: End| ends.iter().filter(|&&(_, ours, theirs)| ours == End::Stop && theirs == wanted).count();
    let leaves_stops_out = count(End::Open) * OFTEN > count(End::Stop);
    for (sides, ours, theirs) in &ends {
        let message = match (ours, theirs) {
            (End::Question, End::Open | End::Stop | End::Colon) => {
                "the source ends with a question mark, this does not"
            }
            (End::Open | End::Stop | End::Colon, End::Question) => {
                "this ends with a question mark, the source does not"
            }
            (End::Colon, End::Open | End::Stop) => "the source ends with a colon, this does not",
            (End::Stop, End::Open) if !leaves_stops_out => "the source ends with a full stop, this breaks off",
            _ => continue,
        };
        let (source, target) = (last_word(sides.source), last_word(sides.target));
        let finding = report.found(sides.target_range(target), message);
        report.push(sides.beside(finding, source));
    }
}

fn bare(text: &str) -> &str {
    let closes = |c: char| {
        c.is_whitespace()
            || matches!(c, '"' | '”' | '“' | '’' | '»' | ')' | ']' | '\'' | '*' | '_' | '\u{2069}' | '\u{200f}')
    };
    text.trim_end_matches(closes)
}

fn end(text: &str) -> End {
    let text = bare(text);
    // Some set a full stop behind the quotation that has its own mark: "¿Eres tú?».".
    if let Some(quoted) = text.strip_suffix('.').filter(|it| it.ends_with(['»', '”', '“', '"'])) {
        return match end(quoted) {
            End::Open | End::Other => End::Stop,
            own => own,
        };
    }
    match text.chars().next_back() {
        Some('?' | '؟' | '？') => End::Question,
        Some(':' | '：') => End::Colon,
        Some('.' | '。' | '۔' | '।' | '…') => End::Stop,
        Some(c) if c.is_alphanumeric() || matches!(c, ',' | '،') => End::Open,
        _ => End::Other,
    }
}

/// The last word with its mark.
fn last_word(text: &str) -> std::ops::Range<usize> {
    let typed = text.trim_end();
    let start =
        typed.rfind(char::is_whitespace).map_or(0, |at| at + typed[at..].chars().next().map_or(1, char::len_utf8));
    start..typed.len()
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, case};

    fn translated(source: &str) -> Case {
        case("changed-punctuation").locale("es").source(source)
    }

    #[test]
    fn a_full_stop_behind_a_quotation_is_one() {
        translated("Choose Encryption.\n\nOne.\n\nTwo.\n").finds("Elige “Cifrado”.\n\nUno.\n\nDos.\n");
    }

    #[test]
    fn questions_and_colons_are_kept() {
        let colon = "These are the things that you can do today, with the phone that you have, before help arrives:";
        let source = format!("# Help\n\nAre you safe now?\n\n{colon}\n\n- Wait for the answer.\n- Is it really you?\n");
        let page = "# Ayuda\n\n¿Estás a salvo ahora?\n\nEsto es lo que puedes hacer hoy, con el teléfono que \
                    tienes, antes de que llegue la ayuda:\n\n- Espera la respuesta.\n- ¿De verdad eres tú?\n";
        translated(&source).finds(page);
        for (right, wrong) in [
            ("¿Estás a salvo ahora?", "Estás a salvo «ahora.»"),
            ("ayuda:", "«ayuda»"),
            ("Espera la respuesta.", "¿Espera la «respuesta?»"),
        ] {
            translated(&source).finds(&page.replace(right, wrong));
        }
    }

    #[test]
    fn a_text_that_breaks_off_is_found() {
        let lines = |end: &str| {
            let line = |n| format!("- Esta es la línea {n} de una lista larga{}\n", if n == 3 { end } else { "." });
            (0..9).map(line).collect::<Vec<_>>().concat()
        };
        let line = |n| format!("- This is line {n} of a rather long list.\n");
        let source = (0..9).map(line).collect::<Vec<_>>().concat();
        translated(&source).finds(&lines("").replace("larga\n", "«larga»\n"));
        // Where a page often does without, it means to.
        translated(&source).finds(&lines(".").replace("larga.", "larga"));
    }

    #[test]
    fn other_marks_and_headings_are_fine() {
        translated("# Help\n\nAsk by phone: \"Is it you?\"\n")
            .finds("# Ayuda\n\nPregunta por teléfono: “¿Eres tú?”.\n");
        let source = "# Are you safe?\n\nWait for the answer!\n\nAre you safe (now)?\n";
        translated(source).finds("# Seguridad\n\nEspera la respuesta.\n\n¿Estás a salvo (ahora)?\n");
        case("changed-punctuation").locale("ar").source("Are you safe?\n").finds("هل أنت آمن؟\n");
    }
}

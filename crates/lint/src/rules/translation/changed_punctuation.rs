use firstaid_diagnostics::{RuleName, Severity};
use firstaid_translate::SegmentKind;

use crate::translation::Sides;
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds translated paragraphs and list items that end differently than their source: a question without its question
/// mark, an introduction to a list without its colon, a sentence without its full stop.
///
/// ## Why
/// A question without its mark reads as a statement. A text without a final mark was most often cut off, or lost its
/// last words in an editor.
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
/// None: more than the mark may be missing.
///
/// ## Not reported
/// Headings, table cells, exclamation marks, and full stops on pages that often leave them out.
///
/// ## When not to use it
/// On pages that paraphrase their source.
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

/// A page leaves full stops out on purpose if it has fewer than this many of them for each one that it left out.
const MIN_STOPS_PER_OMISSION: usize = 8;

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
            let (source_end, target_end) = (end(sides.source), end(sides.target));
            (sides, source_end, target_end)
        })
        .collect();
    let count = |wanted: End| {
        ends.iter().filter(|&&(_, source_end, target_end)| source_end == End::Stop && target_end == wanted).count()
    };
    let leaves_stops_out = count(End::Open) * MIN_STOPS_PER_OMISSION > count(End::Stop);
    for (sides, source_end, target_end) in &ends {
        let message = match (source_end, target_end) {
            (End::Question, End::Open | End::Stop | End::Colon) => {
                "the source ends with a question mark, this does not"
            }
            (End::Open | End::Stop | End::Colon, End::Question) => {
                "this ends with a question mark, the source does not"
            }
            (End::Colon, End::Open | End::Stop) => "the source ends with a colon, this does not",
            (End::Stop, End::Open) if !leaves_stops_out => "the source ends with a full stop, this does not",
            _ => continue,
        };
        let (source, target) = (last_word(sides.source), last_word(sides.target));
        let finding = report.found(sides.target_range(target), message);
        report.push(sides.beside(finding, source));
    }
}

/// The text without spaces, closing quotation marks and brackets at its end.
fn without_closing_marks(text: &str) -> &str {
    let closes = |c: char| {
        c.is_whitespace()
            || matches!(c, '"' | '”' | '“' | '’' | '»' | ')' | ']' | '\'' | '*' | '_' | '\u{2069}' | '\u{200f}')
    };
    text.trim_end_matches(closes)
}

fn end(text: &str) -> End {
    let text = without_closing_marks(text);
    // Some authors write a full stop after a quotation that has its own mark: "¿Eres tú?».".
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
    fn a_full_stop_after_a_quotation_counts() {
        translated("Choose Encryption.\n\nOne.\n\nTwo.\n").finds("Elige “Cifrado”.\n\nUno.\n\nDos.\n");
    }

    #[test]
    fn a_question_mark_or_colon_that_changed_is_found() {
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
    fn a_missing_full_stop_is_found() {
        let lines = |end: &str| {
            let line = |n| format!("- Esta es la línea {n} de una lista larga{}\n", if n == 3 { end } else { "." });
            (0..9).map(line).collect::<Vec<_>>().concat()
        };
        let line = |n| format!("- This is line {n} of a rather long list.\n");
        let source = (0..9).map(line).collect::<Vec<_>>().concat();
        translated(&source).finds(&lines("").replace("larga\n", "«larga»\n"));
        // A page that often leaves them out does so on purpose.
        translated(&source).finds(&lines(".").replace("larga.", "larga"));
    }

    #[test]
    fn other_marks_and_headings_are_not_compared() {
        translated("# Help\n\nAsk by phone: \"Is it you?\"\n")
            .finds("# Ayuda\n\nPregunta por teléfono: “¿Eres tú?”.\n");
        let source = "# Are you safe?\n\nWait for the answer!\n\nAre you safe (now)?\n";
        translated(source).finds("# Seguridad\n\nEspera la respuesta.\n\n¿Estás a salvo (ahora)?\n");
        case("changed-punctuation").locale("ar").source("Are you safe?\n").finds("هل أنت آمن؟\n");
    }
}

use firstaid_diagnostics::{RuleName, Severity};
use firstaid_language::clauses::Clauses;
use firstaid_language::sentences::ends_in_abbreviation;
use firstaid_translate::SegmentKind;

use crate::translation::paired_text::is_untranslated;
use crate::translation::{Sides, Translation};
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
/// Headings, table cells, exclamation marks, a colon that introduces no list, and the marks of quoted messages. Full
/// stops of short texts, of abbreviations, and on pages that often leave them out.
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
    let ends: Vec<(Sides<'_>, End, End)> = translation.sides(&cx.prose).filter(is_text).map(with_ends).collect();
    let count = |wanted: End| {
        ends.iter().filter(|&&(_, source_end, target_end)| source_end == End::Stop && target_end == wanted).count()
    };
    let leaves_stops_out = count(End::Open) * MIN_STOPS_PER_OMISSION > count(End::Stop);
    for (sides, source_end, target_end) in &ends {
        let message = match (source_end, target_end) {
            (End::Question, End::Open | End::Stop | End::Colon) => {
                "the source ends with a question mark, this does not"
            }
            (End::Open | End::Stop | End::Colon, End::Question)
                if !ends_in_quotation(cx, sides) && !asks_indirectly(translation, sides) =>
            {
                "this ends with a question mark, the source does not"
            }
            (End::Colon, End::Open | End::Stop) if introduces_list(translation, sides) => {
                "the source ends with a colon, this does not"
            }
            (End::Stop, End::Open) if !leaves_stops_out && is_cut(sides) => {
                "the source ends with a full stop, this does not"
            }
            _ => continue,
        };
        if !sides.target.contains(char::is_alphanumeric)
            || is_untranslated(sides.source, sides.target)
            || ends_in_picture(translation, sides)
            || !translation.is_plausible(sides.unit)
        {
            continue;
        }
        let (source, target) = (last_word(sides.source), last_word(sides.target));
        let finding = report.found(sides.target_range(target), message);
        report.push(sides.beside(finding, source));
    }
}

fn with_ends(sides: Sides<'_>) -> (Sides<'_>, End, End) {
    let (source_end, target_end) = (end(sides.source), end(sides.target));
    (sides, source_end, target_end)
}

/// Whether one side alone ends in a picture: a translator joined it to the paragraph before.
fn ends_in_picture(of: &Translation<'_>, sides: &Sides<'_>) -> bool {
    let ends = |typed: &str| {
        let last = typed.trim_end().rsplit('\n').next().unwrap_or_default().trim_start();
        last.starts_with("![") && last.ends_with([')', ']', '}'])
    };
    let unit = sides.unit;
    ends(of.source.source.slice(unit.source_range())) != ends(of.page.source.slice(unit.target_range()))
}

/// Minimum length, in bytes of the source, of a text whose missing full stop shows that it was cut off. Short items and
/// captions do without.
const MIN_CUT: usize = 95;

fn is_cut(sides: &Sides<'_>) -> bool {
    sides.source.len() >= MIN_CUT && !ends_in_abbreviation(sides.source)
}

/// Whether the next block of the source is an item of a list, and this one is not.
fn introduces_list(of: &Translation<'_>, sides: &Sides<'_>) -> bool {
    let pair = &of.pairs[sides.unit.pair];
    let depth = |n: usize| of.source_segments.get(n).map_or(0, |segment| segment.lists);
    // The full stop of Chinese and Japanese stands before lists, too.
    depth(pair.source.end) > depth(pair.source.end - 1) && !sides.target.trim_end().ends_with('。')
}

/// Whether the last mark is that of a quotation, of emphasised text or of the title of a link.
fn ends_in_quotation(cx: &PageContext<'_>, sides: &Sides<'_>) -> bool {
    let whole = cx.text(sides.unit.target_range()).trim_end().trim_end_matches('.');
    let title = whole.strip_suffix(')').and_then(|link| link.rsplit_once("](")).map(|(title, _)| title.trim_end());
    if title.is_some_and(|title| title.ends_with(['?', '؟', '？'])) {
        return true;
    }
    let typed = whole.trim_end_matches(['.', ')']);
    typed.ends_with(['"', '”', '“', '»', '’', '\'', '*', '_', '」', '』'])
}

/// Whether the source asks without a mark ("How you will tell the others."): a translation may ask directly.
fn asks_indirectly(of: &Translation<'_>, sides: &Sides<'_>) -> bool {
    let first = sides.source.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty());
    let asks = |word: &str, clauses: Clauses| clauses.is_question_word(&word.to_lowercase());
    first.zip(Clauses::of(of.source_language())).is_some_and(|(word, clauses)| asks(word, clauses))
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
    // The mark of a definition whose text another tool moved away stands behind the term's own mark.
    let before = text.strip_suffix(':').filter(|it| it.ends_with(char::is_whitespace)).map(without_closing_marks);
    let text = before.filter(|it| it.ends_with(['?', '؟', '？'])).unwrap_or(text);
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
        // Japanese asks by its last word, whatever mark follows it.
        Some('。') if text.ends_with("か。") => End::Other,
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
    fn a_picture_that_was_joined_to_a_paragraph_ends_nothing() {
        let text = "The gate of the garden is open by day, and whoever comes by may look at the roses, the herbs and \
            the old apple trees.";
        let translation = "La verja del jardín está abierta de día, y quien pase por allí puede mirar las rosas, las \
            hierbas y los viejos manzanos.";
        let rest = "\n\nIt opens at nine.".repeat(9) + "\n";
        let fin = "\n\nAbre a las nueve.".repeat(9) + "\n";
        let source = format!("{text}\n\n![Roses](a.png){rest}");
        translated(&source).finds(&format!("{translation}\n![Rosas](a.png){fin}"));
        let cut = translation.replace("manzanos.", "«manzanos»");
        translated(&source).finds(&format!("{cut}\n\n![Rosas](a.png){fin}"));
    }

    #[test]
    fn japanese_asks_without_a_mark() {
        let case = case("changed-punctuation").locale("ja").source("Are you safe?\n\nIs it here?\n");
        case.finds("安全ですか。\n\n«ここにあります。»\n");
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
    fn indirect_questions_titles_and_marks_of_definitions_may_differ() {
        translated("- How you will tell the others.\n").finds("- ¿Cómo avisarás al resto?\n");
        translated("- [Bread](https://a.example/bread)\n").finds("- [¿Qué es el pan?](https://a.example/pan)\n");
        translated("**Who has the key to the shed?**\n\n:   The cook.\n")
            .finds("**¿Quién tiene la llave?**\n:\n\nLa cocinera.\n");
        translated("- You tell the others today.\n").finds("- ¿Avisas hoy al «resto?»\n");
    }

    #[test]
    fn a_missing_full_stop_is_found() {
        let lines = |end: &str| {
            let long = "que cuenta con calma y sin prisa todo lo que pasó ayer por la tarde en la vieja estación";
            let line =
                |n| format!("- Esta es la línea {n} de una lista {long} larga{}\n", if n == 3 { end } else { "." });
            (0..9).map(line).collect::<Vec<_>>().concat()
        };
        let long = "which tells calmly and without haste all that happened yesterday evening at the old station";
        let line = |n| format!("- This is line {n} of a list {long}, which is rather long.\n");
        let source = (0..9).map(line).collect::<Vec<_>>().concat();
        translated(&source).finds(&lines("").replace("larga\n", "«larga»\n"));
        // A page that often leaves them out does so on purpose.
        translated(&source).finds(&lines(".").replace("larga.", "larga"));
    }

    #[test]
    fn short_texts_abbreviations_and_quotations_may_end_otherwise() {
        let rest = "- One.\n- Two.\n- Three.\n- Four.\n- Five.\n- Six.\n- Seven.\n- Eight.\n- Nine.\n";
        let own = "- Uno.\n- Dos.\n- Tres.\n- Cuatro.\n- Cinco.\n- Seis.\n- Siete.\n- Ocho.\n- Nueve.\n";
        translated(&format!("{rest}- Bring bread.\n- Tap yes when it asks to go on.\n"))
            .finds(&format!("{own}- Trae pan\n- Pulsa sí cuando pregunte _¿Seguir?_\n"));
        let long =
            "Bring whatever you need for two long days in the mountains with your friends (bread, water, maps, etc.)";
        let own_long =
            "Trae todo lo que necesites para dos largos días en la montaña con tus amigos (pan, agua y mapas)";
        translated(&format!("{rest}- {long}\n")).finds(&format!("{own}- {own_long}\n"));
        case("changed-punctuation")
            .locale("ja")
            .source("It has drawbacks:\n\n- Slow.\n")
            .finds("欠点もあります。\n\n- 遅い。\n");
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

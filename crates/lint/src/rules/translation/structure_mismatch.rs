use std::collections::HashSet;

use firstaid_content::{List, Page};
use firstaid_diagnostics::{Diagnostic, RuleName, Severity};
use firstaid_language::cues::warns;
use firstaid_text::TextRange;
use firstaid_translate::{Segment, SegmentKind};

use super::changed_code::{changed_code, lost_option};
use crate::rules::structure::nesting::flat_items;
use crate::translation::{Translation, Unit};
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds blocks of a translated page whose structure differs from the source: another heading level, another list
/// depth, bullets instead of numbers, a warning that is no longer bold, a heading that became bold, a changed command.
///
/// ## Why
/// Structure shows what belongs together and what comes first. Without it, steps look like a choice, and readers who
/// use a screen reader lose their way. A command with one letter changed does something else.
///
/// ## Example
/// ```markdown
/// - Desconecta el dispositivo.
/// - Llama a quien te ayuda.
/// ```
///
/// ## Use instead
/// ```markdown
/// 1. Desconecta el dispositivo.
/// 2. Llama a quien te ayuda.
/// ```
///
/// ## Fix
/// None. The finding shows the source.
///
/// ## Not reported
/// Further places where a page or list differs in the same way: only the first is reported. Emphasis of less than a
/// sentence or warning, code that is a word to translate (one with a wrong letter is reported), placeholders and names
/// of the reader's choice in code (`ssh server`, `ssh serveur`). Findings of other rules: a heading without its space,
/// items that are not indented enough, typed bullets.
///
/// ## When not to use it
/// In a guide whose translations have a structure of their own.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("structure-mismatch"), severity: Severity::Warning, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let Some(translation) = cx.translation() else { return };
    let flat = Flat { source: flat_lists(translation.source), target: flat_lists(cx.page) };
    bold_headings(translation, report);
    let mut seen = Seen::default();
    for unit in translation.units() {
        let found = [
            heading(translation, unit, &mut seen, report),
            list(translation, unit, &flat, &mut seen, report),
            emphasis(translation, unit, report),
            changed_code(translation, unit, report),
            lost_option(translation, unit, report),
        ];
        for (finding, source) in found.into_iter().flatten() {
            report.push(translation.beside(finding, source));
        }
    }
}

/// A finding with the place in the source that it is about.
type Found = Option<(Diagnostic, TextRange)>;

/// The differences that were seen last, so that each is reported once where it begins.
#[derive(Default)]
struct Seen {
    /// Heading level of the page minus that of the source.
    level: i32,
    /// List depth of the page minus that of the source.
    depth: i32,
    /// Lists whose numbering was reported.
    lists: HashSet<u32>,
}

/// Lists with items of `flat-sublist`, whose depth is not what the author meant; as indices into the page's lists.
struct Flat {
    source: HashSet<u32>,
    target: HashSet<u32>,
}

fn flat_lists(page: &Page) -> HashSet<u32> {
    let starts: HashSet<u32> = flat_items(page).iter().map(|range| range.start()).collect();
    if starts.is_empty() {
        return starts;
    }
    let has_flat = |list: &List| list.items.iter().any(|item| starts.contains(&item.range.start()));
    (0..).zip(&page.lists).filter(|(_, list)| has_flat(list)).map(|(n, _)| n).collect()
}

/// The difference of a heading and a block that is not one; larger than that of any two levels.
const NO_HEADING: i32 = 100;

fn heading(of: &Translation<'_>, unit: Unit<'_>, seen: &mut Seen, report: &Report<'_>) -> Found {
    let ([source], [target]) = (unit.source, unit.target) else { return None };
    let differs = match (&source.kind, &target.kind) {
        (SegmentKind::Heading(level), SegmentKind::Heading(own)) => i32::from(*own) - i32::from(*level),
        (SegmentKind::Heading(_), SegmentKind::Paragraph | SegmentKind::Item) => NO_HEADING,
        (SegmentKind::Paragraph | SegmentKind::Item, SegmentKind::Heading(_)) => -NO_HEADING,
        _ => return None,
    };
    let before = std::mem::replace(&mut seen.level, differs);
    if differs == 0 || differs == before {
        return None;
    }
    let message = match (&source.kind, &target.kind) {
        (SegmentKind::Heading(level), SegmentKind::Heading(own)) => {
            format!("this heading has level {own}, in the source level {level}")
        }
        (SegmentKind::Heading(_), _) => "this is a heading in the source".to_owned(),
        _ => "this is a heading; in the source it is not".to_owned(),
    };
    let line = of.page.source.lines().line(target.range.start());
    let line = of.page.source.lines().line_range(of.page.text(), line);
    let range = TextRange::new(target.range.start(), target.range.end().min(line.end()).max(target.range.start()));
    Some((report.found(range, message), source.range))
}

/// Reports headings that are bold as a whole, where no heading of the source is.
fn bold_headings(of: &Translation<'_>, report: &mut Report<'_>) {
    let is_bold = |page: &Page, segment: &Segment| {
        let text = page.source.slice(segment.range).trim();
        let inner = text.strip_prefix("**").and_then(|rest| rest.strip_suffix("**"));
        matches!(segment.kind, SegmentKind::Heading(_)) && inner.is_some_and(|it| !it.is_empty() && !it.contains("**"))
    };
    if of.source_segments.iter().any(|segment| is_bold(of.source, segment)) {
        return;
    }
    for segment in of.segments.iter().filter(|segment| is_bold(of.page, segment)) {
        report.push(report.found(segment.range, "this heading is in bold; in the source none is"));
    }
}

/// Maximum lines above an item, with its own, whose indents are compared with that of the item.
const MAX_ITEMS_ABOVE: usize = 6;

fn list(of: &Translation<'_>, unit: Unit<'_>, flat: &Flat, seen: &mut Seen, report: &Report<'_>) -> Found {
    let (source, target) = (unit.source.first()?, unit.target.first()?);
    let pair = &of.pairs[unit.pair];
    let (there, here) = (of.source_list(pair.source.start), of.list(pair.target.start));
    let depth = target.lists as i32 - source.lists as i32;
    let is_list = there.is_some() || here.is_some();
    if !is_list || matches!(source.kind, SegmentKind::Heading(_)) || matches!(target.kind, SegmentKind::Heading(_)) {
        return None;
    }
    let before = std::mem::replace(&mut seen.depth, depth);
    let is_flat =
        there.is_some_and(|list| flat.source.contains(&list)) || here.is_some_and(|list| flat.target.contains(&list));
    if is_flat {
        seen.depth = 0;
        return None;
    }
    // Which item is inside of which depends on the width of a tab.
    let is_mixed = |page: &Page, segment: &Segment| {
        let before = page.text()[..segment.range.start() as usize].rsplit('\n');
        let indents = before.map(|line| &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]);
        let mut indents = indents.take(MAX_ITEMS_ABOVE).filter(|indent| !indent.is_empty());
        let own = indents.next().map(|indent| indent.contains('\t'));
        own.is_some_and(|own| indents.any(|indent| indent.contains('\t') != own))
    };
    // An item that another one was glued to may stand for either of them.
    let is_glued = || of.page.text()[target.range].lines().skip(1).any(begins_item);
    if depth != 0 && source.lists > 0 && target.lists > 0 && (is_mixed(of.source, source) || is_glued()) {
        seen.depth = 0;
        return None;
    }
    if depth != 0 {
        let message = match (source.lists, target.lists) {
            (_, 0) => "this is not a list item; in the source it is one".to_owned(),
            (0, _) => "this is a list item; in the source it is not".to_owned(),
            (source, own) => format!("this item is on level {own} of the list, in the source on level {source}"),
        };
        return (depth != before).then(|| (report.found(first_word(of.page, target), message), source.range));
    }
    let (there, list) = (&of.source.lists[there? as usize], here?);
    let here = &of.page.lists[list as usize];
    if there.ordered == here.ordered || !seen.lists.insert(list) {
        return None;
    }
    let message = if here.ordered {
        "this list is numbered, in the source it is not"
    } else {
        "this list is numbered in the source"
    };
    Some((report.found(here.items.first()?.marker, message), there.items.first()?.marker))
}

/// Whether a line begins with the marker of a list item.
fn begins_item(line: &str) -> bool {
    let text = line.trim_start();
    let number = text.trim_start_matches(|c: char| c.is_ascii_digit());
    text.starts_with("- ")
        || text.starts_with("* ")
        || text.starts_with("+ ")
        || number.len() < text.len() && (number.starts_with(". ") || number.starts_with(") "))
}

fn first_word(page: &Page, segment: &Segment) -> TextRange {
    let word = page.text()[segment.range].split(char::is_whitespace).next().unwrap_or_default();
    TextRange::new(segment.range.start(), segment.range.start() + word.len() as u32)
}

/// Minimum words of a bold sentence; fewer words without a final mark are a term.
const MIN_SENTENCE_WORDS: usize = 5;

fn emphasis(of: &Translation<'_>, unit: Unit<'_>, report: &Report<'_>) -> Found {
    let (source, target) = (of.source.source.slice(unit.source_range()), of.page.source.slice(unit.target_range()));
    let is_heading = unit.source.iter().any(|segment| matches!(segment.kind, SegmentKind::Heading(_)));
    if is_heading
        || !source.contains("**")
        || target.contains(['*', '_'])
        || target.contains("<b")
        || target.contains("<strong")
    {
        return None;
    }
    let language = of.source.key.locale.language();
    let is_sentence = |bold: &&str| {
        let bold = bold.trim();
        bold.split_whitespace().count() >= MIN_SENTENCE_WORDS
            || bold.ends_with(['.', '!', '?', ':', '。', '؟'])
            || warns(language, bold)
    };
    let bold = source.split("**").skip(1).step_by(2).find(is_sentence)?;
    let start = unit.source_range().start() + (bold.as_ptr() as usize - source.as_ptr() as usize) as u32;
    let range = first_word(of.page, unit.target.first()?);
    Some((
        report.found(range, "the source has a sentence in bold here"),
        TextRange::new(start, start + bold.len() as u32),
    ))
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, case};

    fn translated(source: &str) -> Case {
        case("structure-mismatch").locale("es").source(source)
    }

    const SOURCE: &str = "# Phones\n\n**Never hand over your unlocked phone.**\n\n## Steps\n\n1. Unplug the cable.\n\
        2. Run `adb --list` now.\n\n- A long password.\n";

    #[test]
    fn headings_lists_emphasis_and_code_are_compared() {
        translated(SOURCE).finds(
            "# Teléfonos\n\n«Nunca» entregues tu teléfono desbloqueado.\n\n### «Pasos»\n\n\
             «-» Desconecta el cable.\n- Ejecuta «`adb --lista`» ahora.\n\n* Una contraseña larga.\n",
        );
        translated(SOURCE).finds(
            "# Teléfonos\n\n__Nunca entregues tu teléfono desbloqueado.__\n\n## Pasos\n\n\
             1) Desconecta el cable.\n2) Ejecuta `adb --list` ahora.\n\n* Una contraseña larga.\n",
        );
    }

    #[test]
    fn what_the_reader_fills_in_may_be_translated() {
        let source = "Type `cat /FOLDER/OF/NOTES [NAME]` and `gpg --fingerprint`.\n";
        translated(source).finds("Escribe `cat /CARPETA/DE/NOTAS [NOMBRE]` y `gpg --fingerprint`.\n");
        translated(source).finds("Escribe `cat /CARPETA/NOTAS [NOMBRE]` y «`gpg --huella`».\n");
        let source = "Type `gpg < note --decrypt`, then `LC_ALL=C`.\n";
        translated(source).finds("Escribe «`gpg < note --encrypt`» y `LC_ALL=C`.\n");
        translated(source).finds("Escribe `gpg < note --decrypt` y «`LC_TIME=C`».\n");
        translated("It is `READ_FILES` and `cp FILE`.\n").finds("Es `READ_FILES` y `cp ARCHIVO`.\n");
    }

    #[test]
    fn a_word_in_code_may_be_translated_and_not_mistyped() {
        let source = "Update the shed with `fwupd` and the label `improvements`.\n";
        for (locale, page) in [
            ("es", "Actualiza el cobertizo con «`fwxpd`» y la etiqueta `improvements`.\n"),
            ("es", "Actualiza el cobertizo con `fwupd` y la etiqueta `mejoras`.\n"),
            ("de", "Aktualisiere den Schuppen mit `fwupd` und dem Etikett «`imprxvements`».\n"),
            ("fr", "Mettez à jour la remise avec «`fwupdd`» et l’étiquette `improvements`.\n"),
            ("ru", "Обновите сарай с помощью «`fwpd`» и метки `improvements`.\n"),
        ] {
            case("structure-mismatch").locale(locale).source(source).finds(page);
        }
        case("structure-mismatch")
            .locale("fr")
            .source("Leave the field `Date` blank.\n")
            .finds("Laissez le champ `Datte` vide.\n");
    }

    #[test]
    fn an_item_that_another_is_glued_to_has_no_level_of_its_own() {
        let source = "- [Gate](https://gate.example) (paper)\n    - The gate opens at 8 in the morning.\n- [Shed](https://shed.example)\n";
        translated(source).finds(
            "- [Gate](https://gate.example) (papel)\n        - La verja abre a las 8 de la mañana.\n- [Shed](https://shed.example)\n",
        );
    }

    #[test]
    fn a_translated_option_is_found() {
        let source = "Start it with --safe-mode, or with --profile=NAME.\n\nWait -- or not.\n";
        translated(source).finds("Inícialo con --safe-mode o con --profile=NOMBRE.\n\nEspera, o no.\n");
        translated(source).finds("«Inícialo con --modo-seguro o con --profile=NOMBRE.»\n\nEspera, o no.\n");
    }

    #[test]
    fn headings_in_bold_are_found_where_the_source_has_none() {
        let page = "# Teléfonos\n\n## «**Pasos**»\n\n## Con **un** aviso\n";
        translated("# Phones\n\n## Steps\n\n## With **a** warning\n").finds(page);
        translated("# **Phones**\n\n## Steps\n\n## With **a** warning\n").finds(&page.replace(['«', '»'], ""));
    }
}

use std::ops::Range;

use firstaid_diagnostics::{Applicability, Fix, RuleName, Severity};
use firstaid_language::typography::{Mistake, mistakes};
use firstaid_text::{Edit, RangeSet, TextRange};

use crate::translation::paired_text::is_untranslated;
use crate::translation::source_words::{Words, quotes};
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds punctuation of another language: a Spanish question without `¿`, French marks without their space, German or
/// Russian text in straight or English quotation marks, Latin commas in Arabic, half-width marks in Chinese and
/// Japanese, two hyphens for a dash.
///
/// ## Why
/// Readers distrust a text that looks machine-made, and phishing looks like that. In Spanish, `¿` shows where a
/// question begins; in Arabic, a Latin comma points the wrong way.
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
/// Writes the language's own marks. Safe, except for `¿` and `¡`, which may belong further inside the sentence, and for
/// a blank behind words of the source's language.
///
/// ## Not reported
/// The usage of most of the page, where a language allows several: no spaces in French, straight quotation marks in any
/// language, narrow colons and question marks in Chinese and Japanese. Which space French has. Spanish marks of names
/// ("Yahoo!") and of questions that a sentence quotes. Text that is still in the language of the source. Code,
/// addresses, times, text marked as another language's, English pages.
///
/// ## When not to use it
/// On pages that quote messages as they were sent.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("locale-typography"), severity: Severity::Warning, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    if cx.language() == "en" {
        return;
    }
    let blocks: Vec<(usize, &str)> = cx.prose.blocks().map(|(at, _, block)| (at, block)).collect();
    let texts: Vec<&str> = blocks.iter().map(|(_, block)| *block).collect();
    // One answer for all mistakes of a block, which come together.
    let mut last = None;
    for (block, mistake) in mistakes(cx.language(), cx.page.key.locale.as_str(), &texts) {
        let (at, text) = blocks[block];
        let is_foreign = match last {
            Some((of, is_foreign)) if of == block => is_foreign,
            _ => is_foreign_block(cx, at, text),
        };
        last = Some((block, is_foreign));
        if !is_foreign {
            push(cx, report, at, mistake);
        }
    }
}

/// Whether a block is in the language of the guide's source, whether or not the source has such a block.
fn is_foreign_block(cx: &PageContext<'_>, at: usize, text: &str) -> bool {
    let from = cx.world.guide.layout.source().language();
    if from == cx.language() || !cx.world.dictionaries.has(from) || !cx.world.dictionaries.has(cx.language()) {
        return false;
    }
    let words = Words { cx, from, titles: &RangeSet::default(), quotes: quotes(text, at) };
    words.is_untranslated(&(at..at + text.len()))
}

/// Whether a sentence is still in the source's language, which `untranslated-block` reports.
fn is_of_source(cx: &PageContext<'_>, prose: Range<usize>) -> bool {
    let Some(translation) = cx.translation() else { return false };
    let place = cx.prose.source_range(prose.clone()).start();
    translation.unit_at(place).is_some_and(|unit| {
        let sentence = &cx.prose.text()[prose];
        sentence.contains(' ') && is_untranslated(translation.source.source.slice(unit.source_range()), sentence)
    })
}

/// Whether a range of the prose is words of the guide's source language, with none of the page's: "Is it safe?".
fn is_foreign_phrase(cx: &PageContext<'_>, prose: &Range<usize>) -> bool {
    let from = cx.world.guide.layout.source().language();
    let is_known = cx.world.dictionaries.has(from) && cx.world.dictionaries.has(cx.language());
    let words = Words { cx, from, titles: &RangeSet::default(), quotes: RangeSet::default() };
    from != cx.language() && is_known && (words.is_of_source(prose) || words.begins_in_source(prose))
}

/// Whether the words before a mark, back to another mark in a block that begins at `start`, are of the guide's source
/// language: "More info:" in a French sentence, which has no blank there. It may be a name as well.
fn ends_foreign_phrase(cx: &PageContext<'_>, start: usize, mark: usize) -> bool {
    let before = &cx.prose.text()[start..mark];
    let last = before.rfind(['.', '!', '?', ':', ';', ',', '\n', '"', '«', '»', '(', ')', '“', '”']);
    is_foreign_phrase(cx, &(start + last.map_or(0, |at| at + 1)..mark))
}

/// Whether a mark is the last letter of a name: `Yahoo!`.
fn is_of_name(cx: &PageContext<'_>, mark: &Range<usize>) -> bool {
    let mentions = cx.mentions();
    let next = mentions.partition_point(|mention| mention.range.end < mark.end);
    mentions.get(next).is_some_and(|mention| mention.range.start < mark.start && mention.range.end == mark.end)
}

/// Whether a mark is the colon behind a key of the page's front matter that has become text: `tools:`.
fn is_key(cx: &PageContext<'_>, mark: TextRange) -> bool {
    let key = cx.end_of_line_before(mark.start()).trim();
    let is_known =
        |key: &str| cx.page.front_matter.as_ref().is_some_and(|front_matter| front_matter.get(key).is_some());
    cx.text(mark).starts_with(':') && is_known(key)
}

fn push(cx: &PageContext<'_>, report: &mut Report<'_>, at: usize, mistake: Mistake) {
    let in_prose = at + mistake.range.start..at + mistake.range.end;
    if is_of_name(cx, &in_prose) {
        return;
    }
    let range = cx.prose.source_range(in_prose.clone());
    let opens_sentence = mistake.edits.iter().any(|(_, with)| matches!(with.as_str(), "¿" | "¡"));
    if cx.page.foreign_at(range.start()).is_some()
        || opens_sentence && is_foreign_phrase(cx, &in_prose)
        || is_key(cx, range)
        || is_of_source(cx, in_prose)
    {
        return;
    }
    let mut edits = Vec::with_capacity(mistake.edits.len());
    for (place, with) in mistake.edits {
        // A blank before a mark goes where the mark begins: markup that closes before it stays around its words. Any
        // other empty place is where the character before it ends, or where the block begins.
        let typed = if place.is_empty() && place.start == mistake.range.start {
            TextRange::empty(range.start())
        } else if place.is_empty() && place.start > 0 {
            let before = cx.prose.text()[..at + place.start].chars().next_back().map_or(0, char::len_utf8);
            let source = cx.prose.source_range(at + place.start - before..at + place.start);
            TextRange::empty(source.end())
        } else {
            cx.prose.source_range(at + place.start..at + place.end)
        };
        // Where the prose differs from the source (an entity, a line end), the edit would replace other bytes.
        if cx.text(typed) != &cx.prose.text()[at + place.start..at + place.end] {
            return;
        }
        edits.push(Edit::replace(typed, with));
    }
    let is_blank = edits.iter().all(|edit| edit.replacement.trim().is_empty());
    let is_safe = mistake.is_safe && !(is_blank && ends_foreign_phrase(cx, at, at + mistake.range.start));
    let applicability = if is_safe { Applicability::Safe } else { Applicability::Unsafe };
    let title = match edits.as_slice() {
        [edit] if edit.replacement.trim().is_empty() => "Write a no-break space".to_owned(),
        [edit] => format!("Write `{}`", edit.replacement),
        _ => "Use the language's own marks".to_owned(),
    };
    report.push(report.found(range, mistake.message).fix(Fix::new(title, edits, applicability)));
}

#[cfg(test)]
mod tests {
    use firstaid_diagnostics::Applicability::{Safe, Unsafe};

    use crate::testing::{Case, case};

    fn page(locale: &str) -> Case {
        case("locale-typography").locale(locale)
    }

    #[test]
    fn spanish_questions_get_their_opening_mark() {
        page("es").finds("Hola. «Estás a salvo?» ¿Sí? Si es así, ¿qué haces? «Corre ya!»\n");
        page("es").finds("Usa Yahoo! y mira [x](https://example.org/?q=1). ¡Bien! (?) ¡¿Qué?! ¿De verdad!\n");
        page("es").finds("Pulsa \"Ya!\" y espera. Escribe a Yahoo! Correo o mira la tienda Riega.It!.\n");
        page("es").finds("What is quorvgarden? «Quorvgarden es útil?»\n");
        page("es").finds("Guarda la llave. Where is it? Di: 'Where now?' «Y dónde está?»\n");
        page("es").fixes(Unsafe, "Hola. Estás a salvo?\n", "Hola. ¿Estás a salvo?\n");
    }

    #[test]
    fn french_marks_get_their_spaces() {
        let rest = "Oui\u{202f}? Non\u{202f}! Là\u{a0}: ici\u{202f}; bon.\n\n";
        let found = page("fr").marked(&format!("{rest}Quoi? À 12:30, voir https://a.org/?x ;) bien\n"));
        assert_eq!(found, format!("{rest}Quoi«?» À 12:30, voir https://a.org/?x ;) bien\n"));
        page("fr").fixes(
            Safe,
            &format!("{rest}Quoi? Voici : rien !\n"),
            &format!("{rest}Quoi\u{202f}? Voici : rien !\n"),
        );
        // The usage of most of the page counts as right.
        page("fr").finds("Quoi ? Bien ! Oui : non ; si.\n");
        page("fr").finds("Quoi ? Bien ! Oui : non. Non«!»\n");
        page("fr-CA").finds("Quoi? Bien! Oui : non.\n");
    }

    #[test]
    fn keys_of_the_front_matter_in_its_text_are_no_words() {
        let page_of = |text: &str| format!("---\ntitle: Clé\nnote: |\n  Oui : non ; si ! Là : ici.\n\n  {text}\n---\n");
        page("fr").finds(&page_of("title: Clé"));
        page("fr").finds(&page_of("Là.\n  title: Clé"));
        page("fr").finds(&page_of("sauf«:» Clé"));
    }

    #[test]
    fn french_blanks_stay_out_of_markup_names_and_drive_letters() {
        let rest = "Oui : non ; si ! Là : ici.\n\n";
        for (before, after) in [
            ("**Gare**: loin", "**Gare**\u{a0}: loin"),
            ("_Port_? Loin", "_Port_\u{202f}? Loin"),
            ("[Quai](https://example.org): loin", "[Quai](https://example.org)\u{a0}: loin"),
            ("**Gare:** loin", "**Gare\u{a0}:** loin"),
            ("le disque D: du poste (E:), ou http: et https:", "le disque D: du poste (E:), ou http: et https:"),
            ("le chemin est _C: bac_, ici _F:_, la clé", "le chemin est _C: bac_, ici _F:_, la clé"),
            ("Le plan B: attendre", "Le plan B\u{a0}: attendre"),
            ("Q: où ?", "Q\u{a0}: où ?"),
            ("la barre Yahoo!, fermée", "la barre Yahoo!, fermée"),
            ("un appel 1: 1, au format 16: 9", "un appel 1: 1, au format 16: 9"),
            // A blank in front of it would keep this mark from closing.
            ("pas *ici*!*la*", "pas *ici*!*la*"),
        ] {
            page("fr").fixes(Safe, &format!("{rest}{before}\n"), &format!("{rest}{after}\n"));
        }
    }

    #[test]
    fn a_blank_behind_words_of_the_source_is_not_safe() {
        let rest = "Oui : non ; si ! Là : ici.\n\n";
        page("fr").fixes(
            Safe,
            &format!("{rest}Sources and further reading: ici.\n"),
            &format!("{rest}Sources and further reading: ici.\n"),
        );
        page("fr").fixes(Safe, &format!("{rest}Stay safe! Bien sûr.\n"), &format!("{rest}Stay safe! Bien sûr.\n"));
        page("fr").fixes(
            Unsafe,
            &format!("{rest}Stay safe! Bien sûr.\n"),
            &format!("{rest}Stay safe\u{202f}! Bien sûr.\n"),
        );
        page("fr").fixes(
            Safe,
            &format!("{rest}Restez prudent! Oui.\n"),
            &format!("{rest}Restez prudent\u{202f}! Oui.\n"),
        );
        page("fr").fixes(Safe, &format!("{rest}Avec Signal: oui.\n"), &format!("{rest}Avec Signal\u{a0}: oui.\n"));
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
        page("zh").fixes(Safe, "你好,世界. 再见!\n\n是！\n\n好！\n", "你好，世界。再见！\n\n是！\n\n好！\n");
        page("zh").finds("使用 Signal, Tor 3.0.\n");
    }

    #[test]
    fn entities_other_languages_and_english_are_not_reported() {
        page("es").finds("<span lang=\"en\">Are you safe?</span>\n");
        page("fr").finds("Oui&nbsp;? Non&#8239;! Là&nbsp;: ici.\n");
        let rest = "Oui : non ; si ! Là : ici.\n\n";
        page("fr")
            .finds(&format!("{rest}**Before you leave the house**: close all windows.\n\n**Avant«:»** fermez tout.\n"));
        case("locale-typography").finds("Are you safe? He said \"yes\" -- then left.\n");
    }
}

use firstaid_diagnostics::{RuleName, Severity};
use firstaid_language::numbers::{QuantityKind, has_words};
use firstaid_text::TextRange;

use super::unmatched_numbers::{Unmatched, within};
use crate::translation::paired_text::is_untranslated;
use crate::translation::{LocatedQuantity, Translation, Unit};
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds numbers of a translation, in digits or in words, that differ from those of its source, or count another unit.
///
/// ## Why
/// Somebody who waits relies on "within two hours", and "within two days" is another promise; a passphrase of four
/// words is weaker than one of six.
///
/// ## Example
/// ```markdown
/// Responde en doce horas.
/// ```
///
/// ## Use instead
/// ```markdown
/// Responde en dos horas.
/// ```
///
/// ## Fix
/// None. The finding shows the source.
///
/// ## Not reported
/// Equal amounts: "two hours", "dos horas", "2 horas" and the Arabic dual, or 24 hours and a day. Separators are read
/// as the language writes them. Words for one, which can be articles, and a number in words for which the other side
/// has no number. Dates, times, versions, ordinals, list numbers, a range from zero, "100 %" in words. Phone numbers
/// are compared as one number, and of a name that is repeated ("JPEG 2000") one is enough. An amount in brackets,
/// converted into feet or pounds, may be left out. Number words are known in
/// {languages of numbers.txt}; in other languages only digits are compared with digits.
///
/// ## When not to use it
/// In a guide whose locales have their own figures: suppress it at each, with the reason.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("number-mismatch"), severity: Severity::Warning, check: Check::Page(check) };

/// The number one, in the thousandths of quantities.
const ONE: u64 = 1000;

/// Maximum numbers in a block on one side; a block with more is a table of figures.
const MAX_COMPARED: usize = 64;

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let Some(translation) = cx.translation() else { return };
    let (source, target) = (translation.source_quantities(), &translation.quantities(&cx.prose)[..]);
    if source.is_empty() && target.is_empty() {
        return;
    }
    for unit in translation.units() {
        let (there, here) = (within(source, unit.source_range()), within(target, unit.target_range()));
        if there.is_empty() && here.is_empty() || there.len().max(here.len()) > MAX_COMPARED {
            continue;
        }
        let mut unmatched = Unmatched::new(there, here);
        unmatched.target.retain(|it| !is_numbered_tag(cx.page.text(), it.range));
        let texts = || (translation.source.source.slice(unit.source_range()), cx.text(unit.target_range()));
        unmatched.take_moved(translation, unit, (source, target));
        unmatched.take_lists(translation, texts());
        unmatched.source.retain(|it| !is_repeated(translation, it, there, here));
        unmatched.take_pairs(are_one_year);
        if unmatched.target.is_empty() {
            unmatched.source.retain(|it| !is_in_compound(translation, it));
        }
        let is_equal = unmatched.source.is_empty() && unmatched.target.is_empty() && unmatched.other_unit.is_empty();
        if is_equal || !translation.is_plausible(unit) {
            continue;
        }
        if is_left_in_source_language(cx, translation, unit) {
            // Words of the source's language are no words of the page's: only digits are compared.
            let typed = |it: &LocatedQuantity| translation.source.source.slice(it.range);
            unmatched.source.retain(|it| !texts().1.contains(typed(it)));
            unmatched.target.clear();
            unmatched.other_unit.clear();
        }
        let is_there =
            |it: &LocatedQuantity| is_typed(texts().0, cx.text(it.range)) || is_near(translation, unit, source, it);
        findings(translation, unit, &unmatched, &is_there, report);
    }
}

/// Whether a block is still in the language of its source; addresses, which both sides share, do not count.
fn is_left_in_source_language(cx: &PageContext<'_>, of: &Translation<'_>, unit: Unit<'_>) -> bool {
    let there = of.source_prose().prose_range(unit.source_range()).map(|range| &of.source_prose().text()[range]);
    let here = cx.prose.prose_range(unit.target_range()).map(|range| &cx.prose.text()[range]);
    there.zip(here).is_some_and(|(there, here)| is_untranslated(there, here))
}

/// Whether the source has a number in the block or one near it: the translator repeated it, or blocks moved.
fn is_near(of: &Translation<'_>, unit: Unit<'_>, source: &[LocatedQuantity], it: &LocatedQuantity) -> bool {
    /// Maximum distance, in pairs.
    const REACH: usize = 4;
    let near = of.pairs[unit.pair.saturating_sub(REACH)..(unit.pair + REACH + 1).min(of.pairs.len())].iter();
    let mut there = near.flat_map(|pair| within(source, of.source_range(pair)));
    there.any(|other| other.quantity.has_same_value(&it.quantity))
}

/// Whether a block of the source has the same digits: "9/11" is no number, and "11 September" has one.
fn is_typed(source: &str, digits: &str) -> bool {
    let is_digit = |c: char| c.is_ascii_digit();
    source
        .match_indices(digits)
        .any(|(at, _)| !source[..at].ends_with(is_digit) && !source[at + digits.len()..].starts_with(is_digit))
}

/// Whether the source has a number again behind the same word, and the translation has it, too: of "JPEG 2000" the
/// translator made "it".
fn is_repeated(
    of: &Translation<'_>,
    it: &LocatedQuantity,
    there: &[LocatedQuantity],
    here: &[LocatedQuantity],
) -> bool {
    /// Maximum length of a word, in bytes.
    const REACH: usize = 24;
    let text = of.source.source.text();
    let word_before = |range: TextRange| {
        let before = &text[..range.start() as usize];
        let mut from = before.len().saturating_sub(REACH);
        while !before.is_char_boundary(from) {
            from += 1;
        }
        let before = before[from..].trim_end_matches([' ', '-', '.', '\u{a0}']);
        before.rsplit(|c: char| !c.is_alphanumeric()).next().filter(|word| !word.is_empty())
    };
    let equals = |other: &&LocatedQuantity| other.quantity.has_same_value(&it.quantity);
    let Some(word) = word_before(it.range) else { return false };
    here.iter().any(|other| equals(&other))
        && there.iter().filter(equals).any(|other| other.range != it.range && word_before(other.range) == Some(word))
}

/// Whether one is a year and the other its last two digits: "from 92" and "aus dem Jahr 1992".
fn are_one_year(one: &LocatedQuantity, other: &LocatedQuantity) -> bool {
    let value = |it: &LocatedQuantity| {
        (it.quantity.kind == QuantityKind::Digits && it.quantity.values[0].is_multiple_of(ONE))
            .then(|| it.quantity.values[0] / ONE)
    };
    let (Some(one), Some(other)) = (value(one), value(other)) else { return false };
    let (short, long) = (one.min(other), one.max(other));
    (10..100).contains(&short) && (1950..2050).contains(&long) && long % 100 == short
}

/// Whether a small number of the source is joined to a word, so that its translation may be one word: "2-way",
/// "bidirectionnel".
fn is_in_compound(of: &Translation<'_>, it: &LocatedQuantity) -> bool {
    /// Maximum number.
    const MAX: u64 = 4 * ONE;
    let behind = &of.source.source.text()[it.range.end() as usize..];
    it.quantity.values[0] <= MAX
        && behind.strip_prefix('-').is_some_and(|rest| rest.starts_with(|c: char| c.is_lowercase()))
}

/// Whether a number is that of a tag such as `<0>`, which `leftover-markup` reports.
fn is_numbered_tag(text: &str, range: TextRange) -> bool {
    let (before, behind) = (&text[..range.start() as usize], &text[range.end() as usize..]);
    before.trim_end_matches('/').ends_with('<') && behind.starts_with('>')
}

/// `is_there` tells whether the source has a number in or near the block.
fn findings(
    of: &Translation<'_>,
    unit: Unit<'_>,
    unmatched: &Unmatched<'_>,
    is_there: &dyn Fn(&LocatedQuantity) -> bool,
    report: &mut Report<'_>,
) {
    let typed = |it: &LocatedQuantity| of.source.source.slice(it.range);
    for (source, target) in &unmatched.other_unit {
        let message = format!("the source has `{}` with another unit", typed(source));
        report.push(of.beside(report.found(target.range, message), source.range));
    }
    for (source, target) in unmatched.source.iter().zip(&unmatched.target) {
        let message = format!("this is `{}` in the source", typed(source));
        report.push(of.beside(report.found(target.range, message), source.range));
    }
    let is_digits = |it: &&&LocatedQuantity| it.quantity.kind == QuantityKind::Digits;
    let language = of.page.key.locale.language();
    // The translation may use a number word that is not known here, or an Arabic dual ending.
    let may_be_in_words =
        |it: &LocatedQuantity| !has_words(language) || language == "ar" && it.quantity.values == [2000; 2];
    let lost = unmatched.source.iter().skip(unmatched.target.len());
    let lost: Vec<&&LocatedQuantity> = lost.filter(is_digits).filter(|it| !may_be_in_words(it)).collect();
    if let Some(first) = lost.first() {
        // One finding a block: the numbers of a date are lost together.
        let message = if lost.len() == 1 {
            format!("the number `{}` is missing", typed(first))
        } else {
            let all: Vec<String> = lost.iter().map(|it| format!("`{}`", typed(it))).collect();
            format!("the numbers {} are missing", all.join(" and "))
        };
        report.push(of.beside(report.found(unit.target_range(), message), first.range));
    }
    let added = unmatched.target.iter().skip(unmatched.source.len());
    let is_known = has_words(of.source.key.locale.language());
    let added: Vec<&&LocatedQuantity> = added.filter(is_digits).filter(|it| is_known && !is_there(it)).collect();
    if let Some(first) = added.first() {
        let message = if added.len() == 1 {
            "this number is not in the source".to_owned()
        } else {
            let all: Vec<String> = added.iter().map(|it| format!("`{}`", of.page.source.slice(it.range))).collect();
            format!("the numbers {} are not in the source", all.join(" and "))
        };
        report.push(of.beside(report.found(first.range, message).at_most(Severity::Info), unit.source_range()));
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, case};

    fn number_mismatch(locale: &str, source: &str) -> Case {
        case("number-mismatch").locale(locale).source(source)
    }

    #[test]
    fn a_changed_number_is_found_in_digits_and_in_words() {
        for (locale, source, target) in [
            ("es", "It answers within two hours.\n", "Responde en «doce» horas.\n"),
            ("es", "You need 8 GB.\n", "Necesitas «18» GB.\n"),
            ("fr", "Wait two weeks.\n", "Attendez «3» semaines.\n"),
            ("de", "Use six words.\n", "Nimm «vier» Wörter.\n"),
            ("ru", "Wait 24 hours.\n", "Подождите «24» дня.\n"),
            ("ar", "You need 8 GB of space.\n", "تحتاج إلى «٩» غيغابايت من المساحة.\n"),
            ("pt", "You need 8 GB.\n", "São precisos «18» GB.\n"),
        ] {
            number_mismatch(locale, source).finds(target);
        }
    }

    #[test]
    fn short_years_compounds_and_collective_numbers_are_equal() {
        for (locale, source, target) in [
            (
                "de",
                "The maps are from 92, and the list is newer.\n",
                "Die Karten sind von 1992, und die Liste ist neuer.\n",
            ),
            (
                "de",
                "The maps are from 92, and the list is newer.\n",
                "Die Karten sind von «1993», und die Liste ist neuer.\n",
            ),
            ("it", "The club has a 2-way radio in the hall.\n", "Il club ha una radio bidirezionale nella sala.\n"),
            ("fr", "The hall holds 50 people.\n", "La salle accueille une cinquantaine de personnes.\n"),
            ("fr", "The hall holds 50 people.\n", "La salle accueille une «vingtaine» de personnes.\n"),
        ] {
            number_mismatch(locale, source).finds(target);
        }
    }

    #[test]
    fn addresses_that_both_sides_share_are_no_words() {
        let head = "[{}](https://garden.example/open/gate/and/close/door/behind/you/water/plants.html)  \n";
        let source = format!("{}**Time required:** 5 minutes\n", head.replace("{}", "Garden"));
        let page = |time: &str| format!("{}**Tiempo requerido:** {time}\n", head.replace("{}", "Jardín"));
        number_mismatch("es", &source).finds(&page("«5» horas"));
        number_mismatch("es", &source).finds(&page("5 minutos"));
    }

    #[test]
    fn digits_that_the_source_has_in_a_date_are_not_added() {
        number_mismatch("es", "The lesson of 9/11 for gardens.\n").finds("La lección del 11-S para los jardines.\n");
        number_mismatch("es", "The lesson of May for gardens.\n").finds("La lección de los «14» jardines de mayo.\n");
    }

    #[test]
    fn numbers_are_compared_in_every_script() {
        for (locale, source, target) in [
            ("zh", "Leave the bread in the oven for 35 minutes.\n", "把面包在烤箱里放«55»分钟。\n"),
            ("zh", "Leave the bread in the oven for 35 minutes.\n", "把面包在烤箱里放35分钟。\n"),
            ("ja", "The hall holds about 12,000 people.\n", "会場には約1万2千人が入ります。\n"),
            ("ja", "The hall holds about 12,000 people.\n", "会場には約12,000人が入ります。\n"),
            ("zh", "The bakery opened in March 2011.\n", "面包店于 2011 年 3 月开业。\n"),
            ("hi", "The library has 3,00,000 books.\n", "पुस्तकालय में 3 लाख किताबें हैं।\n"),
            ("hi", "Wait 25 minutes.\n", "«३५» मिनट रुकें।\n"),
            ("it", "Wait two days.\n", "Aspetta «tre» giorni.\n"),
            ("pt", "Wait two weeks.\n", "Espera quinze dias.\n"),
            ("nl", "Use six words.\n", "Gebruik «vier» woorden.\n"),
        ] {
            number_mismatch(locale, source).finds(target);
        }
    }

    #[test]
    fn phone_numbers_and_names_with_digits_are_no_numbers() {
        for (source, target) in [
            ("Bakery in Ghent, phone (+32) 9 555 01 88\n", "Panadería en Gante, tel. (+32) 9 555 01 88\n"),
            ("Needs TLS 1.2 and ISO 9001:2015.\n", "Necesita TLSv1.2 e ISO 9001 de 2015.\n"),
            ("Come before 4 p.m. within 0-14 days, 100% sure.\n", "Ven antes de las 16 h en dos semanas, sin duda.\n"),
            ("A row <b>of</b> trees\n", "Una fila <0>de</0> árboles\n"),
        ] {
            number_mismatch("es", source).finds(target);
        }
    }

    #[test]
    fn digits_of_broken_footnotes_and_addresses_are_no_numbers() {
        for (source, target) in [
            ("Bread is sold here[^2].\n\n[^2]: In the morning.\n", "Aquí se vende pan[^2]. [^2]: Por la mañana.\n"),
            ("See [the map](https://a.example/a%E2%80%99b).\n", "Mira [el mapa](https://a. example/a%E2%80%99b).\n"),
        ] {
            number_mismatch("es", source).finds(target);
        }
        number_mismatch("tr", "The bread is 80 percent water.\n").finds("Ekmeğin %«90»'ı sudur.\n");
    }

    #[test]
    fn numbers_that_the_source_has_nearby_are_not_added() {
        let source = "Take 45 seeds for each row.\n\nOpen the shed.\n\nWater them.\n\nWait 30-60 minutes.\n";
        number_mismatch("es", source).finds(
            "Toma 45 semillas por fila: con 45 basta.\n\nAbre el cobertizo.\n\nRiégalas durante 30-60 minutos.\n\n\
             Espera 30-60 minutos.\n",
        );
        number_mismatch("es", source)
            .finds("Toma 45 semillas por fila.\n\nAbre el cobertizo «17».\n\nRiégalas.\n\nEspera 30-60 minutos.\n");
    }

    #[test]
    fn a_missing_number_is_found() {
        number_mismatch("es", "You need 8 GB for it.\n").finds("«Necesitas muchos GB para eso.»\n");
    }

    #[test]
    fn equal_amounts_in_other_forms_are_not_reported() {
        for (locale, source, target) in [
            ("es", "It answers within two hours.\n", "Responde en 2 horas.\n"),
            ("ar", "It answers within two hours.\n", "يرد خلال ساعتين.\n"),
            ("de", "Wait 24 hours.\n", "Warte einen Tag.\n"),
            ("fr", "Wait two weeks.\n", "Attendez quinze jours.\n"),
            ("es", "About 1,500 people, 1.5 hours\n", "Unas 1.500 personas, 1,5 horas\n"),
            ("es", "Only one of the two works.\n", "Solo funciona una.\n"),
            ("es", "They are popular.\n", "Son dos muy populares.\n"),
            ("fr", "A new one\n", "Un neuf\n"),
            ("pt", "Both the oven 2 and the bowl are hot.\n", "Tanto o forno 2 quanto a tigela estão quentes.\n"),
            ("it", "Water bed 3 first.\n", "Annaffia prima la terza aiuola.\n"),
            ("it", "Add eggs (1,2 or 3) to the 4 bowls.\n", "Aggiungi uova (1, 2 o 3) alle 4 ciotole.\n"),
            ("it", "Use oven 12 or leave oven 12.\n", "Usa il forno 12 o lascialo.\n"),
            ("nl", "A 16∶9 window beside a 4∶3 one\n", "Een raam van 16:9 naast een van 4:3\n"),
            ("es", "On 2018-02-24, at 14:30, version 1.2.3\n", "El 24/02/2018 a las 2:30, versión 1.2.3\n"),
        ] {
            number_mismatch(locale, source).finds(target);
        }
    }
}

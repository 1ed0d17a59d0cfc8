use firstaid_diagnostics::{RuleName, Severity};
use firstaid_language::numbers::{QuantityKind, has_words};
use firstaid_text::TextRange;

use crate::translation::{LocatedQuantity, Translation, Unit};
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds numbers of a translation that differ from those of its source, in digits or in words, and the units that they
/// count.
///
/// ## Why
/// "Within two hours" and "within two days" are not the same promise to somebody who waits; 18 GB are not 8, and a
/// passphrase of six words is not one of four.
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
/// None: the source is beside the finding.
///
/// ## Not reported
/// "Two hours", "dos horas", "2 horas" and the Arabic dual are the same, and so are 24 hours and a day. Separators are
/// read as the language writes them. Words for one are articles, too, and are left alone; a number in words counts only
/// against another number. Dates, times, versions, ordinals, phone numbers and numbers of lists are the business of
/// other rules. Number words are known in Arabic, English, French, German, Russian and Spanish; in other languages only
/// digits are compared with digits.
///
/// ## When not to use it
/// In a guide whose locales have figures of their own: suppress it where they are, with the reason.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("number-mismatch"), severity: Severity::Warning, check: Check::Page(check) };

/// More numbers in a block are a table of figures.
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
        let mut left = Left::new(there, here);
        left.take_moved(translation, unit, (source, target));
        findings(translation, unit, &left, report);
    }
}

fn within(all: &[LocatedQuantity], range: TextRange) -> &[LocatedQuantity] {
    let first = all.partition_point(|it| it.range.start() < range.start());
    let end = all.partition_point(|it| it.range.start() < range.end());
    &all[first..end.max(first)]
}

/// What has no counterpart on the other side.
struct Left<'t> {
    source: Vec<&'t LocatedQuantity>,
    target: Vec<&'t LocatedQuantity>,
    /// The same number of another unit.
    other_unit: Vec<(&'t LocatedQuantity, &'t LocatedQuantity)>,
}

impl<'t> Left<'t> {
    fn new(source: &'t [LocatedQuantity], target: &'t [LocatedQuantity]) -> Self {
        let mut left =
            Self { source: source.iter().collect(), target: target.iter().collect(), other_unit: Vec::new() };
        left.take(|source, target| {
            source.quantity.unit == target.quantity.unit && source.quantity.is_as_much(&target.quantity)
        });
        left.take(|source, target| source.quantity.is_as_much(&target.quantity));
        let taken = left.take(|source, target| source.quantity.has_same_value(&target.quantity));
        let is_sure = |it: &LocatedQuantity| it.quantity.kind > QuantityKind::Possible;
        left.other_unit = taken.into_iter().filter(|(source, target)| is_sure(source) && is_sure(target)).collect();
        left.source.retain(|it| is_sure(it));
        left.target.retain(|it| is_sure(it));
        left
    }

    /// Takes away pairs that go together, in order.
    fn take(
        &mut self,
        goes_with: impl Fn(&LocatedQuantity, &LocatedQuantity) -> bool,
    ) -> Vec<(&'t LocatedQuantity, &'t LocatedQuantity)> {
        let mut taken = Vec::new();
        self.source.retain(|source| match self.target.iter().position(|target| goes_with(source, target)) {
            Some(at) => {
                taken.push((*source, self.target.remove(at)));
                false
            }
            None => true,
        });
        taken
    }

    /// Takes away what the block before or behind has instead: translators part and join sentences.
    fn take_moved(
        &mut self,
        of: &Translation<'_>,
        unit: Unit<'_>,
        (source, target): (&[LocatedQuantity], &[LocatedQuantity]),
    ) {
        if self.source.is_empty() && self.target.is_empty() {
            return;
        }
        let near = [unit.pair.checked_sub(1), Some(unit.pair + 1)].into_iter().flatten().filter_map(|n| of.unit(n));
        let has = |all: &[LocatedQuantity], it: &LocatedQuantity| {
            all.iter().any(|other| other.quantity.has_same_value(&it.quantity))
        };
        for near in near {
            let (there, here) = (within(source, near.source_range()), within(target, near.target_range()));
            self.source.retain(|it| !has(here, it) || has(there, it));
            self.target.retain(|it| !has(there, it) || has(here, it));
        }
    }
}

fn findings(of: &Translation<'_>, unit: Unit<'_>, left: &Left<'_>, report: &mut Report<'_>) {
    let typed = |it: &LocatedQuantity| of.source.source.slice(it.range);
    for (source, target) in &left.other_unit {
        let message = format!("the source counts `{}` of something else", typed(source));
        report.push(of.beside(report.found(target.range, message), source.range));
    }
    for (source, target) in left.source.iter().zip(&left.target) {
        let message = format!("this is `{}` in the source", typed(source));
        report.push(of.beside(report.found(target.range, message), source.range));
    }
    let is_digits = |it: &&&LocatedQuantity| it.quantity.kind == QuantityKind::Digits;
    let language = of.page.key.locale.language();
    // A language may have a word for it that is not known here, or, in Arabic, an ending.
    let may_be_said =
        |it: &LocatedQuantity| !has_words(language) || language == "ar" && it.quantity.values == [2000; 2];
    let lost = left.source.iter().skip(left.target.len());
    for source in lost.filter(is_digits).filter(|it| !may_be_said(it)) {
        let message = format!("the number `{}` is missing", typed(source));
        report.push(of.beside(report.found(unit.target_range(), message), source.range));
    }
    let added = left.target.iter().skip(left.source.len());
    for target in added.filter(is_digits).filter(|_| has_words(of.source.key.locale.language())) {
        let finding = report.found(target.range, "this number is not in the source").at_most(Severity::Info);
        report.push(of.beside(finding, unit.source_range()));
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, case};

    fn number_mismatch(locale: &str, source: &str) -> Case {
        case("number-mismatch").locale(locale).source(source)
    }

    #[test]
    fn another_number_is_found_in_digits_and_in_words() {
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
    fn a_number_that_is_missing_is_found() {
        number_mismatch("es", "You need 8 GB for it.\n").finds("«Necesitas muchos GB para eso.»\n");
    }

    #[test]
    fn the_same_said_in_another_way_is_fine() {
        for (locale, source, target) in [
            ("es", "It answers within two hours.\n", "Responde en 2 horas.\n"),
            ("ar", "It answers within two hours.\n", "يرد خلال ساعتين.\n"),
            ("de", "Wait 24 hours.\n", "Warte einen Tag.\n"),
            ("fr", "Wait two weeks.\n", "Attendez quinze jours.\n"),
            ("es", "About 1,500 people, 1.5 hours\n", "Unas 1.500 personas, 1,5 horas\n"),
            ("es", "Only one of the two works.\n", "Solo funciona una.\n"),
            ("es", "They are popular.\n", "Son dos muy populares.\n"),
            ("fr", "A new one\n", "Un neuf\n"),
            ("es", "On 2018-02-24, at 14:30, version 1.2.3\n", "El 24/02/2018 a las 2:30, versión 1.2.3\n"),
        ] {
            number_mismatch(locale, source).finds(target);
        }
    }
}

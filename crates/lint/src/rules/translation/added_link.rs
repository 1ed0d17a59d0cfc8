use firstaid_diagnostics::{RuleName, Severity};

use crate::translation::{Change, ReferenceKind};
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds links, addresses, phone numbers and keys in a translation that its source does not have.
///
/// ## Why
/// Nobody who reviewed the source has seen them. A contact that a stranger adds to one language reaches its readers,
/// and few of the guide's maintainers can read that language.
///
/// ## Example
/// ```markdown
/// Escribe a help@accessnow.org o a ayuda@example.org
/// ```
///
/// ## Use instead
/// ```markdown
/// Escribe a help@accessnow.org
/// ```
///
/// ## Fix
/// None: if readers need it, add it to the source, too.
///
/// ## Not reported
/// Links that the source has in the block before or after, or that a block has twice. Samples of addresses in another
/// language, and articles of the encyclopedia in the language of the page. In a block that the source does
/// not have, a link is only an info, and a link to a site that the source links to elsewhere is not reported.
///
/// ## When not to use it
/// In a guide whose locales list their own resources.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("added-link"), severity: Severity::Error, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let Some(translation) = cx.translation() else { return };
    for change in translation.changes() {
        let Change::Added { target, pair } = *change else { continue };
        let target = &translation.references()[target];
        if translation.explains_added(target) {
            continue;
        }
        let finding = report.found(target.range, format!("this {} is not in the source", target.name()));
        let unit = translation.unit(pair);
        let severity = match (target.kind, unit) {
            (ReferenceKind::Identity(_), _) => Severity::Error,
            (ReferenceKind::Inside | ReferenceKind::Image, _) | (_, None) => Severity::Info,
            _ => Severity::Warning,
        };
        let finding = finding.at_most(severity);
        report.push(match unit {
            Some(unit) => translation.beside(finding, unit.source_range()),
            None => finding,
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::case;

    #[test]
    fn samples_and_articles_in_the_language_of_the_page_are_fine() {
        let source = "Give your address (username@example-mail.org).\n\nUse a lock.\n";
        let case = |locale: &str| case("added-link").locale(locale).source(source);
        case("pt").finds(
            "Dê o seu endereço.\n\nUse um [cadeado](https://pt.wikipedia.org/wiki/Cadeado), não «ajuda@jardim-novo.org» \
             nem [outro](«https://jardim-novo.org/»).\n",
        );
        case("es").finds(
            "Da tu dirección.\n\nUsa un candado (usuario@example-mail.org).\n".replace("usuario", "username").as_str(),
        );
    }
}

use firstaid_diagnostics::{RuleName, Severity};
use firstaid_language::parts_words_by_blanks;

use crate::translation::Change;
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds two links of a block whose targets are swapped.
///
/// ## Why
/// Both addresses work, so nothing looks broken, but a reader who wants one organisation reaches the other. It happens
/// when a translator reorders a sentence, or mixes up placeholders.
///
/// ## Example
/// ```markdown
/// [Deflect](https://www.qurium.org/) y [Qurium](https://deflect.ca/)
/// ```
///
/// ## Use instead
/// ```markdown
/// [Deflect](https://deflect.ca/) y [Qurium](https://www.qurium.org/)
/// ```
///
/// ## Fix
/// None: no fix touches an identity.
///
/// ## Not reported
/// Links in another order whose texts, or names in the addresses, show that each is right. Where nothing shows it,
/// another order than in the source is an info, save in Chinese, Japanese, Korean and Thai, whose word order is
/// another.
///
/// ## When not to use it
/// In languages that share no letters with the source: a swap is recognised by names that both spell alike, so most
/// findings are only infos there.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("swapped-link"), severity: Severity::Error, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let Some(translation) = cx.translation() else { return };
    for change in translation.changes() {
        let Change::Exchanged { source, target, other, is_certain } = *change else { continue };
        let source = &translation.source_references()[source];
        let (target, other) = (&translation.references()[target], &translation.references()[other]);
        // The word order of some languages is that of English turned round.
        if !source.is_link() || !is_certain && !parts_words_by_blanks(cx.language()) {
            continue;
        }
        let finding = if is_certain {
            let message = format!("this link and the one to {} are swapped", other.value);
            report.found(target.whole, message).also([other.whole])
        } else {
            let message =
                "these links are in another order than in the source; check that each leads to the right place";
            report.found(target.whole, message).at_most(Severity::Info).also([other.whole])
        };
        report.push(translation.beside(finding, source.whole));
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::case;

    #[test]
    fn swapped_places_of_one_page_are_found() {
        let source = "Ask the [Garden Club](clubs.md#garden-club) or the [Rowing Club](clubs.md#rowing-club) first.\n";
        for (locale, right) in [
            (
                "de",
                "Frag zuerst den [Garden Club](clubs.md#garden-club) oder den [Rowing Club](clubs.md#rowing-club).\n",
            ),
            ("es", "Pregunta al [Garden Club](clubs.md#garden-club) o al [Rowing Club](clubs.md#rowing-club).\n"),
        ] {
            case("swapped-link").locale(locale).source(source).finds(right);
            let swapped = right.replace("#garden-club", "#x").replace("#rowing-club", "#garden-club");
            let swapped = swapped.replace("#x", "#rowing-club");
            let found = case("swapped-link").locale(locale).source(source).run(&swapped);
            assert_eq!(found.len(), 1, "{found:#?}");
        }
    }
}

use firstaid_diagnostics::{RuleName, Severity};
use firstaid_text::TextRange;
use firstaid_translate::{is_as_synced, is_pending};

use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds translated pages that were changed without their catalog, or whose catalog was changed without them.
///
/// ## Why
/// Readers get the page, translators edit the catalog. Until both are synced, a correction is only in one of them.
///
/// ## Example
/// A page is corrected by hand, and nobody runs
/// ```console
/// $ cargo xtask translate sync es
/// ```
///
/// ## Use instead
/// Run it, and commit what it writes.
///
/// ## Fix
/// None by the linter: `translate sync` does it, and shows what was changed in both.
///
/// ## Not reported
/// Pages without a catalog.
///
/// ## When not to use it
/// Where a job runs `translate sync` after each merge.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("unsynced-translation"), severity: Severity::Info, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let Some(catalog) = cx.world.catalogs.get(&cx.page.key) else { return };
    // `cx.page` may be a preview made from the catalog; the page that readers have is in the guide, if there is one.
    let by_page = cx.world.guide.by_key(&cx.page.key).is_some_and(|page| !is_as_synced(catalog, page));
    let by_catalog = catalog.entries.iter().any(is_pending);
    let message = match (by_page, by_catalog) {
        (false, false) => return,
        (true, false) => "the catalog does not have the changes of this page",
        (false, true) => "this page does not have the changes of its catalog",
        (true, true) => "this page and its catalog were both changed",
    };
    let help = format!("run `translate sync {}`", cx.page.key.locale);
    report.push(report.found(TextRange::empty(0), message).help(help));
}

#[cfg(test)]
mod tests {
    use crate::testing::case;

    #[test]
    fn a_page_that_differs_from_its_catalog_is_found() {
        let found = case("unsynced-translation")
            .locale("es")
            .source("A\n")
            .catalog("msgid \"A\"\nmsgstr \"B\"\n")
            .messages("B\n");
        assert!(found[0].starts_with("this page and its catalog were both changed"), "{found:?}");
    }

    #[test]
    fn pages_without_a_catalog_are_not_reported() {
        case("unsynced-translation").locale("es").source("A\n").finds("B\n");
    }
}

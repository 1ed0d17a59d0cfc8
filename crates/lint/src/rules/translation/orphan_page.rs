use firstaid_content::{Page, PageKey, nearest};
use firstaid_diagnostics::{RuleName, Severity};

use crate::translation::locales::{head_of, source_of};
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds translated pages that have no source page any more.
///
/// ## Why
/// When a page of the source is deleted or renamed, its translations remain. Nobody maintains them any more, and their
/// readers still follow advice that the guide has withdrawn.
///
/// ## Example
/// ```markdown
/// content/en/Passwords.md
/// content/es/Contrasenas.md
/// ```
///
/// ## Use instead
/// ```markdown
/// content/en/Passwords.md
/// content/es/Passwords.md
/// ```
///
/// ## Fix
/// None: rename it after its source, or delete it.
///
/// ## Not reported
/// Pages of a locale without catalogs in which at most half of the pages have a source: it counts as independent. A
/// page without a source that the guide has on purpose can say so: `<!-- firstaid: allow-file orphan-page -- only for
/// Chile -->`.
///
/// ## When not to use it
/// In a guide whose locales are written independently.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("orphan-page"), severity: Severity::Warning, check: Check::Page(check) };

/// Maximum pages of a guide in which the nearest name is looked for; the search takes time for each page.
const MAX_CANDIDATES: usize = 2000;

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let (guide, locale) = (cx.world.guide, &cx.page.key.locale);
    let Some(known) = cx.world.locales.get(locale) else { return };
    if source_of(guide, cx.page).is_some() || !known.has_catalog && known.translated * 2 <= known.pages {
        return;
    }
    let message = format!("the source has no page `{}`", cx.page.key.name);
    let finding = report.found(head_of(cx.page), message);
    let has_no_translation = |page: &&Page| {
        let here = PageKey { locale: locale.clone(), name: page.key.name.clone() };
        page.key.locale == *guide.layout.source() && guide.by_key(&here).is_none()
    };
    let candidates = guide.pages.iter().filter(|_| guide.pages.len() <= MAX_CANDIDATES).filter(has_no_translation);
    report.push(match nearest(&cx.page.key.name, candidates.map(|page| &*page.key.name)) {
        Some(name) => finding.help(format!("was its source renamed to `{name}`?")),
        None => finding.help("rename it after its source, or delete it"),
    });
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, case};

    fn orphan() -> Case {
        let case = case("orphan-page").locale("es").page("en/A.md", "# A\n").page("es/A.md", "# A\n");
        case.page("en/B.md", "# B\n").page("es/B.md", "# B\n")
    }

    #[test]
    fn a_page_without_a_source_is_found() {
        orphan().finds("---\ntitle: «Página»\n---\n\n# Página\n");
        orphan().finds("«# Página»\n");
        orphan().page("en/Page.md", "# Page\n").finds("# Página\n");
    }

    #[test]
    fn a_similar_source_name_is_suggested() {
        let messages = orphan().page("en/Pages.md", "# Pages\n").messages("# Página\n");
        assert_eq!(messages, ["the source has no page `Page`\n  was its source renamed to `Pages`?"]);
    }

    #[test]
    fn a_locale_with_a_catalog_is_translated_from_the_source() {
        let text = "msgid \"A\"\nmsgstr \"B\"\n";
        case("orphan-page").locale("es").page("en/A.md", "# A\n").catalog(text).finds("«# Página»\n");
    }

    #[test]
    fn a_locale_with_mostly_its_own_pages_is_not_reported() {
        case("orphan-page").locale("es").page("en/A.md", "# A\n").page("es/A.md", "# A\n").finds("# Página\n");
    }
}

use firstaid_content::{Page, PageKey, nearest};
use firstaid_diagnostics::{RuleName, Severity};

use crate::translation::locales::{head_of, source_of};
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds translated pages whose source page is gone.
///
/// ## Why
/// When the source drops or renames a page, its translations stay behind. Nobody looks after them any more, and their
/// readers still follow what the guide has taken back.
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
/// None: rename it as the source is named, or delete it.
///
/// ## Not reported
/// In a locale of which at most half of the pages have a source, the pages are taken to be its own. Pages without a
/// source that the guide means to have can say so: `<!-- firstaid: allow-file orphan-page -- only for Chile -->`.
///
/// ## When not to use it
/// In a guide whose locales are written independently.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("orphan-page"), severity: Severity::Warning, check: Check::Page(check) };

/// In a larger guide the nearest name is not looked for.
const MAX_CANDIDATES: usize = 2000;

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let (guide, locale) = (cx.world.guide, &cx.page.key.locale);
    let Some(known) = cx.world.locales.get(locale) else { return };
    if source_of(guide, cx.page).is_some() || known.translated * 2 <= known.pages {
        return;
    }
    let message = format!("the source has no page `{}`", cx.page.key.name);
    let finding = report.found(head_of(cx.page), message);
    let is_free = |page: &&Page| {
        let here = PageKey { locale: locale.clone(), name: page.key.name.clone() };
        page.key.locale == *guide.layout.source() && guide.by_key(&here).is_none()
    };
    let candidates = guide.pages.iter().filter(|_| guide.pages.len() <= MAX_CANDIDATES).filter(is_free);
    report.push(match nearest(&cx.page.key.name, candidates.map(|page| &*page.key.name)) {
        Some(name) => finding.help(format!("did its source become `{name}`?")),
        None => finding.help("rename it as its source is named, or delete it"),
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
    fn the_new_name_of_the_source_is_proposed() {
        let messages = orphan().page("en/Pages.md", "# Pages\n").messages("# Página\n");
        assert_eq!(messages, ["the source has no page `Page`\n  did its source become `Pages`?"]);
    }

    #[test]
    fn a_locale_with_pages_of_its_own_is_left_alone() {
        case("orphan-page").locale("es").page("en/A.md", "# A\n").page("es/A.md", "# A\n").finds("# Página\n");
    }
}

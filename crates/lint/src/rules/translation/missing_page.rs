use firstaid_content::{Page, PageKey};
use firstaid_diagnostics::{RuleName, Severity};

use crate::translation::locales::head_of;
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds locales in which pages of the source are missing. One finding a locale, on its front page.
///
/// ## Why
/// Readers of the locale follow a link to another language, or do not learn that the page exists. Nobody tells the
/// maintainers of a locale about a new page.
///
/// ## Example
/// ```markdown
/// content/en/Passwords.md
/// content/en/index.md
/// content/es/index.md
/// ```
///
/// ## Use instead
/// ```markdown
/// content/en/Passwords.md
/// content/en/index.md
/// content/es/Passwords.md
/// content/es/index.md
/// ```
///
/// ## Fix
/// None.
///
/// ## Not reported
/// Drafts (`published: false`) and pages that are not for translation (`translatable: false`). A locale with fewer than
/// half of the pages counts as in progress, and the finding is an info. A locale without any page of the source counts
/// as independent of it, and has no finding.
///
/// ## When not to use it
/// In a guide whose locales need only some of its pages.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("missing-page"), severity: Severity::Warning, check: Check::Page(check) };

/// Maximum number of pages that the message names.
const MAX_NAMED: usize = 6;

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let (guide, locale) = (cx.world.guide, &cx.page.key.locale);
    let Some(known) = cx.world.locales.get(locale).filter(|known| known.front.key == cx.page.key) else { return };
    if known.translated == 0 {
        return;
    }
    let sources = guide.pages.iter().filter(|page| page.key.locale == *guide.layout.source() && is_wanted(page));
    let (mut all, mut missing) = (0, Vec::new());
    for source in sources {
        all += 1;
        if guide.by_key(&PageKey { locale: locale.clone(), name: source.key.name.clone() }).is_none() {
            missing.push(source);
        }
    }
    let Some(first) = missing.first() else { return };
    let named: Vec<String> = missing.iter().take(MAX_NAMED).map(|page| format!("`{}`", page.key.name)).collect();
    let more = missing.len() - named.len();
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    let message = format!("{locale} lacks {} of {all} pages: {}{rest}", missing.len(), named.join(", "));
    let is_in_progress = missing.len() * 2 > all;
    let finding = report.found(head_of(cx.page), message).related(&first.source, head_of(first), "the source");
    report.push(if is_in_progress { finding.at_most(Severity::Info) } else { finding });
}

fn is_wanted(page: &Page) -> bool {
    let says = |key: &str, value: &str| page.front_matter.as_ref().and_then(|it| it.get_str(key)) == Some(value);
    !says("published", "false") && !says("translatable", "false") && !says("draft", "true")
}

#[cfg(test)]
mod tests {
    use firstaid_diagnostics::Severity;

    use crate::testing::{Case, case};

    fn missing() -> Case {
        case("missing-page").locale("es").source("# Page\n").page("en/A.md", "# A\n").page("es/A.md", "# A\n")
    }

    #[test]
    fn missing_pages_are_reported_once_on_the_front_page() {
        let front = || missing().page("en/B.md", "# B\n").page("en/index.md", "# I\n");
        front().page("es/index.md", "# I\n").finds("# Página\n");
        let case = front().on("content/es/index.md").page("es/Page.md", "# Página\n");
        assert_eq!(case.messages("# Inicio\n"), ["es lacks 1 of 4 pages: `B`"]);
        assert_eq!(case.run("# Inicio\n")[0].severity, Severity::Warning);
        case.finds("«# Inicio»\n");
    }

    #[test]
    fn a_locale_in_progress_gets_an_info() {
        let case =
            case("missing-page").locale("es").source("# Page\n").page("en/A.md", "# A\n").page("en/B.md", "# B\n");
        assert_eq!(case.run("# Página\n")[0].severity, Severity::Info);
    }

    #[test]
    fn drafts_and_untranslatable_pages_are_not_reported() {
        missing().page("en/B.md", "---\npublished: false\n---\n").finds("# Página\n");
        missing().page("en/B.md", "---\ntranslatable: false\n---\n").finds("# Página\n");
    }

    #[test]
    fn a_locale_with_only_its_own_pages_is_not_reported() {
        case("missing-page").locale("es").page("en/A.md", "# A\n").finds("# Página\n");
    }
}

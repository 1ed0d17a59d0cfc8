use firstaid_content::ProblemKind;
use firstaid_diagnostics::{RuleName, Severity};

use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds pages that could not be read completely: not UTF-8, too large, or not accessible.
///
/// ## Why
/// Text that was not read was not checked. A page without findings because half of it was not read is worse than a page
/// with findings.
///
/// ## Example
/// A page saved as Windows-1251, or one of several megabytes with an image pasted into it.
///
/// ## Use instead
/// A page of some kilobytes, saved as UTF-8; images as files of their own.
///
/// ## Fix
/// None: the missing bytes are not known.
///
/// ## Not reported
/// A byte-order mark and Windows line ends, which are read correctly.
///
/// ## When not to use it
/// Never: text that was not read was not checked.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("unreadable-page"), severity: Severity::Error, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    for problem in cx.page.problems.iter().filter(|problem| problem.kind == ProblemKind::Unreadable) {
        report.push(report.found(problem.range, problem.message.clone()));
    }
}

#[cfg(test)]
mod tests {
    use firstaid_content::MAX_PAGE_BYTES;

    use crate::testing::case;

    #[test]
    fn a_page_that_is_too_large_is_found() {
        let messages = case("unreadable-page").messages(&"text\n".repeat(MAX_PAGE_BYTES / 5 + 1));
        assert_eq!(messages, ["the page is larger than 4 MiB and was not read"]);
    }

    #[test]
    fn ordinary_pages_are_fine() {
        case("unreadable-page").finds("");
        case("unreadable-page").finds("\u{feff}---\r\ntitle: \"open\r\n---\r\n\r\ntext\r\n");
    }
}

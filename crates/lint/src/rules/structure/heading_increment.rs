use firstaid_diagnostics::{RuleName, Severity};

use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds headings that skip a level: a heading of level 4 directly below one of level 2.
///
/// ## Why
/// Users of screen readers navigate a page by its headings. Where a level is skipped, they look for a section that does
/// not exist; and the table of contents has a gap.
///
/// ## Example
/// ```markdown
/// ## Trust
///
/// #### Keys
/// ```
///
/// ## Use instead
/// ```markdown
/// ## Trust
///
/// ### Keys
/// ```
///
/// ## Fix
/// None: the heading above may be the one with the wrong level.
///
/// ## Not reported
/// The level of the first heading of a page, levels that are skipped on the way back up, and headings in HTML.
///
/// ## When not to use it
/// Where a template supplies the levels that a page skips.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("heading-increment"), severity: Severity::Warning, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    for pair in cx.page.headings.windows(2) {
        let (above, heading) = (pair[0].level, &pair[1]);
        if heading.level > above + 1 {
            let message = format!("heading of level {} after one of level {above}", heading.level);
            let help = format!("make it level {}, or the heading above level {}", above + 1, heading.level - 1);
            report.push(report.found(heading.range, message).help(help));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::case;

    #[test]
    fn a_skipped_level_is_found_once() {
        case("heading-increment").finds("# A\n\n«### B»\n\n### C\n\n# D\n\nE\n---\n\n«#### F»\n");
    }

    #[test]
    fn the_first_heading_and_the_way_back_up_are_not_reported() {
        case("heading-increment").finds("### A\n\n#### B\n\n##### C\n\n# D\n\n## E\n\n`#### x`\n\n<h5>F</h5>\n");
    }

    #[test]
    fn the_message_names_both_levels() {
        let messages = case("heading-increment").messages("## A\n\n#### B\n");
        assert_eq!(
            messages,
            ["heading of level 4 after one of level 2\n  make it level 3, or the heading above level 3"]
        );
    }
}

use firstaid_diagnostics::{RuleName, Severity};

use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds headings that leave out a level: one of level 4 right below one of level 2.
///
/// ## Why
/// Readers with a screen reader go through a page by its headings. Where a level is left out, they look for a section
/// that is not there; and the table of contents shows a hole.
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
/// None: it may be the heading above that has the wrong level.
///
/// ## Not reported
/// The first heading of a page may be of any level, and going back up may leave out levels. Headings in HTML are left
/// alone.
///
/// ## When not to use it
/// Where a template supplies the levels that a page leaves out.
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
    fn a_level_left_out_is_found_once() {
        case("heading-increment").finds("# A\n\n«### B»\n\n### C\n\n# D\n\nE\n---\n\n«#### F»\n");
    }

    #[test]
    fn the_first_heading_and_going_back_up_are_free() {
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

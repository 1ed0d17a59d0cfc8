use firstaid_diagnostics::{RuleName, Severity};

use super::sections::is_lead;
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds headings that skip a level: a heading of level 4 directly below one of level 2; and pages that begin with
/// sections of a lower level than their later ones.
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
/// A first heading of a low level, if no other heading has that level or a title is below it; levels that are skipped
/// below the title (level 1) or on the way back up; headings that are whole sentences or numbered. Each page has at most
/// one finding on skipped levels, at the first; the others are listed with it.
///
/// ## When not to use it
/// Where a template supplies the levels that a page skips.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("heading-increment"), severity: Severity::Warning, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let skips = cx.page.headings.windows(2).filter(|pair| {
        let (above, heading) = (pair[0].level, &pair[1]);
        // Many sites show the title larger than any heading, whatever its level.
        above > 1 && heading.level > above + 1 && !is_lead(&heading.text)
    });
    let skips: Vec<_> = skips.collect();
    if let Some(first) = cx.page.headings.first().filter(|first| first.level > 2 && !is_lead(&first.text)) {
        let levels = || cx.page.headings.iter().map(|heading| heading.level);
        if levels().min() == Some(2) && levels().filter(|level| *level == first.level).count() > 1 {
            let message = format!("the first heading has level {}, and the sections of the page level 2", first.level);
            report.push(report.found(first.range, message).help("make it level 2, or write the section that it is in"));
        }
    }
    let Some((first, others)) = skips.split_first() else { return };
    let (above, level) = (first[0].level, first[1].level);
    let message = format!("heading of level {level} after one of level {above}");
    let help = format!("make it level {}, or the heading above level {}", above + 1, level - 1);
    report.push(report.found(first[1].range, message).help(help).also(others.iter().map(|pair| pair[1].range)));
}

#[cfg(test)]
mod tests {
    use crate::testing::case;

    #[test]
    fn a_skipped_level_is_found_once() {
        case("heading-increment").finds("# A\n\n## B\n\n«#### C»\n\n#### D\n");
        let found = case("heading-increment").run("## A\n\n#### B\n\nC\n---\n\n##### D\n");
        assert_eq!((found.len(), found[0].also.len()), (1, 1));
    }

    #[test]
    fn levels_below_the_title_and_leads_are_not_reported() {
        case("heading-increment").finds("# A\n\n### B\n\n## C\n\n#### 2.1 Open it\n\n## D\n\n#### Look around.\n");
    }

    #[test]
    fn a_page_that_begins_below_its_sections_is_found() {
        case("heading-increment").finds("«### A»\n\n### B\n\n## C\n\n### D\n");
        case("heading-increment").finds("### A\n\n## B\n\n## C\n");
        case("heading-increment").finds("### A\n\n### B\n\n# C\n\n## D\n");
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

use firstaid_diagnostics::{RuleName, Severity};
use firstaid_text::TextRange;

use crate::engine::headings::HeadingLevels;
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds headings whose level differs from that of the same heading on the other pages of the folder.
///
/// ## Why
/// Pages made from one template look alike, and readers find help in the same place of each. The one heading of another
/// level is missing in the table of contents of its page, or is shown below a section that it does not belong to.
///
/// ## Example
/// ```markdown
/// ### Where to find help
/// ```
///
/// ## Use instead
/// ```markdown
/// ## Where to find help
/// ```
///
/// ## Fix
/// None: the heading above may be the one with the wrong level.
///
/// ## Not reported
/// Headings that fewer than three other pages of the folder have, that have several levels there, or whose page has
/// fewer than two other headings of the template at their level. Translations, which `structure-mismatch` compares with
/// their source.
///
/// ## When not to use it
/// In a guide whose pages share headings and no form.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("odd-heading-level"), severity: Severity::Warning, check: Check::Page(check) };

/// Minimum number of other pages that agree on a level.
const MIN_PAGES: u16 = 3;

/// Minimum number of headings of the template that the page has at their level.
const MIN_SHARED: usize = 2;

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let headings = &cx.page.headings;
    if headings.len() <= MIN_SHARED || cx.source_page().is_some() {
        return;
    }
    let levels = cx.world.heading_levels.get_or_init(|| HeadingLevels::new(cx.world.guide));
    let mut shared = 0;
    let mut odd = Vec::new();
    for (heading, counts) in headings.iter().zip(levels.on_others(cx.page)) {
        let own = usize::from(heading.level.clamp(1, 6)) - 1;
        let (level, most) =
            counts.iter().enumerate().max_by_key(|(_, count)| **count).map_or((0, 0), |(n, most)| (n, *most));
        let agree = counts.iter().map(|count| u32::from(*count)).sum::<u32>() == u32::from(most);
        if most < MIN_PAGES || !agree {
            continue;
        }
        if level == own {
            shared += 1;
        } else {
            odd.push((heading, level + 1, most));
        }
    }
    if shared < MIN_SHARED {
        return;
    }
    for (heading, level, pages) in odd {
        let typed = cx.text(heading.range).trim_end();
        let range = TextRange::new(heading.range.start(), heading.range.start() + typed.len() as u32);
        let message = format!("level {}, and level {level} on {pages} other pages of this folder", heading.level);
        report.push(report.found(range, message).help(format!("make it level {level}")));
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, case};

    const TEMPLATE: &str = "# T\n\n## First steps\na\n\n## Who helps\nb\n\n## Later on\nc\n";

    fn family() -> Case {
        let case = case("odd-heading-level").page("en/A.md", TEMPLATE).page("en/B.md", TEMPLATE);
        case.page("en/C.md", TEMPLATE).page("en/sub/D.md", TEMPLATE)
    }

    #[test]
    fn the_one_page_that_differs_is_found() {
        family().finds("# Mine\n\n## First steps\na\n\n«### Who helps»\nb\n\n## Later on\nc\n");
    }

    #[test]
    fn a_level_that_is_odd_and_skipped_is_one_finding() {
        let both = || family().also_rule("heading-increment");
        both().finds("# Mine\n\n## First steps\na\n\n«#### Who helps»\nb\n\n## Later on\nc\n");
        both().finds("# Mine\n\n## First steps\na\n\n«#### Who is it»\nb\n\n## Later on\nc\n");
    }

    #[test]
    fn other_pages_and_undecided_templates_are_fine() {
        family().finds(TEMPLATE);
        family().finds("# Mine\n\n## Words\na\n\n### Who helps\nb\n\n## More words\nc\n");
        family().finds("# Mine\n\n### First steps\na\n\n### Who helps\nb\n\n### Later on\nc\n");
        let undecided = family().page("en/E.md", &TEMPLATE.replace("## Who", "### Who"));
        undecided.finds("# Mine\n\n## First steps\na\n\n### Who helps\nb\n\n## Later on\nc\n");
        let once = case("odd-heading-level").page("en/A.md", &TEMPLATE.replace("Later on", "Who helps").repeat(3));
        once.finds("# Mine\n\n## First steps\na\n\n### Who helps\nb\n\n## T\nc\n");
        family().on("en/sub/Page.md").finds("# M\n\n## First steps\na\n\n### Who helps\nb\n\n## Later on\nc\n");
    }
}

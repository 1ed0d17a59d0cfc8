use firstaid_diagnostics::{RuleName, Severity};

use crate::engine::review::review;
use crate::{Check, PageContext, Report, Rule};

/// ## What it does
/// Finds pages whose last review, `reviewed` in the front matter, is more than two years ago.
///
/// ## Why
/// Within two years, tools die, addresses get new owners and advice becomes outdated; no rule detects all of it.
///
/// ## Example
/// ```yaml
/// reviewed: 2018-02-24
/// ```
///
/// ## Use instead
/// ```yaml
/// reviewed: 2026-10-12
/// ```
///
/// ## Fix
/// None: somebody must read the page.
///
/// ## Not reported
/// Pages without `reviewed`, or with `null`. `invalid-field` reports a date that does not exist.
///
/// ## When not to use it
/// In guides that do not record reviews: without the key, the rule reports nothing.
pub(crate) const RULE: Rule =
    Rule { name: RuleName("review-overdue"), severity: Severity::Warning, check: Check::Page(check) };

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let Some(review) = review(cx.page).filter(|review| review.due < cx.world.today) else { return };
    let message = format!("the last review was {}, over two years ago", review.last.when());
    let finding = report.found(review.range, message);
    report.push(finding.help("read the page again, then write the date of that day"));
}

#[cfg(test)]
mod tests {
    use crate::testing::case;

    #[test]
    fn reviews_of_more_than_two_years_ago_are_found() {
        for date in ["2015", "2024-10", "2024-11-22", "\"2024-11-22\"", "2020-01-01 10:00:00"] {
            case("review-overdue").finds(&format!("---\nreviewed: «{date}»\n---\n"));
        }
    }

    #[test]
    fn newer_reviews_and_none_are_fine() {
        for date in ["2024", "2024-11", "2024-11-23", "2026-11-23", "2027", "null", "", "2015-13", "soon", "2015-02-30"]
        {
            case("review-overdue").finds(&format!("---\nreviewed: {date}\ndate: 2015\n---\n"));
        }
    }
}

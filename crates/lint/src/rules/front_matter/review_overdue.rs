use firstaid_diagnostics::{RuleName, Severity};
use firstaid_registry::PartialDate;
use jiff::ToSpan;
use jiff::civil::Date;

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

/// Maximum months between two reviews.
const MAX_MONTHS: i64 = 24;

fn check(cx: &PageContext<'_>, report: &mut Report<'_>) {
    let Some(entry) = cx.page.front_matter.as_ref().and_then(|front_matter| front_matter.get("reviewed")) else {
        return;
    };
    let text = cx.page.front_matter.as_ref().and_then(|it| it.get_str("reviewed")).unwrap_or_default();
    let day = text.split(['T', ' ']).next().unwrap_or_default();
    let Some((date, last)) = PartialDate::parse(day).and_then(|date| Some((date, last_day(date)?))) else { return };
    let due = last.checked_add(MAX_MONTHS.months());
    if due.is_ok_and(|due| due < cx.world.today) {
        let finding =
            report.found(entry.value.range, format!("the last review was {}, over two years ago", date.when()));
        report.push(finding.help("read the page again, then write the date of that day"));
    }
}

/// The last day of a date, which may be a year or a month.
fn last_day(date: PartialDate) -> Option<Date> {
    let first = |month| Date::new(date.year.try_into().ok()?, i8::try_from(month).ok()?, 1).ok();
    match (date.month, date.day) {
        (Some(month), Some(day)) => first(month)?.with().day(day.try_into().ok()?).build().ok(),
        (month, _) => Some(first(month.unwrap_or(12))?.last_of_month()),
    }
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

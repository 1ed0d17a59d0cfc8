//! When a page was last reviewed, and when it has to be reviewed again.

use firstaid_content::Page;
use firstaid_registry::PartialDate;
use firstaid_text::TextRange;
use jiff::ToSpan;
use jiff::civil::Date;

/// Maximum months between two reviews.
const MAX_MONTHS: i64 = 24;

/// The last review of a page, as its front matter has it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Review {
    pub last: PartialDate,
    /// The last day on which the review is not overdue.
    pub due: Date,
    /// The value in the front matter.
    pub range: TextRange,
}

/// The last review of a page; `None` for a page without one, or with a date that does not exist.
pub fn review(page: &Page) -> Option<Review> {
    let front_matter = page.front_matter.as_ref()?;
    let entry = front_matter.get("reviewed")?;
    let text = front_matter.get_str("reviewed")?;
    let last = PartialDate::parse(text.split(['T', ' ']).next().unwrap_or_default())?;
    let due = last_day(last)?.checked_add(MAX_MONTHS.months()).ok()?;
    Some(Review { last, due, range: entry.value.range })
}

/// The last day of a date, which may be a year or a month.
fn last_day(date: PartialDate) -> Option<Date> {
    let first = |month| Date::new(date.year.try_into().ok()?, i8::try_from(month).ok()?, 1).ok();
    match (date.month, date.day) {
        (Some(month), Some(day)) => first(month)?.with().day(day.try_into().ok()?).build().ok(),
        (month, _) => Some(first(month.unwrap_or(12))?.last_of_month()),
    }
}

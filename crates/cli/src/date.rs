//! The only clock: every crate below takes the date as a value.

use jiff::civil::Date;

/// The date of `--today`, or else the current date in UTC.
pub(crate) fn date_or_today(given: Option<Date>) -> Date {
    given.unwrap_or_else(|| jiff::Timestamp::now().to_zoned_datetime(jiff::tz::TimeZone::UTC).date())
}

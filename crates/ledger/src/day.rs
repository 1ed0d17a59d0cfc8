use jiff::civil::Date;

/// A day for readers: "1 May 2026".
pub fn shown_day(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

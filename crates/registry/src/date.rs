use std::fmt;

use serde::{Deserialize, Deserializer, de};

/// A year, a month or a day, as precise as it is known (ISO 8601: `2017`, `2017-08`, `2017-08-10`).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct PartialDate {
    pub year: u16,
    pub month: Option<u8>,
    pub day: Option<u8>,
}

impl PartialDate {
    /// Parses `2017`, `2017-08` or `2017-08-10`; `None` for anything else, and for a day that the month does not have.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let number = |part: Option<&str>, len: usize, max: u16| -> Option<Option<u16>> {
            let Some(part) = part else { return Some(None) };
            let value =
                (part.len() == len && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse().ok())??;
            (1..=max).contains(&value).then_some(Some(value))
        };
        let year = number(parts.next(), 4, 9999)??;
        let month = number(parts.next(), 2, 12)?.map(|month| month as u8);
        let day = number(parts.next(), 2, days(year, month))?.map(|day| day as u8);
        parts.next().is_none().then_some(Self { year, month, day })
    }
}

/// Number of days of a month in the Gregorian calendar; 31 if the month is not given.
fn days(year: u16, month: Option<u8>) -> u16 {
    let is_leap = year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
    match month {
        Some(2) if is_leap => 29,
        Some(2) => 28,
        Some(4 | 6 | 9 | 11) => 30,
        _ => 31,
    }
}

impl PartialDate {
    /// The date with its preposition: "in 2017", "in August 2017", "on 10 August 2017".
    pub fn when(self) -> String {
        format!("{} {self}", if self.day.is_some() { "on" } else { "in" })
    }
}

/// As in an English sentence: "2017", "August 2017", "10 August 2017".
impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const MONTHS: [&str; 12] = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        if let Some(day) = self.day {
            write!(f, "{day} ")?;
        }
        if let Some(month) = self.month {
            write!(f, "{} ", MONTHS[usize::from(month) - 1])?;
        }
        write!(f, "{}", self.year)
    }
}

impl<'de> Deserialize<'de> for PartialDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text)
            .ok_or_else(|| de::Error::custom(format!("`{text}` is not a date; write 2017, 2017-08 or 2017-08-10")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_as_precise_as_written() {
        let shown = |text| PartialDate::parse(text).map(|date| date.to_string());
        assert_eq!(shown("2017").as_deref(), Some("2017"));
        assert_eq!(shown("2017-08").as_deref(), Some("August 2017"));
        assert_eq!(shown("2017-08-10").as_deref(), Some("10 August 2017"));
        assert_eq!(shown("2024-02-29").as_deref(), Some("29 February 2024"));
        for wrong in ["17", "2017-13", "2017-8", "2017-08-10-1", "2017-00", "2017-02-29", "2017-04-31", "soon", ""] {
            assert_eq!(shown(wrong), None, "{wrong}");
        }
    }
}

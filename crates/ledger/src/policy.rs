use jiff::civil::Date;
use serde::{Deserialize, Deserializer, de};

/// How much has to be seen before a link counts as dead: `[links.policy]` of `firstaid.toml`. All spans in days.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Policy {
    pub gone: Threshold,
    pub no_such_host: Threshold,
    pub tls_broken: Threshold,
    pub unstable: Threshold,
    pub soft_not_found: Threshold,
    pub moved: Threshold,
    /// How long a person's word holds against what the probe sees, and how often one is asked to look at a page that
    /// keeps robots out.
    #[serde(deserialize_with = "days")]
    pub attestation: u32,
    /// How often a link is probed.
    #[serde(deserialize_with = "days")]
    pub probe_every: u32,
    /// How often one that is known to be dead, or keeps robots out, is probed.
    #[serde(deserialize_with = "days")]
    pub probe_dead_every: u32,
    /// How long an address that no page uses is kept.
    #[serde(deserialize_with = "days")]
    pub keep_unused: u32,
}

/// So many observations, each so many days after the one before, over so many days.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Threshold {
    #[serde(deserialize_with = "times")]
    pub times: u32,
    #[serde(default, deserialize_with = "days")]
    pub apart: u32,
    #[serde(default, deserialize_with = "days")]
    pub over: u32,
}

const MAX_DAYS: u32 = 3650;
/// The ledger keeps 16 observations of a class.
const MAX_TIMES: u32 = 16;

fn days<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    up_to(deserializer, 0, MAX_DAYS)
}

fn times<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    up_to(deserializer, 1, MAX_TIMES)
}

fn up_to<'de, D: Deserializer<'de>>(deserializer: D, least: u32, most: u32) -> Result<u32, D::Error> {
    let number = u32::deserialize(deserializer)?;
    if (least..=most).contains(&number) {
        return Ok(number);
    }
    Err(de::Error::custom(format!("{number} is not between {least} and {most}")))
}

impl Default for Policy {
    fn default() -> Self {
        let threshold = |times, apart, over| Threshold { times, apart, over };
        Self {
            gone: threshold(3, 3, 0),
            no_such_host: threshold(3, 0, 7),
            tls_broken: threshold(2, 0, 2),
            unstable: threshold(5, 0, 21),
            soft_not_found: threshold(2, 0, 3),
            moved: threshold(2, 7, 0),
            attestation: 180,
            probe_every: 7,
            probe_dead_every: 28,
            keep_unused: 90,
        }
    }
}

impl Threshold {
    /// How many of the days count, taking each that is far enough from the one before, and whether they suffice.
    /// `dates` in order.
    pub(crate) fn count(self, dates: impl Iterator<Item = Date>) -> (u32, bool) {
        let (mut count, mut first, mut previous) = (0, None, None);
        for date in dates {
            if previous.is_none_or(|previous| days_between(previous, date) >= i64::from(self.apart.max(1))) {
                first = first.or(Some(date));
                previous = Some(date);
                count += 1;
            }
        }
        let span = first.zip(previous).map_or(0, |(first, last)| days_between(first, last));
        (count, count >= self.times && span >= i64::from(self.over))
    }

    /// How long after one observation the next one can count.
    pub(crate) fn pace(self) -> u32 {
        self.apart.max(self.over.div_ceil(self.times.saturating_sub(1).max(1))).max(1)
    }
}

pub(crate) fn days_between(from: Date, to: Date) -> i64 {
    // Both are within the range of dates, so their distance is one of days.
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

/// The date so many days later, the last one there is if there is none.
pub(crate) fn later(date: Date, days: u32) -> Date {
    date.saturating_add(jiff::Span::new().days(i64::from(days.min(MAX_DAYS))))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn days_are_counted_with_their_distance() {
        let count = |threshold: Threshold, days: &[i8]| threshold.count(days.iter().map(|&day| date(2026, 11, day)));
        let gone = Policy::default().gone;
        assert_eq!(count(gone, &[1, 4, 7]), (3, true));
        assert_eq!(count(gone, &[1, 2, 3, 4, 5]), (2, false));
        assert_eq!(count(gone, &[1, 1, 1]), (1, false));
        let host = Policy::default().no_such_host;
        assert_eq!((count(host, &[1, 2, 3]), count(host, &[1, 4, 8])), ((3, false), (3, true)));
        assert_eq!((gone.pace(), host.pace(), Policy::default().unstable.pace()), (3, 4, 6));
    }
}

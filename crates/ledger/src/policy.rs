//! The policy: how many failures make a link dead, and how often links are probed.

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, de};

use crate::observation::MAX_COUNTED;

/// When a link counts as dead or moved: `[links.policy]` of `firstaid.toml`. All times are in days.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Policy {
    pub gone: Threshold,
    pub no_such_host: Threshold,
    pub tls_broken: Threshold,
    pub unstable: Threshold,
    #[serde(alias = "soft-404")]
    pub soft_not_found: Threshold,
    pub moved: Threshold,
    /// How long an attestation overrides the probe, and how often a person has to look at a page that blocks robots.
    #[serde(deserialize_with = "days")]
    pub attestation: u32,
    /// Time between two probes of a link.
    #[serde(deserialize_with = "days")]
    pub probe_every: u32,
    /// Time between two probes of a link that is dead or blocks robots.
    #[serde(deserialize_with = "days")]
    pub probe_dead_every: u32,
    /// How long the entry of an unused URL is kept.
    #[serde(deserialize_with = "days")]
    pub keep_unused: u32,
}

/// The observations that confirm a verdict: `times` of them, each `apart` days or more after the one before, the last
/// `over` days or more after the first.
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

/// Maximum of every time in a policy, in days: ten years.
const MAX_DAYS: u32 = 3650;

pub(crate) fn days<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    between(deserializer, 0, MAX_DAYS)
}

fn times<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    between(deserializer, 1, MAX_COUNTED)
}

fn between<'de, D: Deserializer<'de>>(deserializer: D, min: u32, max: u32) -> Result<u32, D::Error> {
    let number = u32::deserialize(deserializer)?;
    if (min..=max).contains(&number) {
        return Ok(number);
    }
    Err(de::Error::custom(format!("{number} is not between {min} and {max}")))
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
    /// The number of dates that count, because they are far enough from the one before, and whether they reach the
    /// threshold. `dates` are sorted.
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

    /// The first day on which further observations can reach the threshold, if `times` count so far, from `since` to
    /// `last`.
    pub(crate) fn earliest(self, times: u32, since: Date, last: Date) -> Date {
        let missing = self.times.saturating_sub(times);
        days_later(last, missing.saturating_mul(self.apart.max(1))).max(days_later(since, self.over))
    }

    /// Days after one observation before the next one can count.
    pub(crate) fn interval(self) -> u32 {
        self.apart.max(self.over.div_ceil(self.times.saturating_sub(1).max(1))).max(1)
    }
}

pub(crate) fn days_between(from: Date, to: Date) -> i64 {
    // Two dates always have a distance in days, so there is no error.
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

/// The date some days later; the last possible date if there is none.
pub(crate) fn days_later(date: Date, days: u32) -> Date {
    date.saturating_add(jiff::Span::new().days(i64::from(days.min(MAX_DAYS))))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn only_dates_far_enough_apart_count() {
        let count = |threshold: Threshold, days: &[i8]| threshold.count(days.iter().map(|&day| date(2026, 11, day)));
        let gone = Policy::default().gone;
        assert_eq!(count(gone, &[1, 4, 7]), (3, true));
        assert_eq!(count(gone, &[1, 2, 3, 4, 5]), (2, false));
        assert_eq!(count(gone, &[1, 1, 1]), (1, false));
        let host = Policy::default().no_such_host;
        assert_eq!((count(host, &[1, 2, 3]), count(host, &[1, 4, 8])), ((3, false), (3, true)));
        let day = |day: i8| date(2026, 11, day);
        assert_eq!((gone.earliest(1, day(1), day(1)), gone.earliest(2, day(1), day(9))), (day(7), day(12)));
        assert_eq!((host.earliest(1, day(1), day(1)), host.earliest(3, day(1), day(5))), (day(8), day(8)));
        assert_eq!((gone.interval(), host.interval(), Policy::default().unstable.interval()), (3, 4, 6));
    }
}

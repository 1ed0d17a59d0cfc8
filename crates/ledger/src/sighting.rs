//! What one source said of a key, an address or a domain, and which of it an entry keeps.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What one source said on one day.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "S: Deserialize<'de>, T: Deserialize<'de>"))]
pub struct Sighting<S, T> {
    pub on: Date,
    pub at: S,
    pub result: Outcome<T>,
}

/// The answer of a source. Of several on one day the greatest counts.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome<T> {
    /// No answer that says anything: a time-out, a wall, data that cannot be read. The reason, in a few words.
    Failed(String),
    /// The source says that it does not have it.
    Absent,
    Found(Box<T>),
}

impl<T> Outcome<T> {
    pub fn found(&self) -> Option<&T> {
        match self {
            Self::Found(found) => Some(found),
            Self::Absent | Self::Failed(_) => None,
        }
    }

    const fn is_failed(&self) -> bool {
        matches!(self, Self::Failed(_))
    }
}

/// The sightings that verdicts need, sorted by source and day: of each source the last answer, the last failure after
/// it, and the last answer before it that `differs` from it.
///
/// Joining the sightings of two entries by this function is commutative, associative and idempotent: an answer is
/// dropped only for a later one of its source that is kept, and the last answer that differs from the last one of two
/// ledgers is among those that either of them keeps.
pub(crate) fn canonical<S: Ord + Clone, T: Ord + Clone>(
    mut seen: Vec<Sighting<S, T>>,
    differs: impl Fn(&Outcome<T>, &Outcome<T>) -> bool,
) -> Vec<Sighting<S, T>> {
    seen.sort_by(|a, b| (&a.at, a.on, &a.result).cmp(&(&b.at, b.on, &b.result)));
    let mut kept = Vec::with_capacity(seen.len());
    for of_source in seen.chunk_by(|a, b| a.at == b.at) {
        let answers = || of_source.iter().filter(|it| !it.result.is_failed());
        let last = answers().next_back();
        let other = last.and_then(|last| answers().rfind(|it| differs(&it.result, &last.result)));
        let failed = of_source.iter().rfind(|it| it.result.is_failed() && last.is_none_or(|last| last.on < it.on));
        kept.extend([other, last, failed].into_iter().flatten().cloned());
    }
    kept
}

/// The last answer of each source on or before a day.
pub(crate) fn answers<S: PartialEq, T>(seen: &[Sighting<S, T>], today: Date) -> impl Iterator<Item = &Sighting<S, T>> {
    let known = move |it: &Sighting<S, T>| it.on <= today && !it.result.is_failed();
    seen.iter().enumerate().filter_map(move |(n, it)| {
        let is_last = || !seen[n + 1..].iter().any(|later| later.at == it.at && known(later));
        (known(it) && is_last()).then_some(it)
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn seen(on: i8, at: &str, result: Outcome<u8>) -> Sighting<String, u8> {
        Sighting { on: date(2026, 11, on), at: at.to_owned(), result }
    }

    #[test]
    fn the_last_answer_of_each_source_is_kept_and_the_last_that_differs() {
        let found = |n| Outcome::Found(Box::new(n));
        let all = vec![
            seen(1, "a", found(1)),
            seen(2, "a", found(2)),
            seen(3, "a", found(2)),
            seen(2, "a", Outcome::Failed("time-out".to_owned())),
            seen(4, "a", Outcome::Failed("time-out".to_owned())),
            seen(1, "b", Outcome::Absent),
            seen(1, "b", found(7)),
        ];
        let days =
            |kept: &[Sighting<String, u8>]| kept.iter().map(|it| (it.at.clone(), it.on.day())).collect::<Vec<_>>();
        let plain = canonical(all.clone(), |_, _| false);
        assert_eq!(days(&plain), [("a".to_owned(), 3), ("a".to_owned(), 4), ("b".to_owned(), 1)]);
        assert_eq!(plain[2].result, found(7));
        let with_history = canonical(all, |a, b| a != b);
        assert_eq!(days(&with_history)[..2], [("a".to_owned(), 1), ("a".to_owned(), 3)][..]);
        assert_eq!(answers(&plain, date(2026, 11, 30)).count(), 2);
        assert_eq!(answers(&plain, date(2026, 11, 2)).count(), 1);
    }
}

//! The entry of one URL: its observations, and how two versions of it merge.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::attestation::Attestation;
use crate::drift::Drift;
use crate::observation::{Class, Observation};
use crate::url::LinkUrl;

/// What is known of one URL: a line of the ledger.
///
/// Entries of one URL form a join-semilattice under [`Entry::merge`]: merging is commutative, associative and
/// idempotent, so ledgers of branches and shards give the same bytes in whatever order they are merged. This holds
/// because observations are dropped only when older than a day that never moves back, and the latest of a class are
/// kept.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    pub url: LinkUrl,
    /// Sorted by day, then class. [`Entry::merge`] says which are kept.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) seen: Vec<Observation>,
    /// By fragment, with percent escapes as typed in the links.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) fragments: BTreeMap<String, FragmentSeen>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) attested: Option<Box<Attestation>>,
    /// The last day on which another page stood there than before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) drifted: Option<Box<Drift>>,
    /// The URL of an archived copy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) archive: Option<String>,
    /// The day since which no page links to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) unused: Option<Date>,
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FragmentSeen {
    pub on: Date,
    pub state: FragmentState,
}

/// Whether a page has the id that a link's fragment names.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FragmentState {
    Missing,
    /// The page has this id, which differs in letter case; browsers do not find it.
    OtherCase(String),
    /// Not in the page as it is sent, but a script may create it.
    Scripted,
    Present,
}

impl Entry {
    pub fn new(url: LinkUrl) -> Self {
        Self {
            url,
            seen: Vec::new(),
            fragments: BTreeMap::new(),
            attested: None,
            drifted: None,
            archive: None,
            unused: None,
        }
    }

    /// The observations, sorted by day, then class.
    pub fn seen(&self) -> &[Observation] {
        &self.seen
    }

    pub fn attested(&self) -> Option<&Attestation> {
        self.attested.as_deref()
    }

    pub fn archive(&self) -> Option<&str> {
        self.archive.as_deref()
    }

    pub fn unused(&self) -> Option<Date> {
        self.unused
    }

    pub fn fragments(&self) -> impl Iterator<Item = (&str, &FragmentSeen)> {
        self.fragments.iter().map(|(fragment, seen)| (&**fragment, seen))
    }

    pub fn fragment(&self, fragment: &str) -> Option<&FragmentSeen> {
        self.fragments.get(fragment)
    }

    /// The latest observation of the class.
    pub fn latest(&self, class: Class) -> Option<&Observation> {
        self.seen.iter().rev().find(|it| it.class == class)
    }

    /// The last observation of a page that was there.
    pub fn last_ok(&self) -> Option<&Observation> {
        self.seen.iter().rfind(|it| it.class.is_ok())
    }

    /// The last time that another page stood there than before.
    pub fn drifted(&self) -> Option<&Drift> {
        self.drifted.as_deref()
    }

    /// The drift from the last page to the one that was just seen, at the end of the same redirects. A page that is back
    /// is none.
    fn drift_to(&self, seen: &Observation) -> Option<Drift> {
        let now = seen.page.as_deref().filter(|_| seen.class.is_ok())?;
        let last = self.last_ok()?;
        let was = last.page.as_deref().filter(|was| was.on < now.on && last.end == seen.end)?;
        let is_back = self.drifted().is_some_and(|earlier| !earlier.was.is_another(now));
        (was.is_another(now) && !is_back).then(|| Drift { now: now.clone(), was: was.clone() })
    }

    /// What a visit saw, compared with what was known before.
    #[must_use]
    pub fn seen_after(known: Option<&Self>, url: LinkUrl, seen: Observation) -> Self {
        let drifted = known.and_then(|known| known.drift_to(&seen)).map(Box::new);
        Self { drifted, ..Self::new(url).with(seen) }
    }

    /// What a probe saw, without what people and other runs said.
    #[must_use]
    pub fn observed(self) -> Self {
        Self { seen: self.seen, fragments: self.fragments, drifted: self.drifted, ..Self::new(self.url) }
    }

    #[must_use]
    pub fn with(mut self, observation: Observation) -> Self {
        self.seen.push(observation);
        self.canonical()
    }

    #[must_use]
    pub fn with_fragment(mut self, fragment: &str, seen: FragmentSeen) -> Self {
        let known = self.fragments.entry(fragment.to_owned()).or_insert_with(|| seen.clone());
        *known = seen.max(known.clone());
        self
    }

    #[must_use]
    pub fn with_attestation(mut self, attested: Attestation) -> Self {
        self.attested = self.attested.max(Some(attested.into()));
        self.canonical()
    }

    #[must_use]
    pub fn with_archive(mut self, archive: &str) -> Self {
        self.archive = self.archive.max(Some(archive.to_owned()));
        self
    }

    /// Joins two entries of one URL and keeps what a verdict needs: the last success; redirects after the last success
    /// without one; failures after the last success or attestation, one for each day and class; the last hijacking
    /// after the attestation.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        debug_assert_eq!(self.url, other.url, "entries of one URL");
        self.seen.extend(other.seen);
        for (fragment, seen) in other.fragments {
            self = self.with_fragment(&fragment, seen);
        }
        self.attested = self.attested.max(other.attested);
        // The later one, by its first field.
        self.drifted = self.drifted.max(other.drifted);
        self.archive = self.archive.max(other.archive);
        self.unused = self.unused.max(other.unused);
        self.canonical()
    }

    /// Sorts the observations and drops those that no verdict needs.
    pub(crate) fn canonical(mut self) -> Self {
        // Of each day and class the greatest observation comes first, and is kept.
        self.seen.sort();
        self.seen.reverse();
        self.seen.dedup_by_key(|it| (it.on, it.class));
        let last_day = |wanted: fn(Class) -> bool| self.seen.iter().find(|it| wanted(it.class)).map(|it| it.on);
        let alive = last_day(|class| class == Class::Alive);
        let attested = self.attested.as_ref().map(|attested| attested.on);
        let confirmed = last_day(Class::is_ok).max(attested);
        let mut counts: BTreeMap<Class, usize> = BTreeMap::new();
        self.seen.retain(|it| {
            let after = match it.class {
                Class::Alive => None,
                Class::Moved => alive,
                Class::Hijacked => attested,
                _ => confirmed,
            };
            let count = counts.entry(it.class).or_default();
            *count += 1;
            Some(it.on) > after && *count <= it.class.max_kept()
        });
        self.seen.reverse();
        // A vector has room for four by default, and most entries have one observation.
        self.seen.shrink_to_fit();
        self
    }
}

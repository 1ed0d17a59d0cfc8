use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{Class, LinkUrl, Observation};

/// What is known of one address: the line of the ledger.
///
/// Entries of one address form a join-semilattice under [`Entry::merge`]: commutative, associative, idempotent. So
/// ledgers of branches and shards come to the same bytes in whatever order they are merged. For that, everything
/// that is left out is left out by a threshold that only rises, and what is kept of a class is its latest.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    pub url: LinkUrl,
    /// In order; see [`Entry::merge`] for what is kept.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) seen: Vec<Observation>,
    /// Fragments that pages link to, percent escapes as typed.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) fragments: BTreeMap<String, FragmentSeen>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) attested: Option<Box<Attestation>>,
    /// Where a copy is kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) archive: Option<String>,
    /// Since when no page links to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) unused: Option<Date>,
}

/// A person looked at the page, and it is the right one.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attestation {
    pub on: Date,
    pub by: String,
    pub note: String,
    /// What the probe had said, the [`Observation::subject`] of its last failure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
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
    /// The page has it in another letter case; browsers do not find it.
    OtherCase(String),
    /// Not in the page as it is sent, but scripts may well make it.
    Scripted,
    Present,
}

impl Entry {
    pub fn new(url: LinkUrl) -> Self {
        Self { url, seen: Vec::new(), fragments: BTreeMap::new(), attested: None, archive: None, unused: None }
    }

    /// By day, then class.
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

    /// What both say. Kept is what a verdict needs: the last time the page was there; redirects since it was there
    /// without one; failures since it was there or a person saw it, one a day and class; the last hijacking.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        debug_assert_eq!(self.url, other.url, "entries of one address");
        self.seen.extend(other.seen);
        for (fragment, seen) in other.fragments {
            self = self.with_fragment(&fragment, seen);
        }
        self.attested = self.attested.max(other.attested);
        self.archive = self.archive.max(other.archive);
        self.unused = self.unused.max(other.unused);
        self.canonical()
    }

    pub(crate) fn canonical(mut self) -> Self {
        // The greatest of a day and class comes last and is the one kept.
        self.seen.sort();
        self.seen.reverse();
        self.seen.dedup_by_key(|it| (it.on, it.class));
        let last = |wanted: fn(Class) -> bool| self.seen.iter().find(|it| wanted(it.class)).map(|it| it.on);
        let alive = last(|class| class == Class::Alive);
        let attested = self.attested.as_ref().map(|attested| attested.on);
        let seen_well = last(Class::is_ok).max(attested);
        let mut counts: BTreeMap<Class, usize> = BTreeMap::new();
        self.seen.retain(|it| {
            let after = match it.class {
                Class::Alive => None,
                Class::Moved => alive,
                Class::Hijacked => attested,
                _ => seen_well,
            };
            let count = counts.entry(it.class).or_default();
            *count += 1;
            Some(it.on) > after && *count <= it.class.kept()
        });
        self.seen.reverse();
        // Most entries have one observation, and room for four by default.
        self.seen.shrink_to_fit();
        self
    }
}

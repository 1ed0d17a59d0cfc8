//! The lines of the ledger about keys and addresses.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::facts::KeyFacts;
use super::name::{Address, KeyName};
use super::source::KeySource;
use crate::attestation::Attestation;
use crate::sighting::{Outcome, Sighting, answers, canonical};

pub type KeySighting = Sighting<KeySource, KeyFacts>;
/// The fingerprints of the valid keys that a source has for an address, sorted.
pub type AddressSighting = Sighting<KeySource, Vec<KeyName>>;

/// What sources say of one key.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyEntry {
    pub key: KeyName,
    #[serde(default)]
    pub(crate) seen: Vec<KeySighting>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) attested: Option<Box<Attestation>>,
}

/// Which keys sources have for one address.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddressEntry {
    pub address: Address,
    #[serde(default)]
    pub(crate) seen: Vec<AddressSighting>,
}

impl KeyEntry {
    pub fn new(key: KeyName, seen: Vec<KeySighting>) -> Self {
        Self { key, seen, attested: None }.canonical()
    }

    pub fn attested(&self) -> Option<&Attestation> {
        self.attested.as_deref()
    }

    #[must_use]
    pub fn with_attestation(mut self, attested: Attestation) -> Self {
        self.attested = self.attested.max(Some(attested.into()));
        self
    }

    /// By source and day.
    pub fn seen(&self) -> &[KeySighting] {
        &self.seen
    }

    /// The copies that sources have on a day, by their last answers.
    pub fn copies(&self, today: Date) -> impl Iterator<Item = (&KeySource, &KeyFacts)> {
        answers(&self.seen, today).filter_map(|it| Some((&it.at, it.result.found()?)))
    }

    /// The day of the last look-up that had any answer.
    pub fn last(&self, today: Date) -> Option<Date> {
        answers(&self.seen, today).map(|it| it.on).max()
    }

    pub(crate) fn canonical(self) -> Self {
        Self { seen: canonical(self.seen, |_, _| false), ..self }
    }

    pub(crate) fn merge(mut self, other: Self) -> Self {
        self.seen.extend(other.seen);
        self.attested = self.attested.max(other.attested);
        self.canonical()
    }
}

impl AddressEntry {
    pub fn new(address: Address, seen: Vec<AddressSighting>) -> Self {
        Self { address, seen }.canonical()
    }

    pub fn seen(&self) -> &[AddressSighting] {
        &self.seen
    }

    /// The keys that sources have for the address on a day, by their last answers.
    pub fn published(&self, today: Date) -> impl Iterator<Item = (&KeySource, &[KeyName])> {
        self.answers(today).filter(|(_, keys, _)| !keys.is_empty()).map(|(source, keys, _)| (source, keys))
    }

    /// The last answer of each source with its day; one that has no key for the address has an empty list.
    pub fn answers(&self, today: Date) -> impl Iterator<Item = (&KeySource, &[KeyName], Date)> {
        answers(&self.seen, today).map(|it| match &it.result {
            Outcome::Found(keys) => (&it.at, &keys[..], it.on),
            Outcome::Absent | Outcome::Failed(_) => (&it.at, &[][..], it.on),
        })
    }

    pub(crate) fn canonical(self) -> Self {
        Self { seen: canonical(self.seen, |_, _| false), ..self }
    }

    pub(crate) fn merge(mut self, other: Self) -> Self {
        self.seen.extend(other.seen);
        self.canonical()
    }
}

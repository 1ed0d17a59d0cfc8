//! The lines of the ledger about domains.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, de};

use crate::attestation::Attestation;
use crate::sighting::{Outcome, Sighting, answers, canonical};

/// Maximum length of a domain, in bytes (RFC 1035).
const MAX_BYTES: usize = 253;

/// A registrable domain in lower case and its ASCII form: `example.org`, `example.co.uk`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(transparent)]
pub struct DomainName(Box<str>);

impl DomainName {
    pub fn parse(text: &str) -> Option<Self> {
        let is_part = |part: &str| {
            let fine = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
            !part.is_empty() && part.bytes().all(fine)
        };
        let fine = text.len() <= MAX_BYTES && text.contains('.') && text.split('.').all(is_part);
        fine.then(|| Self(text.into()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DomainName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for DomainName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| de::Error::custom("not a domain"))
    }
}

/// Who says what is known of a registration.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DomainSource {
    /// The registry of the top-level domain, by RDAP.
    Rdap,
}

/// What a registry says of a domain.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Default, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Registration {
    /// The day on which it was registered, or registered again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registered: Option<Date>,
    /// The day on which it ends; some registries do not say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ending: Option<Ending>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registrar: Option<String>,
    /// In lower case, sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub name_servers: Vec<String>,
}

/// How far a domain that was not renewed has come (RFC 8056).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ending {
    /// Its owner can still get it back: `redemptionPeriod`.
    Redemption,
    /// Anybody can have it within days: `pendingDelete`.
    PendingDelete,
}

pub type DomainSighting = Sighting<DomainSource, Registration>;

/// What the registry says of one domain: its last answer, and the last one before it with another registrar or other
/// name servers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DomainEntry {
    pub domain: DomainName,
    #[serde(default)]
    pub(crate) seen: Vec<DomainSighting>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) attested: Option<Box<Attestation>>,
}

impl DomainEntry {
    pub fn new(domain: DomainName, seen: Vec<DomainSighting>) -> Self {
        Self { domain, seen, attested: None }.canonical()
    }

    pub fn attested(&self) -> Option<&Attestation> {
        self.attested.as_deref()
    }

    #[must_use]
    pub fn with_attestation(mut self, attested: Attestation) -> Self {
        self.attested = self.attested.max(Some(attested.into()));
        self
    }

    /// By day.
    pub fn seen(&self) -> &[DomainSighting] {
        &self.seen
    }

    /// The day of the last answer.
    pub fn last(&self, today: Date) -> Option<Date> {
        answers(&self.seen, today).map(|it| it.on).max()
    }

    pub(crate) fn canonical(self) -> Self {
        Self { seen: canonical(self.seen, has_changed), ..self }
    }

    pub(crate) fn merge(mut self, other: Self) -> Self {
        self.seen.extend(other.seen);
        self.attested = self.attested.max(other.attested);
        self.canonical()
    }
}

/// Whether two answers have another registrar or other name servers.
pub(super) fn has_changed(a: &Outcome<Registration>, b: &Outcome<Registration>) -> bool {
    let of = |it: &Outcome<Registration>| it.found().map(|it| (it.registrar.clone(), it.name_servers.clone()));
    of(a) != of(b)
}

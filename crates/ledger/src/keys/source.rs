//! Where a key was looked for.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Maximum length of the place of a source, in bytes.
const MAX_PLACE_BYTES: usize = 1000;

/// The way in which a source publishes keys.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum SourceKind {
    /// A file in the guide: its copy of a key, which says nothing of what the owner publishes today.
    File,
    /// A web address that the registry gives, on a host that may be anybody's.
    Url,
    /// The owner's own site, by an address that the registry gives.
    Site,
    /// A key server that takes keys from everybody (HKP).
    Hkp,
    /// A key server that shows an address only if its owner confirmed it (VKS).
    Vks,
    /// The Web Key Directory of the address's domain.
    Wkd,
}

impl SourceKind {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Url => "url",
            Self::Site => "site",
            Self::Hkp => "hkp",
            Self::Vks => "vks",
            Self::Wkd => "wkd",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [Self::File, Self::Url, Self::Site, Self::Hkp, Self::Vks, Self::Wkd].into_iter().find(|it| it.as_str() == text)
    }
}

/// A source of keys, written as `KIND:PLACE`: `wkd:one.org`, `vks:keys.openpgp.org`, `site:https://one.org/key.asc`,
/// `file:content/key.asc`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct KeySource {
    pub kind: SourceKind,
    pub place: Box<str>,
}

impl KeySource {
    pub fn new(kind: SourceKind, place: &str) -> Self {
        Self { kind, place: place.into() }
    }

    /// Whether the owner of the key decides what this source says.
    pub const fn is_owners(&self) -> bool {
        matches!(self.kind, SourceKind::Wkd | SourceKind::Site)
    }

    /// Whether it is outside of the guide, and so can confirm what another source says.
    pub const fn is_outside(&self) -> bool {
        !matches!(self.kind, SourceKind::File)
    }

    /// Whether only who has an address can have a key shown for it.
    pub const fn checks_addresses(&self) -> bool {
        matches!(self.kind, SourceKind::Wkd | SourceKind::Site | SourceKind::Vks)
    }

    /// Whether it shows every address of a key. VKS shows none until its owner confirms it.
    pub const fn shows_all_addresses(&self) -> bool {
        !matches!(self.kind, SourceKind::Vks | SourceKind::Wkd)
    }

    /// The source for readers: "the key directory of one.org".
    pub fn words(&self) -> String {
        let place = &self.place;
        match self.kind {
            SourceKind::File => format!("{place} in the guide"),
            SourceKind::Url => place.to_string(),
            SourceKind::Site => format!("the site of its owner, {place}"),
            SourceKind::Hkp | SourceKind::Vks => format!("the key server {place}"),
            SourceKind::Wkd => format!("the key directory of {place}"),
        }
    }
}

impl fmt::Display for KeySource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind.as_str(), self.place)
    }
}

impl Serialize for KeySource {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for KeySource {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let parts = text.split_once(':').and_then(|(kind, place)| Some((SourceKind::parse(kind)?, place)));
        match parts {
            Some((kind, place)) if !place.is_empty() && place.len() <= MAX_PLACE_BYTES => Ok(Self::new(kind, place)),
            _ => Err(de::Error::custom("not a source of keys")),
        }
    }
}

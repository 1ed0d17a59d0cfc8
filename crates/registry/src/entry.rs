//! The entries of the registries, field by field as `data/*.yaml` has them.

use std::collections::BTreeMap;
use std::sync::Arc;

use firstaid_text::glob_matches;
use serde::Deserialize;

use crate::PartialDate;

/// How sure an entry is. What rests on memory alone makes no error.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// Old, single, or partly remembered.
    Low,
    /// One secondary source, or well known and undisputed.
    Medium,
    /// A primary source, or several independent ones.
    High,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    Alive,
    /// Works, but should not be recommended to people at risk.
    Discouraged,
    /// The same thing under another name.
    Renamed,
    /// No longer mended.
    Unmaintained,
    /// Gone.
    Dead,
}

/// Whether one wrong letter in a name is looked for.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Spelling {
    #[default]
    Near,
    /// Too close to other words: only the forms listed count.
    Exact,
}

/// A tool, app, service or system release, with its state of life.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Tool {
    pub name: String,
    /// Other right names of the very same thing.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Wrong spellings that differ by more than letter case.
    #[serde(default)]
    pub variants: Vec<String>,
    /// Other forms that are fine as they are.
    #[serde(default)]
    pub accepted: Vec<String>,
    #[serde(default)]
    pub spelling: Spelling,
    /// Locales in which the name is also an ordinary word; `*` for all.
    #[serde(default)]
    pub ordinary_in: Vec<String>,
    #[serde(default)]
    pub hosts: Vec<String>,
    /// Ids in app stores.
    #[serde(default)]
    pub packages: Vec<String>,
    pub status: Status,
    pub since: Option<PartialDate>,
    #[serde(default)]
    pub replacement: Vec<String>,
    pub note: Option<Arc<str>>,
    pub source: Arc<str>,
    pub confidence: Confidence,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BrandKind {
    Company,
    Product,
    System,
    Protocol,
    Publication,
    Project,
    Malware,
    Hardware,
}

/// A name with one right spelling, and nothing more to say of it.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Brand {
    pub name: String,
    #[serde(default)]
    pub aliases: Vec<String>,
    #[serde(default)]
    pub variants: Vec<String>,
    #[serde(default)]
    pub accepted: Vec<String>,
    #[serde(default)]
    pub spelling: Spelling,
    #[serde(default)]
    pub ordinary_in: Vec<String>,
    pub kind: BrandKind,
    pub source: Arc<str>,
}

/// A name that an organisation no longer uses.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct FormerName {
    pub name: String,
    /// When the present name took over.
    pub since: Option<PartialDate>,
    pub note: Option<Arc<str>>,
    /// The former name is made of ordinary words: only this very case counts.
    #[serde(default)]
    pub exact: bool,
}

/// A way to reach an organisation: an e-mail address or a phone number.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Contact {
    pub email: Option<String>,
    pub phone: Option<String>,
    /// Fingerprint of the OpenPGP key that belongs to the address.
    pub key: Option<String>,
    pub note: Option<Arc<str>>,
    pub source: Arc<str>,
    /// The day on which a person confirmed it with the organisation; none if nobody has.
    pub verified: Option<PartialDate>,
}

#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Organisation {
    pub name: String,
    #[serde(default)]
    pub aliases: Vec<String>,
    #[serde(default)]
    pub variants: Vec<String>,
    #[serde(default)]
    pub accepted: Vec<String>,
    #[serde(default)]
    pub spelling: Spelling,
    #[serde(default)]
    pub ordinary_in: Vec<String>,
    #[serde(default)]
    pub former: Vec<FormerName>,
    #[serde(default)]
    pub hosts: Vec<String>,
    /// By language: the host of its edition in that language, where it is of another domain.
    #[serde(default)]
    pub locales: BTreeMap<String, String>,
    pub site: Option<String>,
    #[serde(default)]
    pub contacts: Vec<Contact>,
    #[serde(default)]
    pub languages: Vec<String>,
    pub note: Option<Arc<str>>,
    pub source: Arc<str>,
    #[serde(default = "medium")]
    pub confidence: Confidence,
}

fn medium() -> Confidence {
    Confidence::Medium
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum HostStatus {
    Live,
    Moved,
    Dead,
    /// In unknown or hostile hands: never to be linked.
    Parked,
}

/// A host, or some paths of one.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Host {
    /// In lower case, without `www.`.
    pub host: String,
    /// Whether the entry also holds for every host below this one.
    #[serde(default)]
    pub subdomains: bool,
    /// Globs over the whole path, `*` for any run of characters; none means every path.
    #[serde(default)]
    pub paths: Vec<String>,
    pub status: HostStatus,
    pub to: Option<String>,
    /// Whether the same path is known to work at the new place.
    #[serde(default)]
    pub keep_path: bool,
    pub since: Option<PartialDate>,
    #[serde(default)]
    pub https: bool,
    pub note: Option<Arc<str>>,
    pub source: Arc<str>,
    pub confidence: Confidence,
}

/// What guides say that is no longer true.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Claim {
    /// In a few words; no two claims have the same.
    pub claim: String,
    /// Of the sentence, such as `en`.
    pub language: String,
    /// One of them, in lower case, stands in every sentence that makes the claim.
    pub words: Vec<String>,
    /// A word that the block must have besides, in any case.
    pub near: Option<String>,
    /// A regular expression for the part of a sentence that makes the claim; letter case makes no difference.
    pub pattern: String,
    /// Since when it is wrong.
    pub since: PartialDate,
    /// What is true now, in a sentence.
    pub now: String,
    pub source: Arc<str>,
    pub confidence: Confidence,
}

impl Host {
    pub(crate) fn covers(&self, path: &str) -> bool {
        self.paths.is_empty() || self.paths.iter().any(|glob| glob_matches(glob, path))
    }
}

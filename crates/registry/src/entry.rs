//! The entries of the registries, field by field as `data/*.yaml` has them.

use std::collections::BTreeMap;
use std::sync::Arc;

use firstaid_text::glob_matches;
use serde::Deserialize;

use crate::PartialDate;

/// How certain an entry is. A finding that rests on a low confidence is at most a warning.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// One old source, or partly from memory.
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
    /// The same tool under a new name.
    Renamed,
    /// Works, but nobody fixes it any more.
    Unmaintained,
    /// Shut down, or it no longer works.
    Dead,
}

/// Whether words that differ from a name by one letter count as misspellings of it.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Spelling {
    #[default]
    Near,
    /// The name is too close to other words: only the listed variants count.
    Exact,
}

/// A tool, app, service or release of an operating system, and whether it can still be used.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Tool {
    pub name: String,
    /// Other correct names of the same tool.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Wrong spellings that differ by more than letter case.
    #[serde(default)]
    pub variants: Vec<String>,
    /// Spellings that are left alone, but that no fix writes.
    #[serde(default)]
    pub accepted: Vec<String>,
    #[serde(default)]
    pub spelling: Spelling,
    /// Languages in which the name is also an ordinary word; `*` for all.
    #[serde(default)]
    pub ordinary_in: Vec<String>,
    pub sense: Option<Sense>,
    #[serde(default)]
    pub hosts: Vec<String>,
    /// Ids in app stores.
    #[serde(default)]
    pub packages: Vec<String>,
    /// Commands and packages of systems by which readers run or install it.
    #[serde(default)]
    pub commands: Vec<String>,
    /// Whether it is an operating system or a release of one, which guides name as a requirement, too.
    #[serde(default, rename = "system")]
    pub is_system: bool,
    pub status: Status,
    pub since: Option<PartialDate>,
    /// Which of its versions are outdated.
    pub outdated: Option<OutdatedVersions>,
    #[serde(default)]
    pub replacement: Vec<String>,
    pub note: Option<Arc<str>>,
    pub source: Arc<str>,
    pub confidence: Confidence,
}

/// Names that mean a tool only in certain company: "Jitsi" among clients for OTR is Jitsi Desktop.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Sense {
    /// The names, in their letter case. One that is a name or alias of the tool itself counts in such company alone.
    pub names: Vec<String>,
    /// Words and phrases of which one stands in the same sentence, or in the same list of short items. Letter case
    /// is ignored in those of four letters and more.
    pub beside: Vec<String>,
    /// Words and phrases with which the name means something else.
    #[serde(default)]
    pub without: Vec<String>,
}

/// Versions of a tool that describe another program than readers get today.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct OutdatedVersions {
    /// The first version that is not outdated: numbers with points between them.
    pub below: String,
    /// When that version came out.
    pub since: PartialDate,
    /// The notes of its release.
    pub source: Arc<str>,
}

impl OutdatedVersions {
    /// Whether a version is below the first that is not outdated. Only the numbers at its beginning count.
    pub fn includes(&self, version: &str) -> bool {
        numbers(version).lt(numbers(&self.below))
    }
}

/// The numbers of a version up to its first other part: 2 and 0 of `2.0-RC2b`.
fn numbers(version: &str) -> impl Iterator<Item = u64> {
    version.split('.').map_while(|part| {
        let end = part.find(|c: char| !c.is_ascii_digit()).unwrap_or(part.len());
        part[..end].parse().ok()
    })
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

/// A name of which only the spelling is known.
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
    /// When the current name replaced it.
    pub since: Option<PartialDate>,
    pub note: Option<Arc<str>>,
    /// The former name consists of ordinary words: it counts only in this letter case.
    #[serde(default)]
    pub exact: bool,
}

/// A way to reach an organisation: an e-mail address or a phone number.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Contact {
    pub email: Option<String>,
    pub phone: Option<String>,
    /// Fingerprint of the OpenPGP key of the address.
    pub key: Option<String>,
    /// Where the key can be fetched: the address of a file, best on the organisation's own site.
    pub key_url: Option<String>,
    pub note: Option<Arc<str>>,
    pub source: Arc<str>,
    /// The day on which a person confirmed the contact with the organisation; `None` if nobody has.
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
    /// By language: the host of the edition in that language, if it has its own domain.
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

/// An OpenPGP key that guides print, such as one by which releases are signed.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Key {
    /// Its fingerprint: 40 or 64 hexadecimal digits, in groups of four.
    pub key: String,
    /// Name of the tool, brand or organisation.
    pub owner: String,
    /// What it is for: "signing key of the releases".
    #[serde(rename = "for")]
    pub purpose: String,
    /// Where it can be fetched: the address of a file, best on the owner's own site.
    pub url: Option<String>,
    /// Whether it verifies old releases only: then it may have expired.
    #[serde(default, rename = "old-releases")]
    pub is_for_old_releases: bool,
    pub source: Arc<str>,
    /// Other public places, independent of the source, that have the same key.
    #[serde(default)]
    pub also: Vec<String>,
    pub confidence: Confidence,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum HostStatus {
    Live,
    Moved,
    Dead,
    /// In the hands of someone unknown, hostile, or other than its name says: must never be linked.
    Parked,
}

/// A host, or some of its paths.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Host {
    /// In lower case, without `www.`.
    pub host: String,
    /// Whether the entry also applies to all subdomains.
    #[serde(default)]
    pub subdomains: bool,
    /// Globs over the whole path, `*` for any run of characters; empty for every path.
    #[serde(default)]
    pub paths: Vec<String>,
    pub status: HostStatus,
    /// URL of the new place of a moved host.
    pub to: Option<String>,
    /// Whether the same paths are known to work at the new place.
    #[serde(default)]
    pub keep_path: bool,
    pub since: Option<PartialDate>,
    /// Whether the host is known to support HTTPS.
    #[serde(default)]
    pub https: bool,
    pub note: Option<Arc<str>>,
    pub source: Arc<str>,
    pub confidence: Confidence,
}

/// A statement that guides make and that is no longer true.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Claim {
    /// The statement in a few words; unique.
    pub claim: String,
    /// Language of the sentence, such as `en`.
    pub language: String,
    /// Words in lower case; every sentence that makes the claim has at least one of them.
    pub words: Vec<String>,
    /// A word that the block must contain as well; letter case is ignored.
    pub near: Option<String>,
    /// Groups of phrases: a sentence that makes the claim has one of each near its word, in any order. Words may end in
    /// `*`;
    /// `#` is a number, `@safe` a class of words of the language.
    #[serde(default)]
    pub with: Vec<Vec<String>>,
    /// Phrases with which a sentence claims something else.
    #[serde(default)]
    pub without: Vec<String>,
    /// Whether the phrases of `with` stand closely together.
    #[serde(default)]
    pub close: bool,
    /// A regular expression for the part of a sentence that makes the claim; letter case is ignored. Instead of `with`,
    /// or for other sentences than `with` finds.
    pub pattern: Option<String>,
    /// Whether what `pattern` finds denies something itself. Otherwise a negation in its clause takes the claim back.
    #[serde(default)]
    pub denies: bool,
    /// Since when the claim is wrong.
    pub since: PartialDate,
    /// What is true now, as a sentence.
    pub now: String,
    pub source: Arc<str>,
    pub confidence: Confidence,
}

impl Host {
    pub(crate) fn covers(&self, path: &str) -> bool {
        self.paths.is_empty() || self.paths.iter().any(|glob| glob_matches(glob, path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_by_their_numbers() {
        let since = PartialDate::parse("2020").unwrap();
        let outdated = OutdatedVersions { below: "2.10".to_owned(), since, source: "x".into() };
        assert!(["2.9", "1", "2", "2.9.13", "0.3-beta", "2.0-RC2b"].iter().all(|version| outdated.includes(version)));
        assert!(["2.10", "2.10.1", "3", "10.0"].iter().all(|version| !outdated.includes(version)));
    }
}

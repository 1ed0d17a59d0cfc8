//! The facts that the site shows. Days are written as in ISO 8601. Texts are as found: the templates make them safe.

use crate::{FileDiagnostics, RuleInfo, Severity};

/// The health of a guide on a day.
pub struct Health<'a> {
    /// Name of the guide.
    pub title: String,
    pub today: String,
    /// Version of the linter.
    pub version: &'a str,
    /// The locale whose pages alone are shown.
    pub only: Option<&'a str>,
    /// Pages, and catalogs that have findings, sorted by path.
    pub files: Vec<FileHealth<'a>>,
    /// Sorted by name.
    pub rules: &'a [RuleInfo],
    /// The locales of the guide, that of the source first.
    pub languages: Vec<LanguageHealth<'a>>,
    /// The worst first.
    pub links: Vec<LinkHealth>,
    /// Whether the guide keeps a ledger of links.
    pub has_ledger: bool,
    pub organisations: Vec<OrganisationHealth>,
    /// The worst first.
    pub keys: Vec<KeyHealth>,
    /// The worst first.
    pub domains: Vec<DomainHealth>,
    /// What has no day first, then by day.
    pub due: Vec<Due>,
    pub changes: Option<Changes>,
    /// What was not looked at.
    pub notes: Vec<String>,
}

/// A page or a catalog.
pub struct FileHealth<'a> {
    pub path: &'a str,
    pub title: Option<&'a str>,
    pub locale: &'a str,
    /// Whether the locale is a known language, which browsers may be told.
    pub is_known_locale: bool,
    pub is_page: bool,
    pub findings: Option<&'a FileDiagnostics>,
    /// Defects of the source that this translation repeats; they are findings of the source.
    pub repeats: Vec<Repeat<'a>>,
    pub reviewed: Option<String>,
    pub review_due: Option<String>,
    pub translated: Option<Translated>,
    /// Indices of the links that pages have into [`Health::links`], in order.
    pub links: Vec<usize>,
}

/// A defect of a source page in its translation.
pub struct Repeat<'a> {
    pub line: u32,
    pub rule: &'static str,
    pub message: &'a str,
    /// Path of the source page.
    pub source: &'a str,
}

/// How much of a source is translated, in words.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Translated {
    pub words: usize,
    pub current: usize,
    pub stale: usize,
    /// Segments without a translation.
    pub missing: usize,
}

impl Translated {
    /// The percentage of words whose translation is current, rounded down: 100 means all.
    pub fn share(self) -> usize {
        (100 * self.current).checked_div(self.words).unwrap_or(100)
    }
}

pub struct LanguageHealth<'a> {
    pub locale: &'a str,
    pub is_source: bool,
    /// Pages in the locale.
    pub pages: usize,
    /// Pages of the source that the locale does not have.
    pub missing_pages: Vec<&'a str>,
    /// `None` for the source, and for a locale without catalogs.
    pub translated: Option<Translated>,
}

/// How good a state is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Tone {
    Bad,
    Doubtful,
    Unknown,
    Good,
}

/// A link to the web that pages have.
pub struct LinkHealth {
    /// `http` or `https`, normalised.
    pub url: String,
    /// The registrable domain, or the host without one.
    pub site: String,
    pub verdict: &'static str,
    pub tone: Tone,
    /// Whether readers may be sent there: no, where a stranger owns the domain.
    pub is_safe: bool,
    /// Whether the verdict is confirmed by the policy.
    pub confirmed: bool,
    /// The day from which the link counts as dead, if it goes on to fail.
    pub dead_from: Option<String>,
    /// Observations, the latest first.
    pub seen: Vec<Seen>,
    /// Who attested it, when, and the note.
    pub attested: Option<String>,
    pub archive: Option<String>,
    /// The day of the next probe; `None` if it was never probed.
    pub due: Option<String>,
    pub uses: Vec<Use>,
    pub organisation: Option<String>,
}

/// An observation of a link.
pub struct Seen {
    pub on: String,
    pub class: &'static str,
    pub detail: String,
}

/// A place of a link.
pub struct Use {
    /// Index into [`Health::files`].
    pub file: usize,
    pub line: u32,
}

/// An organisation that pages send readers to.
pub struct OrganisationHealth {
    pub name: String,
    /// Indices into [`Health::links`].
    pub links: Vec<usize>,
    /// E-mail addresses and phone numbers of its entry that pages name, with the day on which they were confirmed.
    pub contacts: Vec<(String, Option<String>)>,
    /// Indices of the pages that link to it or name its contacts into [`Health::files`], in order.
    pub files: Vec<usize>,
}

/// An OpenPGP key that pages or the registry give.
pub struct KeyHealth {
    pub key: String,
    /// The e-mail addresses that it is for.
    pub addresses: Vec<String>,
    pub verdict: &'static str,
    pub tone: Tone,
    /// Whether enough sources say so.
    pub confirmed: bool,
    /// What was observed of it, in one line; `None` if nothing was.
    pub observed: Option<String>,
    /// When it ends, if that is soon or was.
    pub ends: Option<String>,
    /// Empty for a key of the registry alone.
    pub uses: Vec<Use>,
}

/// A domain of links or e-mail addresses.
pub struct DomainHealth {
    pub domain: String,
    pub verdict: &'static str,
    pub tone: Tone,
    /// What its registry said, in one line; `None` if it was never asked.
    pub observed: Option<String>,
    /// When its registration ends, if that is soon or was.
    pub ends: Option<String>,
    pub uses: Vec<Use>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum DueKind {
    Review,
    Look,
    Dead,
    Certificate,
    Probe,
    Contact,
    Key,
    Domain,
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum When {
    Now,
    /// A day.
    On(String),
}

/// What somebody has to do, and by when.
pub struct Due {
    pub when: When,
    pub kind: DueKind,
    /// A path, a URL, an address, or a sentence.
    pub subject: String,
    /// Why, in a few words.
    pub reason: String,
    /// Index into [`Health::files`].
    pub file: Option<usize>,
}

/// What got better and worse since a commit.
pub struct Changes {
    /// The commit, as it was named and abbreviated.
    pub since: String,
    pub families: Vec<FamilyChange>,
    pub worse: Vec<Finding>,
    pub better: Vec<Finding>,
    pub links: Vec<LinkChange>,
    pub files: Vec<Addition>,
}

/// Findings of a family before and after.
pub struct FamilyChange {
    pub family: String,
    pub before: usize,
    pub after: usize,
}

/// A finding that came or went.
pub struct Finding {
    pub path: String,
    pub line: u32,
    pub severity: Severity,
    pub rule: &'static str,
    pub message: String,
}

/// A link whose verdict is another.
pub struct LinkChange {
    pub url: String,
    pub before: &'static str,
    pub after: &'static str,
    pub is_better: bool,
}

/// A page that came or went.
pub struct Addition {
    pub path: String,
    pub is_added: bool,
}

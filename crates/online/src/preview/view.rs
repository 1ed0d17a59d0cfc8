//! The values that are shown. Whoever makes them has judged everything; here is only what it looks like.

use std::ops::Range;

use firstaid_diagnostics::Severity;

/// How a language is named and written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Language {
    /// The locale, such as `pt-BR`.
    pub locale: String,
    /// Whether browsers know it by this name.
    pub is_known: bool,
    pub is_right_to_left: bool,
}

/// The locales of a guide.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Home {
    /// The name of the guide.
    pub guide: String,
    pub locales: Vec<Summary>,
}

/// What is to be done in a locale.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Summary {
    pub language: Language,
    pub pages: usize,
    /// Blocks that need work.
    pub work: usize,
    pub blocks: usize,
    /// Pages that cannot be synced, whose blocks are not counted.
    pub problems: usize,
}

/// The pages of a locale.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Listing {
    pub guide: String,
    pub source: Language,
    pub language: Language,
    pub pages: Vec<PageSummary>,
}

/// What is to be done in a page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PageSummary {
    pub name: String,
    /// In the language of the translation, if it has one.
    pub title: String,
    pub is_title_translated: bool,
    pub blocks: usize,
    pub missing: usize,
    /// The source changed, a person is not sure, or the page cannot show the translation.
    pub stale: usize,
    pub drafted: usize,
    pub reviewed: usize,
    /// Findings in page and catalog.
    pub findings: usize,
    /// Why the page cannot be synced.
    pub problem: Option<String>,
}

impl PageSummary {
    /// Blocks that need work.
    pub fn work(&self) -> usize {
        self.missing + self.stale + self.drafted
    }

    /// Whether anything of the page needs work.
    pub fn needs_work(&self) -> bool {
        self.work() > 0 || self.findings > 0 || self.problem.is_some()
    }
}

/// A page beside its source.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PageView {
    pub guide: String,
    pub name: String,
    pub title: String,
    pub source: Language,
    pub language: Language,
    pub source_path: String,
    /// The path of the page; `None` if there is none yet.
    pub path: Option<String>,
    pub blocks: Vec<Block>,
    /// What keeps the page from being synced, and its conflicts with both texts.
    pub notices: Vec<Notice>,
    /// Findings outside of all blocks.
    pub findings: Vec<Finding>,
    /// Whether blocks can be edited.
    pub is_editable: bool,
    /// The name under which translations are marked as reviewed, if it is known.
    pub reviewer: Option<String>,
}

/// Something that people should know of a page: a line, and texts with their names.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Notice {
    pub text: String,
    pub texts: Vec<(&'static str, String)>,
}

/// A block of the source and its translation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Block {
    /// What identifies the block in its page, in letters and digits; it changes with the text of the source.
    pub key: String,
    /// A hash of the translation, which tells whether it changed since it was shown.
    pub version: String,
    pub shape: Shape,
    /// The headings above, and the kind of the block.
    pub place: String,
    /// The text of the source as translators see it, with placeholders for link targets.
    pub message: String,
    /// The translation with the same placeholders; empty if there is none.
    pub translation: String,
    /// The source in Markdown, with its link targets.
    pub source: String,
    /// What is shown of the translation, in Markdown, with link targets.
    pub shown: String,
    /// The stretches of `shown` that have findings, in order and apart from each other.
    pub marks: Vec<Range<usize>>,
    pub state: BlockState,
    pub change: Option<Change>,
    pub findings: Vec<Finding>,
    pub terms: Vec<Term>,
    pub labels: Vec<Label>,
    pub matches: Vec<Match>,
    /// The link targets of the source; the first is `{1}`.
    pub targets: Vec<String>,
    /// Notes for translators, from the source.
    pub notes: Vec<String>,
}

impl Block {
    pub fn needs_work(&self) -> bool {
        self.state.needs_work() || !self.findings.is_empty()
    }
}

/// What a block looks like on the site.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shape {
    /// A value of the front matter: plain text.
    Value,
    /// With its level, 1 to 6.
    Heading(u8),
    Paragraph,
    /// With the number of lists around it.
    Item(u32),
    Cell,
    /// Code, or an attribute: plain text.
    Verbatim,
    /// A block of code with its fences.
    Code,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum BlockState {
    Missing,
    /// Made by the named machine or memory.
    Draft(String),
    /// The source changed since it was translated.
    Stale,
    /// A translator or an import was not sure.
    Fuzzy,
    /// The page cannot show it, for this reason.
    Refused(String),
    Translated,
    /// By the named person.
    Reviewed(String),
    /// The page has no catalog.
    Untracked,
    /// Not for translation: it belongs to the page.
    Kept,
}

impl BlockState {
    pub fn needs_work(&self) -> bool {
        !matches!(self, Self::Translated | Self::Reviewed(_) | Self::Untracked | Self::Kept)
    }

    /// Whether a catalog has a place for the translation.
    pub fn is_editable(&self) -> bool {
        !matches!(self, Self::Untracked | Self::Kept)
    }
}

/// How the source changed since it was translated.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    /// Its grade.
    pub grade: &'static str,
    pub reason: String,
    /// The former and the present text of the source.
    pub words: Vec<Word>,
}

/// Words of two versions of a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Word {
    Same(String),
    Gone(String),
    New(String),
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    pub rule: &'static str,
    pub severity: Severity,
    pub message: String,
    /// The text at fault.
    pub excerpt: String,
    /// What to do and why.
    pub notes: Vec<String>,
}

/// A term of the glossary in the source of a block.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Term {
    pub source: String,
    pub translation: String,
    pub note: Option<String>,
}

/// A label of an app in the source of a block.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Label {
    pub app: String,
    pub source: String,
    /// What the app shows in the language of the translation, the most frequent first.
    pub shown: Vec<String>,
}

/// A translation of the same or a similar text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Match {
    /// Similarity in percent.
    pub score: u8,
    /// Whether numbers, identities or negations differ.
    pub is_conflicting: bool,
    /// The page that it comes from.
    pub origin: String,
    pub source: String,
    pub text: String,
}

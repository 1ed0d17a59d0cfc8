//! The values that are shown. Whoever makes them has judged everything; here is only what it looks like.

use std::collections::BTreeMap;
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
    /// What stands behind the last block.
    pub after: Between,
    pub pictures: Pictures,
    /// What keeps the page from being synced, and the blocks that only one side has.
    pub notices: Vec<Notice>,
    pub conflicts: Vec<Conflict>,
    /// A hash of the conflicts, which tells whether they changed since they were shown.
    pub conflict_version: String,
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
    /// Depth of block quotes around it.
    pub quotes: u32,
    /// Whether the text is raw HTML, and not Markdown.
    pub is_html: bool,
    /// What stands before it.
    pub before: Between,
    /// [`Conflict::key`] of its conflict.
    pub conflict: Option<String>,
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
        self.state.needs_work() || !self.findings.is_empty() || self.conflict.is_some()
    }
}

/// What stands between two blocks on both sides and is not translated there.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Between {
    pub source: Vec<Part>,
    pub page: Vec<Part>,
}

impl Between {
    pub fn is_empty(&self) -> bool {
        self.source.is_empty() && self.page.is_empty()
    }
}

/// A part of a page that is no block with a translation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Part {
    /// A block of code with its fences.
    Code(String),
    /// Raw HTML; its elements may begin or end in other parts.
    Html(String),
    /// A horizontal rule.
    Rule,
    /// A table in Markdown. Its cells follow as blocks.
    Table(String),
    /// A tag in whose place the site puts something, such as an include.
    Template(String),
    /// Markdown that is not for translation, or that only this side has.
    Text { shape: Shape, text: String },
}

/// The pictures of a page that the preview can serve: the id of each, by target as typed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Pictures {
    pub source: BTreeMap<String, String>,
    pub page: BTreeMap<String, String>,
}

/// The file of a picture.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Picture {
    pub media_type: &'static str,
    pub bytes: Vec<u8>,
}

/// A difference that only a person can resolve.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Conflict {
    /// What identifies it in its page, in letters and digits.
    pub key: String,
    /// Where it is and what happened.
    pub what: String,
    /// The headings above the block, and its kind.
    pub place: String,
    /// The text of the source as it is now.
    pub source: String,
    /// How the text of the source changed.
    pub change: Vec<Word>,
    pub sides: Vec<ConflictSide>,
    /// Whether another text than those of the sides can be its resolution.
    pub takes_text: bool,
}

impl Conflict {
    /// The text of a side.
    pub fn side(&self, choice: Choice) -> Option<&str> {
        self.sides.iter().find(|side| side.choice == choice).map(|side| &*side.text)
    }
}

/// What one of the two sides of a conflict has.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ConflictSide {
    pub choice: Choice,
    pub text: String,
}

/// How a conflict is resolved.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Choice {
    Page,
    Catalog,
    Source,
    /// By a text that a person types.
    Text,
}

impl Choice {
    /// The value of a form.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Catalog => "catalog",
            Self::Source => "source",
            Self::Text => "text",
        }
    }

    pub fn parse(value: &str) -> Option<Self> {
        [Self::Page, Self::Catalog, Self::Source, Self::Text].into_iter().find(|choice| choice.as_str() == value)
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
    Item {
        depth: u32,
        mark: Mark,
    },
    Cell,
    /// Code, or an attribute: plain text.
    Verbatim,
}

/// What stands before an item of a list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mark {
    Bullet,
    Number(u32),
    /// Of a list of tasks; whether it is done.
    Task(bool),
    /// It goes on with an item that began above.
    None,
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
}

impl BlockState {
    pub fn needs_work(&self) -> bool {
        !matches!(self, Self::Translated | Self::Reviewed(_) | Self::Untracked)
    }

    /// Whether a catalog has a place for the translation.
    pub fn is_editable(&self) -> bool {
        *self != Self::Untracked
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

use std::fmt;
use std::sync::Arc;

use firstaid_text::{SourceFile, TextRange};
use serde::{Deserialize, Serialize};

use crate::{Fix, Text};

/// The name of a rule in kebab-case. It names the defect, so that `allow stale-tool` reads well.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct RuleName(pub &'static str);

impl fmt::Display for RuleName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl fmt::Debug for RuleName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    Info,
    Warning,
    Error,
}

impl Severity {
    pub const ALL: [Self; 3] = [Self::Error, Self::Warning, Self::Info];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The kind of a line below the frame of a diagnostic.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum NoteKind {
    /// What to do.
    Help,
    /// Why, and since when.
    Note,
    /// Where the claim can be verified.
    Source,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Note {
    pub kind: NoteKind,
    pub text: Text,
}

/// A place in another file that is shown with a diagnostic: the source of a translation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Related {
    pub source: Arc<SourceFile>,
    pub range: TextRange,
    /// What the place is, in a few words.
    pub label: &'static str,
}

/// One defect in one file, at exactly these bytes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnostic {
    pub rule: RuleName,
    pub severity: Severity,
    pub range: TextRange,
    /// One sentence without a full stop.
    pub message: Text,
    pub notes: Vec<Note>,
    /// Further places of the same defect; they are listed, not counted.
    pub also: Vec<TextRange>,
    /// Places of the same defect in other files: translations that repeat it. Listed, not counted.
    pub elsewhere: Option<Box<[Related]>>,
    /// Boxed, because few diagnostics have one, and a guide may have hundreds of thousands of diagnostics.
    pub related: Option<Box<Related>>,
    /// Byte offset of the start of the list or block around the place. Equal findings in one block are shown together.
    pub block: Option<u32>,
    /// Boxed for the same reason.
    pub fix: Option<Box<Fix>>,
}

impl Diagnostic {
    pub fn new(rule: RuleName, severity: Severity, range: TextRange, message: impl Into<Text>) -> Self {
        Self {
            rule,
            severity,
            range,
            message: message.into(),
            notes: Vec::new(),
            also: Vec::new(),
            elsewhere: None,
            related: None,
            block: None,
            fix: None,
        }
    }

    #[must_use]
    pub fn help(self, text: impl Into<Text>) -> Self {
        self.with_note(NoteKind::Help, text.into())
    }

    #[must_use]
    pub fn note(self, text: impl Into<Text>) -> Self {
        self.with_note(NoteKind::Note, text.into())
    }

    #[must_use]
    pub fn source(self, text: impl Into<Text>) -> Self {
        self.with_note(NoteKind::Source, text.into())
    }

    fn with_note(mut self, kind: NoteKind, text: Text) -> Self {
        // Most diagnostics have one note, none more than a few: room for more would only cost memory.
        self.notes.reserve_exact(1);
        self.notes.push(Note { kind, text });
        self
    }

    #[must_use]
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fix = Some(Box::new(fix));
        self
    }

    #[must_use]
    pub fn also(mut self, places: impl IntoIterator<Item = TextRange>) -> Self {
        self.also.extend(places);
        self
    }

    #[must_use]
    pub fn elsewhere(mut self, places: Vec<Related>) -> Self {
        self.elsewhere = Some(places.into());
        self
    }

    #[must_use]
    pub fn related(mut self, source: &Arc<SourceFile>, range: TextRange, label: &'static str) -> Self {
        self.related = Some(Box::new(Related { source: Arc::clone(source), range, label }));
        self
    }

    /// Lowers the severity to at most `severity`, for a finding that rests on weak evidence.
    #[must_use]
    pub fn at_most(mut self, severity: Severity) -> Self {
        self.severity = self.severity.min(severity);
        self
    }
}

/// The diagnostics of one file, sorted by position, then rule.
#[derive(Clone, Debug)]
pub struct FileDiagnostics {
    pub source: Arc<SourceFile>,
    pub diagnostics: Vec<Diagnostic>,
}

impl FileDiagnostics {
    pub fn new(source: Arc<SourceFile>, mut diagnostics: Vec<Diagnostic>) -> Self {
        diagnostics.sort_by(|a, b| (a.range, a.rule, &a.message).cmp(&(b.range, b.rule, &b.message)));
        // They are kept until all files are checked.
        diagnostics.shrink_to_fit();
        Self { source, diagnostics }
    }
}

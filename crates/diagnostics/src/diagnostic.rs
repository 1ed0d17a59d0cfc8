use std::fmt;
use std::sync::Arc;

use firstaid_text::{SourceFile, TextRange};
use serde::{Deserialize, Serialize};

use crate::Fix;

/// A rule's name in kebab-case; it says the bad thing, so that `allow stale-tool` reads right.
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

/// What a diagnostic adds below its frame.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum NoteKind {
    /// What to do.
    Help,
    /// Why, since when.
    Note,
    /// Where it can be read.
    Source,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Note {
    pub kind: NoteKind,
    /// Shared: a guide that names a dead tool a thousand times has its story once in memory.
    pub text: Arc<str>,
}

/// A place in another file that is shown beside a diagnostic: the source of a translation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Related {
    pub source: Arc<SourceFile>,
    pub range: TextRange,
    /// What it is, in a few words.
    pub label: &'static str,
}

/// One thing that is wrong in one file, at exactly these bytes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnostic {
    pub rule: RuleName,
    pub severity: Severity,
    pub range: TextRange,
    /// One sentence without a full stop.
    pub message: String,
    pub notes: Vec<Note>,
    /// Where the same defect shows again; listed, not counted.
    pub also: Vec<TextRange>,
    /// Boxed: few diagnostics have it, and a guide may have hundreds of thousands of them.
    pub related: Option<Box<Related>>,
    /// Where the list or block around it begins, if it is in one; findings alike in one block are shown together.
    pub block: Option<u32>,
    pub fix: Option<Fix>,
}

impl Diagnostic {
    pub fn new(rule: RuleName, severity: Severity, range: TextRange, message: impl Into<String>) -> Self {
        Self {
            rule,
            severity,
            range,
            message: message.into(),
            notes: Vec::new(),
            also: Vec::new(),
            related: None,
            block: None,
            fix: None,
        }
    }

    #[must_use]
    pub fn help(mut self, text: impl Into<Arc<str>>) -> Self {
        self.notes.push(Note { kind: NoteKind::Help, text: text.into() });
        self
    }

    #[must_use]
    pub fn note(mut self, text: impl Into<Arc<str>>) -> Self {
        self.notes.push(Note { kind: NoteKind::Note, text: text.into() });
        self
    }

    #[must_use]
    pub fn source(mut self, text: impl Into<Arc<str>>) -> Self {
        self.notes.push(Note { kind: NoteKind::Source, text: text.into() });
        self
    }

    #[must_use]
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }

    #[must_use]
    pub fn also(mut self, places: impl IntoIterator<Item = TextRange>) -> Self {
        self.also.extend(places);
        self
    }

    #[must_use]
    pub fn related(mut self, source: &Arc<SourceFile>, range: TextRange, label: &'static str) -> Self {
        self.related = Some(Box::new(Related { source: Arc::clone(source), range, label }));
        self
    }

    /// Lowers the severity to at most `severity`: what rests on weak evidence is no error.
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
        Self { source, diagnostics }
    }
}

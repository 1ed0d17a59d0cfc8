use std::ops::Range;

use firstaid_text::SourceFile;

use super::Run;
use crate::{Diagnostic, FileDiagnostics, RuleName, Severity};

/// A run of a guide in a folder of its repository.
pub(super) const RUN: Run<'static> = Run {
    files: &[],
    rules: &[],
    version: "1.2.3",
    fail_on: Severity::Error,
    prefix: "guide/",
    rule_help: Some("https://example.org/{rule}.md"),
};

pub(super) fn found(range: Range<usize>, severity: Severity, message: &str) -> Diagnostic {
    Diagnostic::new(RuleName("some-rule"), severity, range.into(), message)
}

pub(super) fn file(path: &str, text: &str, diagnostics: Vec<Diagnostic>) -> FileDiagnostics {
    FileDiagnostics::new(SourceFile::new(path, text).into(), diagnostics)
}

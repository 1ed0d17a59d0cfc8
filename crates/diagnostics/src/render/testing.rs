use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use firstaid_text::SourceFile;

use crate::render::{Run, ShownPaths};
use crate::{Diagnostic, FileDiagnostics, RuleName, Severity};

static NO_LOCALES: LazyLock<HashMap<String, String>> = LazyLock::new(HashMap::new);

/// A run of a guide in a folder of its repository.
pub(super) fn run(files: &[FileDiagnostics]) -> Run<'_> {
    Run {
        files,
        pages: files.len(),
        locales: &NO_LOCALES,
        rules: &[],
        version: "1.2.3",
        fail_on: Severity::Error,
        prefix: "guide/",
        shown_paths: &ShownPaths::FromRoot,
        rule_help: Some("https://example.org/{rule}.md"),
    }
}

pub(super) fn found(range: Range<usize>, severity: Severity, message: &str) -> Diagnostic {
    Diagnostic::new(RuleName("some-rule"), severity, range.into(), message.to_owned())
}

pub(super) fn file(path: &str, text: &str, diagnostics: Vec<Diagnostic>) -> FileDiagnostics {
    FileDiagnostics::new(SourceFile::new(path, text).into(), diagnostics)
}

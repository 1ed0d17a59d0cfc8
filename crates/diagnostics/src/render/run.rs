use std::collections::HashMap;

use firstaid_text::SourceFile;

use crate::render::ShownPaths;
use crate::{Diagnostic, FileDiagnostics, RuleName, Severity};

/// The findings of a run, and what reports say about the run.
#[derive(Clone, Copy, Debug)]
pub struct Run<'a> {
    /// Sorted by path.
    pub files: &'a [FileDiagnostics],
    /// Number of pages that were checked.
    pub pages: usize,
    /// The locale of each file, by path.
    pub locales: &'a HashMap<String, String>,
    /// Sorted by name.
    pub rules: &'a [RuleInfo],
    /// Version of the linter.
    pub version: &'a str,
    /// Findings of this severity or a higher one fail the run.
    pub fail_on: Severity,
    /// Path from the top of the repository to the guide: empty, or ending in `/`. Formats for hosts of repositories use
    /// paths from the top of the repository.
    pub prefix: &'a str,
    /// Formats for people use paths from where they stand.
    pub shown_paths: &'a ShownPaths,
    /// URL of the documentation of a rule, with `{rule}` in place of its name.
    pub rule_help: Option<&'a str>,
}

/// A rule, as reports describe it.
#[derive(Clone, Debug)]
pub struct RuleInfo {
    pub name: RuleName,
    /// The default where the rule is on.
    pub severity: Severity,
    pub is_off_by_default: bool,
    pub family: String,
    /// What the rule does, in one sentence without a full stop.
    pub summary: String,
    /// The documentation of the rule, in Markdown.
    pub doc: String,
}

impl<'a> Run<'a> {
    pub(super) fn findings(&self) -> impl Iterator<Item = (&'a FileDiagnostics, &'a Diagnostic)> + use<'a> {
        self.files.iter().flat_map(|file| file.diagnostics.iter().map(move |diagnostic| (file, diagnostic)))
    }

    /// The path of a file from the top of the repository.
    pub(super) fn path(&self, file: &SourceFile) -> String {
        format!("{}{}", self.prefix, file.path())
    }

    /// The URL of the documentation of a rule.
    pub(super) fn help(&self, rule: RuleName) -> Option<String> {
        self.rule_help.map(|pattern| pattern.replace("{rule}", rule.0))
    }
}

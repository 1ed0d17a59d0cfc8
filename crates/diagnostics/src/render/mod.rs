//! The output formats: each writes the findings of a run to a sink.

mod alike;
mod concise;
mod counts;
mod diff;
mod excerpt;
mod github;
mod gitlab;
mod human;
pub(crate) mod json;
mod jsonl;
mod junit;
mod place;
mod rdjson;
mod sarif;
mod statistics;
#[cfg(test)]
mod testing;
mod words;

use std::collections::HashMap;
use std::io::{self, Write};

use firstaid_text::SourceFile;
use rayon::prelude::*;

use crate::{Diagnostic, FileDiagnostics, RuleName, Severity};

pub use diff::render_diff;
pub use statistics::{render_statistics, summary};

/// How many files are rendered before any of them is written: enough to keep all threads busy, few enough to keep in
/// memory.
const BATCH: usize = 256;

/// Colours and width of the terminal that the output goes to.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    pub color: bool,
    pub width: usize,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// Source frames, as compilers show them; findings alike in one list or block share a frame.
    Human,
    /// A line a finding: `path:line:column: severity[rule] message`.
    Concise,
    /// An object a line, for programs.
    Jsonl,
    /// Commands to GitHub's runner that make annotations, no more than it shows.
    Github,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// GitLab's code quality report.
    Gitlab,
    /// `JUnit`'s report, a test a finding.
    Junit,
    /// Reviewdog's diagnostic format.
    Rdjson,
    /// Counts by rule and locale, a table in Markdown.
    Markdown,
}

/// What a report says of a rule.
#[derive(Clone, Debug)]
pub struct RuleInfo {
    pub name: RuleName,
    /// The default.
    pub severity: Severity,
    pub family: String,
    /// What it does, in one sentence.
    pub summary: String,
    /// Its documentation, in Markdown.
    pub doc: String,
}

/// The findings of a run, and what else reports tell.
#[derive(Clone, Copy, Debug)]
pub struct Run<'a> {
    /// By path.
    pub files: &'a [FileDiagnostics],
    /// How many pages were looked at.
    pub pages: usize,
    /// Of files, by path.
    pub locales: &'a HashMap<String, String>,
    /// By name.
    pub rules: &'a [RuleInfo],
    /// Of the linter.
    pub version: &'a str,
    /// From this severity on findings fail the run.
    pub fail_on: Severity,
    /// What leads from the top of the repository to the guide: empty, or ending in `/`. Whoever hosts the repository
    /// counts from there.
    pub prefix: &'a str,
    /// Where a rule is explained, with `{rule}` in the place of its name.
    pub rule_help: Option<&'a str>,
}

impl<'a> Run<'a> {
    fn findings(&self) -> impl Iterator<Item = (&'a FileDiagnostics, &'a Diagnostic)> + use<'a> {
        self.files.iter().flat_map(|file| file.diagnostics.iter().map(move |diagnostic| (file, diagnostic)))
    }

    /// The path of a file from the top of the repository.
    fn path(&self, file: &SourceFile) -> String {
        format!("{}{}", self.prefix, file.path())
    }

    fn help(&self, rule: RuleName) -> Option<String> {
        self.rule_help.map(|pattern| pattern.replace("{rule}", rule.0))
    }
}

impl Format {
    /// Writes the findings of all files, in order.
    pub fn render(self, run: &Run<'_>, style: Style, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Human => by_file(run, out, &|file, out| human::render(file, style, out)),
            Self::Concise => by_file(run, out, &|file, out| concise::render(file, style, out)),
            Self::Jsonl => by_file(run, out, &jsonl::render),
            Self::Github => github::render(run, out),
            Self::Sarif => sarif::render(run, out),
            Self::Gitlab => gitlab::render(run, out),
            Self::Junit => junit::render(run, out),
            Self::Rdjson => rdjson::render(run, out),
            Self::Markdown => counts::render(run, out),
        }
    }
}

/// Many files are made ready side by side, a batch at a time.
fn by_file(
    run: &Run<'_>,
    out: &mut dyn Write,
    render: &(dyn Fn(&FileDiagnostics, &mut dyn Write) -> io::Result<()> + Sync),
) -> io::Result<()> {
    for batch in run.files.chunks(BATCH) {
        let ready: Vec<io::Result<Vec<u8>>> = batch
            .par_iter()
            .map(|file| {
                let mut bytes = Vec::new();
                render(file, &mut bytes)?;
                Ok(bytes)
            })
            .collect();
        for bytes in ready {
            out.write_all(&bytes?)?;
        }
    }
    Ok(())
}

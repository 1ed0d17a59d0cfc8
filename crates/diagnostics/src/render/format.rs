use std::io::{self, Write};

use rayon::prelude::*;

use crate::FileDiagnostics;
use crate::render::{Run, Style, concise, counts, github, gitlab, human, jsonl, junit, rdjson, sarif};

/// Maximum number of files whose output is in memory at once: enough to keep all threads busy.
const BATCH: usize = 256;

/// The formats of `lint --format`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// Source frames, as compilers show them. Equal findings in one list or block share a frame.
    Human,
    /// One finding per line: `path:line:column: severity[rule] message`.
    Concise,
    /// One JSON object per line.
    Jsonl,
    /// Commands to GitHub's runner that make annotations, no more than GitHub shows.
    Github,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// GitLab's code quality report.
    Gitlab,
    /// `JUnit`'s report, one test per finding.
    Junit,
    /// Reviewdog's diagnostic format.
    Rdjson,
    /// Number of findings by rule and locale, as a table in Markdown.
    Markdown,
}

impl Format {
    /// Every format, in the order of help.
    pub const ALL: [Self; 9] = [
        Self::Human,
        Self::Concise,
        Self::Jsonl,
        Self::Github,
        Self::Sarif,
        Self::Gitlab,
        Self::Junit,
        Self::Rdjson,
        Self::Markdown,
    ];

    /// The format with a name of the command line.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Concise => "concise",
            Self::Jsonl => "jsonl",
            Self::Github => "github",
            Self::Sarif => "sarif",
            Self::Gitlab => "gitlab",
            Self::Junit => "junit",
            Self::Rdjson => "rdjson",
            Self::Markdown => "markdown",
        }
    }

    /// What help says of the format, without a full stop.
    pub fn about(self) -> &'static str {
        match self {
            Self::Human => "Source lines with the findings marked",
            Self::Concise => "One line per finding",
            Self::Jsonl => "One JSON object per finding",
            Self::Github => "Annotations of GitHub Actions",
            Self::Sarif => "SARIF 2.1.0, for code scanning",
            Self::Gitlab => "GitLab's code quality report",
            Self::Junit => "XML report, as test runners write it",
            Self::Rdjson => "Reviewdog's diagnostic format",
            Self::Markdown => "Counts by rule and locale, as a table for the summary of a pull request",
        }
    }

    /// Writes the findings of all files, in order.
    pub fn render(self, run: &Run<'_>, style: Style, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Human => render_files(run, out, &|file, out| human::render(file, run.shown_paths, style, out)),
            Self::Concise => render_files(run, out, &|file, out| concise::render(file, run.shown_paths, style, out)),
            Self::Jsonl => render_files(run, out, &jsonl::render),
            Self::Github => github::render(run, out),
            Self::Sarif => sarif::render(run, out),
            Self::Gitlab => gitlab::render(run, out),
            Self::Junit => junit::render(run, out),
            Self::Rdjson => rdjson::render(run, out),
            Self::Markdown => counts::render(run, out),
        }
    }
}

/// Renders files in parallel and writes them in order.
fn render_files(
    run: &Run<'_>,
    out: &mut dyn Write,
    render: &(dyn Fn(&FileDiagnostics, &mut Vec<u8>) -> io::Result<()> + Sync),
) -> io::Result<()> {
    for batch in run.files.chunks(BATCH) {
        let rendered: Vec<io::Result<Vec<u8>>> = batch
            .par_iter()
            .map(|file| {
                let mut bytes = Vec::new();
                render(file, &mut bytes)?;
                Ok(bytes)
            })
            .collect();
        for bytes in rendered {
            out.write_all(&bytes?)?;
        }
    }
    Ok(())
}

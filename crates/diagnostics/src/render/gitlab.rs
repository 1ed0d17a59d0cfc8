use std::io::{self, Write};

use serde::Serialize;

use crate::render::{Run, json, place::Place};
use crate::{RuleName, Severity, occurrences, visible_line};

/// An issue as GitLab's code quality report has it.
#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: RuleName,
    fingerprint: String,
    severity: &'a str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

/// One array, an issue a line.
pub(super) fn render(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut separator = "";
    write!(out, "[")?;
    for file in run.files {
        let path = run.path(&file.source);
        for (diagnostic, occurrence) in file.diagnostics.iter().zip(occurrences(file)) {
            let Place { line, end_line, .. } = Place::new(&file.source, diagnostic.range);
            let issue = Issue {
                description: visible_line(&diagnostic.message).into_owned(),
                check_name: diagnostic.rule,
                fingerprint: occurrence.to_string(),
                severity: severity(diagnostic.severity),
                location: Location { path: &path, lines: Lines { begin: line, end: end_line } },
            };
            write!(out, "{separator}\n{}", json::line(&issue)?)?;
            separator = ",";
        }
    }
    writeln!(out, "\n]")
}

/// GitLab's grades: what can hurt a reader is critical.
fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "critical",
        Severity::Warning => "minor",
        Severity::Info => "info",
    }
}

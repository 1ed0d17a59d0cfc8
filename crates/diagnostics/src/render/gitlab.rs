use std::borrow::Cow;
use std::io::{self, Write};

use serde::Serialize;

use crate::json::append_json;
use crate::render::Run;
use crate::render::place::{Place, Places};
use crate::{Occurrence, RuleName, Severity, occurrences, visible_line};

/// An issue of GitLab's code quality report.
#[derive(Serialize)]
struct Issue<'a> {
    description: Cow<'a, str>,
    check_name: RuleName,
    fingerprint: Occurrence,
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

/// One array, one issue per line.
pub(super) fn render(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    let (mut separator, mut buffer) = ("", Vec::new());
    write!(out, "[")?;
    for file in run.files {
        let (path, places) = (run.path(&file.source), Places::new(&file.source));
        for (diagnostic, fingerprint) in file.diagnostics.iter().zip(occurrences(file)) {
            let Place { line, end_line, .. } = places.place(diagnostic.range);
            let issue = Issue {
                description: visible_line(&diagnostic.message),
                check_name: diagnostic.rule,
                fingerprint,
                severity: severity(diagnostic.severity),
                location: Location { path: &path, lines: Lines { begin: line, end: end_line } },
            };
            buffer.clear();
            append_json(&mut buffer, &issue)?;
            writeln!(out, "{separator}")?;
            out.write_all(&buffer)?;
            separator = ",";
        }
    }
    writeln!(out, "\n]")
}

/// GitLab's name of a severity: an error can harm a reader, so it is critical.
fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "critical",
        Severity::Warning => "minor",
        Severity::Info => "info",
    }
}

use std::io::{self, Write};

use firstaid_text::{SourceFile, TextRange};
use serde::Serialize;

use crate::render::words::explained;
use crate::render::{Run, json};
use crate::{Applicability, Diagnostic, FileDiagnostics, Fix, RuleName, Severity, escape_markdown, visible};

#[derive(Serialize)]
struct Reported<'a> {
    /// Reviewdog makes a comment of it, which is Markdown.
    message: String,
    location: Location<'a>,
    severity: &'a str,
    code: Code,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Suggestion>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    range: Range,
}

#[derive(Serialize)]
struct Range {
    start: Position,
    end: Position,
}

/// From 1; the column in bytes.
#[derive(Serialize)]
struct Position {
    line: u32,
    column: u32,
}

#[derive(Serialize)]
struct Code {
    value: RuleName,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

#[derive(Serialize)]
struct Suggestion {
    range: Range,
    text: String,
}

/// One object, a finding a line.
pub(super) fn render(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "{{\"source\":{{\"name\":\"firstaid\"}},\"diagnostics\":[")?;
    let mut separator = "";
    for (file, diagnostic) in run.findings() {
        write!(out, "{separator}\n{}", json::line(&reported(run, file, &run.path(&file.source), diagnostic))?)?;
        separator = ",";
    }
    writeln!(out, "\n]}}")
}

fn reported<'a>(run: &Run<'_>, file: &FileDiagnostics, path: &'a str, diagnostic: &Diagnostic) -> Reported<'a> {
    Reported {
        message: escape_markdown(&visible(&explained(diagnostic))),
        location: Location { path, range: Range::new(&file.source, diagnostic.range) },
        severity: match diagnostic.severity {
            Severity::Error => "ERROR",
            Severity::Warning => "WARNING",
            Severity::Info => "INFO",
        },
        code: Code { value: diagnostic.rule, url: run.help(diagnostic.rule) },
        suggestions: diagnostic.fix.iter().filter_map(|fix| suggestion(&file.source, fix)).collect(),
    }
}

/// The fix as one replacement from its first edit to its last: what goes in whole or not at all is not to be offered
/// in parts. What only a person can know is not offered: it would be in with one click.
fn suggestion(source: &SourceFile, fix: &Fix) -> Option<Suggestion> {
    if fix.applicability == Applicability::DisplayOnly {
        return None;
    }
    let around = fix.edits.iter().map(|edit| edit.range).reduce(TextRange::cover)?;
    let mut edits: Vec<_> = fix.edits.iter().collect();
    edits.sort_by_key(|edit| edit.range);
    let (mut text, mut done) = (String::new(), around.start());
    for edit in edits.into_iter().filter(|edit| edit.range.start() >= around.start()) {
        text.push_str(source.text().get(done as usize..edit.range.start() as usize)?);
        text.push_str(&edit.replacement);
        done = edit.range.end();
    }
    Some(Suggestion { range: Range::new(source, around), text })
}

impl Range {
    fn new(source: &SourceFile, range: TextRange) -> Self {
        Self { start: Position::new(source, range.start()), end: Position::new(source, range.end()) }
    }
}

impl Position {
    fn new(source: &SourceFile, offset: u32) -> Self {
        let line = source.lines().line(offset);
        let start = source.lines().line_range(source.text(), line).start();
        Self { line, column: offset - start + 1 }
    }
}

#[cfg(test)]
mod tests {
    use firstaid_text::Edit;

    use super::*;
    use crate::render::testing::{file, found, run};

    #[test]
    fn columns_are_bytes_and_a_fix_is_one_suggestion() {
        let edits = vec![Edit::delete(TextRange::new(11, 12)), Edit::replace(TextRange::new(3, 7), "Gmail")];
        let fix = |applicability| Fix::new("Mend it", edits.clone(), applicability);
        let file = file(
            "en/A.md",
            "é Gmal and x\n",
            vec![
                found(3..7, Severity::Warning, "`Gmal`").fix(fix(Applicability::Safe)),
                found(3..7, Severity::Warning, "b").fix(fix(Applicability::DisplayOnly)),
            ],
        );
        let mut out = Vec::new();
        render(&run(&[file]), &mut out).unwrap();
        let json: serde_json::Value = serde_json::from_slice(&out).unwrap();
        let range = serde_json::json!({ "start": { "line": 1, "column": 4 }, "end": { "line": 1, "column": 13 } });
        assert_eq!(json["diagnostics"][0]["suggestions"], serde_json::json!([{ "range": range, "text": "Gmail and" }]));
        assert_eq!(json["diagnostics"][0]["location"]["path"], "guide/en/A.md");
        assert_eq!(json["diagnostics"][0]["code"]["url"], "https://example.org/some-rule.md");
        assert_eq!(json["diagnostics"][1].get("suggestions"), None);
    }
}

use std::io::{self, Write};

use firstaid_text::TextRange;
use serde::Serialize;

use crate::json::append_json;
use crate::render::Run;
use crate::render::explanation::explanation;
use crate::render::place::Places;
use crate::{Applicability, Diagnostic, Fix, RuleName, Severity, escape_markdown, visible};

#[derive(Serialize)]
struct Reported<'a> {
    /// In Markdown: reviewdog makes a comment of it.
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

/// 1-based; the column in bytes.
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

/// One object, one finding per line.
pub(super) fn render(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "{{\"source\":{{\"name\":\"firstaid\"}},\"diagnostics\":[")?;
    let (mut separator, mut buffer) = ("", Vec::new());
    for file in run.files {
        let (path, places) = (run.path(&file.source), Places::new(&file.source));
        for diagnostic in &file.diagnostics {
            buffer.clear();
            append_json(&mut buffer, &reported(run, &path, &places, diagnostic))?;
            writeln!(out, "{separator}")?;
            out.write_all(&buffer)?;
            separator = ",";
        }
    }
    writeln!(out, "\n]}}")
}

fn reported<'a>(run: &Run<'_>, path: &'a str, places: &Places<'_>, diagnostic: &Diagnostic) -> Reported<'a> {
    Reported {
        message: escape_markdown(&visible(&explanation(diagnostic))),
        location: Location { path, range: Range::new(places, diagnostic.range) },
        severity: match diagnostic.severity {
            Severity::Error => "ERROR",
            Severity::Warning => "WARNING",
            Severity::Info => "INFO",
        },
        code: Code { value: diagnostic.rule, url: run.help(diagnostic.rule) },
        suggestions: diagnostic.fix.iter().filter_map(|fix| suggestion(places, fix)).collect(),
    }
}

/// The fix as one replacement from its first edit to its last, so that it is applied completely or not at all. `None`
/// for a fix that only a person can decide on: a suggestion is applied with one click.
fn suggestion(places: &Places<'_>, fix: &Fix) -> Option<Suggestion> {
    if fix.applicability == Applicability::DisplayOnly {
        return None;
    }
    let around = fix.edits.iter().map(|edit| edit.range).reduce(TextRange::cover)?;
    let mut edits: Vec<_> = fix.edits.iter().collect();
    edits.sort_by_key(|edit| edit.range);
    let (mut text, mut done) = (String::new(), around.start());
    for edit in edits.into_iter().filter(|edit| edit.range.start() >= around.start()) {
        text.push_str(places.source.text().get(done as usize..edit.range.start() as usize)?);
        text.push_str(&edit.replacement);
        done = edit.range.end();
    }
    Some(Suggestion { range: Range::new(places, around), text })
}

impl Range {
    fn new(places: &Places<'_>, range: TextRange) -> Self {
        Self { start: Position::new(places, range.start()), end: Position::new(places, range.end()) }
    }
}

impl Position {
    fn new(places: &Places<'_>, offset: u32) -> Self {
        let line = places.line(offset);
        Self { line, column: offset - places.line_range(line).start() + 1 }
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
        let fix = |applicability| Fix::new("Fix it", edits.clone(), applicability);
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

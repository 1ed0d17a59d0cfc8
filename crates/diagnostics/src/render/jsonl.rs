use std::io::{self, Write};

use firstaid_text::{SourceFile, TextRange};
use serde::Serialize;

use crate::visible::picture;
use crate::{Applicability, Diagnostic, FileDiagnostics, Fix, RuleName, Severity};

/// One finding; lines and columns from 1, columns in Unicode scalar values.
#[derive(Serialize)]
struct Record<'a> {
    rule: RuleName,
    severity: Severity,
    path: &'a str,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    message: &'a str,
    /// Where the same defect shows again.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    also: Vec<Place>,
    /// A place in another file to compare with.
    #[serde(skip_serializing_if = "Option::is_none")]
    related: Option<RelatedRecord<'a>>,
    fix: Option<FixRecord<'a>>,
}

#[derive(Serialize)]
struct Place {
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
}

#[derive(Serialize)]
struct RelatedRecord<'a> {
    path: &'a str,
    #[serde(flatten)]
    place: Place,
    label: &'a str,
}

#[derive(Serialize)]
struct FixRecord<'a> {
    title: &'a str,
    applicability: Applicability,
    edits: Vec<EditRecord<'a>>,
}

#[derive(Serialize)]
struct EditRecord<'a> {
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    replacement: &'a str,
}

impl Place {
    fn new(source: &SourceFile, range: TextRange) -> Self {
        let (start, end) = (source.line_column(range.start()), source.line_column(range.end()));
        Self { line: start.line, column: start.column, end_line: end.line, end_column: end.column }
    }
}

pub(super) fn render(file: &FileDiagnostics, out: &mut dyn Write) -> io::Result<()> {
    for diagnostic in &file.diagnostics {
        let json = serde_json::to_string(&record(&file.source, diagnostic))?;
        writeln!(out, "{}", escape_invisible(json))?;
    }
    Ok(())
}

fn record<'a>(source: &'a SourceFile, diagnostic: &'a Diagnostic) -> Record<'a> {
    let fix = diagnostic.fix.as_ref().map(|fix: &Fix| FixRecord {
        title: &fix.title,
        applicability: fix.applicability,
        edits: fix
            .edits
            .iter()
            .map(|edit| {
                let Place { line, column, end_line, end_column } = Place::new(source, edit.range);
                EditRecord { line, column, end_line, end_column, replacement: &edit.replacement }
            })
            .collect(),
    });
    let related = diagnostic.related.as_ref().map(|related| RelatedRecord {
        path: related.source.path(),
        place: Place::new(&related.source, related.range),
        label: related.label,
    });
    let Place { line, column, end_line, end_column } = Place::new(source, diagnostic.range);
    Record {
        rule: diagnostic.rule,
        severity: diagnostic.severity,
        path: source.path(),
        line,
        column,
        end_line,
        end_column,
        message: &diagnostic.message,
        also: diagnostic.also.iter().map(|&range| Place::new(source, range)).collect(),
        related,
        fix,
    }
}

/// JSON leaves C1 and bidirectional controls as they are; a terminal does not. Inside strings, the only place
/// where they can stand, `\u` escapes mean the same.
fn escape_invisible(json: String) -> String {
    if json.bytes().all(|b| (b' '..=b'~').contains(&b)) || json.chars().all(|c| picture(c).is_none()) {
        return json;
    }
    let mut out = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        if picture(c).is_none() {
            out.push(c);
            continue;
        }
        for unit in c.encode_utf16(&mut [0; 2]) {
            out.extend([format!("\\u{unit:04x}")]);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use firstaid_text::TextRange;

    use super::*;

    #[test]
    fn the_source_beside_a_finding_has_its_own_path_and_place() {
        let source = Arc::new(SourceFile::new("en/a.md", "# A\n\nTwo hours.\n"));
        let finding =
            Diagnostic::new(RuleName("number-mismatch"), Severity::Warning, TextRange::new(0, 4), "it differs")
                .related(&source, TextRange::new(5, 8), "the source");
        let file = FileDiagnostics::new(Arc::new(SourceFile::new("es/a.md", "Tres horas.\n")), vec![finding]);
        let mut out = Vec::new();
        render(&file, &mut out).unwrap();
        let shown: serde_json::Value = serde_json::from_slice(&out).unwrap();
        let expected = serde_json::json!({
            "path": "en/a.md", "line": 3, "column": 1, "end_line": 3, "end_column": 4, "label": "the source"
        });
        assert_eq!((&shown["related"], &shown["path"]), (&expected, &"es/a.md".into()));
    }
}

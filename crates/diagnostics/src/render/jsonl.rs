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

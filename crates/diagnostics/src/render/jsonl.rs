use std::io::{self, Write};

use firstaid_text::SourceFile;
use serde::Serialize;

use crate::render::{json, place::Place};
use crate::{Applicability, Diagnostic, FileDiagnostics, Fix, RuleName, Severity};

/// One finding; lines and columns from 1, columns in Unicode scalar values.
#[derive(Serialize)]
struct Record<'a> {
    rule: RuleName,
    severity: Severity,
    path: &'a str,
    #[serde(flatten)]
    place: Place,
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
    #[serde(flatten)]
    place: Place,
    replacement: &'a str,
}

pub(super) fn render(file: &FileDiagnostics, out: &mut dyn Write) -> io::Result<()> {
    for diagnostic in &file.diagnostics {
        writeln!(out, "{}", json::line(&record(&file.source, diagnostic))?)?;
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
            .map(|edit| EditRecord { place: Place::new(source, edit.range), replacement: &edit.replacement })
            .collect(),
    });
    let related = diagnostic.related.as_ref().map(|related| RelatedRecord {
        path: related.source.path(),
        place: Place::new(&related.source, related.range),
        label: related.label,
    });
    Record {
        rule: diagnostic.rule,
        severity: diagnostic.severity,
        path: source.path(),
        place: Place::new(source, diagnostic.range),
        message: &diagnostic.message,
        also: diagnostic.also.iter().map(|&range| Place::new(source, range)).collect(),
        related,
        fix,
    }
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

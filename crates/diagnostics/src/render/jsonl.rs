use std::borrow::Cow;
use std::io;

use serde::Serialize;

use crate::json::append_json;
use crate::render::place::{Place, Places, PlacesCache};
use crate::{Applicability, Diagnostic, FileDiagnostics, RuleName, Severity};

/// One finding.
#[derive(Serialize)]
struct Record<'a> {
    rule: RuleName,
    severity: Severity,
    path: &'a str,
    #[serde(flatten)]
    place: Place,
    message: &'a str,
    /// What people are told beside the message, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<&'a str>,
    /// Further places of the same defect, in translations, too.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    also: Vec<AlsoRecord<'a>>,
    /// A place in another file to compare with.
    #[serde(skip_serializing_if = "Option::is_none")]
    related: Option<RelatedRecord<'a>>,
    fix: Option<FixRecord<'a>>,
}

#[derive(Serialize)]
struct AlsoRecord<'a> {
    path: &'a str,
    #[serde(flatten)]
    place: Place,
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
    title: Cow<'a, str>,
    applicability: Applicability,
    edits: Vec<EditRecord<'a>>,
}

#[derive(Serialize)]
struct EditRecord<'a> {
    #[serde(flatten)]
    place: Place,
    replacement: &'a str,
}

pub(super) fn render(file: &FileDiagnostics, out: &mut Vec<u8>) -> io::Result<()> {
    let (places, mut related) = (Places::new(&file.source), PlacesCache::default());
    for diagnostic in &file.diagnostics {
        append_json(out, &record(&places, &mut related, diagnostic))?;
        out.push(b'\n');
    }
    Ok(())
}

fn record<'a>(places: &Places<'a>, related: &mut PlacesCache<'a>, diagnostic: &'a Diagnostic) -> Record<'a> {
    let fix = diagnostic.fix.as_ref().map(|fix| FixRecord {
        title: fix.title(),
        applicability: fix.applicability,
        edits: fix
            .edits
            .iter()
            .map(|edit| EditRecord { place: places.place(edit.range), replacement: &edit.replacement })
            .collect(),
    });
    let path = places.source.path();
    let mut also: Vec<AlsoRecord<'_>> =
        diagnostic.also.iter().map(|&range| AlsoRecord { path, place: places.place(range) }).collect();
    for it in diagnostic.elsewhere.iter().flatten() {
        also.push(AlsoRecord { path: it.source.path(), place: related.of(&it.source).place(it.range) });
    }
    let related = diagnostic.related.as_ref().map(|it| RelatedRecord {
        path: it.source.path(),
        place: related.of(&it.source).place(it.range),
        label: it.label,
    });
    Record {
        rule: diagnostic.rule,
        severity: diagnostic.severity,
        path,
        place: places.place(diagnostic.range),
        message: &diagnostic.message,
        notes: diagnostic.notes.iter().map(|note| &*note.text).collect(),
        also,
        related,
        fix,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use firstaid_text::{SourceFile, TextRange};

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

//! Conversions between the types of this workspace and those of the protocol: paths, positions, findings.

use std::path::{Path, PathBuf};

use firstaid_diagnostics::{Diagnostic, NoteKind, Severity};
use firstaid_text::{PositionEncoding, PositionIndex, TextRange};
use gen_lsp_types as lsp;
use url::Url;

/// The path of a `file:` URI; `None` for other schemes, such as that of an unsaved text.
pub(crate) fn path_of(uri: &lsp::Uri) -> Option<PathBuf> {
    Url::parse(&uri.0).ok()?.to_file_path().ok()
}

/// The URI of a file.
pub(crate) fn uri_of(path: &Path) -> Option<lsp::Uri> {
    Some(lsp::Uri(Url::from_file_path(path).ok()?.into()))
}

/// Converts between byte offsets of a text and positions in the editor's encoding.
pub(crate) struct Positions<'t> {
    text: &'t str,
    index: PositionIndex,
    encoding: PositionEncoding,
}

impl<'t> Positions<'t> {
    pub(crate) fn new(text: &'t str, encoding: PositionEncoding) -> Self {
        Self { text, index: PositionIndex::new(text), encoding }
    }

    pub(crate) fn range(&self, range: TextRange) -> lsp::Range {
        let position = |offset| {
            let firstaid_text::Position { line, character } = self.index.position(self.text, offset, self.encoding);
            lsp::Position { line, character }
        };
        lsp::Range { start: position(range.start()), end: position(range.end()) }
    }

    pub(crate) fn offset(&self, position: lsp::Position) -> u32 {
        let lsp::Position { line, character } = position;
        self.index.offset(self.text, firstaid_text::Position { line, character }, self.encoding)
    }

    /// The range in bytes; empty if the editor's range ends before it starts.
    pub(crate) fn text_range(&self, range: lsp::Range) -> TextRange {
        let start = self.offset(range.start);
        TextRange::new(start, self.offset(range.end).max(start))
    }
}

/// A finding in the protocol's form.
pub(crate) fn diagnostic(
    finding: &Diagnostic,
    positions: &Positions<'_>,
    related: Vec<lsp::DiagnosticRelatedInformation>,
) -> lsp::Diagnostic {
    let severity = match finding.severity {
        Severity::Error => lsp::DiagnosticSeverity::Error,
        Severity::Warning => lsp::DiagnosticSeverity::Warning,
        Severity::Info => lsp::DiagnosticSeverity::Information,
    };
    lsp::Diagnostic {
        range: positions.range(finding.range),
        severity: Some(severity),
        code: Some(finding.rule.0.to_owned().into()),
        source: Some("firstaid".to_owned()),
        message: message(finding).into(),
        related_information: (!related.is_empty()).then_some(related),
        ..lsp::Diagnostic::default()
    }
}

/// The message and its help notes. Other notes and sources are for the hover.
fn message(finding: &Diagnostic) -> String {
    let help = finding.notes.iter().filter(|note| note.kind == NoteKind::Help);
    help.fold(finding.message.to_string(), |message, note| format!("{message}\n{}", note.text))
}

//! Between our terms and the protocol's: paths, positions, findings.

use std::path::{Path, PathBuf};

use firstaid_diagnostics::{Diagnostic, NoteKind, Severity};
use firstaid_text::{PositionEncoding, PositionIndex, TextRange};
use gen_lsp_types as lsp;
use url::Url;

/// The file that a URI names; none for what is only in the editor.
pub(crate) fn path_of(uri: &lsp::Uri) -> Option<PathBuf> {
    Url::parse(&uri.0).ok()?.to_file_path().ok()
}

/// The URI of a file.
pub(crate) fn uri_of(path: &Path) -> Option<lsp::Uri> {
    Some(lsp::Uri(Url::from_file_path(path).ok()?.into()))
}

/// A text, and the places in it as the editor counts them.
pub(crate) struct Places<'t> {
    text: &'t str,
    index: PositionIndex,
    encoding: PositionEncoding,
}

impl<'t> Places<'t> {
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

    /// A range that runs backwards is empty.
    pub(crate) fn text_range(&self, range: lsp::Range) -> TextRange {
        let start = self.offset(range.start);
        TextRange::new(start, self.offset(range.end).max(start))
    }
}

/// A finding as the editor shows it; `related` makes locations of places in other files.
pub(crate) fn diagnostic(
    found: &Diagnostic,
    places: &Places<'_>,
    related: &dyn Fn(&Diagnostic) -> Vec<lsp::DiagnosticRelatedInformation>,
) -> lsp::Diagnostic {
    let severity = match found.severity {
        Severity::Error => lsp::DiagnosticSeverity::Error,
        Severity::Warning => lsp::DiagnosticSeverity::Warning,
        Severity::Info => lsp::DiagnosticSeverity::Information,
    };
    let related = related(found);
    lsp::Diagnostic {
        range: places.range(found.range),
        severity: Some(severity),
        code: Some(found.rule.0.to_owned().into()),
        source: Some("firstaid".to_owned()),
        message: message(found).into(),
        related_information: (!related.is_empty()).then_some(related),
        ..lsp::Diagnostic::default()
    }
}

/// What is wrong and what to do; why, and where that is said, is for those who ask.
fn message(found: &Diagnostic) -> String {
    let help = found.notes.iter().filter(|note| note.kind == NoteKind::Help);
    help.fold(found.message.to_string(), |message, note| format!("{message}\n{}", note.text))
}

//! The state that a request reads: the guide, the open documents, and how the editor names positions in them.

use firstaid_content::{Guide, Page};
use firstaid_diagnostics::Diagnostic;
use firstaid_lint::Linter;
use firstaid_text::{Edit, PositionEncoding, SourceFile, TextRange};
use gen_lsp_types as lsp;

use crate::convert::{Positions, diagnostic};
use crate::documents::{Document, Documents};
use crate::root::Root;
use crate::workspace::Workspace;

pub(crate) struct View<'a> {
    pub(crate) workspace: &'a Workspace,
    pub(crate) documents: &'a Documents,
    pub(crate) root: &'a Root,
    pub(crate) encoding: PositionEncoding,
    pub(crate) has_versioned_edits: bool,
    pub(crate) renders_markdown: bool,
}

impl<'a> View<'a> {
    pub(crate) fn guide(&self) -> &'a Guide {
        &self.workspace.guide
    }

    pub(crate) fn linter(&self) -> &'a Linter {
        &self.workspace.linter
    }

    /// The open page of a URI.
    pub(crate) fn open_page(&self, uri: &lsp::Uri) -> Option<(&'a Document, &'a Page)> {
        let path = self.root.below(uri)?;
        Some((self.documents.get(&path)?, self.workspace.guide.by_path(&path)?))
    }

    /// The open page or catalog of a URI.
    pub(crate) fn open_file(&self, uri: &lsp::Uri) -> Option<(&'a Document, &'a SourceFile)> {
        let path = self.root.below(uri)?;
        Some((self.documents.get(&path)?, self.workspace.file(&path)?))
    }

    pub(crate) fn positions<'t>(&self, text: &'t str) -> Positions<'t> {
        Positions::new(text, self.encoding)
    }

    /// The URI of a file of the guide: as the editor spells it if it has the file open.
    pub(crate) fn uri(&self, path: &str) -> Option<lsp::Uri> {
        self.documents.get(path).map(|document| document.uri.clone()).or_else(|| self.root.uri(path))
    }

    pub(crate) fn location(&self, source: &SourceFile, range: TextRange) -> Option<lsp::Location> {
        Some(lsp::Location { uri: self.uri(source.path())?, range: self.positions(source.text()).range(range) })
    }

    /// The findings of a file in the protocol's form.
    pub(crate) fn diagnostics(&self, source: &SourceFile, findings: &[Diagnostic]) -> Vec<lsp::Diagnostic> {
        let positions = self.positions(source.text());
        findings.iter().map(|finding| diagnostic(finding, &positions, self.related(source, finding))).collect()
    }

    /// The other places of a finding: what it refers to, and where the same cause shows.
    fn related(&self, source: &SourceFile, finding: &Diagnostic) -> Vec<lsp::DiagnosticRelatedInformation> {
        let also = finding.also.iter().map(|&range| (source, range, "here, too"));
        let related = finding.related.as_deref().map(|it| (&*it.source, it.range, it.label));
        let information = |(source, range, label): (&SourceFile, TextRange, &str)| {
            let message = label.to_owned();
            Some(lsp::DiagnosticRelatedInformation { location: self.location(source, range)?, message })
        };
        related.into_iter().chain(also).filter_map(information).collect()
    }

    /// Edits to files of the guide. Those to an open file name the version that they apply to.
    pub(crate) fn edit<'e>(
        &self,
        files: impl IntoIterator<Item = (&'e SourceFile, Vec<&'e Edit>)>,
    ) -> Option<lsp::WorkspaceEdit> {
        let files = files.into_iter().map(|(source, edits)| {
            let positions = self.positions(source.text());
            let edit =
                |edit: &&Edit| lsp::TextEdit { range: positions.range(edit.range), new_text: edit.replacement.clone() };
            let version = self.documents.get(source.path()).map(|document| document.version);
            Some((self.uri(source.path())?, version, edits.iter().map(edit).collect::<Vec<_>>()))
        });
        let files = files.collect::<Option<Vec<_>>>()?;
        if !self.has_versioned_edits {
            let changes = files.into_iter().map(|(uri, _, edits)| (uri, edits)).collect();
            return Some(lsp::WorkspaceEdit { changes: Some(changes), ..lsp::WorkspaceEdit::default() });
        }
        let changes = files.into_iter().map(|(uri, version, edits)| {
            let text_document_identifier = lsp::TextDocumentIdentifier { uri };
            let text_document = lsp::OptionalVersionedTextDocumentIdentifier { version, text_document_identifier };
            lsp::TextDocumentEdit { text_document, edits: edits.into_iter().map(Into::into).collect() }.into()
        });
        Some(lsp::WorkspaceEdit { document_changes: Some(changes.collect()), ..lsp::WorkspaceEdit::default() })
    }
}

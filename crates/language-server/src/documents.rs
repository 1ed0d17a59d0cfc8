//! The files that the editor has open, with its text of them.

use std::collections::BTreeMap;

use firstaid_diagnostics::Diagnostic;
use firstaid_text::{Edit, PositionEncoding};
use gen_lsp_types as lsp;

use crate::convert::Positions;

/// An open file.
pub(crate) struct Document {
    pub(crate) uri: lsp::Uri,
    pub(crate) version: i32,
    pub(crate) text: String,
    /// Whether the text differs from the file on disk, and so is lost when the editor closes the file.
    pub(crate) is_modified: bool,
    /// Whether the guide does not have this text yet.
    pub(crate) is_pending: bool,
    /// The version that was linted last, and the findings that were published for it.
    pub(crate) published: Option<(i32, Vec<Diagnostic>)>,
    /// The edits of all safe fixes; `None` until code actions are requested after the last lint.
    pub(crate) safe_fixes: Option<Vec<Edit>>,
}

/// Open files by their path below the root of the guide.
pub(crate) type Documents = BTreeMap<String, Document>;

impl Document {
    pub(crate) fn new(item: lsp::TextDocumentItem) -> Self {
        let lsp::TextDocumentItem { uri, version, text, .. } = item;
        Self { uri, version, text, is_modified: true, is_pending: true, published: None, safe_fixes: None }
    }

    /// The findings of the current version; `None` until it is linted.
    pub(crate) fn current_findings(&self) -> Option<&[Diagnostic]> {
        let (version, findings) = self.published.as_ref()?;
        (*version == self.version).then_some(findings)
    }

    /// Applies changes in order, each to the result of the one before.
    pub(crate) fn change(
        &mut self,
        version: i32,
        changes: Vec<lsp::TextDocumentContentChangeEvent>,
        encoding: PositionEncoding,
    ) {
        for change in changes {
            match change {
                lsp::TextDocumentContentChangeEvent::TextDocumentContentChangePartial(part) => {
                    let range = Positions::new(&self.text, encoding).text_range(part.range);
                    self.text.replace_range(range.as_usize(), &part.text);
                }
                lsp::TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(whole) => {
                    self.text = whole.text;
                }
            }
        }
        (self.version, self.is_modified, self.is_pending) = (version, true, true);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(text: &str) -> Document {
        Document::new(lsp::TextDocumentItem {
            uri: "file:///x.md".into(),
            language_id: lsp::LanguageKind::Markdown,
            version: 1,
            text: text.to_owned(),
        })
    }

    fn part(start: (u32, u32), end: (u32, u32), text: &str) -> lsp::TextDocumentContentChangeEvent {
        let position = |(line, character)| lsp::Position { line, character };
        let range = lsp::Range { start: position(start), end: position(end) };
        lsp::TextDocumentContentChangePartial { range, text: text.to_owned(), ..Default::default() }.into()
    }

    #[test]
    fn each_change_applies_to_the_result_of_the_one_before() {
        let mut document = document("a🙂b\r\nc");
        let changes = vec![part((0, 3), (1, 0), "\n"), part((1, 0), (1, 1), "حx"), part((1, 1), (1, 1), "é")];
        document.change(2, changes, PositionEncoding::Utf16);
        assert_eq!((&*document.text, document.version), ("a🙂\nحéx", 2));
    }

    #[test]
    fn a_range_that_ends_before_it_starts_inserts() {
        let mut document = document("abc");
        document.change(2, vec![part((0, 2), (0, 0), "-")], PositionEncoding::Utf8);
        assert_eq!(document.text, "ab-c");
    }
}

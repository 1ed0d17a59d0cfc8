//! The files that the editor has open, as it has them.

use std::collections::BTreeMap;

use firstaid_diagnostics::Diagnostic;
use firstaid_text::{Edit, PositionEncoding};
use gen_lsp_types as lsp;

use crate::convert::Places;

/// An open file.
pub(crate) struct Document {
    pub(crate) uri: lsp::Uri,
    pub(crate) version: i32,
    pub(crate) text: String,
    /// Whether the file on disk is another: what the editor has is lost if it is closed.
    pub(crate) is_changed: bool,
    /// Whether the guide still has an older text.
    pub(crate) is_unread: bool,
    /// What was said of it last, and of which version.
    pub(crate) found: Option<(i32, Vec<Diagnostic>)>,
    /// What mending all that is safe comes to; `None` until somebody asks after it was linted.
    pub(crate) mended: Option<Vec<Edit>>,
}

/// By path below the root of the guide.
pub(crate) type Documents = BTreeMap<String, Document>;

impl Document {
    pub(crate) fn new(item: lsp::TextDocumentItem) -> Self {
        let lsp::TextDocumentItem { uri, version, text, .. } = item;
        Self { uri, version, text, is_changed: true, is_unread: true, found: None, mended: None }
    }

    /// Applies the changes in order, each to what the one before it left.
    pub(crate) fn change(
        &mut self,
        version: i32,
        changes: Vec<lsp::TextDocumentContentChangeEvent>,
        encoding: PositionEncoding,
    ) {
        for change in changes {
            match change {
                lsp::TextDocumentContentChangeEvent::TextDocumentContentChangePartial(part) => {
                    let range = Places::new(&self.text, encoding).text_range(part.range);
                    self.text.replace_range(range.as_usize(), &part.text);
                }
                lsp::TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(whole) => {
                    self.text = whole.text;
                }
            }
        }
        (self.version, self.is_changed, self.is_unread) = (version, true, true);
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
    fn each_change_is_to_what_the_one_before_it_left() {
        let mut document = document("a🙂b\r\nc");
        let changes = vec![part((0, 3), (1, 0), "\n"), part((1, 0), (1, 1), "حx"), part((1, 1), (1, 1), "é")];
        document.change(2, changes, PositionEncoding::Utf16);
        assert_eq!((&*document.text, document.version), ("a🙂\nحéx", 2));
    }

    #[test]
    fn a_range_that_runs_backwards_inserts() {
        let mut document = document("abc");
        document.change(2, vec![part((0, 2), (0, 0), "-")], PositionEncoding::Utf8);
        assert_eq!(document.text, "ab-c");
    }
}

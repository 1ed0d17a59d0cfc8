use firstaid_text::{SourceFile, TextRange};
use serde::Serialize;

/// A range as people count it: from 1, columns in Unicode scalar values.
#[derive(Clone, Copy, Serialize)]
pub(super) struct Place {
    pub(super) line: u32,
    pub(super) column: u32,
    pub(super) end_line: u32,
    pub(super) end_column: u32,
}

impl Place {
    pub(super) fn new(source: &SourceFile, range: TextRange) -> Self {
        let (start, end) = (source.line_column(range.start()), source.line_column(range.end()));
        Self { line: start.line, column: start.column, end_line: end.line, end_column: end.column }
    }
}

use std::cell::Cell;
use std::ptr;

use firstaid_text::{LineColumn, SourceFile, TextRange};
use serde::Serialize;

use crate::render::columns::Columns;

/// A range as people count it: from 1, columns in Unicode scalar values.
#[derive(Clone, Copy, Serialize)]
pub(super) struct Place {
    pub(super) line: u32,
    pub(super) column: u32,
    pub(super) end_line: u32,
    pub(super) end_column: u32,
}

/// Finds places in one file. A look-up takes no longer on a long line.
pub(super) struct Places<'a> {
    pub(super) source: &'a SourceFile,
    columns: Columns<'a>,
    /// The line of the last look-up, and its range.
    last: Cell<(u32, TextRange)>,
}

impl<'a> Places<'a> {
    pub(super) fn new(source: &'a SourceFile) -> Self {
        let first = source.lines().line_range(source.text(), 1);
        Self { source, columns: Columns::new(source.text()), last: Cell::new((1, first)) }
    }

    /// The 1-based line that holds the byte at `offset`.
    pub(super) fn line(&self, offset: u32) -> u32 {
        let (line, range) = self.last.get();
        let is_same = range.start() <= offset && offset <= range.end();
        if is_same { line } else { self.source.lines().line(offset) }
    }

    /// The bytes of a line without its line end.
    pub(super) fn line_range(&self, line: u32) -> TextRange {
        if self.last.get().0 != line {
            self.last.set((line, self.source.lines().line_range(self.source.text(), line)));
        }
        self.last.get().1
    }

    pub(super) fn line_column(&self, offset: u32) -> LineColumn {
        let line = self.line(offset);
        LineColumn { line, column: self.columns.column(self.line_range(line).start(), offset) }
    }

    pub(super) fn place(&self, range: TextRange) -> Place {
        let (start, end) = (self.line_column(range.start()), self.line_column(range.end()));
        Place { line: start.line, column: start.column, end_line: end.line, end_column: end.column }
    }
}

/// Keeps the [`Places`] of the last file, for findings that are grouped by file.
#[derive(Default)]
pub(super) struct PlacesCache<'a>(Option<Places<'a>>);

impl<'a> PlacesCache<'a> {
    pub(super) fn of(&mut self, source: &'a SourceFile) -> &Places<'a> {
        self.0 = self.0.take().filter(|places| ptr::eq(places.source, source));
        self.0.get_or_insert_with(|| Places::new(source))
    }
}

//! Tables: the cells of a row and the headers of the columns say what a cell with a bare name does not.

use std::collections::HashMap;
use std::ops::Range;

use firstaid_content::{BlockKind, Page, ProseText};

/// Maximum cells of a row that are read with a name in one of them.
const MAX_CELLS: usize = 8;

/// A cell with text.
struct Cell {
    /// Its range in the prose.
    prose: Range<usize>,
    /// Number of the table on the page, of the row in the table, and of the column; the header is row 0.
    table: usize,
    row: usize,
    column: usize,
}

/// What stands in the row of a cell and above it.
#[derive(Default)]
pub(super) struct Neighbours {
    /// Ranges in the prose of the other cells of the row.
    pub(super) row: Vec<Range<usize>>,
    pub(super) headers: Vec<Header>,
}

/// The header of a column.
pub(super) struct Header {
    /// Its range in the prose.
    pub(super) prose: Range<usize>,
    /// Whether it is that of the cell's own column.
    pub(super) is_own: bool,
}

/// The cells of all tables of a page, in order.
pub(super) struct Tables {
    cells: Vec<Cell>,
    /// Where the cells of each table begin in `cells`.
    starts: Vec<usize>,
    /// Index in `cells` by where a cell begins in the prose.
    by_prose: HashMap<usize, usize>,
}

impl Tables {
    pub(super) fn new(page: &Page, prose: &ProseText) -> Self {
        let text = page.source.text();
        let (mut cells, mut starts): (Vec<Cell>, Vec<usize>) = (Vec::new(), Vec::new());
        // The end of the cell before.
        let mut before: Option<usize> = None;
        for (at, index, words) in prose.blocks() {
            let block = &page.blocks[index as usize];
            if block.kind != BlockKind::TableCell {
                before = None;
                continue;
            }
            let range = block.range.start() as usize..block.range.end() as usize;
            let line_start = memchr::memrchr(b'\n', &text.as_bytes()[..range.start]).map_or(0, |at| at + 1);
            let gap = before.map(|end: usize| &text[end.min(range.start)..range.start]);
            let gap = gap.filter(|gap| !has_blank_line(gap));
            let bars = |text: &str| memchr::memchr_iter(b'|', text.as_bytes()).count();
            let (table, row, column) = match (gap, cells.last()) {
                (Some(gap), Some(last)) if !gap.contains('\n') => {
                    (last.table, last.row, last.column + bars(gap).max(1))
                }
                (Some(_), Some(last)) => (last.table, last.row + 1, first_column(&text[line_start..range.start])),
                _ => {
                    starts.push(cells.len());
                    (starts.len() - 1, 0, first_column(&text[line_start..range.start]))
                }
            };
            cells.push(Cell { prose: at..at + words.len(), table, row, column });
            before = Some(range.end);
        }
        let by_prose = cells.iter().enumerate().map(|(n, cell)| (cell.prose.start, n)).collect();
        Self { cells, starts, by_prose }
    }

    /// The cells that say something of the names of a cell, given by where it begins in the prose. A header has none.
    pub(super) fn around(&self, at: usize) -> Neighbours {
        let Some(&n) = self.by_prose.get(&at) else { return Neighbours::default() };
        let own = &self.cells[n];
        if own.row == 0 {
            return Neighbours::default();
        }
        let is_in_row = |cell: &&Cell| cell.table == own.table && cell.row == own.row;
        let before = self.cells[..n].iter().rev().take_while(is_in_row).take(MAX_CELLS);
        let behind = self.cells[n + 1..].iter().take_while(is_in_row).take(MAX_CELLS);
        let row = before.chain(behind).map(|cell| cell.prose.clone()).collect();
        let head =
            self.cells[self.starts[own.table]..].iter().take_while(|cell| cell.table == own.table && cell.row == 0);
        let head = head.take(MAX_CELLS);
        let headers =
            head.map(|cell| Header { prose: cell.prose.clone(), is_own: cell.column == own.column }).collect();
        Neighbours { row, headers }
    }
}

/// The column of the first cell of a line that has text, from what stands before it.
fn first_column(before: &str) -> usize {
    let bars = memchr::memchr_iter(b'|', before.as_bytes()).count();
    bars.saturating_sub(usize::from(before.trim_start().starts_with('|')))
}

fn has_blank_line(gap: &str) -> bool {
    let inner = gap.split_once('\n').and_then(|(_, rest)| rest.rsplit_once('\n'));
    inner.is_some_and(|(lines, _)| lines.split('\n').any(|line| line.trim().is_empty()))
}

use memchr::memchr_iter;

use crate::TextRange;
use crate::char_count::CharCount;

/// A place as people and most output formats count it: both from 1, the column in Unicode scalar values.
///
/// A byte-order mark at the start of a file is no column: editors do not show it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct LineColumn {
    pub line: u32,
    pub column: u32,
}

/// Where each line of a text starts. A line ends with `\n`, with or without a `\r` before it.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Box<[u32]>,
    chars: CharCount,
}

impl LineIndex {
    pub fn new(text: &str) -> Self {
        let starts = std::iter::once(0).chain(memchr_iter(b'\n', text.as_bytes()).map(|at| at as u32 + 1));
        let starts: Box<[u32]> = starts.collect();
        let chars = CharCount::new(text, &starts);
        Self { starts, chars }
    }

    /// The number of lines; an empty text has one, and so has the empty rest after a last `\n`.
    pub fn line_count(&self) -> u32 {
        self.starts.len() as u32
    }

    /// The 1-based line that holds the byte at `offset`.
    pub fn line(&self, offset: u32) -> u32 {
        self.starts.partition_point(|&start| start <= offset) as u32
    }

    /// The bytes of a 1-based line of `text`, its line end left out.
    pub fn line_range(&self, text: &str, line: u32) -> TextRange {
        let start = self.starts[line as usize - 1];
        let end = self.starts.get(line as usize).map_or(text.len(), |&next| next as usize - 1);
        let content = text[start as usize..end].trim_end_matches('\r');
        TextRange::new(start, start + content.len() as u32)
    }

    /// The line and column of a byte of `text`, the text of the index. The time does not grow with the length of the
    /// line.
    pub fn line_column(&self, text: &str, offset: u32) -> LineColumn {
        let (line, end) = (self.line(offset), offset as usize);
        let mut start = self.starts[line as usize - 1] as usize;
        if start == 0 {
            let before = &text[..end];
            start = end - before.trim_start_matches('\u{feff}').len();
        }
        LineColumn { line, column: self.chars.of(text, start..end).scalars + 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn columns_count_scalar_values_and_skip_the_byte_order_mark() {
        let text = "\u{feff}né\r\n🙂x";
        let index = LineIndex::new(text);
        let at = |needle: &str| index.line_column(text, text.find(needle).unwrap() as u32);
        assert_eq!(at("n"), LineColumn { line: 1, column: 1 });
        assert_eq!(at("x"), LineColumn { line: 2, column: 2 });
        assert_eq!(&text[index.line_range(text, 1)], "\u{feff}né");
        assert_eq!(&text[index.line_range(text, 2)], "🙂x");
    }

    proptest! {
        #[test]
        fn every_offset_lies_in_the_line_that_is_named(text in "[a\u{e9}\u{1f642}\r\n]{0,40}") {
            let index = LineIndex::new(&text);
            for (offset, _) in text.char_indices() {
                let place = index.line_column(&text, offset as u32);
                let before = &text[..offset];
                prop_assert_eq!(place.line as usize, before.matches('\n').count() + 1);
                prop_assert_eq!(place.column as usize, before.rsplit('\n').next().unwrap().chars().count() + 1);
            }
        }
    }
}

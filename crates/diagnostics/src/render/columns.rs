use std::cell::OnceCell;
use std::iter;

/// Distance of the stored counts, in bytes: the maximum that a look-up of a column counts.
const STRIDE: usize = 1024;

/// Columns of one text: from 1, in Unicode scalar values, byte-order marks at the start of the text not counted.
///
/// A look-up takes constant time, however long the line is.
pub(super) struct Columns<'a> {
    text: &'a str,
    /// Number of scalar values before each multiple of [`STRIDE`]. Most texts have no line for which this is needed.
    counts: OnceCell<Vec<u32>>,
}

impl<'a> Columns<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, counts: OnceCell::new() }
    }

    /// The column of the character at `offset`, on a line that starts at `line_start`.
    pub(super) fn column(&self, line_start: u32, offset: u32) -> u32 {
        let line_start = if line_start == 0 { self.marks_end(offset) } else { line_start };
        let (from, to) = (line_start as usize, offset as usize);
        if to - from <= STRIDE {
            return count(&self.text.as_bytes()[from..to]) + 1;
        }
        self.before(to) - self.before(from) + 1
    }

    /// The end of the byte-order marks at the start of the text, but at most `offset`.
    fn marks_end(&self, offset: u32) -> u32 {
        let before = &self.text[..offset as usize];
        (before.len() - before.trim_start_matches('\u{feff}').len()) as u32
    }

    /// Number of scalar values before `offset`.
    fn before(&self, offset: usize) -> u32 {
        let text = self.text.as_bytes();
        let counts = self.counts.get_or_init(|| {
            let mut total = 0;
            let running = text.chunks(STRIDE).map(|chunk| {
                total += count(chunk);
                total
            });
            iter::once(0).chain(running).collect()
        });
        counts[offset / STRIDE] + count(&text[offset / STRIDE * STRIDE..offset])
    }
}

/// Number of scalar values that begin in a part of UTF-8.
fn count(bytes: &[u8]) -> u32 {
    let is_continuation = |&b: &u8| b & 0b1100_0000 == 0b1000_0000;
    (bytes.len() - bytes.iter().filter(|b| is_continuation(b)).count()) as u32
}

#[cfg(test)]
mod tests {
    use firstaid_text::SourceFile;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn columns_are_those_of_the_line_index(text in "\u{feff}{0,2}([aé🙂\u{feff}\n]|a{900}|é{400}){0,12}") {
            let source = SourceFile::new("a.md", text.as_str());
            let columns = Columns::new(&text);
            for (offset, _) in text.char_indices().chain([(text.len(), ' ')]) {
                let place = source.line_column(offset as u32);
                let start = source.lines().line_range(&text, place.line).start();
                prop_assert_eq!(columns.column(start, offset as u32), place.column, "{}", offset);
            }
        }
    }
}

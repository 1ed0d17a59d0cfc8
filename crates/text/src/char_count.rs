use std::ops::Range;

/// Bytes between two places whose characters are counted in advance, and at most counted again for one answer.
const BLOCK: usize = 1024;

/// Lines up to this length, in bytes, are counted from their start.
const LONG_LINE: usize = 4 * BLOCK;

/// How many characters each stretch of a text has, in time that does not grow with the stretch.
///
/// Counting a column from the start of its line makes a report on one long line quadratic. A text without long lines
/// keeps no counts.
#[derive(Clone, Default, Debug)]
pub(crate) struct CharCount {
    /// The characters before each multiple of [`BLOCK`].
    blocks: Box<[Chars]>,
}

/// A number of characters, by the length of their UTF-16 form.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) struct Chars {
    /// Unicode scalar values.
    pub(crate) scalars: u32,
    /// Those of them that are a surrogate pair in UTF-16.
    pub(crate) pairs: u32,
}

impl CharCount {
    /// `starts` are the offsets at which the lines of the text start.
    pub(crate) fn new(text: &str, starts: &[u32]) -> Self {
        let ends = starts.iter().skip(1).map(|&start| start as usize).chain([text.len()]);
        if starts.iter().zip(ends).all(|(&start, end)| end - start as usize <= LONG_LINE) {
            return Self::default();
        }
        let mut before = Chars::default();
        let blocks = text.as_bytes().chunks(BLOCK).map(|block| {
            let here = before;
            before = before.plus(Chars::of(block));
            here
        });
        Self { blocks: blocks.collect() }
    }

    /// The characters of a range that begins and ends between characters of `text`, the text that was counted.
    pub(crate) fn of(&self, text: &str, range: Range<usize>) -> Chars {
        if range.len() <= LONG_LINE || self.blocks.is_empty() {
            return Chars::of(&text.as_bytes()[range]);
        }
        self.before(text, range.end).minus(self.before(text, range.start))
    }

    fn before(&self, text: &str, offset: usize) -> Chars {
        let block = (offset / BLOCK).min(self.blocks.len() - 1);
        self.blocks[block].plus(Chars::of(&text.as_bytes()[block * BLOCK..offset]))
    }
}

impl Chars {
    /// The characters that begin in these bytes of UTF-8.
    fn of(bytes: &[u8]) -> Self {
        let count = |is_counted: fn(u8) -> bool| bytes.iter().filter(|&&byte| is_counted(byte)).count() as u32;
        // Every byte but a continuation begins a character; from 0xf0 on it begins one of four bytes.
        Self { scalars: count(|byte| byte & 0xc0 != 0x80), pairs: count(|byte| byte >= 0xf0) }
    }

    fn plus(self, other: Self) -> Self {
        Self { scalars: self.scalars + other.scalars, pairs: self.pairs + other.pairs }
    }

    fn minus(self, other: Self) -> Self {
        Self { scalars: self.scalars - other.scalars, pairs: self.pairs - other.pairs }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_of_a_long_line_have_the_characters_that_a_count_finds() {
        let text = "né🙂 ".repeat(1500);
        let counted = CharCount::new(&text, &[0]);
        assert!(!counted.blocks.is_empty());
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).step_by(97).chain([text.len()]).collect();
        for (&start, &end) in places.iter().flat_map(|start| places.iter().map(move |end| (start, end))) {
            if start <= end {
                let stretch = &text[start..end];
                let pairs = stretch.chars().filter(|c| c.len_utf16() == 2).count() as u32;
                let expected = Chars { scalars: stretch.chars().count() as u32, pairs };
                assert_eq!(counted.of(&text, start..end), expected, "{start}..{end}");
            }
        }
    }

    #[test]
    fn short_lines_keep_no_counts() {
        let text = "line\n".repeat(3000);
        let starts: Vec<u32> = (0..=3000).map(|n| n * 5).collect();
        assert!(CharCount::new(&text, &starts).blocks.is_empty());
    }
}

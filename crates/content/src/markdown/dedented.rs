//! The text of a block scalar without the indentation of its lines.

use firstaid_text::TextRange;

pub(super) struct Dedented {
    pub(super) text: String,
    /// Where each line begins: in the text, and in the source.
    lines: Vec<(u32, u32)>,
}

impl Dedented {
    /// The text in a range of the source; as many blanks as stand before its first line are taken from each line.
    pub(super) fn new(source: &str, range: TextRange) -> Self {
        let typed = &source[range];
        let indent_of = |line: &str| line.len() - line.trim_start_matches(' ').len();
        let before = &source[..range.start() as usize];
        let before = &before[before.rfind('\n').map_or(0, |at| at + 1)..];
        let first = typed.lines().find(|line| !line.trim().is_empty()).map_or(0, indent_of);
        let indent = if before.trim_start_matches(' ').is_empty() { before.len() + first } else { first };
        let mut value = Self { text: String::with_capacity(typed.len()), lines: Vec::new() };
        let mut at = range.start();
        for line in typed.split_inclusive('\n') {
            let cut = indent_of(line).min(indent);
            value.lines.push((value.text.len() as u32, at + cut as u32));
            value.text.push_str(&line[cut..]);
            at += line.len() as u32;
        }
        value
    }

    /// Where a range of the text is in the source.
    pub(super) fn in_source(&self, range: TextRange) -> TextRange {
        let start = self.offset(range.start());
        // The end of a line is not the begin of the next one, before which blanks were cut.
        let end = if range.is_empty() { start } else { self.offset(range.end() - 1) + 1 };
        TextRange::new(start, end)
    }

    fn offset(&self, at: u32) -> u32 {
        let next = self.lines.partition_point(|(start, _)| *start <= at);
        let (start, in_source) = next.checked_sub(1).map_or((0, 0), |line| self.lines[line]);
        in_source + (at - start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_of_the_source() {
        let source = "key: |\n    - é one\n      two\n\n    three\n";
        let value = Dedented::new(source, TextRange::from(7..source.len()));
        assert_eq!(value.text, "- é one\n  two\n\nthree\n");
        assert_eq!(Dedented::new(source, TextRange::from(11..source.len())).text, value.text);
        for word in ["- é one\n", "two", "two\n", "three", "three\n"] {
            let at = value.text.find(word).unwrap();
            let place = value.in_source(TextRange::from(at..at + word.len()));
            assert_eq!(&source[place], word);
        }
        let both = value.in_source(TextRange::from(0..value.text.len()));
        assert_eq!(&source[both], &source[11..]);
    }

    #[test]
    fn text_that_begins_behind_its_key_is_kept() {
        let source = "key: one\n  two\n";
        assert_eq!(Dedented::new(source, TextRange::from(5..source.len())).text, "one\n  two\n");
        assert_eq!(Dedented::new("", TextRange::from(0..0)).text, "");
    }
}

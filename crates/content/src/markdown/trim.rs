use std::cell::Cell;

use firstaid_text::TextRange;

/// A range of a text without white space at its end.
pub(super) fn trim_end(text: &str, range: TextRange) -> TextRange {
    TextRange::new(range.start(), range.start() + text[range].trim_end().len() as u32)
}

/// [`trim_end`] for ranges of one text that end at the same place, as blocks inside each other do: the white space
/// there is read once.
#[derive(Default)]
pub(super) struct Trimmer {
    /// The last range that was trimmed, and where its text ends.
    last: Cell<(TextRange, u32)>,
}

impl Trimmer {
    pub(super) fn trim_end(&self, text: &str, range: TextRange) -> TextRange {
        let (last, end) = self.last.get();
        let (start, last_start) = (range.start(), last.start());
        // Of a range of white space alone, nothing is known about what precedes it.
        if range.end() == last.end() && (start >= last_start || end > last_start) {
            return TextRange::new(start, end.max(start));
        }
        let trimmed = trim_end(text, range);
        self.last.set((range, trimmed.end()));
        trimmed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_with_one_end_are_trimmed_in_any_order() {
        let text = "a b  \u{a0}\nc";
        for starts in [[0, 2, 4, 5], [5, 4, 2, 0], [4, 0, 5, 2]] {
            let trimmer = Trimmer::default();
            for start in starts {
                let range = TextRange::new(start, 8);
                assert_eq!(trimmer.trim_end(text, range), trim_end(text, range), "{range:?}");
            }
            assert_eq!(trimmer.trim_end(text, TextRange::new(0, 9)), TextRange::new(0, 9));
        }
    }
}

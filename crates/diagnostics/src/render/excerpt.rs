use std::ops::Range;

use firstaid_text::{LineIndex, TextRange, floor_char_boundary};

use crate::commands::{stand_in, triggers};
use crate::visible::picture;

/// The most bytes of a line kept on either side of a finding: a page can be one line of any length. The renderer
/// trims further, to the width of the terminal.
const CONTEXT: usize = 4096;

/// The most bytes of the finding itself that are shown.
const FINDING: usize = 400;

/// The part of a file that a frame shows, fit for a terminal.
pub(super) struct Excerpt {
    /// Printable text: at most the first lines of the finding, cut to a window around it.
    pub(super) text: String,
    /// The finding's bytes in `text`.
    pub(super) range: Range<usize>,
    /// The 1-based line that the text starts on.
    pub(super) line: u32,
    /// Whether the start of the line was left out, so that columns cannot be counted in the text.
    pub(super) is_cut: bool,
}

impl Excerpt {
    pub(super) fn new(text: &str, lines: &LineIndex, range: TextRange) -> Self {
        let line = lines.line(range.start());
        let first = lines.line_range(text, line).as_usize();
        let wanted = range.as_usize();

        // A finding over several lines is marked to the end of its first one.
        let end = wanted.end.min(first.end.max(wanted.start)).min(wanted.start + FINDING);
        let end = floor_char_boundary(text, end);
        let from = floor_char_boundary(text, wanted.start.saturating_sub(CONTEXT).max(first.start));
        let to = floor_char_boundary(text, (end + CONTEXT).min(first.end.max(end)));

        let mut excerpt =
            Self { text: String::with_capacity(to - from + 2), range: 0..0, line, is_cut: from > first.start };
        if from > first.start {
            excerpt.text.push('…');
        }
        let triggers = triggers(&text[from..to]);
        let shown = |part: Range<usize>| {
            let chars = text[part.clone()].char_indices();
            chars.map(move |(at, c)| (part.start + at - from, c)).map(|(at, c)| match c {
                '\t' => ' ',
                _ if triggers.binary_search(&at).is_ok() => stand_in(c),
                _ => picture(c).unwrap_or(c),
            })
        };
        // The byte-order mark is no column.
        let marks = text[from..wanted.start].len() - text[from..wanted.start].trim_start_matches('\u{feff}').len();
        excerpt.text.extend(shown(from + marks..wanted.start));
        excerpt.range.start = excerpt.text.len();
        excerpt.text.extend(shown(wanted.start..end));
        excerpt.range.end = excerpt.text.len();
        excerpt.text.extend(shown(end..to));
        if to < first.end {
            excerpt.text.push('…');
        }
        excerpt
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn excerpt(text: &str, range: Range<usize>) -> Excerpt {
        Excerpt::new(text, &LineIndex::new(text), range.into())
    }

    #[test]
    fn long_lines_are_cut_around_the_finding() {
        let text = format!("{}Gmal{}", "é".repeat(CONTEXT), "ü".repeat(CONTEXT));
        let shown = excerpt(&text, 2 * CONTEXT..2 * CONTEXT + 4);
        assert_eq!(&shown.text[shown.range.clone()], "Gmal");
        assert!(shown.text.starts_with('…') && shown.text.ends_with('…'));
        assert!(shown.text.len() < 2 * CONTEXT + 20);
    }

    #[test]
    fn control_characters_are_shown_as_pictures_and_ranges_follow() {
        let shown = excerpt("a\u{1b}b Gmal", 4..8);
        assert_eq!(&shown.text[shown.range.clone()], "Gmal");
        assert!(!shown.text.contains('\u{1b}'));
    }

    #[test]
    fn commands_to_a_ci_runner_are_shown_not_given() {
        let shown = excerpt("x ##[error]Gmal", 3..15);
        assert_eq!(&shown.text[shown.range.clone()], "\u{266f}[error]Gmal");
    }

    #[test]
    fn findings_over_several_lines_end_with_the_first() {
        let shown = excerpt("one two\r\nthree", 4..14);
        assert_eq!(&shown.text[shown.range.clone()], "two");
    }
}

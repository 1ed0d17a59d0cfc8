use std::ops::Range;

use firstaid_text::{TextRange, floor_char_boundary};

use crate::commands::{stand_in, triggers};
use crate::render::place::Places;
use crate::visible::picture;

/// Maximum number of bytes of a line that are kept on either side of a finding: a page can be one line of any length.
const MAX_CONTEXT_BYTES: usize = 4096;

/// Maximum number of bytes of the finding itself that are shown.
const MAX_FINDING_BYTES: usize = 400;

/// The part of a file that a frame shows, safe for a terminal.
pub(super) struct Excerpt {
    /// Printable text of one line: the finding and the text around it.
    pub(super) text: String,
    /// The bytes of the finding in `text`.
    pub(super) range: Range<usize>,
    /// The 1-based line of the text.
    pub(super) line: u32,
    /// Whether the start of the line was cut off, so that columns cannot be counted in the text.
    pub(super) is_cut: bool,
}

impl Excerpt {
    pub(super) fn new(places: &Places<'_>, range: TextRange) -> Self {
        let text = places.source.text();
        let line = places.line(range.start());
        let first = places.line_range(line).as_usize();
        let wanted = range.as_usize();

        // A finding over several lines is marked to the end of its first line.
        let end = wanted.end.min(first.end.max(wanted.start)).min(wanted.start + MAX_FINDING_BYTES);
        let end = floor_char_boundary(text, end);
        let from = floor_char_boundary(text, wanted.start.saturating_sub(MAX_CONTEXT_BYTES).max(first.start));
        let to = floor_char_boundary(text, (end + MAX_CONTEXT_BYTES).min(first.end.max(end)));

        let mut excerpt =
            Self { text: String::with_capacity(to - from + 2), range: 0..0, line, is_cut: from > first.start };
        if from > first.start {
            excerpt.text.push('…');
        }
        // A byte-order mark has no column.
        let before = &text[from..wanted.start];
        let marks = before.len() - before.trim_start_matches('\u{feff}').len();
        let triggers = triggers(&text[from..to]);
        let shown = |part: Range<usize>| {
            let start = part.start - from;
            text[part].char_indices().map(move |(at, c)| (start + at, c)).map(|(at, c)| match c {
                '\t' => ' ',
                _ if triggers.binary_search(&at).is_ok() => stand_in(c),
                _ => picture(c).unwrap_or(c),
            })
        };
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
    use firstaid_text::SourceFile;

    use super::*;

    fn excerpt(text: &str, range: Range<usize>) -> Excerpt {
        Excerpt::new(&Places::new(&SourceFile::new("a.md", text)), range.into())
    }

    #[test]
    fn long_lines_are_cut_around_the_finding() {
        let text = format!("{}Gmal{}", "é".repeat(MAX_CONTEXT_BYTES), "ü".repeat(MAX_CONTEXT_BYTES));
        let shown = excerpt(&text, 2 * MAX_CONTEXT_BYTES..2 * MAX_CONTEXT_BYTES + 4);
        assert_eq!(&shown.text[shown.range.clone()], "Gmal");
        assert!(shown.text.starts_with('…') && shown.text.ends_with('…'));
        assert!(shown.text.len() < 2 * MAX_CONTEXT_BYTES + 20);
    }

    #[test]
    fn control_characters_are_shown_as_pictures_and_ranges_follow() {
        let shown = excerpt("a\u{1b}b Gmal", 4..8);
        assert_eq!(&shown.text[shown.range.clone()], "Gmal");
        assert!(!shown.text.contains('\u{1b}'));
    }

    #[test]
    fn commands_to_a_ci_runner_become_harmless() {
        let shown = excerpt("x ##[error]Gmal", 3..15);
        assert_eq!(&shown.text[shown.range.clone()], "\u{266f}[error]Gmal");
    }

    #[test]
    fn findings_over_several_lines_end_with_the_first() {
        let shown = excerpt("one two\r\nthree", 4..14);
        assert_eq!(&shown.text[shown.range.clone()], "two");
    }
}

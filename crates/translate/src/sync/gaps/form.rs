//! Parts of a page without the ways to write them that formatters change.

use firstaid_content::Page;

use super::token::{Placed, Token};

/// A part of a page. Equal parts mean the same.
#[derive(PartialEq, Eq, Debug)]
pub(super) enum Form {
    Segment(u32),
    Line(String),
}

/// The parts of a row, without empty lines.
pub(super) fn forms<'a>(page: &'a Page, row: &'a [Placed]) -> impl Iterator<Item = Form> + 'a {
    let row = row.iter().filter(|placed| placed.token != Token::Line(0));
    row.map(|placed| match placed.token {
        Token::Segment(number) => Form::Segment(number),
        // Blanks mean something in code.
        Token::Line(_) if placed.is_inside => Form::Line(page.text()[placed.range].trim_end().to_owned()),
        Token::Line(_) => Form::Line(line_form(&page.text()[placed.range])),
    })
}

/// Whether a row has segments, and beside them no more than what stands in their lines, such as the marker of an item. It
/// goes with a segment that a page left out.
pub(super) fn is_of_segments(page: &Page, row: &[Placed]) -> bool {
    let is_segment = |placed: &Placed| matches!(placed.token, Token::Segment(_));
    let is_line = |placed: &Placed| {
        !is_segment(placed) && placed.token != Token::Line(0) && page.text()[placed.range].trim_start().ends_with('\n')
    };
    row.iter().any(is_segment) && !row.iter().any(is_line)
}

/// A line without its blanks, with the usual list marker, and with one dash for each column of a table. The number of an
/// item depends on how the whole list is numbered.
fn line_form(line: &str) -> String {
    let (text, end) = line.strip_suffix('\n').map_or((line, ""), |text| (text, "\n"));
    let mut form = String::with_capacity(line.len());
    let is_of_table = text.contains('|') && text.chars().all(|c| matches!(c, '|' | '-' | ':') || c.is_whitespace());
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        if !(is_of_table && c == '-' && form.ends_with('-')) {
            form.push(c);
        }
    }
    let content = form.trim_start_matches('>');
    let quotes = &form[..form.len() - content.len()];
    let digits = content.len() - content.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (marker, rest) = content.split_at(content.len().min(digits + 1));
    // Behind a marker stands the text, which is a segment, or a box to tick.
    let is_marker = rest.is_empty() || rest.starts_with('[');
    match marker {
        "*" | "+" if is_marker => format!("{quotes}-{rest}{end}"),
        _ if is_marker && digits > 0 && marker.ends_with(['.', ')']) => format!("{quotes}1.{rest}{end}"),
        _ => form + end,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_formatters_change_is_no_other_form() {
        for (one, other) in [
            ("  * ", "- "),
            ("3. ", "1) "),
            ("| --- | :---: |\n", "|---------|:-:|\n"),
            ("> - ", ">+ "),
            ("* [ ] ", "- [ ] "),
            ("![lock]( lock.png )\n", "![lock](lock.png)\n"),
        ] {
            assert_eq!(line_form(one), line_form(other), "{one:?} {other:?}");
        }
        for (one, other) in [
            ("- ", "1. "),
            ("```sh\n", "```\n"),
            ("> - ", "- "),
            ("a.png", "b.png"),
            ("## ", "# "),
            ("- ", "---\n"),
            ("[a]: https://a.example/b--c\n", "[a]: https://a.example/b-c\n"),
        ] {
            assert_ne!(line_form(one), line_form(other), "{one:?} {other:?}");
        }
    }
}

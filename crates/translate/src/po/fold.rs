//! How GNU gettext folds a string over lines.
//!
//! A string on one line stays beside its keyword if it fits; any other starts on the next line, after an empty `""`.
//! A line ends after each newline of the string and, between them, where UAX 14 allows it and 79 columns ask for it.
//!
//! One thing is left out: where an entry is flagged as a format string of some programming language, gettext does not
//! break inside its directives. Pages have no such strings, and directives seldom have a place to break at.

use super::linebreak::{Break, LineBreaker};
use super::literal::escape;
use super::width::width;

/// `PAGE_WIDTH` of gettext.
const PAGE_WIDTH: usize = 79;

/// Writes `name "value"`, each line after `prefix`; without `wrap` lines end at newlines only.
pub(super) fn write_field(out: &mut String, prefix: &str, name: &str, value: &str, wrap: bool) {
    // The quotes of a line take two columns.
    let columns = if wrap { PAGE_WIDTH.saturating_sub(prefix.len() + 2) } else { usize::MAX };
    let mut escaped = String::with_capacity(value.len() + 8);
    let mut lines = value.split_inclusive('\n');
    let first = lines.next().unwrap_or_default();
    if first.len() == value.len() {
        escape(first, &mut escaped);
        if folds(&escaped, columns, name.len() + 1).is_empty() {
            write_line(out, &[prefix, name, " "], &escaped);
            return;
        }
    }
    write_line(out, &[prefix, name, " "], "");
    for line in value.split_inclusive('\n') {
        escaped.clear();
        escape(line, &mut escaped);
        let mut start = 0;
        for fold in folds(&escaped, columns, 0) {
            write_line(out, &[prefix], &escaped[start..fold]);
            start = fold;
        }
        write_line(out, &[prefix], &escaped[start..]);
    }
}

fn write_line(out: &mut String, before: &[&str], escaped: &str) {
    for part in before {
        out.push_str(part);
    }
    out.push('"');
    out.push_str(escaped);
    out.push_str("\"\n");
}

/// The offsets in `escaped` before which a line ends, for lines of so many columns of which the first has lost
/// `taken`.
fn folds(escaped: &str, columns: usize, taken: usize) -> Vec<usize> {
    let mut folds = Vec::new();
    // No character takes more columns than bytes.
    if taken.saturating_add(escaped.len()) <= columns {
        return folds;
    }
    let mut breaker = LineBreaker::new();
    // The last place where a line could end, the columns before it and those after it.
    let (mut candidate, mut column, mut piece) = (None, taken, 0);
    let mut in_escape = false;
    for (at, c) in escaped.char_indices() {
        let mut answer = breaker.before(c);
        if in_escape || &escaped[at..] == r"\n" {
            answer = Break::Prohibited;
        }
        in_escape = c == '\\' && !in_escape;
        if answer != Break::Prohibited
            && let Some(place) = candidate.filter(|_| column + piece > columns)
        {
            folds.push(place);
            column = 0;
        }
        match answer {
            Break::Prohibited => piece += width(c),
            Break::Possible => {
                candidate = Some(at);
                column += piece;
                piece = width(c);
            }
            Break::Mandatory => (candidate, column, piece) = (None, 0, 0),
        }
    }
    folds.extend(candidate.filter(|_| column + piece > columns));
    folds
}

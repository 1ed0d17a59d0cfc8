//! Folds strings into lines as GNU gettext does.
//!
//! A string of one line stays beside its keyword if it fits; any other starts on the next line, after an empty `""`.
//! A line ends after each newline of the string, and where UAX 14 allows a break before column 79.
//!
//! Not implemented: gettext does not break inside the directives of entries flagged as format strings. Pages have no
//! such strings, and directives seldom have an opportunity to break.

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
        if Folds::new(&escaped, columns, name.len() + 1).next().is_none() {
            write_line(out, &[prefix, name, " "], &escaped);
            return;
        }
    }
    write_line(out, &[prefix, name, " "], "");
    for line in value.split_inclusive('\n') {
        escaped.clear();
        escape(line, &mut escaped);
        let mut start = 0;
        for fold in Folds::new(&escaped, columns, 0) {
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

/// Whether gettext would fold this line of a file, the raw text between two quotes.
pub(super) fn is_foldable(raw: &str) -> bool {
    let columns = PAGE_WIDTH - 2;
    // No character has more than two columns, those of alphabets one.
    let width_bound: usize = raw.chars().map(|c| 1 + usize::from(c >= '\u{1100}')).sum();
    width_bound > columns && Folds::new(raw, columns, 0).next().is_some()
}

/// The offsets at which a text is folded.
struct Folds<'a> {
    escaped: &'a str,
    columns: usize,
    breaker: LineBreaker,
    at: usize,
    /// The last offset at which the line could end.
    candidate: Option<usize>,
    /// Columns of the line before the candidate.
    column: usize,
    /// Columns of the line after the candidate.
    piece: usize,
    in_escape: bool,
}

impl<'a> Folds<'a> {
    /// For lines of at most `columns`; `taken` columns of the first line are already in use.
    fn new(escaped: &'a str, columns: usize, taken: usize) -> Self {
        // No character has more columns than bytes.
        let fits = taken.saturating_add(escaped.len()) <= columns;
        Self {
            escaped: if fits { "" } else { escaped },
            columns,
            breaker: LineBreaker::new(),
            at: 0,
            candidate: None,
            column: taken,
            piece: 0,
            in_escape: false,
        }
    }

    fn is_too_long(&self) -> bool {
        self.column + self.piece > self.columns
    }

    /// Reads a character. Returns the offset of a fold before it, if there is one.
    fn take(&mut self, at: usize, c: char) -> Option<usize> {
        let mut answer = self.breaker.before(c);
        if self.in_escape || &self.escaped[at..] == r"\n" {
            answer = Break::Prohibited;
        }
        self.in_escape = c == '\\' && !self.in_escape;
        let fold = self.candidate.filter(|_| answer != Break::Prohibited && self.is_too_long());
        if fold.is_some() {
            self.column = 0;
        }
        match answer {
            Break::Prohibited => self.piece += width(c),
            Break::Possible => {
                self.candidate = Some(at);
                self.column += self.piece;
                self.piece = width(c);
            }
            Break::Mandatory => (self.candidate, self.column, self.piece) = (None, 0, 0),
        }
        fold
    }
}

impl Iterator for Folds<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        while let Some(c) = self.escaped[self.at..].chars().next() {
            let fold = self.take(self.at, c);
            self.at += c.len_utf8();
            if c.is_ascii_alphabetic() {
                // ASCII letters have one column each, and no line ends between them.
                let rest = &self.escaped.as_bytes()[self.at..];
                let letters = rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
                self.piece += letters;
                self.at += letters;
            }
            if fold.is_some() {
                return fold;
            }
        }
        self.candidate.take().filter(|_| self.is_too_long())
    }
}

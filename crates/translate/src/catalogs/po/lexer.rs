//! The tokens of a PO file.

use firstaid_text::TextRange;

use crate::error::Problem;

/// A token, with the markers at the start of its line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token<'t> {
    pub(super) kind: TokenKind<'t>,
    pub(super) range: TextRange,
    /// Whether its line starts with `#~`.
    pub(super) obsolete: bool,
    /// Whether its line starts with `#|`.
    pub(super) previous: bool,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum TokenKind<'t> {
    /// The rest of a line after `#`.
    Comment(&'t str),
    Keyword(Keyword),
    /// The raw text between two quotes.
    Literal(&'t str),
    /// `[…]` after `msgstr`.
    Index(&'t str),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Keyword {
    Context,
    Id,
    Plural,
    String,
}

/// Splits a file into tokens in one pass.
pub(super) struct Lexer<'t> {
    text: &'t str,
    at: usize,
    obsolete: bool,
    previous: bool,
}

impl<'t> Lexer<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        Self { text, at, obsolete: false, previous: false }
    }

    /// The next token, `None` at the end; or a problem and its byte offset.
    pub(super) fn next(&mut self) -> Result<Option<Token<'t>>, (usize, Problem)> {
        self.skip_to_token();
        let rest = &self.text[self.at..];
        let Some(&first) = rest.as_bytes().first() else { return Ok(None) };
        let (kind, len) = match first {
            b'#' => {
                let line = line_of(rest);
                (TokenKind::Comment(&line[1..]), line.len())
            }
            b'"' => {
                let len = literal_len(rest).ok_or((self.at, Problem::UnterminatedString))?;
                (TokenKind::Literal(&rest[1..len - 1]), len)
            }
            b'[' => match line_of(rest).find(']') {
                Some(end) => (TokenKind::Index(rest[1..end].trim()), end + 1),
                None => return Err((self.at, Problem::Unexpected("[".to_owned()))),
            },
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => {
                let len = rest.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count();
                (TokenKind::Keyword(keyword(&rest[..len]).map_err(|problem| (self.at, problem))?), len)
            }
            _ => return Err((self.at, unexpected(rest))),
        };
        let range = TextRange::from(self.at..self.at + len);
        self.at += len;
        Ok(Some(Token { kind, range, obsolete: self.obsolete, previous: self.previous }))
    }

    /// Skips white space and the markers at the start of a line.
    fn skip_to_token(&mut self) {
        let bytes = self.text.as_bytes();
        loop {
            match &bytes[self.at..] {
                [b'\n', ..] => (self.obsolete, self.previous) = (false, false),
                [b' ' | b'\t' | b'\r' | 0x0b | 0x0c, ..] => {}
                [b'#', b'~', b'|', ..] => {
                    (self.obsolete, self.previous) = (true, true);
                    self.at += 2;
                }
                [b'#', b'~', ..] => {
                    self.obsolete = true;
                    self.at += 1;
                }
                [b'#', b'|', ..] => {
                    self.previous = true;
                    self.at += 1;
                }
                _ => return,
            }
            self.at += 1;
        }
    }
}

/// The first line of a text, without its line end.
fn line_of(text: &str) -> &str {
    let line = &text[..memchr::memchr(b'\n', text.as_bytes()).unwrap_or(text.len())];
    line.trim_end_matches('\r')
}

/// The length of the literal at the start of a text, quotes included; `None` if it does not end on its line.
fn literal_len(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 1;
    loop {
        at += memchr::memchr3(b'"', b'\\', b'\n', bytes.get(at..)?)?;
        match bytes[at] {
            b'"' => return Some(at + 1),
            b'\n' => return None,
            // The line end of a file made on Windows is escaped as a whole.
            _ if bytes[at + 1..].starts_with(b"\r\n") => at += 3,
            _ => at += 2,
        }
    }
}

fn keyword(word: &str) -> Result<Keyword, Problem> {
    match word {
        "msgctxt" => Ok(Keyword::Context),
        "msgid" => Ok(Keyword::Id),
        "msgid_plural" => Ok(Keyword::Plural),
        "msgstr" => Ok(Keyword::String),
        _ => Err(Problem::UnknownKeyword(word.chars().take(40).collect())),
    }
}

/// The problem of a text that begins with no token.
fn unexpected(rest: &str) -> Problem {
    if ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].iter().any(|marker| rest.starts_with(marker)) {
        return Problem::MergeConflict;
    }
    Problem::Unexpected(rest.chars().next().map(|c| c.escape_debug().to_string()).unwrap_or_default())
}

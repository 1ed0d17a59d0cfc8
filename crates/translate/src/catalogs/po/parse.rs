//! Reads PO files.

use std::collections::HashMap;

use firstaid_text::{MAX_FILE_BYTES, TextRange};

use super::catalog::{Catalog, Style};
use super::comments::read_comment;
use super::entry::{Entry, Previous};
use super::fold::is_foldable;
use super::header::Header;
use super::lexer::{Keyword, Lexer, Token, TokenKind};
use super::line_ends::with_line_feeds;
use super::literal::unescape;
use crate::error::{CatalogError, Problem};

/// What `msgcat` writes around each of several translations of one message, with the name of its file between.
const JOINED: &str = "#-#-#-#-#";

/// Reads the text of a PO file; `path` is for messages.
pub fn parse(path: &str, text: &str) -> Result<Catalog, CatalogError> {
    let error = |at: usize, problem| CatalogError { path: path.to_owned(), line: line_at(text, at), problem };
    if text.len() as u64 > MAX_FILE_BYTES {
        return Err(error(0, Problem::TooLarge));
    }
    let lines = with_line_feeds(text);
    Parser::new(&lines).and_then(Parser::catalog).map_err(|(at, problem)| error(at, problem))
}

/// The line, from 1, of a byte.
fn line_at(text: &str, at: usize) -> u32 {
    memchr::memchr_iter(b'\n', &text.as_bytes()[..at.min(text.len())]).count() as u32 + 1
}

/// A problem and its byte offset.
type Located = (usize, Problem);

struct Parser<'t> {
    text: &'t str,
    lexer: Lexer<'t>,
    next: Option<Token<'t>>,
    /// The next entry, with the comments read so far.
    pending: Entry,
    /// Start of the next entry.
    start: Option<u32>,
    /// The raw comments of the next entry; they are kept as trailing lines if no entry follows.
    lines: Vec<&'t str>,
    /// Number of lines of strings that gettext would fold.
    unfolded: usize,
    /// Number of lines of strings that end before the string has a newline.
    folded: usize,
    /// Whether the entry that is read says by a flag that it is not folded.
    is_no_wrap: bool,
}

impl<'t> Parser<'t> {
    fn new(text: &'t str) -> Result<Self, Located> {
        let mut lexer = Lexer::new(text);
        let next = lexer.next()?;
        let pending = Entry::default();
        Ok(Self {
            text,
            lexer,
            next,
            pending,
            start: None,
            lines: Vec::new(),
            unfolded: 0,
            folded: 0,
            is_no_wrap: false,
        })
    }

    fn catalog(mut self) -> Result<Catalog, Located> {
        let mut catalog = Catalog::default();
        while let Some(token) = self.next {
            self.start.get_or_insert(token.range.start());
            match token.kind {
                TokenKind::Comment(comment) => {
                    self.advance()?;
                    self.lines.push(&self.text[token.range]);
                    read_comment(&mut self.pending, comment);
                }
                TokenKind::Keyword(_) if token.previous => self.previous()?,
                _ => {
                    let entry = self.entry()?;
                    let is_header = entry.id.is_empty() && entry.context.is_none() && !entry.obsolete;
                    // A second header goes among the entries and is reported as a duplicate.
                    if is_header && catalog.header.entry().is_none() {
                        let at = entry.place.strings.first().map_or(0, |range| range.start() as usize);
                        catalog.header = Header::read(entry).map_err(|problem| (at, problem))?;
                    } else {
                        catalog.entries.push(entry);
                    }
                }
            }
        }
        if self.pending.previous.is_some() {
            return Err((self.text.len(), Problem::Missing { wanted: "`msgid`", found: None }));
        }
        check_duplicates(self.text, &catalog)?;
        catalog.trailing = self.lines.into_iter().map(str::to_owned).collect();
        let crlf = self.text.find('\n').is_some_and(|end| self.text[..end].ends_with('\r'));
        catalog.style = Style { unwrapped: self.unfolded > self.folded, crlf };
        Ok(catalog)
    }

    /// Takes the next token.
    fn advance(&mut self) -> Result<Option<Token<'t>>, Located> {
        Ok(std::mem::replace(&mut self.next, self.lexer.next()?))
    }

    /// Takes the next token if it is this keyword.
    fn accept(&mut self, keyword: Keyword, like: Token) -> Result<Option<Token<'t>>, Located> {
        match self.next {
            Some(token) if matches!(token.kind, TokenKind::Keyword(found) if found == keyword) => {
                same_markers(token, like)?;
                self.advance()
            }
            _ => Ok(None),
        }
    }

    /// The error for a missing token.
    fn missing<T>(&self, wanted: &'static str) -> Result<T, Located> {
        let found = self.next.map(|token| self.text[token.range].chars().take(40).collect());
        Err((
            self.next.map_or(self.text.len(), |token| token.range.start() as usize),
            Problem::Missing { wanted, found },
        ))
    }

    /// One or more literals, decoded and joined, and their range.
    fn string(&mut self, like: Token) -> Result<(String, TextRange), Located> {
        let mut bytes = Vec::new();
        let mut range: Option<TextRange> = None;
        while let Some(token) = self.next
            && let TokenKind::Literal(raw) = token.kind
        {
            same_markers(token, like)?;
            let inside = token.range.start() as usize + 1;
            bytes.reserve(raw.len());
            unescape(raw, &mut bytes).map_err(|(at, problem)| (inside + at, problem))?;
            range = Some(range.map_or(token.range, |range| range.cover(token.range)));
            self.advance()?;
            let goes_on = self.next.is_some_and(|next| matches!(next.kind, TokenKind::Literal(_)));
            self.folded += usize::from(goes_on && !raw.is_empty() && !raw.ends_with("\\n"));
            self.unfolded += usize::from(!self.is_no_wrap && is_foldable(raw));
        }
        let Some(range) = range else { return self.missing("a string") };
        match String::from_utf8(bytes) {
            Ok(string) => Ok((string, range)),
            Err(_) => Err((range.start() as usize, Problem::NotUtf8)),
        }
    }

    /// `#| msgctxt`, `#| msgid`, `#| msgid_plural`.
    fn previous(&mut self) -> Result<(), Located> {
        let Some(like) = self.next else { return Ok(()) };
        if self.pending.previous.is_some() {
            return Err((like.range.start() as usize, Problem::Unexpected(self.text[like.range].to_owned())));
        }
        self.lines.push(&self.text[like.range]);
        self.is_no_wrap = self.pending.has_flag("no-wrap");
        let mut previous = Previous::default();
        if self.accept(Keyword::Context, like)?.is_some() {
            previous.context = Some(self.string(like)?.0);
        }
        if self.accept(Keyword::Id, like)?.is_none() {
            return self.missing("`#| msgid`");
        }
        previous.id = self.string(like)?.0;
        if self.accept(Keyword::Plural, like)?.is_some() {
            previous.plural = Some(self.string(like)?.0);
        }
        self.pending.previous = Some(previous);
        Ok(())
    }

    /// From `msgctxt` or `msgid` to the last string.
    fn entry(&mut self) -> Result<Entry, Located> {
        let Some(like) = self.next else { return self.missing("`msgid`") };
        let mut entry = std::mem::take(&mut self.pending);
        self.lines.clear();
        self.is_no_wrap = entry.has_flag("no-wrap");
        entry.obsolete = like.obsolete;
        if self.accept(Keyword::Context, like)?.is_some() {
            entry.context = Some(self.string(like)?.0);
        }
        let Some(id) = self.accept(Keyword::Id, like)? else { return self.missing("`msgid`") };
        (entry.id, entry.place.id) = self.string(like)?;
        if self.accept(Keyword::Plural, like)?.is_some() {
            entry.plural = Some(self.string(like)?.0);
        }
        self.strings(like, &mut entry)?;
        let end = entry.place.strings.last().map_or(id.range.end(), |range| range.end());
        entry.place.entry = TextRange::new(self.start.take().unwrap_or(id.range.start()), end);
        Ok(entry)
    }

    fn strings(&mut self, like: Token, entry: &mut Entry) -> Result<(), Located> {
        while self.accept(Keyword::String, like)?.is_some() {
            if entry.plural.is_some() {
                self.index(like, entry.strings.len())?;
            }
            let (string, range) = self.string(like)?;
            if string.matches(JOINED).count() > 1 {
                let mark = self.text[range].find(JOINED).unwrap_or_default();
                return Err((range.start() as usize + mark, Problem::JoinedTranslations));
            }
            entry.strings.push(string);
            entry.place.strings.push(range);
            if entry.plural.is_none() {
                return Ok(());
            }
        }
        if entry.strings.is_empty() { self.missing("`msgstr`") } else { Ok(()) }
    }

    /// `[n]`, the number of a plural form.
    fn index(&mut self, like: Token, wanted: usize) -> Result<(), Located> {
        let Some(token) = self.next else { return self.missing("`[`") };
        let TokenKind::Index(found) = token.kind else { return self.missing("`[`") };
        same_markers(token, like)?;
        if found.parse() != Ok(wanted) {
            let found = found.chars().take(20).collect();
            return Err((token.range.start() as usize, Problem::WrongPluralIndex { wanted, found }));
        }
        self.advance()?;
        Ok(())
    }
}

/// Refuses a catalog that has a message twice, even if one of the two is obsolete, as gettext does.
fn check_duplicates(text: &str, catalog: &Catalog) -> Result<(), Located> {
    let mut seen = HashMap::with_capacity_and_hasher(catalog.entries.len(), foldhash::fast::RandomState::default());
    for entry in catalog.header.entry().into_iter().chain(&catalog.entries) {
        let at = entry.place.id.start() as usize;
        if let Some(first) = seen.insert((&entry.context, &entry.id), at) {
            return Err((at, Problem::Duplicate { first: line_at(text, first) }));
        }
    }
    Ok(())
}

/// Checks that all lines of an entry, or of its previous message, have the same markers.
fn same_markers(token: Token, like: Token) -> Result<(), Located> {
    let at = token.range.start() as usize;
    match token.kind {
        _ if token.obsolete != like.obsolete => Err((at, Problem::HalfObsolete)),
        _ if token.previous != like.previous => Err((at, Problem::Unexpected("#|".to_owned()))),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;

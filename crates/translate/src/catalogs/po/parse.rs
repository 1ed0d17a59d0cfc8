//! Reads PO files.

use std::collections::HashMap;

use firstaid_text::{MAX_FILE_BYTES, TextRange};

use super::catalog::{Catalog, Style};
use super::decode::foreign;
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
                    self.comment(comment);
                }
                TokenKind::Keyword(_) if token.previous => self.previous()?,
                _ => {
                    let entry = self.entry()?;
                    let is_header = entry.id.is_empty() && entry.context.is_none() && !entry.obsolete;
                    // A second header goes among the entries and is reported as a duplicate.
                    if is_header && catalog.header.entry().is_none() {
                        catalog.header = header(entry)?;
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

    fn comment(&mut self, comment: &str) {
        let text = |comment: &str| comment.strip_prefix(' ').unwrap_or(comment).to_owned();
        match comment.as_bytes().first() {
            Some(b'.') => self.pending.extracted.push(text(&comment[1..])),
            Some(b':') => self.pending.references.extend(references(&comment[1..])),
            // `#=` is how later versions of gettext mark flags that concern translators.
            Some(b',' | b'=') => self.pending.flags.extend(flags(&comment[1..])),
            _ => self.pending.comments.push(text(comment)),
        }
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

/// Splits references at spaces. A reference that contains spaces is between U+2068 and U+2069.
fn references(line: &str) -> impl Iterator<Item = String> {
    let mut rest = line;
    // Searching for a missing U+2069 at each reference would take quadratic time.
    let last_end = line.rfind('\u{2069}').unwrap_or(0);
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches([' ', '\t']);
        let is_isolated = rest.starts_with('\u{2068}') && line.len() - rest.len() < last_end;
        let isolated = if is_isolated { rest.find('\u{2069}').unwrap_or(0) } else { 0 };
        let end = rest[isolated..].find([' ', '\t']).map_or(rest.len(), |end| isolated + end);
        let (reference, after) = rest.split_at(end);
        rest = after;
        (!reference.is_empty()).then(|| reference.to_owned())
    })
}

/// Splits flags at commas and spaces. Only `range:` has a value.
fn flags(line: &str) -> impl Iterator<Item = String> {
    let mut words = line.split([',', ' ', '\t']).filter(|word| !word.is_empty());
    std::iter::from_fn(move || {
        let word = words.next()?;
        let range = if word == "range:" { words.next() } else { None };
        Some(range.map_or(word.to_owned(), |range| format!("{word} {range}")))
    })
}

/// The entry with the empty message, as a header. The text was decoded, and files are written as UTF-8: the header says
/// so from here on.
fn header(entry: Entry) -> Result<Header, Located> {
    let at = entry.place.strings.first().map_or(0, |range| range.start() as usize);
    let mut header = Header::from_entry(entry);
    match header.charset() {
        Some(charset)
            if ["utf-8", "utf8", "us-ascii", "ascii", "charset"].contains(&&*charset.to_ascii_lowercase()) => {}
        Some(charset) if foreign(charset).is_some() => header.set("Content-Type", "text/plain; charset=UTF-8"),
        Some(charset) => return Err((at, Problem::UnknownCharset(charset.to_owned()))),
        None => {}
    }
    Ok(header)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> String {
        parse("es/Page.po", text).unwrap_err().to_string()
    }

    #[test]
    fn carriage_returns_end_lines_and_lose_no_entry() {
        let text =
            "# Ana\n#, fuzzy\nmsgid \"a # b\"\nmsgstr \"c\"\n\n#. note\nmsgid \"d\"\nmsgstr \"\"\n\"e \"\n\"f\"\n";
        let wanted = parse("x.po", text).unwrap();
        for line_end in ["\r", "\r\n", "\r\r\n"] {
            let mut found = parse("x.po", &text.replace('\n', line_end)).unwrap();
            assert_eq!(found.style.crlf, line_end == "\r\n", "{line_end:?}");
            for (found, wanted) in found.entries.iter_mut().zip(&wanted.entries) {
                found.place = wanted.place.clone();
            }
            assert_eq!(found.entries, wanted.entries, "{line_end:?}");
        }
        let mixed = parse("x.po", &format!("{}\n", text.replace('\n', "\r"))).unwrap();
        assert_eq!(mixed.entries.len(), 2);
    }

    #[test]
    fn all_parts_of_an_entry_are_read() {
        let text = "# mine\n#\n#no space\n#. theirs\n#: a.md:1 b.md:2\n#: \u{2068}c d.md\u{2069}:3\n#, fuzzy, range: 0..3\n\
                    #, no-wrap\n#= todo\n#| msgctxt \"old c\"\n#| msgid \"\"\n#| \"old \"\n#| \"id\"\n#| msgid_plural \"olds\"\n\
                    msgctxt \"c\"\nmsgid \"id\"\nmsgid_plural \"ids\"\nmsgstr[0] \"uno\"\nmsgstr[1] \"\"\n\"dos\"\n";
        let entry = &parse("x.po", text).unwrap().entries[0];
        assert_eq!(entry.comments, ["mine", "", "no space"]);
        assert_eq!(entry.extracted, ["theirs"]);
        assert_eq!(entry.references, ["a.md:1", "b.md:2", "\u{2068}c d.md\u{2069}:3"]);
        assert_eq!(entry.flags, ["fuzzy", "range: 0..3", "no-wrap", "todo"]);
        let previous = entry.previous.as_ref().unwrap();
        assert_eq!(
            (previous.context.as_deref(), &*previous.id, previous.plural.as_deref()),
            (Some("old c"), "old id", Some("olds"))
        );
        assert_eq!((entry.context.as_deref(), &*entry.id, entry.plural.as_deref()), (Some("c"), "id", Some("ids")));
        assert_eq!(entry.strings, ["uno", "dos"]);
        assert_eq!(&text[entry.place.id], "\"id\"");
        assert_eq!(&text[entry.place.strings[1]], "\"\"\n\"dos\"");
        assert_eq!(&text[entry.place.entry], text.trim_end());
    }

    #[test]
    fn quirks_of_files_are_accepted() {
        let text = "\u{feff}\r\n# a\r\n\r\nmsgid \"x\"\r\nmsgstr \"1\"\r\n\"2\\r\\n\"\r\n\r\nmsgctxt \"\" msgid\"x\"msgstr\"y\"\
                    \r\n#~| msgid \"o\"\r\n#~ msgid \"old\"\r\n#~ msgstr \"viejo\"\r\n# the end";
        let catalog = parse("x.po", text).unwrap();
        let [first, second, third] = &*catalog.entries else { panic!("{catalog:?}") };
        assert_eq!((&*first.comments, first.string()), (&["a".to_owned()][..], "12\r\n"));
        assert_eq!((second.context.as_deref(), second.string()), (Some(""), "y"));
        assert!(third.obsolete && third.previous.is_some());
        assert_eq!(catalog.trailing, ["# the end"]);
        assert_eq!(parse("x.po", "").unwrap(), Catalog::default());
    }

    #[test]
    fn the_header_is_apart_with_its_comments_and_flags() {
        let text =
            "# Team\n#, fuzzy\nmsgid \"\"\nmsgstr \"Language: es\\n\"\n\nmsgctxt \"\"\nmsgid \"\"\nmsgstr \"x\"\n";
        let catalog = parse("x.po", text).unwrap();
        assert_eq!(catalog.header.get("language"), Some("es"));
        assert_eq!(catalog.header.entry().unwrap().comments, ["Team"]);
        assert!(catalog.header.entry().unwrap().is_fuzzy());
        assert_eq!(catalog.entries.len(), 1);
    }

    #[test]
    fn errors_name_the_line_and_the_cause() {
        let cases = [
            ("msgid \"a\nmsgstr \"\"", "1: the string does not end on its line"),
            ("msgid \"a\"\nmsgstr \"b", "2: the string does not end on its line"),
            ("msgid \"a\"\nmsgstr \"\"\n\"\\w\"", "3: unknown escape `\\w`"),
            ("msgid \"\\303\"\nmsgstr \"\"", "1: the escapes are not valid UTF-8"),
            ("\nmsgidd \"a\"", "2: unknown keyword `msgidd`"),
            ("domain \"x\"", "1: unknown keyword `domain`"),
            ("\"x\"", "1: `msgid` is missing before `\"x\"`"),
            ("msgid \"a\"\n\nmsgid \"b\"", "3: `msgstr` is missing before `msgid`"),
            ("msgid \"a\"", "1: `msgstr` is missing"),
            ("msgid\nmsgstr \"a\"", "2: a string is missing before `msgstr`"),
            ("msgid \"a\"\nmsgid_plural \"b\"\nmsgstr \"c\"", "3: `[` is missing before `\"c\"`"),
            ("msgid \"a\"\nmsgid_plural \"b\"\nmsgstr[1] \"c\"", "3: expected `msgstr[0]`, found `msgstr[1]`"),
            ("msgid \"a\"\nmsgstr[0] \"c\"", "2: a string is missing before `[0]`"),
            ("#~ msgid \"a\"\nmsgstr \"c\"", "2: one part of the entry is obsolete (`#~`) and another is not"),
            ("#| msgid \"a\"\n", "2: `msgid` is missing"),
            ("#| msgctxt \"a\"\nmsgid \"b\"", "2: `#|` is not expected here"),
            ("msgid \"a\"\nmsgstr \"\"\n\n#~ msgid \"a\"\n#~ msgstr \"\"", "4: the same message as on line 1"),
            ("msgid \"a\"\nmsgstr \"\"\n\n<<<<<<< ours\n", "4: an unresolved merge conflict"),
            (
                "\nmsgid \"\"\nmsgstr \"Content-Type: text/plain; charset=KLINGON-8\\n\"",
                "3: the charset `KLINGON-8` is not known; save the file as UTF-8",
            ),
            ("msgid \"a\"\nmsgstr \"\"\n\u{1}", "3: `\\u{1}` is not expected here"),
            (
                "msgid \"a\"\nmsgstr \"\"\n\"#-#-#-#-#  x.po  #-#-#-#-#\\n\"\n\"b\"\n",
                "3: several translations that `msgcat` put together (`#-#-#-#-#`); keep the right one",
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(error(text), format!("es/Page.po:{expected}"), "{text}");
        }
    }
}

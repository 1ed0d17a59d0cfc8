//! What stands between the quotes of a catalog: escapes, there and back.

use firstaid_text::TextRange;

use crate::error::Problem;

/// Appends `text` with the escapes that GNU gettext writes.
pub(super) fn escape(text: &str, out: &mut String) {
    let mut copied = 0;
    for (at, byte) in text.bytes().enumerate() {
        let letter = match byte {
            b'\x07' => 'a',
            b'\x08' => 'b',
            b'\x0c' => 'f',
            b'\n' => 'n',
            b'\r' => 'r',
            b'\t' => 't',
            b'\x0b' => 'v',
            b'\\' => '\\',
            b'"' => '"',
            _ => continue,
        };
        out.push_str(&text[copied..at]);
        out.push('\\');
        out.push(letter);
        copied = at + 1;
    }
    out.push_str(&text[copied..]);
}

/// What a stretch between quotes stands for.
enum Piece {
    /// Itself.
    Plain,
    /// One byte, written as an escape.
    Byte(u8),
    /// Nothing: a backslash before the end of a line.
    Nothing,
}

/// Appends what `raw`, the inside of a literal, stands for; the offset in `raw` of an escape that is none.
pub(super) fn unescape(raw: &str, out: &mut Vec<u8>) -> Result<(), (usize, Problem)> {
    let mut at = 0;
    while at < raw.len() {
        let (piece, len) = next_piece(&raw[at..]).map_err(|problem| (at, problem))?;
        match piece {
            Piece::Plain => out.extend_from_slice(&raw.as_bytes()[at..at + len]),
            Piece::Byte(byte) => out.push(byte),
            Piece::Nothing => {}
        }
        at += len;
    }
    Ok(())
}

/// The first piece of a raw text that is not empty and starts with no quote, and its length.
fn next_piece(raw: &str) -> Result<(Piece, usize), Problem> {
    let Some(escape) = raw.strip_prefix('\\') else {
        return Ok((Piece::Plain, memchr::memchr2(b'\\', b'"', raw.as_bytes()).unwrap_or(raw.len())));
    };
    let byte = match escape.as_bytes().first() {
        Some(b'a') => 0x07,
        Some(b'b') => 0x08,
        Some(b'f') => 0x0c,
        Some(b'n') => b'\n',
        Some(b'r') => b'\r',
        Some(b't') => b'\t',
        Some(b'v') => 0x0b,
        Some(&byte @ (b'\\' | b'"')) => byte,
        Some(b'\n') => return Ok((Piece::Nothing, 2)),
        Some(b'\r') if escape[1..].starts_with('\n') => return Ok((Piece::Nothing, 3)),
        Some(b'x') => return number(escape, 1, usize::MAX, 16),
        Some(b'0'..=b'7') => return number(escape, 0, 3, 8),
        _ => return Err(Problem::BadEscape(raw.chars().take(2).collect())),
    };
    Ok((Piece::Byte(byte), 2))
}

/// An octal or hexadecimal escape; `escape` starts after the backslash, its digits at `start`.
fn number(escape: &str, start: usize, most: usize, radix: u32) -> Result<(Piece, usize), Problem> {
    let digits = escape[start..].chars().take(most).take_while(|c| c.is_digit(radix)).count();
    let end = start + digits;
    match u8::from_str_radix(&escape[start..end], radix) {
        Ok(byte) if byte != 0 => Ok((Piece::Byte(byte), 1 + end)),
        _ => Err(Problem::BadEscape(format!("\\{}", escape.chars().take(end.clamp(1, 8)).collect::<String>()))),
    }
}

/// The bytes of a file that stand for a part of a decoded string.
///
/// `literals` is where the string stands in `file`, one of the ranges of [`Place`](super::Place); `part` are bytes of
/// the decoded string. Escapes are taken whole, and the quotes and line ends between two folded lines are taken where
/// the part goes on after them. An offset that the string has not is taken for its end.
pub fn locate(file: &str, literals: TextRange, part: TextRange) -> TextRange {
    let (mut start, mut end) = (None, None);
    let mut decoded = 0;
    // Where the last piece ended: just before the last quote once all are read.
    let mut last = literals.start() + 1;
    for (at, len, makes) in pieces(file, literals) {
        // A run stands for itself byte by byte, an escape is indivisible.
        let place = |offset: u32| if makes == len { at + (offset - decoded) } else { at };
        if start.is_none() && part.start() < decoded + makes {
            start = Some(place(part.start()));
        }
        if end.is_none() && !part.is_empty() && part.end() <= decoded + makes {
            end = Some(if makes == len { place(part.end()) } else { at + len });
        }
        decoded += makes;
        last = at + len;
    }
    let start = start.unwrap_or(last);
    let end = if part.is_empty() { start } else { end.unwrap_or(last) };
    TextRange::new(start, end.max(start))
}

/// The pieces of the literals of a string that was parsed before: offset in the file, length, bytes that it makes.
fn pieces(file: &str, literals: TextRange) -> impl Iterator<Item = (u32, u32, u32)> {
    let text = file.get(literals.as_usize()).unwrap_or_default();
    let mut at = 0;
    let mut is_inside = false;
    std::iter::from_fn(move || {
        loop {
            let rest = &text[at..];
            if !is_inside {
                at += memchr::memchr(b'"', rest.as_bytes())? + 1;
                is_inside = true;
            } else if rest.starts_with('"') {
                at += 1;
                is_inside = false;
            } else if rest.is_empty() {
                return None;
            } else {
                let (piece, len) = next_piece(rest).ok()?;
                let (len, makes) = match piece {
                    Piece::Plain => (len, len),
                    Piece::Byte(_) => (len, 1),
                    Piece::Nothing => (len, 0),
                };
                let place = literals.start() + at as u32;
                at += len;
                return Some((place, len as u32, makes as u32));
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::po::parse;

    fn unescaped(raw: &str) -> Result<String, String> {
        let mut bytes = Vec::new();
        unescape(raw, &mut bytes).map_err(|(at, problem)| format!("{at}: {problem}"))?;
        Ok(String::from_utf8(bytes).unwrap())
    }

    #[test]
    fn escapes_are_those_of_gettext() {
        assert_eq!(unescaped(r#"\a\b\f\n\r\t\v\\\""#).unwrap(), "\x07\x08\x0c\n\r\t\x0b\\\"");
        assert_eq!(unescaped(r"\303\251\x41\7z\1011").unwrap(), "éA\u{7}zA1");
        assert_eq!(unescaped("a\\\nb\\\r\nc").unwrap(), "abc");
        for (raw, error) in [(r"ab\q", r"2: `\q`"), (r"\x", r"0: `\x`"), (r"\0", r"0: `\0`"), (r"\xfff", r"0: `\xfff`")]
        {
            assert!(unescaped(raw).unwrap_err().starts_with(error), "{raw}");
        }
        assert!(unescaped("é\\").unwrap_err().starts_with("2: `\\`"));
    }

    /// The bytes of `file` that stand for `part` of its first translation.
    fn located<'f>(file: &'f str, part: &str) -> &'f str {
        let catalog = parse("x.po", file).unwrap();
        let string = catalog.entries[0].string();
        let start = string.find(part).unwrap();
        &file[locate(file, catalog.entries[0].place.strings[0], TextRange::from(start..start + part.len()))]
    }

    #[test]
    fn parts_of_a_string_are_found_through_escapes_and_folds() {
        let file = "msgid \"a\"\nmsgstr \"\"\n\"one \\\"two\\\" \"\n\"\\303\\251t\\n\"\n  \"tré\\\\s\"\n";
        assert_eq!(located(file, "one"), "one");
        assert_eq!(located(file, "\"two\""), r#"\"two\""#);
        assert_eq!(located(file, "é"), r"\303\251");
        assert_eq!(located(file, "ré\\s"), r"ré\\s");
        assert_eq!(located(file, "t\ntr"), "t\\n\"\n  \"tr");
        assert_eq!(located(file, " ét"), " \"\n\"\\303\\251t");
        let obsolete = "#~ msgid \"a\"\n#~ msgstr \"x \"\n#~ \"y\"\n";
        assert_eq!(located(obsolete, "x y"), "x \"\n#~ \"y");
    }

    #[test]
    fn ends_and_empty_parts_have_a_place() {
        let file = "msgid \"a\"\nmsgstr \"xy\"\n";
        let literals = parse("x.po", file).unwrap().entries[0].place.strings[0];
        let at = |start, end| locate(file, literals, TextRange::new(start, end));
        let quote = file.find("xy").unwrap() as u32;
        assert_eq!(at(0, 0), TextRange::empty(quote));
        assert_eq!(at(2, 2), TextRange::empty(quote + 2));
        assert_eq!(at(1, 99), TextRange::new(quote + 1, quote + 2));
        assert_eq!(at(50, 99), TextRange::empty(quote + 2));
    }
}

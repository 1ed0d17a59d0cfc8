//! String literals of a catalog: writes and reads escapes.

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

/// The meaning of a piece of a literal.
pub(super) enum Piece {
    /// The piece itself.
    Plain,
    /// One byte, written as an escape.
    Byte(u8),
    /// Nothing: a backslash before the end of a line.
    Nothing,
}

/// Appends the decoded bytes of `raw`, the inside of a literal. An error has the offset in `raw` of the invalid escape.
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

/// The first piece of a raw text and its length. The text must not be empty and must not start with a quote.
pub(super) fn next_piece(raw: &str) -> Result<(Piece, usize), Problem> {
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

/// An octal or hexadecimal escape of at most `max_digits`; `escape` starts after the backslash, its digits at `start`.
fn number(escape: &str, start: usize, max_digits: usize, radix: u32) -> Result<(Piece, usize), Problem> {
    let digits = escape[start..].chars().take(max_digits).take_while(|c| c.is_digit(radix)).count();
    let end = start + digits;
    match u8::from_str_radix(&escape[start..end], radix) {
        Ok(byte) if byte != 0 => Ok((Piece::Byte(byte), 1 + end)),
        _ => Err(Problem::BadEscape(format!("\\{}", escape.chars().take(end.clamp(1, 8)).collect::<String>()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        for (raw, error) in [
            (r"ab\q", r"2: unknown escape `\q`"),
            (r"\x", r"0: unknown escape `\x`"),
            (r"\0", r"0: unknown escape `\0`"),
            (r"\xfff", r"0: unknown escape `\xfff`"),
        ] {
            assert_eq!(unescaped(raw).unwrap_err(), error, "{raw}");
        }
        assert!(unescaped("é\\").unwrap_err().starts_with("2: unknown escape `\\`"));
    }
}

//! Maps a part of a decoded string to its bytes in the file.

use firstaid_text::TextRange;

use super::literal::{Piece, next_piece};

/// The bytes of a file that encode a part of a decoded string.
///
/// `literals` is the range of the string in `file`, one of those of [`Place`](super::Place); `part` is a byte range of
/// the decoded string. Escapes are indivisible. Quotes and line ends between folded lines are included if the part
/// continues after them. An offset beyond the string means its end.
pub fn locate(file: &str, literals: TextRange, part: TextRange) -> TextRange {
    let (mut start, mut end) = (None, None);
    let mut decoded = 0;
    // End of the last piece; in the end, the offset of the last quote.
    let mut last = literals.start() + 1;
    for (at, len, makes) in pieces(file, literals) {
        // Plain text maps byte by byte, an escape as a whole.
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

/// The pieces of the literals of a string that was parsed before: offset in the file, length, decoded length.
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
    use crate::catalogs::po::parse;

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
    fn empty_parts_and_offsets_beyond_the_end_are_located() {
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

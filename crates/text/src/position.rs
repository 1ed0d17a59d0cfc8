use memchr::memchr2_iter;

use crate::char_count::CharCount;
use crate::floor_char_boundary;

/// A place as editors count it: both from 0, the character in units of a [`PositionEncoding`].
///
/// A byte-order mark counts as any other character here: an editor that sends one shows it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Debug)]
pub struct Position {
    pub line: u32,
    pub character: u32,
}

/// The unit in which an editor counts the characters of a line.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum PositionEncoding {
    /// Bytes.
    Utf8,
    /// UTF-16 code units, which every editor understands.
    #[default]
    Utf16,
    /// Unicode scalar values.
    Utf32,
}

impl PositionEncoding {
    /// The length of a text in this unit.
    pub fn len(self, text: &str) -> u32 {
        let len = match self {
            Self::Utf8 => text.len(),
            _ if text.is_ascii() => text.len(),
            Self::Utf16 => text.encode_utf16().count(),
            Self::Utf32 => text.chars().count(),
        };
        len as u32
    }

    /// The byte at which the character with this number begins. Half a surrogate pair is the whole character.
    fn byte(self, line: &str, character: u32) -> usize {
        let character = character as usize;
        if line.is_ascii() || self == Self::Utf8 {
            return floor_char_boundary(line, character.min(line.len()));
        }
        let mut units = 0;
        for (at, c) in line.char_indices() {
            units += if self == Self::Utf16 { c.len_utf16() } else { 1 };
            if units > character {
                return at;
            }
        }
        line.len()
    }
}

/// Where each line of a text starts, as editors count lines: `\n`, `\r\n` and `\r` each end one.
#[derive(Clone, Debug)]
pub struct PositionIndex {
    starts: Box<[u32]>,
    chars: CharCount,
}

impl PositionIndex {
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let is_end = |at: &usize| bytes[*at] == b'\n' || bytes.get(at + 1) != Some(&b'\n');
        let ends = memchr2_iter(b'\n', b'\r', bytes).filter(is_end);
        let starts: Box<[u32]> = std::iter::once(0).chain(ends.map(|at| at as u32 + 1)).collect();
        let chars = CharCount::new(text, &starts);
        Self { starts, chars }
    }

    /// The position of an offset. Inside a character, it is that of the character; inside a line end or beyond the
    /// text, it is the end of the line.
    pub fn position(&self, text: &str, offset: u32, encoding: PositionEncoding) -> Position {
        let offset = floor_char_boundary(text, (offset as usize).min(text.len()));
        let line = self.starts.partition_point(|&start| start as usize <= offset) - 1;
        let start = self.starts[line] as usize;
        let end = start + text[start..offset].trim_end_matches('\r').len();
        let character = match encoding {
            PositionEncoding::Utf8 => (end - start) as u32,
            PositionEncoding::Utf16 => {
                let chars = self.chars.of(text, start..end);
                chars.scalars + chars.pairs
            }
            PositionEncoding::Utf32 => self.chars.of(text, start..end).scalars,
        };
        Position { line: line as u32, character }
    }

    /// The offset of a position. A position beyond the end of a line is the end of its content, before `\n` or `\r\n`;
    /// one beyond the last line is the end of the text.
    pub fn offset(&self, text: &str, position: Position, encoding: PositionEncoding) -> u32 {
        let line = position.line as usize;
        let Some(&start) = self.starts.get(line) else { return text.len() as u32 };
        let end = self.starts.get(line + 1).map_or(text.len(), |&next| next as usize);
        let content = text[start as usize..end].trim_end_matches(['\r', '\n']);
        start + encoding.byte(content, position.character) as u32
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ALL: [PositionEncoding; 3] = [PositionEncoding::Utf8, PositionEncoding::Utf16, PositionEncoding::Utf32];

    fn at(line: u32, character: u32) -> Position {
        Position { line, character }
    }

    #[test]
    fn characters_are_counted_in_the_unit_of_the_encoding() {
        let text = "né\r\n🙂حx";
        let index = PositionIndex::new(text);
        let x = text.find('x').unwrap() as u32;
        assert_eq!(ALL.map(|encoding| index.position(text, x, encoding)), [at(1, 6), at(1, 3), at(1, 2)]);
        assert_eq!(ALL.map(|encoding| index.offset(text, at(1, 2), encoding)), [5, 9, 11]);
    }

    #[test]
    fn positions_beyond_the_end_are_at_the_end() {
        let text = "ab\r\nc";
        let index = PositionIndex::new(text);
        for encoding in ALL {
            assert_eq!(index.offset(text, at(0, 9), encoding), 2);
            assert_eq!(index.offset(text, at(1, 9), encoding), 5);
            assert_eq!(index.offset(text, at(7, 0), encoding), 5);
            assert_eq!(index.position(text, 3, encoding), at(0, 2), "between the two of a line end");
        }
    }

    #[test]
    fn half_a_surrogate_pair_is_the_start_of_its_character() {
        let text = "a🙂b";
        assert_eq!(PositionIndex::new(text).offset(text, at(0, 2), PositionEncoding::Utf16), 1);
        assert_eq!(PositionIndex::new(text).offset(text, at(0, 3), PositionEncoding::Utf16), 5);
    }

    /// The lines of a text with their ends, found without an index.
    fn lines(text: &str) -> Vec<&str> {
        let mut lines = Vec::new();
        let mut rest = text;
        while let Some(at) = rest.find(['\r', '\n']) {
            let len = if rest[at..].starts_with("\r\n") { 2 } else { 1 };
            lines.push(&rest[..at + len]);
            rest = &rest[at + len..];
        }
        lines.push(rest);
        lines
    }

    proptest! {
        #[test]
        fn every_position_leads_back_to_its_offset(text in "[a\u{e9}\u{62d}\u{301}\u{1f642}\r\n]{0,40}") {
            let index = PositionIndex::new(&text);
            for encoding in ALL {
                for (offset, _) in text.char_indices().filter(|&(at, _)| !text[..at].ends_with('\r') || !text[at..].starts_with('\n')) {
                    let position = index.position(&text, offset as u32, encoding);
                    prop_assert_eq!(index.offset(&text, position, encoding) as usize, offset);
                }
                prop_assert_eq!(index.offset(&text, at(u32::MAX, u32::MAX), encoding) as usize, text.len());
            }
        }

        #[test]
        fn lines_and_characters_are_those_of_the_text(text in "[a\u{e9}\u{62d}\u{1f642}\r\n]{0,40}") {
            let index = PositionIndex::new(&text);
            let mut start = 0;
            for (n, line) in lines(&text).into_iter().enumerate() {
                let content = line.trim_end_matches(['\r', '\n']);
                for (byte, _) in content.char_indices() {
                    let position = |encoding| index.position(&text, (start + byte) as u32, encoding);
                    let before = &content[..byte];
                    prop_assert_eq!(position(PositionEncoding::Utf8), at(n as u32, byte as u32));
                    prop_assert_eq!(position(PositionEncoding::Utf16), at(n as u32, before.encode_utf16().count() as u32));
                    prop_assert_eq!(position(PositionEncoding::Utf32), at(n as u32, before.chars().count() as u32));
                }
                start += line.len();
            }
        }

        #[test]
        fn any_position_is_an_offset_between_characters(text in "[a\u{e9}\u{1f642}\r\n]{0,20}", line in 0..9_u32, character in 0..30_u32) {
            let index = PositionIndex::new(&text);
            for encoding in ALL {
                let offset = index.offset(&text, at(line, character), encoding) as usize;
                prop_assert!(text.is_char_boundary(offset));
            }
        }
    }
}

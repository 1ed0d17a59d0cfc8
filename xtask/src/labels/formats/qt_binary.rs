//! Qt's `.qm` files, which `lrelease` makes of `.ts` files: sections of a tag, a length and data, big-endian.
//!
//! The layout is that of `QTranslator` in `qtbase/src/corelib/kernel/qtranslator.cpp`.

use super::raw::Raw;

const MAGIC: [u8; 16] =
    [0x3c, 0xb8, 0x64, 0x18, 0xca, 0xef, 0x9c, 0x95, 0xcd, 0x21, 0x1c, 0xbf, 0x60, 0xa1, 0xbd, 0xdd];

/// The section of messages.
const MESSAGES: u8 = 0x69;

/// Fields of a message.
const END: u8 = 1;
const TRANSLATION: u8 = 3;
const SOURCE_TEXT: u8 = 6;
const CONTEXT: u8 = 7;
/// Four bytes without a length.
const OBSOLETE: u8 = 5;

/// Qt's length of a string that is absent.
const NO_STRING: u32 = u32::MAX;

/// The strings whose source text the file has. The key is the context and that text.
pub(crate) fn strings(bytes: &[u8]) -> Vec<Raw> {
    let Some(mut rest) = bytes.strip_prefix(&MAGIC) else { return Vec::new() };
    while let Some((&tag, after)) = rest.split_first() {
        let Some((section, after)) = sized(after) else { break };
        if tag == MESSAGES {
            return messages(section);
        }
        rest = after;
    }
    Vec::new()
}

fn messages(mut rest: &[u8]) -> Vec<Raw> {
    let mut strings = Vec::new();
    let (mut translation, mut source, mut context) = (None, None, None);
    while let Some((&tag, after)) = rest.split_first() {
        if tag == END {
            if let (Some(text), Some(source)) = (translation.take(), source.take()) {
                let context: String = context.take().unwrap_or_default();
                let source: String = source;
                strings.push(Raw { english: Some(source.clone()), ..Raw::new(format!("{context}|{source}"), text) });
            }
            rest = after;
            continue;
        }
        if tag == OBSOLETE {
            rest = after.get(4..).unwrap_or_default();
            continue;
        }
        let Some((field, after)) = sized(after) else { break };
        match tag {
            // The first form of several.
            TRANSLATION if translation.is_none() => translation = Some(utf16(field)),
            SOURCE_TEXT => source = Some(String::from_utf8_lossy(field).into_owned()),
            CONTEXT => context = Some(String::from_utf8_lossy(field).into_owned()),
            _ => {}
        }
        rest = after;
    }
    strings
}

/// A length and as many bytes; the rest.
fn sized(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (len, rest) = bytes.split_first_chunk()?;
    match u32::from_be_bytes(*len) {
        NO_STRING => Some((&[], rest)),
        len => rest.split_at_checked(usize::try_from(len).ok()?),
    }
}

fn utf16(bytes: &[u8]) -> String {
    let units = bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
    char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(tag: u8, bytes: &[u8]) -> Vec<u8> {
        [&[tag][..], &(bytes.len() as u32).to_be_bytes(), bytes].concat()
    }

    #[test]
    fn messages_are_read() {
        let translation: Vec<u8> = "&Öffnen".encode_utf16().flat_map(u16::to_be_bytes).collect();
        let message =
            [field(TRANSLATION, &translation), field(SOURCE_TEXT, b"&Open"), field(CONTEXT, b"Main"), vec![END]]
                .concat();
        let file = [MAGIC.to_vec(), field(0x42, b"hashes"), field(MESSAGES, &message)].concat();
        let found = strings(&file);
        assert_eq!((&*found[0].key, &*found[0].text), ("Main|&Open", "&Öffnen"));
        (0..file.len()).for_each(|len| assert!(strings(&file[..len]).len() <= 1));
    }
}

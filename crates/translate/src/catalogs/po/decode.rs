//! From the bytes of a PO file to its text.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::error::Problem;

/// The start of a file, in which its header names its charset, in bytes.
const HEAD: usize = 16 << 10;

/// The text of a file, and its problem with the line from 1 if it cannot be decoded. Then the text is for showing only:
/// bytes that cannot be decoded are U+FFFD in it.
pub(super) fn decode(bytes: Vec<u8>) -> (String, Option<(u32, Problem)>) {
    if let Some(text) = utf16(&bytes) {
        return (text, Some((1, Problem::Utf16)));
    }
    let named = charset(&bytes).and_then(foreign);
    if let Some((text, false)) = named.map(|encoding| encoding.decode_without_bom_handling(&bytes)) {
        return (text.into_owned(), None);
    }
    match String::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let bytes = error.as_bytes();
            let line = memchr::memchr_iter(b'\n', &bytes[..at]).count() as u32 + 1;
            let problem = Problem::OtherBytes(bytes[at], hint(named, bytes));
            (String::from_utf8_lossy(bytes).into_owned(), Some((line, problem)))
        }
    }
}

/// The encoding of a charset other than UTF-8 and ASCII, if it is known.
pub(super) fn foreign(charset: &str) -> Option<&'static Encoding> {
    let is_ascii = charset.eq_ignore_ascii_case("us-ascii") || charset.eq_ignore_ascii_case("ascii");
    let is_other = |encoding: &&Encoding| ![UTF_8, UTF_16BE, UTF_16LE].contains(encoding);
    Encoding::for_label(charset.as_bytes()).filter(|_| !is_ascii).filter(is_other)
}

/// The charset that the header of a file names.
fn charset(bytes: &[u8]) -> Option<&str> {
    let head = &bytes[..bytes.len().min(HEAD)];
    let at = memchr::memmem::find(head, b"charset=")? + "charset=".len();
    let is_name = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':' | b'.');
    let len = head[at..].iter().take_while(is_name).count();
    std::str::from_utf8(&head[at..at + len]).ok()
}

/// The text of a UTF-16 file: one with a byte-order mark, or in which every other byte at the start is zero.
fn utf16(bytes: &[u8]) -> Option<String> {
    let encoding = match bytes {
        [0xff, 0xfe, ..] | [1..=0x7f, 0, 1..=0x7f, 0, ..] => UTF_16LE,
        [0xfe, 0xff, ..] | [0, 1..=0x7f, 0, 1..=0x7f, ..] => UTF_16BE,
        _ => return None,
    };
    let (text, _): (Cow<'_, str>, _) = encoding.decode_with_bom_removal(bytes);
    Some(text.into_owned())
}

/// What to do about bytes that are not in the file's charset.
fn hint(named: Option<&'static Encoding>, bytes: &[u8]) -> &'static str {
    match named {
        Some(_) => "nor is it in the charset that the header names",
        // Text of Western Europe has one such byte among letters; other scripts have many in a row.
        None if bytes.windows(2).all(|pair| pair[0] < 0xc0 || pair[1] < 0xc0) => {
            "is the file Latin-1 (ISO-8859-1)? save it as UTF-8, or name its charset in the header"
        }
        None => "save the file as UTF-8, or name its charset in the header",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8]) -> (String, Option<String>) {
        let (text, problem) = decode(bytes.to_vec());
        (text, problem.map(|(line, problem)| format!("{line}: {problem}")))
    }

    #[test]
    fn a_named_charset_is_decoded() {
        let koi = b"msgstr \"Content-Type: text/plain; charset=KOI8-R\\n\"\n\xf3\xd0\xc9\xd3\xcf\xcb";
        assert!(decoded(koi).0.ends_with("Список"), "{:?}", decoded(koi));
        let latin = b"\"Content-Type: text/plain; charset=iso-8859-15\\n\" \xa4 \xf1";
        assert!(decoded(latin).0.ends_with("€ ñ"));
        let utf8 = "\"Content-Type: text/plain; charset=utf-8\\n\" ñ";
        assert_eq!(decoded(utf8.as_bytes()), (utf8.to_owned(), None));
    }

    #[test]
    fn other_bytes_get_their_line_and_a_hint() {
        let (text, problem) = decoded(b"a\nse\xf1ora\n");
        assert_eq!(text, "a\nse\u{fffd}ora\n");
        let hint = "is the file Latin-1 (ISO-8859-1)? save it as UTF-8, or name its charset in the header";
        assert_eq!(problem, Some(format!("2: byte 0xf1 is not UTF-8; {hint}")));
        assert!(!decoded(b"\xd1\xef\xe8\xf1\xee\xea").1.unwrap().contains("Latin-1"));
        let utf16: Vec<u8> = "msgid ñ".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let with_mark = [&[0xff, 0xfe][..], &utf16].concat();
        for bytes in [utf16, with_mark] {
            let problem = Some("1: the file is UTF-16; save it as UTF-8".to_owned());
            assert_eq!(decoded(&bytes), ("msgid ñ".to_owned(), problem));
        }
        assert_eq!(decoded(b""), (String::new(), None));
    }
}

//! Helpers for reading and writing XML.

use std::fmt::Write;

use roxmltree::{Document, Error, Node, ParsingOptions};

use crate::error::{CatalogError, Problem};

/// Whether XML 1.0 can hold a character, as itself or as a reference.
pub(crate) fn can_hold(c: char) -> bool {
    !matches!(c, '\0'..='\x08' | '\x0b' | '\x0c' | '\x0e'..='\x1f' | '\u{fffe}' | '\u{ffff}')
}

/// Appends an escaped text. Characters that XML cannot hold become U+FFFD; a carriage return becomes a reference,
/// because parsers would normalise it.
pub(crate) fn push_text(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\r' => out.push_str("&#xD;"),
            c => out.push(if can_hold(c) { c } else { '\u{fffd}' }),
        }
    }
}

/// Appends ` name="value"`.
pub(crate) fn push_attribute(out: &mut String, name: &str, value: &str) {
    let mut escaped = String::new();
    push_text(&mut escaped, value);
    let escaped = escaped.replace('"', "&quot;").replace('\n', "&#xA;").replace('\t', "&#x9;");
    // Writing to a string cannot fail.
    let _ = write!(out, " {name}=\"{escaped}\"");
}

/// Parses a file and passes its root element to `read_root`; `path` is for messages.
///
/// `allow_dtd` accepts a document type. Nothing outside of the file is read for it, and nested entities that multiply
/// are refused.
pub(crate) fn read<T>(
    path: &str,
    text: &str,
    allow_dtd: bool,
    read_root: impl FnOnce(Node) -> Result<T, Located>,
) -> Result<T, CatalogError> {
    let options = ParsingOptions { allow_dtd, ..ParsingOptions::default() };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let document = Document::parse_with_options(text, options).map_err(|error| CatalogError {
        path: path.to_owned(),
        line: error.pos().row,
        problem: Problem::BrokenXml(without_position(&error)),
    })?;
    read_root(document.root_element()).map_err(|(at, problem)| CatalogError {
        path: path.to_owned(),
        line: document.text_pos_at(at).row,
        problem,
    })
}

/// A problem and its byte offset in the file.
pub(crate) type Located = (usize, Problem);

/// A problem located at an element.
pub(crate) fn at(node: Node, problem: Problem) -> Located {
    (node.range().start, problem)
}

/// The value of a required attribute.
pub(crate) fn required<'n>(node: Node<'n, '_>, name: &'static str) -> Result<&'n str, Located> {
    node.attribute(name).ok_or_else(|| at(node, Problem::MissingAttribute(name)))
}

/// The character with a hexadecimal code, used for characters that XML cannot hold.
pub(crate) fn character(node: Node, hex: &str) -> Result<char, Located> {
    let c = u32::from_str_radix(hex, 16).ok().and_then(char::from_u32).filter(|&c| c != '\0');
    c.ok_or_else(|| at(node, Problem::BadCharacter(hex.to_owned())))
}

/// The message of an XML error without its position, which [`CatalogError`] has.
fn without_position(error: &Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" at ").map_or(text.clone(), |(message, _)| message.to_owned())
}

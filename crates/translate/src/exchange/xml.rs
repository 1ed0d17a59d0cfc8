//! What the XML formats share: text that a file can hold, and places in it.

use std::fmt::Write;

use roxmltree::{Document, Error, Node, ParsingOptions};

use crate::error::{CatalogError, Problem};

/// Whether XML 1.0 can hold a character, as itself or as a reference.
pub(crate) fn can_hold(c: char) -> bool {
    !matches!(c, '\0'..='\x08' | '\x0b' | '\x0c' | '\x0e'..='\x1f' | '\u{fffe}' | '\u{ffff}')
}

/// Appends a text; what XML cannot hold becomes U+FFFD.
///
/// White space that a reader would make into something else is written as a reference.
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

/// Reads a file and hands its root element on; `path` is for messages.
///
/// A document type is let in where the format has one; nothing outside the file is ever read for it, and entities
/// that multiply are refused.
pub(crate) fn read<T>(
    path: &str,
    text: &str,
    allow_dtd: bool,
    reading: impl FnOnce(Node) -> Result<T, Wrong>,
) -> Result<T, CatalogError> {
    let options = ParsingOptions { allow_dtd, ..ParsingOptions::default() };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let document = Document::parse_with_options(text, options).map_err(|error| CatalogError {
        path: path.to_owned(),
        line: error.pos().row,
        problem: Problem::BrokenXml(said(&error)),
    })?;
    reading(document.root_element()).map_err(|(at, problem)| CatalogError {
        path: path.to_owned(),
        line: document.text_pos_at(at).row,
        problem,
    })
}

/// What is wrong, and at which byte.
pub(crate) type Wrong = (usize, Problem);

/// What is wrong with an element.
pub(crate) fn wrong(node: Node, problem: Problem) -> Wrong {
    (node.range().start, problem)
}

/// The value of an attribute that must be there.
pub(crate) fn required<'n>(node: Node<'n, '_>, name: &'static str) -> Result<&'n str, Wrong> {
    node.attribute(name).ok_or_else(|| wrong(node, Problem::MissingAttribute(name)))
}

/// The character of a code in hexadecimal digits, for one that XML cannot hold.
pub(crate) fn character(node: Node, hex: &str) -> Result<char, Wrong> {
    let c = u32::from_str_radix(hex, 16).ok().and_then(char::from_u32).filter(|&c| c != '\0');
    c.ok_or_else(|| wrong(node, Problem::BadCharacter(hex.to_owned())))
}

/// The error without its place, which we tell ourselves.
fn said(error: &Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" at ").map_or(text.clone(), |(said, _)| said.to_owned())
}

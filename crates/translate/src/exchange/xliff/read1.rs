//! Reads XLIFF 1.2.

use firstaid_content::Locale;
use roxmltree::Node;

use super::accept::{Found, Returned};
use super::unit::{EXPORTED, State, exported_hash};
use super::write1::CONTROL;
use crate::error::Problem;
use crate::exchange::language::is_for;
use crate::exchange::placeholder::{Piece, pieces};
use crate::exchange::xml::{Located, at, character, required};

/// Reads the units of a file. The language is an attribute of each page; a file with none for `target` is an error.
pub(super) fn root(root: Node, target: &Locale, found: &mut Found) -> Result<(), Located> {
    let files = || root.children().filter(|node| is(*node, "file"));
    let is_right = |file: &Node| file.attribute("target-language").is_none_or(|language| is_for(language, target));
    let other = |file: Node| {
        let (wanted, found) = (target.to_string(), file.attribute("target-language").unwrap_or_default().to_owned());
        at(file, Problem::OtherLanguage { wanted, found })
    };
    if let Some(file) = files().next().filter(|_| !files().any(|file| is_right(&file))) {
        return Err(other(file));
    }
    for file in files() {
        if !is_right(&file) {
            found.refuse(other(file));
            continue;
        }
        match found.page(file, required(file, "original")?) {
            Ok(mut page) => {
                for node in file.descendants().filter(|node| is(*node, "trans-unit")) {
                    found.unit(&mut page, node, unit(node));
                }
            }
            Err(fault) => found.refuse(fault),
        }
    }
    Ok(())
}

/// Whether an element is one of XLIFF; tools add elements in namespaces of their own.
fn is(node: Node, name: &str) -> bool {
    let namespace = node.tag_name().namespace();
    node.tag_name().name() == name
        && namespace.is_none_or(|namespace| namespace.starts_with("urn:oasis:names:tc:xliff"))
}

/// The translation of a unit; `None` if it has none yet.
fn unit(node: Node) -> Result<Option<Returned>, Located> {
    let child = |name| node.children().find(|node: &Node| is(*node, name));
    let from = child("source").ok_or_else(|| at(node, Problem::Missing { wanted: "`source`", found: None }))?;
    let Some(to) = child("target") else { return Ok(None) };
    let (mut source, mut target) = (String::new(), String::new());
    read_inline(to, &mut target)?;
    if target.is_empty() {
        return Ok(None);
    }
    read_inline(from, &mut source)?;
    let is_note = |note: &Node| is(*note, "note") && note.attribute("from") == Some(EXPORTED);
    let exported = node.children().find(is_note).and_then(|note| exported_hash(note.text()?));
    let mut state = state_of(node, to);
    if to.attribute("state").is_none() && target == source {
        state = State::Initial;
    }
    Ok(Some(Returned { source, target, state, exported }))
}

/// The state of a translation. States that are not of XLIFF 1.2 count as unfinished.
fn state_of(unit: Node, target: Node) -> State {
    match (target.attribute("state"), unit.attribute("approved")) {
        (Some("final"), _) => State::Final,
        (Some("signed-off"), _) | (None, Some("yes")) => State::Reviewed,
        (Some("translated"), _) | (None, None) => State::Translated,
        _ => State::Initial,
    }
}

/// Appends the text of a source or a target, without the marks that tools put around sentences and terms.
fn read_inline(node: Node, out: &mut String) -> Result<(), Located> {
    // The stack of open marks, each with its remaining children; a file may nest them to any depth.
    let mut open = vec![node.children()];
    while let Some(children) = open.last_mut() {
        let Some(child) = children.next() else {
            open.pop();
            continue;
        };
        if child.is_text() {
            out.push_str(child.text().unwrap_or_default());
        }
        if !child.is_element() {
            continue;
        }
        let unknown = || at(child, Problem::UnknownElement(child.tag_name().name().to_owned()));
        let text = child.text().unwrap_or_default();
        match child.tag_name().name() {
            "mrk" => open.push(child.children()),
            "ph" if child.attribute("ctype") == Some(CONTROL) => out.push(character(child, text)?),
            "ph" if pieces(text).eq([Piece::Placeholder(text)]) => out.push_str(text),
            _ => return Err(unknown()),
        }
    }
    Ok(())
}

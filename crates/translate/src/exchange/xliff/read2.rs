//! Reads XLIFF 2.

use std::collections::HashMap;

use firstaid_content::Locale;
use roxmltree::Node;

use super::accept::{Found, Returned};
use super::unit::{EXPORTED, NAMESPACE, State, exported_hash};
use crate::error::Problem;
use crate::exchange::language::is_for;
use crate::exchange::xml::{Located, at, character, required};

/// Reads the units of a file.
pub(super) fn root(root: Node, target: &Locale, found: &mut Found) -> Result<(), Located> {
    let language = required(root, "trgLang")?;
    if !is_for(language, target) {
        let (wanted, found) = (target.to_string(), language.to_owned());
        return Err(at(root, Problem::OtherLanguage { wanted, found }));
    }
    for file in root.children().filter(|node| node.has_tag_name((NAMESPACE, "file"))) {
        let name = required(file, "original")?;
        match found.page(file, name) {
            Ok(mut page) => {
                for node in file.descendants().filter(|node| node.has_tag_name((NAMESPACE, "unit"))) {
                    found.unit(&mut page, node, unit(node));
                }
            }
            Err(fault) => found.refuse(fault),
        }
    }
    Ok(())
}

/// A segment, or the white space between two segments.
struct Part {
    source: String,
    /// `None` for a segment without a translation.
    target: Option<String>,
    is_segment: bool,
    /// Position of the target among those of the unit, from 1.
    order: usize,
}

/// The translation of a unit; `None` if it has none yet.
fn unit(node: Node) -> Result<Option<Returned>, Located> {
    let id = || node.attribute("id").unwrap_or_default().to_owned();
    let data = original_data(node);
    let mut parts = Vec::new();
    let mut state = State::Final;
    for part in node.children().filter(Node::is_element) {
        let is_segment = part.has_tag_name((NAMESPACE, "segment"));
        if !is_segment && !part.has_tag_name((NAMESPACE, "ignorable")) {
            continue;
        }
        parts.push(read_part(part, is_segment, parts.len() + 1, &data)?);
        if is_segment {
            state = state.min(state_of(part)?);
        }
    }
    let segments = || parts.iter().filter(|part| part.is_segment);
    let is_translated = |part: &Part| part.target.as_ref().is_some_and(|target| !target.is_empty());
    if !segments().any(is_translated) {
        return Ok(None);
    }
    if !segments().all(is_translated) {
        return Err(at(node, Problem::TranslatedInPart { unit: id() }));
    }
    let source = parts.iter().map(|part| part.source.as_str()).collect();
    let target = in_order(&parts).ok_or_else(|| at(node, Problem::BadOrder { unit: id() }))?;
    Ok(Some(Returned { source, target, state, exported: exported(node) }))
}

fn read_part(part: Node, is_segment: bool, place: usize, data: &HashMap<&str, &str>) -> Result<Part, Located> {
    let child = |name| part.children().find(|node: &Node| node.has_tag_name((NAMESPACE, name)));
    let from = child("source").ok_or_else(|| at(part, Problem::Missing { wanted: "`source`", found: None }))?;
    let mut source = String::new();
    read_inline(from, data, &mut source)?;
    let (mut target, mut order) = (None, place);
    if let Some(to) = child("target") {
        let mut text = String::new();
        read_inline(to, data, &mut text)?;
        target = Some(text);
        if let Some(typed) = to.attribute("order") {
            // An order that is no number is no place, so the unit is refused.
            order = typed.trim().parse().unwrap_or(0);
        }
    } else if !is_segment {
        // Without a target, white space is the same in both languages.
        target = Some(source.clone());
    }
    Ok(Part { source, target, is_segment, order })
}

/// The targets in their order; `None` if two have one place or one has none, or if sentences would run together that
/// the source keeps apart.
fn in_order(parts: &[Part]) -> Option<String> {
    let mut places: Vec<Option<&Part>> = vec![None; parts.len()];
    for part in parts {
        let place = places.get_mut(part.order.checked_sub(1)?)?;
        if place.replace(part).is_some() {
            return None;
        }
    }
    let target = |part: Option<&Part>| Some(part?.target.clone().unwrap_or_default());
    let targets: Vec<String> = places.into_iter().map(target).collect::<Option<_>>()?;
    let sources: Vec<String> = parts.iter().map(|part| part.source.clone()).collect();
    let text = targets.concat();
    let is_apart = joints(&targets) >= joints(&sources) || text.contains(is_of_unspaced_script);
    is_apart.then_some(text)
}

/// Whether a character is of a script that puts no white space between sentences or words.
fn is_of_unspaced_script(c: char) -> bool {
    // Thai and Lao, Burmese, Khmer; Chinese and Japanese.
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}')
        || matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

/// Number of places at which two texts meet with white space between them, white space at either end not counted.
fn joints(texts: &[String]) -> usize {
    let is_blank = |text: &String| text.trim().is_empty();
    let all = texts.concat();
    let inner = all.trim();
    let offset = all.len() - all.trim_start().len();
    let mut at = 0;
    let mut ends = Vec::new();
    for text in texts {
        at += text.len();
        if !is_blank(text) && at < offset + inner.len() {
            ends.push(at);
        }
    }
    let touches =
        |at: &&usize| all[..**at].ends_with(char::is_whitespace) || all[**at..].starts_with(char::is_whitespace);
    ends.iter().filter(touches).count()
}

/// The state of a segment; `initial` is the default.
fn state_of(segment: Node) -> Result<State, Located> {
    let name = segment.attribute("state").unwrap_or("initial");
    State::named(name).ok_or_else(|| at(segment, Problem::BadState(name.to_owned())))
}

/// The hash of the translation at the time of the export, from the note that has it.
fn exported(unit: Node) -> Option<u64> {
    let mut notes = unit.descendants().filter(|node| node.has_tag_name((NAMESPACE, "note")));
    exported_hash(notes.find(|note| note.attribute("category") == Some(EXPORTED))?.text()?)
}

/// The texts of the placeholder elements of a unit, by id.
fn original_data<'n>(unit: Node<'n, '_>) -> HashMap<&'n str, &'n str> {
    let data = unit.descendants().filter(|node| node.has_tag_name((NAMESPACE, "data")));
    data.filter_map(|node| Some((node.attribute("id")?, node.text().unwrap_or_default()))).collect()
}

/// Appends the text of a source or a target, without the marks that tools put around words.
fn read_inline(node: Node, data: &HashMap<&str, &str>, out: &mut String) -> Result<(), Located> {
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
        match child.tag_name().name() {
            _ if child.tag_name().namespace() != Some(NAMESPACE) => return Err(unknown()),
            "ph" => {
                let text = child.attribute("dataRef").and_then(|id| data.get(id)).ok_or_else(unknown)?;
                out.push_str(text);
            }
            "cp" => out.push(character(child, required(child, "hex")?)?),
            "mrk" => open.push(child.children()),
            "sm" | "em" => {}
            _ => return Err(unknown()),
        }
    }
    Ok(())
}

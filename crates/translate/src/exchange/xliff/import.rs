//! Reads returned XLIFF.

use std::collections::{HashMap, HashSet};

use firstaid_content::Locale;
use roxmltree::Node;

use super::unit::{NAMESPACE, State, Unit};
use crate::catalogs::po::Catalog;
use crate::error::{CatalogError, Problem};
use crate::exchange::placeholder::placeholders;
use crate::exchange::xml::{Located, at, character, read, required};

/// A returned translation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Translation {
    /// The name of the page, as exported.
    pub page: String,
    pub context: Option<String>,
    pub id: String,
    /// Index in [`Entry::strings`](crate::po::Entry::strings).
    pub form: usize,
    pub text: String,
    pub state: State,
}

/// Reads a file that [`export`](super::export) wrote and translators edited; `path` is for messages.
///
/// `pages` are the current catalogs. Units without a translation are skipped.
pub fn import(
    path: &str,
    text: &str,
    target: &Locale,
    pages: &[(&str, &Catalog)],
) -> Result<Vec<Translation>, CatalogError> {
    read(path, text, false, |root| {
        if !root.has_tag_name((NAMESPACE, "xliff")) {
            let found = root.tag_name().name().to_owned();
            return Err(at(root, Problem::OtherFormat { wanted: "XLIFF 2", found }));
        }
        let found = required(root, "trgLang")?;
        if Locale::new(found).as_ref() != Some(target) {
            let (wanted, found) = (target.to_string(), found.to_owned());
            return Err(at(root, Problem::OtherLanguage { wanted, found }));
        }
        let mut translations = Vec::new();
        for file in root.children().filter(|node| node.has_tag_name((NAMESPACE, "file"))) {
            let name = required(file, "original")?;
            let page = pages.iter().find(|(page, _)| *page == name);
            let (_, catalog) = page.ok_or_else(|| at(file, Problem::UnknownPage(name.to_owned())))?;
            read_file(file, name, catalog, &mut translations)?;
        }
        Ok(translations)
    })
}

fn read_file(file: Node, page: &str, catalog: &Catalog, translations: &mut Vec<Translation>) -> Result<(), Located> {
    let units: HashMap<String, Unit> = Unit::all(&catalog.entries).map(|unit| (unit.id.clone(), unit)).collect();
    let mut seen = HashSet::new();
    for node in file.descendants().filter(|node| node.has_tag_name((NAMESPACE, "unit"))) {
        let id = required(node, "id")?;
        let unit = units.get(id).ok_or_else(|| at(node, Problem::UnknownUnit(id.to_owned())))?;
        if !seen.insert(id) {
            return Err(at(node, Problem::RepeatedUnit { unit: id.to_owned() }));
        }
        if let Some((text, state)) = read_unit(node, unit)? {
            let (context, id) = (unit.entry.context.clone(), unit.entry.id.clone());
            translations.push(Translation { page: page.to_owned(), context, id, form: unit.form, text, state });
        }
    }
    Ok(())
}

/// The translation of a unit; `None` if it has none yet.
fn read_unit(node: Node, unit: &Unit) -> Result<Option<(String, State)>, Located> {
    let id = || unit.id.clone();
    let data = original_data(node);
    let (mut source, mut target, mut state) = (String::new(), String::new(), State::Final);
    let (mut translated, mut missing) = (false, false);
    for part in node.children().filter(Node::is_element) {
        let is_segment = part.has_tag_name((NAMESPACE, "segment"));
        // White space between two segments; without a target it is the same in both languages.
        if !is_segment && !part.has_tag_name((NAMESPACE, "ignorable")) {
            continue;
        }
        let child = |name| part.children().find(|node: &Node| node.has_tag_name((NAMESPACE, name)));
        let from = child("source").ok_or_else(|| at(part, Problem::Missing { wanted: "`source`", found: None }))?;
        read_inline(from, &data, &mut source)?;
        match child("target") {
            Some(to) => {
                let before = target.len();
                read_inline(to, &data, &mut target)?;
                translated |= is_segment && target.len() > before;
                missing |= is_segment && target.len() == before;
            }
            None if is_segment => missing = true,
            None => read_inline(from, &data, &mut target)?,
        }
        if is_segment {
            state = state.min(state_of(part)?);
        }
    }
    if source != unit.source() {
        return Err(at(node, Problem::AlteredSource { unit: id() }));
    }
    match (translated, missing) {
        (false, _) => return Ok(None),
        (true, true) => return Err(at(node, Problem::TranslatedInPart { unit: id() })),
        (true, false) => {}
    }
    let (wanted, found) = (placeholders(&source), placeholders(&target));
    if wanted != found {
        let (wanted, found) = (listed(&wanted), listed(&found));
        return Err(at(node, Problem::AlteredPlaceholders { unit: id(), wanted, found }));
    }
    Ok(Some((target, state)))
}

/// The state of a segment; `initial` is the default.
fn state_of(segment: Node) -> Result<State, Located> {
    let name = segment.attribute("state").unwrap_or("initial");
    State::named(name).ok_or_else(|| at(segment, Problem::BadState(name.to_owned())))
}

fn listed(placeholders: &[&str]) -> String {
    if placeholders.is_empty() { "none".to_owned() } else { placeholders.join(" ") }
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

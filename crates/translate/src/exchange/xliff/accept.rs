//! What is taken from a returned file, and what is refused.

use std::collections::{HashMap, HashSet};

use roxmltree::{Document, Node};

use super::unit::{State, Unit};
use crate::catalogs::po::Catalog;
use crate::error::{CatalogError, Problem};
use crate::exchange::placeholder::placeholders;
use crate::exchange::xml::{Located, at};

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
    /// Hash of the catalog's translation at the time of the export; `None` if the file does not tell.
    pub exported: Option<u64>,
    /// Line of the unit in the file, from 1.
    pub line: u32,
}

/// The content of a returned file.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Delivery {
    pub translations: Vec<Translation>,
    /// The units that are not taken, each with its line and the reason.
    pub refused: Vec<CatalogError>,
}

/// A unit as a file has it.
pub(super) struct Returned {
    pub(super) source: String,
    pub(super) target: String,
    pub(super) state: State,
    pub(super) exported: Option<u64>,
}

/// Collects the units of a file.
pub(super) struct Found<'a> {
    pages: &'a [(&'a str, &'a Catalog)],
    translations: Vec<(usize, Translation)>,
    refused: Vec<Located>,
}

/// The units of a page, by id.
pub(super) struct PageUnits<'a> {
    page: &'a str,
    units: HashMap<String, Unit<'a>>,
    seen: HashSet<String>,
}

impl<'a> Found<'a> {
    pub(super) fn new(pages: &'a [(&'a str, &'a Catalog)]) -> Self {
        Self { pages, translations: Vec::new(), refused: Vec::new() }
    }

    pub(super) fn refuse(&mut self, fault: Located) {
        self.refused.push(fault);
    }

    /// The units of the page with this name, the value of `original`.
    pub(super) fn page(&self, file: Node, name: &str) -> Result<PageUnits<'a>, Located> {
        let page = self.pages.iter().find(|(page, _)| *page == name);
        let &(page, catalog) = page.ok_or_else(|| at(file, Problem::UnknownPage(name.to_owned())))?;
        let units = Unit::all(&catalog.entries).map(|unit| (unit.id.clone(), unit)).collect();
        Ok(PageUnits { page, units, seen: HashSet::new() })
    }

    /// Takes a unit, or refuses it. `returned` is `None` for a unit without a translation.
    pub(super) fn unit(&mut self, page: &mut PageUnits<'a>, node: Node, returned: Result<Option<Returned>, Located>) {
        match returned.and_then(|returned| returned.map_or(Ok(None), |returned| page.take(node, returned))) {
            Ok(Some(translation)) => self.translations.push((node.range().start, translation)),
            Ok(None) => {}
            Err(fault) => self.refuse(fault),
        }
    }

    pub(super) fn delivery(self, path: &str, document: &Document) -> Delivery {
        let line = |at: usize| document.text_pos_at(at).row;
        let error = |(at, problem)| CatalogError { path: path.to_owned(), line: line(at), problem };
        let located = |(at, translation)| Translation { line: line(at), ..translation };
        Delivery {
            translations: self.translations.into_iter().map(located).collect(),
            refused: self.refused.into_iter().map(error).collect(),
        }
    }
}

impl PageUnits<'_> {
    fn take(&mut self, node: Node, returned: Returned) -> Result<Option<Translation>, Located> {
        let id = node.attribute("id").ok_or_else(|| at(node, Problem::MissingAttribute("id")))?;
        let Returned { source, target, state, exported } = returned;
        // Tools fill targets with copies of their sources for translators to write over.
        if state == State::Initial && target == source {
            return Ok(None);
        }
        let unknown = || at(node, Problem::UnknownUnit { unit: id.to_owned(), text: first_words(&source) });
        let unit = self.units.get(id).ok_or_else(unknown)?;
        if !self.seen.insert(id.to_owned()) {
            return Err(at(node, Problem::RepeatedUnit { unit: id.to_owned() }));
        }
        if source != unit.source() {
            return Err(at(node, Problem::AlteredSource { unit: id.to_owned() }));
        }
        let (wanted, found) = (placeholders(&source), placeholders(&target));
        if wanted != found {
            let (wanted, found) = (listed(&wanted), listed(&found));
            return Err(at(node, Problem::AlteredPlaceholders { unit: id.to_owned(), wanted, found }));
        }
        let (context, id) = (unit.entry.context.clone(), unit.entry.id.clone());
        let (page, form) = (self.page.to_owned(), unit.form);
        Ok(Some(Translation { page, context, id, form, text: target, state, exported, line: 0 }))
    }
}

fn listed(placeholders: &[&str]) -> String {
    if placeholders.is_empty() { "none".to_owned() } else { placeholders.join(" ") }
}

/// The first eight words of a text.
fn first_words(text: &str) -> String {
    text.split_whitespace().take(8).collect::<Vec<_>>().join(" ")
}

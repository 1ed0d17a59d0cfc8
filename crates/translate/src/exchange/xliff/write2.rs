//! Writes XLIFF 2.1.

use std::collections::HashMap;
use std::fmt::Write;

use firstaid_content::Locale;

use super::unit::{NAMESPACE, State, Unit, notes};
use crate::catalogs::po::{Catalog, Entry};
use crate::exchange::placeholder::{Piece, pieces};
use crate::exchange::xml::{can_hold, push_attribute, push_text};

/// Writes the messages of pages for translation from `source` to `target`. Each page comes with its name.
///
/// `state` gives the state of an entry. Obsolete entries are skipped.
pub fn export(source: &Locale, target: &Locale, pages: &[(&str, &Catalog)], state: impl Fn(&Entry) -> State) -> String {
    let mut out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xliff".to_owned();
    push_attribute(&mut out, "xmlns", NAMESPACE);
    push_attribute(&mut out, "version", "2.1");
    push_attribute(&mut out, "srcLang", source.as_str());
    push_attribute(&mut out, "trgLang", target.as_str());
    out.push_str(">\n");
    // XLIFF requires at least one unit in a file element.
    let pages = pages.iter().filter(|(_, catalog)| Unit::all(&catalog.entries).next().is_some());
    for (number, (name, catalog)) in pages.enumerate() {
        out.push_str("  <file");
        push_attribute(&mut out, "id", &format!("f{}", number + 1));
        push_attribute(&mut out, "original", name);
        push_attribute(&mut out, "xml:space", "preserve");
        out.push_str(">\n");
        for unit in Unit::all(&catalog.entries) {
            write_unit(&mut out, &unit, state(unit.entry));
        }
        out.push_str("  </file>\n");
    }
    out.push_str("</xliff>\n");
    out
}

fn write_unit(out: &mut String, unit: &Unit, state: State) {
    out.push_str("    <unit");
    push_attribute(out, "id", &unit.id);
    if let Some(context) = &unit.entry.context {
        push_attribute(out, "name", context);
    }
    push_attribute(out, "canResegment", "no");
    out.push_str(">\n");
    write_notes(out, unit);
    let names = names(unit.source());
    write_original_data(out, &names);
    let is_translated = !unit.target().is_empty();
    // XLIFF allows a missing target in the state `initial` only.
    let state = if is_translated { state } else { State::Initial };
    out.push_str("      <segment");
    push_attribute(out, "state", state.name());
    if is_translated && unit.entry.is_fuzzy() {
        push_attribute(out, "subState", "firstaid:fuzzy");
    }
    out.push_str(">\n        <source>");
    write_inline(out, unit.source(), &names);
    out.push_str("</source>\n");
    if is_translated {
        out.push_str("        <target>");
        write_inline(out, unit.target(), &names);
        out.push_str("</target>\n");
    }
    out.push_str("      </segment>\n    </unit>\n");
}

fn write_notes(out: &mut String, unit: &Unit) {
    out.push_str("      <notes>\n");
    for (category, note) in notes(unit) {
        out.push_str("        <note");
        push_attribute(out, "category", category);
        out.push('>');
        push_text(out, &note);
        out.push_str("</note>\n");
    }
    out.push_str("      </notes>\n");
}

/// Writes the texts of the placeholders.
fn write_original_data(out: &mut String, names: &Names) {
    if names.order.is_empty() {
        return;
    }
    out.push_str("      <originalData>\n");
    for (number, placeholder) in names.order.iter().enumerate() {
        // Writing to a string cannot fail.
        let _ = writeln!(out, "        <data id=\"d{}\">{placeholder}</data>", number + 1);
    }
    out.push_str("      </originalData>\n");
}

/// The distinct placeholders of a source, in order. Element ids are their numbers, from 1.
struct Names<'t> {
    order: Vec<&'t str>,
    numbers: HashMap<&'t str, usize>,
}

fn names(source: &str) -> Names<'_> {
    let mut names = Names { order: Vec::new(), numbers: HashMap::new() };
    for piece in pieces(source) {
        if let Piece::Placeholder(placeholder) = piece
            && !names.numbers.contains_key(placeholder)
        {
            names.order.push(placeholder);
            names.numbers.insert(placeholder, names.order.len());
        }
    }
    names
}

/// Writes a text with elements for its placeholders and for characters that XML cannot hold.
fn write_inline(out: &mut String, text: &str, names: &Names) {
    // Number of occurrences so far: an id must be unique within a source and within a target.
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for piece in pieces(text) {
        match piece {
            Piece::Placeholder(placeholder) if names.numbers.contains_key(placeholder) => {
                let number = names.numbers[placeholder];
                let time = seen.entry(placeholder).and_modify(|time| *time += 1).or_insert(1);
                out.push_str("<ph");
                let id = if *time == 1 { format!("{number}") } else { format!("{number}-{time}") };
                push_attribute(out, "id", &id);
                push_attribute(out, "dataRef", &format!("d{number}"));
                push_attribute(out, "equiv", placeholder);
                push_attribute(out, "disp", placeholder);
                push_attribute(out, "canCopy", "no");
                push_attribute(out, "canDelete", "no");
                out.push_str("/>");
            }
            Piece::Placeholder(text) | Piece::Text(text) => write_text(out, text),
        }
    }
}

fn write_text(out: &mut String, text: &str) {
    for part in text.split_inclusive(|c| !can_hold(c)) {
        let text = part.trim_end_matches(|c| !can_hold(c));
        push_text(out, text);
        if let Some(c) = part[text.len()..].chars().next() {
            let _ = write!(out, "<cp hex=\"{:04X}\"/>", u32::from(c));
        }
    }
}

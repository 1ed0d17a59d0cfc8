//! Writes XLIFF 1.2, for tools that do not read version 2.

use std::fmt::Write;

use firstaid_content::Locale;

use super::unit::{EXPORTED, NAMESPACE_1, State, Unit, notes};
use crate::catalogs::po::{Catalog, Entry};
use crate::exchange::placeholder::{Piece, pieces};
use crate::exchange::xml::{can_hold, push_attribute, push_text};

/// Type of an element for a character that XML cannot hold.
pub(super) const CONTROL: &str = "x-control";

/// [`export`](super::export), in version 1.2.
pub fn export(source: &Locale, target: &Locale, pages: &[(&str, &Catalog)], state: impl Fn(&Entry) -> State) -> String {
    let mut out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xliff".to_owned();
    push_attribute(&mut out, "xmlns", NAMESPACE_1);
    push_attribute(&mut out, "version", "1.2");
    out.push_str(">\n");
    for (name, catalog) in pages.iter().filter(|(_, catalog)| Unit::all(&catalog.entries).next().is_some()) {
        out.push_str("  <file");
        push_attribute(&mut out, "original", name);
        push_attribute(&mut out, "source-language", source.as_str());
        push_attribute(&mut out, "target-language", target.as_str());
        push_attribute(&mut out, "datatype", "plaintext");
        push_attribute(&mut out, "xml:space", "preserve");
        out.push_str(">\n    <body>\n");
        for unit in Unit::all(&catalog.entries) {
            write_unit(&mut out, &unit, state(unit.entry));
        }
        out.push_str("    </body>\n  </file>\n");
    }
    out.push_str("</xliff>\n");
    out
}

fn write_unit(out: &mut String, unit: &Unit, state: State) {
    let is_translated = !unit.target().is_empty();
    out.push_str("      <trans-unit");
    push_attribute(out, "id", &unit.id);
    if let Some(context) = &unit.entry.context {
        push_attribute(out, "resname", context);
    }
    if is_translated && state >= State::Reviewed {
        push_attribute(out, "approved", "yes");
    }
    out.push_str(">\n        <source>");
    write_inline(out, unit.source());
    out.push_str("</source>\n");
    if is_translated {
        let state = match state {
            State::Initial => "needs-review-translation",
            State::Translated => "translated",
            State::Reviewed => "signed-off",
            State::Final => "final",
        };
        out.push_str("        <target");
        push_attribute(out, "state", state);
        out.push('>');
        write_inline(out, unit.target());
        out.push_str("</target>\n");
    }
    for (category, note) in notes(unit) {
        out.push_str("        <note");
        push_attribute(out, "from", category);
        push_attribute(out, "annotates", if category == EXPORTED { "target" } else { "source" });
        out.push('>');
        push_text(out, &note);
        out.push_str("</note>\n");
    }
    out.push_str("      </trans-unit>\n");
}

/// Writes a text with elements for its placeholders and for characters that XML cannot hold.
fn write_inline(out: &mut String, text: &str) {
    let mut number = 0;
    let mut element = |out: &mut String, attributes: &str, text: &str| {
        number += 1;
        // Writing to a string cannot fail.
        let _ = write!(out, "<ph id=\"{number}\"{attributes}>{text}</ph>");
    };
    for piece in pieces(text) {
        match piece {
            Piece::Placeholder(placeholder) => element(out, "", placeholder),
            Piece::Text(text) => {
                for c in text.chars() {
                    if can_hold(c) {
                        push_text(out, c.encode_utf8(&mut [0; 4]));
                    } else {
                        element(out, &format!(" ctype=\"{CONTROL}\""), &format!("{:04X}", u32::from(c)));
                    }
                }
            }
        }
    }
}

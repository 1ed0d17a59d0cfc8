//! TBX: the glossary for terminology tools and platforms, in the form that translate-toolkit and Weblate read.
//!
//! A term that is not translated is marked as such, and forbidden forms as forbidden. Stems are patterns of ours and
//! are not exchanged.

mod read;

use firstaid_content::Locale;
use firstaid_registry::GlossaryEntry;

use super::xml::{push_attribute, push_text};

pub use read::{Terms, import};

/// Writes the terms that have a translation into `target`, or that are not translated.
pub fn export(source: &Locale, target: &Locale, entries: &[GlossaryEntry]) -> String {
    let mut out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<martif type=\"TBX\"".to_owned();
    push_attribute(&mut out, "xml:lang", source.as_str());
    out.push_str(">\n  <martifHeader>\n    <fileDesc>\n      <sourceDesc><p>firstaid</p></sourceDesc>\n");
    out.push_str("    </fileDesc>\n  </martifHeader>\n  <text>\n    <body>\n");
    for entry in entries {
        write_entry(&mut out, source, target, entry);
    }
    out.push_str("    </body>\n  </text>\n</martif>\n");
    out
}

fn write_entry(out: &mut String, source: &Locale, target: &Locale, entry: &GlossaryEntry) {
    let translation = entry.translation(target.as_str());
    if translation.is_none() && !entry.do_not_translate {
        return;
    }
    out.push_str("      <termEntry>\n");
    if let Some(definition) = &entry.definition {
        write_described(out, "definition", definition);
    }
    if entry.do_not_translate {
        write_described(out, "Translation needed", "No");
    }
    if let Some(note) = &entry.note {
        write_described(out, "Usage note", note);
    }
    write_language(out, source, &[(&entry.term, false)], None);
    match translation {
        Some(translation) => {
            let forbidden = translation.forbidden.iter().map(|form| (form.as_str(), true));
            let terms: Vec<_> = std::iter::once((translation.term.as_str(), false)).chain(forbidden).collect();
            write_language(out, target, &terms, translation.note.as_deref());
        }
        None => write_language(out, target, &[(&entry.term, false)], None),
    }
    out.push_str("      </termEntry>\n");
}

fn write_described(out: &mut String, kind: &str, text: &str) {
    out.push_str("        <descrip");
    push_attribute(out, "type", kind);
    out.push('>');
    push_text(out, text.trim());
    out.push_str("</descrip>\n");
}

/// Writes the terms of a language, each with whether it is forbidden; `note` belongs to the first.
fn write_language(out: &mut String, locale: &Locale, terms: &[(&str, bool)], note: Option<&str>) {
    out.push_str("        <langSet");
    push_attribute(out, "xml:lang", locale.as_str());
    out.push_str(">\n");
    for (n, (term, is_forbidden)) in terms.iter().enumerate() {
        out.push_str("          <tig>\n            <term>");
        push_text(out, term);
        out.push_str("</term>\n");
        if *is_forbidden {
            out.push_str("            <termNote type=\"administrativeStatus\">forbidden</termNote>\n");
        }
        if let Some(note) = note.filter(|_| n == 0) {
            out.push_str("            <note from=\"translator\">");
            push_text(out, note.trim());
            out.push_str("</note>\n");
        }
        out.push_str("          </tig>\n");
    }
    out.push_str("        </langSet>\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use firstaid_registry::TermTranslation;

    #[test]
    fn terms_have_their_forbidden_forms_and_names_are_marked() {
        let entry = |term: &str, is_name: bool, german: Option<(&str, &str)>| GlossaryEntry {
            term: term.to_owned(),
            definition: Some("a <thing>".to_owned()),
            do_not_translate: is_name,
            note: None,
            translations: german
                .map(|(term, forbidden)| {
                    let (term, forbidden) = (term.to_owned(), vec![forbidden.to_owned()]);
                    (
                        "de".to_owned(),
                        TermTranslation { term, forbidden, note: Some("oft".to_owned()), ..Default::default() },
                    )
                })
                .into_iter()
                .collect(),
        };
        let entries =
            [entry("key", false, Some(("Schlüssel", "Taste"))), entry("Tor", true, None), entry("lock", false, None)];
        let locale = |tag| Locale::new(tag).unwrap();
        let text = export(&locale("en"), &locale("de-AT"), &entries);
        let document = roxmltree::Document::parse(&text).unwrap();
        let terms: Vec<_> =
            document.descendants().filter(|node| node.has_tag_name("term")).map(|node| node.text()).collect();
        assert_eq!(terms, ["key", "Schlüssel", "Taste", "Tor", "Tor"].map(Some));
        let forbidden = document.descendants().find(|node| node.has_tag_name("termNote")).unwrap().parent().unwrap();
        assert_eq!(forbidden.children().find(|node| node.has_tag_name("term")).unwrap().text(), Some("Taste"));
        assert_eq!(text.matches("<descrip type=\"Translation needed\">No</descrip>").count(), 1);
    }
}

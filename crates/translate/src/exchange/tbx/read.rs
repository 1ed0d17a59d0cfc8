//! Reads the terms of a TBX file: TBX-Basic (`termEntry`, `langSet`, `tig`) and TBX 3 (`conceptEntry`, `langSec`,
//! `termSec`).

use std::collections::BTreeMap;

use firstaid_content::Locale;
use firstaid_registry::{GlossaryEntry, TermTranslation};
use roxmltree::Node;

use crate::error::{CatalogError, Problem};
use crate::exchange::language::{is_for, is_same_language};
use crate::exchange::xml::{at, read};
use crate::segments::squeezed;

/// The terms of a file.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Terms {
    /// Those with a translation into the locale, and those that are not translated.
    pub entries: Vec<GlossaryEntry>,
    /// Number of concepts in the file without a term of the source, or with neither.
    pub unused: usize,
}

/// Reads the terms for `target`; `path` is for messages. Of several accepted terms of a language, the first is the one
/// to use and the others are correct forms.
pub fn import(path: &str, text: &str, source: &Locale, target: &Locale) -> Result<Terms, CatalogError> {
    read(path, text, true, |root| {
        if !matches!(root.tag_name().name(), "martif" | "tbx") {
            let found = root.tag_name().name().to_owned();
            return Err(at(root, Problem::OtherFormat { wanted: "TBX", found }));
        }
        let mut terms = Terms::default();
        for node in root.descendants().filter(|node| is(*node, &["termEntry", "conceptEntry"])) {
            match entry(node, source, target) {
                Some(entry) => terms.entries.push(entry),
                None => terms.unused += 1,
            }
        }
        Ok(terms)
    })
}

fn entry(node: Node, source: &Locale, target: &Locale) -> Option<GlossaryEntry> {
    let of = |is_wanted: &dyn Fn(&str) -> bool| -> Vec<Node> {
        let sections = node.descendants().filter(|it| is(*it, &["langSet", "langSec"]));
        let of_language = sections.filter(|it| {
            let tag = it.attribute(("http://www.w3.org/XML/1998/namespace", "lang")).or(it.attribute("lang"));
            tag.is_some_and(is_wanted)
        });
        of_language.flat_map(|it| it.descendants()).filter(|it| is(*it, &["tig", "ntig", "termSec"])).collect()
    };
    let is_source = |tag: &str| Locale::new(tag).is_some_and(|tag| is_same_language(&tag, source));
    let term = of(&is_source).into_iter().find(|it| !is_forbidden(*it)).and_then(term_of)?;
    let do_not_translate = described(node, "Translation needed").is_some_and(|it| it.eq_ignore_ascii_case("no"));
    let of_target = of(&|tag| is_for(tag, target));
    let forms = |forbidden: bool| of_target.iter().filter(move |it| is_forbidden(**it) == forbidden);
    let mut right = forms(false).filter_map(|it| term_of(*it));
    let translation = right.next().filter(|it| !do_not_translate || *it != term).map(|first| TermTranslation {
        term: first,
        stems: right.collect(),
        forbidden: forms(true).filter_map(|it| term_of(*it)).collect(),
        note: forms(false).next().and_then(|it| text_of(it.descendants().find(|it| it.has_tag_name("note"))?)),
    });
    if translation.is_none() && !do_not_translate {
        return None;
    }
    let translations: BTreeMap<_, _> = translation.map(|it| (target.as_str().to_owned(), it)).into_iter().collect();
    let (definition, hint) = (described(node, "definition"), described(node, "Usage note"));
    Some(GlossaryEntry { term, definition, do_not_translate, note: hint, translations })
}

fn is(node: Node, names: &[&str]) -> bool {
    node.is_element() && names.contains(&node.tag_name().name())
}

/// The text of an element in one line; `None` if it has none.
fn text_of(node: Node) -> Option<String> {
    let text: String = node.descendants().filter_map(|it| it.text().filter(|_| it.is_text())).collect();
    let text = squeezed(&text);
    (!text.is_empty()).then_some(text)
}

fn term_of(section: Node) -> Option<String> {
    text_of(section.descendants().find(|it| it.has_tag_name("term"))?)
}

/// Whether a term must not be used, in the words of TBX and of platforms.
fn is_forbidden(section: Node) -> bool {
    let mut notes = section.descendants().filter(|it| it.has_tag_name("termNote"));
    notes.any(|it| {
        let status = text_of(it).unwrap_or_default().to_ascii_lowercase();
        it.attribute("type") == Some("administrativeStatus")
            && matches!(&*status, "forbidden" | "obsolete" | "deprecatedterm-admn-sts" | "supersededterm-admn-sts")
    })
}

fn described(node: Node, kind: &str) -> Option<String> {
    text_of(node.descendants().find(|it| it.has_tag_name("descrip") && it.attribute("type") == Some(kind))?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::tbx::export;

    fn locale(tag: &str) -> Locale {
        Locale::new(tag).unwrap()
    }

    #[test]
    fn exported_terms_come_back_without_their_stems() {
        let german = TermTranslation {
            term: "Schlüssel".to_owned(),
            forbidden: vec!["Taste".to_owned()],
            note: Some("oft".to_owned()),
            ..TermTranslation::default()
        };
        let entry = |term: &str, is_name: bool| GlossaryEntry {
            term: term.to_owned(),
            definition: Some("a <thing>".to_owned()),
            do_not_translate: is_name,
            note: Some("a hint".to_owned()),
            translations: BTreeMap::new(),
        };
        let mut key = entry("key", false);
        key.translations.insert("de".to_owned(), german);
        let entries = vec![key, entry("Tor", true)];
        let text = export(&locale("en"), &locale("de"), &entries);
        let terms = import("x.tbx", &text, &locale("en"), &locale("de")).unwrap();
        assert_eq!(terms, Terms { entries, unused: 0 });
        assert_eq!(import("x.tbx", &text, &locale("en"), &locale("fr")).unwrap().unused, 1);
    }

    #[test]
    fn terms_of_tbx_3_are_read_and_other_files_refused() {
        let section = |tag: &str, terms: &str| format!("<langSec xml:lang=\"{tag}\">{terms}</langSec>");
        let term = |text: &str, note: &str| format!("<termSec><term>{text}</term>{note}</termSec>");
        let old = "<termNote type=\"administrativeStatus\">deprecatedTerm-admn-sts</termNote>";
        let spanish = [term("clave", old), term("llave", ""), term("llaves", "")].concat();
        let text = format!(
            "<tbx xmlns=\"urn:iso:std:iso:30042:ed-2\"><text><body><conceptEntry>{}{}</conceptEntry></body></text></tbx>",
            section("en-US", &term("key", "")),
            section("es-ES", &spanish)
        );
        let terms = import("x.tbx", &text, &locale("en"), &locale("es")).unwrap();
        let found = &terms.entries[0].translations["es"];
        assert_eq!(
            (&*found.term, &*found.stems, &*found.forbidden),
            ("llave", &["llaves".into()][..], &["clave".into()][..])
        );
        let error = import("x.tbx", "<tmx/>", &locale("en"), &locale("es")).unwrap_err();
        assert_eq!(error.to_string(), "x.tbx:1: not TBX: the root element is `tmx`");
    }
}

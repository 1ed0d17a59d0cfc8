//! TMX 1.4b: translation memories, from and for other tools.
//!
//! Only text is exchanged. Placeholders such as `{1}` are kept; formatting codes of other tools are dropped.

use std::fmt::Write;

use firstaid_content::Locale;
use jiff::civil::DateTime;
use roxmltree::Node;

use super::language::is_same_language;
use super::placeholder::{Piece, pieces};
use super::xml::{Located, at, can_hold, character, push_attribute, push_text, read, required};
use crate::error::{CatalogError, Problem};

/// A text and its translation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unit {
    pub source: String,
    pub target: String,
    pub locale: Locale,
    /// The origin of the pair, in the words of the tool that wrote it.
    pub origin: Option<String>,
    /// Time of the translation, in UTC.
    pub date: Option<DateTime>,
}

/// Type of the property with the origin.
const ORIGIN: &str = "x-origin";
/// Type of an element for a character that XML cannot hold.
const CONTROL: &str = "x-control";
/// Format of times in TMX 1.4b.
const TIME: &str = "%Y%m%dT%H%M%SZ";

/// Writes a memory; all units have their source in the language of `source`.
pub fn export<'u>(source: &Locale, units: impl IntoIterator<Item = &'u Unit>) -> String {
    let mut out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<tmx version=\"1.4\">\n  <header".to_owned();
    push_attribute(&mut out, "creationtool", "firstaid");
    push_attribute(&mut out, "creationtoolversion", env!("CARGO_PKG_VERSION"));
    push_attribute(&mut out, "segtype", "block");
    push_attribute(&mut out, "o-tmf", "PO");
    push_attribute(&mut out, "adminlang", "en");
    push_attribute(&mut out, "srclang", source.as_str());
    push_attribute(&mut out, "datatype", "plaintext");
    out.push_str("/>\n  <body>\n");
    for unit in units {
        out.push_str("    <tu");
        if let Some(date) = unit.date {
            push_attribute(&mut out, "creationdate", &date.strftime(TIME).to_string());
        }
        out.push_str(">\n");
        if let Some(origin) = &unit.origin {
            out.push_str("      <prop");
            push_attribute(&mut out, "type", ORIGIN);
            out.push('>');
            push_text(&mut out, origin);
            out.push_str("</prop>\n");
        }
        write_variant(&mut out, source, &unit.source);
        write_variant(&mut out, &unit.locale, &unit.target);
        out.push_str("    </tu>\n");
    }
    out.push_str("  </body>\n</tmx>\n");
    out
}

fn write_variant(out: &mut String, locale: &Locale, text: &str) {
    out.push_str("      <tuv");
    push_attribute(out, "xml:lang", locale.as_str());
    out.push_str("><seg>");
    let mut number = 0;
    for piece in pieces(text) {
        match piece {
            Piece::Placeholder(placeholder) => {
                number += 1;
                out.push_str("<ph");
                push_attribute(out, "x", &number.to_string());
                out.push('>');
                out.push_str(placeholder);
                out.push_str("</ph>");
            }
            Piece::Text(text) => text.chars().for_each(|c| write_char(out, c)),
        }
    }
    out.push_str("</seg></tuv>\n");
}

fn write_char(out: &mut String, c: char) {
    if can_hold(c) {
        return push_text(out, c.encode_utf8(&mut [0; 4]));
    }
    out.push_str("<ph");
    push_attribute(out, "type", CONTROL);
    out.push('>');
    // Writing to a string cannot fail.
    let _ = write!(out, "{:04X}</ph>", u32::from(c));
}

/// The content of a memory.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Memory {
    pub units: Vec<Unit>,
    /// Number of texts that are in none of the units: without a language tag that is understood, or in a unit without a
    /// text in the language of the source.
    pub unused: usize,
}

/// Reads a memory; `path` is for messages.
///
/// In each unit, the text in the language of `source`, of whatever region, is the source, and texts in other languages
/// are its translations.
pub fn import(path: &str, text: &str, source: &Locale) -> Result<Memory, CatalogError> {
    read(path, text, true, |root| {
        if root.tag_name().name() != "tmx" {
            let found = root.tag_name().name().to_owned();
            return Err(at(root, Problem::OtherFormat { wanted: "TMX", found }));
        }
        let mut memory = Memory::default();
        for node in root.descendants().filter(|node| node.has_tag_name("tu")) {
            read_unit(node, source, &mut memory)?;
        }
        Ok(memory)
    })
}

fn read_unit(node: Node, source: &Locale, memory: &mut Memory) -> Result<(), Located> {
    let origin = node.children().find(|node| node.has_tag_name("prop") && node.attribute("type") == Some(ORIGIN));
    let origin = origin.map(|node| node.text().unwrap_or_default().to_owned());
    let mut variants = Vec::new();
    for variant in node.children().filter(|node| node.has_tag_name("tuv")) {
        let segment = variant.children().find(|node| node.has_tag_name("seg"));
        let segment = segment.ok_or_else(|| at(variant, Problem::Missing { wanted: "`seg`", found: None }))?;
        let date = date_of(variant).or(date_of(node));
        match language(variant)? {
            Some(language) => variants.push((language, read_segment(segment)?, date)),
            None => memory.unused += 1,
        }
    }
    // The locale itself is a better source than another one of its language: `en` rather than `en-GB`.
    let exact = variants.iter().position(|(locale, ..)| locale == source);
    let related = || variants.iter().position(|(locale, ..)| is_same_language(locale, source));
    let Some(index) = exact.or_else(related) else {
        memory.unused += variants.len();
        return Ok(());
    };
    let (_, text, _) = variants.remove(index);
    memory.units.extend(variants.into_iter().map(|(locale, target, date)| {
        let (source, origin) = (text.clone(), origin.clone());
        Unit { source, target, locale, origin, date }
    }));
    Ok(())
}

/// `xml:lang`, or `lang` as in files before TMX 1.4; `None` for a tag that is not understood.
fn language(variant: Node) -> Result<Option<Locale>, Located> {
    let tag = match variant.attribute((roxmltree::NS_XML_URI, "lang")) {
        Some(tag) => tag,
        None => required(variant, "lang")?,
    };
    Ok(Locale::new(tag.trim()))
}

/// The time at which a text was last changed, or else made; `None` if it is not written as TMX asks for.
fn date_of(node: Node) -> Option<DateTime> {
    let time = node.attribute("changedate").or_else(|| node.attribute("creationdate"))?;
    DateTime::strptime(TIME, time).ok()
}

/// The text of a segment. Text that another tool highlights is kept, formatting codes are not.
fn read_segment(segment: Node) -> Result<String, Located> {
    let mut out = String::new();
    // The stack of open highlights; a file may nest them to any depth.
    let mut open = vec![segment.children()];
    while let Some(children) = open.last_mut() {
        let Some(child) = children.next() else {
            open.pop();
            continue;
        };
        match child.tag_name().name() {
            "" if child.is_text() => out.push_str(child.text().unwrap_or_default()),
            "hi" => open.push(child.children()),
            "ph" if child.attribute("type") == Some(CONTROL) => {
                out.push(character(child, child.text().unwrap_or_default())?);
            }
            "ph" => {
                let code = child.text().unwrap_or_default();
                if pieces(code).eq([Piece::Placeholder(code)]) {
                    out.push_str(code);
                }
            }
            _ => {}
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn locale(tag: &str) -> Locale {
        Locale::new(tag).unwrap()
    }

    fn unit(source: &str, target: &str) -> Unit {
        let date = "2026-11-24T10:30:00".parse().unwrap();
        Unit {
            source: source.to_owned(),
            target: target.to_owned(),
            locale: locale("pt-BR"),
            origin: Some("pt-BR/Passwords.po".to_owned()),
            date: Some(date),
        }
    }

    #[test]
    fn a_unit_has_its_texts_origin_and_date() {
        let text = export(&locale("en"), &[unit("Read [this]({1}) <now> & \"here\"", "Leia [isto]({1})\u{1}")]);
        assert!(
            text.contains("<tu creationdate=\"20261124T103000Z\">\n      <prop type=\"x-origin\">pt-BR/Passwords.po")
        );
        assert!(text.contains("<seg>Read [this](<ph x=\"1\">{1}</ph>) &lt;now&gt; &amp; \"here\"</seg>"));
        assert!(text.contains(
            "<tuv xml:lang=\"pt-BR\"><seg>Leia [isto](<ph x=\"1\">{1}</ph>)<ph type=\"x-control\">0001</ph>"
        ));
    }

    #[test]
    fn memories_of_other_tools_are_read() {
        let text = "\u{feff}<?xml version=\"1.0\"?><!DOCTYPE tmx SYSTEM \"tmx14.dtd\"><tmx version=\"1.4\">\
            <header srclang=\"*all*\"/><body>\
            <tu changedate=\"20200102T030405Z\"><tuv xml:lang=\"DE-DE\"><seg>Hallo <bpt i=\"1\">&lt;b></bpt><hi>Welt</hi>\
            <ept i=\"1\">&lt;/b></ept></seg></tuv><tuv lang=\"EN-US\"><seg>Hello <ph>{\\i}</ph>world</seg></tuv>\
            <tuv xml:lang=\"fr\" creationdate=\"20210102T030405Z\"><seg>Salut</seg></tuv></tu>\
            <tu><tuv xml:lang=\"de\"><seg>Nur</seg></tuv><tuv xml:lang=\"fr\"><seg>Seul</seg></tuv></tu>\
            <tu creationdate=\"2020\"><tuv xml:lang=\"en_gb\"><seg>Bye</seg></tuv><tuv xml:lang=\"french\"><seg>Adieu</seg></tuv>\
            </tu></body></tmx>";
        let Memory { units, unused } = import("x.tmx", text, &locale("en")).unwrap();
        let found: Vec<_> = units.iter().map(|unit| (&*unit.source, &*unit.target, unit.locale.as_str())).collect();
        assert_eq!(found, [("Hello world", "Hallo Welt", "de-DE"), ("Hello world", "Salut", "fr")]);
        assert_eq!(unused, 3);
        assert_eq!(units[0].date, Some("2020-01-02T03:04:05".parse().unwrap()));
        assert_eq!(units[1].date, Some("2021-01-02T03:04:05".parse().unwrap()));
    }

    #[test]
    fn errors_name_the_line_and_the_cause() {
        let cases = [
            ("<tmx>\n<tu>\n</tmx>", "3: broken XML: expected 'tu' tag, not 'tmx'"),
            ("<xliff/>", "1: not TMX: the root element is `xliff`"),
            ("<tmx>\n<tu><tuv><seg/></tuv></tu></tmx>", "2: the attribute `lang` is missing"),
            ("<tmx><tu>\n<tuv lang=\"en\"/></tu></tmx>", "2: `seg` is missing"),
            ("<!DOCTYPE t [<!ENTITY a \"&b;\"><!ENTITY b \"&a;\">]><tmx>&a;</tmx>", "1: broken XML: "),
        ];
        for (text, expected) in cases {
            let error = import("x.tmx", text, &locale("en")).unwrap_err().to_string();
            assert!(error.starts_with(&format!("x.tmx:{expected}")), "{error}");
        }
    }

    proptest! {
        #[test]
        fn exported_units_are_imported_unchanged(texts in proptest::collection::vec(("[^\0]{0,20}", "([^\0]|\\{[0-9]\\}|\r|\n){0,20}"), 0..4)) {
            let units: Vec<Unit> = texts.iter().map(|(source, target)| unit(source, target)).collect();
            let text = export(&locale("en"), &units);
            prop_assert_eq!(import("x.tmx", &text, &locale("en")).unwrap().units, units);
        }

        #[test]
        fn any_text_is_read_or_refused(text in "(<tmx>|</tmx>|<tu>|</tu>|<tuv lang=\"en\">|</tuv>|<seg>|</seg>|<hi>|&|<|.){0,30}") {
            let _ = import("x.tmx", &text, &locale("en"));
        }
    }
}

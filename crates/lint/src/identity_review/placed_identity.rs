use std::hash::{DefaultHasher, Hash, Hasher};

use firstaid_content::{AnchorDialect, Locale, Node, Page, PageKey, Value, hex_digits, parse, parse_yaml};
use firstaid_text::{SourceFile, TextRange};
use firstaid_translate::{IdentityKind, identities};

use crate::CatalogFile;

/// An identity where it stands.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Held {
    /// From 1.
    pub(super) line: u32,
    pub(super) kind: IdentityKind,
    pub(super) value: Box<str>,
    /// Stands for the text of its line.
    pub(super) text: u64,
}

/// The identities of a page, in order.
pub(super) fn in_page(page: &Page) -> Vec<Held> {
    let all = TextRange::new(0, page.text().len() as u32);
    identities(page, all).into_iter().map(|it| held(&page.source, it.range.start(), it.kind, it.value)).collect()
}

/// The identities of a file of data, in order: of YAML and JSON those in values, of anything else those in its text.
/// `locale` is the guide's own.
pub(super) fn in_data(file: &SourceFile, locale: &Locale) -> Vec<Held> {
    let mut found = Vec::new();
    match parse_yaml(file.text()) {
        Some(node) if !matches!(node.value, Value::Scalar { .. }) => in_node("", &node, file, locale, &mut found),
        _ => found = in_page(&page_of(file.path(), file.text(), locale)),
    }
    found
}

/// The identities of a catalog's translations, in order. One that cannot be read has none: that is a finding by itself.
pub(super) fn in_catalog(file: &CatalogFile, locale: &Locale) -> Vec<Held> {
    let entries = file.catalog.iter().flat_map(|catalog| &catalog.entries).filter(|entry| !entry.obsolete);
    let strings = entries.flat_map(|entry| entry.strings.iter().zip(&entry.place.strings));
    let held = |(string, place): (&String, &TextRange)| {
        let found = in_value("", string, locale);
        found.into_iter().map(|(kind, value)| held(&file.source, place.start(), kind, value)).collect::<Vec<_>>()
    };
    strings.flat_map(held).collect()
}

fn in_node(key: &str, node: &Node, file: &SourceFile, locale: &Locale, found: &mut Vec<Held>) {
    match &node.value {
        Value::Sequence(nodes) => nodes.iter().for_each(|node| in_node(key, node, file, locale, found)),
        Value::Mapping(entries) => {
            for entry in entries {
                in_node(&entry.key, &entry.value, file, locale, found);
            }
        }
        Value::Scalar { text, .. } => {
            let at = |(kind, value)| held(file, node.range.start(), kind, value);
            found.extend(in_value(key, text, locale).into_iter().map(at));
        }
        Value::Alias => {}
    }
}

/// The identities of a value. Its key says what it is where the value alone does not.
fn in_value(key: &str, value: &str, locale: &Locale) -> Vec<(IdentityKind, Box<str>)> {
    let text = match key {
        "key" | "fingerprint" if !hex_digits(value).is_empty() => {
            return vec![(IdentityKind::Fingerprint, hex_digits(value).into())];
        }
        "phone" => format!("<tel:{}>", value.replace(char::is_whitespace, "")),
        "host" | "hosts" if !value.contains([' ', '/']) => format!("<https://{value}/>"),
        _ => value.to_owned(),
    };
    let page = page_of("", &text, locale);
    let all = TextRange::new(0, page.text().len() as u32);
    identities(&page, all).into_iter().map(|it| (it.kind, it.value)).collect()
}

fn page_of(path: &str, text: &str, locale: &Locale) -> Page {
    let key = PageKey { locale: locale.clone(), name: "data".into() };
    parse(key, SourceFile::new(path, text), AnchorDialect::default())
}

fn held(file: &SourceFile, at: u32, kind: IdentityKind, value: Box<str>) -> Held {
    let line = file.lines().line(at);
    let mut hash = DefaultHasher::new();
    file.slice(file.lines().line_range(file.text(), line)).trim().hash(&mut hash);
    Held { line, kind, value, text: hash.finish() }
}

use std::cell::Cell;
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use firstaid_content::{AnchorDialect, Locale, Node, Page, PageKey, Value, hex_digits, parse, parse_yaml};
use firstaid_text::{SourceFile, TextRange};
use firstaid_translate::{IdentityKind, identities, identities_beside_prose};

use crate::CatalogFile;

/// An identity with its place.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct PlacedIdentity {
    /// 1-based.
    pub(super) line: u32,
    pub(super) kind: IdentityKind,
    pub(super) value: Box<str>,
    /// Hash of the text of its line.
    pub(super) text: u64,
}

/// The identities of a page and of the values of its front matter, by line.
pub(super) fn in_page(page: &Page) -> Vec<PlacedIdentity> {
    let all = TextRange::new(0, page.text().len() as u32);
    let mut own = identities(page, all);
    own.extend(identities_beside_prose(page));
    let lines = Lines::new(&page.source);
    let mut found: Vec<_> = own.into_iter().map(|it| lines.placed(it.range.start(), it.kind, it.value)).collect();
    // Generators act on some values that are no text for readers, such as `redirect_to`.
    let mut values = Vec::new();
    for entry in page.front_matter.iter().flat_map(|front_matter| &front_matter.entries) {
        in_node(&entry.key, &entry.value, &lines, &page.key.locale, &mut values);
    }
    // Those that the page's own tokens have, where a value of several lines has the place of its first.
    let end = page.front_matter.as_ref().map_or(0, |front_matter| page.source.lines().line(front_matter.range.end()));
    let of_front_matter = found.iter().filter(|it| it.line <= end);
    let known: HashSet<(IdentityKind, Box<str>)> = of_front_matter.map(|it| (it.kind, it.value.clone())).collect();
    found.extend(values.into_iter().filter(|value| !known.contains(&(value.kind, value.value.clone()))));
    found.sort_by_key(|it| it.line);
    found
}

/// The identities of a data file, in order: those in values of YAML and JSON, those in the text of any other file.
/// `locale` is that of the source.
pub(super) fn in_data(file: &SourceFile, locale: &Locale) -> Vec<PlacedIdentity> {
    let mut found = Vec::new();
    match parse_yaml(file.text()) {
        Some(node) if !matches!(node.value, Value::Scalar { .. }) => {
            in_node("", &node, &Lines::new(file), locale, &mut found);
        }
        _ => found = in_page(&page_of(file.path(), file.text(), locale)),
    }
    found
}

/// The identities of a catalog's translations, in order; none of an unreadable one, which is a finding by itself.
pub(super) fn in_catalog(file: &CatalogFile, locale: &Locale) -> Vec<PlacedIdentity> {
    let entries = file.catalog.iter().flat_map(|catalog| &catalog.entries).filter(|entry| !entry.obsolete);
    let strings = entries.flat_map(|entry| entry.strings.iter().zip(&entry.place.strings));
    let lines = Lines::new(&file.source);
    let placed = |(string, place): (&String, &TextRange)| {
        let found = in_value("", string, locale);
        found.into_iter().map(|(kind, value)| lines.placed(place.start(), kind, value)).collect::<Vec<_>>()
    };
    strings.flat_map(placed).collect()
}

fn in_node(key: &str, node: &Node, lines: &Lines<'_>, locale: &Locale, found: &mut Vec<PlacedIdentity>) {
    match &node.value {
        Value::Sequence(nodes) => nodes.iter().for_each(|node| in_node(key, node, lines, locale, found)),
        Value::Mapping(entries) => {
            for entry in entries {
                in_node(&entry.key, &entry.value, lines, locale, found);
            }
        }
        Value::Scalar { text, .. } => {
            let at = |(kind, value)| lines.placed(node.range.start(), kind, value);
            found.extend(in_value(key, text, locale).into_iter().map(at));
        }
        Value::Alias => {}
    }
}

/// The identities of a value; its key decides their kind where the value alone does not.
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

/// The lines of a file, for identities in order: a line with many of them is hashed once.
struct Lines<'a> {
    file: &'a SourceFile,
    /// Number and hash of the last line that was asked for.
    last: Cell<(u32, u64)>,
}

impl<'a> Lines<'a> {
    fn new(file: &'a SourceFile) -> Self {
        Self { file, last: Cell::new((0, 0)) }
    }

    fn placed(&self, at: u32, kind: IdentityKind, value: Box<str>) -> PlacedIdentity {
        let (file, line) = (self.file, self.file.lines().line(at));
        if self.last.get().0 != line {
            let mut hash = DefaultHasher::new();
            file.slice(file.lines().line_range(file.text(), line)).trim().hash(&mut hash);
            self.last.set((line, hash.finish()));
        }
        PlacedIdentity { line, kind, value, text: self.last.get().1 }
    }
}

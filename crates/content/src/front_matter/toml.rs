//! Hugo's front matter in TOML, between two lines of `+++`.

use ::toml::Spanned;
use ::toml::de::{DeTable, DeValue};
use firstaid_text::TextRange;

use crate::node::{Entry, Node, ScalarStyle, Value};
use crate::problem::Problem;

/// The entries of a TOML document that lies at `base` in its file; none of a document that is not valid.
pub(crate) fn parse_toml(text: &str, base: u32, problems: &mut Vec<Problem>) -> Vec<Entry> {
    match DeTable::parse(text) {
        Ok(table) => entries(text, table.get_ref(), base),
        Err(error) => {
            let start = error.span().map_or(0, |span| span.start.min(text.len()));
            let line = text[start..].lines().next().unwrap_or_default().len();
            let range = TextRange::from(start..start + line).shift(base);
            problems
                .push(Problem::front_matter(range, format!("the front matter is not valid TOML: {}", error.message())));
            Vec::new()
        }
    }
}

fn entries(text: &str, table: &DeTable<'_>, base: u32) -> Vec<Entry> {
    let entry = |(key, value): (&Spanned<_>, &Spanned<DeValue<'_>>)| {
        let name: &std::borrow::Cow<'_, str> = key.get_ref();
        let key_range = TextRange::from(key.span()).shift(base);
        Entry { key: (&**name).into(), key_range, value: node(text, value, base) }
    };
    let mut entries: Vec<Entry> = table.iter().map(entry).collect();
    entries.sort_by_key(|entry| entry.key_range);
    entries
}

fn node(text: &str, value: &Spanned<DeValue<'_>>, base: u32) -> Node {
    let range = value.span();
    let scalar = |text: &str, style| Value::Scalar { text: text.into(), style };
    let value = match value.get_ref() {
        // Whatever its quotes, a fix must keep them.
        DeValue::String(string) => scalar(string, ScalarStyle::DoubleQuoted),
        DeValue::Array(nodes) => Value::Sequence(nodes.iter().map(|value| node(text, value, base)).collect()),
        DeValue::Table(table) => Value::Mapping(entries(text, table, base)),
        _ => scalar(text.get(range.clone()).unwrap_or_default(), ScalarStyle::Plain),
    };
    Node { range: TextRange::from(range).shift(base), value }
}

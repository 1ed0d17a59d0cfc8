//! The settings of a configuration, one by one, and the lines of an ignore file or a list of words.

use std::collections::{BTreeMap, BTreeSet};

/// What differs between two configurations, by the dotted names of the keys.
pub(super) fn compare(old: &str, new: &str) -> Vec<String> {
    let (old, new) = (keys(old), keys(new));
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let differing = names.into_iter().filter(|name| old.get(*name) != new.get(*name));
    let shown = |value: Option<&String>| value.map_or("not set".to_owned(), Clone::clone);
    differing.map(|name| format!("{name}: {} -> {}", shown(old.get(name)), shown(new.get(name)))).collect()
}

/// The values by key. A text that is no configuration counts as one value.
fn keys(text: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    match toml::from_str::<toml::Table>(text) {
        Ok(table) => add("", &table, &mut found),
        Err(_) => drop(found.insert("(unreadable)".to_owned(), text.lines().next().unwrap_or("").to_owned())),
    }
    found
}

fn add(prefix: &str, table: &toml::Table, found: &mut BTreeMap<String, String>) {
    for (key, value) in table {
        let name = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
        match value {
            toml::Value::Table(inner) => add(&name, inner, found),
            value => drop(found.insert(name, shown(value))),
        }
    }
}

/// The value as in a file, on one line.
fn shown(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) => format!("{text:?}"),
        toml::Value::Integer(number) => number.to_string(),
        toml::Value::Float(number) => number.to_string(),
        toml::Value::Boolean(is_so) => is_so.to_string(),
        toml::Value::Datetime(date) => date.to_string(),
        toml::Value::Array(values) => format!("[{}]", values.iter().map(shown).collect::<Vec<_>>().join(", ")),
        toml::Value::Table(table) => {
            let fields = table.iter().map(|(key, value)| format!("{key} = {}", shown(value)));
            format!("{{ {} }}", fields.collect::<Vec<_>>().join(", "))
        }
    }
}

/// The lines that only one of two texts has, without comments.
pub(super) fn lines(old: &str, new: &str) -> Vec<String> {
    let of = |text| str::lines(text).map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let (had, has): (BTreeSet<&str>, BTreeSet<&str>) = (of(old).collect(), of(new).collect());
    let added = has.difference(&had).map(|line| format!("added: {line}"));
    added.chain(had.difference(&has).map(|line| format!("removed: {line}"))).collect()
}

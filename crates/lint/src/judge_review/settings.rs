//! The settings of a configuration, one by one, and the lines of an ignore file or a list of words.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::Config;

/// Extensions of pages, of parts of a site, of catalogs and of data.
const READ_EXTENSIONS: [&str; 18] = [
    "md", "mdx", "markdown", "mkd", "mdown", "html", "htm", "xml", "svg", "js", "css", "po", "yaml", "yml", "json",
    "jsonl", "toml", "txt",
];

/// The names of a key and of the tables around it.
type Path = Vec<String>;

/// What differs between two configurations, by the dotted names of the keys. A key that says what holds without it
/// changes nothing.
pub(super) fn compare(old: &str, new: &str) -> Vec<String> {
    let (old, new) = (Settings::read(old), Settings::read(new));
    let paths: BTreeSet<&Path> = old.values.keys().chain(new.values.keys()).collect();
    let differing: Vec<&Path> =
        paths.into_iter().filter(|path| old.values.get(*path) != new.values.get(*path)).collect();
    let needless = [old.needless(&differing, &new), new.needless(&differing, &old)].concat();
    let shown = |value: Option<&String>| value.map_or("not set".to_owned(), Clone::clone);
    let row =
        |path: &Path| format!("{}: {} -> {}", path.join("."), shown(old.values.get(path)), shown(new.values.get(path)));
    differing.into_iter().filter(|path| !needless.contains(path)).map(row).collect()
}

struct Settings {
    /// `None` for a text that is no configuration.
    table: Option<toml::Table>,
    values: BTreeMap<Path, String>,
}

impl Settings {
    fn read(text: &str) -> Self {
        let mut values = BTreeMap::new();
        let table = toml::from_str::<toml::Table>(text).ok();
        match &table {
            Some(table) => add(&[], table, &mut values),
            None => drop(values.insert(vec!["(unreadable)".to_owned()], text.lines().next().unwrap_or("").to_owned())),
        }
        Self { table, values }
    }

    /// Those of `paths` that only this side has, and that change nothing: all of a table together, or else each alone.
    /// Each attempt reads the whole text; what is left after [`MAX_ATTEMPTS`] counts as a change.
    fn needless<'a>(&self, paths: &[&'a Path], other: &Self) -> Vec<&'a Path> {
        let parsed = |table: toml::Table| Config::deserialize(toml::Value::Table(table)).ok();
        let Some((table, config)) = self.table.as_ref().and_then(|it| Some((it, parsed(it.clone())?))) else {
            return Vec::new();
        };
        let mut attempts = 0..MAX_ATTEMPTS;
        let mut is_equal_without = |paths: &[&Path]| {
            attempts.next().is_some() && {
                let mut rest = table.clone();
                for path in paths {
                    remove(&mut rest, path);
                }
                parsed(rest).as_ref() == Some(&config)
            }
        };
        let own: Vec<&Path> = paths.iter().copied().filter(|path| !other.values.contains_key(*path)).collect();
        let mut needless = Vec::new();
        for keys in own.chunk_by(|a, b| a[..a.len() - 1] == b[..b.len() - 1]) {
            if is_equal_without(keys) {
                needless.extend(keys);
            } else {
                needless.extend(keys.iter().filter(|path| is_equal_without(&[path])));
            }
        }
        needless
    }
}

/// Maximum attempts to read a configuration without some of its keys. Configurations come from strangers.
const MAX_ATTEMPTS: usize = 64;

/// Removes a key, and the tables that are empty then.
fn remove(table: &mut toml::Table, path: &[String]) {
    let Some((name, below)) = path.split_first() else { return };
    if let Some(toml::Value::Table(inner)) = table.get_mut(name).filter(|_| !below.is_empty()) {
        remove(inner, below);
        if !inner.is_empty() {
            return;
        }
    }
    table.remove(name);
}

fn add(tables: &[String], table: &toml::Table, found: &mut BTreeMap<Path, String>) {
    for (key, value) in table {
        let path = [tables, std::slice::from_ref(key)].concat();
        match value {
            toml::Value::Table(inner) => add(&path, inner, found),
            value => drop(found.insert(path, shown(value))),
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

/// The patterns that only one of two ignore files has, without those by extension that can hide no file that is read.
pub(super) fn patterns(old: &str, new: &str) -> Vec<String> {
    let hides_nothing = |row: &String| {
        let extension = row.split_once(": ").and_then(|(_, pattern)| pattern.strip_prefix("*."));
        let extension =
            extension.and_then(|it| it.rsplit('.').next()).filter(|it| it.chars().all(char::is_alphanumeric));
        extension.is_some_and(|it| !READ_EXTENSIONS.contains(&it.to_ascii_lowercase().as_str()))
    };
    lines(old, new).into_iter().filter(|row| !hides_nothing(row)).collect()
}

//! The guide's own registries, words and ledger, entry by entry.

use std::collections::{BTreeMap, BTreeSet};

use firstaid_content::paths::join;
use firstaid_content::{Node, Value, parse_yaml};
use firstaid_ledger::Ledger;

use super::change::{Change, ChangedFile, Subject};
use super::settings::lines;

/// Maximum fields of an entry that are shown.
const MAX_FIELDS: usize = 6;

/// The fields of an entry that no rule decides by.
const PROSE: [&str; 2] = ["note", "definition"];

/// The fields that name an entry, in the order of preference.
const NAMES: [&str; 6] = ["name", "host", "term", "claim", "id", "match"];

/// What a change does to a file of the data folders. `None` if the file is none that the linter takes facts from.
pub(super) fn compare(change: Change<'_>, file: &ChangedFile) -> Option<(Subject, Vec<String>)> {
    let own = join("", &change.content.data_folder())?;
    let mut folders = change.data.iter().filter_map(|folder| join("", folder)).chain([own]);
    let below = folders.find_map(|folder| file.path.strip_prefix(&folder)?.strip_prefix('/'))?;
    let (old, new) = (file.before.as_deref().unwrap_or(""), file.after.as_deref().unwrap_or(""));
    if below == "links.jsonl" {
        return Some((Subject::Attestation, attestations(&file.path, old, new)));
    }
    if below.starts_with("words/") {
        return Some((Subject::RegistryEntry, lines(old, new)));
    }
    let is_yaml = [".yaml", ".yml", ".json"].iter().any(|end| below.ends_with(end));
    is_yaml.then(|| (Subject::RegistryEntry, entries(old, new)))
}

fn attestations(path: &str, old: &str, new: &str) -> Vec<String> {
    let of = |text: &str| -> BTreeMap<String, String> {
        let ledger = Ledger::parse(path, text).map(|(ledger, _)| ledger).unwrap_or_default();
        let links = ledger.entries().map(|entry| (entry.url.to_string(), entry.attested()));
        let keys = ledger.keys().map(|entry| (entry.key.to_string(), entry.attested()));
        let domains = ledger.domains().map(|entry| (entry.domain.to_string(), entry.attested()));
        let said = links.chain(keys).chain(domains).filter_map(|(of, attested)| {
            let it = attested?;
            Some((of, format!("{} on {}: {}", it.by, it.on, it.note)))
        });
        said.collect()
    };
    differences(&of(old), &of(new), |before, after| match (before, after) {
        (_, Some(after)) => format!("attested by {after}"),
        (_, None) => "no longer attested".to_owned(),
    })
}

/// The entries of a registry that differ, with the fields in which they do.
fn entries(old: &str, new: &str) -> Vec<String> {
    let (mut old, mut new) = (by_name(old), by_name(new));
    for (name, entries) in &mut old {
        if let Some(others) = new.get_mut(name) {
            for list in [entries, others] {
                for fields in list.iter_mut() {
                    fields.retain(|field, _| !is_prose(field));
                }
                list.sort();
            }
        }
    }
    differences(&old, &new, |before, after| match (before.map(Vec::as_slice), after.map(Vec::as_slice)) {
        (None, Some(after)) => {
            let each = after.iter().map(|fields| shown(texts(fields)));
            format!("added: {}", each.collect::<Vec<_>>().join("; "))
        }
        (Some(_), None) => "removed".to_owned(),
        (Some([before]), Some([after])) => changes(before, after),
        // Of entries with one name, nobody knows which became which.
        (before, after) => {
            let listed = |entries: Option<&[Fields]>| -> Fields {
                let whole = |fields: &Fields| texts(fields).collect::<Vec<_>>().join(", ");
                entries.unwrap_or_default().iter().map(|it| (whole(it), "listed".to_owned())).collect()
            };
            changes(&listed(before), &listed(after))
        }
    })
}

/// The fields of an entry by their dotted names.
type Fields = BTreeMap<String, String>;

fn texts(fields: &Fields) -> impl Iterator<Item = String> {
    fields.iter().map(|(key, value)| format!("{key} {value}"))
}

fn changes(before: &Fields, after: &Fields) -> String {
    let value = |it: Option<&String>| it.map_or("not set".to_owned(), Clone::clone);
    let change = |before: Option<&String>, after: Option<&String>| format!("{} -> {}", value(before), value(after));
    shown(differences(before, after, change).into_iter())
}

/// Whether a field is only there for people.
fn is_prose(field: &str) -> bool {
    PROSE.contains(&field.rsplit('.').next().unwrap_or(field))
}

/// `NAME: WHAT` for each name whose values differ.
fn differences<T: PartialEq>(
    old: &BTreeMap<String, T>,
    new: &BTreeMap<String, T>,
    what: impl Fn(Option<&T>, Option<&T>) -> String,
) -> Vec<String> {
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let differing = names.into_iter().filter(|name| old.get(*name) != new.get(*name));
    differing.map(|name| format!("{name}: {}", what(old.get(name), new.get(name)))).collect()
}

fn shown(fields: impl Iterator<Item = String>) -> String {
    let mut fields: Vec<String> = fields.collect();
    if fields.len() > MAX_FIELDS {
        let more = fields.len() - MAX_FIELDS;
        fields.truncate(MAX_FIELDS);
        fields.push(format!("and {more} fields more"));
    }
    fields.join(", ")
}

/// The entries of a list by name, or those of a mapping by key, each with its fields; several may have one name.
fn by_name(text: &str) -> BTreeMap<String, Vec<Fields>> {
    let mut found: BTreeMap<String, Vec<Fields>> = BTreeMap::new();
    let Some(node) = parse_yaml(text) else { return found };
    let fields = |node: &Node| {
        let mut fields = Fields::new();
        flatten("", node, &mut fields);
        fields
    };
    match &node.value {
        Value::Sequence(nodes) => {
            for fields in nodes.iter().map(fields) {
                let name = NAMES.iter().find_map(|name| fields.get(*name)).or_else(|| fields.values().next());
                found.entry(name.cloned().unwrap_or_default()).or_default().push(fields);
            }
        }
        Value::Mapping(entries) => {
            for entry in entries {
                found.entry(entry.key.to_string()).or_default().push(fields(&entry.value));
            }
        }
        Value::Scalar { .. } | Value::Alias => {}
    }
    found
}

fn flatten(prefix: &str, node: &Node, fields: &mut BTreeMap<String, String>) {
    let join = |key: &str| if prefix.is_empty() { key.to_owned() } else { format!("{prefix}.{key}") };
    match &node.value {
        // One value: where a name is taken out, those after it did not change.
        Value::Sequence(nodes) if nodes.iter().all(|it| it.as_str().is_some()) => {
            let names: Vec<&str> = nodes.iter().filter_map(Node::as_str).collect();
            fields.insert(prefix.to_owned(), format!("[{}]", names.join(", ")));
        }
        Value::Sequence(nodes) => {
            for (n, node) in nodes.iter().enumerate() {
                flatten(&join(&(n + 1).to_string()), node, fields);
            }
        }
        Value::Mapping(entries) => entries.iter().for_each(|entry| flatten(&join(&entry.key), &entry.value, fields)),
        Value::Scalar { text, .. } => drop(fields.insert(prefix.to_owned(), text.to_string())),
        Value::Alias => drop(fields.insert(prefix.to_owned(), "an alias".to_owned())),
    }
}

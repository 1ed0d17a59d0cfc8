//! Checks across the entries of registry files, beyond the errors of loading: canonical order, one owner for each name,
//! host and package, replacements that are alive, no date in the future.

use std::collections::HashMap;

use crate::load::Format;
use crate::{FormKind, HostStatus, Key, PartialDate, Registry, RegistryError, Status, Tool, canonical};

/// All errors in registry files, given as pairs of path and text in the order in which they are loaded.
///
/// `today` is the latest date that an entry may have.
pub fn check(files: &[(&str, &str)], today: PartialDate) -> Vec<RegistryError> {
    let mut registry = Registry::default();
    let mut errors: Vec<RegistryError> = Vec::new();
    let mut is_whole = true;
    for &(path, text) in files {
        let unread = registry.add(path, text, Format::Yaml).err();
        is_whole &= unread.is_none();
        errors.extend(unread);
        errors.extend(out_of_order(path, text));
        errors.extend(duplicates(path, text));
    }
    registry.index();
    let mut conflicts = shared_owners(&registry);
    conflicts.extend(wrong_states(&registry));
    conflicts.extend(future_dates(&registry, today));
    // An owner may have its entry in a file that could not be read.
    if is_whole {
        conflicts.extend(strange_keys(&registry));
    }
    errors.extend(conflicts.into_iter().map(|Conflict { entry, message }| {
        let (path, line) = place(files, &entry).unwrap_or_default();
        RegistryError { path: path.to_owned(), line, message }
    }));
    let rank = |error: &RegistryError| files.iter().position(|(path, _)| *path == error.path);
    errors.sort_by_key(|error| (rank(error), error.line));
    errors
}

/// An entry that contradicts another entry or the calendar.
struct Conflict {
    /// The name or host of the entry: of two that contradict each other, the later one.
    entry: String,
    message: String,
}

/// The first line that differs from the canonical order.
fn out_of_order(path: &str, text: &str) -> Option<RegistryError> {
    let file = path.rsplit('/').next().unwrap_or(path);
    let ordered = canonical(file, text);
    let line = text.lines().zip(ordered.lines()).position(|(actual, expected)| actual != expected)?;
    let message = "out of order: entries are sorted by name, their keys as in other entries".to_owned();
    Some(RegistryError { path: path.to_owned(), line: line as u64 + 1, message })
}

/// Names that a file has twice: the later entry would silently win. Hosts may repeat, with an entry for each path.
fn duplicates(path: &str, text: &str) -> Vec<RegistryError> {
    let mut first: HashMap<String, u64> = HashMap::new();
    let mut errors = Vec::new();
    for (line, name) in entry_heads(text).filter(|_| !path.ends_with("hosts.yaml")) {
        if let Some(earlier) = first.insert(name.to_lowercase(), line) {
            let message = format!("{name} already has an entry in line {earlier}");
            errors.push(RegistryError { path: path.to_owned(), line, message });
        }
    }
    errors
}

/// Names, hosts and packages that two entries have.
fn shared_owners(registry: &Registry) -> Vec<Conflict> {
    let mut owners: HashMap<(&str, String), String> = HashMap::new();
    let mut conflicts = Vec::new();
    let mut claim = |kind: &'static str, value: &str, owner: &str| {
        let other = owners.entry((kind, value.to_lowercase())).or_insert_with(|| owner.to_owned());
        if other != owner {
            let message = format!("the {kind} `{value}` belongs to both {other} and {owner}");
            conflicts.push(Conflict { entry: owner.to_owned(), message });
        }
    };
    for form in registry.forms().filter(|form| !matches!(form.kind, FormKind::Former(_))) {
        claim("name", form.text, registry.name(form.entry));
    }
    for tool in &registry.tools {
        tool.hosts.iter().for_each(|host| claim("host", host, &tool.name));
        tool.packages.iter().for_each(|package| claim("package", package, &tool.name));
        tool.commands.iter().for_each(|command| claim("command", command, &tool.name));
    }
    conflicts
}

/// Replacements that are gone themselves or lead back to the tool, and tools that are alive on a host that is not.
fn wrong_states(registry: &Registry) -> Vec<Conflict> {
    let tool = |name: &String| registry.tools.iter().find(|tool| tool.name == *name);
    let mut conflicts = Vec::new();
    for replaced in &registry.tools {
        let mut pending = replaced.replacement.clone();
        let mut seen: Vec<String> = Vec::new();
        while let Some(name) = pending.pop() {
            if name == replaced.name {
                let message = format!("the replacements of {name} lead back to it");
                conflicts.push(Conflict { entry: name, message });
                break;
            }
            if !seen.contains(&name) {
                pending.extend(tool(&name).into_iter().flat_map(|tool| tool.replacement.clone()));
                seen.push(name);
            }
        }
        let is_gone = |tool: &&Tool| matches!(tool.status, Status::Dead | Status::Unmaintained);
        conflicts.extend(replaced.replacement.iter().filter_map(tool).filter(is_gone).map(|other| Conflict {
            entry: replaced.name.clone(),
            message: format!("{} is replaced with {}, which is gone itself", replaced.name, other.name),
        }));
    }
    for host in registry.hosts.iter().filter(|host| host.paths.is_empty() && host.status != HostStatus::Live) {
        let alive = registry.tool_by_host(&host.host).filter(|tool| tool.status == Status::Alive);
        conflicts.extend(alive.map(|tool| Conflict {
            entry: host.host.clone(),
            message: format!("{} is not a live host, but its tool {} is alive", host.host, tool.name),
        }));
    }
    conflicts
}

/// Keys of owners that no entry names.
fn strange_keys(registry: &Registry) -> Vec<Conflict> {
    let is_known = |owner: &str| registry.forms().any(|form| form.kind == FormKind::Right && form.text == owner);
    let strange = registry.keys.iter().filter(|key| !is_known(&key.owner));
    let conflict = |key: &Key| Conflict {
        entry: key.key.clone(),
        message: format!("{}, the owner of a key, has no entry", key.owner),
    };
    strange.map(conflict).collect()
}

/// Dates after `today`.
fn future_dates(registry: &Registry, today: PartialDate) -> Vec<Conflict> {
    let tools = registry.tools.iter().map(|tool| (&tool.name, tool.since));
    let hosts = registry.hosts.iter().map(|host| (&host.host, host.since));
    let organisations = registry.organisations.iter().flat_map(|organisation| {
        let former = organisation.former.iter().map(|former| former.since);
        let verified = organisation.contacts.iter().map(|contact| contact.verified);
        former.chain(verified).map(move |date| (&organisation.name, date))
    });
    let conflict = |(entry, date): (&String, Option<PartialDate>)| {
        let date = date.filter(|&date| date > today)?;
        Some(Conflict { entry: entry.clone(), message: format!("{entry}: {date} is in the future") })
    };
    tools.chain(hosts).chain(organisations).filter_map(conflict).collect()
}

/// Path and line of the last entry with a name: of two entries, the later one is the conflict.
fn place<'f>(files: &[(&'f str, &str)], entry: &str) -> Option<(&'f str, u64)> {
    let places = files.iter().flat_map(|&(path, text)| entry_heads(text).map(move |(line, name)| (path, line, name)));
    places.filter(|(_, _, name)| *name == entry).last().map(|(path, line, _)| (path, line))
}

/// Line (from 1) and name or host of each entry.
fn entry_heads(text: &str) -> impl Iterator<Item = (u64, &str)> {
    text.lines().enumerate().filter_map(|(line, text)| {
        let (_, name) = text.strip_prefix("- ")?.split_once(':')?;
        Some((line as u64 + 1, name.trim().trim_matches('"')))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Name and text of each embedded file, as people write it.
    const FILES: [(&str, &str); 6] = [
        ("tools.yaml", include_str!("../data/tools.yaml")),
        ("brands.yaml", include_str!("../data/brands.yaml")),
        ("organisations.yaml", include_str!("../data/organisations.yaml")),
        ("hosts.yaml", include_str!("../data/hosts.yaml")),
        ("claims.yaml", include_str!("../data/claims.yaml")),
        ("keys.yaml", include_str!("../data/keys.yaml")),
    ];

    fn today() -> PartialDate {
        PartialDate::parse("2026-11-23").unwrap()
    }

    fn messages(files: &[(&str, &str)]) -> Vec<String> {
        check(files, today()).iter().map(ToString::to_string).collect()
    }

    const TAIL: &str = "  source: x\n  confidence: low\n";

    #[test]
    fn the_embedded_registries_are_in_order_and_agree() {
        let later = PartialDate { year: 9999, month: None, day: None };
        assert_eq!(check(&FILES, later), []);
    }

    #[test]
    fn what_is_embedded_is_what_the_files_say() {
        let mut of_files = Registry::default();
        for (name, text) in FILES {
            of_files.add(name, text, Format::Yaml).unwrap();
        }
        let embedded = Registry::built_in();
        assert_eq!(embedded.tools, of_files.tools);
        assert_eq!(embedded.brands, of_files.brands);
        assert_eq!(embedded.organisations, of_files.organisations);
        assert_eq!(embedded.hosts, of_files.hosts);
        assert_eq!(embedded.claims, of_files.claims);
        assert_eq!(embedded.keys, of_files.keys);
    }

    #[test]
    fn entries_out_of_order_are_named_with_their_line() {
        let text = format!("- name: B\n  status: alive\n{TAIL}- name: A\n  status: alive\n{TAIL}");
        let found = messages(&[("tools.yaml", &text)]);
        assert_eq!(found, ["tools.yaml:1: out of order: entries are sorted by name, their keys as in other entries"]);
    }

    #[test]
    fn duplicate_entries_are_refused() {
        let text = format!("- name: A\n  status: alive\n{TAIL}- name: a\n  status: alive\n{TAIL}");
        assert_eq!(messages(&[("x/tools.yaml", &text)]), ["x/tools.yaml:5: a already has an entry in line 1"]);
    }

    #[test]
    fn a_name_or_host_has_one_owner() {
        let tool = |name: &str| format!("- name: {name}\n  aliases: [Same]\n  hosts: [a.org]\n  status: alive\n{TAIL}");
        let text = tool("A") + &tool("B");
        let found = messages(&[("tools.yaml", &text)]);
        assert_eq!(
            found,
            [
                "tools.yaml:7: the name `Same` belongs to both A and B",
                "tools.yaml:7: the host `a.org` belongs to both A and B"
            ]
        );
    }

    #[test]
    fn replacements_are_alive() {
        let tool =
            |name: &str, to: &str| format!("- name: {name}\n  status: dead\n  replacement: [{to}]\n  note: x\n{TAIL}");
        let found = messages(&[("tools.yaml", &(tool("A", "B") + &tool("B", "A")))]);
        assert!(found.contains(&"tools.yaml:1: the replacements of A lead back to it".to_owned()), "{found:?}");
        assert!(found.contains(&"tools.yaml:7: B is replaced with A, which is gone itself".to_owned()));
    }

    #[test]
    fn dates_in_the_future_are_refused() {
        let text = format!("- name: A\n  status: dead\n  since: 2026-12\n  note: x\n{TAIL}");
        assert_eq!(messages(&[("tools.yaml", &text)]), ["tools.yaml:1: A: December 2026 is in the future"]);
    }

    #[test]
    fn a_file_that_cannot_be_read_does_not_hide_the_others() {
        let text = format!("- name: A\n  status: dead\n  since: 2027\n  note: x\n{TAIL}");
        let found = messages(&[("brands.yaml", "- name: [\n"), ("tools.yaml", &text)]);
        assert!(found[0].starts_with("brands.yaml:") && found[1].starts_with("tools.yaml:1: A"), "{found:?}");
    }

    #[test]
    fn an_owner_of_a_key_is_not_missed_while_a_file_cannot_be_read() {
        let keys = FILES[5].1;
        let found = messages(&[("tools.yaml", "- name: [\n"), ("keys.yaml", keys)]);
        assert!(found.len() == 1 && found[0].starts_with("tools.yaml:"), "{found:?}");
        assert!(messages(&[("keys.yaml", keys)])[0].ends_with("the owner of a key, has no entry"));
    }

    #[test]
    fn the_examples_for_contributors_are_valid() {
        let text = include_str!("../../../CONTRIBUTING.md");
        let mut blocks = text.split("```yaml\n").skip(1).filter_map(|rest| rest.split("```").next());
        for file in ["tools.yaml", "tools.yaml", "brands.yaml"] {
            assert_eq!(messages(&[(file, blocks.next().unwrap())]), Vec::<String>::new(), "{file}");
        }
        let glossary = Registry::default().add_glossary("glossary.yaml", blocks.next().unwrap());
        assert_eq!((glossary, blocks.next()), (Ok(()), None));
    }
}

//! What must hold between the entries of registry files, beyond what loading refuses: an order that merges well, no
//! name, host or package claimed twice, replacements that lead to something alive, dates that have come.

use std::collections::HashMap;

use crate::{FormKind, HostStatus, PartialDate, Registry, RegistryError, Status, canonical};

/// Everything that is wrong with registry files, given with their paths and in the order in which they are loaded.
///
/// `today` is the last date that an entry may know of.
pub fn check(files: &[(&str, &str)], today: PartialDate) -> Vec<RegistryError> {
    let mut registry = Registry::default();
    let mut errors: Vec<RegistryError> = Vec::new();
    for &(path, text) in files {
        errors.extend(registry.add(path, text).err());
        errors.extend(disorder(path, text));
        errors.extend(repeated(path, text));
    }
    registry.index();
    let mut conflicts = claims(&registry);
    conflicts.extend(fates(&registry));
    conflicts.extend(dates(&registry, today));
    errors.extend(conflicts.into_iter().map(|Conflict { entry, message }| {
        let (path, line) = place(files, &entry).unwrap_or_default();
        RegistryError { path: path.to_owned(), line, message }
    }));
    let rank = |error: &RegistryError| files.iter().position(|(path, _)| *path == error.path);
    errors.sort_by_key(|error| (rank(error), error.line));
    errors
}

/// Something that an entry says and another, or the calendar, denies.
struct Conflict {
    /// The name or host of the entry that is to blame: of two, the later one.
    entry: String,
    message: String,
}

/// The first line that stands elsewhere in the canonical order.
fn disorder(path: &str, text: &str) -> Option<RegistryError> {
    let file = path.rsplit('/').next().unwrap_or(path);
    let ordered = canonical(file, text);
    let line = text.lines().zip(ordered.lines()).position(|(is, should)| is != should)?;
    let message = "out of order: entries go by name, keys as in other entries".to_owned();
    Some(RegistryError { path: path.to_owned(), line: line as u64 + 1, message })
}

/// Names that a file has twice: the later would silently win. A host may have an entry for each of its paths.
fn repeated(path: &str, text: &str) -> Vec<RegistryError> {
    let mut first: HashMap<String, u64> = HashMap::new();
    let mut errors = Vec::new();
    for (line, name) in heads(text).filter(|_| !path.ends_with("hosts.yaml")) {
        if let Some(earlier) = first.insert(name.to_lowercase(), line) {
            let message = format!("{name} has an entry in line {earlier} already");
            errors.push(RegistryError { path: path.to_owned(), line, message });
        }
    }
    errors
}

/// A name, a host or a package has one owner.
fn claims(registry: &Registry) -> Vec<Conflict> {
    let mut owners: HashMap<(&str, String), String> = HashMap::new();
    let mut conflicts = Vec::new();
    let mut claim = |what: &'static str, value: &str, owner: &str| {
        let other = owners.entry((what, value.to_lowercase())).or_insert_with(|| owner.to_owned());
        if other != owner {
            let message = format!("the {what} `{value}` is claimed by {other} and by {owner}");
            conflicts.push(Conflict { entry: owner.to_owned(), message });
        }
    };
    for form in registry.forms().filter(|form| !matches!(form.kind, FormKind::Former(_))) {
        claim("name", form.text, registry.name(form.entry));
    }
    for tool in &registry.tools {
        tool.hosts.iter().for_each(|host| claim("host", host, &tool.name));
        tool.packages.iter().for_each(|package| claim("package", package, &tool.name));
    }
    conflicts
}

/// Replacements that are gone themselves or lead back to their start, and living tools on dead hosts.
fn fates(registry: &Registry) -> Vec<Conflict> {
    let tool = |name: &String| registry.tools.iter().find(|tool| tool.name == *name);
    let mut conflicts = Vec::new();
    for one in &registry.tools {
        let mut todo = one.replacement.clone();
        let mut seen: Vec<String> = Vec::new();
        while let Some(name) = todo.pop() {
            if name == one.name {
                let message = format!("the replacements of {name} lead back to it");
                conflicts.push(Conflict { entry: name, message });
                break;
            }
            if !seen.contains(&name) {
                todo.extend(tool(&name).into_iter().flat_map(|tool| tool.replacement.clone()));
                seen.push(name);
            }
        }
        let gone = |tool: &&crate::Tool| matches!(tool.status, Status::Dead | Status::Unmaintained);
        conflicts.extend(one.replacement.iter().filter_map(tool).filter(gone).map(|other| Conflict {
            entry: one.name.clone(),
            message: format!("{} is to be replaced with {}, which is gone itself", one.name, other.name),
        }));
    }
    for host in registry.hosts.iter().filter(|host| host.paths.is_empty() && host.status != HostStatus::Live) {
        let living = registry.tool_by_host(&host.host).filter(|tool| tool.status == Status::Alive);
        conflicts.extend(living.map(|tool| Conflict {
            entry: host.host.clone(),
            message: format!("{} is no live host, but {} is alive", host.host, tool.name),
        }));
    }
    conflicts
}

/// Dates that have not come yet.
fn dates(registry: &Registry, today: PartialDate) -> Vec<Conflict> {
    let tools = registry.tools.iter().map(|tool| (&tool.name, tool.since));
    let hosts = registry.hosts.iter().map(|host| (&host.host, host.since));
    let organisations = registry.organisations.iter().flat_map(|organisation| {
        let former = organisation.former.iter().map(|former| former.since);
        let verified = organisation.contacts.iter().map(|contact| contact.verified);
        former.chain(verified).map(move |date| (&organisation.name, date))
    });
    let later = |(entry, date): (&String, Option<PartialDate>)| {
        let date = date.filter(|&date| date > today)?;
        Some(Conflict { entry: entry.clone(), message: format!("{entry}: {date} has not come yet") })
    };
    tools.chain(hosts).chain(organisations).filter_map(later).collect()
}

/// Where an entry is: the last that has the name, because the later of two is to blame.
fn place<'f>(files: &[(&'f str, &str)], entry: &str) -> Option<(&'f str, u64)> {
    let places = files.iter().flat_map(|&(path, text)| heads(text).map(move |(line, name)| (path, line, name)));
    places.filter(|(_, _, name)| *name == entry).last().map(|(path, line, _)| (path, line))
}

/// Line, from 1, and name or host of each entry.
fn heads(text: &str) -> impl Iterator<Item = (u64, &str)> {
    text.lines().enumerate().filter_map(|(line, text)| {
        let (_, name) = text.strip_prefix("- ")?.split_once(':')?;
        Some((line as u64 + 1, name.trim().trim_matches('"')))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::BUILT_IN;

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
        assert_eq!(check(&BUILT_IN, later), []);
    }

    #[test]
    fn entries_out_of_order_are_named_with_their_line() {
        let text = format!("- name: B\n  status: alive\n{TAIL}- name: A\n  status: alive\n{TAIL}");
        let found = messages(&[("tools.yaml", &text)]);
        assert_eq!(found, ["tools.yaml:1: out of order: entries go by name, keys as in other entries"]);
    }

    #[test]
    fn an_entry_is_there_once() {
        let text = format!("- name: A\n  status: alive\n{TAIL}- name: a\n  status: alive\n{TAIL}");
        assert_eq!(messages(&[("x/tools.yaml", &text)]), ["x/tools.yaml:5: a has an entry in line 1 already"]);
    }

    #[test]
    fn a_name_or_host_has_one_owner() {
        let tool = |name: &str| format!("- name: {name}\n  aliases: [Same]\n  hosts: [a.org]\n  status: alive\n{TAIL}");
        let text = tool("A") + &tool("B");
        let found = messages(&[("tools.yaml", &text)]);
        assert_eq!(
            found,
            [
                "tools.yaml:7: the name `Same` is claimed by A and by B",
                "tools.yaml:7: the host `a.org` is claimed by A and by B"
            ]
        );
    }

    #[test]
    fn replacements_lead_to_something_alive() {
        let tool =
            |name: &str, to: &str| format!("- name: {name}\n  status: dead\n  replacement: [{to}]\n  note: x\n{TAIL}");
        let found = messages(&[("tools.yaml", &(tool("A", "B") + &tool("B", "A")))]);
        assert!(found.contains(&"tools.yaml:1: the replacements of A lead back to it".to_owned()), "{found:?}");
        assert!(found.contains(&"tools.yaml:7: B is to be replaced with A, which is gone itself".to_owned()));
    }

    #[test]
    fn dates_that_have_not_come_are_refused() {
        let text = format!("- name: A\n  status: dead\n  since: 2026-12\n  note: x\n{TAIL}");
        assert_eq!(messages(&[("tools.yaml", &text)]), ["tools.yaml:1: A: December 2026 has not come yet"]);
    }

    #[test]
    fn a_file_that_cannot_be_read_does_not_hide_the_others() {
        let text = format!("- name: A\n  status: dead\n  since: 2027\n  note: x\n{TAIL}");
        let found = messages(&[("brands.yaml", "- name: [\n"), ("tools.yaml", &text)]);
        assert!(found[0].starts_with("brands.yaml:") && found[1].starts_with("tools.yaml:1: A"), "{found:?}");
    }

    #[test]
    fn the_examples_for_contributors_are_valid() {
        let text = include_str!("../../../CONTRIBUTING.md");
        let mut blocks = text.split("```yaml\n").skip(1).filter_map(|rest| rest.split("```").next());
        for file in ["tools.yaml", "brands.yaml"] {
            assert_eq!(messages(&[(file, blocks.next().unwrap())]), Vec::<String>::new(), "{file}");
        }
        let glossary = Registry::default().add_glossary("glossary.yaml", blocks.next().unwrap());
        assert_eq!((glossary, blocks.next()), (Ok(()), None));
    }
}

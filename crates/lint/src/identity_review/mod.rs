//! The identities that a change adds, removes or alters, in pages and in the guide's own data, with their standing by
//! the registries, for the reviewer of the change.
//!
//! A change may add an address and its entry in the registry at once, so an identity is known only if the registries
//! had it before the change.

mod placed_identity;
mod standing;

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use firstaid_content::{Guide, Locale};
use firstaid_mentions::fingerprint::canonical;
use firstaid_registry::Registry;
use firstaid_text::{SourceFile, line_similarity};
use firstaid_translate::IdentityKind;
use placed_identity::{PlacedIdentity, in_catalog, in_data, in_page};
use standing::Judge;

pub use standing::Standing;

use crate::Catalogs;

/// A guide on one side of a change.
#[derive(Clone, Copy)]
pub struct Side<'a> {
    pub guide: &'a Guide,
    pub registry: &'a Registry,
    /// The files of its data folder.
    pub data: &'a [SourceFile],
    pub catalogs: &'a Catalogs,
}

/// An identity that a change adds (`before` is `None`), removes (`after` is `None`) or alters.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct IdentityChange {
    pub standing: Standing,
    pub path: String,
    pub kind: IdentityKind,
    pub before: Option<Box<str>>,
    pub after: Option<Box<str>>,
    /// The lines of `after`, or of `before` if it is removed; 1-based.
    pub lines: BTreeSet<u32>,
}

impl IdentityChange {
    /// A value for reviewers: a key in groups of digits; any other with the code points of its non-ASCII letters.
    pub fn shown(&self, value: &str) -> String {
        if self.kind == IdentityKind::Fingerprint {
            return canonical(value);
        }
        let others: Vec<String> =
            value.chars().filter(|c| !c.is_ascii()).map(|c| format!("U+{:04X}", c as u32)).collect();
        if others.is_empty() { value.to_owned() } else { format!("{value} (with {})", others.join(", ")) }
    }

    /// `added`, `removed` or `altered`.
    pub fn what(&self) -> &'static str {
        match (&self.before, &self.after) {
            (None, _) => "added",
            (Some(_), None) => "removed",
            (Some(_), Some(_)) => "altered",
        }
    }
}

/// Minimum likeness of a renamed file, in thousandths of its lines.
const MIN_RENAMED_LIKENESS: usize = 500;

/// Maximum pairs of a file that are compared; nobody alters more identities in one file.
const MAX_PAIRS: usize = 10_000;

/// The identities of a data file of a guide whose source is in `locale`, each once.
pub fn data_identities(file: &SourceFile, locale: &Locale) -> BTreeSet<(IdentityKind, Box<str>)> {
    in_data(file, locale).into_iter().map(|it| (it.kind, it.value)).collect()
}

/// The changes of identities, the most suspicious first, then by path.
///
/// A synced catalog has the same changes as its page, so only other changes of a catalog are listed.
pub fn identity_changes(before: Side<'_>, after: Side<'_>) -> Vec<IdentityChange> {
    let judge = Judge::new(before.registry, after.registry);
    let mut old = files(before);
    let mut new = files(after);
    let (gone, come) = (only_in(&old, &new), only_in(&new, &old));
    for path in come {
        let likeness = |from: &String| line_similarity(old[from].0, new[&path].0);
        let left = gone.iter().filter(|from| old.contains_key(*from)).map(|from| (likeness(from), from));
        let renamed = left.filter(|&(likeness, _)| likeness >= MIN_RENAMED_LIKENESS).max();
        if let Some(file) = renamed.and_then(|(_, from)| old.remove(from)) {
            old.insert(path, file);
        }
    }
    let mut changes: BTreeMap<IdentityChange, BTreeSet<u32>> = BTreeMap::new();
    let paths: BTreeSet<String> = old.keys().chain(new.keys()).cloned().collect();
    for path in paths {
        let (old, new) = (old.remove(&path).map(|it| it.1), new.remove(&path).map(|it| it.1));
        for (before, after) in paired(old.unwrap_or_default(), new.unwrap_or_default()) {
            let standing = judge.standing(before.as_ref(), after.as_ref());
            let Some(PlacedIdentity { kind, line, .. }) = after.clone().or_else(|| before.clone()) else { continue };
            let (before, after) = (before.map(|it| it.value), after.map(|it| it.value));
            let change = IdentityChange { standing, path: path.clone(), kind, before, after, lines: BTreeSet::new() };
            changes.entry(change).or_default().insert(line);
        }
    }
    let pages: HashMap<&str, &str> = pages_of(before).chain(pages_of(after)).collect();
    let is_shown = |change: &IdentityChange| {
        let page = pages.get(&*change.path).map(|&page| page.to_owned());
        page.is_some_and(|path| changes.contains_key(&IdentityChange { path, ..change.clone() }))
    };
    let listed = changes.iter().filter(|(change, _)| !is_shown(change));
    listed.map(|(change, lines)| IdentityChange { lines: lines.clone(), ..change.clone() }).collect()
}

type Files<'a> = BTreeMap<String, (&'a str, Vec<PlacedIdentity>)>;

fn files(side: Side<'_>) -> Files<'_> {
    let locale = side.guide.layout.source();
    let pages = side.guide.pages.iter().map(|page| (page.source.path().to_owned(), (page.text(), in_page(page))));
    let data = side.data.iter().map(|file| (file.path().to_owned(), (file.text(), in_data(file, locale))));
    let catalogs = side.catalogs.files();
    let catalogs =
        catalogs.map(|(_, file)| (file.source.path().to_owned(), (file.source.text(), in_catalog(file, locale))));
    pages.chain(data).chain(catalogs).collect()
}

/// Each catalog with its page, by their paths.
fn pages_of(side: Side<'_>) -> impl Iterator<Item = (&str, &str)> {
    let page = |key| side.guide.by_key(key).map(|page| page.source.path());
    side.catalogs.files().filter_map(move |(key, file)| Some((file.source.path(), page(key)?)))
}

fn only_in(one: &Files<'_>, other: &Files<'_>) -> Vec<String> {
    one.keys().filter(|path| !other.contains_key(*path)).cloned().collect()
}

/// Pairs the identities that are on only one side of a file: as altered where two are alike, or the only ones of their
/// kind, and else as removed or added.
fn paired(
    mut old: Vec<PlacedIdentity>,
    mut new: Vec<PlacedIdentity>,
) -> Vec<(Option<PlacedIdentity>, Option<PlacedIdentity>)> {
    // Identities in unchanged lines first, so that the lines of the rest are those that changed.
    cancel(&mut old, &mut new, &|held| held.text);
    cancel(&mut old, &mut new, &|_| 0);
    let mut pairs = Vec::new();
    if old.len() * new.len() <= MAX_PAIRS {
        let distance = |(a, b): (usize, usize)| {
            let (a, b) = (&old[a], &new[b]);
            let distance = strsim::osa_distance(&a.value, &b.value);
            let max_distance = 3.max(a.value.len().min(b.value.len()) / 3);
            (a.kind == b.kind && distance <= max_distance).then_some(distance)
        };
        let all = (0..old.len()).flat_map(|a| (0..new.len()).map(move |b| (a, b)));
        let mut near: Vec<_> = all.filter_map(|pair| Some((distance(pair)?, pair))).collect();
        near.sort_unstable();
        pairs = near.into_iter().map(|(_, pair)| pair).collect();
    }
    for kind in old.iter().map(|held| held.kind).collect::<BTreeSet<_>>() {
        let of = |held: &[PlacedIdentity]| {
            let values: BTreeSet<&str> = held.iter().filter(|it| it.kind == kind).map(|it| &*it.value).collect();
            (values.len() == 1).then(|| (0..held.len()).filter(|&n| held[n].kind == kind).collect::<Vec<_>>())
        };
        if let (Some(of_old), Some(of_new)) = (of(&old), of(&new)) {
            pairs.extend(of_old.into_iter().zip(of_new));
        }
    }
    let mut old: Vec<Option<PlacedIdentity>> = old.into_iter().map(Some).collect();
    let mut new: Vec<Option<PlacedIdentity>> = new.into_iter().map(Some).collect();
    let mut out = Vec::new();
    for (a, b) in pairs {
        if old[a].is_some() && new[b].is_some() {
            out.push((old[a].take(), new[b].take()));
        }
    }
    out.extend(old.into_iter().flatten().map(|held| (Some(held), None)));
    out.extend(new.into_iter().flatten().map(|held| (None, Some(held))));
    out
}

/// Removes pairs of the same identity, one from each side, with the same value of `also`.
fn cancel(old: &mut Vec<PlacedIdentity>, new: &mut Vec<PlacedIdentity>, also: &dyn Fn(&PlacedIdentity) -> u64) {
    let key = |held: &PlacedIdentity| (held.kind, held.value.clone(), also(held));
    let mut by_key: BTreeMap<_, VecDeque<PlacedIdentity>> = BTreeMap::new();
    for held in old.drain(..) {
        by_key.entry(key(&held)).or_default().push_back(held);
    }
    new.retain(|held| by_key.get_mut(&key(held)).and_then(VecDeque::pop_front).is_none());
    old.extend(by_key.into_values().flatten());
    old.sort();
}

#[cfg(test)]
mod tests;

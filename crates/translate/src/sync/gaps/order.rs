//! The order in which the last sync left the entries of a catalog. Other tools sort catalogs (`msgcat --sort-output`),
//! put new messages between the old ones, or move dropped ones to the end (`msgmerge`); what pairs entries with blocks
//! of a page by their order must ask for the order here.

use std::collections::{HashMap, HashSet};

use super::base::Base;
use crate::catalogs::po::Entry;
use crate::hash::short_hash;

/// Which messages the last sync saw, in page order, each as the index of its entry; `None` for one that the catalog has
/// no longer.
pub(crate) type Row = Vec<Option<usize>>;

/// The entries of a catalog in the order of the last sync.
pub(crate) struct Ordered {
    /// Those of the last sync first, then those that another tool has added, then obsolete ones; `None` if the entries
    /// are in that order already.
    pub(crate) entries: Option<Vec<Entry>>,
    /// The indices are those of the ordered entries.
    pub(crate) row: Row,
}

/// The hash of what identifies an entry.
fn key_hash(context: Option<&str>, id: &str) -> u32 {
    short_hash(&[context.unwrap_or_default().as_bytes(), id.as_bytes()])
}

/// The record of the messages of entries.
pub(super) fn messages_of(entries: &[Entry]) -> Vec<u32> {
    entries.iter().map(|entry| key_hash(entry.context.as_deref(), &entry.id)).collect()
}

/// Puts the entries of a catalog into the order of the last sync. `now` are the messages of the source in page order:
/// without a record, a catalog in alphabetical order is taken for one that was sorted, and gets the order of its
/// source.
pub(crate) fn ordered(old: &[Entry], base: Option<&Base>, now: &[&str]) -> Ordered {
    let in_use: Vec<usize> = (0..old.len()).filter(|&n| !old[n].obsolete).collect();
    let row = match base {
        Some(base) if base.has_messages() => recorded(old, &base.messages),
        _ if is_sorted(old, &in_use) => in_order_of(old, in_use, now).into_iter().map(Some).collect(),
        _ => in_use.into_iter().map(Some).collect(),
    };
    let of_row: Vec<usize> = row.iter().flatten().copied().filter(|&n| !old[n].obsolete).collect();
    let known: HashSet<usize> = of_row.iter().copied().collect();
    let rest = |is_obsolete: bool| (0..old.len()).filter(move |n| old[*n].obsolete == is_obsolete);
    let order: Vec<usize> =
        of_row.iter().copied().chain(rest(false).filter(|n| !known.contains(n))).chain(rest(true)).collect();
    if order.is_sorted() {
        return Ordered { entries: None, row };
    }
    let mut moved_to = vec![0; old.len()];
    for (to, &from) in order.iter().enumerate() {
        moved_to[from] = to;
    }
    let row = row.into_iter().map(|at| at.map(|at| moved_to[at])).collect();
    Ordered { entries: Some(order.into_iter().map(|n| old[n].clone()).collect()), row }
}

/// The entry of each recorded message: with its key, or one whose translation another tool gave to another message, or
/// one that is obsolete.
fn recorded(old: &[Entry], messages: &[u32]) -> Row {
    type HashOf<'a> = &'a dyn Fn(&Entry) -> Option<u32>;
    let former = |entry: &Entry| {
        let previous = entry.previous.as_ref().filter(|_| !entry.obsolete)?;
        Some(key_hash(previous.context.as_deref(), &previous.id))
    };
    let own = |entry: &Entry| key_hash(entry.context.as_deref(), &entry.id);
    let ways: [HashOf<'_>; 3] =
        [&|entry| (!entry.obsolete).then(|| own(entry)), &former, &|entry| entry.obsolete.then(|| own(entry))];
    let mut row: Row = vec![None; messages.len()];
    let mut is_taken = vec![false; old.len()];
    for hash_of in ways {
        let mut by_hash: HashMap<u32, Vec<usize>> = HashMap::new();
        for n in (0..old.len()).rev().filter(|&n| !is_taken[n]) {
            if let Some(hash) = hash_of(&old[n]) {
                by_hash.entry(hash).or_default().push(n);
            }
        }
        for (at, hash) in row.iter_mut().zip(messages).filter(|(at, _)| at.is_none()) {
            *at = by_hash.get_mut(hash).and_then(Vec::pop);
            if let Some(n) = *at {
                is_taken[n] = true;
            }
        }
    }
    row
}

fn is_sorted(old: &[Entry], in_use: &[usize]) -> bool {
    in_use.len() > 2 && in_use.is_sorted_by(|&a, &b| old[a].id <= old[b].id)
}

/// The entries in the order of the messages of the source; those of no such message stay behind the one before them.
fn in_order_of(old: &[Entry], in_use: Vec<usize>, now: &[&str]) -> Vec<usize> {
    let mut places: HashMap<&str, usize> = HashMap::new();
    for (n, message) in now.iter().enumerate() {
        places.entry(message).or_insert(n);
    }
    let mut last = 0;
    let mut ordered: Vec<(usize, usize)> = in_use
        .into_iter()
        .map(|n| {
            last = places.get(&*old[n].id).copied().unwrap_or(last);
            (last, n)
        })
        .collect();
    ordered.sort_by_key(|&(place, _)| place);
    ordered.into_iter().map(|(_, n)| n).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogs::po::Previous;

    fn entries(ids: &[&str]) -> Vec<Entry> {
        let entry = |id: &&str| Entry {
            obsolete: id.starts_with('~'),
            ..Entry::untranslated(None, id.trim_start_matches('~').to_owned())
        };
        ids.iter().map(entry).collect()
    }

    fn base(ids: &[&str]) -> Base {
        Base { gaps: vec![Vec::new(); ids.len() + 1], messages: messages_of(&entries(ids)), ..Base::default() }
    }

    fn ids(old: &[Entry], base: Option<&Base>, now: &[&str]) -> (Vec<String>, Row) {
        let found = ordered(old, base, now);
        let entries = found.entries.unwrap_or_else(|| old.to_vec());
        (entries.into_iter().map(|it| it.id).collect(), found.row)
    }

    #[test]
    fn entries_come_in_the_order_of_the_last_sync() {
        let base = base(&["d", "b", "a", "b"]);
        let (found, row) = ids(&entries(&["a", "b", "b", "d"]), Some(&base), &[]);
        assert_eq!(
            (found, row),
            (["d", "b", "a", "b"].map(str::to_owned).to_vec(), vec![Some(0), Some(1), Some(2), Some(3)])
        );
    }

    #[test]
    fn new_entries_come_behind_and_dropped_messages_are_known() {
        let base = base(&["d", "b", "a", "x"]);
        let mut old = entries(&["a", "c", "d", "~b"]);
        old[1].previous = Some(Previous { context: None, id: "x".to_owned(), plural: None });
        let (found, row) = ids(&old, Some(&base), &[]);
        assert_eq!(found, ["d", "a", "c", "b"]);
        assert_eq!(row, [Some(0), Some(3), Some(1), Some(2)]);
        assert_eq!(ids(&entries(&["d", "b", "e"]), Some(&base), &[]).1, [Some(0), Some(1), None, None]);
    }

    #[test]
    fn a_sorted_catalog_without_a_record_gets_the_order_of_its_source() {
        assert_eq!(ids(&entries(&["a", "b", "c", "d"]), None, &["d", "a", "b"]).0, ["d", "a", "b", "c"]);
        assert_eq!(ids(&entries(&["b", "a", "d"]), None, &["d", "a", "b"]).0, ["b", "a", "d"]);
    }
}

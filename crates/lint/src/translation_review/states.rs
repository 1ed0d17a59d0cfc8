//! What a change does to the states of a catalog's entries.

use std::collections::{BTreeMap, HashMap};

use firstaid_translate::po::{Catalog, Entry};
use firstaid_translate::{Memo, State};

use super::{TranslationChange, TranslationChangeKind};

/// One row for each kind of change of a state, with the number of entries.
pub(super) fn changes_of_states<'a>(
    path: &'a str,
    old: &Catalog,
    new: &Catalog,
) -> impl Iterator<Item = TranslationChange> + use<'a> {
    let key = |entry: &Entry| (entry.context.clone(), entry.id.clone());
    let in_use =
        |catalog: &Catalog| catalog.entries.iter().filter(|entry| !entry.obsolete).cloned().collect::<Vec<_>>();
    let before: HashMap<_, String> = in_use(old).iter().map(|entry| (key(entry), state(entry))).collect();
    let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
    for entry in in_use(new) {
        let now = state(&entry);
        if let Some(then) = before.get(&key(&entry)).filter(|then| **then != now) {
            *counts.entry((then.clone(), now)).or_default() += 1;
        }
    }
    counts.into_iter().map(move |((then, now), count)| TranslationChange {
        path: path.into(),
        line: 0,
        kind: TranslationChangeKind::State,
        what: format!("{count} {}: {then} became {now}", if count == 1 { "entry" } else { "entries" }),
        source: None,
        before: None,
        after: None,
        follows_source: false,
    })
}

fn state(entry: &Entry) -> String {
    let state = match Memo::of(entry).state {
        State::Untranslated => "untranslated".to_owned(),
        State::MachineDraft(machine) => format!("machine draft by {machine}"),
        State::Translated => "translated".to_owned(),
        State::Reviewed(person) => format!("reviewed by {person}"),
    };
    if entry.is_fuzzy() { format!("{state}, fuzzy") } else { state }
}

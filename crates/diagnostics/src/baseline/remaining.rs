//! The entries of a baseline while findings are compared with it.

use std::collections::{BTreeMap, HashMap};

use super::entry::{Accepted, Key, Stale, is_whole};

/// The entries of a baseline, each with the count that is not yet found again.
pub(super) struct Remaining(pub(super) BTreeMap<Key, Accepted>);

/// Remaining entries by their text, for findings whose surrounding words were edited.
pub(super) type ByText = HashMap<TextKey, Vec<Key>>;

#[derive(PartialEq, Eq, Hash)]
pub(super) struct TextKey {
    path: String,
    rule: String,
    text: String,
}

impl TextKey {
    pub(super) fn new(path: &str, rule: &str, text: &str) -> Self {
        Self { path: path.to_owned(), rule: rule.to_owned(), text: text.to_owned() }
    }
}

impl Remaining {
    /// Takes up to `max` from an entry; returns how many there were.
    pub(super) fn take(&mut self, key: &Key, max: usize) -> usize {
        let Some(entry) = self.0.get_mut(key) else { return 0 };
        let taken = entry.count.min(max);
        entry.count -= taken;
        taken
    }

    pub(super) fn by_text(&self) -> ByText {
        let mut by_text = ByText::new();
        for (key, it) in self.0.iter().filter(|(_, it)| it.count > 0 && is_whole(&it.text)) {
            by_text.entry(TextKey::new(&key.path, &key.rule, &it.text)).or_default().push(key.clone());
        }
        by_text
    }

    /// Takes up to `max` from the entries of a text.
    pub(super) fn take_by_text(&mut self, by_text: &mut ByText, text: &TextKey, max: usize) -> usize {
        let Some(keys) = by_text.get_mut(text) else { return 0 };
        let mut taken = 0;
        while let Some(key) = keys.last().filter(|_| taken < max) {
            taken += self.take(key, max - taken);
            // An entry that is used up is not looked at again.
            if taken < max {
                keys.pop();
            }
        }
        taken
    }

    pub(super) fn into_stale(self) -> impl Iterator<Item = Stale> {
        let left = self.0.into_iter().filter(|(_, it)| it.count > 0);
        left.map(|(Key { path, rule, .. }, Accepted { count, text })| Stale { path, rule, text, count })
    }
}

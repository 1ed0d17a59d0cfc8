//! Which label of an app opens the place of another: the menu of an entry, the page of a setting.

use std::collections::{HashMap, HashSet};

/// The file of a pack: lines `key<TAB>key of the label that leads to it`; a key may have several.
pub(super) const PARENTS: &str = "parents.tsv";

/// Parents of keys. Only the keys that are named are known.
#[derive(Clone, Debug, Default)]
pub(super) struct Parents(HashMap<Box<str>, Vec<Box<str>>>);

impl Parents {
    pub(super) fn read(text: &str) -> Self {
        let mut parents: HashMap<Box<str>, Vec<Box<str>>> = HashMap::new();
        for (key, parent) in text.lines().filter_map(|line| line.split_once('\t')) {
            parents.entry(key.into()).or_default().push(parent.into());
        }
        Self(parents)
    }

    /// The keys that lead to a key; none if they are not known.
    pub(super) fn of(&self, key: &str) -> impl Iterator<Item = &str> {
        self.0.get(key).into_iter().flatten().map(|parent| &**parent)
    }

    /// Whether one of some keys leads to a key, at once or by way of others.
    pub(super) fn lead_to(&self, key: &str, from: &HashSet<&str>) -> bool {
        let (mut seen, mut next): (HashSet<&str>, Vec<&str>) = (HashSet::new(), self.of(key).collect());
        while let Some(parent) = next.pop() {
            if from.contains(parent) {
                return true;
            }
            if seen.insert(parent) {
                next.extend(self.of(parent));
            }
        }
        false
    }

    /// Whether a key is anywhere in the tree.
    pub(super) fn know(&self, key: &str) -> bool {
        self.0.contains_key(key) || self.0.values().flatten().any(|parent| **parent == *key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_lead_to_others_by_any_way() {
        let parents = Parents::read("b\ta\nc\tb\nc\td\nloop\tloop\n");
        let lead = |key: &str, from: &str| parents.lead_to(key, &HashSet::from([from]));
        assert!(lead("b", "a") && lead("c", "a") && lead("c", "d"));
        assert!(!lead("a", "b") && !lead("c", "e") && !lead("loop", "a"));
        assert!(parents.know("a") && parents.know("c") && !parents.know("e"));
    }
}

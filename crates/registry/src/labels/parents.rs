//! Which label of an app opens the place of another: the menu of an entry, the page of a setting.

use std::collections::{HashMap, HashSet};

/// The file of a pack as people write it: lines `key<TAB>key of the label that leads to it`; a key may have several.
pub(super) const PARENTS: &str = "parents.tsv";

/// The file of a pack with columns: line *n* has the numbers of the lines of the keys that lead to key *n*.
pub(super) const PARENTS_COLUMN: &str = "parents.txt.gz";

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

    /// Adds those of a column to the keys of a pack.
    pub(super) fn add_column(&mut self, keys: &str, column: &str) {
        let keys: Vec<&str> = keys.lines().collect();
        for (key, numbers) in keys.iter().zip(column.lines()).filter(|(_, numbers)| !numbers.is_empty()) {
            let parents = numbers.split(' ').filter_map(|number| keys.get(number.parse::<usize>().ok()?));
            self.0.entry((*key).into()).or_default().extend(parents.map(|&parent| Box::from(parent)));
        }
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

    /// The keys that lead to others.
    pub(super) fn leading(&self) -> HashSet<&str> {
        self.0.values().flatten().map(|parent| &**parent).collect()
    }

    /// Whether the place of a key is known.
    pub(super) fn know(&self, key: &str) -> bool {
        self.0.contains_key(key)
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
        assert!(parents.know("c") && !parents.know("a") && !parents.know("e"));
        assert!(parents.leading().contains("a") && !parents.leading().contains("c"));
    }

    #[test]
    fn a_column_names_keys_by_their_lines() {
        let mut parents = Parents::default();
        parents.add_column("a\nb\nc\n", "\n0\n0 1 9 x\n");
        assert_eq!(parents.of("c").collect::<Vec<_>>(), ["a", "b"]);
        assert!(parents.know("b") && !parents.know("a"));
    }
}

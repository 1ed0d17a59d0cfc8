use firstaid_text::TextRange;

use crate::node::Entry;

#[derive(Clone, PartialEq, Debug)]
pub struct FrontMatter {
    /// From the opening `---`, `+++` or `{` to the end of the closing one.
    pub range: TextRange,
    /// In the order of the file; a key that is written twice is here twice.
    pub entries: Vec<Entry>,
}

impl FrontMatter {
    /// The entry of a key; of a key that is written twice, the last, which is what readers of YAML keep.
    pub fn get(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().rev().find(|entry| &*entry.key == key)
    }

    /// The value of a key, if it is a scalar that is not null.
    pub fn get_str(&self, key: &str) -> Option<&str> {
        self.get(key).filter(|entry| !entry.value.is_null()).and_then(|entry| entry.value.as_str())
    }
}

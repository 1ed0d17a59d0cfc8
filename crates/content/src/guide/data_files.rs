use super::index::Guide;
use crate::paths::is_excluded;

/// Endings of files whose strings `data-text` can name.
const ENDINGS: [&str; 3] = [".json", ".yaml", ".yml"];

impl Guide {
    /// The YAML and JSON files of the content folder whose strings are not read, sorted.
    pub fn unread_data(&self) -> Vec<&str> {
        let is_read = |file: &str| self.data.binary_search_by(|page| page.source.path().cmp(file)).is_ok();
        let is_data = |file: &&str| ENDINGS.iter().any(|end| file.ends_with(end));
        let files = self.files.iter().map(|file| &**file).filter(is_data);
        let mut unread: Vec<&str> =
            files.filter(|file| !is_read(file) && !is_excluded(&self.exclude, self.below(file))).collect();
        unread.sort_unstable();
        unread
    }
}

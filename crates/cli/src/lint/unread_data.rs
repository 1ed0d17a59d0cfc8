//! Data files with text that no configuration names.

use std::path::Path;

use firstaid_content::{ContentConfig, Guide, holds_text};
use firstaid_registry::Registry;

use crate::guide::read_inside_up_to;

/// Larger files are tables of a program.
const MAX_FILE_BYTES: u64 = 256 << 10;

/// Maximum files that are looked into.
const MAX_FILES: usize = 1000;

/// How many YAML and JSON files of the content folder hold sentences that are not read; `None` if none does. The
/// guide's own registries are data for the linter.
pub(super) fn unread_data(root: &Path, content: &ContentConfig, guide: &Guide) -> Option<String> {
    let folder = firstaid_content::paths::join("", &content.data_folder())?;
    let is_registry = |file: &&&str| {
        let name = file.strip_prefix(&*folder).and_then(|name| name.strip_prefix('/'));
        name.is_some_and(|name| Registry::GUIDE_FILES.contains(&name) || name == "glossary.yaml")
    };
    // Hidden folders configure tools: `.github/workflows`.
    let is_hidden = |file: &&&str| file.split('/').any(|part| part.starts_with('.'));
    let candidates = guide.unread_data();
    let holds =
        |file: &&&str| read_inside_up_to(root, &root.join(file), MAX_FILE_BYTES).is_ok_and(|text| holds_text(&text));
    let unread: Vec<&&str> =
        candidates.iter().filter(|file| !is_registry(file) && !is_hidden(file)).take(MAX_FILES).filter(holds).collect();
    let named = "name it in `[content] data-text` if readers see its text";
    match unread.as_slice() {
        [] => None,
        [one] => Some(format!("the data file {one}; {named}")),
        [first, ..] => {
            let count = unread.len();
            let named = named.replace(" it ", " them ").replace("its text", "their text");
            Some(format!("{count} data files with text, such as {first}; {named}"))
        }
    }
}

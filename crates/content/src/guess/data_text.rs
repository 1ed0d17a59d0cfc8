use std::path::Path;

use crate::config::ContentConfig;
use crate::locale::Locale;
use crate::parse::holds_text;
use crate::walk::{below, read_text, walk};

/// Maximum files that are looked into.
const MAX_FILES: usize = 200;

/// The patterns of YAML files with sentences that stand beside the pages of each locale: checklists and forms. Only
/// where each locale has a folder: elsewhere nothing tells such files from settings.
pub(super) fn data_text(root: &Path, content: &ContentConfig) -> Vec<String> {
    if content.source_pages.is_some() || !content.pages.0.iter().any(|pages| pages.starts_with("{locale}/")) {
        return Vec::new();
    }
    let folder = root.join(&content.root);
    let prefix = match content.root.trim_matches('/') {
        "" | "." => String::new(),
        root => format!("{root}/"),
    };
    let is_of_locale = |path: &str| {
        let locale = path.split_once('/').and_then(|(first, _)| Locale::new(first));
        locale.is_some_and(|locale| locale.is_known() && folder.join(locale.as_str()).is_dir())
    };
    let files = walk(&folder);
    let holds = |ending: &str| {
        let own = files
            .iter()
            .filter(|entry| entry.problem.is_none() && entry.path.extension().is_some_and(|it| it == ending));
        let mut own = own.filter(|entry| is_of_locale(&below(&entry.path, &folder))).take(MAX_FILES);
        own.any(|entry| holds_text(&read_text(&entry.path).0))
    };
    let endings = ["yaml", "yml"].into_iter().filter(|ending| holds(ending));
    endings.map(|ending| format!("{prefix}{{locale}}/*.{ending}")).collect()
}

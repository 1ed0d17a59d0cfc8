use std::collections::BTreeMap;

use firstaid_content::Guide;
use firstaid_diagnostics::{Applicability, FileDiagnostics, apply_fixes};

use crate::Linter;

/// After this many rounds what is left stays: fixes that undo each other must not run for ever.
const MAX_ROUNDS: usize = 10;

/// A file that fixes changed.
pub struct FixedFile {
    pub path: String,
    pub before: String,
    pub after: String,
}

/// What fixing a guide came to.
pub struct Fixed {
    /// By path.
    pub files: Vec<FixedFile>,
    pub count: usize,
    /// What is still found.
    pub remaining: Vec<FileDiagnostics>,
}

/// Applies fixes in memory and lints again until nothing more can be mended. Pages that could not be read whole
/// are never touched, nor are files that `wanted` (given a path) leaves out. Writes nothing.
pub fn fix_guide(
    linter: &Linter,
    guide: &mut Guide,
    applicability: Applicability,
    wanted: &dyn Fn(&str) -> bool,
) -> Fixed {
    let mut before: BTreeMap<String, String> = BTreeMap::new();
    let mut count = 0;
    let mut remaining = linter.lint(guide, &|| ());
    for _ in 0..MAX_ROUNDS {
        let mut changed = false;
        for file in &remaining {
            let path = file.source.path();
            if !wanted(path) || guide.by_path(path).is_none_or(|page| !page.is_whole()) {
                continue;
            }
            let applied = apply_fixes(file.source.text(), &file.diagnostics, applicability);
            if applied.count == 0 || applied.text == file.source.text() {
                continue;
            }
            changed = true;
            count += applied.count;
            before.entry(path.to_owned()).or_insert_with(|| file.source.text().to_owned());
            guide.set_text(path, applied.text);
        }
        if !changed {
            break;
        }
        remaining = linter.lint(guide, &|| ());
    }
    let after = |path: &str| guide.by_path(path).map(|page| page.text().to_owned()).unwrap_or_default();
    let files = before.into_iter().map(|(path, before)| FixedFile { after: after(&path), path, before });
    Fixed { files: files.filter(|file| file.before != file.after).collect(), count, remaining }
}

use std::collections::BTreeMap;

use firstaid_content::Guide;
use firstaid_diagnostics::{Applicability, Diagnostic, FileDiagnostics, apply_fixes, chosen_fixes};
use firstaid_text::{Edit, compose_edits};

use crate::Linter;

/// Maximum rounds of fixing; fixes that undo each other must not run for ever.
const MAX_ROUNDS: usize = 10;

/// A file that fixes changed.
pub struct FixedFile {
    pub path: String,
    pub before: String,
    pub after: String,
}

/// The result of fixing a guide.
pub struct Fixed {
    /// By path.
    pub files: Vec<FixedFile>,
    /// Number of applied fixes.
    pub count: usize,
    /// The findings after fixing.
    pub remaining: Vec<FileDiagnostics>,
}

/// Applies fixes in memory and lints again until nothing more is fixable. Pages that could not be read whole are never
/// changed, nor are files whose path `wanted` rejects. Writes nothing.
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

/// The edits that [`fix_guide`] would make to one page alone. The guide is the same afterwards.
pub fn fix_page(linter: &Linter, guide: &mut Guide, path: &str, applicability: Applicability) -> Vec<Edit> {
    let Some(before) = guide.by_path(path).map(|page| page.text().to_owned()) else { return Vec::new() };
    let mut edits = Vec::new();
    for _ in 0..MAX_ROUNDS {
        let Some(page) = guide.by_path(path).filter(|page| page.is_whole()) else { break };
        let found = linter.lint_page(guide, page).diagnostics;
        let applied = apply_fixes(page.text(), &found, applicability);
        if applied.count == 0 || applied.text == page.text() {
            break;
        }
        let found: Vec<&Diagnostic> = found.iter().collect();
        let round: Vec<Edit> =
            chosen_fixes(&found, applicability).into_iter().flat_map(|fix| fix.edits.iter().cloned()).collect();
        edits = compose_edits(&edits, page.text(), &round);
        guide.set_text(path, applied.text);
    }
    let is_same = guide.by_path(path).is_some_and(|page| page.text() == before);
    guide.set_text(path, before);
    if is_same { Vec::new() } else { edits }
}

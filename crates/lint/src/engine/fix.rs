use std::cell::OnceCell;
use std::collections::BTreeMap;

use firstaid_content::{Guide, Page};
use firstaid_diagnostics::{Applicability, Diagnostic, FileDiagnostics, Fix};
use firstaid_text::{Edit, compose_edits};

use crate::Linter;
use crate::engine::guard::proved;

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
    for round in 0.. {
        let (fragments, mut pages, mut applied) = (OnceCell::new(), Vec::new(), 0);
        for file in &mut remaining {
            let Some(page) = guide.by_path(file.source.path()).filter(|page| page.is_whole()) else { continue };
            if !wanted(file.source.path()) {
                continue;
            }
            let found: Vec<&Diagnostic> = file.diagnostics.iter().collect();
            match proved(guide, page, &found, applicability, &fragments) {
                Some(proved) => {
                    applied += proved.fixes.len();
                    pages.push(proved.page);
                }
                // What is left has no proof: it is not offered again in the findings that are shown.
                None => file.diagnostics.iter_mut().for_each(|finding| demote(finding, applicability)),
            }
        }
        // The last round only looks for fixes without a proof.
        if pages.is_empty() || round == MAX_ROUNDS {
            break;
        }
        count += applied;
        for page in pages {
            let path = page.source.path();
            let Some(old) = guide.by_path(path) else { continue };
            before.entry(path.to_owned()).or_insert_with(|| old.text().to_owned());
            guide.replace(page);
        }
        remaining = linter.lint(guide, &|| ());
    }
    let after = |path: &str| guide.by_path(path).map(|page| page.text().to_owned()).unwrap_or_default();
    let files = before.into_iter().map(|(path, before)| FixedFile { after: after(&path), path, before });
    Fixed { files: files.filter(|file| file.before != file.after).collect(), count, remaining }
}

/// Those fixes of findings on a page that have at least this applicability and keep the shape of the page when they are
/// applied together, as `lint --fix` would apply them.
pub fn proved_fixes<'d>(
    guide: &Guide,
    page: &Page,
    found: &[&'d Diagnostic],
    applicability: Applicability,
) -> Vec<&'d Fix> {
    proved(guide, page, found, applicability, &OnceCell::new()).map(|proved| proved.fixes).unwrap_or_default()
}

/// Takes one level from the applicability of a fix that could not be proved.
fn demote(finding: &mut Diagnostic, applicability: Applicability) {
    if let Some(fix) = finding.fix.as_mut().filter(|fix| fix.applicability >= applicability) {
        fix.applicability = match applicability {
            Applicability::Safe => Applicability::Unsafe,
            Applicability::Unsafe | Applicability::DisplayOnly => Applicability::DisplayOnly,
        };
    }
}

/// The edits that [`fix_guide`] would make to one page alone. The guide is the same afterwards.
pub fn fix_page(linter: &Linter, guide: &mut Guide, path: &str, applicability: Applicability) -> Vec<Edit> {
    let Some(before) = guide.by_path(path).map(|page| page.text().to_owned()) else { return Vec::new() };
    let mut edits = Vec::new();
    for _ in 0..MAX_ROUNDS {
        let Some(page) = guide.by_path(path).filter(|page| page.is_whole()) else { break };
        let found = linter.lint_page(guide, page).diagnostics;
        let found: Vec<&Diagnostic> = found.iter().collect();
        let Some(proved) = proved(guide, page, &found, applicability, &OnceCell::new()) else { break };
        let round: Vec<Edit> = proved.fixes.iter().flat_map(|fix| fix.edits.iter().cloned()).collect();
        edits = compose_edits(&edits, page.text(), &round);
        guide.replace(proved.page);
    }
    let is_same = guide.by_path(path).is_some_and(|page| page.text() == before);
    guide.set_text(path, before);
    if is_same { Vec::new() } else { edits }
}

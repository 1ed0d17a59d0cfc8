use std::collections::BTreeMap;

use firstaid_text::{Edit, apply_edits};

use crate::{Applicability, Diagnostic, Fix};

/// The result of applying the fixes of one file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Applied {
    pub text: String,
    /// Number of fixes that were applied. The others overlap one of them: lint again and apply again.
    pub count: usize,
}

/// Applies the fixes with at least this applicability, each completely or not at all; see [`chosen_fixes`]. Bytes
/// outside the edits are copied.
pub fn apply_fixes(text: &str, diagnostics: &[Diagnostic], applicability: Applicability) -> Applied {
    let candidates: Vec<&Diagnostic> = diagnostics.iter().collect();
    let chosen = chosen_fixes(&candidates, applicability);
    let edits: Vec<Edit> = chosen.iter().flat_map(|fix| &fix.edits).cloned().collect();
    match apply_edits(text, &edits) {
        Ok(text) => Applied { text, count: chosen.len() },
        // A fix whose own edits overlap is a bug of its rule: the file stays as it was.
        Err(_) => Applied { text: text.to_owned(), count: 0 },
    }
}

/// The fixes with at least this applicability that can be applied together.
///
/// Of two fixes that edit the same bytes, the one whose rule is first by name is chosen, then the one that is first in
/// the file. Of two fixes with the same edits, one is chosen.
pub fn chosen_fixes<'d>(diagnostics: &[&'d Diagnostic], applicability: Applicability) -> Vec<&'d Fix> {
    fixable(diagnostics, applicability).into_iter().filter_map(|diagnostic| diagnostic.fix.as_deref()).collect()
}

/// The diagnostics whose fixes are the [`chosen_fixes`].
pub fn fixable<'d>(diagnostics: &[&'d Diagnostic], applicability: Applicability) -> Vec<&'d Diagnostic> {
    let is_wanted =
        |diagnostic: &&&'d Diagnostic| diagnostic.fix.as_deref().is_some_and(|fix| fix.applicability >= applicability);
    let mut candidates: Vec<&'d Diagnostic> = diagnostics.iter().filter(is_wanted).copied().collect();
    candidates.sort_by_key(|diagnostic| (diagnostic.rule, diagnostic.range));

    let mut chosen: Vec<&'d Diagnostic> = Vec::new();
    // By start. They do not conflict, so an edit that conflicts with any of them conflicts with a neighbour.
    let mut applied: BTreeMap<u32, &'d Edit> = BTreeMap::new();
    for diagnostic in candidates {
        let Some(fix) = diagnostic.fix.as_deref() else { continue };
        let is_free = |edit: &Edit| {
            let start = edit.range.start();
            let neighbours = [applied.range(..=start).next_back(), applied.range(start..).next()];
            neighbours.into_iter().flatten().all(|(_, applied)| !edit.conflicts(applied))
        };
        if fix.edits.iter().all(is_free) {
            applied.extend(fix.edits.iter().map(|edit| (edit.range.start(), edit)));
            chosen.push(diagnostic);
        }
    }
    chosen
}

#[cfg(test)]
mod tests {
    use firstaid_text::TextRange;

    use super::*;
    use crate::{RuleName, Severity};

    fn finding(rule: &'static str, start: u32, end: u32, with: &str, applicability: Applicability) -> Diagnostic {
        let range = TextRange::new(start, end);
        Diagnostic::new(RuleName(rule), Severity::Warning, range, "").fix(Fix::replace(range, with, applicability))
    }

    #[test]
    fn of_overlapping_fixes_the_first_by_rule_name_is_applied() {
        let findings = [finding("b", 0, 3, "B", Applicability::Safe), finding("a", 2, 4, "A", Applicability::Safe)];
        assert_eq!(apply_fixes("012345", &findings, Applicability::Safe), Applied { text: "01A45".into(), count: 1 });
    }

    #[test]
    fn unsafe_fixes_are_applied_only_on_request() {
        let findings = [finding("a", 0, 1, "x", Applicability::Unsafe)];
        assert_eq!(apply_fixes("0", &findings, Applicability::Safe).count, 0);
        assert_eq!(apply_fixes("0", &findings, Applicability::Unsafe).text, "x");
    }

    #[test]
    fn display_only_fixes_are_never_applied() {
        let findings = [finding("a", 0, 1, "x", Applicability::DisplayOnly)];
        assert_eq!(apply_fixes("0", &findings, Applicability::Unsafe).count, 0);
    }
}

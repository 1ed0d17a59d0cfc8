use firstaid_text::{Edit, apply_edits};

use crate::{Applicability, Diagnostic, Fix};

/// What applying the fixes of one file came to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Applied {
    pub text: String,
    /// How many fixes went in. Those left out overlap one that did: lint again and apply again.
    pub count: usize,
}

/// Applies the fixes that are at least `applicability`, each whole or not at all; see [`chosen_fixes`]. Bytes outside
/// the edits are copied.
pub fn apply_fixes(text: &str, diagnostics: &[Diagnostic], applicability: Applicability) -> Applied {
    let candidates: Vec<&Diagnostic> = diagnostics.iter().collect();
    let chosen = chosen_fixes(&candidates, applicability);
    let edits: Vec<Edit> = chosen.iter().flat_map(|fix| &fix.edits).cloned().collect();
    match apply_edits(text, &edits) {
        Ok(text) => Applied { text, count: chosen.len() },
        // A fix whose own edits overlap is a defect of its rule; the file stays as it was.
        Err(_) => Applied { text: text.to_owned(), count: 0 },
    }
}

/// The fixes that are at least `applicability` and can go in together.
///
/// Where two want the same bytes, the rule that comes first by name wins, then the one further up. Two fixes
/// that make the very same edits count as one.
pub fn chosen_fixes<'d>(diagnostics: &[&'d Diagnostic], applicability: Applicability) -> Vec<&'d Fix> {
    let is_wanted =
        |diagnostic: &&&'d Diagnostic| diagnostic.fix.as_ref().is_some_and(|fix| fix.applicability >= applicability);
    let mut candidates: Vec<&'d Diagnostic> = diagnostics.iter().filter(is_wanted).copied().collect();
    candidates.sort_by_key(|diagnostic| (diagnostic.rule, diagnostic.range));

    let mut chosen: Vec<&'d Fix> = Vec::new();
    let mut taken: Vec<&'d Edit> = Vec::new();
    for fix in candidates.into_iter().filter_map(|diagnostic| diagnostic.fix.as_ref()) {
        let free = |edit: &Edit| taken.iter().all(|taken| !edit.conflicts(taken));
        if fix.edits.iter().all(free) {
            taken.extend(&fix.edits);
            chosen.push(fix);
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
    fn overlapping_fixes_go_in_rule_order_and_the_rest_waits() {
        let findings = [finding("b", 0, 3, "B", Applicability::Safe), finding("a", 2, 4, "A", Applicability::Safe)];
        assert_eq!(apply_fixes("012345", &findings, Applicability::Safe), Applied { text: "01A45".into(), count: 1 });
    }

    #[test]
    fn unsafe_fixes_wait_to_be_asked_for() {
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

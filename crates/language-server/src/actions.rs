//! `textDocument/codeAction`: the fix of a finding, of all findings of its rule in the file, and all safe fixes.
//!
//! The title of an unsafe fix says so. `source.fixAll` contains safe fixes only.

use firstaid_diagnostics::{Applicability, Diagnostic, RuleName, chosen_fixes};
use firstaid_lint::proved_fixes;
use firstaid_text::{Edit, SourceFile, TextRange};
use gen_lsp_types as lsp;

use crate::view::View;

pub(crate) fn code_actions(view: &View<'_>, params: &lsp::CodeActionParams) -> Vec<lsp::CodeAction> {
    let Some((document, source)) = view.open_file(&params.text_document.uri) else { return Vec::new() };
    // Edits of an older version would hit the wrong bytes.
    let Some(findings) = document.current_findings() else { return Vec::new() };
    // A page that was read only in part is never edited.
    if view.guide().by_path(source.path()).is_some_and(|page| !page.is_whole()) {
        return Vec::new();
    }
    let range = view.positions(source.text()).text_range(params.range);
    let file = File { view, source, findings, safe_fixes: document.safe_fixes.as_deref() };
    let only = params.context.only.as_deref();
    let mut actions = Vec::new();
    if is_wanted(only, "quickfix") {
        actions.extend(file.quick_fixes(range));
    }
    if is_wanted(only, "source.fixAll") {
        actions.extend(file.fix_all());
    }
    actions
}

/// Whether a kind of actions is requested: by name, by a kind that includes it, or because there is no filter.
fn is_wanted(only: Option<&[lsp::CodeActionKind]>, kind: &str) -> bool {
    let covers = |wanted: &lsp::CodeActionKind| {
        let wanted = wanted.to_string();
        kind.strip_prefix(&*wanted).is_some_and(|rest| wanted.is_empty() || rest.is_empty() || rest.starts_with('.'))
    };
    only.is_none_or(|only| only.iter().any(covers))
}

struct File<'a> {
    view: &'a View<'a>,
    source: &'a SourceFile,
    findings: &'a [Diagnostic],
    safe_fixes: Option<&'a [Edit]>,
}

impl File<'_> {
    fn quick_fixes(&self, range: TextRange) -> Vec<lsp::CodeAction> {
        let is_here = |finding: &&Diagnostic| {
            let touches = |place: TextRange| place.start() <= range.end() && range.start() <= place.end();
            touches(finding.range) || finding.also.iter().any(|&place| touches(place))
        };
        let here: Vec<&Diagnostic> = self.findings.iter().filter(is_here).filter(|it| is_fixable(it)).collect();
        let mut actions: Vec<lsp::CodeAction> = here.iter().filter_map(|finding| self.single(finding)).collect();
        let mut rules: Vec<RuleName> = here.iter().map(|finding| finding.rule).collect();
        rules.sort_unstable();
        rules.dedup();
        actions.extend(rules.into_iter().filter_map(|rule| self.all_of(rule)));
        actions
    }

    /// The fix of one finding. Like `lint --fix`, it is safe only if it keeps the shape of the page; an unsafe one that
    /// does not is not offered.
    fn single(&self, finding: &Diagnostic) -> Option<lsp::CodeAction> {
        let fix = finding.fix.as_ref()?;
        let is_proved = |applicability| match self.view.guide().by_path(self.source.path()) {
            Some(page) => !proved_fixes(self.view.guide(), page, &[finding], applicability).is_empty(),
            None => true,
        };
        let is_safe = fix.applicability == Applicability::Safe && is_proved(Applicability::Safe);
        if !is_safe && !is_proved(Applicability::Unsafe) {
            return None;
        }
        let title = if is_safe { fix.title().into_owned() } else { format!("{} (unsafe)", fix.title()) };
        let diagnostics = self.view.diagnostics(self.source, std::slice::from_ref(finding));
        Some(lsp::CodeAction {
            is_preferred: Some(is_safe),
            diagnostics: Some(diagnostics),
            ..self.action(title, lsp::CodeActionKind::QuickFix, fix.edits.iter().collect())?
        })
    }

    /// The fixes of all findings of a rule, if there is more than one.
    fn all_of(&self, rule: RuleName) -> Option<lsp::CodeAction> {
        let of_rule: Vec<&Diagnostic> = self.findings.iter().filter(|finding| finding.rule == rule).collect();
        let chosen = match self.view.guide().by_path(self.source.path()) {
            Some(page) => proved_fixes(self.view.guide(), page, &of_rule, Applicability::Unsafe),
            None => chosen_fixes(&of_rule, Applicability::Unsafe),
        };
        if chosen.len() < 2 {
            return None;
        }
        let is_safe = chosen.iter().all(|fix| fix.applicability == Applicability::Safe);
        let note = if is_safe { "" } else { " (unsafe)" };
        let title = format!("Fix all {} {rule} findings in this file{note}", chosen.len());
        self.action(title, lsp::CodeActionKind::QuickFix, chosen.into_iter().flat_map(|fix| &fix.edits).collect())
    }

    /// All safe fixes of the file, and those that become possible once they are applied.
    fn fix_all(&self) -> Option<lsp::CodeAction> {
        let title = "Apply all safe fixes in this file".to_owned();
        let edits = self.safe_fixes.filter(|edits| !edits.is_empty())?;
        self.action(title, lsp::CodeActionKind::SourceFixAll, edits.iter().collect())
    }

    fn action(&self, title: String, kind: lsp::CodeActionKind, edits: Vec<&Edit>) -> Option<lsp::CodeAction> {
        let edit = self.view.edit([(self.source, edits)])?;
        Some(lsp::CodeAction { title, kind: Some(kind), edit: Some(edit), ..lsp::CodeAction::default() })
    }
}

/// Whether a finding has a fix that can be applied, and not only shown.
fn is_fixable(finding: &Diagnostic) -> bool {
    finding.fix.as_ref().is_some_and(|fix| fix.applicability >= Applicability::Unsafe)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_requested_by_any_kind_that_includes_it() {
        let only = |kinds: &[lsp::CodeActionKind], kind| is_wanted(Some(kinds), kind);
        assert!(is_wanted(None, "quickfix") && only(&[lsp::CodeActionKind::Source], "source.fixAll"));
        assert!(!only(&[lsp::CodeActionKind::SourceFixAll], "quickfix"));
        assert!(!only(&[lsp::CodeActionKind::SourceOrganizeImports], "source.fixAll"));
    }
}

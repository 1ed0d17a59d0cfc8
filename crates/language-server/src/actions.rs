//! Quick fixes: of one finding, of all of its rule in the file, and all safe ones of the file.
//!
//! A fix that may change what a page says is named as such, and never part of `source.fixAll`.

use firstaid_diagnostics::{Applicability, Diagnostic, RuleName, chosen_fixes};
use firstaid_text::{Edit, SourceFile, TextRange};
use gen_lsp_types as lsp;

use crate::view::View;

pub(crate) fn code_actions(view: &View<'_>, params: &lsp::CodeActionParams) -> Vec<lsp::CodeAction> {
    let Some((document, source)) = view.open_file(&params.text_document.uri) else { return Vec::new() };
    // Fixes are for the text that was linted: until the newest is, there are none.
    let Some((_, found)) = document.found.as_ref().filter(|(version, _)| *version == document.version) else {
        return Vec::new();
    };
    // A page that was not read whole is never written.
    if view.guide().by_path(source.path()).is_some_and(|page| !page.is_whole()) {
        return Vec::new();
    }
    let range = view.places(source.text()).text_range(params.range);
    let file = File { view, source, found, mended: document.mended.as_deref() };
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

/// Whether a kind is asked for: by its own name, by one that it is a part of, or because all are.
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
    found: &'a [Diagnostic],
    mended: Option<&'a [Edit]>,
}

impl File<'_> {
    fn quick_fixes(&self, range: TextRange) -> Vec<lsp::CodeAction> {
        let is_here = |found: &&Diagnostic| {
            let touches = |place: TextRange| place.start() <= range.end() && range.start() <= place.end();
            touches(found.range) || found.also.iter().any(|&place| touches(place))
        };
        let here: Vec<&Diagnostic> = self.found.iter().filter(is_here).filter(|found| applicable(found)).collect();
        let mut actions: Vec<lsp::CodeAction> = here.iter().filter_map(|found| self.single(found)).collect();
        let mut rules: Vec<RuleName> = here.iter().map(|found| found.rule).collect();
        rules.sort_unstable();
        rules.dedup();
        actions.extend(rules.into_iter().filter_map(|rule| self.all_of(rule)));
        actions
    }

    /// The fix of one finding.
    fn single(&self, found: &Diagnostic) -> Option<lsp::CodeAction> {
        let fix = found.fix.as_ref()?;
        let is_safe = fix.applicability == Applicability::Safe;
        let title = if is_safe { fix.title().into_owned() } else { format!("{} (unsafe)", fix.title()) };
        let diagnostics = self.view.diagnostics(self.source, std::slice::from_ref(found));
        Some(lsp::CodeAction {
            is_preferred: Some(is_safe),
            diagnostics: Some(diagnostics),
            ..self.action(title, lsp::CodeActionKind::QuickFix, fix.edits.iter().collect())?
        })
    }

    /// The fixes of all findings of a rule, if there are several.
    fn all_of(&self, rule: RuleName) -> Option<lsp::CodeAction> {
        let of_rule: Vec<&Diagnostic> = self.found.iter().filter(|found| found.rule == rule).collect();
        let chosen = chosen_fixes(&of_rule, Applicability::Unsafe);
        if chosen.len() < 2 {
            return None;
        }
        let is_safe = chosen.iter().all(|fix| fix.applicability == Applicability::Safe);
        let note = if is_safe { "" } else { " (unsafe)" };
        let title = format!("Mend all {} of {rule} in this file{note}", chosen.len());
        self.action(title, lsp::CodeActionKind::QuickFix, chosen.into_iter().flat_map(|fix| &fix.edits).collect())
    }

    /// All safe fixes of the file, with those that they make possible.
    fn fix_all(&self) -> Option<lsp::CodeAction> {
        let title = "Mend all that is safe to mend in this file".to_owned();
        let edits = self.mended.filter(|edits| !edits.is_empty())?;
        self.action(title, lsp::CodeActionKind::SourceFixAll, edits.iter().collect())
    }

    fn action(&self, title: String, kind: lsp::CodeActionKind, edits: Vec<&Edit>) -> Option<lsp::CodeAction> {
        let edit = self.view.edit([(self.source, edits)])?;
        Some(lsp::CodeAction { title, kind: Some(kind), edit: Some(edit), ..lsp::CodeAction::default() })
    }
}

/// Whether the fix of a finding can be applied, and not only shown.
fn applicable(found: &Diagnostic) -> bool {
    found.fix.as_ref().is_some_and(|fix| fix.applicability >= Applicability::Unsafe)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_asked_for_by_what_they_are_a_part_of() {
        let only = |kinds: &[lsp::CodeActionKind], kind| is_wanted(Some(kinds), kind);
        assert!(is_wanted(None, "quickfix") && only(&[lsp::CodeActionKind::Source], "source.fixAll"));
        assert!(!only(&[lsp::CodeActionKind::SourceFixAll], "quickfix"));
        assert!(!only(&[lsp::CodeActionKind::SourceOrganizeImports], "source.fixAll"));
    }
}

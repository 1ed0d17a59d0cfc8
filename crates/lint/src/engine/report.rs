use firstaid_diagnostics::{Diagnostic, Note, NoteKind, RuleName, Severity, Text};
use firstaid_text::TextRange;

/// The most findings of one rule on one page. Nobody reads as many, and a hostile page could have millions.
const MAX_FINDINGS: usize = 10_000;

/// Takes the findings of one rule on one page.
pub struct Report<'a> {
    rule: RuleName,
    severity: Severity,
    taken: usize,
    out: &'a mut Vec<Diagnostic>,
}

impl<'a> Report<'a> {
    pub(crate) fn new(rule: RuleName, severity: Severity, out: &'a mut Vec<Diagnostic>) -> Self {
        Self { rule, severity, taken: 0, out }
    }

    /// A finding of this rule, to be dressed up and passed to [`Report::push`].
    pub fn found(&self, range: TextRange, message: impl Into<Text>) -> Diagnostic {
        Diagnostic::new(self.rule, self.severity, range, message)
    }

    /// Takes what was found, if anything was.
    pub fn extend(&mut self, found: impl IntoIterator<Item = Diagnostic>) {
        found.into_iter().for_each(|diagnostic| self.push(diagnostic));
    }

    /// Takes a finding. Those beyond the limit are left out, and the last says so.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.taken += 1;
        if self.taken <= MAX_FINDINGS {
            self.out.push(diagnostic);
        }
        if self.taken == MAX_FINDINGS
            && let Some(last) = self.out.last_mut()
        {
            let note = format!("this page has {MAX_FINDINGS} findings of this rule; more of them are not listed");
            last.notes.push(Note { kind: NoteKind::Note, text: note.into() });
        }
    }
}

use firstaid_diagnostics::{Diagnostic, Note, NoteKind, RuleName, Severity, Text};
use firstaid_text::TextRange;

/// Maximum findings of one rule on one page. Nobody reads more, and a hostile page could have millions.
const MAX_FINDINGS: usize = 10_000;

/// Collects the findings of one rule on one page.
pub struct Report<'a> {
    rule: RuleName,
    severity: Severity,
    count: usize,
    out: &'a mut Vec<Diagnostic>,
}

impl<'a> Report<'a> {
    pub(crate) fn new(rule: RuleName, severity: Severity, out: &'a mut Vec<Diagnostic>) -> Self {
        Self { rule, severity, count: 0, out }
    }

    /// A finding of this rule, to be completed with help, notes or a fix and passed to [`Report::push`].
    pub fn found(&self, range: TextRange, message: impl Into<Text>) -> Diagnostic {
        Diagnostic::new(self.rule, self.severity, range, message)
    }

    /// Adds findings.
    pub fn extend(&mut self, found: impl IntoIterator<Item = Diagnostic>) {
        found.into_iter().for_each(|diagnostic| self.push(diagnostic));
    }

    /// Adds a finding. Findings beyond the limit are dropped, and a note on the last one says so.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.count += 1;
        if self.count <= MAX_FINDINGS {
            self.out.push(diagnostic);
        }
        if self.count == MAX_FINDINGS
            && let Some(last) = self.out.last_mut()
        {
            let note = format!("this page has {MAX_FINDINGS} findings of this rule; more of them are not listed");
            last.notes.push(Note { kind: NoteKind::Note, text: note.into() });
        }
    }
}

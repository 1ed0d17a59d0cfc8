use firstaid_diagnostics::{Diagnostic, Note, NoteKind, RuleName, Severity, Text};
use firstaid_text::TextRange;

/// Maximum findings of one rule on one page. Nobody reads more, and a hostile page could have millions.
const MAX_FINDINGS: usize = 10_000;

/// The end of a note; before it stands their number.
const LEFT_OUT: &str = "more findings of this rule on this page are not listed";

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
    }
}

impl Drop for Report<'_> {
    fn drop(&mut self) {
        let left_out = self.count.saturating_sub(MAX_FINDINGS);
        if let Some(last) = self.out.last_mut().filter(|_| left_out > 0) {
            let note = format!("{left_out} {LEFT_OUT}");
            last.notes.push(Note { kind: NoteKind::Note, text: note.into() });
        }
    }
}

/// Filters the findings of a page. If that drops the last one of a rule, the note of those that are left out goes to
/// the last one that stays.
pub(crate) fn keep_left_out(found: &mut Vec<Diagnostic>, filter: impl FnOnce(&mut Vec<Diagnostic>)) {
    let said = |finding: &Diagnostic| Some((finding.rule, left_out(finding)?.to_owned()));
    let notes: Vec<(RuleName, String)> = found.iter().filter_map(said).collect();
    filter(found);
    for (rule, text) in notes {
        let is_kept = found.iter().any(|finding| finding.rule == rule && left_out(finding) == Some(&*text));
        if let Some(last) = found.iter_mut().rfind(|finding| finding.rule == rule).filter(|_| !is_kept) {
            last.notes.push(Note { kind: NoteKind::Note, text: text.into() });
        }
    }
}

/// What a finding says of those of its rule and page that are left out after it; `None` if there are none.
pub fn left_out(finding: &Diagnostic) -> Option<&str> {
    finding.notes.iter().map(|note| &*note.text).find(|text| text.ends_with(LEFT_OUT))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_finding_says_how_many_are_left_out() {
        let mut out = Vec::new();
        let mut add = |count| {
            let mut report = Report::new(RuleName("stale-tool"), Severity::Error, &mut out);
            (0..count).for_each(|_| report.push(report.found(TextRange::new(0, 1), "gone")));
        };
        add(MAX_FINDINGS);
        add(MAX_FINDINGS + 7);
        let said: Vec<_> = out.iter().filter_map(left_out).collect();
        assert_eq!(said, ["7 more findings of this rule on this page are not listed"]);
        assert_eq!(out.len(), 2 * MAX_FINDINGS);
    }

    #[test]
    fn the_note_stays_when_its_finding_goes() {
        let mut out = Vec::new();
        let mut report = Report::new(RuleName("stale-tool"), Severity::Error, &mut out);
        (0..MAX_FINDINGS + 2).for_each(|_| report.push(report.found(TextRange::new(0, 1), "gone")));
        drop(report);
        keep_left_out(&mut out, |out| out.truncate(3));
        keep_left_out(&mut out, |out| out.truncate(3));
        let said: Vec<_> = out.iter().map(|finding| left_out(finding).is_some()).collect();
        assert_eq!(said, [false, false, true]);
    }
}

use std::collections::HashMap;

use firstaid_text::{SourceFile, TextRange};

use crate::{Applicability, Diagnostic, Note, RuleName, Severity};

/// A finding and the places of those that say the same in the same list or block.
pub(super) struct Shown<'a> {
    pub(super) diagnostic: &'a Diagnostic,
    /// Without the first; sorted.
    pub(super) places: Vec<TextRange>,
}

/// What makes findings alike for a reader.
#[derive(PartialEq, Eq, Hash)]
struct Key<'a> {
    rule: RuleName,
    severity: Severity,
    message: &'a str,
    notes: &'a [Note],
    block: u32,
    applicability: Option<Applicability>,
}

/// The findings in order, those alike in one block as one: twenty bare addresses in a list are one thing to mend.
pub(super) fn collapse(diagnostics: &[Diagnostic]) -> Vec<Shown<'_>> {
    let mut shown: Vec<Shown<'_>> = Vec::new();
    let mut first: HashMap<Key<'_>, usize> = HashMap::new();
    for diagnostic in diagnostics {
        // Each with another source is a thing of its own.
        let block = diagnostic.block.filter(|_| diagnostic.related.is_none());
        let index = block.map(|block| {
            let Diagnostic { rule, severity, ref message, ref notes, ref fix, .. } = *diagnostic;
            let applicability = fix.as_ref().map(|fix| fix.applicability);
            *first.entry(Key { rule, severity, message, notes, block, applicability }).or_insert(shown.len())
        });
        match index.and_then(|index| shown.get_mut(index)) {
            Some(earlier) => {
                earlier.places.push(diagnostic.range);
                earlier.places.extend(&diagnostic.also);
            }
            None => shown.push(Shown { diagnostic, places: diagnostic.also.clone() }),
        }
    }
    for one in &mut shown {
        one.places.sort_unstable();
    }
    shown
}

impl Shown<'_> {
    /// "4 more places, in lines 3, 5–7 and 9"; `None` when there is one place only.
    pub(super) fn more(&self, source: &SourceFile) -> Option<String> {
        let line = |range: &TextRange| source.line_column(range.start()).line;
        let mut runs: Vec<(u32, u32)> = Vec::new();
        for line in self.places.iter().map(line) {
            match runs.last_mut() {
                Some((_, last)) if line <= *last + 1 => *last = line.max(*last),
                _ => runs.push((line, line)),
            }
        }
        let words: Vec<String> = runs
            .iter()
            .map(|&(from, to)| match to - from {
                0 => from.to_string(),
                1 => format!("{from}, {to}"),
                _ => format!("{from}–{to}"),
            })
            .collect();
        let noun = if matches!(runs[..], [(from, to)] if from == to) { "line" } else { "lines" };
        match self.places.len() {
            0 => None,
            1 => Some(format!("also in {noun} {}", words.join(", "))),
            count => Some(format!("{count} more like it, in {noun} {}", words.join(", "))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: RuleName = RuleName("bare-url");

    fn found(at: u32, message: &str, block: Option<u32>) -> Diagnostic {
        let range = TextRange::new(at, at + 1);
        Diagnostic { block, ..Diagnostic::new(RULE, Severity::Warning, range, message) }
    }

    #[test]
    fn findings_alike_in_a_block_are_shown_once_with_their_lines() {
        let source = SourceFile::new("a.md", "a\nb\nc\nd\ne\nf\n".to_owned());
        let found = [
            found(0, "x", Some(0)),
            found(2, "y", Some(0)),
            found(4, "x", Some(0)).also([TextRange::new(5, 6)]),
            found(6, "x", Some(0)),
            found(8, "x", Some(8)),
            found(10, "x", Some(0)),
        ];
        let shown = collapse(&found);
        let lines: Vec<Option<String>> = shown.iter().map(|shown| shown.more(&source)).collect();
        assert_eq!(lines, [Some("4 more like it, in lines 3, 4, 6".to_owned()), None, None]);
    }

    #[test]
    fn findings_in_no_block_stand_alone() {
        let found = [found(0, "x", None), found(2, "x", None)];
        assert_eq!(collapse(&found).len(), 2);
    }

    #[test]
    fn a_run_of_lines_is_named_by_its_ends() {
        let source = SourceFile::new("a.md", "a\nb\nc\nd\n".to_owned());
        let found = [found(0, "x", Some(0)), found(2, "x", Some(0)), found(4, "x", Some(0)), found(6, "x", Some(0))];
        let shown = collapse(&found);
        assert_eq!(shown[0].more(&source).as_deref(), Some("3 more like it, in lines 2–4"));
    }
}

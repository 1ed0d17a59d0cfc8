use std::collections::HashMap;

use firstaid_text::TextRange;

use crate::render::place::Places;
use crate::{Applicability, Diagnostic, Note, RuleName, Severity};

/// A finding, and the places of equal findings in the same list or block.
pub(super) struct Group<'a> {
    pub(super) diagnostic: &'a Diagnostic,
    /// Sorted, without the place of the finding itself.
    further_places: Vec<TextRange>,
}

/// Findings with the same key look the same to a reader.
#[derive(PartialEq, Eq, Hash)]
struct Key<'a> {
    rule: RuleName,
    severity: Severity,
    message: &'a str,
    notes: &'a [Note],
    block: u32,
    applicability: Option<Applicability>,
}

/// Groups equal findings of one block, in the order of their first findings: twenty bare URLs in a list are one
/// problem.
pub(super) fn group_equal(diagnostics: &[Diagnostic]) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut first: HashMap<Key<'_>, usize> = HashMap::new();
    for diagnostic in diagnostics {
        // A finding with a place in another file is shown with that place.
        let block = diagnostic.block.filter(|_| diagnostic.related.is_none());
        let index = block.map(|block| {
            let Diagnostic { rule, severity, ref message, ref notes, ref fix, .. } = *diagnostic;
            let applicability = fix.as_ref().map(|fix| fix.applicability);
            *first.entry(Key { rule, severity, message, notes, block, applicability }).or_insert(groups.len())
        });
        match index.and_then(|index| groups.get_mut(index)) {
            Some(group) => {
                group.further_places.push(diagnostic.range);
                group.further_places.extend(&diagnostic.also);
            }
            None => groups.push(Group { diagnostic, further_places: diagnostic.also.clone() }),
        }
    }
    for group in &mut groups {
        group.further_places.sort_unstable();
    }
    groups
}

impl Group<'_> {
    /// "4 more like it, in lines 3, 5–7, 9"; `None` if there are no further places.
    pub(super) fn further_lines(&self, places: &Places<'_>) -> Option<String> {
        let line = |range: &TextRange| places.line(range.start());
        let mut runs: Vec<(u32, u32)> = Vec::new();
        for line in self.further_places.iter().map(line) {
            match runs.last_mut() {
                Some((_, last)) if line <= *last + 1 => *last = line.max(*last),
                _ => runs.push((line, line)),
            }
        }
        let lines: Vec<String> = runs
            .iter()
            .map(|&(from, to)| match to - from {
                0 => from.to_string(),
                1 => format!("{from}, {to}"),
                _ => format!("{from}–{to}"),
            })
            .collect();
        let noun = if matches!(runs[..], [(from, to)] if from == to) { "line" } else { "lines" };
        match self.further_places.len() {
            0 => None,
            1 => Some(format!("also in {noun} {}", lines.join(", "))),
            count => Some(format!("{count} more like it, in {noun} {}", lines.join(", "))),
        }
    }
}

#[cfg(test)]
mod tests {
    use firstaid_text::SourceFile;

    use super::*;

    const RULE: RuleName = RuleName("bare-url");

    fn found(at: u32, message: &'static str, block: Option<u32>) -> Diagnostic {
        let range = TextRange::new(at, at + 1);
        Diagnostic { block, ..Diagnostic::new(RULE, Severity::Warning, range, message) }
    }

    #[test]
    fn equal_findings_in_a_block_are_shown_once_with_their_lines() {
        let source = SourceFile::new("a.md", "a\nb\nc\nd\ne\nf\n".to_owned());
        let found = [
            found(0, "x", Some(0)),
            found(2, "y", Some(0)),
            found(4, "x", Some(0)).also([TextRange::new(5, 6)]),
            found(6, "x", Some(0)),
            found(8, "x", Some(8)),
            found(10, "x", Some(0)),
        ];
        let (groups, places) = (group_equal(&found), Places::new(&source));
        let lines: Vec<Option<String>> = groups.iter().map(|group| group.further_lines(&places)).collect();
        assert_eq!(lines, [Some("4 more like it, in lines 3, 4, 6".to_owned()), None, None]);
    }

    #[test]
    fn findings_outside_blocks_are_not_grouped() {
        let found = [found(0, "x", None), found(2, "x", None)];
        assert_eq!(group_equal(&found).len(), 2);
    }

    #[test]
    fn a_run_of_lines_is_written_as_a_range() {
        let source = SourceFile::new("a.md", "a\nb\nc\nd\n".to_owned());
        let found = [found(0, "x", Some(0)), found(2, "x", Some(0)), found(4, "x", Some(0)), found(6, "x", Some(0))];
        let lines = group_equal(&found)[0].further_lines(&Places::new(&source));
        assert_eq!(lines.as_deref(), Some("3 more like it, in lines 2–4"));
    }
}

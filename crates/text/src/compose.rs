//! Two sets of edits, one after the other, as one set.

use crate::edit::spliced;
use crate::{Edit, TextRange};

/// A stretch of the text between the two sets: a result of the first, or an edit of the second.
struct Stretch<'e> {
    range: TextRange,
    /// Bytes that the first set replaced here.
    replaced: u32,
    /// Bytes that the first set wrote here.
    written: u32,
    second: Option<&'e Edit>,
}

/// One set of edits that does what `first` and then `second` do.
///
/// `between` is the text after `first`, to which the ranges of `second` refer. Within each set no edits conflict;
/// within the result neither.
pub fn compose_edits(first: &[Edit], between: &str, second: &[Edit]) -> Vec<Edit> {
    let mut stretches = stretches(first);
    stretches.extend(second.iter().map(|it| Stretch { range: it.range, replaced: 0, written: 0, second: Some(it) }));
    stretches.sort_by_key(|it| it.range);
    let (mut replaced, mut written) = (0, 0);
    let mut edits = Vec::new();
    let mut rest = &stretches[..];
    while let Some((head, tail)) = rest.split_first() {
        let mut range = head.range;
        // Stretches that touch become one edit.
        let touching = tail.iter().take_while(|it| {
            let touches = it.range.start() <= range.end();
            range = if touches { range.cover(it.range) } else { range };
            touches
        });
        let (group, others) = rest.split_at(1 + touching.count());
        let start = range.start() + replaced - written;
        replaced += group.iter().map(|it| it.replaced).sum::<u32>();
        written += group.iter().map(|it| it.written).sum::<u32>();
        let before = TextRange::new(start, range.end() + replaced - written);
        edits.push(Edit::replace(before, spliced(between, range, group.iter().filter_map(|it| it.second))));
        rest = others;
    }
    edits
}

/// The stretches that edits write, in the text after them.
fn stretches(edits: &[Edit]) -> Vec<Stretch<'_>> {
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    sorted.sort_by_key(|edit| edit.range);
    let (mut replaced, mut written) = (0, 0);
    let written_by = |edit: &Edit| {
        let (old, new) = (edit.range.len(), edit.replacement.len() as u32);
        let start = edit.range.start() + written - replaced;
        replaced += old;
        written += new;
        Stretch { range: TextRange::new(start, start + new), replaced: old, written: new, second: None }
    };
    sorted.into_iter().map(written_by).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::apply_edits;

    fn edit(start: u32, end: u32, with: &str) -> Edit {
        Edit::replace(TextRange::new(start, end), with)
    }

    #[test]
    fn unrelated_edits_stay_apart() {
        let composed = compose_edits(&[edit(0, 1, "xyz")], "xyzbcdef", &[edit(6, 8, "")]);
        assert_eq!(composed, [edit(0, 1, "xyz"), edit(4, 6, "")]);
    }

    #[test]
    fn an_edit_of_an_edit_becomes_one() {
        assert_eq!(compose_edits(&[edit(1, 2, "xyz")], "axyzc", &[edit(2, 5, "-")]), [edit(1, 3, "x-")]);
    }

    /// Some edits that do not conflict.
    fn edits() -> impl Strategy<Value = Vec<(usize, usize, String)>> {
        prop::collection::vec((0_usize..6, 0_usize..4, "[a-z]{0,4}"), 0..5)
    }

    fn placed(len: usize, steps: &[(usize, usize, String)]) -> Vec<Edit> {
        let mut at = 0;
        let mut edits = Vec::new();
        for (skip, width, with) in steps {
            let start = at + skip;
            let end = start + width;
            if end > len {
                break;
            }
            edits.push(edit(start as u32, end as u32, with));
            // Two insertions at one place would conflict.
            at = end + usize::from(*width == 0);
        }
        edits
    }

    proptest! {
        #[test]
        fn composed_edits_do_what_both_sets_do_in_turn(text in "[A-Z]{0,30}", first in edits(), second in edits()) {
            let first = placed(text.len(), &first);
            let between = apply_edits(&text, &first).unwrap();
            let second = placed(between.len(), &second);
            let after = apply_edits(&between, &second).unwrap();
            prop_assert_eq!(apply_edits(&text, &compose_edits(&first, &between, &second)), Ok(after));
        }
    }
}

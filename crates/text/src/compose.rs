//! Two sets of edits, one after the other, as one set.

use crate::edit::spliced;
use crate::{Edit, TextRange};

/// A stretch of the text between that the first set made, or that the second is to change.
struct Stretch<'e> {
    range: TextRange,
    /// How many bytes the first set replaced here, and by how many.
    replaced: u32,
    made: u32,
    second: Option<&'e Edit>,
}

/// What `second` makes of the text that `first` leaves, as edits of the text before. `between` is the text that `first`
/// leaves; in neither set do edits conflict, nor do they in the result.
pub fn compose_edits(first: &[Edit], between: &str, second: &[Edit]) -> Vec<Edit> {
    let mut stretches = stretches(first);
    stretches.extend(second.iter().map(|it| Stretch { range: it.range, replaced: 0, made: 0, second: Some(it) }));
    stretches.sort_by_key(|it| it.range);
    let (mut replaced, mut made) = (0, 0);
    let mut edits = Vec::new();
    let mut rest = &stretches[..];
    while let Some((head, tail)) = rest.split_first() {
        let mut range = head.range;
        // What touches becomes one edit.
        let touching = tail.iter().take_while(|it| {
            let touches = it.range.start() <= range.end();
            range = if touches { range.cover(it.range) } else { range };
            touches
        });
        let (group, others) = rest.split_at(1 + touching.count());
        let start = range.start() + replaced - made;
        replaced += group.iter().map(|it| it.replaced).sum::<u32>();
        made += group.iter().map(|it| it.made).sum::<u32>();
        let before = TextRange::new(start, range.end() + replaced - made);
        edits.push(Edit::replace(before, spliced(between, range, group.iter().filter_map(|it| it.second))));
        rest = others;
    }
    edits
}

/// What edits leave, in the text that they leave.
fn stretches(edits: &[Edit]) -> Vec<Stretch<'_>> {
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    sorted.sort_by_key(|edit| edit.range);
    let (mut replaced, mut made) = (0, 0);
    let left = |edit: &Edit| {
        let (old, new) = (edit.range.len(), edit.replacement.len() as u32);
        let start = edit.range.start() + made - replaced;
        replaced += old;
        made += new;
        Stretch { range: TextRange::new(start, start + new), replaced: old, made: new, second: None }
    };
    sorted.into_iter().map(left).collect()
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
    fn what_has_nothing_to_do_with_each_other_stays_apart() {
        let composed = compose_edits(&[edit(0, 1, "xyz")], "xyzbcdef", &[edit(6, 8, "")]);
        assert_eq!(composed, [edit(0, 1, "xyz"), edit(4, 6, "")]);
    }

    #[test]
    fn an_edit_of_what_an_edit_left_is_one() {
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
            // Beside an insertion nothing else is inserted.
            at = end + usize::from(*width == 0);
        }
        edits
    }

    proptest! {
        #[test]
        fn at_once_is_as_one_after_the_other(text in "[A-Z]{0,30}", first in edits(), second in edits()) {
            let first = placed(text.len(), &first);
            let between = apply_edits(&text, &first).unwrap();
            let second = placed(between.len(), &second);
            let after = apply_edits(&between, &second).unwrap();
            prop_assert_eq!(apply_edits(&text, &compose_edits(&first, &between, &second)), Ok(after));
        }
    }
}

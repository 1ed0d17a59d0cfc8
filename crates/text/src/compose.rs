//! Two sets of edits, one after the other, as one set.

use crate::{Edit, TextRange};

/// A stretch of the text between that one of the sets made, or wants to change.
struct Touched<'e> {
    range: TextRange,
    /// How much longer the first set made the text here.
    growth: i64,
    second: Option<&'e Edit>,
}

/// What `second` makes of the text that `first` leaves, as edits of the text before. `between` is the text that `first`
/// leaves; in neither set do edits conflict, nor do they in the result.
pub fn compose_edits(first: &[Edit], between: &str, second: &[Edit]) -> Vec<Edit> {
    let mut touched = made(first);
    touched.extend(second.iter().map(|edit| Touched { range: edit.range, growth: 0, second: Some(edit) }));
    touched.sort_by_key(|it| it.range);
    let mut growth = 0;
    let mut edits = Vec::new();
    let mut rest = &touched[..];
    while let Some((head, tail)) = rest.split_first() {
        let mut range = head.range;
        // What touches becomes one edit.
        let more = tail.iter().take_while(|it| {
            let touches = it.range.start() <= range.end();
            range = if touches { range.cover(it.range) } else { range };
            touches
        });
        let (group, others) = rest.split_at(1 + more.count());
        let start = i64::from(range.start()) - growth;
        growth += group.iter().map(|it| it.growth).sum::<i64>();
        let end = i64::from(range.end()) - growth;
        edits.push(Edit::replace(TextRange::new(start as u32, end as u32), changed(between, range, group)));
        rest = others;
    }
    edits
}

/// What edits leave, in the text that they leave.
fn made(edits: &[Edit]) -> Vec<Touched<'_>> {
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    sorted.sort_by_key(|edit| edit.range);
    let mut before = 0;
    let leaves = |edit: &Edit| {
        let start = (i64::from(edit.range.start()) + before) as u32;
        let growth = edit.replacement.len() as i64 - i64::from(edit.range.len());
        before += growth;
        Touched { range: TextRange::new(start, start + edit.replacement.len() as u32), growth, second: None }
    };
    sorted.into_iter().map(leaves).collect()
}

/// A stretch of a text with the edits of the second set applied.
fn changed(text: &str, range: TextRange, group: &[Touched<'_>]) -> String {
    let mut out = String::new();
    let mut done = range.start();
    for edit in group.iter().filter_map(|it| it.second) {
        out.push_str(&text[TextRange::new(done, edit.range.start())]);
        out.push_str(&edit.replacement);
        done = edit.range.end();
    }
    out.push_str(&text[TextRange::new(done, range.end())]);
    out
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

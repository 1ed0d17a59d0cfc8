//! The differences of two rows of items.
//!
//! The items are numbered before they are compared: the program holds the algorithms once, for numbers, and not once for
//! each kind of item, which takes 60 KB each.

use std::collections::HashMap;
use std::hash::Hash;

use similar::capture_diff_slices;

/// How to get from one row to another, in order.
pub fn differences<T: Eq + Hash>(algorithm: similar::Algorithm, old: &[T], new: &[T]) -> Vec<similar::DiffOp> {
    let mut numbers = HashMap::with_capacity(old.len() + new.len());
    let mut number = |item| {
        let next = numbers.len() as u32;
        *numbers.entry(item).or_insert(next)
    };
    let old: Vec<u32> = old.iter().map(&mut number).collect();
    let new: Vec<u32> = new.iter().map(&mut number).collect();
    differences_of_numbers(algorithm, &old, &new)
}

/// [`differences`] of items that are numbers already.
pub fn differences_of_numbers(algorithm: similar::Algorithm, old: &[u32], new: &[u32]) -> Vec<similar::DiffOp> {
    capture_diff_slices(algorithm, old, new)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use similar::Algorithm;

    use super::*;

    #[test]
    fn equal_items_have_equal_numbers() {
        let changes = differences(Algorithm::Myers, &["a", "b", "a"], &["a", "c", "a"]);
        let ops: Vec<_> = changes.iter().map(|op| (op.tag(), op.old_range(), op.new_range())).collect();
        assert_eq!(
            ops,
            [
                (similar::DiffTag::Equal, 0..1, 0..1),
                (similar::DiffTag::Replace, 1..2, 1..2),
                (similar::DiffTag::Equal, 2..3, 2..3)
            ]
        );
        assert_eq!(differences::<&str>(Algorithm::Patience, &[], &[]), []);
    }

    proptest! {
        #[test]
        fn numbers_have_the_differences_of_their_items(old in "[a-d]{0,30}", new in "[a-d]{0,30}") {
            let (old, new): (Vec<&str>, Vec<&str>) = (letters(&old), letters(&new));
            for algorithm in [Algorithm::Myers, Algorithm::Patience, Algorithm::Lcs] {
                prop_assert_eq!(differences(algorithm, &old, &new), capture_diff_slices(algorithm, &old, &new));
            }
        }
    }

    fn letters(text: &str) -> Vec<&str> {
        text.split_inclusive(|_| true).collect()
    }
}

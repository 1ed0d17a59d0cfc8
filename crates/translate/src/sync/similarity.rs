//! How similar two messages are.

use std::collections::HashMap;

use firstaid_text::differences_of_numbers;
use similar::{Algorithm, DiffOp};

/// The similarity of two texts in thousandths, as gettext's `fstrcmp` defines it: twice the number of common characters
/// divided by the sum of the lengths. `None` below `minimum`.
pub(super) fn similarity(chars: &[char], other: &str, minimum: usize) -> Option<usize> {
    let other: Vec<char> = other.chars().collect();
    let total = chars.len() + other.len();
    let enough = |same: usize| Some((2000 * same).checked_div(total)?).filter(|ratio| *ratio >= minimum);
    // Two upper bounds, by length and by character counts, spare most texts the expensive comparison.
    enough(chars.len().min(other.len()))?;
    let mut counts: HashMap<char, u32> = HashMap::new();
    for c in chars {
        *counts.entry(*c).or_default() += 1;
    }
    let mut take = |c: &char| counts.get_mut(c).filter(|count| **count > 0).map(|count| *count -= 1).is_some();
    enough(other.iter().filter(|c| take(c)).count())?;
    let equal = |op: DiffOp| if let DiffOp::Equal { len, .. } = op { len } else { 0 };
    let numbers = |chars: &[char]| chars.iter().map(|&c| u32::from(c)).collect::<Vec<_>>();
    let changes = differences_of_numbers(Algorithm::Myers, &numbers(chars), &numbers(&other));
    enough(changes.into_iter().map(equal).sum())
}

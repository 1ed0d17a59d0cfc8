//! How far two labels are apart.

use rapidfuzz::distance::osa::{Args, distance_with_args};

/// Maximum edits between a label and one that was probably meant, by the number of letters: one in ordinary labels, a
/// sixth of long ones. Below four letters, another label is as near as a misspelling.
pub(super) fn max_edits(letters: usize) -> usize {
    match letters {
        0..4 => 0,
        4..9 => 1,
        9..18 => 2,
        _ => (letters / 6).min(6),
    }
}

/// The number of letters added, removed, replaced or exchanged with their neighbour, if it is at most `max` (optimal
/// string alignment).
pub(super) fn edits(one: &[char], other: &[char], max: usize) -> Option<usize> {
    distance_with_args(one.iter().copied(), other.iter().copied(), &Args::default().score_cutoff(max))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_counted_up_to_a_bound() {
        let count = |one: &str, other: &str, max| {
            edits(&one.chars().collect::<Vec<_>>(), &other.chars().collect::<Vec<_>>(), max)
        };
        assert_eq!(count("settings", "settings", 0), Some(0));
        assert_eq!(count("settings", "setitngs", 1), Some(1));
        assert_eq!(count("settings", "setting", 1), Some(1));
        assert_eq!(count("settings", "options", 3), None);
        assert_eq!(count("", "abc", 3), Some(3));
    }
}

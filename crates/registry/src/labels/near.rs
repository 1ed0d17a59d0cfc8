//! How far two labels are apart.

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
    if one.len().abs_diff(other.len()) > max {
        return None;
    }
    let width = other.len() + 1;
    let mut rows = [vec![0; width], (0..width).collect::<Vec<usize>>(), vec![0; width]];
    for (n, c) in one.iter().enumerate() {
        let [before, last, row] = &mut rows;
        row[0] = n + 1;
        for (m, d) in other.iter().enumerate() {
            let replaced = last[m] + usize::from(c != d);
            row[m + 1] = replaced.min(last[m + 1] + 1).min(row[m] + 1);
            if n > 0 && m > 0 && *c == other[m - 1] && one[n - 1] == *d {
                row[m + 1] = row[m + 1].min(before[m - 1] + 1);
            }
        }
        if row.iter().all(|&edits| edits > max) {
            return None;
        }
        rows.rotate_left(1);
    }
    Some(rows[1][other.len()]).filter(|&edits| edits <= max)
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

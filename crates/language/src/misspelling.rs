//! One edit between two words: Damerau–Levenshtein distance 1 (optimal string alignment), by kind of typing mistake.

use std::sync::LazyLock;

/// The kind of misspelling, the likeliest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Misspelling {
    /// Equal letters: blanks or hyphens are missing or too many.
    Spacing,
    Transposed,
    Dropped,
    Doubled,
    /// The key beside the right one was hit, instead of it or together with it.
    AdjacentKey,
    Substituted,
    Inserted,
}

impl Misspelling {
    /// Whether it is a typical typing mistake; other edits often make another word.
    pub fn is_typical(self) -> bool {
        self <= Self::AdjacentKey
    }
}

/// The word without each of its characters in turn.
pub fn deletions(word: &str) -> impl Iterator<Item = String> + '_ {
    word.char_indices().map(|(at, c)| {
        let mut shorter = String::with_capacity(word.len());
        shorter.push_str(&word[..at]);
        shorter.push_str(&word[at + c.len_utf8()..]);
        shorter
    })
}

/// The kind of the single edit that makes `typed` of `name`, both in lower case; `None` if it takes more than one edit.
pub fn misspelling(typed: &str, name: &str) -> Option<Misspelling> {
    if typed.is_ascii() && name.is_ascii() {
        return kind(typed.as_bytes(), name.as_bytes());
    }
    let (typed, name): (Vec<char>, Vec<char>) = (typed.chars().collect(), name.chars().collect());
    kind(&typed, &name)
}

/// [`misspelling`] of the characters of two words.
fn kind<C: Copy + Eq + Into<char>>(typed: &[C], name: &[C]) -> Option<Misspelling> {
    let start = typed.iter().zip(name).take_while(|(a, b)| a == b).count();
    let left = typed.len().min(name.len()) - start;
    let end = typed.iter().rev().zip(name.iter().rev()).take(left).take_while(|(a, b)| a == b).count();
    let (typed_middle, name_middle) = (&typed[start..typed.len() - end], &name[start..name.len() - end]);
    match (typed_middle, name_middle) {
        ([], []) => Some(Misspelling::Spacing),
        ([], [_]) => Some(Misspelling::Dropped),
        ([extra], []) => {
            let around = [start.checked_sub(1).map(|at| name[at]), name.get(start).copied()];
            if around.contains(&Some(*extra)) {
                Some(Misspelling::Doubled)
            } else if around.into_iter().flatten().any(|c| are_adjacent((*extra).into(), c.into())) {
                Some(Misspelling::AdjacentKey)
            } else {
                Some(Misspelling::Inserted)
            }
        }
        ([a], [b]) => Some(if are_adjacent((*a).into(), (*b).into()) {
            Misspelling::AdjacentKey
        } else {
            Misspelling::Substituted
        }),
        ([a, b], [c, d]) if (a, b) == (d, c) => Some(Misspelling::Transposed),
        _ => None,
    }
}

/// Whether two keys touch on a QWERTY, QWERTZ or AZERTY keyboard.
fn are_adjacent(a: char, b: char) -> bool {
    /// Bit `n` of an entry is set if its key touches the `n`-th letter.
    static ADJACENT: LazyLock<[u32; 26]> = LazyLock::new(|| {
        let touches = |a: u8| (b'a'..=b'z').filter(move |&b| are_adjacent_in_rows(a.into(), b.into()));
        std::array::from_fn(|n| touches(b'a' + n as u8).map(|b| 1 << (b - b'a')).sum())
    });
    let are_letters = a.is_ascii_lowercase() && b.is_ascii_lowercase();
    are_letters && ADJACENT[a as usize - 'a' as usize] & (1 << (b as u32 - 'a' as u32)) != 0
}

/// [`are_adjacent`] by the rows of the keyboards.
fn are_adjacent_in_rows(a: char, b: char) -> bool {
    const LAYOUTS: [[&str; 3]; 3] = [
        ["qwertyuiop", "asdfghjkl", "zxcvbnm"],
        ["qwertzuiop", "asdfghjkl", "yxcvbnm"],
        ["azertyuiop", "qsdfghjklm", "wxcvbn"],
    ];
    let place = |layout: &[&str; 3], key: char| {
        layout.iter().enumerate().find_map(|(row, keys)| keys.find(key).map(|column| (row as i32, column as i32)))
    };
    LAYOUTS.iter().any(|layout| match (place(layout, a), place(layout, b)) {
        // Each row is shifted by about half a key: a key touches two above and two below.
        (Some((row, column)), Some((other_row, other_column))) => match other_row - row {
            0 => (column - other_column).abs() == 1,
            1 => (0..=1).contains(&(column - other_column)),
            -1 => (-1..=0).contains(&(column - other_column)),
            _ => false,
        },
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_edit_is_recognized() {
        for (typed, name, expected) in [
            ("thunderbrid", "thunderbird", Some(Misspelling::Transposed)),
            ("gmal", "gmail", Some(Misspelling::Dropped)),
            ("gmmail", "gmail", Some(Misspelling::Doubled)),
            ("gmsil", "gmail", Some(Misspelling::AdjacentKey)),
            ("gmsail", "gmail", Some(Misspelling::AdjacentKey)),
            ("gmoil", "gmail", Some(Misspelling::Substituted)),
            ("gmaxil", "gmail", Some(Misspelling::Inserted)),
            ("gmail", "gmail", Some(Misspelling::Spacing)),
            ("gmial", "gmalx", None),
            ("email", "gmail", Some(Misspelling::Substituted)),
        ] {
            assert_eq!(misspelling(typed, name), expected, "{typed} for {name}");
        }
    }

    #[test]
    fn keys_that_touch_are_adjacent() {
        assert!(are_adjacent('s', 'a') && are_adjacent('g', 't') && are_adjacent('g', 'y') && are_adjacent('b', 'g'));
        assert!(!are_adjacent('a', 'p') && !are_adjacent('g', 'e'));
    }
}

use super::Likeness;

/// A difference between the references of a page and its source; `source` and `target` are indices into them, `pair` is
/// one into [`Translation::pairs`](super::Translation::pairs).
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Change {
    /// Missing in the translation of `pair`.
    Lost {
        source: usize,
        pair: usize,
    },
    /// Present in the translation of `pair` only.
    Added {
        target: usize,
        pair: usize,
    },
    Altered {
        source: usize,
        target: usize,
        likeness: Likeness,
    },
    /// Two references of one block are swapped: the page has `target` in the place where `other` belongs.
    Exchanged {
        source: usize,
        target: usize,
        other: usize,
        is_certain: bool,
    },
}

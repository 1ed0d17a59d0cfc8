use super::Likeness;

/// One difference; `source` and `target` are indices into the references of the two pages.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Change {
    /// `pair` is where it should be.
    Lost {
        source: usize,
        pair: usize,
    },
    /// `pair` is where it stands.
    Added {
        target: usize,
        pair: usize,
    },
    Altered {
        source: usize,
        target: usize,
        likeness: Likeness,
    },
    /// Two of one block stand in each other's place: here is `target`, which is what the source has as `other`.
    Exchanged {
        source: usize,
        target: usize,
        other: usize,
        is_certain: bool,
    },
}

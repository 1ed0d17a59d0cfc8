//! How many negations a text has.

/// Numbers of the negations of a text.
#[derive(Default)]
pub(super) struct Negations {
    /// Lower bound, without denied adjectives.
    pub(super) sure: usize,
    /// Negations of relative clauses, which are not in `sure`: another language may put them otherwise.
    pub(super) relative: usize,
    /// Upper bound: also counts words that are only sometimes negations.
    pub(super) possible: usize,
    /// Negators of phrases that deny nothing: "not only", "ne … que".
    pub(super) neutral: usize,
    /// Those of `neutral` that deny "only": said without them, the sentence says the opposite.
    pub(super) adverbs: usize,
    /// Words that can replace a negator: avoid, unknown.
    pub(super) like: usize,
    /// Those of `like` that languages translate by words of the same kind: unknown, without.
    pub(super) privative: usize,
    /// Denied adjectives that languages like to replace by their opposites, each by its first English word.
    pub(super) adjectives: Vec<&'static str>,
}

impl Negations {
    /// Maximum number of negations of the source that this translation may keep, by any means.
    ///
    /// What the source has of phrases that deny nothing, and of privative words, accounts for as much of that here.
    pub(super) fn kept(&self, source: &Self) -> usize {
        // "Not only" accounts for a negator of "not only" alone: "nur" instead of it has lost a denial.
        let adverbs = source.adverbs.min(self.adverbs);
        let neutral = self.neutral.saturating_sub(source.neutral - source.adverbs + adverbs);
        let like = self.like.saturating_sub(source.privative);
        self.possible + neutral + like
    }
}

//! How often a translation joins, splits or drops sentences of its source, over the blocks of a page.
//!
//! A translator who keeps every sentence apart has dropped one where a block has fewer; of one who joins them often,
//! fewer sentences prove nothing.

#![expect(clippy::cast_precision_loss, reason = "blocks are few")]

use firstaid_content::ProseText;
use firstaid_language::sentences::sentences;

use super::Translation;

/// The share of blocks with another number of sentences that pairing by length takes for granted.
const USUAL_SHARE: f32 = 0.135;

/// Maximum evidence for a dropped sentence, as a log likelihood ratio.
const MAX_EVIDENCE: f32 = 1.0;

/// The same against it: a translation that joins sentences elsewhere.
const MAX_COUNTER_EVIDENCE: f32 = 1.0;

/// Sentences of a text that have a letter or digit.
pub(super) fn sentence_list(text: &str) -> Vec<&str> {
    sentences(text).into_iter().map(|range| &text[range]).filter(|it| it.contains(char::is_alphanumeric)).collect()
}

pub(super) struct SentenceHabits {
    /// Blocks of several sentences.
    blocks: usize,
    /// The pairs of those whose translation has another number of sentences.
    changed: Vec<usize>,
}

impl SentenceHabits {
    pub(super) fn new(of: &Translation<'_>, page: &ProseText) -> Self {
        let several = of.sides(page).filter_map(|sides| {
            let (source, target) = (sentence_list(sides.source).len(), sentence_list(sides.target).len());
            (source > 1).then_some((sides.unit.pair, source != target))
        });
        let mut habits = Self { blocks: 0, changed: Vec::new() };
        for (pair, is_changed) in several {
            habits.blocks += 1;
            if is_changed {
                habits.changed.push(pair);
            }
        }
        habits
    }

    /// How much the other blocks speak against a block's sentences having been joined, as a log likelihood ratio.
    pub(super) fn evidence_beside(&self, pair: usize) -> f32 {
        let own = usize::from(self.changed.contains(&pair));
        let (changed, others) = (self.changed.len() - own, self.blocks.saturating_sub(1));
        let share = (changed + 1) as f32 / (others + 2) as f32;
        // A short page that has changed nothing proves nothing.
        let least = if changed == 0 { 0.0 } else { -MAX_COUNTER_EVIDENCE };
        (USUAL_SHARE / share).ln().clamp(least, MAX_EVIDENCE)
    }
}

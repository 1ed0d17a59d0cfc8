//! Translation progress in numbers.

use firstaid_content::Page;

use crate::catalogs::memo::{Memo, State};
use crate::catalogs::po::Entry;
use crate::segments::{Segment, message, segments};

/// Translation progress, in segments and in words of the source.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Counts {
    pub segments: usize,
    pub words: usize,
    /// Translated, and the source has not changed since.
    pub current: usize,
    pub current_words: usize,
    /// Segments of `current` that a machine translated.
    pub drafted: usize,
    /// Segments of `current` that a person has compared with the source.
    pub reviewed: usize,
    /// Translated, but the source has changed since, the translation is fuzzy, or the page cannot show it.
    pub stale: usize,
    pub stale_words: usize,
    pub missing: usize,
}

impl Counts {
    /// The counts of a source page of which no translation is known: everything is missing.
    pub fn untranslated(source: &Page) -> Self {
        let segments = segments(source);
        let words = segments.iter().map(|segment| message::words(&segment.message)).sum();
        Self { segments: segments.len(), words, missing: segments.len(), ..Self::default() }
    }

    /// Counts the segments of a page; `entries` are those of the segments, in the same order.
    pub(super) fn of(segments: &[Segment], entries: &[Entry]) -> Self {
        let mut counts = Self::default();
        for (segment, entry) in segments.iter().zip(entries) {
            let words = message::words(&segment.message);
            counts.segments += 1;
            counts.words += words;
            if !entry.is_translated() {
                counts.missing += 1;
                continue;
            }
            let memo = Memo::of(entry);
            if memo.change.is_some() || is_unsure(entry, &memo) || entry.refusal.reason().is_some() {
                counts.stale += 1;
                counts.stale_words += words;
            } else {
                counts.current += 1;
                counts.current_words += words;
                counts.drafted += usize::from(matches!(memo.state, State::MachineDraft(_)));
                counts.reviewed += usize::from(matches!(memo.state, State::Reviewed(_)));
            }
        }
        counts
    }

    pub fn add(&mut self, other: Self) {
        self.segments += other.segments;
        self.words += other.words;
        self.current += other.current;
        self.current_words += other.current_words;
        self.drafted += other.drafted;
        self.reviewed += other.reviewed;
        self.stale += other.stale;
        self.stale_words += other.stale_words;
        self.missing += other.missing;
    }
}

/// Whether a translator or an import marked the entry as fuzzy. A machine draft is fuzzy too, but counts as drafted.
fn is_unsure(entry: &Entry, memo: &Memo) -> bool {
    entry.is_fuzzy() && !matches!(memo.state, State::MachineDraft(_))
}

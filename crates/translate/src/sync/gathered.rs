//! What a page is synced with.

use std::borrow::Cow;

use firstaid_content::Page;

use super::gaps::{Base, PlanInput, Row};
use super::merge::MergedEntries;
use super::side::Side;
use crate::catalogs::po::Entry;
use crate::catalogs::record::Fate;
use crate::segments::Segment;

/// What a page is synced with, owned; [`PlanInput`] borrows it.
pub(super) struct Gathered<'a> {
    pub(super) source: &'a Page,
    pub(super) segments: Vec<Segment>,
    /// The entries as the last sync left them, with the edits of the page.
    pub(super) old: Cow<'a, [Entry]>,
    pub(super) merged: MergedEntries,
    pub(super) row: Row,
    pub(super) page: Option<&'a Page>,
    pub(super) base: Option<Base>,
    pub(super) is_as_synced: bool,
    pub(super) prefer: Option<Side>,
}

impl Gathered<'_> {
    pub(super) fn input(&self) -> PlanInput<'_> {
        let Self { source, segments, old, merged, row, page, base, is_as_synced, prefer } = self;
        PlanInput {
            source,
            segments,
            entries: &merged.entries,
            old,
            olds: &merged.olds,
            row,
            page: *page,
            base: base.as_ref(),
            is_as_synced: *is_as_synced,
            prefer: *prefer,
        }
    }
    /// Whether the page cannot show the translation of a segment.
    pub(super) fn is_refused(&self, n: usize) -> bool {
        self.merged.entries[n].refusal.reason().is_some()
    }

    /// The fates of all segments where there is no page.
    pub(super) fn fates_without_page(&self) -> Vec<Fate> {
        let fate = |n| if self.is_refused(n) { Fate::OtherText(None) } else { Fate::NoPage };
        (0..self.segments.len()).map(fate).collect()
    }
}

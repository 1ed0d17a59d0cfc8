//! What a page is synced with.

use firstaid_content::Page;

use super::base::Base;
use crate::catalogs::po::Entry;
use crate::segments::Segment;
use crate::sync::pairing::Taken;
use crate::sync::side::Side;

/// What a page is synced with.
#[derive(Clone, Copy)]
pub(crate) struct PlanInput<'a> {
    pub(crate) source: &'a Page,
    pub(crate) segments: &'a [Segment],
    /// The entries of the segments, in their order.
    pub(crate) entries: &'a [Entry],
    /// The entries as the last sync left them, in its order.
    pub(crate) old: &'a [Entry],
    /// The old entry that each segment took.
    pub(crate) olds: &'a [Option<Taken>],
    /// The messages that the last sync saw, in page order, each as the index of its old entry.
    pub(crate) row: &'a [Option<usize>],
    /// `None` for a page that does not exist yet.
    pub(crate) page: Option<&'a Page>,
    pub(crate) base: Option<&'a Base>,
    /// Whether the page is as the last sync wrote it.
    pub(crate) is_as_synced: bool,
    pub(crate) prefer: Option<Side>,
}

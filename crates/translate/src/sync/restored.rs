//! Comments about the source that another tool has dropped from a catalog.

use std::collections::HashMap;

use firstaid_content::Page;

use super::keys::{keys, place};
use crate::catalogs::memo::Memo;
use crate::catalogs::po::Entry;
use crate::segments::Segment;

/// The entries with the places and link targets of the source where they have lost theirs: without its targets nobody
/// could tell what the page has of a translation with placeholders. `None` if none has lost them.
pub(super) fn with_places(old: &[Entry], source: &Page, segments: &[Segment]) -> Option<Vec<Entry>> {
    let is_bare = |entry: &Entry| !entry.obsolete && entry.extracted.is_empty();
    if !old.iter().any(is_bare) {
        return None;
    }
    let keys = keys(source, segments);
    let mut by_message: HashMap<&str, &Segment> = HashMap::new();
    for segment in segments {
        by_message.entry(&segment.message).or_insert(segment);
    }
    let by_key: HashMap<(Option<&str>, &str), &Segment> =
        keys.iter().zip(segments).map(|(key, segment)| ((key.0.as_deref(), key.1), segment)).collect();
    let restored = |entry: &Entry| {
        let own = by_key.get(&(entry.context.as_deref(), &*entry.id));
        let mut entry = entry.clone();
        if let Some(segment) = own.or_else(|| by_message.get(&*entry.id)).filter(|_| is_bare(&entry)) {
            let mut memo = Memo::of(&entry);
            memo.place = place(source, segment);
            memo.slots = segment.slots.iter().map(|slot| slot.url.to_string()).collect();
            memo.record(&mut entry);
        }
        entry
    };
    Some(old.iter().map(restored).collect())
}

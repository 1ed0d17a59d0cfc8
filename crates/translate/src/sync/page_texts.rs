//! The texts of a page in the form in which they are compared with those of a catalog.

use firstaid_content::Page;

use crate::page::{Site, as_on_page, unmarked};
use crate::segments::Segment;
use crate::segments::message::map_slots;

/// The texts of a page's segments as they stand there, with the places that links lead to.
pub(super) fn page_texts(page: &Page, segments: &[Segment], source: &Page, site: &Site<'_>) -> Vec<String> {
    let text = |segment: &Segment| {
        let plain = unmarked(&segment.message, &source.key.locale, site.locale);
        map_slots(&as_on_page(&segment.kind, &plain), |n| {
            Some(site.place(page, &segment.slots.get(n.checked_sub(1)?)?.url))
        })
    };
    segments.iter().map(text).collect()
}

//! Link targets as a sync writes them into a page.

use firstaid_content::{LinkStyle, Page};
use firstaid_text::TextRange;

use crate::hash::short_hash;
use crate::page::Site;
use crate::segments::Segment;

/// The hash of a target.
pub(super) fn link_hash(url: &str) -> u32 {
    short_hash(&[url.as_bytes()])
}

/// The hashes of the targets of all slots of a source page, as they are in the locale now.
pub(super) fn slot_links(source: &Page, segments: &[Segment], site: &Site<'_>) -> Vec<u32> {
    let slots = segments.iter().flat_map(|segment| &segment.slots);
    slots.map(|slot| link_hash(&site.retarget(source, &slot.url).url)).collect()
}

/// A link definition: the hash of its label, which is the same in any letter case, and the bytes of its target.
pub(super) struct Definition {
    pub(super) label: u32,
    pub(super) target: TextRange,
}

/// The link definitions of a page, in page order.
pub(super) fn definitions(page: &Page) -> Vec<Definition> {
    let definition = |token: &firstaid_content::Token| {
        let link = token.as_link().filter(|link| link.style == LinkStyle::Definition)?;
        let (label, _) = page.text()[token.range].split_once("]:")?;
        let label = short_hash(&[label.trim_start_matches('[').to_lowercase().as_bytes()]);
        Some(Definition { label, target: link.target })
    };
    let mut found: Vec<Definition> = page.tokens.iter().filter_map(definition).collect();
    found.sort_by_key(|it| it.target.start());
    found
}

/// The definition whose target is in a range, of a page's in page order.
pub(super) fn definition_in(all: &[Definition], range: TextRange) -> Option<&Definition> {
    let first = all.partition_point(|it| it.target.start() < range.start());
    all.get(first).filter(|it| range.contains(it.target))
}

/// The labels of a source page's definitions, with the hashes of their targets as they are in the locale now.
pub(super) fn definition_links(source: &Page, site: &Site<'_>) -> Vec<(u32, u32)> {
    let target = |it: &Definition| link_hash(&site.retarget(source, &source.text()[it.target]).url);
    definitions(source).iter().map(|it| (it.label, target(it))).collect()
}

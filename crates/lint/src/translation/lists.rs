//! The list around each segment of a page.

use firstaid_content::Page;
use firstaid_translate::Segment;

/// For each segment the innermost list around it, as an index into [`Page::lists`]; in linear time.
pub(super) fn innermost(page: &Page, segments: &[Segment]) -> Vec<Option<u32>> {
    let mut next = 0;
    let mut open: Vec<usize> = Vec::new();
    let around = segments.iter().map(|segment| {
        let at = segment.range.start();
        while page.lists.get(next).is_some_and(|list| list.range.start() <= at) {
            open.push(next);
            next += 1;
        }
        open.retain(|&list| at < page.lists[list].range.end());
        open.last().map(|&list| list as u32)
    });
    around.collect()
}

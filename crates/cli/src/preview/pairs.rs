//! Which block of a page translates which block of its source.

use firstaid_content::Page;
use firstaid_translate::{Segment, align};

/// For each segment of the source, the index of the segment of the page that translates it.
pub(super) fn pairs(source: &Page, of_source: &[Segment], page: &Page, of_page: &[Segment]) -> Vec<Option<usize>> {
    let is_same_row = of_source.len() == of_page.len() && of_source.iter().zip(of_page).all(|(a, b)| a.kind == b.kind);
    if is_same_row {
        return (0..of_source.len()).map(Some).collect();
    }
    let mut found = vec![None; of_source.len()];
    for pair in align(source, of_source, page, of_page) {
        // Of several segments, those that come first belong together.
        for (n, at) in pair.source.zip(pair.target) {
            found[n] = Some(at);
        }
    }
    found
}

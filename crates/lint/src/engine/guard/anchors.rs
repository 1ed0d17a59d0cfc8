//! The ids that links lead to, before and after the fixes of a page.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use firstaid_content::{Guide, Page, Target, TokenKind};
use firstaid_text::TextRange;
use percent_encoding::percent_decode_str;

use super::faults::Faults;

/// The fragments that links anywhere in a guide lead to, as typed and percent-decoded.
pub(crate) struct Fragments(HashSet<String>);

impl Fragments {
    pub(crate) fn of(guide: &Guide) -> Self {
        let urls = guide.pages.iter().flat_map(Page::targets).map(|(url, ..)| url);
        let typed = urls.filter_map(|url| Target::new(url)?.fragment);
        let decoded = |fragment| percent_decode_str(fragment).decode_utf8().ok().map(Cow::into_owned);
        Self(typed.flat_map(|fragment| std::iter::once(fragment.to_owned()).chain(decoded(fragment))).collect())
    }
}

/// Finds ids that links lead to and that are elsewhere after the fixes, or nowhere: a heading has another id, takes
/// that of another, or renumbers those below it. Where no fix touches the heading or the one that has its id now, those
/// that touch any heading are at fault.
pub(super) fn compare_anchors<'f>(
    before: &Page,
    after: &Page,
    fragments: &dyn Fn() -> &'f Fragments,
    faults: &mut Faults<'_, '_>,
) {
    if anchors(before).map(|(id, _)| id).eq(anchors(after).map(|(id, _)| id)) {
        return;
    }
    let moved = faults.moved;
    let (old, new) = (places(before), places(after));
    let is_kept =
        |id: &str, place: TextRange| new.get(id).is_some_and(|now| moved.of(place.start()).contains(&now.start()));
    let lost = old.iter().filter(|(id, place)| !is_kept(id, **place) && fragments().0.contains(**id));
    let mut is_any_untouched = false;
    for (id, place) in lost {
        let now = new.get(id).map(|now| moved.back(*now));
        let touching = std::iter::once(*place).chain(now).flat_map(|range| moved.touching(range));
        is_any_untouched |= touching.map(|n| faults.at_fault[n] = true).count() == 0;
    }
    if is_any_untouched {
        let now = new.values().map(|now| moved.back(*now));
        let touching: Vec<usize> = old.values().copied().chain(now).flat_map(|range| moved.touching(range)).collect();
        if touching.is_empty() {
            faults.at_fault.fill(true);
        }
        for n in touching {
            faults.at_fault[n] = true;
        }
    }
}

/// The ids of a page with their elements: those of headings, then those of other anchors.
fn anchors(page: &Page) -> impl Iterator<Item = (&str, TextRange)> {
    let headings = page.headings.iter().map(|heading| (&*heading.anchor, heading.range));
    headings.chain(page.tokens.iter().filter_map(|token| match &token.kind {
        TokenKind::Anchor(id) => Some((&**id, token.range)),
        _ => None,
    }))
}

/// Where a browser goes for each id of a page: to the first element that has it.
fn places(page: &Page) -> HashMap<&str, TextRange> {
    let mut places: HashMap<&str, TextRange> = HashMap::new();
    for (id, range) in anchors(page) {
        places.entry(id).and_modify(|first| *first = (*first).min(range)).or_insert(range);
    }
    places
}

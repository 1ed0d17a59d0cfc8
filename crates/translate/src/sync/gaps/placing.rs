//! Where on a page the segments of its source are.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use firstaid_text::differences;
use similar::{Algorithm, DiffOp};

use crate::hash::hash_of;

/// Maximum number of blocks of a page that are one segment of its source.
const MAX_JOINED: usize = 4;

/// A segment that a page may have.
pub(super) struct Candidate {
    /// The texts that the page may have for it, in the form of the page's texts; the likeliest first.
    pub(super) texts: Vec<String>,
    /// Whether the source has it still, and the page had it at the last sync; of others, only the text decides.
    pub(super) is_old: bool,
    /// Whether the last sync recorded that the page does not have it. A text that it shares with another one is that of
    /// the other.
    pub(super) was_missing: bool,
    /// The hash of a text of the page's own that stood in its place at the last sync.
    pub(super) own: Option<u64>,
}

/// A segment on the page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Place {
    /// The blocks of the page, by their index; several if an import joined them.
    pub(crate) blocks: Range<usize>,
    /// Whether the text of the page is known; if not, the segment was found by its neighbours.
    pub(crate) is_known: bool,
}

/// The hash of a text that the page has of its own, by the texts of its blocks.
pub(super) fn own_hash(texts: &[String]) -> u64 {
    hash_of(texts.iter().map(String::as_str))
}

/// The place of each candidate; `None` if the page does not have it. Candidates are in the order of the last sync; each
/// block is in one place at most.
pub(super) fn places(candidates: &[Candidate], page: &[String]) -> Vec<Option<Place>> {
    let mut search = Search { candidates, page, found: vec![None; candidates.len()], taken: vec![false; page.len()] };
    search.own();
    search.joined();
    for was_missing in [false, true] {
        search.in_order(was_missing);
        search.elsewhere(was_missing);
    }
    search.between();
    search.found
}

struct Search<'a> {
    candidates: &'a [Candidate],
    page: &'a [String],
    found: Vec<Option<Place>>,
    taken: Vec<bool>,
}

impl Search<'_> {
    fn take(&mut self, candidate: usize, blocks: Range<usize>, is_known: bool) {
        self.taken[blocks.clone()].fill(true);
        self.found[candidate] = Some(Place { blocks, is_known });
    }

    /// Texts of the page's own, where the last sync left them.
    fn own(&mut self) {
        let mut by_hash: HashMap<u64, Vec<usize>> = HashMap::new();
        if self.candidates.iter().any(|it| it.own.is_some()) {
            for block in (0..self.page.len()).rev() {
                by_hash.entry(own_hash(&self.page[block..=block])).or_default().push(block);
            }
        }
        for n in 0..self.candidates.len() {
            let block = self.candidates[n].own.and_then(|own| by_hash.get_mut(&own)?.pop());
            if let Some(block) = block {
                self.take(n, block..block + 1, false);
            }
        }
    }

    /// The candidates that have no place yet.
    fn left(&self, was_missing: bool) -> Vec<usize> {
        let is_left = |&n: &usize| self.found[n].is_none() && self.candidates[n].was_missing == was_missing;
        (0..self.candidates.len()).filter(is_left).collect()
    }

    /// Equal texts, in the order of both.
    fn in_order(&mut self, was_missing: bool) {
        let mut by_text: HashMap<&str, usize> = HashMap::new();
        for text in self.page {
            *by_text.entry(text).or_default() += 1;
        }
        let text = |&n: &usize| {
            let texts = &self.candidates[n].texts;
            let found = texts.iter().find(|text| by_text.contains_key(&***text));
            found.or(texts.first()).map_or("", String::as_str)
        };
        let left = self.left(was_missing);
        let blocks: Vec<usize> = (0..self.page.len()).filter(|&block| !self.taken[block]).collect();
        let old: Vec<&str> = left.iter().map(text).collect();
        let new: Vec<&str> = blocks.iter().map(|&block| &*self.page[block]).collect();
        for op in differences(Algorithm::Myers, &old, &new) {
            if let DiffOp::Equal { old_index, new_index, len } = op {
                for n in 0..len {
                    let block = blocks[new_index + n];
                    self.take(left[old_index + n], block..block + 1, true);
                }
            }
        }
    }

    /// Equal texts in another order.
    fn elsewhere(&mut self, was_missing: bool) {
        let mut free: HashMap<&str, Vec<usize>> = HashMap::new();
        for block in (0..self.page.len()).rev().filter(|&block| !self.taken[block]) {
            free.entry(&self.page[block]).or_default().push(block);
        }
        for n in self.left(was_missing) {
            let texts = &self.candidates[n].texts;
            if let Some(block) = texts.iter().find_map(|text| free.get_mut(&**text)?.pop()) {
                self.take(n, block..block + 1, true);
            }
        }
    }

    /// Several blocks of the page whose texts together are one of the source.
    fn joined(&mut self) {
        let on_page: HashSet<&str> = self.page.iter().map(String::as_str).collect();
        for n in 0..self.candidates.len() {
            // A single block may have the text of the source by chance: what the last sync wrote decides.
            if self.candidates[n].texts.first().is_some_and(|text| on_page.contains(&**text)) {
                continue;
            }
            let texts = &self.candidates[n].texts;
            let begins = |start: &usize| texts.iter().any(|text| text.starts_with(&self.page[*start]));
            let found = (0..self.page.len()).filter(begins).find_map(|start| {
                let end = (start..self.page.len()).take(MAX_JOINED).take_while(|&block| !self.taken[block]).last()? + 1;
                (start + 2..=end)
                    .map(|end| start..end)
                    .find(|blocks| texts.contains(&self.page[blocks.clone()].join(" ")))
            });
            if let Some(blocks) = found {
                self.take(n, blocks, true);
            }
        }
    }

    /// Between two that are found side by side: as many on either side are the same in order.
    fn between(&mut self) {
        let anchors: Vec<(usize, usize)> = {
            let found =
                self.found.iter().enumerate().filter_map(|(n, place)| Some((n, place.as_ref()?.blocks.clone())));
            let mut last = 0;
            let mut anchors = Vec::new();
            for (n, blocks) in found {
                if blocks.start >= last {
                    last = blocks.end;
                    anchors.push((n, blocks.start));
                }
            }
            anchors
        };
        let (mut from, mut block_from) = (0, 0);
        let end = (self.candidates.len(), self.page.len());
        for (to, block_to) in anchors.into_iter().chain([end]) {
            let left: Vec<usize> =
                (from..to).filter(|&n| self.found[n].is_none() && self.candidates[n].is_old).collect();
            let blocks: Vec<usize> = (block_from..block_to).filter(|&block| !self.taken[block]).collect();
            if left.len() == blocks.len() {
                for (n, block) in left.into_iter().zip(blocks) {
                    self.take(n, block..block + 1, false);
                }
            }
            (from, block_from) = (to, block_to);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(candidates: &str, page: &str) -> Vec<Option<(Range<usize>, bool)>> {
        let candidate = |text: &str| Candidate {
            texts: vec![text.trim_start_matches('!').to_owned()],
            is_old: !text.starts_with('!'),
            was_missing: text.starts_with('!'),
            own: None,
        };
        let candidates: Vec<Candidate> = candidates.split(',').map(candidate).collect();
        let page: Vec<String> = page.split(',').map(str::to_owned).collect();
        places(&candidates, &page).into_iter().map(|it| it.map(|it| (it.blocks, it.is_known))).collect()
    }

    #[test]
    fn a_text_of_the_page_is_found_where_the_last_sync_left_it() {
        let candidate = |text: &str, own: Option<&str>| Candidate {
            texts: vec![text.to_owned()],
            is_old: true,
            was_missing: false,
            own: own.map(|own| own_hash(&[own.to_owned()])),
        };
        let page = ["a", "x", "y", "c"].map(str::to_owned);
        let all = [candidate("a", None), candidate("b", Some("y")), candidate("c", None)];
        assert_eq!(places(&all, &page)[1], Some(Place { blocks: 2..3, is_known: false }));
        let all = [candidate("a", None), candidate("b", Some("z")), candidate("c", None)];
        assert_eq!(places(&all, &page)[1], None, "one is missing, and two were added");
    }

    #[test]
    fn segments_are_found_by_their_text_and_by_their_neighbours() {
        let at = |n: usize| Some((n..n + 1, true));
        assert_eq!(found("a,b,c", "a,b,c"), [at(0), at(1), at(2)]);
        assert_eq!(found("a,b,c", "a,x,c"), [at(0), Some((1..2, false)), at(2)]);
        assert_eq!(found("a,b,c", "c,a,b"), [at(1), at(2), at(0)]);
        assert_eq!(found("a,b,c", "a,c"), [at(0), None, at(1)]);
        assert_eq!(found("a,c", "a,x,y,c"), [at(0), at(3)]);
        assert_eq!(found("a,x y,c", "a,x,y,c"), [at(0), Some((1..3, true)), at(3)]);
        assert_eq!(found("x y,y,c", "x,y,c"), [Some((0..2, true)), None, at(2)]);
        // With `!`: the last sync recorded that the page does not have it.
        assert_eq!(found("a,!b,c", "a,x,c"), [at(0), None, at(2)]);
        assert_eq!(found("a,!b,b,c", "a,b,c"), [at(0), None, at(1), at(2)]);
        assert_eq!(found("a,!b,c", "a,c,b"), [at(0), at(2), at(1)]);
    }
}

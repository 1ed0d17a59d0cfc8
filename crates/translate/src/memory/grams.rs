//! An index of trigrams: finds texts that are likely to be similar, so that few are compared in full.

use std::cmp::Reverse;
use std::collections::HashMap;

use foldhash::fast::FixedState;

/// Maximum number of index entries read for one query. The rarest trigrams come first: they distinguish texts best.
const MAX_ENTRIES: usize = 10_000;
/// Number of rarest trigrams that are always read, whatever the number of their entries.
const MIN_GRAMS: usize = 4;

/// Texts by trigram.
#[derive(Clone, Debug, Default)]
pub(super) struct GramIndex {
    /// Numbers of the texts with each trigram.
    texts: HashMap<u64, Vec<u32>, FixedState>,
    /// Number of distinct trigrams of each text.
    sizes: Vec<u32>,
}

impl GramIndex {
    /// Adds a text under the next number.
    pub(super) fn add(&mut self, number: u32, text: &str) {
        debug_assert_eq!(number as usize, self.sizes.len(), "numbers are given in order");
        let grams = grams(text);
        self.sizes.push(grams.len() as u32);
        for gram in grams {
            self.texts.entry(gram).or_default().push(number);
        }
    }

    /// The numbers of at most `limit` texts, those with the largest share of common trigrams first.
    pub(super) fn candidates(&self, text: &str, limit: usize) -> Vec<u32> {
        let grams = grams(text);
        let mut lists: Vec<&Vec<u32>> = grams.iter().filter_map(|gram| self.texts.get(gram)).collect();
        lists.sort_by_key(|list| list.len());
        let mut shared = vec![0_u32; self.sizes.len()];
        let mut found: Vec<u32> = Vec::new();
        let mut entries_read = 0;
        for (n, list) in lists.iter().enumerate() {
            entries_read += list.len();
            if entries_read > MAX_ENTRIES && n >= MIN_GRAMS {
                break;
            }
            for &number in *list {
                let count = &mut shared[number as usize];
                if *count == 0 {
                    found.push(number);
                }
                *count += 1;
            }
        }
        // Dice coefficient in thousandths: twice the common trigrams by the trigrams of both texts.
        let similarity = |number: u32| {
            let size = u64::from(self.sizes[number as usize]) + grams.len() as u64;
            (u64::from(shared[number as usize]) * 2000 / size) as u32
        };
        let mut ranked: Vec<(Reverse<u32>, u32)> = found.iter().map(|&it| (Reverse(similarity(it)), it)).collect();
        if ranked.len() > limit {
            ranked.select_nth_unstable(limit);
            ranked.truncate(limit);
        }
        ranked.sort_unstable();
        ranked.into_iter().map(|(_, number)| number).collect()
    }
}

/// The distinct trigrams of a text, with a space added before and after it.
fn grams(text: &str) -> Vec<u64> {
    let padded = std::iter::once(' ').chain(text.chars()).chain([' ']);
    let mut window = 0_u64;
    let mut grams: Vec<u64> = Vec::with_capacity(text.len());
    for (n, c) in padded.enumerate() {
        // A Unicode scalar value has 21 bits, so three of them fit into 63.
        window = (window << 21 | u64::from(u32::from(c))) & ((1 << 63) - 1);
        if n >= 2 {
            grams.push(window);
        }
    }
    grams.sort_unstable();
    grams.dedup();
    grams
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_similar_text_comes_first() {
        let mut index = GramIndex::default();
        for (n, text) in ["open the door", "close the window", "open the doors", "x"].iter().enumerate() {
            index.add(n as u32, text);
        }
        assert_eq!(index.candidates("open the doors!", 2), [2, 0]);
        assert_eq!(index.candidates("x", 9), [3]);
        assert_eq!(index.candidates("", 9), [0; 0]);
    }
}

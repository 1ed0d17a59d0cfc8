//! Which texts share many trigrams with another: cheap, and good enough to pick what is compared in full.

use std::cmp::Reverse;
use std::collections::HashMap;

use foldhash::fast::FixedState;

/// Places looked at for one text. Rare trigrams come first, and those tell texts apart.
const MAX_PLACES: usize = 10_000;
/// Rare trigrams that are looked at, however many places they have.
const MIN_GRAMS: usize = 4;

/// Texts by trigram.
#[derive(Clone, Debug, Default)]
pub(super) struct GramIndex {
    places: HashMap<u64, Vec<u32>, FixedState>,
    /// How many trigrams each text has.
    sizes: Vec<u32>,
}

impl GramIndex {
    /// Adds a text under the next number.
    pub(super) fn add(&mut self, number: u32, text: &str) {
        debug_assert_eq!(number as usize, self.sizes.len(), "numbers are given in order");
        let grams = grams(text);
        self.sizes.push(grams.len() as u32);
        for gram in grams {
            self.places.entry(gram).or_default().push(number);
        }
    }

    /// The texts that share the most with this one for their size, the best first.
    pub(super) fn candidates(&self, text: &str, most: usize) -> Vec<u32> {
        let grams = grams(text);
        let mut lists: Vec<&Vec<u32>> = grams.iter().filter_map(|gram| self.places.get(gram)).collect();
        lists.sort_by_key(|list| list.len());
        let mut shared = vec![0_u32; self.sizes.len()];
        let mut touched: Vec<u32> = Vec::new();
        let mut looked_at = 0;
        for (n, list) in lists.iter().enumerate() {
            looked_at += list.len();
            if looked_at > MAX_PLACES && n >= MIN_GRAMS {
                break;
            }
            for &number in *list {
                let count = &mut shared[number as usize];
                if *count == 0 {
                    touched.push(number);
                }
                *count += 1;
            }
        }
        // In thousandths of what two texts of these sizes could share.
        let likeness = |number: u32| {
            let size = u64::from(self.sizes[number as usize]) + grams.len() as u64;
            (u64::from(shared[number as usize]) * 2000 / size) as u32
        };
        let mut ranked: Vec<(Reverse<u32>, u32)> = touched.iter().map(|&it| (Reverse(likeness(it)), it)).collect();
        if ranked.len() > most {
            ranked.select_nth_unstable(most);
            ranked.truncate(most);
        }
        ranked.sort_unstable();
        ranked.into_iter().map(|(_, number)| number).collect()
    }
}

/// The trigrams of a text, each once; a blank stands before and after it.
fn grams(text: &str) -> Vec<u64> {
    let padded = std::iter::once(' ').chain(text.chars()).chain([' ']);
    let mut window = 0_u64;
    let mut grams: Vec<u64> = Vec::with_capacity(text.len());
    for (n, c) in padded.enumerate() {
        // A scalar value has 21 bits: three of them fit.
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
    fn the_likest_text_comes_first() {
        let mut index = GramIndex::default();
        for (n, text) in ["open the door", "close the window", "open the doors", "x"].iter().enumerate() {
            index.add(n as u32, text);
        }
        assert_eq!(index.candidates("open the doors!", 2), [2, 0]);
        assert_eq!(index.candidates("x", 9), [3]);
        assert_eq!(index.candidates("", 9), [0; 0]);
    }
}

//! The longest rising chain of pairs.

/// The longest subsequence of `pairs`, which are in source order, that rises strictly on both sides. Runs in O(n log
/// n), like patience sorting.
pub(super) fn rising(pairs: &[(u32, u32)]) -> Vec<(u32, u32)> {
    // For each length, the index of the last pair of the best chain; for each pair, the index of the pair before it.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; pairs.len()];
    let mut at = 0;
    while at < pairs.len() {
        // Largest target first, so that pairs of one source segment cannot follow each other.
        let same = pairs[at..].iter().take_while(|pair| pair.0 == pairs[at].0).count();
        let mut group: Vec<usize> = (at..at + same).collect();
        group.sort_by_key(|&n| std::cmp::Reverse(pairs[n].1));
        for n in group {
            let len = ends.partition_point(|&end| pairs[end].1 < pairs[n].1);
            before[n] = len.checked_sub(1).map(|last| ends[last]);
            if len == ends.len() {
                ends.push(n);
            } else {
                ends[len] = n;
            }
        }
        at += same;
    }
    let mut chain: Vec<(u32, u32)> = Vec::with_capacity(ends.len());
    let mut next = ends.last().copied();
    while let Some(n) = next {
        chain.push((pairs[n].0, pairs[n].1));
        next = before[n];
    }
    chain.reverse();
    chain
}

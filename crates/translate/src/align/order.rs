//! The order in which pairs are returned.

use super::pair::Pair;

/// Pairs in source order; a pair without source follows the pair of the previous target segment. The empty side of a
/// pair becomes an empty range where the previous pair ends.
pub(super) fn in_order(mut pairs: Vec<Pair>) -> Vec<Pair> {
    pairs.sort_by_key(|pair| (pair.source.is_empty(), pair.source.start, pair.target.start));
    let alone = pairs.split_off(pairs.partition_point(|pair| !pair.source.is_empty()));
    let targets = pairs.iter().chain(&alone).map(|pair| pair.target.end).max().unwrap_or(0);
    // For each target segment, the number of pairs before a pair without source that follows it.
    let mut behind: Vec<Option<usize>> = vec![None; targets];
    for (n, pair) in pairs.iter().enumerate() {
        behind[pair.target.clone()].fill(Some(n + 1));
    }
    let mut place = 0;
    for it in &mut behind {
        place = it.unwrap_or(place);
        *it = Some(place);
    }
    let mut alone: Vec<(usize, Pair)> =
        alone.into_iter().map(|it| (behind[it.target.start].unwrap_or(0), it)).collect();
    alone.sort_by_key(|(place, _)| *place);
    let mut alone = alone.into_iter().peekable();
    let mut ordered: Vec<Pair> = Vec::with_capacity(pairs.len() + alone.len());
    for (n, pair) in pairs.into_iter().map(Some).chain([None]).enumerate() {
        while let Some((_, it)) = alone.next_if(|(place, _)| *place <= n) {
            ordered.push(it);
        }
        ordered.extend(pair);
    }
    let (mut source, mut target) = (0, 0);
    for pair in &mut ordered {
        if pair.source.is_empty() {
            pair.source = source..source;
        }
        if pair.target.is_empty() {
            pair.target = target..target;
        }
        (source, target) = (pair.source.end, pair.target.end);
    }
    ordered
}

//! Searches for pairs among segments that are in no sure stretch.

use super::chain::rising;
use super::crossing;
use super::features::Features;
use super::grid::Grid;
use super::pair::Pair;
use super::part::Part;
use super::path::{best_path, rough_path};
use super::ratio::log_ratio;
use super::score::{Relation, Scorer};
use super::shared::SharedKeys;

/// The pairs of the remaining segments of two pages. A seam is a boundary, before a source and a target segment, at
/// which a sure stretch was taken out.
pub(super) fn search(source: &Features, target: &Features, seams: &[(u32, u32)]) -> Vec<Pair> {
    let keys = SharedKeys::new((source, 0..source.len()), (target, 0..target.len()));
    let anchors = rising(&keys.unique(source, |_| true));
    let mut relation = Relation { log_ratio: log_ratio(source, target, &anchors), seen: Default::default() };
    let mut scorer = Scorer::new(source, target, keys);
    scorer.relate(target, &relation);
    let rough = rough_path(&scorer, &Grid::new(&scorer, &anchors, seams));
    relation = learned(source, target, &rough);
    scorer.relate(target, &relation);
    let path = best_path(&scorer, &Grid::new(&scorer, &anchors, seams));
    crossing::pairs(&scorer, &path)
}

/// Learns how the pages relate from the good pairs of a path.
fn learned(source: &Features, target: &Features, path: &[(Part, f32)]) -> Relation {
    /// Minimum score of a good pair.
    const MIN_SCORE: f32 = 1.5;
    let good = path.iter().filter(|(part, score)| (part.a, part.b) == (1, 1) && *score >= MIN_SCORE);
    let pairs: Vec<(u32, u32)> = good.map(|(part, _)| (part.source as u32, part.target as u32)).collect();
    let mut relation = Relation { log_ratio: log_ratio(source, target, &pairs), seen: Default::default() };
    for &(n, m) in &pairs {
        let (from, to) = (source.shapes[n as usize].class, target.shapes[m as usize].class);
        relation.seen[from as usize][to as usize] += 1;
    }
    relation
}

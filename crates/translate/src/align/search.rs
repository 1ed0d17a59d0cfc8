//! The search through segments that do not go side by side.

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

/// The pairs of what does not go side by side; between the segments on either side of a seam, others do.
pub(super) fn search(source: &Features, target: &Features, seams: &[(u32, u32)]) -> Vec<Pair> {
    let keys = SharedKeys::new((source, 0..source.len()), (target, 0..target.len()));
    let anchors = rising(&keys.unique(source, |_| true));
    let mut relation = Relation { log_ratio: log_ratio(source, target, &anchors), seen: Default::default() };
    let mut scorer = Scorer::new(source, target, keys);
    scorer.relate(target, &relation);
    let rough = rough_path(&scorer, &Grid::new(&scorer, &anchors, seams));
    relation = learnt(source, target, &rough);
    scorer.relate(target, &relation);
    let path = best_path(&scorer, &Grid::new(&scorer, &anchors, seams));
    crossing::pairs(&scorer, &path)
}

/// What the pairs of a path that fit well tell of how the pages relate.
fn learnt(source: &Features, target: &Features, path: &[(Part, f32)]) -> Relation {
    const WELL: f32 = 1.5;
    let fits = path.iter().filter(|(part, score)| (part.a, part.b) == (1, 1) && *score >= WELL);
    let pairs: Vec<(u32, u32)> = fits.map(|(part, _)| (part.source as u32, part.target as u32)).collect();
    let mut relation = Relation { log_ratio: log_ratio(source, target, &pairs), seen: Default::default() };
    for &(n, m) in &pairs {
        let (from, to) = (source.shapes[n as usize].class, target.shapes[m as usize].class);
        relation.seen[from as usize][to as usize] += 1;
    }
    relation
}

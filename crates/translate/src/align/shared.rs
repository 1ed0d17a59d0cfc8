//! The keys that two pages share, and what each says about which segments belong together.

use std::collections::HashMap;
use std::ops::Range;

use foldhash::fast::FixedState;

use super::features::Features;
use super::key::{Key, KeyKind};
use super::part::MAX_RUN;
use super::ratio::number;

/// One key says no more than this.
const MOST: f32 = 4.5;
/// A key in so many pairs of segments tells none of them apart.
const MOST_PAIRS: usize = 400;
/// One weak key in so many may be elsewhere by chance.
const FEW: usize = 20;
/// How many keys the usual rate of a kind counts as, beside those that are on the pages.
const USUAL: f32 = 4.0;

/// Where a key is.
#[derive(Clone, Copy, Default)]
struct Use {
    source: u32,
    target: u32,
    /// The numbers of the segments that have it, added up: of one segment its number, and of several another sum
    /// once one of them moves alone.
    at_source: u64,
    at_target: u64,
    /// From 1, once keys are numbered.
    id: u32,
}

/// The keys of two pages that either has.
pub(super) struct SharedKeys {
    uses: HashMap<u64, Use, FixedState>,
}

/// Segments of the other page in order that share keys, and what that counts.
pub(super) type Row = Vec<(u32, f32)>;

/// What the keys of runs of segments of one page say of single segments of the other.
pub(super) struct Evidence {
    /// By the length of the run less one, then by its first segment.
    pub(super) rows: [Vec<Row>; MAX_RUN],
    /// What it costs a run to be paired with a segment that has none of its keys.
    pub(super) missing: [Vec<f32>; MAX_RUN],
}

/// A key as evidence.
#[derive(Clone, Copy)]
struct Clue {
    id: u32,
    /// What it says that both segments have it, against neither of them.
    shared: f32,
    /// What it says that only one of them has it.
    missing: f32,
}

impl SharedKeys {
    /// Of these segments of either page, numbered from the first of them.
    pub(super) fn new((source, from): (&Features, Range<usize>), (target, to): (&Features, Range<usize>)) -> Self {
        let mut uses: HashMap<u64, Use, FixedState> = HashMap::with_hasher(FixedState::default());
        for (n, segment) in from.enumerate() {
            for key in source.keys(segment) {
                let it = uses.entry(key.hash).or_default();
                it.source += 1;
                it.at_source += n as u64;
            }
        }
        for (n, segment) in to.enumerate() {
            for key in target.keys(segment) {
                if let Some(it) = uses.get_mut(&key.hash) {
                    it.target += 1;
                    it.at_target += n as u64;
                }
            }
        }
        Self { uses }
    }

    /// Keys of some kinds that each page has once: where, in source order.
    pub(super) fn unique(&self, source: &Features, kinds: impl Fn(KeyKind) -> bool) -> Vec<(u32, u32)> {
        let all = self.uses_of(source, 0..source.len()).filter(|(key, _)| kinds(key.kind));
        let once = all.filter(|(_, it)| it.source == 1 && it.target == 1);
        once.map(|(_, it)| (it.at_source as u32, it.at_target as u32)).collect()
    }

    /// Whether what both have is in the same segments, those of the source being `from`, but for a few weak keys.
    pub(super) fn are_in_place(&self, source: &Features, from: Range<usize>) -> bool {
        let (mut here, mut elsewhere) = (0_usize, 0);
        for (key, it) in self.uses_of(source, from).filter(|(_, it)| it.source == it.target) {
            if it.at_source == it.at_target {
                here += 1;
            } else if key.kind.is_strong() {
                return false;
            } else {
                elsewhere += 1;
            }
        }
        elsewhere * FEW <= here
    }

    fn uses_of<'a>(&'a self, source: &'a Features, from: Range<usize>) -> impl Iterator<Item = (&'a Key, Use)> {
        from.flat_map(|n| source.keys(n)).filter_map(|key| Some((key, *self.uses.get(&key.hash)?)))
    }

    /// What the keys of the source say of the target, and the other way round.
    pub(super) fn evidence(mut self, source: &Features, target: &Features) -> (Evidence, Evidence) {
        let kept = self.kept(source, target);
        // Numbered in page order, so that sums come out the same everywhere.
        let mut ids = 0;
        for features in [source, target] {
            for key in (0..features.len()).flat_map(|n| features.keys(n)) {
                let it = self.uses.entry(key.hash).or_default();
                if it.id == 0 {
                    ids += 1;
                    it.id = ids;
                }
            }
        }
        let segments = number(source.len().max(target.len()));
        let clues = |features: &Features| -> Vec<Vec<Clue>> {
            let clue = |key: &Key| clue(key, self.uses[&key.hash], kept[key.kind as usize], segments);
            (0..features.len()).map(|n| features.keys(n).iter().filter_map(clue).collect()).collect()
        };
        let (of_source, of_target) = (clues(source), clues(target));
        let ids = ids as usize + 1;
        (evidence(&of_source, &of_target, ids), evidence(&of_target, &of_source, ids))
    }

    /// How often a key of each kind is kept: what is usual, and what is seen on these pages.
    fn kept(&self, source: &Features, target: &Features) -> [f32; KeyKind::COUNT] {
        let mut counts = [(0_usize, 0_usize); KeyKind::COUNT];
        for features in [source, target] {
            for key in (0..features.len()).flat_map(|n| features.keys(n)) {
                let (found, all) = &mut counts[key.kind as usize];
                *found += usize::from(self.uses.get(&key.hash).is_some_and(|it| it.source > 0 && it.target > 0));
                *all += 1;
            }
        }
        KeyKind::ALL.map(|kind| {
            let (found, all) = counts[kind as usize];
            ((number(found) + USUAL * kind.kept()) / (number(all) + USUAL)).clamp(0.05, 0.95)
        })
    }
}

/// What a key says, if anything: a common one nothing, nor a weak one that the other page never has.
fn clue(key: &Key, it: Use, kept: f32, segments: f32) -> Option<Clue> {
    let pairs = it.source as usize * it.target as usize;
    if pairs > MOST_PAIRS || pairs == 0 && !key.kind.is_strong() {
        return None;
    }
    let share = (number(pairs).sqrt() / segments).min(0.95);
    let missing = ((1.0 - kept) / (1.0 - share)).ln().min(0.0);
    let found = if pairs == 0 { 0.0 } else { (kept / share).ln().clamp(0.0, MOST) };
    Some(Clue { id: it.id, shared: found - 2.0 * missing, missing })
}

fn evidence(from: &[Vec<Clue>], to: &[Vec<Clue>], ids: usize) -> Evidence {
    let mut places: Vec<Vec<u32>> = vec![Vec::new(); ids];
    for (n, clues) in to.iter().enumerate() {
        for clue in clues {
            places[clue.id as usize].push(n as u32);
        }
    }
    let mut evidence = Evidence { rows: Default::default(), missing: Default::default() };
    for len in 1..=MAX_RUN {
        for first in 0..from.len() {
            let clues = run_clues(from, first, len);
            let found = clues.iter().flat_map(|clue| places[clue.id as usize].iter().map(|&n| (n, clue.shared)));
            evidence.rows[len - 1].push(summed(found.collect()));
            evidence.missing[len - 1].push(clues.iter().map(|clue| clue.missing).sum());
        }
    }
    evidence
}

/// The distinct clues of a run of segments.
fn run_clues(clues: &[Vec<Clue>], first: usize, len: usize) -> Vec<Clue> {
    let mut all = clues[first..(first + len).min(clues.len())].concat();
    if len > 1 {
        all.sort_by_key(|clue| clue.id);
        all.dedup_by_key(|clue| clue.id);
    }
    all
}

fn summed(mut row: Row) -> Row {
    row.sort_by_key(|&(place, _)| place);
    row.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 += next.1;
        }
        same
    });
    row
}

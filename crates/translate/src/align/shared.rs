//! The keys that two pages share, and their evidence for pairs of segments.

use std::collections::HashMap;
use std::ops::Range;

use foldhash::fast::FixedState;

use super::features::Features;
use super::key::{Key, KeyKind};
use super::part::MAX_RUN;
use super::ratio::number;

/// Maximum score of a single shared key.
const MAX_KEY_SCORE: f32 = 4.5;
/// Maximum number of segment pairs that share a key. A more frequent key distinguishes none of them and is ignored.
const MAX_PAIRS: usize = 400;
/// In a stretch, one of so many weak keys may be elsewhere by chance.
const KEYS_PER_STRAY: usize = 20;
/// Weight of the usual rate of a kind, in keys, beside the keys of the pages.
const USUAL_WEIGHT: f32 = 4.0;

/// The occurrences of a key.
#[derive(Clone, Copy, Default)]
struct Use {
    /// Number of source segments that have the key.
    source: u32,
    /// Number of target segments that have the key.
    target: u32,
    /// Sum of the indices of these source segments. If the key is in one segment, this is its index; if it is in
    /// several, the sum changes when one of them moves.
    at_source: u64,
    at_target: u64,
    /// From 1, once keys are numbered.
    id: u32,
}

/// The keys of two pages, with their occurrences.
pub(super) struct SharedKeys {
    uses: HashMap<u64, Use, FixedState>,
}

/// Segments of the other page that share keys, sorted by index, each with the score of these keys.
pub(super) type Row = Vec<(u32, f32)>;

/// Scores of the keys of one page's runs against single segments of the other page.
pub(super) struct Evidence {
    /// By the length of the run less one, then by its first segment.
    pub(super) rows: [Vec<Row>; MAX_RUN],
    /// Score of a pair of the run with a segment that has none of its keys; indexed like `rows`.
    pub(super) missing: [Vec<f32>; MAX_RUN],
}

/// A key as evidence.
#[derive(Clone, Copy)]
struct Clue {
    id: u32,
    /// Score if both segments have the key, relative to its missing in both directions.
    shared: f32,
    /// Score if only one of the segments has the key.
    missing: f32,
}

impl SharedKeys {
    /// The keys of these segments of either page. Segments are numbered from the start of the range.
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

    /// The places of keys that each page has exactly once, of the accepted kinds, in source order.
    pub(super) fn unique(&self, source: &Features, kinds: impl Fn(KeyKind) -> bool) -> Vec<(u32, u32)> {
        let all = self.uses_of(source, 0..source.len()).filter(|(key, _)| kinds(key.kind));
        let once = all.filter(|(_, it)| it.source == 1 && it.target == 1);
        once.map(|(_, it)| (it.at_source as u32, it.at_target as u32)).collect()
    }

    /// Whether common keys are in corresponding segments, except for a few weak ones. `from` are the source segments.
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
        elsewhere * KEYS_PER_STRAY <= here
    }

    fn uses_of<'a>(&'a self, source: &'a Features, from: Range<usize>) -> impl Iterator<Item = (&'a Key, Use)> {
        from.flat_map(|n| source.keys(n)).filter_map(|key| Some((key, *self.uses.get(&key.hash)?)))
    }

    /// The evidence of the source's keys for target segments, and of the target's keys for source segments.
    pub(super) fn evidence(mut self, source: &Features, target: &Features) -> (Evidence, Evidence) {
        let rates = self.rates(source, target);
        // Numbering in page order makes floating-point sums the same in every run.
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
            let clue = |key: &Key| clue(key, self.uses[&key.hash], rates[key.kind as usize], segments);
            (0..features.len()).map(|n| features.keys(n).iter().filter_map(clue).collect()).collect()
        };
        let (of_source, of_target) = (clues(source), clues(target));
        let ids = ids as usize + 1;
        (evidence(&of_source, &of_target, ids), evidence(&of_target, &of_source, ids))
    }

    /// The rate at which keys of each kind are kept in translation, from the usual rate and these pages.
    fn rates(&self, source: &Features, target: &Features) -> [f32; KeyKind::COUNT] {
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
            ((number(found) + USUAL_WEIGHT * kind.usual_rate()) / (number(all) + USUAL_WEIGHT)).clamp(0.05, 0.95)
        })
    }
}

/// The evidence of a key; `None` for a key that is too frequent, and for a weak key that the other page never has.
/// `rate` is that of its kind, `segments` the number of segments of the larger page.
fn clue(key: &Key, it: Use, rate: f32, segments: f32) -> Option<Clue> {
    let pairs = it.source as usize * it.target as usize;
    if pairs > MAX_PAIRS || pairs == 0 && !key.kind.is_strong() {
        return None;
    }
    let share = (number(pairs).sqrt() / segments).min(0.95);
    let missing = ((1.0 - rate) / (1.0 - share)).ln().min(0.0);
    let found = if pairs == 0 { 0.0 } else { (rate / share).ln().clamp(0.0, MAX_KEY_SCORE) };
    Some(Clue { id: it.id, shared: found - 2.0 * missing, missing })
}

/// The evidence of the clues of one page's segments for those of the other; `ids` is the number of keys plus one.
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

/// Sorts a row and adds up the scores of each segment.
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

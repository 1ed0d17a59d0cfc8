//! The keys that two pages share, and what each says about which segments belong together.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::features::{Features, Key};

/// One key says no more than this.
const MOST: f32 = 4.5;
/// A key in so many pairs of segments tells none of them apart.
const MOST_PAIRS: u64 = 400;

/// A key that both pages have.
#[derive(Clone, Copy, Default, Debug)]
struct Use {
    source: u32,
    target: u32,
    /// The last segment that has it, of either page.
    last_source: u32,
    last_target: u32,
}

pub(super) struct SharedKeys {
    uses: HashMap<u64, Use, FixedState>,
    segments: f32,
}

/// What the keys of two runs of segments say of each other.
pub(super) struct Evidence {
    /// By source segment: target segments in order that share keys with it, and what that counts.
    pub(super) shared: Vec<Vec<(u32, f32)>>,
    /// What it costs a segment to be paired with one that has none of its keys.
    pub(super) missing_source: Vec<f32>,
    pub(super) missing_target: Vec<f32>,
}

impl SharedKeys {
    pub(super) fn new(source: &Features, target: &Features) -> Self {
        let mut uses: HashMap<u64, Use, FixedState> = HashMap::with_hasher(FixedState::default());
        for n in 0..source.len() {
            for key in source.keys(n) {
                let it = uses.entry(key.hash).or_default();
                it.source += 1;
                it.last_source = n as u32;
            }
        }
        for n in 0..target.len() {
            for key in target.keys(n) {
                if let Some(it) = uses.get_mut(&key.hash) {
                    it.target += 1;
                    it.last_target = n as u32;
                }
            }
        }
        uses.retain(|_, it| it.target > 0);
        Self { uses, segments: source.len().max(target.len()) as f32 }
    }

    /// Keys that each page has once: where, in source order, and whether the key is a strong one.
    pub(super) fn unique(&self, source: &Features) -> Vec<(u32, u32, bool)> {
        let mut unique: Vec<(u32, u32, bool)> = Vec::new();
        for n in 0..source.len() {
            let once = source.keys(n).iter().filter_map(|key| Some((key, self.uses.get(&key.hash)?)));
            let once = once.filter(|(_, it)| it.source == 1 && it.target == 1);
            unique.extend(once.map(|(key, it)| (it.last_source, it.last_target, key.kind.is_strong())));
        }
        unique
    }

    pub(super) fn evidence(&self, source: &Features, target: &Features) -> Evidence {
        let mut places: HashMap<u64, Vec<u32>, FixedState> = HashMap::with_hasher(FixedState::default());
        for n in 0..target.len() {
            for key in target.keys(n).iter().filter(|key| self.tells(key)) {
                places.entry(key.hash).or_default().push(n as u32);
            }
        }
        let missing = |features: &Features, n: usize| features.keys(n).iter().map(|key| self.missing(key)).sum();
        let mut shared: Vec<Vec<(u32, f32)>> = vec![Vec::new(); source.len()];
        for (n, row) in shared.iter_mut().enumerate() {
            for key in source.keys(n) {
                // Both sides have it, so neither misses it.
                let counts = self.found(key) - 2.0 * self.missing(key);
                row.extend(places.get(&key.hash).into_iter().flatten().map(|&place| (place, counts)));
            }
            row.sort_by_key(|&(place, _)| place);
            row.dedup_by(|next, kept| {
                let same = next.0 == kept.0;
                if same {
                    kept.1 += next.1;
                }
                same
            });
        }
        Evidence {
            shared,
            missing_source: (0..source.len()).map(|n| missing(source, n)).collect(),
            missing_target: (0..target.len()).map(|n| missing(target, n)).collect(),
        }
    }

    fn tells(&self, key: &Key) -> bool {
        self.uses.get(&key.hash).is_some_and(|it| u64::from(it.source) * u64::from(it.target) <= MOST_PAIRS)
    }

    /// How much of the page has the key.
    fn share(&self, key: &Key) -> f32 {
        let uses = self.uses.get(&key.hash).map_or(0.0, |it| (it.source as f32 * it.target as f32).sqrt());
        (uses / self.segments).min(0.95)
    }

    /// What it says that both segments of a pair have the key.
    fn found(&self, key: &Key) -> f32 {
        (key.kind.kept() / self.share(key)).ln().clamp(0.0, MOST)
    }

    /// What it says that only one of them has it; nothing if one of the pages never has it.
    fn missing(&self, key: &Key) -> f32 {
        if self.tells(key) { ((1.0 - key.kind.kept()) / (1.0 - self.share(key))).ln().min(0.0) } else { 0.0 }
    }
}

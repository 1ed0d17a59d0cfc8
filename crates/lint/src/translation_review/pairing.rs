//! Which block of the old version of a page became which block of the new one.

use firstaid_text::differences;
use similar::{Algorithm, DiffOp};

use super::block::{Block, likeness};

/// Minimum share of common words, in percent, of two versions of one block.
const MIN_LIKENESS: usize = 40;

/// Maximum pairs of blocks in one stretch that are compared by their words; in a larger one, blocks keep their order.
const MAX_PAIRS: usize = 10_000;

/// The blocks of two versions: pairs of indices, and those that only one version has.
#[derive(Default)]
pub(super) struct Paired {
    pub(super) both: Vec<(usize, usize)>,
    pub(super) gone: Vec<usize>,
    pub(super) new: Vec<usize>,
    /// The same block in another place.
    pub(super) moved: Vec<(usize, usize)>,
}

pub(super) fn paired(old: &[Block<'_>], new: &[Block<'_>]) -> Paired {
    let key = |block: &Block<'_>| (block.segment.kind.clone(), block.text.clone());
    let (old_keys, new_keys): (Vec<_>, Vec<_>) = (old.iter().map(key).collect(), new.iter().map(key).collect());
    let mut found = Paired::default();
    for op in differences(Algorithm::Myers, &old_keys, &new_keys) {
        match op {
            DiffOp::Equal { old_index, new_index, len } => {
                found.both.extend((0..len).map(|n| (old_index + n, new_index + n)));
            }
            DiffOp::Delete { old_index, old_len, .. } => found.gone.extend(old_index..old_index + old_len),
            DiffOp::Insert { new_index, new_len, .. } => found.new.extend(new_index..new_index + new_len),
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                let (of_old, of_new) = (old_index..old_index + old_len, new_index..new_index + new_len);
                found.pair_stretch((old, of_old.collect()), (new, of_new.collect()));
            }
        }
    }
    found.find_moved(&old_keys, &new_keys);
    found.both.sort_unstable();
    found
}

impl Paired {
    fn pair_stretch(
        &mut self,
        (old, mut of_old): (&[Block<'_>], Vec<usize>),
        (new, mut of_new): (&[Block<'_>], Vec<usize>),
    ) {
        if of_old.len() == of_new.len() {
            let is_kind = |(&a, &b): (&usize, &usize)| old[a].segment.kind == new[b].segment.kind;
            // As many blocks of the same kinds: each was reworded, however freely.
            if of_old.iter().zip(&of_new).all(is_kind) {
                self.both.extend(of_old.into_iter().zip(of_new));
                return;
            }
        }
        if of_old.len() * of_new.len() <= MAX_PAIRS {
            let all = of_old.iter().flat_map(|&a| of_new.iter().map(move |&b| (a, b)));
            let mut alike: Vec<(usize, (usize, usize))> =
                all.map(|(a, b)| (likeness(&old[a].text, &new[b].text), (a, b))).collect();
            alike.retain(|&(likeness, _)| likeness >= MIN_LIKENESS);
            alike.sort_unstable_by_key(|&(likeness, pair)| (std::cmp::Reverse(likeness), pair));
            for (_, (a, b)) in alike {
                if of_old.contains(&a) && of_new.contains(&b) {
                    of_old.retain(|&it| it != a);
                    of_new.retain(|&it| it != b);
                    self.both.push((a, b));
                }
            }
        }
        self.gone.extend(of_old);
        self.new.extend(of_new);
    }

    /// Takes blocks that are gone in one place and new in another.
    fn find_moved<K: PartialEq>(&mut self, old: &[K], new: &[K]) {
        let mut moved = Vec::new();
        self.gone.retain(|&a| {
            let Some(at) = self.new.iter().position(|&b| old[a] == new[b]) else { return true };
            moved.push((a, self.new.remove(at)));
            false
        });
        self.moved = moved;
    }
}

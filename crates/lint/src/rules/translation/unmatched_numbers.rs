//! Numbers of a block and of its source that have no equal on the other side.

use firstaid_language::numbers::QuantityKind;
use firstaid_text::TextRange;

use crate::translation::{LocatedQuantity, Translation, Unit};

pub(super) fn within(all: &[LocatedQuantity], range: TextRange) -> &[LocatedQuantity] {
    let first = all.partition_point(|it| it.range.start() < range.start());
    let end = all.partition_point(|it| it.range.start() < range.end());
    &all[first..end.max(first)]
}

/// Numbers without an equal counterpart on the other side.
pub(super) struct Unmatched<'t> {
    pub(super) source: Vec<&'t LocatedQuantity>,
    pub(super) target: Vec<&'t LocatedQuantity>,
    /// Source and target with the same number and different units.
    pub(super) other_unit: Vec<(&'t LocatedQuantity, &'t LocatedQuantity)>,
}

impl<'t> Unmatched<'t> {
    pub(super) fn new(source: &'t [LocatedQuantity], target: &'t [LocatedQuantity]) -> Self {
        let mut unmatched =
            Self { source: source.iter().collect(), target: target.iter().collect(), other_unit: Vec::new() };
        let is_sure = |it: &LocatedQuantity| it.quantity.kind > QuantityKind::Possible;
        let is_same = |source: &LocatedQuantity, target: &LocatedQuantity| {
            source.quantity.unit == target.quantity.unit && source.quantity.equals(&target.quantity)
        };
        // A sure number has the first choice: "both" may be a two, and must not take the two of "protocol 2".
        unmatched.take_pairs(|source, target| is_sure(source) && is_sure(target) && is_same(source, target));
        unmatched.take_pairs(is_same);
        unmatched.take_pairs(|source, target| source.quantity.equals(&target.quantity));
        let taken = unmatched.take_pairs(|source, target| source.quantity.has_same_value(&target.quantity));
        unmatched.other_unit =
            taken.into_iter().filter(|(source, target)| is_sure(source) && is_sure(target)).collect();
        unmatched.source.retain(|it| is_sure(it));
        unmatched.target.retain(|it| is_sure(it));
        unmatched
    }

    /// Removes and returns the pairs that match, in order.
    pub(super) fn take_pairs(
        &mut self,
        is_match: impl Fn(&LocatedQuantity, &LocatedQuantity) -> bool,
    ) -> Vec<(&'t LocatedQuantity, &'t LocatedQuantity)> {
        let mut taken = Vec::new();
        self.source.retain(|source| match self.target.iter().position(|target| is_match(source, target)) {
            Some(at) => {
                taken.push((*source, self.target.remove(at)));
                false
            }
            None => true,
        });
        taken
    }

    /// Removes numbers that are a row without blanks on one side: "1,2 or 3" and "1, 2 o 3".
    pub(super) fn take_lists(&mut self, of: &Translation<'_>, (source, target): (&str, &str)) {
        let row = |typed: &str, other: &str| {
            let (first, second) = typed.split_once(',')?;
            let items = [first, second].map(|item| item.parse::<u64>().ok());
            let [Some(first), Some(second)] = items else { return None };
            other.contains(&format!("{first}, {second}")).then_some([first * 1000, second * 1000])
        };
        let is_item = |items: &[[u64; 2]], it: &LocatedQuantity| {
            items.iter().flatten().any(|value| it.quantity.values.contains(value))
        };
        let in_source = |it: &LocatedQuantity| row(of.source.source.slice(it.range), target);
        let in_target = |it: &LocatedQuantity| row(of.page.source.slice(it.range), source);
        let of_source: Vec<[u64; 2]> = self.source.iter().filter_map(|it| in_source(it)).collect();
        let of_target: Vec<[u64; 2]> = self.target.iter().filter_map(|it| in_target(it)).collect();
        if of_source.is_empty() && of_target.is_empty() {
            return;
        }
        self.source.retain(|it| in_source(it).is_none() && !is_item(&of_target, it));
        self.target.retain(|it| in_target(it).is_none() && !is_item(&of_source, it));
    }

    /// Removes numbers that the block before or after has instead: translators split and join sentences.
    pub(super) fn take_moved(
        &mut self,
        of: &Translation<'_>,
        unit: Unit<'_>,
        (source, target): (&[LocatedQuantity], &[LocatedQuantity]),
    ) {
        if self.source.is_empty() && self.target.is_empty() {
            return;
        }
        // A block without a counterpart may be a part of this one.
        let near = [unit.pair.checked_sub(1), Some(unit.pair + 1)].into_iter().flatten();
        let near = near.filter_map(|n| of.pairs.get(n)).map(|pair| (of.source_range(pair), of.target_range(pair)));
        let has = |all: &[LocatedQuantity], it: &LocatedQuantity| {
            all.iter().any(|other| other.quantity.has_same_value(&it.quantity))
        };
        for (there, here) in near {
            let (there, here) = (within(source, there), within(target, here));
            self.source.retain(|it| !has(here, it) || has(there, it));
            self.target.retain(|it| !has(there, it) || has(here, it));
        }
    }
}

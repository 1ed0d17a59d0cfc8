//! Which fixes a difference is blamed on.

use firstaid_text::TextRange;

use super::moved::Moved;
use super::trial::{Difference, Trial};

/// Maximum number of differences that no rule of a fix is about; with more, all fixes are at fault.
pub(super) const MAX_DIFFERENCES: usize = 500;

/// Which of the fixes are at fault.
pub(super) struct Faults<'t, 'd> {
    chosen: &'t [Trial<'d>],
    pub(super) moved: &'t Moved,
    pub(super) at_fault: Vec<bool>,
    /// Number of differences that no rule of a fix is about.
    differences: usize,
}

impl<'t, 'd> Faults<'t, 'd> {
    pub(super) fn new(chosen: &'t [Trial<'d>], moved: &'t Moved) -> Self {
        Self { chosen, moved, at_fault: vec![false; chosen.len()], differences: 0 }
    }

    /// Blames the fixes that touch a difference, or those that touch the zone around it, or else all.
    pub(super) fn add(&mut self, difference: &Difference<'_>, zone: TextRange) {
        let (chosen, moved) = (self.chosen, self.moved);
        let range = [difference.range(), zone].into_iter().find(|range| moved.touching(*range).next().is_some());
        let is_excused = match range {
            Some(range) => moved.touching(range).any(|n| chosen[n].may(difference)),
            None => chosen.iter().any(|trial| trial.may(difference)),
        };
        if is_excused {
            return;
        }
        self.differences += 1;
        match range.filter(|_| !self.is_full()) {
            Some(range) => moved.touching(range).for_each(|n| self.at_fault[n] = true),
            None => self.at_fault.fill(true),
        }
    }

    /// Whether there are too many differences to look for more: all fixes are at fault.
    pub(super) fn is_full(&self) -> bool {
        self.differences > MAX_DIFFERENCES
    }
}

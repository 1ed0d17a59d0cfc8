//! Where the bytes of a page are after its fixes, and where they came from.

use std::ops::RangeInclusive;

use firstaid_text::{Edit, TextRange};

use super::trial::Trial;

/// Where bytes of a page are after its fixes.
pub(super) struct Moved {
    /// In order, before and after: the edits of a page share no byte.
    edits: Vec<MovedEdit>,
}

struct MovedEdit {
    before: TextRange,
    after: TextRange,
    /// Index of its fix among those that are tried.
    fix: usize,
}

impl Moved {
    /// Of fixes that do not conflict.
    pub(super) fn new(chosen: &[Trial<'_>]) -> Self {
        let edits = chosen.iter().enumerate().flat_map(|(n, trial)| trial.fix.edits.iter().map(move |edit| (n, edit)));
        let mut sorted: Vec<(usize, &Edit)> = edits.collect();
        sorted.sort_by_key(|(_, edit)| edit.range);
        // Up to where the text before is done, and where that is after.
        let (mut done, mut at) = (0, 0);
        let place = |(fix, edit): (usize, &Edit)| {
            let start = at + (edit.range.start() - done);
            let after = TextRange::new(start, start + edit.replacement.len() as u32);
            (done, at) = (edit.range.end(), after.end());
            MovedEdit { before: edit.range, after, fix }
        };
        Self { edits: sorted.into_iter().map(place).collect() }
    }

    /// The fixes with an edit that shares a byte with a range or stands at an end of it.
    pub(super) fn touching(&self, range: TextRange) -> impl Iterator<Item = usize> + '_ {
        let first = self.edits.partition_point(|edit| edit.before.end() < range.start());
        self.edits[first..].iter().take_while(move |edit| edit.before.start() <= range.end()).map(|edit| edit.fix)
    }

    /// Where an offset may be: one place, or any in the replacements of the edits that touch it.
    pub(super) fn of(&self, offset: u32) -> RangeInclusive<u32> {
        let first = self.edits.partition_point(|edit| edit.before.end() < offset);
        let touching = self.edits[first..].iter().take_while(|edit| edit.before.start() <= offset);
        let touching = touching.map(|edit| edit.after).reduce(TextRange::cover);
        if let Some(after) = touching {
            return after.start()..=after.end();
        }
        let place = match first.checked_sub(1).map(|last| &self.edits[last]) {
            Some(last) => last.after.end() + (offset - last.before.end()),
            None => offset,
        };
        place..=place
    }

    /// The range before that a range after stands for, edits that it touches included.
    pub(super) fn back(&self, range: TextRange) -> TextRange {
        let of = |offset: u32, is_end: bool| {
            let first = self.edits.partition_point(|edit| edit.after.end() < offset);
            let touching = self.edits[first..].iter().take_while(|edit| edit.after.start() <= offset);
            let touching = touching.map(|edit| edit.before).reduce(TextRange::cover);
            match (touching, first.checked_sub(1).map(|last| &self.edits[last])) {
                (Some(before), _) => {
                    if is_end {
                        before.end()
                    } else {
                        before.start()
                    }
                }
                (None, Some(last)) => last.before.end() + (offset - last.after.end()),
                (None, None) => offset,
            }
        };
        let start = of(range.start(), false);
        TextRange::new(start, of(range.end(), true).max(start))
    }
}

//! The sentences of a page, cut block by block, as far as mentions ask for them.

use std::ops::Range;

use firstaid_content::ProseText;
use firstaid_language::sentences::sentences;
use firstaid_language::stance::Sentence;
use firstaid_text::floor_char_boundary;

/// Maximum bytes of a sentence on either side of a name: a line without end must not cost the square of its length.
const MAX_REACH: usize = 400;

/// Maximum names of a sentence on either side of a name, for the same reason.
const MAX_NAMES: usize = 6;

/// The sentences of the block that was asked last.
pub(super) struct Cut<'p> {
    prose: &'p ProseText,
    /// Ranges of all names in the prose, in order.
    names: &'p [Range<usize>],
    /// Where the block begins, and the ranges of its sentences in the prose.
    block: Option<(usize, Vec<Range<usize>>)>,
    /// Where the block begins whose last sentence was asked for last, and that sentence: all items of a list have one lead.
    lead: Option<(usize, Range<usize>)>,
}

impl<'p> Cut<'p> {
    pub(super) fn new(prose: &'p ProseText, names: &'p [Range<usize>]) -> Self {
        Self { prose, names, block: None, lead: None }
    }

    /// The range of the sentence around a place of the prose.
    pub(super) fn around(&mut self, place: &Range<usize>) -> Range<usize> {
        let (at, block) = self.prose.block_around(place.start);
        if self.block.as_ref().is_none_or(|(known, _)| *known != at) {
            let cut = sentences(block).into_iter().map(|range| at + range.start..at + range.end).collect();
            self.block = Some((at, cut));
        }
        let cut = self.block.as_ref().map_or(&[][..], |(_, cut)| cut);
        let n = cut.partition_point(|sentence| sentence.end <= place.start);
        let whole = cut.get(n).filter(|it| it.start <= place.start).cloned().unwrap_or(at..at + block.len());
        // The mark at the end of a name ends no sentence: "Yahoo! Messenger".
        let behind = cut.get(n + 1).filter(|next| next.start < place.end);
        self.near(whole.start..behind.map_or(whole.end, |next| next.end), place)
    }

    /// The part of a sentence that is near enough to a place.
    pub(super) fn near(&self, sentence: Range<usize>, place: &Range<usize>) -> Range<usize> {
        let text = self.prose.text();
        let (before, behind) = (
            self.names.partition_point(|name| name.start < place.start),
            self.names.partition_point(|name| name.start < place.end),
        );
        let first = before.checked_sub(MAX_NAMES).map_or(0, |n| self.names[n].start);
        let last = self.names.get(behind + MAX_NAMES).map_or(text.len(), |name| name.start);
        let start = sentence.start.max(first).max(floor_char_boundary(text, place.start.saturating_sub(MAX_REACH)));
        let end = sentence.end.min(last).min(floor_char_boundary(text, (place.end + MAX_REACH).min(text.len())));
        start..end.max(place.end)
    }

    /// The last sentence of a block, given by any place in it.
    pub(super) fn last_of(&mut self, at: usize) -> Range<usize> {
        let (start, block) = self.prose.block_around(at);
        if let Some((_, known)) = self.lead.as_ref().filter(|(known, _)| *known == start) {
            return known.clone();
        }
        let last = sentences(block).pop().unwrap_or(0..block.len());
        let range = start + last.start..start + last.end;
        let end = range.end;
        let near = self.near(range, &(end..end));
        self.lead = Some((start, near.clone()));
        near
    }

    pub(super) fn read(&self, range: Range<usize>) -> Sentence<'p> {
        Sentence::new(self.prose.text(), range, self.names)
    }

    /// A sentence behind the lead of its list, as one.
    pub(super) fn read_behind(&self, lead: Range<usize>, range: Range<usize>) -> Sentence<'p> {
        let mut sentence = self.read(lead);
        sentence.push(self.prose.text(), range, self.names);
        sentence
    }

    /// A cell of a table with another of its row, as one sentence with a dash between them.
    pub(super) fn read_beside(&self, own: Range<usize>, other: Range<usize>) -> Sentence<'p> {
        let mut sentence = self.read(own);
        sentence.push_dash();
        sentence.push(self.prose.text(), other, self.names);
        sentence
    }
}

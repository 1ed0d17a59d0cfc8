//! Compares a page that was composed with what its catalog says, by reading the page again.

use super::gaps::{Composed, Plan, is_body};
use super::gathered::Gathered;
use crate::catalogs::record::Fate;
use crate::config::TranslationConfig;
use crate::page::{Site, as_on_page, shown, text_of};
use crate::segments::{Segment, SegmentKind, message};

/// A page that was composed.
#[derive(Clone, Copy)]
pub(super) struct ReadBack<'a> {
    pub(super) gathered: &'a Gathered<'a>,
    pub(super) plan: &'a Plan,
    pub(super) composed: &'a Composed,
    /// The segments of the composed text.
    pub(super) read: &'a [Segment],
    pub(super) site: &'a Site<'a>,
    pub(super) config: &'a TranslationConfig,
}

impl ReadBack<'_> {
    /// The text that the page is to have for a segment.
    fn wanted(&self, n: usize) -> String {
        let (segment, entry) = (&self.gathered.segments[n], &self.gathered.merged.entries[n]);
        let shown = shown(entry, self.config);
        as_on_page(&segment.kind, &text_of(self.gathered.source, segment, entry, self.site, shown))
    }

    /// The first segment that would be read back differently from the composed page.
    pub(super) fn misread(&self) -> Option<usize> {
        let Self { gathered, plan, composed, read, .. } = *self;
        // Of segments that are kept, only their place must stay, and their kind, which is that of the page or what the
        // source has made of it ("### Keys" became "## Keys"); one that was written before them is to blame.
        let mut last_written = None;
        let wrong_body = composed.written.iter().enumerate().find_map(|(w, written)| {
            let (n, found) = (written.segment, read.binary_search_by_key(&written.start, |it| it.range.start()).ok());
            last_written = if written.is_kept { last_written } else { Some(n) };
            let is_right = found.is_some_and(|at| {
                let block = gathered.page.and(plan.places[n].as_ref()).map(|it| &plan.page_segments[it.blocks.start]);
                let (kind, text) = (&read[at].kind, text_read(&read[at]));
                let is_right_kind = *kind == gathered.segments[n].kind || block.is_some_and(|it| it.kind == *kind);
                let is_kept = || block.is_some_and(|it| text_as(kind, it) == text);
                is_right_kind && if written.is_kept { is_kept() } else { text == self.wanted(n) }
            });
            // A block that takes in the next one is wrong because of that one.
            let taken_in = composed
                .written
                .get(w + 1)
                .filter(|next| !next.is_kept && found.is_some_and(|at| next.start < read[at].range.end()));
            let to_blame = || taken_in.map(|next| next.segment).or(last_written).unwrap_or(n);
            if is_right { None } else { Some(to_blame()) }
        });
        let is_value = |n: &usize| !is_body(&gathered.segments[*n]);
        let wrong_value = || {
            (0..gathered.segments.len()).filter(is_value).find(|&n| {
                let kind = &gathered.segments[n].kind;
                let own = gathered.page.and(plan.page_segments.iter().find(|it| it.kind == *kind));
                self.other_value(n).is_some_and(|text| own.is_none_or(|own| text_read(own) != text))
            })
        };
        wrong_body.or_else(wrong_value)
    }

    /// The text that the page has for a segment of the front matter, if that is another one than the catalog has.
    fn other_value(&self, n: usize) -> Option<String> {
        let value = self.read.iter().find(|it| it.kind == self.gathered.segments[n].kind)?;
        Some(text_read(value)).filter(|text| *text != self.wanted(n))
    }

    /// What became of the block of each segment. A refused translation stays a change that the page does not have
    /// unless the page lacks its whole block, and so does one in whose place the page keeps a text of its own: an edit
    /// of that text is never to win over it in silence.
    pub(super) fn fates(&self) -> Vec<Fate> {
        let mut fates = vec![Fate::Nothing; self.gathered.segments.len()];
        for written in &self.composed.written {
            fates[written.segment] = if written.own.is_some() { Fate::OtherText(written.own) } else { Fate::Block };
        }
        for (n, fate) in fates.iter_mut().enumerate() {
            if !is_body(&self.gathered.segments[n]) {
                let has_other = self.other_value(n).is_some();
                *fate = if has_other { Fate::OtherText(None) } else { Fate::Block };
            }
            if *fate == Fate::Block && self.gathered.is_refused(n) {
                *fate = Fate::OtherText(None);
            }
        }
        fates
    }
}

/// The text of a segment, with its own targets in its slots.
fn text_read(segment: &Segment) -> String {
    text_as(&segment.kind, segment)
}

/// [`text_read`], as a block of another kind has it.
fn text_as(kind: &SegmentKind, segment: &Segment) -> String {
    let own = |n: usize| Some((&*segment.slots.get(n.checked_sub(1)?)?.url).into());
    as_on_page(kind, &message::fill(&segment.message, own))
}

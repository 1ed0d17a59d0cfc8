use std::borrow::Cow;
use std::ops::Range;

use super::attributes::AttributeList;
use super::cover::{Cover, CoverKind, Overlay};
use crate::token::Token;

/// Stands for a covered byte inside a line: no markup begins or ends with it.
pub(super) const FILL: u8 = b',';

/// An [`Overlay`] in the making.
pub(super) struct Painter {
    /// The covered text.
    pub(super) bytes: Vec<u8>,
    covers: Vec<Cover>,
    pub(super) attributes: Vec<AttributeList>,
    pub(super) markers: Vec<u32>,
    pub(super) titles: Vec<u32>,
    pub(super) includes: bool,
    pub(super) links: Vec<Token>,
}

impl Painter {
    pub(super) fn new(source: &str) -> Self {
        Self {
            bytes: source.as_bytes().to_vec(),
            covers: Vec::new(),
            attributes: Vec::new(),
            markers: Vec::new(),
            titles: Vec::new(),
            includes: false,
            links: Vec::new(),
        }
    }

    /// Overwrites a stretch; line ends stay. `range` must begin and end between characters.
    pub(super) fn paint(&mut self, range: Range<usize>, fill: u8) {
        for byte in &mut self.bytes[range] {
            if !matches!(*byte, b'\n' | b'\r') {
                *byte = fill;
            }
        }
    }

    /// Covers a stretch and remembers it.
    pub(super) fn cover(&mut self, range: Range<usize>, fill: u8, kind: CoverKind) {
        self.paint(range.clone(), fill);
        self.covers.push(Cover { range: range.into(), kind });
    }

    pub(super) fn finish(mut self) -> Overlay<'static> {
        self.covers.sort_unstable_by_key(|cover| cover.range);
        let mut apart: Vec<Cover> = Vec::with_capacity(self.covers.len());
        for cover in self.covers {
            match apart.last() {
                Some(last) if cover.range.start() < last.range.end() => {}
                _ => apart.push(cover),
            }
        }
        self.attributes.sort_unstable_by_key(|list| list.range);
        self.markers.sort_unstable();
        self.titles.sort_unstable();
        Overlay {
            // ASCII replaced whole characters, so this is UTF-8. If it ever is not, an empty page does no harm.
            text: Cow::Owned(String::from_utf8(self.bytes).unwrap_or_default()),
            covers: apart,
            attributes: self.attributes,
            markers: self.markers,
            titles: self.titles,
            includes: self.includes,
            links: self.links,
        }
    }
}

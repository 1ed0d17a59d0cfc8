//! What the header of a catalog keeps of the source as the last sync saw it, as hashes.

use std::fmt::Write as _;

use super::token::{Placed, Token};
use crate::catalogs::po::Header;
use crate::hash::short_hash;

/// Lines between segments: `-` for an empty line, six digits for any other; a blank for each segment.
const GAPS: &str = "X-Gaps";
/// The messages of the segments with their contexts, in page order, six digits each.
const MESSAGES: &str = "X-Messages";
/// Keys and values of the front matter, six digits each.
const FRONT_MATTER: &str = "X-Front-Matter";
/// Link targets of all slots as they were for the page, six digits each.
const LINKS: &str = "X-Links";
/// Labels and targets of link definitions as they were for the page, six digits each.
const DEFINITIONS: &str = "X-Definitions";
/// Stands for a gap without bytes, so that no tool takes two blanks for one.
const EMPTY: char = '.';

/// The source at the last sync.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Base {
    /// The lines before each segment, and after the last.
    pub(crate) gaps: Vec<Vec<u32>>,
    /// The messages of the segments, in page order, those of the front matter first; empty if an earlier release wrote
    /// the catalog.
    pub(crate) messages: Vec<u32>,
    pub(crate) front_matter: KeyHashes,
    /// The targets of all slots, in page order.
    pub(crate) links: Vec<u32>,
    /// The label of each definition with its target.
    pub(crate) definitions: Vec<(u32, u32)>,
}

/// The hash of each key of the front matter with that of its value, as they were for the page; 0 for a value that is a
/// segment.
pub(crate) type KeyHashes = Vec<(u32, u32)>;

impl Base {
    /// Reads what the last sync recorded; `None` if it recorded nothing, or another tool damaged it.
    pub(crate) fn read(header: &Header) -> Option<Self> {
        let gaps = header.get(GAPS)?.split(' ').map(gap).collect::<Option<_>>()?;
        let links = numbers(header.get(LINKS).unwrap_or_default())?;
        let pairs = |field: &str| {
            let numbers = numbers(header.get(field).unwrap_or_default())?;
            Some(numbers.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect())
        };
        let messages = numbers(header.get(MESSAGES).unwrap_or_default())?;
        Some(Self { gaps, messages, front_matter: pairs(FRONT_MATTER)?, links, definitions: pairs(DEFINITIONS)? })
    }

    pub(crate) fn write(&self, header: &mut Header) {
        let gap = |gap: &Vec<u32>| {
            let mut text = String::new();
            for line in gap {
                match line {
                    0 => text.push('-'),
                    line => write!(text, "{line:06x}").expect("a string grows"),
                }
            }
            if text.is_empty() {
                text.push(EMPTY);
            }
            text
        };
        set(header, GAPS, &self.gaps.iter().map(gap).collect::<Vec<_>>().join(" "));
        set(header, MESSAGES, &digits(&self.messages));
        let flat = |pairs: &[(u32, u32)]| pairs.iter().flat_map(|&(key, value)| [key, value]).collect::<Vec<_>>();
        set(header, FRONT_MATTER, &digits(&flat(&self.front_matter)));
        set(header, LINKS, &digits(&self.links));
        set(header, DEFINITIONS, &digits(&flat(&self.definitions)));
    }

    /// Whether there is a record of the messages that fits the other fields.
    pub(super) fn has_messages(&self) -> bool {
        !self.messages.is_empty() && self.messages.len() + 1 >= self.gaps.len()
    }

    /// Number of segments in the front matter, if there is a record of the messages.
    pub(super) fn values(&self) -> usize {
        (self.messages.len() + 1).saturating_sub(self.gaps.len())
    }

    /// The hash of a key's value; `None` if the front matter had no such key.
    pub(crate) fn value(&self, key: &str) -> Option<u32> {
        let wanted = short_hash(&[key.as_bytes()]);
        self.front_matter.iter().find(|(key, _)| *key == wanted).map(|&(_, value)| value)
    }
}

/// The lines of each gap of a row of tokens.
pub(super) fn gaps_of(tokens: &[Placed]) -> Vec<Vec<u32>> {
    let mut gaps = vec![Vec::new()];
    for placed in tokens {
        match placed.token {
            Token::Line(hash) => gaps.last_mut().expect("there is one").push(hash),
            Token::Segment(_) => gaps.push(Vec::new()),
        }
    }
    gaps
}

/// A field without a value is not added.
fn set(header: &mut Header, key: &str, value: &str) {
    if !value.is_empty() || header.get(key).is_some() {
        header.set(key, value);
    }
}

fn gap(text: &str) -> Option<Vec<u32>> {
    let mut lines = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let len = match first {
            '-' => 1,
            EMPTY if text.len() == 1 => return Some(lines),
            _ => 6,
        };
        let line = rest.get(..len)?;
        lines.push(if len == 1 { 0 } else { u32::from_str_radix(line, 16).ok()? });
        rest = &rest[len..];
    }
    Some(lines)
}

fn digits(numbers: &[u32]) -> String {
    numbers.iter().map(|number| format!("{number:06x}")).collect::<Vec<_>>().join(" ")
}

fn numbers(text: &str) -> Option<Vec<u32>> {
    text.split_whitespace().map(|digits| u32::from_str_radix(digits, 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let base = Base {
            gaps: vec![vec![], vec![0, 0, 0xab], vec![0xff_ff_ff], vec![0]],
            messages: vec![8, 9, 10, 11],
            front_matter: vec![(1, 2), (3, 4)],
            links: vec![5],
            definitions: vec![(6, 7)],
        };
        let mut header = Header::default();
        assert_eq!(Base::read(&header), None);
        base.write(&mut header);
        assert_eq!(header.get(GAPS), Some(". --0000ab ffffff -"));
        assert_eq!(Base::read(&header), Some(base));
        header.set(GAPS, "- 12");
        assert_eq!(Base::read(&header), None);
    }
}

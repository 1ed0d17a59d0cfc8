//! The state of the walk over a body, and the search for closing brackets.

use std::collections::HashMap;
use std::ops::Range;

use super::line::line_end;
use super::painter::Painter;
use super::syntax::Syntax;
use super::tags::{Region, region_end};

/// What the line above is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Above {
    Blank,
    Text,
    Code,
}

pub(super) struct Scanner<'a> {
    pub(super) source: &'a str,
    pub(super) syntax: Syntax,
    pub(super) painter: Painter,
    /// The fence of the open code block: its character and length.
    pub(super) fence: Option<(u8, usize)>,
    /// Whether the lines up to the next empty one are raw HTML.
    pub(super) is_html: bool,
    pub(super) above: Above,
    /// Lines that the current one may be indented below: their indent, and that of their content.
    pub(super) open: Vec<(usize, usize)>,
    /// Up to here braces are shown as they are.
    pub(super) raw_until: usize,
    /// Bytes that may still be read in vain for the ends of directives of ikiwiki.
    pub(super) patience: usize,
    /// Where the current block ends: the next empty line.
    block_end: usize,
    /// What was searched for without success, and up to where.
    unclosed: HashMap<Sought<'a>, usize>,
}

/// What a search looks for.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Sought<'a> {
    Bracket(&'static str),
    Backticks(usize),
    Brace,
    Extension,
    Region(&'static str, &'a str),
}

/// Longer runs of backticks are not searched for their end.
const MAX_BACKTICKS: usize = 16;

impl<'a> Scanner<'a> {
    pub(super) fn new(source: &'a str, syntax: Syntax) -> Self {
        Self {
            source,
            syntax,
            painter: Painter::new(source),
            fence: None,
            is_html: false,
            above: Above::Blank,
            open: Vec::new(),
            raw_until: 0,
            patience: source.len() * 4,
            block_end: 0,
            unclosed: HashMap::new(),
        }
    }

    /// The tag that closes a region.
    pub(super) fn region(&mut self, from: usize, region: Region<'a>) -> Option<Range<usize>> {
        let sought = Sought::Region(region.open, region.name);
        if self.unclosed.contains_key(&sought) {
            return None;
        }
        let found = region_end(self.source, from, region);
        if found.is_none() {
            self.unclosed.insert(sought, self.source.len());
        }
        found
    }

    /// Where a code span that begins at `at` ends; if it does not end, where its backticks do.
    pub(super) fn code_span(&mut self, at: usize) -> usize {
        let bytes = self.source.as_bytes();
        let len = bytes[at..].iter().take_while(|&&b| b == b'`').count();
        let (mut from, end) = (at + len, self.block_end(at));
        let sought = Sought::Backticks(len);
        if len > MAX_BACKTICKS || self.unclosed.get(&sought).is_some_and(|&until| at < until) {
            return from;
        }
        while let Some(found) = memchr::memchr(b'`', &bytes[from..end]) {
            let start = from + found;
            let run = bytes[start..end].iter().take_while(|&&b| b == b'`').count();
            if run == len {
                return start + run;
            }
            from = start + run;
        }
        self.unclosed.insert(sought, end);
        at + len
    }

    /// The brace that closes the one at `at`: the offset after it.
    pub(super) fn balanced(&mut self, at: usize) -> Option<usize> {
        let end = self.block_end(at);
        if self.unclosed.get(&Sought::Brace).is_some_and(|&until| at < until) {
            return None;
        }
        let mut depth = 0_u32;
        for (n, byte) in self.source.as_bytes()[at..end].iter().enumerate() {
            match byte {
                b'{' => depth += 1,
                b'}' if depth == 1 => return Some(at + n + 1),
                b'}' => depth -= 1,
                _ => {}
            }
        }
        self.unclosed.insert(Sought::Brace, end);
        None
    }

    /// Where a closing bracket begins, in the same block.
    pub(super) fn find(&mut self, from: usize, close: &'static str) -> Option<usize> {
        let sought = Sought::Bracket(close);
        let end = self.block_end(from);
        if self.unclosed.get(&sought).is_some_and(|&until| from < until) {
            return None;
        }
        let found = memchr::memmem::find(&self.source.as_bytes()[from..end.max(from)], close.as_bytes());
        if found.is_none() {
            self.unclosed.insert(sought, end);
        }
        found.map(|at| from + at)
    }

    /// Where kramdown's `{:/}` or `{:/comment}` after an offset ends, up to the end of the page.
    pub(super) fn extension_end(&mut self, from: usize) -> Option<usize> {
        if self.unclosed.contains_key(&Sought::Extension) {
            return None;
        }
        let bytes = self.source.as_bytes();
        let end = memchr::memmem::find(&bytes[from..], b"{:/").and_then(|found| {
            let start = from + found;
            memchr::memchr(b'}', &bytes[start..]).map(|len| start + len + 1)
        });
        if end.is_none() {
            self.unclosed.insert(Sought::Extension, self.source.len());
        }
        end
    }

    /// Where the block around `at` ends.
    pub(super) fn block_end(&mut self, at: usize) -> usize {
        if self.block_end <= at {
            let mut end = line_end(self.source, at);
            while end < self.source.len() {
                let next = line_end(self.source, end);
                if self.source[end..next].trim().is_empty() {
                    break;
                }
                end = next;
            }
            self.block_end = end;
        }
        self.block_end
    }
}

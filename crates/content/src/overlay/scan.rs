//! The walk over a body, line by line, that finds what is to be covered.

use std::collections::HashMap;
use std::ops::Range;

use super::asides::{Aside, aside};
use super::line::{begins_html, closes, indent, line_end, marker_len, next_indent, opens};
use super::{CoverKind, Overlay, Painter};

pub(super) fn scan(source: &str, body: usize, is_mdx: bool) -> Overlay<'static> {
    let mut scanner = Scanner {
        source,
        is_mdx,
        painter: Painter {
            bytes: source.as_bytes().to_vec(),
            covers: Vec::new(),
            attributes: Vec::new(),
            markers: Vec::new(),
            titles: Vec::new(),
            includes: false,
        },
        fence: None,
        is_html: false,
        above: Above::Blank,
        open: Vec::new(),
        raw_until: 0,
        block_end: 0,
        unclosed: HashMap::new(),
    };
    let mut at = body;
    while at < source.len() {
        at = scanner.line(at);
    }
    scanner.painter.finish()
}

/// What the line above is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Above {
    Blank,
    Text,
    Code,
}

pub(super) struct Scanner<'a> {
    pub(super) source: &'a str,
    pub(super) is_mdx: bool,
    pub(super) painter: Painter,
    /// The fence of the code block that is open: its character and length.
    fence: Option<(u8, usize)>,
    /// Whether the lines up to the next empty one are raw HTML.
    pub(super) is_html: bool,
    pub(super) above: Above,
    /// Lines that the current one may be indented below: their indent, and that of what belongs to them.
    open: Vec<(usize, usize)>,
    /// Up to here braces are shown as they are.
    pub(super) raw_until: usize,
    /// Where the current block ends: the next empty line.
    pub(super) block_end: usize,
    /// What was searched for in vain, and up to where.
    pub(super) unclosed: HashMap<Sought<'a>, usize>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Sought<'a> {
    Bracket(&'static str),
    Backticks(usize),
    Brace,
    Region(&'static str, &'a str),
}

impl Scanner<'_> {
    /// Reads the line at `at`, with the lines that a tag in it reaches over. Returns where the next one begins.
    fn line(&mut self, at: usize) -> usize {
        let end = line_end(self.source, at);
        let line = self.source[at..end].trim_end();
        let content = line.trim_start();
        if let Some(fence) = self.fence {
            if closes(content, fence) {
                self.fence = None;
            }
            return end;
        }
        if content.is_empty() {
            self.is_html = false;
            self.above = Above::Blank;
            return end;
        }
        let start = at + line.len() - content.len();
        let indent = indent(&self.source[at..start]);
        let is_code = self.place(indent, content);
        if is_code {
            self.above = Above::Code;
            return end;
        }
        if !self.is_html
            && let Some(fence) = opens(content)
        {
            self.fence = Some(fence);
            self.above = Above::Text;
            return end;
        }
        self.is_html |= self.above != Above::Text && begins_html(content);
        let above = std::mem::replace(&mut self.above, Above::Text);
        if (!self.is_html || content.starts_with("<!--"))
            && self.raw_until <= start
            && self.aside(at, start, end, above, indent)
        {
            return end;
        }
        self.tags(at, start, above)
    }

    /// Notes what later lines may be indented below. Whether the line is indented code.
    fn place(&mut self, indent: usize, content: &str) -> bool {
        while self.open.pop_if(|(above, _)| *above >= indent).is_some() {}
        let base = self.open.last().map_or(0, |&(_, inner)| inner);
        let is_code = indent >= base + 4 && self.above != Above::Text;
        if !is_code {
            self.open.push((indent, indent + marker_len(content)));
        }
        is_code
    }

    /// Covers the marker of an aside. Whether the line was one.
    fn aside(&mut self, at: usize, start: usize, end: usize, above: Above, indent: usize) -> bool {
        let line = self.source[start..end].trim_end();
        let (source, stop) = (self.source, start + line.len());
        let has_body = || next_indent(source, end).is_some_and(|below| below >= indent + 4);
        match aside(line, has_body) {
            None => return false,
            Some(Aside::Definition) if above != Above::Text => return false,
            Some(Aside::Definition) => {
                self.painter.bytes[start] = b'+';
                self.painter.markers.push(start as u32);
                if let Some(last) = self.open.last_mut() {
                    last.1 = indent + 4;
                }
                // A definition is text like any other.
                self.tags(at, start + 1, above);
            }
            Some(Aside::Indented { title }) => {
                self.title(start, 3, stop, title);
                self.painter.bytes[start] = b'+';
                self.painter.markers.push(start as u32);
                if let Some(last) = self.open.last_mut() {
                    last.1 = indent + 4;
                }
            }
            Some(Aside::Fenced { title: Some(title) }) if !line[title.clone()].trim().is_empty() => {
                self.title(start, 0, stop, Some(title));
            }
            Some(Aside::Include) => {
                self.painter.includes = true;
                self.painter.cover(start..stop, b' ', CoverKind::Hidden);
                self.above = Above::Blank;
            }
            Some(Aside::Fenced { .. } | Aside::Hidden) => {
                self.painter.cover(start..stop, b' ', CoverKind::Hidden);
                self.above = Above::Blank;
            }
        }
        true
    }

    /// Makes the title of an aside a heading of its own, which begins `skip` bytes after the line does.
    fn title(&mut self, start: usize, skip: usize, stop: usize, title: Option<Range<usize>>) {
        let (from, to) = title.map_or((stop, stop), |title| (start + title.start, start + title.end));
        self.painter.cover(start..from, b' ', CoverKind::Hidden);
        self.painter.cover(to..stop, b' ', CoverKind::Hidden);
        self.painter.bytes[start + skip] = b'#';
        self.painter.titles.push((start + skip) as u32);
        self.above = Above::Blank;
    }
}

//! The walk over a body, line by line, that finds what is to be covered.

use std::ops::Range;

use super::cover::{CoverKind, Overlay};
use super::directives::{Directive, directive};
use super::lektor::cover_fields;
use super::line::{begins_html, closes, indent, line_end, marker_len, next_indent, opens};
use super::scanner::{Above, Scanner};
use super::syntax::Syntax;

/// Covers a body that begins at the offset `body`.
pub(super) fn cover_lines(source: &str, body: usize, syntax: Syntax) -> Overlay<'static> {
    let mut scanner = Scanner::new(source, syntax);
    let mut at = body;
    while at < source.len() {
        at = scanner.line(at);
    }
    if syntax == Syntax::Lektor {
        cover_fields(source, body, &mut scanner.painter);
    }
    scanner.painter.finish()
}

/// Whether a line of MDX begins code that the page gives to others.
fn is_export(line: &str) -> bool {
    line.strip_prefix("export ").is_some_and(|rest| {
        ["async ", "class ", "const ", "default ", "function", "let ", "type ", "var ", "{", "*"]
            .iter()
            .any(|head| rest.starts_with(head))
    })
}

/// Where the code that begins at `at` ends: at the first line end outside of brackets, or with its paragraph.
fn export_end(source: &str, at: usize) -> usize {
    let mut depth = 0_i32;
    for (n, byte) in source.as_bytes()[at..].iter().enumerate() {
        match byte {
            b'{' | b'(' | b'[' => depth += 1,
            b'}' | b')' | b']' => depth -= 1,
            b'\n' if depth <= 0 || is_blank(&source[at + n + 1..]) => return at + n,
            _ => {}
        }
    }
    source.len()
}

/// Whether a text begins with an empty line, however its lines end.
fn is_blank(text: &str) -> bool {
    text.trim_start_matches([' ', '\t', '\r']).starts_with('\n')
}

impl Scanner<'_> {
    /// Reads the line at `at`, and the lines that a tag in it reaches into. Returns where the next line begins.
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
        if self.syntax == Syntax::Mdx && indent == 0 && above == Above::Blank && is_export(content) {
            let stop = export_end(self.source, start);
            self.painter.cover(start..stop, b' ', CoverKind::Hidden);
            self.above = Above::Blank;
            return line_end(self.source, stop);
        }
        if (!self.is_html || content.starts_with("<!--"))
            && self.raw_until <= start
            && self.directive(at, start, end, above, indent)
        {
            return end;
        }
        self.tags(at, start, above)
    }

    /// Notes what later lines may be indented below. Returns whether the line is indented code.
    fn place(&mut self, indent: usize, content: &str) -> bool {
        while self.open.pop_if(|(above, _)| *above >= indent).is_some() {}
        let base = self.open.last().map_or(0, |&(_, inner)| inner);
        let is_code = indent >= base + 4 && self.above != Above::Text;
        if !is_code {
            self.open.push((indent, indent + marker_len(content)));
        }
        is_code
    }

    /// Covers the marker of a directive. Returns whether the line is one.
    fn directive(&mut self, at: usize, start: usize, end: usize, above: Above, indent: usize) -> bool {
        let line = self.source[start..end].trim_end();
        let (source, stop) = (self.source, start + line.len());
        let has_body = || next_indent(source, end).is_some_and(|below| below >= indent + 4);
        match directive(line, has_body) {
            None => return false,
            Some(Directive::Definition) if above != Above::Text => return false,
            Some(Directive::Definition) => {
                self.painter.bytes[start] = b'+';
                self.painter.markers.push(start as u32);
                if let Some(last) = self.open.last_mut() {
                    last.1 = indent + 4;
                }
                // The definition itself is text like any other.
                self.tags(at, start + 1, above);
            }
            Some(Directive::Indented { title }) => {
                self.title(start, 3, stop, title);
                self.painter.bytes[start] = b'+';
                self.painter.markers.push(start as u32);
                if let Some(last) = self.open.last_mut() {
                    last.1 = indent + 4;
                }
            }
            Some(Directive::Fenced { title: Some(title) }) if !line[title.clone()].trim().is_empty() => {
                self.title(start, 0, stop, Some(title));
            }
            Some(Directive::Include) => {
                self.painter.includes = true;
                self.painter.cover(start..stop, b' ', CoverKind::Hidden);
                self.above = Above::Blank;
            }
            Some(Directive::Fenced { .. } | Directive::Hidden) => {
                self.painter.cover(start..stop, b' ', CoverKind::Hidden);
                self.above = Above::Blank;
            }
        }
        true
    }

    /// Makes the title of a directive a heading, which begins `skip` bytes into the line.
    fn title(&mut self, start: usize, skip: usize, stop: usize, title: Option<Range<usize>>) {
        let (from, to) = title.map_or((stop, stop), |title| (start + title.start, start + title.end));
        self.painter.cover(start..from, b' ', CoverKind::Hidden);
        self.painter.cover(to..stop, b' ', CoverKind::Hidden);
        self.painter.bytes[start + skip] = b'#';
        self.painter.titles.push((start + skip) as u32);
        self.above = Above::Blank;
    }
}

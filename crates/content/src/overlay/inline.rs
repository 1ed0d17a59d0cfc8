//! Tags inside a line: template tags, attribute lists, wiki links, code spans.

use std::ops::Range;

use firstaid_text::TextRange;

use super::attributes::{AttributeList, parse_attributes};
use super::cover::CoverKind;
use super::line::{line_end, trimmed};
use super::painter::FILL;
use super::scanner::{Above, Scanner};
use super::syntax::Syntax;
use super::tags::{BRACKETS, Role, Tag, role};

/// Longest attribute list or wiki link, in bytes; the end is not searched for beyond.
const MAX_BRACKETED: usize = 512;

/// Whether a tag, a code span or an escape may begin with a byte.
const OPENERS: [bool; 256] = {
    let mut openers = [false; 256];
    let mut n = 0;
    while n < 256 {
        openers[n] = matches!(n as u8, b'{' | b'`' | b'$' | b'[' | b'\\');
        n += 1;
    }
    openers
};

/// The line in which tags are looked for.
#[derive(Clone, Copy)]
struct Place {
    /// Where its text begins.
    start: usize,
    /// Where its text ends; of a tag over several lines, that of the last.
    stop: usize,
    above: Above,
}

impl<'a> Scanner<'a> {
    /// Covers the tags of a line, and of the lines that a tag reaches into. Returns where the next line begins.
    pub(super) fn tags(&mut self, line: usize, start: usize, above: Above) -> usize {
        let bytes = self.source.as_bytes();
        let mut end = line_end(self.source, line);
        let mut place = Place { start, stop: trimmed(self.source, start, end), above };
        // The marker of a definition is text.
        let is_definition = self.painter.markers.last().is_some_and(|&marker| marker as usize + 1 == start);
        let (mut at, mut text_from, mut has_text) = (start, start, is_definition);
        let mut own: Vec<Range<usize>> = Vec::new();
        while at < end {
            let may_open = |&b: &u8| OPENERS[b as usize];
            let Some(found) = bytes[at..end].iter().position(may_open) else { break };
            at += found;
            let covered = match bytes[at] {
                b'\\' => Err(at + 1 + usize::from(bytes.get(at + 1).is_some_and(u8::is_ascii_punctuation))),
                b'`' => Err(self.code_span(at)),
                b'[' if self.syntax == Syntax::Ikiwiki => self.wiki(at, place.start, place.stop),
                b'[' => Err(self.bracket(at, place)),
                _ if at < self.raw_until => Err(at + 1),
                _ => self.tag(at, place),
            };
            match covered {
                Err(next) => at = next.max(at + 1),
                Ok(range) => {
                    has_text |= !self.source[text_from..at].trim().is_empty();
                    at = range.end;
                    text_from = at;
                    own.push(range);
                }
            }
            if at > end {
                end = line_end(self.source, at);
                place.stop = trimmed(self.source, at, end);
            }
        }
        let end = end.max(line_end(self.source, at.min(self.source.len()).saturating_sub(1).max(line)));
        has_text |= !self.source[text_from.min(end)..end].trim().is_empty();
        // A line of tags alone is empty once they are removed; in HTML that must not end the block.
        if !has_text && !own.is_empty() && !self.is_html {
            for range in own {
                self.painter.paint(range, b' ');
            }
            self.above = Above::Blank;
        }
        end
    }

    /// Covers the tag that begins at `at`. Returns its range, or where to go on if there is none.
    fn tag(&mut self, at: usize, place: Place) -> Result<Range<usize>, usize> {
        let rest = &self.source[at..];
        let bracket = BRACKETS.into_iter().find(|(open, _)| rest.starts_with(open));
        let Some((open, close)) = bracket else { return self.braces(at, place) };
        if open == "$$" && rest[2..].starts_with('$') {
            return Err(at + rest.bytes().take_while(|&b| b == b'$').count());
        }
        let Some(stop) = self.find(at + open.len(), close) else { return Err(at + open.len()) };
        let inner = &self.source[at + open.len()..stop];
        let range = at..stop + close.len();
        if open == "$$" {
            self.painter.cover(range.clone(), FILL, CoverKind::Opaque);
            return Ok(range);
        }
        if let Some(id) = inner.trim().strip_prefix('#').filter(|_| open == "{/*") {
            let from = stop - inner.len() + inner.find('#').unwrap_or(0) + 1;
            let id = Some(TextRange::from(from..from + id.len()));
            let list = AttributeList { range: range.clone().into(), id, lang: None, own_line: false, is_before: false };
            self.painter.attributes.push(list);
            self.painter.cover(range.clone(), b' ', CoverKind::Hidden);
            return Ok(range);
        }
        let tag = Tag { role: role(open, inner), range };
        Ok(self.role(&tag))
    }

    /// Covers a tag, and the region that it opens.
    fn role(&mut self, tag: &Tag<'a>) -> Range<usize> {
        let range = tag.range.clone();
        let (kind, region) = match tag.role {
            Role::Output => (CoverKind::Opaque, None),
            Role::Include => {
                self.painter.includes = true;
                (CoverKind::Opaque, None)
            }
            Role::Control => (CoverKind::Hidden, None),
            Role::Code(region) | Role::Comment(region) | Role::Raw(region) => (CoverKind::Hidden, Some(region)),
        };
        self.painter.cover(range.clone(), FILL, kind);
        let Some(region) = region else { return range };
        let Some(closing) = self.region(range.end, region) else { return range };
        match tag.role {
            Role::Raw(_) => {
                self.raw_until = closing.start;
                range
            }
            Role::Code(_) => {
                self.painter.cover(range.end..closing.start, FILL, CoverKind::Code);
                self.painter.cover(closing.clone(), FILL, CoverKind::Hidden);
                range.start..closing.end
            }
            _ => {
                self.painter.cover(range.end..closing.end, b' ', CoverKind::Hidden);
                range.start..closing.end
            }
        }
    }

    /// An attribute list, or an expression of MDX.
    fn braces(&mut self, at: usize, place: Place) -> Result<Range<usize>, usize> {
        if self.source.as_bytes()[at] != b'{' {
            return Err(at + 1);
        }
        if let Some(list) = self.attributes(at, place) {
            return list;
        }
        if self.syntax != Syntax::Mdx {
            return Err(at + 1);
        }
        let Some(stop) = self.balanced(at) else { return Err(at + 1) };
        self.painter.cover(at..stop, FILL, CoverKind::Opaque);
        Ok(at..stop)
    }

    fn attributes(&mut self, at: usize, place: Place) -> Option<Result<Range<usize>, usize>> {
        let window = &self.source.as_bytes()[at..place.stop.clamp(at, at + MAX_BRACKETED)];
        let close = at + memchr::memchr(b'}', window)?;
        let inner = &self.source[at + 1..close];
        let range = at..close + 1;
        let is_last = place.stop == range.end;
        let own_line = at == place.start && is_last;
        // `{::comment}`, `{::options … /}`, `{:/}`.
        if let Some(extension) = inner.strip_prefix("::").or_else(|| inner.strip_prefix(":/")) {
            let is_region = inner.starts_with("::") && matches!(extension, "comment" | "nomarkdown");
            let stop = is_region.then(|| self.extension_end(range.end)).flatten().unwrap_or(range.end);
            self.painter.cover(range.start..stop, b' ', CoverKind::Hidden);
            return Some(Ok(range.start..stop));
        }
        let colon = inner.starts_with(':');
        let list = if colon { &inner[1..] } else { inner };
        let before = at.checked_sub(1).map(|before| self.source.as_bytes()[before]);
        let follows = matches!(before, Some(b')' | b']' | b'*' | b'_' | b'`' | b'"'));
        let has_sign = list.trim_start().starts_with(['#', '.']);
        if !(colon || has_sign && (own_line || follows) || follows && list.contains('=')) {
            // The Markdown parser reads those of headings.
            return None;
        }
        let from = at + 1 + usize::from(colon);
        let (id, lang) = parse_attributes(list, from)?;
        let is_heading = self.source.as_bytes().get(place.start) == Some(&b'#');
        if is_heading && is_last && !colon {
            return Some(Err(range.end));
        }
        let is_before = own_line && place.above == Above::Blank;
        self.painter.attributes.push(AttributeList { range: range.clone().into(), id, lang, own_line, is_before });
        self.painter.cover(range.clone(), b' ', CoverKind::Hidden);
        Some(Ok(range))
    }

    /// Covers the brackets and the page name of a `[[page|wiki link]]`, or the kind of a quote, `[!NOTE] Title`.
    /// Returns where to go on.
    fn bracket(&mut self, at: usize, place: Place) -> usize {
        let bytes = self.source.as_bytes();
        let window = &bytes[at..place.stop.clamp(at, at + MAX_BRACKETED)];
        if window.starts_with(b"[!") && self.source[..at].trim_end_matches([' ', '\t']).ends_with('>') {
            return self.quote_kind(at, place.stop);
        }
        if !window.starts_with(b"[[") {
            return at + 1;
        }
        let Some(close) = window[2..].iter().position(|b| matches!(b, b'[' | b']')).map(|n| at + 2 + n) else {
            return at + 2;
        };
        let is_closed = bytes[close..].starts_with(b"]]") && close > at + 2;
        // `[[1]](target)` is a link with brackets in its text.
        if !is_closed || matches!(bytes.get(close + 2), Some(b'(' | b'[' | b':')) {
            return at + 2;
        }
        let from = self.source[at + 2..close].find('|').map_or(at + 2, |bar| at + 3 + bar);
        self.painter.cover(at..from, FILL, CoverKind::Hidden);
        self.painter.cover(close..close + 2, FILL, CoverKind::Hidden);
        close + 2
    }

    fn quote_kind(&mut self, at: usize, stop: usize) -> usize {
        let typed = &self.source[at..stop];
        let is_kind = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
        let close = 2 + typed.bytes().skip(2).take_while(is_kind).count();
        let after = typed[close..].strip_prefix(']').filter(|_| close > 2);
        if after.is_none_or(|after| !after.is_empty() && !after.starts_with([' ', '+', '-'])) {
            return at + 2;
        }
        let title = typed[close + 1..].trim_start_matches(['+', '-']);
        let known = ["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"];
        if title.is_empty() && known.contains(&typed[2..close].to_ascii_uppercase().as_str()) {
            return at + close + 1;
        }
        let title = title.trim_start();
        let from = stop - title.len();
        self.painter.cover(at..from, b' ', CoverKind::Hidden);
        if !title.is_empty() {
            self.painter.bytes[at] = b'#';
            self.painter.titles.push(at as u32);
        }
        from
    }
}

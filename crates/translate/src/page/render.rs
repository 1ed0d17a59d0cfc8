//! Renders a page from its segments and their translations.

use firstaid_content::{Page, Value};
use firstaid_text::TextRange;

use super::scalar::scalar;
use crate::segments::{Segment, SegmentKind, escape_title, line_before, message};

/// The page with each segment replaced by `text(index)`, whose slots must be filled. Every other byte is copied, and so
/// is a segment for which `text` returns `None`.
///
/// `segments` must be those of `page`. A heading or a table cell is put on one line; further lines of other segments
/// get the line prefix of the source.
pub fn render(page: &Page, segments: &[Segment], text: impl Fn(usize) -> Option<String>) -> String {
    let source = page.text();
    let line_end = line_end_of(source);
    let mut out = String::with_capacity(source.len() + source.len() / 4);
    let mut at = 0;
    for (n, segment) in segments.iter().enumerate() {
        let Some(text) = text(n).filter(|text| *text != source_text(page, segment)) else { continue };
        out.push_str(&source[TextRange::new(at, segment.range.start())]);
        push_segment(&mut out, page, segment, &text, line_end);
        at = segment.range.end();
    }
    out.push_str(&source[at as usize..]);
    out
}

/// The line end of a page.
pub(crate) fn line_end_of(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

/// The text of a segment in its own page: the message with its slots filled.
pub(crate) fn source_text(page: &Page, segment: &Segment) -> String {
    let own = |n: usize| Some(segment.slots.get(n.checked_sub(1)?)?.url.as_ref().into());
    debug_assert!(page.text().len() >= segment.range.end() as usize, "a segment of this page");
    message::fill(&segment.message, own)
}

/// Writes `text` in the place of a segment of `page`.
pub(crate) fn push_segment(out: &mut String, page: &Page, segment: &Segment, text: &str, line_end: &str) {
    match &segment.kind {
        SegmentKind::FrontMatter(key) => {
            let entry = page.front_matter.as_ref().and_then(|it| it.entries.iter().find(|it| it.key == *key));
            let style = entry.and_then(|entry| match &entry.value.value {
                Value::Scalar { style, .. } => Some(*style),
                _ => None,
            });
            out.push_str(&scalar(text, style, page.text(), segment.range, line_end));
        }
        SegmentKind::Cell => out.push_str(&escape_bars(text)),
        SegmentKind::Title => out.push_str(&escape_title(text, page.text(), segment.range)),
        SegmentKind::Heading(_) if line_before(page.text(), segment.range.start()).contains('#') => {
            out.push_str(&text.split('\n').map(str::trim).collect::<Vec<_>>().join(" "));
        }
        _ => {
            let prefix = continuation(page.text(), segment);
            for (n, line) in text.split('\n').enumerate() {
                if n > 0 {
                    out.push_str(line_end);
                    out.push_str(&prefix);
                }
                out.push_str(line);
            }
        }
    }
}

/// The prefix of further lines of a segment: that of its second line in the source, or else that of its first line with
/// list markers replaced by spaces.
fn continuation(source: &str, segment: &Segment) -> String {
    if let Some((_, rest)) = source[segment.range].split_once('\n') {
        let line = rest.split('\n').next().unwrap_or_default();
        let text = message::without_prefix(line, segment.quotes);
        return line[..line.len() - text.len()].to_owned();
    }
    let keeps = |c: char| matches!(c, ' ' | '\t' | '>');
    let before = line_before(source, segment.range.start());
    if segment.kind == SegmentKind::Html {
        // Further `>` close tags.
        return before.chars().take_while(|c| keeps(*c)).collect();
    }
    before.chars().map(|c| if keeps(c) { c } else { ' ' }).collect()
}

/// The text of a table cell: on one line, with bars escaped.
pub(super) fn escape_bars(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut escaped = false;
    for c in text.chars() {
        match c {
            '\n' => out.push(' '),
            '|' if !escaped => out.push_str("\\|"),
            c => out.push(c),
        }
        escaped = c == '\\' && !escaped;
    }
    out
}

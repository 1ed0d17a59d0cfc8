//! Lektor's `contents.lr`: fields, `key: value` or a key and the lines below, with `---` between them. A value may hold
//! blocks, `#### name ####`, with fields of their own and `----` between them (`tokenize` of its `metaformat.py`).
//!
//! What readers see of it is Markdown; the rest is covered.

use std::ops::Range;

use super::cover::CoverKind;
use super::line::line_end;
use super::painter::Painter;

/// Keys whose values readers see as text, however short.
const TEXTS: [&str; 7] = ["body", "content", "description", "subtitle", "summary", "text", "title"];

/// Covers the heads of fields, the lines between them, and values that are no text.
pub(super) fn cover_fields(source: &str, body: usize, painter: &mut Painter) {
    let mut at = body;
    // Whether the next line with text begins a field, and whether the lines are those of a field that nobody reads.
    let (mut is_head, mut in_block, mut is_hidden) = (true, false, false);
    while at < source.len() {
        let end = line_end(source, at);
        let line = source[at..end].trim_end();
        let whole = at..at + line.len();
        if line == "---" || in_block && line == "----" || is_block_head(line) {
            (is_head, is_hidden) = (true, false);
            in_block = line != "---";
            hide(painter, whole);
        } else if is_head && !line.is_empty() {
            if let Some((key, value)) = line.split_once(':') {
                let key = key.trim();
                let value = at + line.len() - value.trim_start().len()..at + line.len();
                is_hidden = key.starts_with('_');
                if is_text(key, &source[value.clone()]) && !is_hidden {
                    make_title(painter, at, value);
                } else {
                    hide(painter, whole);
                }
                is_head = false;
            }
        } else if is_hidden {
            hide(painter, whole);
        }
        at = end;
    }
}

fn hide(painter: &mut Painter, range: Range<usize>) {
    if !range.is_empty() {
        painter.cover(range, b' ', CoverKind::Hidden);
    }
}

/// Makes a value a heading that is the title of nothing: a paragraph of its own.
fn make_title(painter: &mut Painter, at: usize, value: Range<usize>) {
    hide(painter, at..value.start);
    painter.bytes[at] = b'#';
    painter.titles.push(at as u32);
}

fn is_block_head(line: &str) -> bool {
    let inner = line.strip_prefix("####").and_then(|rest| rest.strip_suffix("####"));
    inner.is_some_and(|name| {
        let name = name.trim();
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
    })
}

/// Whether a value of one line is text for readers: several words, or under a key that says so.
fn is_text(key: &str, value: &str) -> bool {
    let is_word = |word: &&str| word.chars().filter(|c| c.is_alphabetic()).count() > 1 && !word.contains("://");
    let words = value.split_whitespace().filter(is_word).count();
    words > 2 || words > 0 && (TEXTS.contains(&key) || value.contains("]("))
}

//! The YAML block at the head of a page, between two lines of `---`.

use firstaid_text::TextRange;

use crate::yaml::{Entry, Node, parse_mapping};
use crate::{Problem, ScalarStyle, Value};

#[derive(Clone, PartialEq, Debug)]
pub struct FrontMatter {
    /// From the opening `---` to the end of the closing one.
    pub range: TextRange,
    /// In the order of the file; a key that is there twice is here twice.
    pub entries: Vec<Entry>,
}

impl FrontMatter {
    /// The entry of a key; of a key that is there twice, the last, which is what readers keep.
    pub fn get(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().rev().find(|entry| &*entry.key == key)
    }

    /// The value of a key, if it is a scalar that is not null.
    pub fn get_str(&self, key: &str) -> Option<&str> {
        self.get(key).filter(|entry| !entry.value.is_null()).and_then(|entry| entry.value.as_str())
    }
}

/// Splits the front matter off. Returns it, if the page has one, and the offset at which the body begins.
///
/// The opening `---` is the first line, after a byte-order mark at most; the closing line is `---` or `...`.
/// Without a closing line the block is taken to end at the first empty line, and that is a problem.
pub(crate) fn split(text: &str, problems: &mut Vec<Problem>) -> (Option<FrontMatter>, u32) {
    let mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut lines = Lines { text, at: mark };
    let opening = lines.next().filter(|line| is_fence(&text[*line], "---"));
    let Some(opening) = opening else { return (None, mark as u32) };
    let start = lines.at;

    let mut first_empty = None;
    while let Some(line) = lines.next() {
        if is_fence(&text[line], "---") || is_fence(&text[line], "...") {
            let block = TextRange::new(start as u32, line.start());
            let entries = parse_mapping(&text[block], block.start(), problems);
            let end = line.start() + text[line].trim_end().len() as u32;
            let range = TextRange::new(opening.start(), end);
            return (Some(FrontMatter { range, entries }), lines.at as u32);
        }
        if first_empty.is_none() && text[line].trim().is_empty() {
            first_empty = Some(line.start());
        }
    }

    let block = TextRange::new(start as u32, first_empty.unwrap_or(text.len() as u32));
    if !looks_like_yaml(&text[block]) {
        // A thematic break at the head of a page without front matter.
        return (None, mark as u32);
    }
    let range = TextRange::new(opening.start(), opening.start() + 3);
    problems.push(Problem::front_matter(range, "the front matter has no closing `---`"));
    let entries = parse_mapping(&text[block], block.start(), problems);
    (Some(FrontMatter { range: range.cover(block), entries }), block.end())
}

fn is_fence(line: &str, fence: &str) -> bool {
    line.strip_prefix(fence).is_some_and(|rest| rest.trim_end().is_empty())
}

fn looks_like_yaml(block: &str) -> bool {
    block.lines().next().is_some_and(|line| {
        line.split_once(':').is_some_and(|(key, _)| {
            !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
        })
    })
}

/// Lines with their ends, and the offset after the last one.
struct Lines<'a> {
    text: &'a str,
    at: usize,
}

impl Iterator for Lines<'_> {
    type Item = TextRange;

    fn next(&mut self) -> Option<TextRange> {
        let start = self.at;
        let rest = &self.text[start..];
        if rest.is_empty() {
            return None;
        }
        self.at = rest.find('\n').map_or(self.text.len(), |newline| start + newline + 1);
        Some((start..self.at).into())
    }
}

/// A stretch of a scalar as typed, and what it stands for.
pub(crate) enum ScalarPart<'a> {
    Verbatim(TextRange),
    Decoded(TextRange, &'a str),
    LineBreak(TextRange),
}

/// Cuts a scalar of the front matter into parts, so that words in it can be found by their bytes.
///
/// Escapes of double-quoted scalars other than `\"`, `\\` and `\/` come out as opaque: nobody spells words so.
pub(crate) fn scalar_parts(text: &str, node: &Node) -> Vec<ScalarPart<'static>> {
    let Value::Scalar { style, .. } = &node.value else { return Vec::new() };
    let typed = node.range;
    let inner = match style {
        ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted if typed.len() >= 2 => {
            TextRange::new(typed.start() + 1, typed.end() - 1)
        }
        _ => typed,
    };
    let mut parts = Vec::new();
    let lines = Lines { text: &text[..inner.end() as usize], at: inner.start() as usize };
    for line in lines {
        let content = &text[line];
        let indent = content.len() - content.trim_start().len();
        let start = line.start() + indent as u32;
        let end = start + content.trim().len() as u32;
        if line.start() > inner.start() {
            parts.push(ScalarPart::LineBreak(TextRange::new(line.start(), start)));
        }
        cut_escapes(text, TextRange::new(start, end), *style, &mut parts);
    }
    parts
}

fn cut_escapes(text: &str, range: TextRange, style: ScalarStyle, parts: &mut Vec<ScalarPart<'static>>) {
    let (escape, len) = match style {
        ScalarStyle::SingleQuoted => ("''", 2),
        ScalarStyle::DoubleQuoted => ("\\", 2),
        _ => ("\n", 1),
    };
    let mut at = range.start();
    while let Some(found) = text[TextRange::new(at, range.end())].find(escape) {
        let start = at + found as u32;
        if start > at {
            parts.push(ScalarPart::Verbatim(TextRange::new(at, start)));
        }
        let mut end = (start + len).min(range.end());
        while !text.is_char_boundary(end as usize) {
            end += 1;
        }
        let typed = TextRange::new(start, end);
        let decoded = match &text[typed] {
            "''" => "'",
            "\\\"" => "\"",
            "\\\\" => "\\",
            "\\/" => "/",
            "\\n" | "\\t" => " ",
            _ => crate::prose::OPAQUE_STR,
        };
        parts.push(ScalarPart::Decoded(typed, decoded));
        at = end;
    }
    if at < range.end() {
        parts.push(ScalarPart::Verbatim(TextRange::new(at, range.end())));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split_off(text: &str) -> (Option<Vec<String>>, &str, Vec<String>) {
        let mut problems = Vec::new();
        let (front_matter, body) = split(text, &mut problems);
        let keys = front_matter.map(|fm| fm.entries.iter().map(|entry| text[entry.key_range].to_owned()).collect());
        (keys, &text[body as usize..], problems.into_iter().map(|problem| problem.message).collect())
    }

    fn keys(keys: &[&str]) -> Vec<String> {
        keys.iter().map(|&key| key.to_owned()).collect()
    }

    #[test]
    fn byte_order_mark_and_carriage_returns_are_no_obstacle() {
        assert_eq!(split_off("\u{feff}---\r\ntitle: x\r\n---\r\nbody"), (Some(keys(&["title"])), "body", vec![]));
    }

    #[test]
    fn an_empty_block_is_front_matter_without_keys() {
        assert_eq!(split_off("---\n---\nbody"), (Some(keys(&[])), "body", vec![]));
    }

    #[test]
    fn later_rules_and_setext_underlines_are_left_to_markdown() {
        assert_eq!(split_off("text\n---\nmore"), (None, "text\n---\nmore", vec![]));
        assert_eq!(split_off("---\na: 1\n---\nx\n---\n"), (Some(keys(&["a"])), "x\n---\n", vec![]));
        assert_eq!(split_off("---\n\nJust: a break\n"), (None, "---\n\nJust: a break\n", vec![]));
    }

    #[test]
    fn a_missing_end_is_a_problem_and_the_keys_are_kept() {
        let (found, body, problems) = split_off("---\ntitle: x\nlanguage: en\n\n# Heading\n");
        assert_eq!((found, body), (Some(keys(&["title", "language"])), "\n# Heading\n"));
        assert_eq!(problems, ["the front matter has no closing `---`"]);
    }
}

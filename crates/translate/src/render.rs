//! From segments and their translations back to a page.

use firstaid_content::{Page, ScalarStyle, Value};
use firstaid_text::TextRange;

use crate::segment::line_before;
use crate::{Segment, SegmentKind, message};

/// Lines of a folded scalar are filled up to this column.
const FOLD_AT: usize = 72;

/// The page with the text of each segment replaced by what `text` has for its index, slots filled; every other byte is
/// copied, and so is a segment for which `text` has nothing.
///
/// `segments` are those of the page. The text of a heading or a table cell comes out on one line; other lines begin as
/// the source's do.
pub fn render(page: &Page, segments: &[Segment], text: impl Fn(usize) -> Option<String>) -> String {
    let source = page.text();
    let line_end = if source.contains("\r\n") { "\r\n" } else { "\n" };
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

/// The text of a segment as the page has it, its slots filled with its own targets.
pub(crate) fn source_text(page: &Page, segment: &Segment) -> String {
    let own = |n: usize| Some(segment.slots.get(n.checked_sub(1)?)?.url.as_ref().into());
    debug_assert!(page.text().len() >= segment.range.end() as usize, "a segment of this page");
    message::fill(&segment.message, own)
}

fn push_segment(out: &mut String, page: &Page, segment: &Segment, text: &str, line_end: &str) {
    match &segment.kind {
        SegmentKind::FrontMatter(key) => {
            let entry = page.front_matter.as_ref().and_then(|it| it.entries.iter().find(|it| it.key == *key));
            let style = entry.and_then(|entry| match &entry.value.value {
                Value::Scalar { style, .. } => Some(*style),
                _ => None,
            });
            out.push_str(&scalar(text, style, page.text(), segment.range, line_end));
        }
        SegmentKind::Cell => out.push_str(&cell(text)),
        SegmentKind::Heading(_) if line_before(page.text(), segment.range.start()).contains('#') => {
            out.push_str(&text.split('\n').collect::<Vec<_>>().join(" "));
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

/// What a further line of a segment begins with: as its second line does in the source, else as the first does with
/// its markers blanked out.
fn continuation(source: &str, segment: &Segment) -> String {
    if let Some((_, rest)) = source[segment.range].split_once('\n') {
        let line = rest.split('\n').next().unwrap_or_default();
        let text = message::without_prefix(line, segment.quotes);
        return line[..line.len() - text.len()].to_owned();
    }
    let keeps = |c: char| matches!(c, ' ' | '\t' | '>');
    line_before(source, segment.range.start()).chars().map(|c| if keeps(c) { c } else { ' ' }).collect()
}

/// A table cell: on one line, and no bar in it that would end it.
fn cell(text: &str) -> String {
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

/// A value of the front matter, in the style of the source as far as that can hold it (YAML 1.2.2, chapter 7 and 8).
pub(crate) fn scalar(text: &str, style: Option<ScalarStyle>, source: &str, range: TextRange, line_end: &str) -> String {
    match style {
        Some(ScalarStyle::Folded | ScalarStyle::Literal) if !text.contains('\n') && !text.starts_with([' ', '\t']) => {
            // The range of a block scalar may begin at the margin, and end behind its last line end.
            let typed = &source[range];
            let blanks = &typed[..typed.len() - typed.trim_start().len()];
            let indent = if blanks.is_empty() { line_before(source, range.start()) } else { blanks };
            let lines = if style == Some(ScalarStyle::Folded) { fold(text, FOLD_AT) } else { vec![text.to_owned()] };
            format!("{blanks}{}{}", lines.join(&format!("{line_end}{indent}")), &typed[typed.trim_end().len()..])
        }
        Some(ScalarStyle::Plain) if is_plain(text) => text.to_owned(),
        Some(ScalarStyle::Plain) if !text.contains(['\n', '"', '\\']) => format!("\"{text}\""),
        Some(ScalarStyle::Plain | ScalarStyle::SingleQuoted) if !text.contains('\n') => {
            format!("'{}'", text.replace('\'', "''"))
        }
        _ => {
            let escaped = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n").replace('\t', "\\t");
            format!("\"{escaped}\"")
        }
    }
}

/// Lines of a text, broken at single blanks only: that is what a reader of the folded lines joins them with.
fn fold(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    let mut column = 0;
    for word in text.split(' ') {
        let len = word.chars().count();
        let is_single = !word.is_empty() && !lines.last().is_some_and(|line| line.ends_with(' ') || line.is_empty());
        if column > 0 && column + 1 + len > width && is_single && !word.starts_with('\t') {
            lines.push(word.to_owned());
            column = len;
            continue;
        }
        let line = lines.last_mut().expect("there is one line at least");
        if column > 0 || !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        column = line.chars().count();
    }
    lines
}

/// Whether a value may stand without quotes and is read back as the same text.
fn is_plain(text: &str) -> bool {
    let begins_plainly = text.chars().next().is_some_and(char::is_alphabetic);
    let reads_as_text = !matches!(
        text.to_ascii_lowercase().as_str(),
        "true" | "false" | "yes" | "no" | "on" | "off" | "null" | "y" | "n"
    );
    let is_safe = !text.contains(": ")
        && !text.contains(" #")
        && !text.ends_with([':', ' ', '\t'])
        && !text.contains(['\n', '\t', '\r']);
    begins_plainly && reads_as_text && is_safe
}

//! Writes values of YAML front matter.

use firstaid_content::ScalarStyle;
use firstaid_text::TextRange;

use crate::segments::line_before;

/// Maximum width of a line of a folded scalar, in characters.
const FOLD_WIDTH: usize = 72;

/// A front-matter value in the YAML style of the source if that style can hold the text, else in quotes (YAML 1.2.2,
/// chapters 7 and 8). `range` are the bytes of the old value in `source`.
pub(crate) fn scalar(text: &str, style: Option<ScalarStyle>, source: &str, range: TextRange, line_end: &str) -> String {
    match style {
        Some(ScalarStyle::Folded | ScalarStyle::Literal) => {
            // The range of a block scalar may include the indent of its first line and its last line end.
            let typed = &source[range];
            let blanks = &typed[..typed.len() - typed.trim_start().len()];
            let indent = if blanks.is_empty() { line_before(source, range.start()) } else { blanks };
            let is_folded = style == Some(ScalarStyle::Folded);
            format!("{blanks}{}{}", block(text, is_folded, indent, line_end), &typed[typed.trim_end().len()..])
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

/// The lines of a block scalar. A line end of a folded one is written as an empty line. Blanks before a line would
/// change the indent of the block, so they are dropped.
fn block(text: &str, is_folded: bool, indent: &str, line_end: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for (n, line) in text.trim_matches('\n').split('\n').enumerate() {
        let line = line.trim_start_matches([' ', '\t']);
        if n > 0 {
            let is_after_text = !out.ends_with('\n');
            out.push_str(line_end);
            if is_folded && is_after_text {
                out.push_str(line_end);
            }
            if !line.is_empty() {
                out.push_str(indent);
            }
        }
        let lines = if is_folded { fold(line, FOLD_WIDTH) } else { vec![line.to_owned()] };
        out.push_str(&lines.join(&format!("{line_end}{indent}")));
    }
    out
}

/// Folds a text at single spaces only, because YAML joins folded lines with a single space.
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

/// Whether a text without quotes is read back as the same text.
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

#[cfg(test)]
mod tests {
    use firstaid_content::front_matter;

    use super::*;

    #[test]
    fn every_style_reads_back_a_text_of_several_lines() {
        for source in [
            "---\nsummary: |\n  a\n  b\n---\n",
            "---\nsummary: |-\n    a\n\n    b\nx: 1\n---\n",
            "---\nsummary: >\n  a\n\n  b\n---\n",
            "---\nsummary: >-\n  a\n  b\n---\n",
            "---\nsummary: \"a\\nb\"\n---\n",
            "---\nsummary: 'a\n\n  b'\n---\n",
            "---\nsummary: a\n---\n",
        ] {
            let entry = front_matter(source).unwrap().entries.remove(0);
            let firstaid_content::Value::Scalar { style, .. } = entry.value.value else { panic!("{source}") };
            for text in ["uno", "uno\ndos", "uno\n\ndos\ntres", "it's: \"x\" # y"] {
                let mut made = source.to_owned();
                let value = scalar(text, Some(style), source, entry.value.range, "\n");
                made.replace_range(entry.value.range.as_usize(), &value);
                let read = front_matter(&made).unwrap();
                let read = read.entries[0].value.as_str().unwrap().trim_end();
                assert_eq!(read, text, "{source} => {made}");
            }
        }
    }
}

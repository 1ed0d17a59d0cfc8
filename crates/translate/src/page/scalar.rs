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
        Some(ScalarStyle::Folded | ScalarStyle::Literal) if !text.contains('\n') && !text.starts_with([' ', '\t']) => {
            // The range of a block scalar may include the indent of its first line and its last line end.
            let typed = &source[range];
            let blanks = &typed[..typed.len() - typed.trim_start().len()];
            let indent = if blanks.is_empty() { line_before(source, range.start()) } else { blanks };
            let lines = if style == Some(ScalarStyle::Folded) { fold(text, FOLD_WIDTH) } else { vec![text.to_owned()] };
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

use std::fmt::Write as _;
use std::io::{self, Write};
use std::ops::Range;

use anstyle::AnsiColor;
use firstaid_text::differences;
use similar::{Algorithm, DiffOp, group_diff_ops};

use crate::visible::picture;
use crate::{render::Style, visible};

/// Writes a unified diff of one file, as `diff -u` does and `git apply` reads it. For a terminal (`style.color`),
/// control characters of the page are made visible; a file gets the bytes.
pub fn render_diff(path: &str, old: &str, new: &str, style: Style, out: &mut dyn Write) -> io::Result<()> {
    // For `git` and `patch`, only a line feed ends a line.
    let (old, new): (Vec<&str>, Vec<&str>) = (old.split_inclusive('\n').collect(), new.split_inclusive('\n').collect());
    let hunks = group_diff_ops(differences(Algorithm::Myers, &old, &new), CONTEXT);
    if !hunks.is_empty() {
        writeln!(out, "--- {}\n+++ {}", quoted("a/", path), quoted("b/", path))?;
    }
    for hunk in hunks {
        let (Some(first), Some(last)) = (hunk.first(), hunk.last()) else { continue };
        let place = |range: fn(&DiffOp) -> Range<usize>| shown_lines(range(first).start..range(last).end);
        writeln!(out, "@@ -{} +{} @@", place(DiffOp::old_range), place(DiffOp::new_range))?;
        for change in &hunk {
            if let DiffOp::Equal { old_index, len, .. } = *change {
                write_lines(' ', &old[old_index..old_index + len], style, out)?;
            } else {
                write_lines('-', &old[change.old_range()], style, out)?;
                write_lines('+', &new[change.new_range()], style, out)?;
            }
        }
    }
    Ok(())
}

/// Lines around a change that are shown with it.
const CONTEXT: usize = 3;

/// Lines as the header of a hunk names them. No lines are named by the line before them.
fn shown_lines(lines: Range<usize>) -> String {
    match lines.len() {
        0 => format!("{},0", lines.start),
        1 => format!("{}", lines.start + 1),
        len => format!("{},{len}", lines.start + 1),
    }
}

fn write_lines(mark: char, lines: &[&str], style: Style, out: &mut dyn Write) -> io::Result<()> {
    let color = match mark {
        '-' if style.color => AnsiColor::Red.on_default(),
        '+' if style.color => AnsiColor::Green.on_default(),
        _ => anstyle::Style::new(),
    };
    for line in lines {
        let content = line.strip_suffix('\n').unwrap_or(line);
        let shown = if style.color { visible(content) } else { content.into() };
        writeln!(out, "{color}{mark}{shown}{color:#}")?;
        if content.len() == line.len() {
            writeln!(out, "\\ No newline at end of file")?;
        }
    }
    Ok(())
}

/// A path as `git` writes it: quoted if it has control characters or quotes, followed by a tab if it has a space.
fn quoted(side: &str, path: &str) -> String {
    let is_special = |c: char| picture(c).is_some() || matches!(c, '"' | '\\' | '\n' | '\t');
    if !path.contains(is_special) {
        let end = if path.contains(' ') { "\t" } else { "" };
        return format!("{side}{path}{end}");
    }
    let mut name = format!("\"{side}");
    for c in path.chars() {
        match c {
            '"' | '\\' => name.extend(['\\', c]),
            c if is_special(c) => {
                for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                    // Writing to a string cannot fail.
                    let _ = write!(name, "\\{byte:03o}");
                }
            }
            c => name.push(c),
        }
    }
    name.push('"');
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diff(old: &str, new: &str) -> String {
        let mut out = Vec::new();
        render_diff("p.md", old, new, Style { color: false, width: 80 }, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn changed_lines_have_context() {
        assert_eq!(
            diff("1\n2\n3\n4\n5\n6\n", "1\n2\n3\n4\nfive\n6\n"),
            "--- a/p.md\n+++ b/p.md\n@@ -2,5 +2,5 @@\n 2\n 3\n 4\n-5\n+five\n 6\n"
        );
    }

    #[test]
    fn a_lone_carriage_return_does_not_end_a_line() {
        assert_eq!(
            diff("a\rb", "a\rc"),
            "--- a/p.md\n+++ b/p.md\n@@ -1 +1 @@\n-a\rb\n\\ No newline at end of file\n+a\rc\n\\ No newline at end of file\n"
        );
    }

    #[test]
    fn paths_with_special_characters_are_quoted() {
        assert_eq!(quoted("a/", "é b.md"), "a/é b.md\t");
        assert_eq!(quoted("a/", "\"\n\u{202e}"), "\"a/\\\"\\012\\342\\200\\256\"");
    }

    #[test]
    fn far_changes_have_hunks_of_their_own() {
        let old = (1..=20).map(|n| format!("{n}\n")).collect::<Vec<_>>().concat();
        let new = old.replace("20\n", "").replace("1\n2\n", "0\n1\n2\n");
        assert_eq!(
            diff(&old, &new),
            "--- a/p.md\n+++ b/p.md\n@@ -1,3 +1,4 @@\n+0\n 1\n 2\n 3\n@@ -17,4 +18,3 @@\n 17\n 18\n 19\n-20\n"
        );
        assert_eq!(diff("", "a\n"), "--- a/p.md\n+++ b/p.md\n@@ -0,0 +1 @@\n+a\n");
    }

    #[test]
    fn equal_texts_have_no_diff() {
        assert_eq!(diff("a\n", "a\n"), "");
    }
}

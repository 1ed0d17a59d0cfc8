use std::io::{self, Write};

use anstyle::AnsiColor;
use similar::{ChangeTag, TextDiff};

use crate::{render::Style, visible};

/// A unified diff of one file, as `diff -u` writes it and `git apply` reads it. On a terminal (`style.color`)
/// control characters of the page are shown, not sent; a file gets the bytes.
pub fn render_diff(path: &str, old: &str, new: &str, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let diff = TextDiff::from_lines(old, new);
    let mut unified = diff.unified_diff();
    let mut hunks = unified.context_radius(3).iter_hunks().peekable();
    if hunks.peek().is_some() {
        writeln!(out, "--- a/{0}\n+++ b/{0}", visible(path))?;
    }
    for hunk in hunks {
        writeln!(out, "{}", hunk.header())?;
        for change in hunk.iter_changes() {
            let color = match change.tag() {
                ChangeTag::Delete if style.color => AnsiColor::Red.on_default(),
                ChangeTag::Insert if style.color => AnsiColor::Green.on_default(),
                _ => anstyle::Style::new(),
            };
            let line = change.value();
            let content = line.strip_suffix('\n').unwrap_or(line);
            let shown = if style.color { visible(content) } else { content.into() };
            writeln!(out, "{color}{}{shown}{color:#}", change.tag())?;
            if change.missing_newline() {
                writeln!(out, "\\ No newline at end of file")?;
            }
        }
    }
    Ok(())
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
    fn equal_texts_give_nothing() {
        assert_eq!(diff("a\n", "a\n"), "");
    }
}

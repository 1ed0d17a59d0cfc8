//! Comments that another tool has folded: polib cuts those longer than its lines, and never joins them again.

use std::borrow::Cow;

/// Width of lines of polib, in characters.
const WIDTH: usize = 78;

/// The lines of a comment, with the rest of a folded line behind its begin. `mark_len` is the length of the mark before
/// each line in the file; `begins` says whether a line begins one of ours, and `is_whole` whether such a line has its end.
///
/// Only what did not fit into its line is taken for the rest of it: the next line may be somebody's own.
pub(super) fn unfolded<'l>(
    lines: &'l [String],
    mark_len: usize,
    begins: impl Fn(&str) -> bool,
    is_whole: impl Fn(&str) -> bool,
) -> Vec<Cow<'l, str>> {
    let mut found: Vec<Cow<'l, str>> = Vec::with_capacity(lines.len());
    // The last line as it stands in the file.
    let mut before = "";
    for line in lines {
        let first = line.split(' ').next().unwrap_or_default();
        let did_not_fit = mark_len + before.chars().count() + 1 + first.chars().count() > WIDTH;
        match found.last_mut() {
            Some(last) if did_not_fit && begins(last) && !is_whole(last) && !begins(line) && !line.is_empty() => {
                *last = Cow::Owned(format!("{last} {line}"));
            }
            _ => found.push(Cow::Borrowed(line)),
        }
        before = line;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rest_of_a_folded_line_is_joined_and_other_lines_are_kept() {
        let joined = |text: &str| {
            let lines: Vec<String> = text.lines().map(str::to_owned).collect();
            let found = unfolded(&lines, 3, |line| line.starts_with("in: "), |line| line.ends_with(')'));
            found.into_iter().map(Cow::into_owned).collect::<Vec<_>>()
        };
        let long = format!("in: {}", "a ".repeat(34).trim_end());
        assert_eq!(joined(&format!("{long} (list\nitem)\nkept\n")), [format!("{long} (list item)"), "kept".to_owned()]);
        assert_eq!(joined(&format!("{long} (b)\nsomebody's\n")), [format!("{long} (b)"), "somebody's".to_owned()]);
        assert_eq!(joined("in: a\nsomebody's\n"), ["in: a", "somebody's"]);
        assert_eq!(joined("kept\nmore\n"), ["kept", "more"]);
    }
}

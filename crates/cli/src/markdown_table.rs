//! Tables for comments on pull requests.

/// Maximum rows of a table: GitHub truncates long comments.
pub(crate) const MAX_ROWS: usize = 200;

/// A table below its heading, of a number of rows, with the number of those that are left out and the command that
/// lists them. `head` is the line of the columns and the one below. All text of a page in `rows` must be escaped or
/// shown as code.
pub(crate) fn markdown_table(
    heading: String,
    head: [&str; 2],
    rows: impl Iterator<Item = String>,
    (total, command): (usize, &str),
) -> String {
    let mut lines = vec![heading];
    if total > 0 {
        lines.extend(["", head[0], head[1]].map(str::to_owned));
    }
    let before = lines.len();
    lines.extend(rows);
    let more = total - (lines.len() - before);
    if more > 0 {
        lines.extend([String::new(), format!("{more} more: `{command}` lists them.")]);
    }
    lines.join("\n") + "\n"
}

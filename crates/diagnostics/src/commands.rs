//! Commands that CI runners read from the output of a program. No text of a page may contain one.

/// Ascending byte offsets of the characters to replace so that a text contains no command to a CI runner: GitHub and
/// Azure obey `##[name]` and `##name[…]` anywhere in a line, GitHub `::name::` after nothing but whitespace.
pub(crate) fn triggers(text: &str) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::new();
    for (at, _) in text.match_indices('#') {
        let name = text[at + 1..].strip_prefix('#');
        if name.is_some_and(|it| it.trim_start_matches(|c: char| c.is_ascii_alphabetic()).starts_with('[')) {
            found.push(at + 1);
        }
    }
    if text.contains("::") {
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let bare = line.trim_start();
            if bare.starts_with("::") {
                found.push(at + line.len() - bare.len());
            }
            at += line.len();
        }
        found.sort_unstable();
    }
    found
}

/// A look-alike of such a character, of the same width.
pub(crate) fn stand_in(trigger: char) -> char {
    match trigger {
        '#' => '\u{266f}',
        ':' => '\u{a789}',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_found_where_runners_look_for_them() {
        assert_eq!(triggers("a ##[error]b, ###[x] and ##vso[task.setvariable]"), [3, 16, 26]);
        assert_eq!(triggers("::error::a\n\u{a0}\t::notice::b\n a::b\n"), [0, 14]);
    }

    #[test]
    fn headings_and_paths_are_not_commands() {
        assert_eq!(triggers("## [a](b)\n##a\n# #[b]\nstd::fs"), Vec::<usize>::new());
    }
}

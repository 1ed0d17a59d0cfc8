//! What a change brings: of the findings after it, those that were not there before.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use firstaid_text::{TextRange, line_similarity};

use crate::{Diagnostic, FileDiagnostics, RuleName};

/// So many thousandths of a page's lines are the same if it was renamed; git says so, too.
const RENAMED: usize = 500;

/// The findings of a guide before a change.
pub struct Before<'a> {
    pub findings: &'a [FileDiagnostics],
    /// Every file that could have findings then.
    pub files: &'a HashSet<String>,
}

/// The findings that a change brings, of those after it. `is_there` says which files are there now.
///
/// A finding was there before if its rule said the same of the same place in an equal line of the page, wherever that
/// line was. So lines that are moved, pages that are renamed, and other line ends bring nothing; a line that is altered
/// brings all that is found in it; and a page brings what other pages' changes break in it. Of equal lines with equal
/// findings those in the part that the change left alone are the old ones.
pub fn brought(
    before: &Before<'_>,
    after: Vec<FileDiagnostics>,
    is_there: &dyn Fn(&str) -> bool,
) -> Vec<FileDiagnostics> {
    let by_path: HashMap<&str, &FileDiagnostics> =
        before.findings.iter().map(|file| (file.source.path(), file)).collect();
    let mut gone: Vec<&FileDiagnostics> = before.findings.iter().filter(|file| !is_there(file.source.path())).collect();
    let mut brought = Vec::new();
    for mut file in after {
        let path = file.source.path();
        let old = if before.files.contains(path) { by_path.get(path).copied() } else { take_renamed(&mut gone, &file) };
        if let Some(old) = old {
            remove_known(old, &mut file);
        }
        if !file.diagnostics.is_empty() {
            brought.push(file);
        }
    }
    brought
}

/// What a page that was not there was called before: of those gone, the one most like it, if half of the lines are the
/// same.
fn take_renamed<'a>(gone: &mut Vec<&'a FileDiagnostics>, page: &FileDiagnostics) -> Option<&'a FileDiagnostics> {
    let likeness = |old: &FileDiagnostics| line_similarity(old.source.text(), page.source.text());
    let (index, _) = gone
        .iter()
        .enumerate()
        .map(|(index, old)| (index, likeness(old)))
        .filter(|&(_, likeness)| likeness >= RENAMED)
        .max_by_key(|&(index, likeness)| (likeness, Reverse(index)))?;
    Some(gone.swap_remove(index))
}

/// What is equal of a finding before and after, however far its line has moved.
#[derive(PartialEq, Eq, Hash)]
struct Place<'a> {
    rule: RuleName,
    /// Without digits: some name a line.
    message: Cow<'a, str>,
    /// Of the lines that it is in.
    lines: u64,
    /// In bytes.
    column: u32,
    len: usize,
}

fn remove_known(old: &FileDiagnostics, new: &mut FileDiagnostics) {
    let mut known: HashMap<Place<'_>, usize> = HashMap::new();
    for place in places(old) {
        *known.entry(place).or_default() += 1;
    }
    let alone = left_alone(old.source.text(), new.source.text());
    let mut order: Vec<(usize, Place<'_>)> = places(new).into_iter().enumerate().collect();
    order.sort_by_key(|&(index, _)| !alone.holds(new.diagnostics[index].range));
    let mut keep = vec![true; new.diagnostics.len()];
    for (index, place) in order {
        if let Some(count) = known.get_mut(&place).filter(|count| **count > 0) {
            *count -= 1;
            keep[index] = false;
        }
    }
    let mut keep = keep.into_iter();
    new.diagnostics.retain(|_| keep.next().unwrap_or(true));
}

fn places(file: &FileDiagnostics) -> Vec<Place<'_>> {
    let (text, lines) = (file.source.text(), file.source.lines());
    let mut hashes: HashMap<(u32, u32), u64> = HashMap::new();
    let place = |diagnostic| {
        let Diagnostic { rule, range, message, .. }: &Diagnostic = diagnostic;
        let (first, last) = (lines.line(range.start()), lines.line(range.end()));
        let hash = hashes.entry((first, last)).or_insert_with(|| {
            let mut hash = DefaultHasher::new();
            (first..=last).for_each(|line| text[lines.line_range(text, line)].trim_end().hash(&mut hash));
            hash.finish()
        });
        Place {
            rule: *rule,
            message: without_digits(message),
            lines: *hash,
            column: range.start() - lines.line_range(text, first).start(),
            len: text[*range].bytes().filter(|&byte| byte != b'\r').count(),
        }
    };
    file.diagnostics.iter().map(place).collect()
}

fn without_digits(text: &str) -> Cow<'_, str> {
    if text.bytes().any(|b| b.is_ascii_digit()) {
        text.replace(|c: char| c.is_ascii_digit(), "").into()
    } else {
        text.into()
    }
}

/// The bytes of a text that are as before: a part at its start and a part at its end.
struct LeftAlone {
    start: u32,
    end: u32,
}

impl LeftAlone {
    fn holds(&self, range: TextRange) -> bool {
        range.end() <= self.start || range.start() >= self.end
    }
}

fn left_alone(old: &str, new: &str) -> LeftAlone {
    let start = old.bytes().zip(new.bytes()).take_while(|(old, new)| old == new).count();
    let most = old.len().min(new.len()) - start;
    let same = old.bytes().rev().zip(new.bytes().rev()).take(most).take_while(|(old, new)| old == new).count();
    LeftAlone { start: start as u32, end: (new.len() - same) as u32 }
}

#[cfg(test)]
mod tests {
    use std::slice;
    use std::sync::Arc;

    use firstaid_text::SourceFile;

    use super::*;
    use crate::Severity;

    /// A page with a finding at every `Ostel`.
    fn page(path: &str, text: &str) -> FileDiagnostics {
        let found = text.match_indices("Ostel").enumerate().map(|(n, (at, found))| {
            let range = TextRange::from(at..at + found.len());
            Diagnostic::new(RuleName("stale-tool"), Severity::Error, range, format!("gone, no. {n}"))
        });
        FileDiagnostics::new(SourceFile::new(path, text).into(), found.collect())
    }

    /// The lines, from 1, of what a change of `before` to `after` brings.
    fn lines(before: &[FileDiagnostics], after: &[FileDiagnostics]) -> Vec<u32> {
        let paths = |files: &[FileDiagnostics]| files.iter().map(|file| file.source.path().to_owned()).collect();
        let (old, new): (HashSet<String>, HashSet<String>) = (paths(before), paths(after));
        let before = Before { findings: before, files: &old };
        let brought = brought(&before, after.to_vec(), &|path| new.contains(path));
        let line = |file: &FileDiagnostics, found: &Diagnostic| file.source.line_column(found.range.start()).line;
        brought.iter().flat_map(|file| file.diagnostics.iter().map(|found| line(file, found))).collect()
    }

    fn of_text(before: &str, after: &str) -> Vec<u32> {
        lines(&[page("en/A.md", before)], &[page("en/A.md", after)])
    }

    #[test]
    fn moved_lines_and_other_line_ends_bring_nothing() {
        for after in ["x\n\nOstel\nUse Ostel\n", "Use Ostel\n\nx\nOstel\n", "Ostel\r\nUse Ostel  \r\n\r\n"] {
            assert_eq!(of_text("Ostel\nUse Ostel\n", after), Vec::<u32>::new(), "{after:?}");
        }
    }

    #[test]
    fn altered_lines_bring_all_that_is_in_them() {
        assert_eq!(of_text("Ostel, Ostel\n\nOstel\n", "Ostel or Ostel\n\nOstel\n"), [1, 1]);
    }

    #[test]
    fn of_equal_lines_the_added_one_is_new() {
        assert_eq!(of_text("a\n\nOstel\n", "a\n\nOstel\n\nOstel\n"), [5]);
        assert_eq!(of_text("a\n\nOstel\n", "Ostel\n\na\n\nOstel\n"), [1]);
    }

    #[test]
    fn a_renamed_page_brings_what_is_altered_in_it() {
        let old = page("en/A.md", "1\n2\n3\nOstel\n5\n");
        assert_eq!(lines(slice::from_ref(&old), &[page("en/B.md", "1\n2\n3\nOstel\n5\nOstel!\n")]), [6]);
        assert_eq!(lines(slice::from_ref(&old), &[page("en/B.md", "a\nb\nc\nOstel\nd\n")]), [4]);
        // A copy is new: the page that it was copied from is still there.
        assert_eq!(lines(slice::from_ref(&old), &[old.clone(), page("en/B.md", old.source.text())]), [4]);
    }

    #[test]
    fn what_another_page_breaks_is_new_in_a_line_that_is_not() {
        let text = "Ostel\n";
        let other = Diagnostic::new(RuleName("broken-anchor"), Severity::Error, TextRange::new(0, 5), "no such id");
        let mut after = page("en/A.md", text);
        after.diagnostics.push(other);
        assert_eq!(lines(&[page("en/A.md", text)], &[after]), [1]);
        let clean = FileDiagnostics { source: Arc::new(SourceFile::new("en/A.md", text)), diagnostics: vec![] };
        assert_eq!(lines(&[clean], &[page("en/A.md", text)]), [1]);
    }
}

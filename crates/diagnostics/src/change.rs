//! The findings that a change introduces: those after the change that were not there before it.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use firstaid_text::{TextRange, line_similarity};

use crate::{Diagnostic, FileDiagnostics, RuleName};

/// Minimum similarity of a renamed page to the old page, in thousandths of the lines. Git uses the same limit, 50 %.
const MIN_RENAME_SIMILARITY: usize = 500;

/// The findings of a guide before a change.
pub struct Before<'a> {
    pub findings: &'a [FileDiagnostics],
    /// Paths of all files that could have findings then.
    pub files: &'a HashSet<String>,
}

/// The findings of `after` that a change introduces. `exists` tells whether a path still exists after the change.
///
/// A finding is old if, before the change, its rule reported the same message at the same column of an equal line of
/// the page, wherever that line was. So moved lines, renamed pages and other line ends introduce nothing; an edited
/// line introduces all its findings; and a page has new findings if a change of another page breaks something in it. Of
/// equal findings in equal lines, those in the unchanged part of the page are the old ones.
pub fn introduced_findings(
    before: &Before<'_>,
    after: Vec<FileDiagnostics>,
    exists: &dyn Fn(&str) -> bool,
) -> Vec<FileDiagnostics> {
    let by_path: HashMap<&str, &FileDiagnostics> =
        before.findings.iter().map(|file| (file.source.path(), file)).collect();
    let mut deleted: Vec<&FileDiagnostics> =
        before.findings.iter().filter(|file| !exists(file.source.path())).collect();
    let mut introduced = Vec::new();
    for mut file in after {
        let path = file.source.path();
        let old =
            if before.files.contains(path) { by_path.get(path).copied() } else { take_renamed(&mut deleted, &file) };
        if let Some(old) = old {
            remove_known(old, &mut file);
        }
        if !file.diagnostics.is_empty() {
            introduced.push(file);
        }
    }
    introduced
}

/// Takes the old version of a renamed page out of the deleted pages: the most similar one, if it is similar enough.
fn take_renamed<'a>(deleted: &mut Vec<&'a FileDiagnostics>, page: &FileDiagnostics) -> Option<&'a FileDiagnostics> {
    let similarity = |old: &FileDiagnostics| line_similarity(old.source.text(), page.source.text());
    let (index, _) = deleted
        .iter()
        .enumerate()
        .map(|(index, old)| (index, similarity(old)))
        .filter(|&(_, similarity)| similarity >= MIN_RENAME_SIMILARITY)
        .max_by_key(|&(index, similarity)| (similarity, Reverse(index)))?;
    Some(deleted.swap_remove(index))
}

/// What identifies a finding before and after a change, however far its line has moved.
#[derive(PartialEq, Eq, Hash)]
struct Identity<'a> {
    rule: RuleName,
    /// Without digits, because some messages name a line.
    message: Cow<'a, str>,
    /// Hash of the lines that the finding is on.
    lines: u64,
    /// In bytes.
    column: u32,
    /// In bytes, without carriage returns.
    len: usize,
}

fn remove_known(old: &FileDiagnostics, new: &mut FileDiagnostics) {
    let mut known: HashMap<Identity<'_>, usize> = HashMap::new();
    for identity in identities(old) {
        *known.entry(identity).or_default() += 1;
    }
    let unchanged = Unchanged::new(old.source.text(), new.source.text());
    let mut order: Vec<(usize, Identity<'_>)> = identities(new).into_iter().enumerate().collect();
    order.sort_by_key(|&(index, _)| !unchanged.contains(new.diagnostics[index].range));
    let mut keep = vec![true; new.diagnostics.len()];
    for (index, identity) in order {
        if let Some(count) = known.get_mut(&identity).filter(|count| **count > 0) {
            *count -= 1;
            keep[index] = false;
        }
    }
    let mut keep = keep.into_iter();
    new.diagnostics.retain(|_| keep.next().unwrap_or(true));
}

fn identities(file: &FileDiagnostics) -> Vec<Identity<'_>> {
    let (text, lines) = (file.source.text(), file.source.lines());
    let mut hashes: HashMap<(u32, u32), u64> = HashMap::new();
    let identity = |diagnostic| {
        let Diagnostic { rule, range, message, .. }: &Diagnostic = diagnostic;
        let (first, last) = (lines.line(range.start()), lines.line(range.end()));
        let hash = hashes.entry((first, last)).or_insert_with(|| {
            let mut hash = DefaultHasher::new();
            (first..=last).for_each(|line| text[lines.line_range(text, line)].trim_end().hash(&mut hash));
            hash.finish()
        });
        Identity {
            rule: *rule,
            message: without_digits(message),
            lines: *hash,
            column: range.start() - lines.line_range(text, first).start(),
            len: text[*range].bytes().filter(|&byte| byte != b'\r').count(),
        }
    };
    file.diagnostics.iter().map(identity).collect()
}

fn without_digits(text: &str) -> Cow<'_, str> {
    if text.bytes().any(|b| b.is_ascii_digit()) {
        text.replace(|c: char| c.is_ascii_digit(), "").into()
    } else {
        text.into()
    }
}

/// The parts of a text that a change left as they were: the bytes before `start` and from `end`.
struct Unchanged {
    start: u32,
    end: u32,
}

impl Unchanged {
    fn new(old: &str, new: &str) -> Self {
        let start = old.bytes().zip(new.bytes()).take_while(|(old, new)| old == new).count();
        let max = old.len().min(new.len()) - start;
        let tail = old.bytes().rev().zip(new.bytes().rev()).take(max).take_while(|(old, new)| old == new).count();
        Self { start: start as u32, end: (new.len() - tail) as u32 }
    }

    fn contains(&self, range: TextRange) -> bool {
        range.end() <= self.start || range.start() >= self.end
    }
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

    /// The 1-based lines of the findings that a change from `before` to `after` introduces.
    fn lines(before: &[FileDiagnostics], after: &[FileDiagnostics]) -> Vec<u32> {
        let paths = |files: &[FileDiagnostics]| files.iter().map(|file| file.source.path().to_owned()).collect();
        let (old, new): (HashSet<String>, HashSet<String>) = (paths(before), paths(after));
        let before = Before { findings: before, files: &old };
        let introduced = introduced_findings(&before, after.to_vec(), &|path| new.contains(path));
        let line = |file: &FileDiagnostics, found: &Diagnostic| file.source.line_column(found.range.start()).line;
        introduced.iter().flat_map(|file| file.diagnostics.iter().map(|found| line(file, found))).collect()
    }

    fn of_text(before: &str, after: &str) -> Vec<u32> {
        lines(&[page("en/A.md", before)], &[page("en/A.md", after)])
    }

    #[test]
    fn moved_lines_and_other_line_ends_introduce_nothing() {
        for after in ["x\n\nOstel\nUse Ostel\n", "Use Ostel\n\nx\nOstel\n", "Ostel\r\nUse Ostel  \r\n\r\n"] {
            assert_eq!(of_text("Ostel\nUse Ostel\n", after), Vec::<u32>::new(), "{after:?}");
        }
    }

    #[test]
    fn edited_lines_introduce_all_their_findings() {
        assert_eq!(of_text("Ostel, Ostel\n\nOstel\n", "Ostel or Ostel\n\nOstel\n"), [1, 1]);
    }

    #[test]
    fn of_equal_lines_the_added_one_is_new() {
        assert_eq!(of_text("a\n\nOstel\n", "a\n\nOstel\n\nOstel\n"), [5]);
        assert_eq!(of_text("a\n\nOstel\n", "Ostel\n\na\n\nOstel\n"), [1]);
    }

    #[test]
    fn a_renamed_page_introduces_the_findings_of_edited_lines() {
        let old = page("en/A.md", "1\n2\n3\nOstel\n5\n");
        assert_eq!(lines(slice::from_ref(&old), &[page("en/B.md", "1\n2\n3\nOstel\n5\nOstel!\n")]), [6]);
        assert_eq!(lines(slice::from_ref(&old), &[page("en/B.md", "a\nb\nc\nOstel\nd\n")]), [4]);
        // A copy is new: the page that it was copied from is still there.
        assert_eq!(lines(slice::from_ref(&old), &[old.clone(), page("en/B.md", old.source.text())]), [4]);
    }

    #[test]
    fn a_finding_caused_by_another_page_is_new_on_an_old_line() {
        let text = "Ostel\n";
        let other = Diagnostic::new(RuleName("broken-anchor"), Severity::Error, TextRange::new(0, 5), "no such id");
        let mut after = page("en/A.md", text);
        after.diagnostics.push(other);
        assert_eq!(lines(&[page("en/A.md", text)], &[after]), [1]);
        let clean = FileDiagnostics { source: Arc::new(SourceFile::new("en/A.md", text)), diagnostics: vec![] };
        assert_eq!(lines(&[clean], &[page("en/A.md", text)]), [1]);
    }
}

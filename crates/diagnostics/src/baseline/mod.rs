//! Findings that a guide has accepted for now: a file with one entry per line. Entries have no line numbers, so they
//! stay valid while the pages are edited around them.

mod entry;
mod remaining;

use std::collections::BTreeMap;
use std::sync::Arc;

use firstaid_text::SourceFile;
use serde::{Deserialize, Serialize};

pub use entry::Stale;
use entry::{Accepted, Key, beginning};
use remaining::{Remaining, TextKey};

use crate::{Diagnostic, FileDiagnostics, Fingerprint, json_line};

/// Accepted findings. Files that are merged line by line, in any order, can still be read.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Baseline {
    entries: BTreeMap<Key, Accepted>,
}

/// Findings compared with a baseline.
#[derive(Debug)]
pub struct Compared {
    /// The findings that are not accepted.
    pub new: Vec<FileDiagnostics>,
    /// Number of accepted findings.
    pub known: usize,
    /// A baseline that accepts these findings, as they are now.
    pub accepted: Baseline,
    pub stale: Vec<Stale>,
}

#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{path}:{line}: {message}")]
pub struct BaselineError {
    pub path: String,
    /// 1-based.
    pub line: usize,
    pub message: String,
}

/// A line of the file.
#[derive(Serialize, Deserialize)]
struct Line {
    path: String,
    rule: String,
    fingerprint: String,
    count: usize,
    #[serde(default)]
    text: String,
}

impl Baseline {
    /// A baseline that accepts these findings.
    pub fn of(files: &[FileDiagnostics]) -> Self {
        let mut baseline = Self::default();
        for file in files {
            for diagnostic in &file.diagnostics {
                baseline.add(&file.source, diagnostic);
            }
        }
        baseline
    }

    fn add(&mut self, source: &SourceFile, diagnostic: &Diagnostic) {
        let first = || Accepted { count: 0, text: beginning(source, diagnostic) };
        self.entries.entry(Key::new(source, diagnostic)).or_insert_with(first).count += 1;
    }

    /// Parses a file; `path` is for messages. Of several lines on the same finding, the highest count wins.
    pub fn parse(path: &str, text: &str) -> Result<Self, BaselineError> {
        let mut baseline = Self::default();
        // Some editors put a byte-order mark before the text, and `cat` into it.
        let lines = text.lines().map(|line| line.trim_start_matches('\u{feff}')).enumerate();
        for (n, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
            let error = |message: String| BaselineError { path: path.to_owned(), line: n + 1, message };
            if ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].iter().any(|mark| line.starts_with(mark)) {
                return Err(error("unresolved merge conflict; keep the lines of both sides".to_owned()));
            }
            let line: Line = serde_json::from_str(line).map_err(|it| error(it.to_string()))?;
            let fingerprint = Fingerprint::parse(&line.fingerprint);
            let fingerprint =
                fingerprint.ok_or_else(|| error(format!("`{}` is not a fingerprint", line.fingerprint)))?;
            let key = Key { path: line.path, rule: line.rule, fingerprint };
            let accepted = baseline.entries.entry(key).or_insert(Accepted { count: 0, text: line.text });
            accepted.count = accepted.count.max(line.count);
        }
        Ok(baseline)
    }

    /// The content of the file: one JSON object per line, sorted by path and rule.
    pub fn to_text(&self) -> String {
        let line = |(key, accepted): (&Key, &Accepted)| Line {
            path: key.path.clone(),
            rule: key.rule.clone(),
            fingerprint: key.fingerprint.to_string(),
            count: accepted.count,
            text: accepted.text.clone(),
        };
        // Strings and numbers can always be written as JSON.
        self.entries.iter().map(line).filter_map(|line| Some(json_line(&line).ok()? + "\n")).collect()
    }

    /// The entries on a path and rule that `covers` accepts.
    #[must_use]
    pub fn of_covered(mut self, covers: &dyn Fn(&str, &str) -> bool) -> Self {
        self.entries.retain(|key, _| covers(&key.path, &key.rule));
        self
    }

    /// What this baseline accepts and `other`, by the rules of [`Self::compare`], does not.
    pub fn beyond(&self, other: &Self) -> Vec<Stale> {
        let mut remaining = Remaining(other.entries.clone());
        let mut beyond = self.entries.clone();
        for (key, it) in &mut beyond {
            it.count -= remaining.take(key, it.count);
        }
        let mut by_text = remaining.by_text();
        for (key, it) in &mut beyond {
            it.count -= remaining.take_by_text(&mut by_text, &TextKey::new(&key.path, &key.rule, &it.text), it.count);
        }
        Remaining(beyond).into_stale().collect()
    }

    pub fn count(&self) -> usize {
        self.entries.values().map(|accepted| accepted.count).sum()
    }

    /// Removes accepted findings. An accepted finding stays accepted while its page, its rule, its own text and the
    /// words around it stand. If these words change, it stays accepted as long as there are no more findings of that
    /// text, but only if the file holds its text whole: of a longer one, the rest may have changed. A finding without
    /// text needs the same message. Of several equal findings on a page, those that stand as they were are the accepted
    /// ones, then the first ones. `covers` tells whether the run checked a path with a rule; an entry that it did not
    /// check is not stale.
    pub fn compare(&self, files: Vec<FileDiagnostics>, covers: &dyn Fn(&str, &str) -> bool) -> Compared {
        let mut remaining = Remaining(self.entries.clone());
        let mut accepted = Self::default();
        let mut new = files;
        for file in &mut new {
            let source = Arc::clone(&file.source);
            file.diagnostics.retain(|diagnostic| {
                let is_known = remaining.take(&Key::new(&source, diagnostic), 1) == 1;
                if is_known {
                    accepted.add(&source, diagnostic);
                }
                !is_known
            });
        }
        let mut by_text = remaining.by_text();
        for file in &mut new {
            let source = Arc::clone(&file.source);
            file.diagnostics.retain(|diagnostic| {
                let text = TextKey::new(source.path(), diagnostic.rule.0, &beginning(&source, diagnostic));
                let is_known = remaining.take_by_text(&mut by_text, &text, 1) == 1;
                if is_known {
                    accepted.add(&source, diagnostic);
                }
                !is_known
            });
        }
        new.retain(|file| !file.diagnostics.is_empty());
        let stale = remaining.into_stale().filter(|it| covers(&it.path, &it.rule));
        Compared { new, known: accepted.count(), accepted, stale: stale.collect() }
    }

    /// The baseline with the entries that the run checked replaced by those of `found`.
    #[must_use]
    pub fn updated(mut self, found: Self, covers: &dyn Fn(&str, &str) -> bool) -> Self {
        self.entries.retain(|key, _| !covers(&key.path, &key.rule));
        self.entries.extend(found.entries);
        self
    }
}

#[cfg(test)]
mod tests {
    use firstaid_text::TextRange;
    use proptest::prelude::*;

    use super::entry::is_whole;
    use super::*;
    use crate::{RuleName, Severity};

    /// A page with a finding at every `Ostel`.
    fn page(path: &str, text: &str) -> FileDiagnostics {
        let at = |(at, found): (usize, &str)| TextRange::from(at..at + found.len());
        let found = |range| Diagnostic::new(RuleName("stale-tool"), Severity::Error, range, "gone");
        let found = text.match_indices("Ostel").map(at).map(found).collect();
        FileDiagnostics::new(SourceFile::new(path, text).into(), found)
    }

    fn everywhere(_: &str, _: &str) -> bool {
        true
    }

    fn count(files: &[FileDiagnostics]) -> usize {
        files.iter().map(|file| file.diagnostics.len()).sum()
    }

    #[test]
    fn accepted_findings_stay_out_while_lines_move() {
        let baseline = Baseline::of(&[page("en/A.md", "Ostel\n\nOstel\n\nUse Ostel now.\n")]);
        let moved = page("en/A.md", "# New\n\nOstel\n\n> Use Ostel now.\n\nOstel\n\nOstel for all.\n");
        let compared = baseline.compare(vec![moved], &everywhere);
        assert_eq!((compared.known, count(&compared.new)), (3, 1));
        assert_eq!((compared.new[0].diagnostics[0].range.start(), compared.stale), (39, vec![]));
        assert_eq!(compared.accepted.count(), 3);
    }

    #[test]
    fn a_finding_stays_accepted_while_the_words_around_it_change() {
        let baseline = Baseline::of(&[page("en/A.md", "Call by Ostel, please.\n"), page("en/B.md", "Ostel\n")]);
        let edited = page("en/A.md", "\u{feff}Always phone over Ostel\r\nwhenever you can.\r\n");
        let compared = baseline.compare(vec![edited, page("en/B.md", "Ostel\n")], &everywhere);
        assert_eq!((compared.known, count(&compared.new), compared.stale), (2, 0, vec![]));
        let elsewhere = baseline.compare(vec![page("en/C.md", "Call by Ostel, please.\n")], &everywhere);
        assert_eq!((elsewhere.known, elsewhere.stale.len()), (0, 2));
        let marked = format!("\u{feff}{}", baseline.to_text().replace('\n', "\r\n\u{feff}"));
        assert_eq!(Baseline::parse("b", &marked).unwrap(), baseline);
    }

    #[test]
    fn a_long_text_that_was_cut_is_not_enough_to_be_accepted() {
        let long = |path: &str, text: &str, n: usize| {
            let range = TextRange::from(n..text.len());
            let found = Diagnostic::new(RuleName("untranslated-block"), Severity::Error, range, "English");
            FileDiagnostics::new(SourceFile::new(path, text).into(), vec![found])
        };
        let same = "Never type your password on a page that a link in a message";
        for end in [" has opened.", "", "."] {
            let baseline = Baseline::of(&[long("en/A.md", &format!("Old words. {same}{end}"), 11)]);
            let edited = long("en/A.md", &format!("New words. {same} showed you."), 11);
            assert_eq!(count(&baseline.compare(vec![edited], &everywhere).new), 1, "{end}");
        }
        // A text that fits is whole, whatever stands around it.
        let baseline = Baseline::of(&[long("en/A.md", &format!("Old words. {}", &same[..40]), 11)]);
        let edited = long("en/A.md", &format!("New words. {}", &same[..40]), 11);
        assert_eq!(count(&baseline.compare(vec![edited], &everywhere).new), 0);
        // Cut within a character, behind a blank.
        let cut = long("en/A.md", &format!("{} 😀 and more", "é".repeat(28)), 0);
        assert!(!is_whole(&beginning(&cut.source, &cut.diagnostics[0])));
    }

    #[test]
    fn what_a_baseline_has_beyond_another_is_what_it_would_hide_beyond_it() {
        let before = Baseline::of(&[page("en/A.md", "Call by Ostel, please.\n\nOstel for all.\n")]);
        let after = [page("en/A.md", "Phone over Ostel.\n\nTry Ostel.\n\nOstel for all.\n\nOstel now.\n")];
        let beyond: usize = Baseline::of(&after).beyond(&before).iter().map(|it| it.count).sum();
        assert_eq!((beyond, count(&before.compare(after.into(), &everywhere).new)), (2, 2));
        let reworded = Baseline::of(&[page("en/A.md", "We phone over Ostel, always.\n\nOstel for all.\n")]);
        assert_eq!((reworded.beyond(&before), before.beyond(&reworded)), (vec![], vec![]));
        assert_eq!(Baseline::of(&[page("en/B.md", "Ostel for all.\n")]).beyond(&before).len(), 1);
    }

    #[test]
    fn no_more_findings_than_accepted_are_known() {
        let baseline = Baseline::of(&[page("en/A.md", "Ostel\n\nOstel\n")]);
        let more = baseline.compare(vec![page("en/A.md", "Ostel\n\nOstel\n\nOstel\n")], &everywhere);
        assert_eq!((more.known, more.new[0].diagnostics[0].range.start(), more.stale), (2, 14, vec![]));
        let fewer = baseline.compare(vec![page("en/A.md", "Ostel\n")], &everywhere);
        let stale = Stale { path: "en/A.md".into(), rule: "stale-tool".into(), text: "Ostel".into(), count: 1 };
        assert_eq!((count(&fewer.new), fewer.stale), (0, vec![stale]));
    }

    #[test]
    fn entries_that_a_run_did_not_check_stay() {
        let both = Baseline::of(&[page("en/A.md", "Ostel\n"), page("en/B.md", "Ostel\n")]);
        let of_a = |path: &str, _: &str| path == "en/A.md";
        assert_eq!(both.compare(vec![], &of_a).stale.len(), 1);
        assert_eq!(both.clone().updated(Baseline::default(), &of_a), Baseline::of(&[page("en/B.md", "Ostel\n")]));
    }

    #[test]
    fn the_file_has_a_line_per_entry_and_errors_name_the_line() {
        let text = Baseline::of(&[page("en/\u{202e}é.md", "Ostel\n\nOstel\n")]).to_text();
        assert_eq!(text.lines().count(), 1);
        assert!(text.starts_with("{\"path\":\"en/\\u202eé.md\",\"rule\":\"stale-tool\",\"fingerprint\":\""), "{text}");
        assert!(text.ends_with("\",\"count\":2,\"text\":\"Ostel\"}\n"), "{text}");
        let error = |text: &str| Baseline::parse("b.jsonl", text).unwrap_err().to_string();
        assert!(error(&format!("{text}<<<<<<< ours\n")).starts_with("b.jsonl:2: unresolved merge conflict"));
        assert!(error("{}").starts_with("b.jsonl:1: missing field"));
    }

    proptest! {
        #[test]
        fn a_file_reads_back_and_merges_line_by_line(
            mine in prop::collection::vec("[a-c ]{0,6}Ostel", 0..6),
            other in prop::collection::vec("[a-c ]{0,6}Ostel", 0..6),
        ) {
            let [mine, other] = [mine, other].map(|lines| Baseline::of(&[page("en/A.md", &lines.join("\n\n"))]));
            prop_assert_eq!(&Baseline::parse("b", &mine.to_text()).unwrap(), &mine);
            let merged = Baseline::parse("b", &(mine.to_text() + &other.to_text())).unwrap();
            prop_assert_eq!(&merged, &Baseline::parse("b", &(other.to_text() + &mine.to_text())).unwrap());
            prop_assert!(merged.count() >= mine.count().max(other.count()));
        }
    }
}

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::{Applicability, FileDiagnostics, RuleName, Severity};

/// The number of findings of a rule at a severity.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RuleCount {
    pub rule: RuleName,
    pub severity: Severity,
    pub count: usize,
}

/// Counts the findings of each rule, the highest number first.
pub fn count_by_rule(files: &[FileDiagnostics]) -> Vec<RuleCount> {
    let mut counts: BTreeMap<(RuleName, Severity), usize> = BTreeMap::new();
    for diagnostic in files.iter().flat_map(|file| &file.diagnostics) {
        *counts.entry((diagnostic.rule, diagnostic.severity)).or_default() += 1;
    }
    let mut rows: Vec<RuleCount> =
        counts.into_iter().map(|((rule, severity), count)| RuleCount { rule, severity, count }).collect();
    rows.sort_by_key(|row| (std::cmp::Reverse(row.count), row.rule, row.severity));
    rows
}

/// Writes counts as a table, a rule a line.
pub fn render_counts(rows: &[RuleCount], out: &mut dyn Write) -> io::Result<()> {
    rows.iter().try_for_each(|row| writeln!(out, "{:>6}  {:<7}  {}", row.count, row.severity.as_str(), row.rule))
}

/// The last line of a report: how many pages were read, how many findings there are, how many can be fixed.
pub fn summary(files: &[FileDiagnostics], pages: usize) -> String {
    let read = count(pages, "page");
    let (mut by_severity, mut safe, mut hidden) = ([0; Severity::ALL.len()], 0, 0);
    for diagnostic in files.iter().flat_map(|file| &file.diagnostics) {
        by_severity[diagnostic.severity as usize] += 1;
        let applicability = diagnostic.fix.as_ref().map(|fix| fix.applicability);
        safe += usize::from(applicability == Some(Applicability::Safe));
        hidden += usize::from(applicability == Some(Applicability::Unsafe));
    }
    let found: Vec<String> = Severity::ALL
        .into_iter()
        .map(|severity| (severity, by_severity[severity as usize]))
        .filter(|&(_, found)| found > 0)
        .map(|(severity, found)| match severity {
            Severity::Info => format!("{found} info"),
            _ => count(found, severity.as_str()),
        })
        .collect();
    if found.is_empty() {
        return format!("{read}: nothing to report");
    }
    let fixable = match (safe, hidden) {
        (0, 0) => String::new(),
        (safe, 0) => format!("; {safe} fixable with --fix"),
        (0, hidden) => format!("; {hidden} fixable with --unsafe-fixes"),
        (safe, hidden) => format!("; {safe} fixable with --fix, {hidden} more with --unsafe-fixes"),
    };
    format!("{read}: {}{fixable}", found.join(", "))
}

fn count(n: usize, noun: &str) -> String {
    if n == 1 { format!("1 {noun}") } else { format!("{n} {noun}s") }
}

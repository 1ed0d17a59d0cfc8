use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::{Applicability, FileDiagnostics, RuleName, Severity};

/// How many findings of each rule, the most first.
pub fn render_statistics(files: &[FileDiagnostics], out: &mut dyn Write) -> io::Result<()> {
    let mut counts: BTreeMap<(RuleName, Severity), usize> = BTreeMap::new();
    for diagnostic in files.iter().flat_map(|file| &file.diagnostics) {
        *counts.entry((diagnostic.rule, diagnostic.severity)).or_default() += 1;
    }
    let mut rows: Vec<_> = counts.into_iter().collect();
    rows.sort_by_key(|&((rule, severity), count)| (std::cmp::Reverse(count), rule, severity));
    for ((rule, severity), count) in rows {
        writeln!(out, "{count:>6}  {severity:<7}  {rule}")?;
    }
    Ok(())
}

/// The closing line: what was read and what was found, for a reader who sees nothing else.
pub fn summary(files: &[FileDiagnostics], pages: usize) -> String {
    let diagnostics = || files.iter().flat_map(|file| &file.diagnostics);
    let total = diagnostics().count();
    let read = count(pages, "page");
    if total == 0 {
        return format!("{read}: nothing to report");
    }
    let by_severity: Vec<String> = Severity::ALL
        .into_iter()
        .map(|severity| (severity, diagnostics().filter(|found| found.severity == severity).count()))
        .filter(|&(_, found)| found > 0)
        .map(
            |(severity, found)| {
                if severity == Severity::Info { format!("{found} info") } else { count(found, severity.as_str()) }
            },
        )
        .collect();
    let fixable = |wanted: Applicability| {
        diagnostics().filter(move |found| found.fix.as_ref().is_some_and(|fix| fix.applicability == wanted))
    };
    let safe = fixable(Applicability::Safe).count();
    let hidden = fixable(Applicability::Unsafe).count();
    let mendable = match (safe, hidden) {
        (0, 0) => String::new(),
        (safe, 0) => format!("; {safe} can be mended with --fix"),
        (0, hidden) => format!("; {hidden} can be mended with --unsafe-fixes"),
        (safe, hidden) => format!("; {safe} can be mended with --fix, {hidden} more with --unsafe-fixes"),
    };
    format!("{read}: {}{mendable}", by_severity.join(", "))
}

fn count(n: usize, noun: &str) -> String {
    if n == 1 { format!("1 {noun}") } else { format!("{n} {noun}s") }
}

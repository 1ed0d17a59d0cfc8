//! The report of a first run on a terminal: so many findings that nobody reads all their frames.

use std::io::{self, IsTerminal, Write};
use std::sync::Arc;

use anyhow::Result;
use firstaid_diagnostics::{
    Diagnostic, FileDiagnostics, Format, Run, Severity, Style, count_by_rule, render_counts, summary,
};

use super::args::LintArgs;

/// More findings than this are not shown one by one.
const MAX_FINDINGS: usize = 100;

/// The number of findings whose frames are shown.
const FRAMES: usize = 50;

/// Rows of the table of rules.
const ROWS: usize = 20;

/// Whether a run is one of somebody who looks at a guide that nobody cleaned up yet.
pub(super) fn is_one(args: &LintArgs, run: &Run<'_>) -> bool {
    let asks_for_all = args.statistics || args.quiet || args.baseline.is_some() || args.changed_since.is_some();
    let findings: usize = run.files.iter().map(|file| file.diagnostics.len()).sum();
    args.format == Format::Human && !asks_for_all && findings > MAX_FINDINGS && io::stdout().is_terminal()
}

/// Shows the frames of the first findings, errors first, the number of findings by rule, and what can be done next.
pub(super) fn show(run: &Run<'_>, style: Style, out: &mut dyn Write) -> Result<()> {
    let all = run.files.iter().map(|file| file.diagnostics.len()).sum::<usize>();
    Format::Human.render(&Run { files: &first(run.files), ..*run }, style, out)?;
    writeln!(out, "{FRAMES} of {all} findings are shown, errors first; --format concise shows all, one a line\n")?;

    let rows = count_by_rule(run.files);
    render_counts(&rows[..rows.len().min(ROWS)], out)?;
    match rows.len().saturating_sub(ROWS) {
        0 => {}
        1 => writeln!(out, "        and 1 more rule; --statistics counts all")?,
        more => writeln!(out, "        and {more} more rules; --statistics counts all")?,
    }
    let rule = rows.first().map_or("", |row| row.rule.0);
    writeln!(out, "\n{}\n", summary(run.files, run.pages))?;
    writeln!(out, "To see one rule at a time, most frequent first (--statistics counts them):")?;
    writeln!(out, "    firstaid lint --select {rule}")?;
    writeln!(out, "To accept what is there, and see only what is new from now on:")?;
    writeln!(out, "    firstaid lint --baseline firstaid-baseline.jsonl --update-baseline")?;
    Ok(())
}

/// The first findings: errors by path, then warnings, then infos.
fn first(files: &[FileDiagnostics]) -> Vec<FileDiagnostics> {
    let mut left = FRAMES;
    let mut chosen = Vec::new();
    for severity in [Severity::Error, Severity::Warning, Severity::Info] {
        for file in files {
            let fitting = file.diagnostics.iter().filter(|finding| finding.severity == severity);
            let found: Vec<Diagnostic> = fitting.take(left).cloned().collect();
            left -= found.len();
            if !found.is_empty() {
                chosen.push(FileDiagnostics::new(Arc::clone(&file.source), found));
            }
        }
    }
    chosen
}

#[cfg(test)]
mod tests {
    use firstaid_diagnostics::RuleName;
    use firstaid_text::SourceFile;

    use super::*;

    #[test]
    fn errors_come_first_whatever_their_page() {
        let finding = |severity| Diagnostic::new(RuleName("r"), severity, (0..1).into(), "m");
        let file = |path: &str, count: usize, severity| {
            let found = (0..count).map(|_| finding(severity)).collect();
            FileDiagnostics::new(Arc::new(SourceFile::new(path, "text")), found)
        };
        let files = [file("a.md", 70, Severity::Warning), file("b.md", 20, Severity::Error)];
        let shown: Vec<_> = first(&files).iter().map(|f| (f.source.path().to_owned(), f.diagnostics.len())).collect();
        assert_eq!(shown, [("b.md".to_owned(), 20), ("a.md".to_owned(), 30)]);
    }
}

//! Writing the report to standard output and files.

use std::io::Write;

use anyhow::{Context, Result};
use firstaid_diagnostics::{Format, Run, Style, count_by_rule, render_counts, summary};

use super::args::LintArgs;
use super::first_run;
use super::output::{WIDTH, stdout};
use crate::error::is_broken_pipe;
use crate::files::write_atomically;
use crate::outcome::Outcome;

/// The style of reports in files.
const FILE_STYLE: Style = Style { color: false, width: WIDTH };

/// Writes the findings to standard output or `--output`, and returns the outcome of the run.
pub(super) fn report(args: &LintArgs, run: &Run<'_>) -> Result<Outcome> {
    let mut is_shown = false;
    for output in &args.output {
        let mut bytes = Vec::new();
        match output.format {
            Some(format) => render(args, format, run, FILE_STYLE, &mut bytes)?,
            None => show(args, run, FILE_STYLE, &mut bytes)?,
        }
        is_shown |= output.format.is_none();
        write_atomically(&output.path, &bytes).with_context(|| output.path.display().to_string())?;
    }
    if !is_shown {
        let (mut out, style) = stdout(args.color);
        let shown = if first_run::is_one(args, run) {
            first_run::show(run, style, &mut out)
        } else {
            show(args, run, style, &mut out)
        };
        let written = shown.and_then(|()| Ok(out.flush()?));
        // The outcome is the same whether or not the output is read to its end.
        written.or_else(|error| if is_broken_pipe(&error) { Ok(()) } else { Err(error) })?;
    }
    let findings = || run.files.iter().flat_map(|file| &file.diagnostics);
    let unreadable = findings().filter(|finding| finding.rule.0 == "unreadable-page").count();
    let failing = findings().any(|finding| finding.severity >= run.fail_on);
    Ok(match (unreadable > 0 && unreadable == run.pages, failing) {
        (true, _) => Outcome::Failed,
        (false, true) => Outcome::Findings,
        (false, false) => Outcome::Clean,
    })
}

/// Renders the findings in the format of `--format`, or their counts with `--statistics`.
fn show(args: &LintArgs, run: &Run<'_>, style: Style, out: &mut dyn Write) -> Result<()> {
    if !args.statistics {
        return render(args, args.format, run, style, out);
    }
    render_counts(&count_by_rule(run.files), out)?;
    end(args, args.format, run, out)
}

fn render(args: &LintArgs, format: Format, run: &Run<'_>, style: Style, out: &mut dyn Write) -> Result<()> {
    format.render(run, style, out)?;
    end(args, format, run, out)
}

/// The line that ends a report for people.
fn end(args: &LintArgs, format: Format, run: &Run<'_>, out: &mut dyn Write) -> Result<()> {
    if format == Format::Human && !args.quiet {
        writeln!(out, "{}", summary(run.files, run.pages))?;
    }
    Ok(())
}

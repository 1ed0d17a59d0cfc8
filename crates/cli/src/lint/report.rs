//! Where findings and mended files go.

use std::env;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;

use anstream::{AutoStream, ColorChoice};
use anyhow::{Context, Result};
use firstaid_diagnostics::{Format, Run, Style, render_diff, render_statistics, summary};
use firstaid_lint::Fixed;

use crate::args::{ColorArg, FormatArg, LintArgs};
use crate::files::write_atomically;
use crate::lint::note_line;
use crate::{Outcome, is_broken_pipe};

/// For whoever reads a file, not a terminal.
const PLAIN: Style = Style { color: false, width: 120 };

/// Writes the findings to wherever they are wanted, and says what they come to.
pub(super) fn report(args: &LintArgs, run: &Run<'_>) -> Result<Outcome> {
    let mut is_shown = false;
    for output in &args.output {
        let mut bytes = Vec::new();
        match output.format {
            Some(format) => render(format, run, PLAIN, &mut bytes)?,
            None => show(args, run, PLAIN, &mut bytes)?,
        }
        is_shown |= output.format.is_none();
        write_atomically(&output.path, &bytes).with_context(|| output.path.display().to_string())?;
    }
    if !is_shown {
        let (mut out, style) = stdout(args.color);
        let written = show(args, run, style, &mut out).and_then(|()| Ok(out.flush()?));
        // The verdict is the same whether or not somebody reads to the end.
        written.or_else(|error| if is_broken_pipe(&error) { Ok(()) } else { Err(error) })?;
    }
    let found = || run.files.iter().flat_map(|file| &file.diagnostics);
    let unreadable = found().filter(|it| it.rule.0 == "unreadable-page").count();
    let failing = found().any(|found| found.severity >= run.fail_on);
    Ok(match (unreadable > 0 && unreadable == run.pages, failing) {
        (true, _) => Outcome::Failed,
        (false, true) => Outcome::Findings,
        (false, false) => Outcome::Clean,
    })
}

/// What the command line asks to see.
fn show(args: &LintArgs, run: &Run<'_>, style: Style, out: &mut dyn Write) -> Result<()> {
    if !args.statistics {
        return render(args.format, run, style, out);
    }
    render_statistics(run.files, out)?;
    if args.format == FormatArg::Human {
        writeln!(out, "{}", summary(run.files, run.pages))?;
    }
    Ok(())
}

fn render(format: FormatArg, run: &Run<'_>, style: Style, out: &mut dyn Write) -> Result<()> {
    Format::from(format).render(run, style, out)?;
    if format == FormatArg::Human {
        writeln!(out, "{}", summary(run.files, run.pages))?;
    }
    Ok(())
}

/// Writes the mended files.
pub(super) fn write_fixes(root: &Path, fixed: &Fixed) -> Result<()> {
    for file in &fixed.files {
        let path = root.join(&file.path);
        write_atomically(&path, file.after.as_bytes()).with_context(|| path.display().to_string())?;
    }
    if fixed.count > 0 {
        let noun = if fixed.files.len() == 1 { "file" } else { "files" };
        note_line(&format!("{} mended in {} {noun}", fixed.count, fixed.files.len()));
    }
    Ok(())
}

/// Shows what fixes would change. A terminal, and the log of a CI runner, get what is fit for them, a file or a pipe the
/// very bytes, so that the diff can be applied.
pub(super) fn show_diff(args: &LintArgs, fixed: &Fixed) -> Result<Outcome> {
    let stdout = io::stdout();
    let choice = color_choice(args.color, &stdout);
    let color = stdout.is_terminal() || choice == ColorChoice::Always || env::var_os("GITHUB_ACTIONS").is_some();
    let mut out: Box<dyn Write> =
        if color { Box::new(AutoStream::new(stdout.lock(), choice)) } else { Box::new(stdout.lock()) };
    out = Box::new(BufWriter::new(out));
    let style = Style { color, width: 120 };
    let render = |file: &firstaid_lint::FixedFile| render_diff(&file.path, &file.before, &file.after, style, &mut out);
    let written = fixed.files.iter().try_for_each(render).and_then(|()| out.flush()).map_err(anyhow::Error::from);
    written.or_else(|error| if is_broken_pipe(&error) { Ok(()) } else { Err(error) })?;
    Ok(if fixed.files.is_empty() { Outcome::Clean } else { Outcome::Findings })
}

/// Standard output, with the colours that its reader can take.
fn stdout(color: ColorArg) -> (Box<dyn Write>, Style) {
    let stdout = io::stdout();
    let choice = color_choice(color, &stdout);
    let style = Style { color: choice != ColorChoice::Never, width: 120 };
    // Without colours nothing is left to strip.
    let out: Box<dyn Write> =
        if style.color { Box::new(AutoStream::new(stdout.lock(), choice)) } else { Box::new(stdout.lock()) };
    (Box::new(BufWriter::new(out)), style)
}

fn color_choice(wanted: ColorArg, stdout: &io::Stdout) -> ColorChoice {
    match wanted {
        ColorArg::Always => ColorChoice::Always,
        ColorArg::Never => ColorChoice::Never,
        ColorArg::Auto => match AutoStream::choice(stdout) {
            ColorChoice::Auto if stdout.is_terminal() => ColorChoice::Always,
            ColorChoice::Auto => ColorChoice::Never,
            choice => choice,
        },
    }
}

//! Writing fixed files, or showing what would be written.

use std::env;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;

use anstream::{AutoStream, ColorChoice};
use anyhow::{Error, Result};
use firstaid_diagnostics::{Style, render_diff};
use firstaid_lint::{Fixed, FixedFile};

use super::args::ColorArg;
use super::output::{color_choice, width};
use crate::error::is_broken_pipe;
use crate::files::{refuse_to_write_outside, save_inside};
use crate::note::note_line;
use crate::outcome::Outcome;

pub(super) fn write_fixes(root: &Path, fixed: &Fixed) -> Result<()> {
    let paths = || fixed.files.iter().map(|file| root.join(&file.path));
    paths().try_for_each(|path| refuse_to_write_outside(root, &path))?;
    for (file, path) in fixed.files.iter().zip(paths()) {
        save_inside(root, &path, &file.after)?;
    }
    if fixed.count > 0 {
        let noun = if fixed.files.len() == 1 { "file" } else { "files" };
        note_line(&format!("{} fixed in {} {noun}", fixed.count, fixed.files.len()));
    }
    Ok(())
}

/// Shows what fixes would change. A terminal and the log of a CI runner get escaped text; a file or a pipe gets the
/// exact bytes, so that the diff can be applied.
pub(super) fn show_diff(color: ColorArg, fixed: &Fixed) -> Result<Outcome> {
    let stdout = io::stdout();
    let (choice, width) = (color_choice(color, &stdout), width(&stdout));
    let color = stdout.is_terminal() || choice == ColorChoice::Always || env::var_os("GITHUB_ACTIONS").is_some();
    let mut out: Box<dyn Write> =
        if color { Box::new(AutoStream::new(stdout.lock(), choice)) } else { Box::new(stdout.lock()) };
    out = Box::new(BufWriter::new(out));
    let style = Style { color, width };
    let render = |file: &FixedFile| render_diff(&file.path, &file.before, &file.after, style, &mut out);
    let written = fixed.files.iter().try_for_each(render).and_then(|()| out.flush()).map_err(Error::from);
    written.or_else(|error| if is_broken_pipe(&error) { Ok(()) } else { Err(error) })?;
    Ok(if fixed.files.is_empty() { Outcome::Clean } else { Outcome::Findings })
}

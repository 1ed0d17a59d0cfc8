//! Standard output, with the colours that its reader can show.

use std::io::{self, BufWriter, IsTerminal, Write};

use anstream::{AutoStream, ColorChoice};
use firstaid_diagnostics::Style;

use super::args::ColorArg;

/// The width of messages and frames, in columns: the same everywhere, so that output can be compared.
pub(super) const WIDTH: usize = 120;

pub(super) fn stdout(color: ColorArg) -> (Box<dyn Write>, Style) {
    let stdout = io::stdout();
    let choice = color_choice(color, &stdout);
    let style = Style { color: choice != ColorChoice::Never, width: WIDTH };
    // Without colours there are no escape sequences to strip.
    let out: Box<dyn Write> =
        if style.color { Box::new(AutoStream::new(stdout.lock(), choice)) } else { Box::new(stdout.lock()) };
    (Box::new(BufWriter::new(out)), style)
}

pub(super) fn color_choice(wanted: ColorArg, stdout: &io::Stdout) -> ColorChoice {
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

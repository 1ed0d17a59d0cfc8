//! Standard output, with the colours that its reader can show.

use std::io::{self, BufWriter, IsTerminal, Write};

use anstream::{AutoStream, ColorChoice};
use firstaid_diagnostics::Style;
use terminal_size::{Width, terminal_size_of};

use super::args::ColorArg;

/// The width of frames where there is no terminal, in columns.
pub(super) const WIDTH: usize = 80;

pub(super) fn stdout(color: ColorArg) -> (Box<dyn Write>, Style) {
    let stdout = io::stdout();
    let choice = color_choice(color, &stdout);
    let style = Style { color: choice != ColorChoice::Never, width: width(&stdout) };
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

/// The width of the terminal, in columns.
pub(super) fn width(stdout: &io::Stdout) -> usize {
    let terminal = stdout.is_terminal().then(|| terminal_size_of(stdout)).flatten();
    // A terminal that does not know its size says 0.
    terminal.map(|(Width(columns), _)| usize::from(columns)).filter(|&columns| columns > 0).unwrap_or(WIDTH)
}

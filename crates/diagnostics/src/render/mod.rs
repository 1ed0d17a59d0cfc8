//! The output formats: each writes a sorted list of [`FileDiagnostics`] to a sink.

mod alike;
mod concise;
mod diff;
mod excerpt;
mod human;
mod jsonl;
mod statistics;

use std::io::{self, Write};

use crate::FileDiagnostics;

pub use diff::render_diff;
pub use statistics::{render_statistics, summary};

/// Colours and width of the terminal that the output goes to.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    pub color: bool,
    pub width: usize,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// Source frames, as compilers show them; findings alike in one list or block share a frame.
    Human,
    /// A line a finding: `path:line:column: severity[rule] message`.
    Concise,
    /// An object a line, for programs.
    Jsonl,
}

impl Format {
    pub fn render(self, files: &[FileDiagnostics], style: Style, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Human => human::render(files, style, out),
            Self::Concise => concise::render(files, style, out),
            Self::Jsonl => jsonl::render(files, out),
        }
    }
}

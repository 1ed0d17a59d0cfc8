//! The output formats: each writes a sorted list of [`FileDiagnostics`] to a sink.

mod alike;
mod concise;
mod diff;
mod excerpt;
mod human;
mod jsonl;
mod statistics;

use std::io::{self, Write};

use rayon::prelude::*;

use crate::FileDiagnostics;

pub use diff::render_diff;
pub use statistics::{render_statistics, summary};

/// How many files are rendered before any of them is written: enough to keep all threads busy, few enough to keep in
/// memory.
const BATCH: usize = 256;

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
    /// Writes the findings of all files, in order. Many are made ready side by side, a batch at a time.
    pub fn render(self, files: &[FileDiagnostics], style: Style, out: &mut dyn Write) -> io::Result<()> {
        for batch in files.chunks(BATCH) {
            let ready: Vec<io::Result<Vec<u8>>> = batch
                .par_iter()
                .map(|file| {
                    let mut bytes = Vec::new();
                    self.render_file(file, style, &mut bytes)?;
                    Ok(bytes)
                })
                .collect();
            for bytes in ready {
                out.write_all(&bytes?)?;
            }
        }
        Ok(())
    }

    fn render_file(self, file: &FileDiagnostics, style: Style, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Human => human::render(file, style, out),
            Self::Concise => concise::render(file, style, out),
            Self::Jsonl => jsonl::render(file, out),
        }
    }
}

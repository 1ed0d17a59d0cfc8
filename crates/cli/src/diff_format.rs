use clap::ValueEnum;

/// The forms in which a comparison of two commits is written.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffFormat {
    /// One line per change
    Human,
    /// A table, for a comment on a pull request
    Markdown,
    /// One JSON object per change
    Jsonl,
}

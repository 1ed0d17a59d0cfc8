use std::fmt;
use std::sync::OnceLock;

use crate::{LineColumn, LineIndex, TextRange};

/// The largest file that is read, 1 GiB: offsets have 32 bits. Pages are some kilobytes.
pub const MAX_FILE_BYTES: u64 = 1 << 30;

/// A file of the guide: its path below the root, with `/` on every system, and its text.
pub struct SourceFile {
    path: Box<str>,
    text: Box<str>,
    lines: OnceLock<LineIndex>,
}

impl SourceFile {
    pub fn new(path: impl Into<Box<str>>, text: impl Into<Box<str>>) -> Self {
        Self { path: path.into(), text: text.into(), lines: OnceLock::new() }
    }

    pub fn path(&self) -> &str {
        &self.path
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// The line index, built at the first call: most files have no finding and need none.
    pub fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }

    pub fn slice(&self, range: TextRange) -> &str {
        &self.text[range]
    }

    pub fn line_column(&self, offset: u32) -> LineColumn {
        self.lines().line_column(&self.text, offset)
    }
}

/// Compares path and text.
impl PartialEq for SourceFile {
    fn eq(&self, other: &Self) -> bool {
        self.path == other.path && self.text == other.text
    }
}

impl Eq for SourceFile {}

impl fmt::Debug for SourceFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SourceFile").field("path", &self.path).finish_non_exhaustive()
    }
}

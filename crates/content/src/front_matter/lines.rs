use firstaid_text::TextRange;

/// The lines of a text from an offset on, line ends included.
pub(super) struct Lines<'a> {
    pub(super) text: &'a str,
    /// Where the next line starts.
    pub(super) at: usize,
}

impl Iterator for Lines<'_> {
    type Item = TextRange;

    fn next(&mut self) -> Option<TextRange> {
        let start = self.at;
        let rest = &self.text[start..];
        if rest.is_empty() {
            return None;
        }
        self.at = memchr::memchr(b'\n', rest.as_bytes()).map_or(self.text.len(), |newline| start + newline + 1);
        Some((start..self.at).into())
    }
}

use crate::TextRange;

/// Replace the bytes of `range` by `replacement`. An empty range inserts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Edit {
    pub range: TextRange,
    pub replacement: String,
}

impl Edit {
    pub fn replace(range: TextRange, replacement: impl Into<String>) -> Self {
        Self { range, replacement: replacement.into() }
    }

    pub fn insert(offset: u32, text: impl Into<String>) -> Self {
        Self::replace(TextRange::empty(offset), text)
    }

    pub fn delete(range: TextRange) -> Self {
        Self::replace(range, "")
    }

    /// Whether the two cannot both be applied: they share a byte, or one inserts where the other starts.
    pub fn conflicts(&self, other: &Self) -> bool {
        self.range.overlaps(other.range)
            || self.range.start() == other.range.start() && (self.range.is_empty() || other.range.is_empty())
    }
}

/// Two edits of one set conflict, at this byte.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("edits overlap at byte {0}")]
pub struct Overlap(pub u32);

/// The text with every edit applied; bytes outside the edits are copied.
///
/// # Errors
/// [`Overlap`] when two edits share bytes or insert at the same place. Nothing is applied then.
pub fn apply_edits(text: &str, edits: &[Edit]) -> Result<String, Overlap> {
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    sorted.sort_by_key(|edit| edit.range);
    if let Some(pair) = sorted.windows(2).find(|pair| pair[0].conflicts(pair[1])) {
        return Err(Overlap(pair[1].range.start()));
    }
    Ok(spliced(text, TextRange::new(0, text.len() as u32), sorted))
}

/// A range of a text with edits applied. The edits lie in the range, are in text order and do not conflict.
pub(crate) fn spliced<'e>(text: &str, range: TextRange, edits: impl IntoIterator<Item = &'e Edit>) -> String {
    let mut out = String::with_capacity(range.len() as usize);
    let mut done = range.start();
    for edit in edits {
        out.push_str(&text[TextRange::new(done, edit.range.start())]);
        out.push_str(&edit.replacement);
        done = edit.range.end();
    }
    out.push_str(&text[TextRange::new(done, range.end())]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(start: u32, end: u32, with: &str) -> Edit {
        Edit::replace(TextRange::new(start, end), with)
    }

    #[test]
    fn edits_apply_in_text_order_whatever_order_they_come_in() {
        assert_eq!(apply_edits("abcdef", &[edit(4, 6, "X"), edit(0, 1, "Y"), edit(2, 2, "-")]).unwrap(), "Yb-cdX");
    }

    #[test]
    fn overlapping_edits_are_refused() {
        assert_eq!(apply_edits("abc", &[edit(0, 2, "x"), edit(1, 3, "y")]), Err(Overlap(1)));
        assert_eq!(apply_edits("abc", &[edit(1, 1, "x"), edit(1, 1, "y")]), Err(Overlap(1)));
    }

    #[test]
    fn edits_that_touch_are_fine() {
        assert_eq!(apply_edits("abc", &[edit(0, 1, "x"), edit(1, 2, "y")]).unwrap(), "xyc");
    }
}

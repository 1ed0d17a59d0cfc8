//! Running text as pieces of prose, without what is covered and without emoji codes.

use std::sync::LazyLock;

use firstaid_text::TextRange;
use regex::Regex;

use super::builder::Builder;
use crate::overlay::CoverKind;
use crate::piece::PieceKind;

/// `:smile:`, `:material-lock:`.
static EMOJI: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r":(?:[a-z][a-z0-9_+-]*[a-z0-9]|\+1|-1):").expect("a valid pattern"));

impl Builder<'_, '_> {
    /// Adds an entity or escape that stands for other characters.
    pub(super) fn decoded(&mut self, range: TextRange, decoded: &str) {
        for c in decoded.chars() {
            self.push(range, PieceKind::Decoded(c));
        }
    }

    /// Adds text whose bytes are what readers see.
    pub(super) fn words(&mut self, range: TextRange) {
        let range = self.snap(range);
        let mut at = range.start();
        for cover in self.overlay.covers_in(range) {
            let (start, end) = (cover.range.start().max(range.start()), cover.range.end().min(range.end()));
            self.visible_words(TextRange::new(at, start.max(at)));
            if cover.kind != CoverKind::Hidden {
                self.push(TextRange::new(start, end), PieceKind::Opaque);
                // A tag that writes something of its own; the value of a variable may be a part of the word.
                let typed = &self.source[TextRange::new(start, end)];
                if [">}}", "%}}", "%}"].iter().any(|close| typed.ends_with(close)) {
                    self.space_before_word(TextRange::new(start, end), end);
                }
            }
            at = end;
        }
        self.visible_words(TextRange::new(at, range.end()));
    }

    /// Parts something that is not prose from a word right behind it. `range` stands for the blank, too.
    pub(super) fn space_before_word(&mut self, range: TextRange, at: u32) {
        if self.source[at as usize..].starts_with(char::is_alphanumeric) {
            self.push(range, PieceKind::Space);
        }
    }

    fn visible_words(&mut self, range: TextRange) {
        let text = &self.source[range];
        let mut at = 0;
        if memchr::memchr(b':', text.as_bytes()).is_some() {
            for hit in EMOJI.find_iter(text) {
                let beside = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || matches!(c, ':' | '/'));
                let glued = beside(text[..hit.start()].chars().next_back()) || beside(text[hit.end()..].chars().next());
                if !glued {
                    self.push(TextRange::from(at..hit.start()).shift(range.start()), PieceKind::Verbatim);
                    self.push(TextRange::from(hit.range()).shift(range.start()), PieceKind::Opaque);
                    at = hit.end();
                }
            }
        }
        self.push(TextRange::from(at..text.len()).shift(range.start()), PieceKind::Verbatim);
    }
}

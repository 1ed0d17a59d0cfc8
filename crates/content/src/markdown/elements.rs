use firstaid_text::TextRange;

use crate::html::{is_code, is_inline};
use crate::locale::Locale;

/// Deepest nesting of elements; those inside are ignored.
const MAX_DEPTH: usize = 64;

/// The open HTML elements, from the first that matters on: one with a language, or one that holds code or Markdown.
#[derive(Default)]
pub(super) struct Elements(Vec<Element>);

struct Element {
    name: Box<str>,
    /// Where its content begins.
    start: u32,
    lang: Option<Locale>,
    is_markdown: bool,
}

impl Elements {
    /// The content of an element begins at `start`.
    pub(super) fn open(&mut self, name: &str, start: u32, lang: Option<Locale>, is_markdown: bool) {
        let matters = lang.is_some() || is_markdown || is_code(name) || !self.0.is_empty();
        if matters && self.0.len() < MAX_DEPTH {
            self.0.push(Element { name: name.into(), start, lang, is_markdown });
        }
    }

    /// Whether the text of the innermost element that is no part of a line is Markdown.
    pub(super) fn hold_markdown(&self) -> bool {
        self.0.iter().rfind(|open| !is_inline(&open.name)).is_some_and(|open| open.is_markdown) && !self.hold_code()
    }

    pub(super) fn innermost(&self) -> Option<&str> {
        self.0.last().map(|open| &*open.name)
    }

    pub(super) fn hold_code(&self) -> bool {
        self.0.iter().any(|open| is_code(&open.name))
    }

    /// The innermost element of a name.
    pub(super) fn position(&self, name: &str) -> Option<usize> {
        self.0.iter().rposition(|open| &*open.name == name)
    }

    /// Closes the elements from the `n`th on. Returns the stretches that they marked as a language.
    pub(super) fn close_from(&mut self, n: usize, end: u32) -> impl Iterator<Item = (TextRange, Locale)> {
        self.0.drain(n..).filter_map(move |open| {
            let range = TextRange::new(open.start, end.max(open.start));
            open.lang.map(|lang| (range, lang))
        })
    }

    /// Closes the inline elements that should have been closed in a line of text that ends.
    pub(super) fn close_inline(&mut self, end: u32) -> impl Iterator<Item = (TextRange, Locale)> {
        let first = self.0.iter().position(|open| is_inline(&open.name)).unwrap_or(self.0.len());
        self.close_from(first, end)
    }

    /// Closes the innermost elements whose end tag may be left out (HTML, "optional tags"), and headings.
    pub(super) fn close_implied(&mut self, end: u32) -> impl Iterator<Item = (TextRange, Locale)> {
        let stays = |open: &Element| {
            !matches!(
                &*open.name,
                "p" | "li" | "td" | "th" | "tr" | "dt" | "dd" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6"
            )
        };
        let first = self.0.iter().rposition(stays).map_or(0, |last| last + 1);
        self.close_from(first, end)
    }
}

//! Helpers for unit tests.

use firstaid_content::{AnchorDialect, Locale, Page, PageKey, parse};
use firstaid_text::SourceFile;

/// An English page with this text.
pub(crate) fn page(text: &str) -> Page {
    page_of("en", text)
}

/// A page of a locale with this text.
pub(crate) fn page_of(locale: &str, text: &str) -> Page {
    let key = PageKey { locale: Locale::new(locale).expect("a locale"), name: "Page".into() };
    parse(key, SourceFile::new("Page.md", text), AnchorDialect::GitHub)
}

//! Markdown for hovers.

use firstaid_diagnostics::{escape_markdown, visible};

/// A text of a page or registry as literal text: it can put no markup, image or link into a hover.
pub(crate) fn literal(text: &str) -> String {
    escape_markdown(&visible(text))
}

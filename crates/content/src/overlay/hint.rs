use std::sync::LazyLock;

use regex::Regex;

use super::cover::Overlay;
use super::lines::cover_lines;
use super::syntax::Syntax;

/// Every page with syntax beside Markdown matches. Most pages do not, and one search decides that.
static HINT: LazyLock<Regex> = LazyLock::new(|| {
    let hints = [
        "\\{\\{",
        "\\{%",
        "\\{[ \\t]*[:#.]",
        "[)\\]*_`\"]\\{",
        "\\{/\\*",
        ":::",
        "!!!",
        "\\?\\?\\?",
        "=== +\"",
        "===[!+]",
        "\n///",
        "\n: ",
        "\n:\\t",
        "\\$\\$",
        "\n\\*\\[",
        "\\[\\[",
        "\\[!",
        "\\[TOC",
        "--8<--",
        "@include",
        "\nimport ",
    ];
    Regex::new(&hints.join("|")).expect("a valid pattern")
});

/// Covers the body of a page, which begins at the offset `body`.
pub(crate) fn overlay(source: &str, body: u32, syntax: Syntax) -> Overlay<'_> {
    let text = &source[body as usize..];
    let is_mdx = syntax == Syntax::Mdx;
    let has_braces = is_mdx && memchr::memchr(b'{', text.as_bytes()).is_some();
    let has_code = is_mdx && memchr::memmem::find(text.as_bytes(), b"export ").is_some();
    if has_braces || has_code || syntax == Syntax::Lektor || HINT.is_match(text) {
        cover_lines(source, body as usize, syntax)
    } else {
        Overlay::bare(source)
    }
}

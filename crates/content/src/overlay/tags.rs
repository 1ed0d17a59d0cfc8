//! Template tags: Liquid and Jinja, Hugo's shortcodes, mdBook's helpers, MDX expressions.

use std::ops::Range;

/// A tag and what it does.
pub(super) struct Tag<'a> {
    pub(super) range: Range<usize>,
    pub(super) role: Role<'a>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Role<'a> {
    /// Writes text that is not known here: `{{ title }}`.
    Output,
    /// Includes something that may have anchors.
    Include,
    /// Writes nothing: `{% if %}`.
    Control,
    /// The text up to the closing tag is not Markdown.
    Code(Region<'a>),
    /// The text up to the closing tag is not shown.
    Comment(Region<'a>),
    /// The text up to the closing tag is shown as it is, braces included.
    Raw(Region<'a>),
}

/// How a region ends: the name of the closing tag, and what the tag begins with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Region<'a> {
    pub(super) open: &'static str,
    pub(super) slash: bool,
    pub(super) name: &'a str,
}

/// Shortcodes of Hugo and its themes that hold code.
const CODE: [&str; 14] = [
    "chart",
    "code",
    "code-block",
    "code-tabs",
    "code-toggle",
    "codeblock",
    "command",
    "console",
    "highlight",
    "katex",
    "math",
    "mermaid",
    "output",
    "terminal",
];

/// Liquid and Jinja tags that write nothing.
const CONTROL: [&str; 42] = [
    "if",
    "elsif",
    "elif",
    "else",
    "unless",
    "for",
    "case",
    "when",
    "assign",
    "capture",
    "set",
    "cycle",
    "increment",
    "decrement",
    "tablerow",
    "block",
    "extends",
    "macro",
    "import",
    "from",
    "with",
    "break",
    "continue",
    "layout",
    "liquid",
    "call",
    "filter",
    "autoescape",
    "do",
    "trans",
    "hint",
    "tabs",
    "tab",
    "code",
    "stepper",
    "step",
    "columns",
    "column",
    "content-ref",
    "updates",
    "update",
    "expandable",
];

/// Tags that write an address and no text.
const ADDRESSES: [&str; 6] = ["link", "post_url", "ref", "relref", "asset_path", "url"];

/// The brackets of tags, opening and closing, longest first.
pub(super) const BRACKETS: [(&str, &str); 8] = [
    ("{{<", ">}}"),
    ("{{%", "%}}"),
    ("{{{", "}}}"),
    ("{{", "}}"),
    ("{%", "%}"),
    ("{# ", " #}"),
    ("{/*", "*/}"),
    ("$$", "$$"),
];

/// What a tag does, by its brackets and what is between them.
pub(super) fn role<'a>(open: &str, inner: &'a str) -> Role<'a> {
    let inner = inner.trim_start_matches(['-', '~', '+']).trim_end_matches(['-', '~']).trim();
    let name = inner.split([' ', '\t', '\n', '\r', '(', '"']).next().unwrap_or_default();
    match open {
        "{{<" | "{{%" => shortcode(if open == "{{<" { "{{<" } else { "{{%" }, inner, name),
        "{%" => liquid(name),
        "{# " | "{/*" => Role::Control,
        _ if inner.starts_with('#') && !inner.starts_with("#title") => Role::Include,
        _ if inner.starts_with("#title") || inner.starts_with("/*") => Role::Control,
        _ => Role::Output,
    }
}

fn liquid(name: &str) -> Role<'_> {
    let region = Region { open: "{%", slash: false, name };
    match name {
        "comment" => Role::Comment(region),
        "raw" | "verbatim" => Role::Raw(region),
        "highlight" | "mermaid" | "plantuml" => Role::Code(region),
        _ if name.starts_with("end") || CONTROL.contains(&name) => Role::Control,
        _ if ADDRESSES.contains(&name) => Role::Output,
        _ => Role::Include,
    }
}

fn shortcode<'a>(open: &'static str, inner: &str, name: &'a str) -> Role<'a> {
    let region = Region { open, slash: true, name };
    match name {
        _ if inner.starts_with('/') || inner.starts_with("/*") => Role::Control,
        name if CODE.contains(&name) && !inner.ends_with('/') => Role::Code(region),
        "comment" if !inner.ends_with('/') => Role::Comment(region),
        _ if ADDRESSES.contains(&name) || name == "param" => Role::Output,
        _ => Role::Include,
    }
}

/// The tag that closes a region, from `from` on: where it begins and ends.
pub(super) fn region_end(text: &str, from: usize, region: Region<'_>) -> Option<Range<usize>> {
    let mut at = from;
    while let Some(found) = memchr::memmem::find(&text.as_bytes()[at..], region.open.as_bytes()) {
        let start = at + found;
        let inner = &text[start + region.open.len()..];
        let typed = inner.trim_start_matches(['-', '~', ' ', '\t']);
        let name = if region.slash { typed.strip_prefix('/').map(str::trim_start) } else { typed.strip_prefix("end") };
        if name.is_some_and(|name| name.starts_with(region.name)) {
            let close = if region.open == "{{<" {
                ">}}"
            } else if region.open == "{{%" {
                "%}}"
            } else {
                "%}"
            };
            let end = memchr::memmem::find(inner.as_bytes(), close.as_bytes())?;
            return Some(start..start + region.open.len() + end + close.len());
        }
        at = start + region.open.len();
    }
    None
}

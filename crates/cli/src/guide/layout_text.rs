//! A guessed layout in the syntax of `firstaid.toml`.

use firstaid_content::{ContentConfig, LanguageFrom, Patterns};

/// Where the pages are, on one line, for a note.
pub(super) fn one_line(content: &ContentConfig) -> String {
    pages(content).join(", ")
}

/// The whole `[content]` table, without its head.
pub(crate) fn layout_text(content: &ContentConfig) -> String {
    let mut lines = pages(content);
    if !content.exclude.is_empty() {
        lines.push("# Folders and files that hold no pages.".to_owned());
        lines.push(format!("exclude = [{}]", comma(&content.exclude)));
    }
    if !content.assets.is_empty() {
        lines.push("# Folders whose files the site serves at its own root.".to_owned());
        lines.push(format!("assets = [{}]", comma(&content.assets)));
    }
    lines.extend(content.anchors.map(|anchors| format!("anchors = \"{}\"", anchors.name())));
    if content.language == LanguageFrom::FrontMatter {
        lines.push("# Paths do not tell the language of a page, so its front matter may.".to_owned());
        lines.push("language = \"front-matter\"".to_owned());
    }
    lines.join("\n") + "\n"
}

fn pages(content: &ContentConfig) -> Vec<String> {
    let patterns = |patterns: &Patterns| match patterns.0.as_slice() {
        [one] => format!("\"{one}\""),
        many => format!("[{}]", comma(many)),
    };
    let mut lines = vec![format!("root = \"{}\"", content.root), format!("source = \"{}\"", content.source)];
    lines.push(format!("pages = {}", patterns(&content.pages)));
    lines.extend(content.source_pages.as_ref().map(|pages| format!("source-pages = {}", patterns(pages))));
    lines
        .extend(content.locales.iter().map(|(locale, it)| format!("locales.{locale}.pages = {}", patterns(&it.pages))));
    if !content.not_locales.is_empty() {
        lines.push(format!("not-locales = [{}]", comma(&content.not_locales)));
    }
    lines.extend(content.generator.map(|generator| format!("generator = \"{}\"", generator.name())));
    lines
}

fn comma(items: &[String]) -> String {
    items.iter().map(|item| format!("\"{item}\"")).collect::<Vec<_>>().join(", ")
}

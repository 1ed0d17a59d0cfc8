//! A guessed layout in the syntax of `firstaid.toml`.

use firstaid_content::{ContentConfig, LanguageFrom, Patterns};

/// Where the pages are, on one line, for a note.
pub(super) fn one_line(content: &ContentConfig) -> String {
    pages(content).join(", ")
}

/// The whole `[content]` table, without its head.
pub(crate) fn layout_text(content: &ContentConfig) -> String {
    let mut lines = pages(content);
    if content.data != ContentConfig::default().data {
        lines.push("# The folder of the guide's own registries.".to_owned());
        lines.push(format!("data = {}", quoted(&content.data)));
    }
    if !content.exclude.is_empty() {
        lines.push("# Folders and files that hold no pages.".to_owned());
        lines.push(format!("exclude = [{}]", comma(&content.exclude)));
    }
    if !content.assets.is_empty() {
        lines.push("# Folders whose files the site serves at its own root.".to_owned());
        lines.push(format!("assets = [{}]", comma(&content.assets)));
    }
    lines.extend(content.anchors.map(|anchors| format!("anchors = {}", quoted(anchors.name()))));
    if content.language == LanguageFrom::FrontMatter {
        lines.push("# Paths do not tell the language of a page, so its front matter may.".to_owned());
        lines.push("language = \"front-matter\"".to_owned());
    }
    lines.join("\n") + "\n"
}

fn pages(content: &ContentConfig) -> Vec<String> {
    let patterns = |patterns: &Patterns| match patterns.0.as_slice() {
        [one] => quoted(one),
        many => format!("[{}]", comma(many)),
    };
    let mut lines = vec![format!("root = {}", quoted(&content.root)), format!("source = {}", quoted(&content.source))];
    lines.push(format!("pages = {}", patterns(&content.pages)));
    lines.extend(content.source_pages.as_ref().map(|pages| format!("source-pages = {}", patterns(pages))));
    lines
        .extend(content.locales.iter().map(|(locale, it)| format!("locales.{locale}.pages = {}", patterns(&it.pages))));
    if !content.not_locales.is_empty() {
        lines.push(format!("not-locales = [{}]", comma(&content.not_locales)));
    }
    if !content.data_text.is_empty() {
        lines.push(format!("data-text = [{}]", comma(&content.data_text)));
    }
    lines.extend(content.generator.map(|generator| format!("generator = {}", quoted(generator.name()))));
    lines
}

fn comma(items: &[String]) -> String {
    items.iter().map(|item| quoted(item)).collect::<Vec<_>>().join(", ")
}

/// A string of TOML, whose escapes are those of JSON; names of files may have any character.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string().replace('\u{7f}', "\\u007f")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_as_it_was() {
        let content = ContentConfig {
            root: "a \"b\" \\ c\n[rules]\u{7f}".to_owned(),
            data: "docs/_data".to_owned(),
            exclude: vec!["x\ty".to_owned()],
            assets: vec!["plain".to_owned()],
            data_text: vec!["{locale}/*.yml".to_owned()],
            ..ContentConfig::default()
        };
        let read: ContentConfig = toml::from_str(&layout_text(&content)).unwrap();
        assert_eq!(read, content);
    }
}

//! Stretches of a page that are in another language than the page, by what the page says itself.

use std::sync::LazyLock;

use firstaid_content::Page;
use firstaid_text::TextRange;
use regex::Regex;

/// The start tag of an element with a `lang` attribute.
static ELEMENT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?i)<([a-z][a-z0-9]*)\b[^<>]*\s(?:xml:)?lang\s*=\s*["']?[a-z]{2,3}\b[^<>]*>"#).expect("a pattern")
});

/// A span or block that kramdown's attribute list gives a language: `*mot*{: lang="fr"}`.
static ATTRIBUTE_LIST: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"\{:[^{}\n]*\blang\s*=\s*["']?[a-z]{2,3}\b[^{}\n]*\}"#).expect("a pattern"));

/// Text in emphasis: a foreign phrase, as a rule, if it is unknown.
static ITALICS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|[^*\w\\])(\*[^*\s][^*\n]{0,80}\*)(?:[^*\w]|$)|(?:^|[^_\w\\])(_[^_\s][^_\n]{0,80}_)(?:[^_\w]|$)|<(?:i|em)>([^<>]{0,80})</(?:i|em)>")
        .expect("a pattern")
});

/// How far, in bytes, the end of an element or the beginning of a paragraph is looked for.
const FAR: usize = 4000;

/// Elements with a `lang` attribute, text that an attribute list gives a language, and short text in italics.
pub(crate) fn foreign_ranges(page: &Page) -> Vec<TextRange> {
    let text = page.text();
    let mut ranges = Vec::new();
    if text.contains("lang") {
        for found in ELEMENT.captures_iter(text) {
            let (whole, name) = (found.get_match(), &found[1]);
            let end = format!("</{name}");
            let rest = &text[whole.end()..floor(text, whole.end() + FAR)];
            // Without an end, up to the end of the paragraph.
            let len = rest.find(&end).or_else(|| rest.find("\n\n")).unwrap_or(rest.len());
            ranges.push(TextRange::from(whole.end()..whole.end() + len));
        }
        for found in ATTRIBUTE_LIST.find_iter(text) {
            let first = floor(text, found.start().saturating_sub(FAR));
            let before = &text[first..found.start()];
            // At the beginning of a line it belongs to the block above, else to the span before it.
            let own_line = before.is_empty() || before.ends_with('\n');
            let start = if own_line {
                before.trim_end().rfind("\n\n").map_or(first, |at| first + at + 2)
            } else {
                before.rfind('\n').map_or(first, |at| first + at + 1)
            };
            ranges.push(TextRange::from(start..found.start()));
        }
    }
    for found in ITALICS.captures_iter(text) {
        ranges.extend(found.iter().skip(1).flatten().map(|it| TextRange::from(it.range())));
    }
    ranges
}

/// The last boundary between characters at or before an offset.
fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use firstaid_content::{AnchorDialect, Locale, PageKey, parse};
    use firstaid_text::SourceFile;

    use super::*;

    #[test]
    fn elements_attribute_lists_and_italics_are_found() {
        let text =
            "a <span lang=\"fr\">un</span> b\n\nune phrase\n{: lang=\"fr\"}\n\nc *modus* d _vivendi_ **e** f_g_h\n";
        let key = PageKey { locale: Locale::new("en").expect("a locale"), name: "Page".into() };
        let page = parse(key, SourceFile::new("Page.md", text), AnchorDialect::GitHub);
        let found: Vec<&str> = foreign_ranges(&page).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["un", "une phrase\n", "*modus*", "_vivendi_"]);
    }
}

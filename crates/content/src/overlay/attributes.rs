//! Attribute lists: kramdown's `{: #id .class}`, and `{#id lang=fr}` of pandoc, Hugo and Python-Markdown.

use firstaid_text::TextRange;

use crate::Locale;

/// A list of attributes, and how it stands to the text around it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct AttributeList {
    /// Braces included.
    pub(crate) range: TextRange,
    pub(crate) id: Option<TextRange>,
    pub(crate) lang: Option<Locale>,
    /// Whether it stands on a line of its own; if not, it describes what ends before it.
    pub(crate) own_line: bool,
    /// Whether it describes the block below: it has its own line, and the line above is empty.
    pub(crate) is_before: bool,
}

/// The id and the language in an attribute list, by the text between its braces, which lies at `at` in the file. `None`
/// if the text is no attribute list.
pub(crate) fn parse_attributes(text: &str, at: usize) -> Option<(Option<TextRange>, Option<Locale>)> {
    let (mut id, mut lang) = (None, None);
    let mut rest = text;
    loop {
        let typed = rest.trim_start_matches([' ', '\t']);
        if typed.is_empty() {
            return Some((id, lang));
        }
        let start = text.len() - typed.len();
        let len = item_len(typed)?;
        let item = &typed[..len];
        rest = &typed[len..];
        if let Some(name) = item.strip_prefix('#') {
            if name.is_empty() {
                return None;
            }
            id = Some(TextRange::from(at + start + 1..at + start + len));
        } else if let Some((key, value)) = item.split_once('=') {
            if key.is_empty()
                || !key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':' | b'@'))
            {
                return None;
            }
            let bare = value.trim_matches(['"', '\'']);
            match key {
                "lang" | "xml:lang" => lang = Locale::new(bare).or(lang),
                "id" if !bare.is_empty() => {
                    let quote = usize::from(value.starts_with(['"', '\'']));
                    let from = at + start + key.len() + 1 + quote;
                    id = Some(TextRange::from(from..from + bare.len()));
                }
                _ => {}
            }
        } else if !item.starts_with('.') && !is_reference(item) {
            return None;
        }
    }
}

/// `toc`, or the name of a list that is defined elsewhere.
fn is_reference(item: &str) -> bool {
    item.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ':' | '.'))
}

/// The length of the item that a text begins with; it may contain blanks in quotes. `None` if a quote is not closed.
fn item_len(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (None, ' ' | '\t') => return Some(at),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            _ => {}
        }
    }
    quote.is_none().then_some(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Option<(Option<&str>, Option<String>)> {
        let (id, lang) = parse_attributes(text, 0)?;
        Some((id.map(|id| &text[id]), lang.map(|lang| lang.to_string())))
    }

    #[test]
    fn ids_and_languages_are_read_in_every_spelling() {
        assert_eq!(parsed(" #top .a"), Some((Some("top"), None)));
        assert_eq!(parsed("lang=\"fr\" id='x y'"), Some((Some("x y"), Some("fr".into()))));
        assert_eq!(parsed(".wide width=50% lang=pt-br"), Some((None, Some("pt-BR".into()))));
        assert_eq!(parsed("toc"), Some((None, None)));
    }

    #[test]
    fn other_braces_are_no_attributes() {
        for text in ["#", "a, b", "x = y", "\"open", "{x}", "1 + 2"] {
            assert_eq!(parsed(text), None, "{text}");
        }
    }
}

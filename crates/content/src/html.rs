//! The little of HTML that a page's links, ids and comments need: tags with their attributes.

use firstaid_text::TextRange;

/// Something found in raw HTML.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum HtmlItem {
    /// `<!-- … -->`, all of it.
    Comment(TextRange),
    /// The attribute of a tag, its value without quotes.
    Attribute { tag: Box<str>, name: Box<str>, value: TextRange, tag_range: TextRange },
}

/// Comments and attributes of the HTML in `text`, in order; ranges are shifted by `base`.
pub(crate) fn scan_html(text: &str, base: u32) -> Vec<HtmlItem> {
    let mut items = Vec::new();
    let mut at = 0;
    while let Some(found) = text[at..].find('<') {
        let start = at + found;
        let rest = &text[start..];
        if rest.starts_with("<!--") {
            let end = rest.find("-->").map_or(text.len(), |end| start + end + 3);
            items.push(HtmlItem::Comment(TextRange::from(start..end).shift(base)));
            at = end;
            continue;
        }
        let name_len = rest[1..].find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(rest.len() - 1);
        if name_len == 0 {
            at = start + 1;
            continue;
        }
        let tag = rest[1..=name_len].to_ascii_lowercase();
        at = attributes(text, start, start + 1 + name_len, &tag, base, &mut items);
    }
    items
}

/// Reads attributes up to `>`; returns the offset after it.
fn attributes(text: &str, start: usize, mut at: usize, tag: &str, base: u32, items: &mut Vec<HtmlItem>) -> usize {
    let bytes = text.as_bytes();
    let first = items.len();
    while at < bytes.len() && bytes[at] != b'>' {
        if bytes[at].is_ascii_whitespace() || bytes[at] == b'/' {
            at += 1;
            continue;
        }
        let name_start = at;
        while at < bytes.len() && !matches!(bytes[at], b'=' | b'>' | b'/') && !bytes[at].is_ascii_whitespace() {
            at += 1;
        }
        let name = text[name_start..at].to_ascii_lowercase();
        while at < bytes.len() && bytes[at].is_ascii_whitespace() {
            at += 1;
        }
        if at >= bytes.len() || bytes[at] != b'=' {
            at = at.max(name_start + 1);
            while !text.is_char_boundary(at) {
                at += 1;
            }
            continue;
        }
        at += 1;
        while at < bytes.len() && bytes[at].is_ascii_whitespace() {
            at += 1;
        }
        let (value, next) = if let Some(&quote @ (b'"' | b'\'')) = bytes.get(at) {
            let end = text[at + 1..].find(quote as char).map_or(text.len(), |end| at + 1 + end);
            (at + 1..end, (end + 1).min(text.len()))
        } else {
            let end = text[at..].find(|c: char| c.is_ascii_whitespace() || c == '>').map_or(text.len(), |end| at + end);
            (at..end, end)
        };
        at = next;
        let (value, tag_range) = (TextRange::from(value).shift(base), TextRange::empty(base));
        items.push(HtmlItem::Attribute { tag: tag.into(), name: name.into(), value, tag_range });
    }
    let end = (at + 1).min(text.len());
    let whole = TextRange::from(start..end).shift(base);
    for item in &mut items[first..] {
        if let HtmlItem::Attribute { tag_range, .. } = item {
            *tag_range = whole;
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_of_any_quoting_are_found() {
        let text = "<!-- x --><a id=top href='u?a=\"b\"' é>t</a><img src=\"i.png\"/>< p>";
        let shown: Vec<String> = scan_html(text, 0)
            .into_iter()
            .map(|item| match item {
                HtmlItem::Comment(range) => text[range].to_owned(),
                HtmlItem::Attribute { tag, name, value, .. } => format!("{tag}.{name}={}", &text[value]),
            })
            .collect();
        assert_eq!(shown, ["<!-- x -->", "a.id=top", "a.href=u?a=\"b\"", "img.src=i.png"]);
    }

    #[test]
    fn unfinished_tags_end_with_the_text() {
        for text in ["<a href=\"x", "<a href=", "<a", "<", "<!-- x", "<é", "<a é"] {
            scan_html(text, 0);
        }
    }
}

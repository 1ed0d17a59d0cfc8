//! A scanner of raw HTML: tags with their attributes, comments, and the text between.
//!
//! It knows nothing of nesting. A tag or comment without an end reaches to the end of the text.

use firstaid_text::TextRange;

/// A part of raw HTML.
#[derive(Debug, PartialEq, Eq)]
pub enum HtmlItem {
    /// `<!-- … -->`, all of it.
    Comment(TextRange),
    Tag(HtmlTag),
    /// The text between tags and comments; never empty.
    Text(TextRange),
}

impl HtmlItem {
    pub(crate) fn range(&self) -> TextRange {
        match self {
            Self::Comment(range) | Self::Text(range) => *range,
            Self::Tag(tag) => tag.range,
        }
    }
}

/// A start or end tag.
#[derive(Debug, PartialEq, Eq)]
pub struct HtmlTag {
    /// In lower case.
    pub name: Box<str>,
    pub is_end: bool,
    pub range: TextRange,
    /// The attributes with a value: names in lower case, values without quotes.
    pub attributes: Vec<(Box<str>, TextRange)>,
    /// Whether the content of the element is Markdown (`md_in_html` of Python-Markdown): it has an attribute
    /// `markdown`, and not one that says no.
    pub is_markdown: bool,
}

impl HtmlTag {
    pub(crate) fn attribute(&self, name: &str) -> Option<TextRange> {
        self.attributes.iter().find(|(own, _)| &**own == name).map(|&(_, value)| value)
    }
}

/// Elements without an end tag.
pub fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "source"
            | "track"
            | "wbr"
    )
}

/// Elements that may stand inside a line of text.
pub fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "acronym"
            | "b"
            | "bdi"
            | "bdo"
            | "big"
            | "cite"
            | "data"
            | "del"
            | "dfn"
            | "em"
            | "font"
            | "i"
            | "img"
            | "ins"
            | "label"
            | "mark"
            | "q"
            | "ruby"
            | "s"
            | "small"
            | "span"
            | "strike"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "u"
            | "wbr"
            | "code"
            | "kbd"
            | "samp"
            | "tt"
            | "var"
    )
}

/// Elements whose text is no prose.
pub fn is_code(name: &str) -> bool {
    matches!(
        name,
        "code" | "kbd" | "samp" | "tt" | "var" | "pre" | "script" | "style" | "textarea" | "svg" | "math" | "template"
    )
}

/// The HTML in `text`, in order; ranges are shifted by `base`.
pub fn scan_html(text: &str, base: u32) -> Vec<HtmlItem> {
    let mut items = Vec::new();
    let (mut at, mut text_from) = (0, 0);
    let flush = |items: &mut Vec<HtmlItem>, from: usize, to: usize| {
        if from < to {
            items.push(HtmlItem::Text(TextRange::from(from..to).shift(base)));
        }
    };
    while let Some(found) = memchr::memchr(b'<', &text.as_bytes()[at..]) {
        let start = at + found;
        let rest = &text[start..];
        if rest.starts_with("<!--") {
            flush(&mut items, text_from, start);
            let end = comment_len(rest).map_or(text.len(), |len| start + len);
            items.push(HtmlItem::Comment(TextRange::from(start..end).shift(base)));
            (at, text_from) = (end, end);
            continue;
        }
        let is_end = rest.starts_with("</");
        let name_start = start + 1 + usize::from(is_end);
        let len = text[name_start..].bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'-').count();
        let is_name = text.as_bytes().get(name_start).is_some_and(u8::is_ascii_alphabetic);
        if !is_name && !rest.starts_with("<!") && !rest.starts_with("<?") {
            at = start + 1;
            continue;
        }
        flush(&mut items, text_from, start);
        let name = text[name_start..name_start + if is_name { len } else { 0 }].to_ascii_lowercase();
        let Attributes { with_value: attributes, is_markdown, end } = attributes(text, name_start + name.len(), base);
        let range = TextRange::from(start..end).shift(base);
        let is_markdown = is_markdown && !is_end;
        items.push(HtmlItem::Tag(HtmlTag { name: name.into(), is_end, range, attributes, is_markdown }));
        (at, text_from) = (end, end);
    }
    flush(&mut items, text_from, text.len());
    items
}

/// The length of the comment that a text begins with, as browsers read it (HTML, "comment start state"): `<!-->` is a
/// whole comment, and `--!>` ends one, too. `None` if it has no end.
fn comment_len(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = "<!".len();
    loop {
        at += memchr::memmem::find(&bytes[at..], b"--")?;
        match &bytes[at + 2..] {
            [b'>', ..] => return Some(at + 3),
            [b'!', b'>', ..] if at >= "<!--".len() => return Some(at + 4),
            _ => at += 1,
        }
    }
}

/// The attributes of a tag.
struct Attributes {
    with_value: Vec<(Box<str>, TextRange)>,
    /// See [`HtmlTag::is_markdown`].
    is_markdown: bool,
    /// The offset behind the `>` of the tag.
    end: usize,
}

/// Reads attributes up to `>`.
fn attributes(text: &str, mut at: usize, base: u32) -> Attributes {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut is_markdown = false;
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
            is_markdown |= name == "markdown";
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
            let end = memchr::memchr(quote, &bytes[at + 1..]).map_or(text.len(), |end| at + 1 + end);
            (at + 1..end, (end + 1).min(text.len()))
        } else {
            let end = text[at..].find(|c: char| c.is_ascii_whitespace() || c == '>').map_or(text.len(), |end| at + end);
            (at..end, end)
        };
        at = next;
        is_markdown |= name == "markdown" && !text[value.clone()].starts_with(['0', 'f', 'F', 'n', 'N']);
        found.push((name.into(), TextRange::from(value).shift(base)));
    }
    Attributes { with_value: found, is_markdown, end: (at + 1).min(text.len()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_text_and_comments_are_separate_items() {
        let text = "<!-- x --><a id=top href='u?a=\"b\"' é>t é</a><img src=\"i.png\"/>1 < 2< p>";
        let shown: Vec<String> = scan_html(text, 0)
            .into_iter()
            .map(|item| match item {
                HtmlItem::Comment(range) => text[range].to_owned(),
                HtmlItem::Text(range) => format!("text:{}", &text[range]),
                HtmlItem::Tag(tag) => {
                    let attributes = tag.attributes.iter().map(|(name, value)| format!(" {name}={}", &text[*value]));
                    format!("{}{}{}", if tag.is_end { "/" } else { "" }, tag.name, attributes.collect::<String>())
                }
            })
            .collect();
        let expected = ["<!-- x -->", "a id=top href=u?a=\"b\"", "text:t é", "/a", "img src=i.png", "text:1 < 2< p>"];
        assert_eq!(shown, expected);
    }

    #[test]
    fn comments_end_where_browsers_end_them() {
        for (text, comment) in [
            ("<!-- a --!><p>", "<!-- a --!>"),
            ("<!--><p>-->", "<!-->"),
            ("<!---><p>", "<!--->"),
            ("<!--!> a --><p>", "<!--!> a -->"),
            ("<!-- a -- > --->b", "<!-- a -- > --->"),
        ] {
            let first = scan_html(text, 0).into_iter().next();
            assert_eq!(first, Some(HtmlItem::Comment(TextRange::from(0..comment.len()))), "{text}");
        }
    }

    #[test]
    fn only_the_attribute_markdown_makes_markdown_of_the_content() {
        for (tag, is_markdown) in [
            ("<div class=\"markdown\" markdown=\"1\">", true),
            ("<div markdown>", true),
            ("<div class=\"a\" markdown/>", true),
            ("<DIV MARKDOWN = 'Span'>", true),
            ("<div markdown=\"0\">", false),
            ("<div markdown=False>", false),
            ("<p title=\"see markdown here\">", false),
            ("<p data-markdown=\"1\" class=markdown>", false),
            ("</div markdown>", false),
        ] {
            let items = scan_html(tag, 0);
            let [HtmlItem::Tag(found)] = &*items else { panic!("{tag}: {items:?}") };
            assert_eq!(found.is_markdown, is_markdown, "{tag}");
        }
    }

    #[test]
    fn unfinished_tags_end_with_the_text() {
        for text in ["<a href=\"x", "<a href=", "<a", "<", "<!-- x", "<é", "<a é", "</", "<!", "<?"] {
            scan_html(text, 0);
        }
    }
}

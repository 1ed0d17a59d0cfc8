//! Android's `strings.xml`. See <https://developer.android.com/guide/topics/resources/string-resource>.

use super::raw::Raw;
use super::xml::{text_of, with_document};

pub(crate) fn strings(text: &str) -> Vec<Raw> {
    with_document(text, |document| {
        let mut strings = Vec::new();
        for node in document.root_element().children() {
            let Some(name) = node.attribute("name") else { continue };
            match node.tag_name().name() {
                "string" => strings.push(Raw::new(name, unescape(&text_of(node)))),
                "plurals" | "string-array" => {
                    let items = node.children().filter(|it| it.has_tag_name("item")).enumerate();
                    strings.extend(items.map(|(n, item)| {
                        let form = item.attribute("quantity").map_or_else(|| n.to_string(), str::to_owned);
                        Raw::new(format!("{name}.{form}"), unescape(&text_of(item)))
                    }));
                }
                _ => {}
            }
        }
        strings
    })
}

fn unescape(text: &str) -> String {
    let text = text.trim();
    let text = text.strip_prefix('"').and_then(|it| it.strip_suffix('"')).unwrap_or(text);
    let mut shown = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match (c, if c == '\\' { chars.next() } else { None }) {
            ('\\', Some('n')) => shown.push('\n'),
            ('\\', Some(other)) => shown.push(other),
            _ => shown.push(c),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_and_plurals_are_read() {
        let text = r#"<resources xmlns:xliff="x"><string name="lock">Don\'t lock <xliff:g>%1$s</xliff:g></string>
            <plurals name="n"><item quantity="one">One key</item><item quantity="other">%d keys</item></plurals>
            <color name="red">#f00</color></resources>"#;
        let found: Vec<_> = strings(text).into_iter().map(|raw| (raw.key, raw.text)).collect();
        let expected = [("lock", "Don't lock %1$s"), ("n.one", "One key"), ("n.other", "%d keys")];
        assert_eq!(found, expected.map(|(key, text)| (key.to_owned(), text.to_owned())));
    }
}

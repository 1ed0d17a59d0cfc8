//! Qt's `.ts` files. See <https://doc.qt.io/qt-6/linguist-ts-file-format.html>.

use super::raw::Raw;
use super::xml::{child_text, text_of, with_document};

/// The strings that are translated and finished. The key is the context and the text in the source code.
pub(crate) fn strings(text: &str) -> Vec<Raw> {
    with_document(text, |document| {
        let messages = document.descendants().filter(|node| node.has_tag_name("message"));
        let of_message = |message: roxmltree::Node<'_, '_>| {
            let context = child_text(message.parent()?, "name").unwrap_or_default();
            let source = child_text(message, "source")?;
            let translation = message.children().find(|child| child.has_tag_name("translation"))?;
            let is_finished = translation.attribute("type").is_none();
            let form = translation.children().find(|child| child.has_tag_name("numerusform"));
            let text = form.map_or_else(|| text_of(translation), text_of);
            is_finished.then(|| Raw { english: Some(source.clone()), ..Raw::new(format!("{context}|{source}"), text) })
        };
        messages.filter_map(of_message).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finished_messages_are_read() {
        let text = r#"<?xml version="1.0"?><!DOCTYPE TS><TS language="de"><context><name>Main</name>
            <message><source>&amp;Lock</source><translation>&amp;Sperren</translation></message>
            <message><source>Old</source><translation type="unfinished"></translation></message></context></TS>"#;
        let found = strings(text);
        assert_eq!(found.len(), 1);
        assert_eq!((&*found[0].key, &*found[0].text), ("Main|&Lock", "&Sperren"));
        assert_eq!(found[0].english.as_deref(), Some("&Lock"));
    }
}

//! Markdown for hovers.

use firstaid_diagnostics::{escape_markdown, visible};
use pulldown_cmark::{Event, Parser, Tag, TagEnd};

/// A text of a page or registry as literal text: it can put no markup, image or link into a hover.
pub(crate) fn literal(text: &str) -> String {
    escape_markdown(&visible(text))
}

/// Markdown as plain text, for editors that show hovers as they are: paragraphs apart, list items with a dash, code as
/// it is, without the marks of emphasis and links.
pub(crate) fn to_text(markdown: &str) -> String {
    let mut text = String::new();
    for event in Parser::new(markdown) {
        match event {
            Event::Text(part) | Event::Code(part) | Event::Html(part) | Event::InlineHtml(part) => text.push_str(&part),
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::CodeBlock) => end_line(&mut text),
            Event::Start(Tag::Item) => {
                end_line(&mut text);
                text.push_str("- ");
            }
            Event::Rule => text.push_str("---\n\n"),
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::List(_)) => {
                end_line(&mut text);
                text.push('\n');
            }
            _ => {}
        }
    }
    text.truncate(text.trim_end().len());
    text
}

fn end_line(text: &mut String) {
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_has_the_words_and_no_marks() {
        let markdown =
            format!("**rule**: {}\n\nSee [a](b).\nMore `x_y`.\n\n---\n\n- one\n- two\n", literal("*_x_* <b>"));
        assert_eq!(to_text(&markdown), "rule: *_x_* <b>\n\nSee a.\nMore x_y.\n\n---\n\n- one\n- two");
    }
}

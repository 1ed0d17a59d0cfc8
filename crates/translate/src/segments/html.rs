//! Text that readers see in a block of raw HTML.

use firstaid_content::html::{HtmlItem, HtmlTag, is_inline, scan_html};
use firstaid_text::TextRange;

use super::segment::SegmentKind;

/// Attributes whose values readers see or hear.
const SHOWN_ATTRIBUTES: [&str; 3] = ["alt", "aria-label", "title"];

/// Elements whose content is no text.
const RAW_ELEMENTS: [&str; 7] = ["math", "pre", "script", "style", "svg", "template", "textarea"];

/// Text between tags that are not inline, with the inline tags in it.
struct Run {
    range: TextRange,
    has_words: bool,
    /// The shown attributes of its tags; they are part of the run if it has words.
    attributes: Vec<TextRange>,
}

/// The parts of a block of raw HTML that are translated, in order and without overlaps.
pub(super) fn parts(text: &str, block: TextRange) -> Vec<(SegmentKind, TextRange)> {
    let mut found = Vec::new();
    let mut run: Option<Run> = None;
    let mut raw: Option<Box<str>> = None;
    for item in scan_html(&text[block], block.start()) {
        match item {
            HtmlItem::Tag(tag) if raw.is_some() => {
                if tag.is_end && raw.as_deref() == Some(&*tag.name) {
                    raw = None;
                }
            }
            HtmlItem::Tag(tag) => {
                if RAW_ELEMENTS.contains(&&*tag.name) && !tag.is_end && !text[tag.range].ends_with("/>") {
                    raw = Some(tag.name.clone());
                }
                let attributes = shown_attributes(text, &tag);
                if is_inline(&tag.name) || &*tag.name == "br" {
                    extend(&mut run, tag.range).attributes.extend(attributes);
                } else {
                    close(run.take(), &mut found);
                    found.extend(attributes.map(|range| (SegmentKind::Title, range)));
                }
            }
            HtmlItem::Text(range) if raw.is_none() => {
                let typed = &text[range];
                let start = range.start() + (typed.len() - typed.trim_start().len()) as u32;
                let inner = TextRange::new(start, start + typed.trim().len() as u32);
                if !inner.is_empty() {
                    extend(&mut run, inner).has_words |= has_words(&text[inner]);
                }
            }
            HtmlItem::Text(_) => {}
            HtmlItem::Comment(_) => close(run.take(), &mut found),
        }
    }
    close(run, &mut found);
    found
}

fn extend(run: &mut Option<Run>, range: TextRange) -> &mut Run {
    let run = run.get_or_insert_with(|| Run { range, has_words: false, attributes: Vec::new() });
    run.range = run.range.cover(range);
    run
}

fn close(run: Option<Run>, found: &mut Vec<(SegmentKind, TextRange)>) {
    let Some(run) = run else { return };
    if run.has_words {
        found.push((SegmentKind::Html, run.range));
    } else {
        found.extend(run.attributes.into_iter().map(|range| (SegmentKind::Title, range)));
    }
}

fn shown_attributes<'t>(text: &'t str, tag: &'t HtmlTag) -> impl Iterator<Item = TextRange> + 't {
    let shown = tag.attributes.iter().filter(|(name, _)| SHOWN_ATTRIBUTES.contains(&&**name));
    // Without quotes around it, a value could not be translated by several words.
    let is_quoted = |range: &TextRange| text[..range.start() as usize].ends_with(['"', '\'']);
    let is_text = move |range: &TextRange| {
        let value = &text[*range];
        is_quoted(range) && has_words(value) && value.trim() == value && !value.contains('\n')
    };
    shown.map(|(_, range)| *range).filter(is_text)
}

/// Whether a text has letters outside of templates.
fn has_words(text: &str) -> bool {
    let mut rest = text;
    while let Some(at) = rest.find("{{").or_else(|| rest.find("{%")) {
        if rest[..at].chars().any(char::is_alphabetic) {
            return true;
        }
        let end = if rest[at..].starts_with("{{") { "}}" } else { "%}" };
        let Some(close) = rest[at..].find(end) else { return false };
        rest = &rest[at + close + 2..];
    }
    rest.chars().any(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        parts(text, TextRange::new(0, text.len() as u32)).into_iter().map(|(_, range)| &text[range]).collect()
    }

    #[test]
    fn the_text_of_elements_is_cut_at_tags_that_are_not_inline() {
        let text =
            "<figure>\n<img src=a.png alt=\"A door\">\n<figcaption>The <b>door</b>, shut</figcaption>\n</figure>\n";
        assert_eq!(found(text), ["A door", "The <b>door</b>, shut"]);
        assert_eq!(found("<p><a href=\"x\"><b>Go</b></a> on</p>"), ["<a href=\"x\"><b>Go</b></a> on"]);
    }

    #[test]
    fn code_templates_and_comments_are_no_text() {
        for text in [
            "<pre>let x</pre>",
            "<div>{{ page.title }}{% if a %}</div>",
            "<!-- x --><div>…</div>",
            "<i class=\"x\"></i>",
        ] {
            assert_eq!(found(text), Vec::<&str>::new(), "{text}");
        }
    }
}
